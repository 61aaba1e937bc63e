// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// Makes the organisation, posts, population, hand-ins and audits of a programme.
struct RosterGenerator {
  let schema: GeneratedSchema
  let edges: CalendarEdges
  private(set) var log = NaiveLog()
  private(set) var codes: [String] = []

  init(_ schema: GeneratedSchema, _ edges: CalendarEdges, _ dice: inout Dice) {
    self.schema = schema
    self.edges = edges
    addUnits(&dice)
    codes = NaiveRosterOrder.codes(of: log.units)
    if dice.chance(70) { for _ in 0..<dice.number(1...7) { addPost(&dice) } }
    if dice.chance(80) { addPopulation(&dice) }
    for event in schema.events {
      if dice.chance(40) { addHandIns(event.name, &dice) }
      if dice.chance(15) {
        let (unit, from) = (unit(&dice), edges.day(&dice))
        let term = NaiveTerm(from, from + dice.number(0...40))
        if existed(unit, term) { log.audits.append(NaiveNotice(event.name, unit, term, reason: "not recorded")) }
      }
    }
  }

  private func unit(_ dice: inout Dice) -> String { dice.pick(codes) ?? "" }

  // MARK: Units

  private mutating func addUnits(_ dice: inout Dice) {
    let hasCountry = schema.trees[0].count == 3
    if hasCountry { add("C", "country", above: nil, &dice) }
    let regions = ["R1", "R2"] + (dice.chance(30) ? ["R3"] : [])
    for region in regions { add(region, "region", above: hasCountry ? "C" : nil, &dice) }
    for index in 1...dice.number(2...4) {
      addDistrict("D\(index)", dice.pick(regions) ?? "R1", dice.pick(regions) ?? "R2", &dice)
    }
    if schema.trees.count > 1 {
      for code in ["Court 1", "Court 2"].prefix(dice.number(1...2)) { add(code, "court", above: nil, &dice) }
    }
  }

  /// A district: the same all the time, moved to another region on a day, begun, ended, or gone for a while.
  private mutating func addDistrict(_ code: String, _ above: String, _ later: String, _ dice: inout Dice) {
    let change = edges.reorganisation
    switch dice.number(0...9) {
    case 0...1:
      add(code, "district", above: above, term: NaiveTerm(nil, change - 1), &dice)
      add(code, "district", above: later, term: NaiveTerm(change, nil), &dice)
    case 2: add(code, "district", above: above, term: NaiveTerm(change, nil), &dice)
    case 3: add(code, "district", above: above, term: NaiveTerm(nil, change + 10), &dice)
    case 4:
      add(code, "district", above: above, term: NaiveTerm(nil, change - 1), &dice)
      add(code, "district", above: later, term: NaiveTerm(change + 20, edges.asked.last), &dice)
    default: add(code, "district", above: above, &dice)
    }
  }

  private mutating func add(
    _ code: String, _ level: String, above: String?, term: NaiveTerm = NaiveTerm(), _ dice: inout Dice
  ) {
    var attributes: [String: NaiveValue] = [:]
    for attribute in schema.attributes where !attribute.isOptional || dice.chance(70) {
      if case .choice(let members, _) = attribute.type { attributes[attribute.name] = .text(dice.pick(members) ?? "") }
      if attribute.type == .yesNo { attributes[attribute.name] = .truth(dice.chance(50)) }
    }
    log.units.append(NaiveUnit(code, level: level, parent: above, term: term, attributes: attributes))
  }

  // MARK: Other rosters

  /// A stretch of days within or across the asked period.
  private func term(_ dice: inout Dice) -> NaiveTerm {
    let from = dice.chance(30) ? edges.asked.first - dice.number(1...200) : edges.day(&dice)
    return NaiveTerm(from, dice.chance(30) ? nil : from + dice.number(0...120))
  }

  private mutating func addPost(_ dice: inout Dice) {
    let officer = dice.pick(GeneratedSchema.officers) ?? ""
    let post = dice.pick(GeneratedSchema.posts) ?? ""
    let (unit, term) = (unit(&dice), term(&dice))
    guard existed(unit, term) else { return }
    log.posts.append(NaivePost(officer, in: unit, as: post, term))
  }

  private mutating func addPopulation(_ dice: inout Dice) {
    let level = dice.one(of: "district", "region", "district")
    for unit in codes where log.units.first(where: { $0.code == unit })?.level == level && dice.chance(90) {
      let residents = dice.number(0...3) * 1500 + dice.number(0...20)
      guard dice.chance(50) else {
        addResidents(unit, NaiveTerm(), residents, &dice)
        continue
      }
      let change = edges.asked.first + dice.number(0...60)
      let parts = [(NaiveTerm(nil, change - 1), residents), (NaiveTerm(change, nil), residents + 100)]
      for (term, residents) in parts where existed(unit, term) && dice.chance(95) {
        addResidents(unit, term, residents, &dice)
      }
    }
  }

  /// Rows for all residents, or for the groups of some columns, now and then with one that is not there.
  private mutating func addResidents(_ unit: String, _ term: NaiveTerm, _ residents: Int, _ dice: inout Dice) {
    let columns = schema.populationGroups.filter { _ in dice.chance(60) }
    var rows: [[String: String]] = [[:]]
    for column in columns {
      rows = rows.flatMap { row in
        GeneratedSchema.members(of: column).map { member in row.merging([column: member]) { $1 } }
      }
    }
    for groups in rows where columns.isEmpty || dice.chance(97) {
      let part = residents / rows.count + (columns.isEmpty ? 0 : dice.number(0...9))
      log.population.append(NaivePopulation(unit, term, residents: part, groups: groups))
    }
    if !columns.isEmpty, dice.chance(30) {
      log.population.append(NaivePopulation(unit, term, residents: residents))
    }
  }

  private mutating func addHandIns(_ event: String, _ dice: inout Dice) {
    let level = dice.one(of: "district", "district", "region", "court")
    let months = -1...(edges.asked.days / 30)
    for unit in codes where log.units.first(where: { $0.code == unit })?.level == level {
      for month in months where dice.chance(75) {
        let first = edges.asked.first.monthsSinceEpoch + month
        let until = CalendarDay(lastOfMonth: first) - (dice.chance(10) ? 3 : 0)
        let term = NaiveTerm(CalendarDay(firstOfMonth: first), until)
        if existed(unit, term) { log.handIns.append(NaiveNotice(event, unit, term)) }
        if dice.chance(5), existed(unit, NaiveTerm(term.from, term.from)) {
          log.handIns.append(NaiveNotice(event, unit, NaiveTerm(term.from, until + 20)))
        }
      }
    }
  }

  /// Whether a unit existed on at least one day of a term, without which a roster's row is refused.
  private func existed(_ unit: String, _ term: NaiveTerm) -> Bool {
    log.units.contains { $0.code == unit && $0.term.overlaps(term) }
  }
}

/// The order of units in generated rosters.
enum NaiveRosterOrder {
  /// The codes of units, each once, in the order of their first rows.
  static func codes(of units: [NaiveUnit]) -> [String] {
    var codes: [String] = []
    for unit in units where !codes.contains(unit.code) { codes.append(unit.code) }
    return codes
  }
}
