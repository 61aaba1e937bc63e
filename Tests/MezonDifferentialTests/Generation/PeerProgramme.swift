// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// A programme made from a number in which there is something to compare: up to sixteen districts and as many officers, hundreds of
/// visits over fourteen months, shares and rates with comparisons, and an appraisal with peers, leave and closed roads.
struct PeerProgramme {
  let definitions: String
  private(set) var log = NaiveLog()
  let asOf: CalendarDay
  /// The period that is appraised, and its grain.
  let label: String
  let grain: String
  private var districts: [String] = []
  private var officers: [String] = []

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    grain = dice.one(of: "quarter", "half-year")
    label = grain == "quarter" ? "2026-Q2" : "2026-H1"
    asOf = Self.day(dice.one(of: 545, 545, 560, 520))
    definitions = PeerDefinitions(grain: grain).written(&dice)
    addUnits(&dice)
    addPosts(&dice)
    addVisits(&dice)
    addRosters(&dice)
  }

  /// A day by its place from 1 January 2025; 545 is 30 June 2026.
  private static func day(_ place: Int) -> CalendarDay { CalendarDay.first2025 + place }

  private mutating func addUnits(_ dice: inout Dice) {
    log.units = [NaiveUnit("C", level: "country")] + ["R1", "R2"].map { NaiveUnit($0, level: "region", parent: "C") }
    for number in 1...dice.number(3...16) {
      let code = "D\(number)"
      districts.append(code)
      let region = dice.one(of: "R1", "R1", "R2")
      func row(_ parent: String, _ term: NaiveTerm) -> NaiveUnit {
        var attributes: [String: NaiveValue] = ["posts": .number(Double(dice.number(1...6)))]
        if dice.chance(90) { attributes["settlement"] = .text(dice.one(of: "urban", "urban", "rural")) }
        return NaiveUnit(code, level: "district", parent: parent, term: term, attributes: attributes)
      }
      if dice.chance(25) {
        let change = Self.day(dice.number(440...540))
        log.units += [row(region, NaiveTerm(nil, change)), row(dice.one(of: "R1", "R2"), NaiveTerm(change + 1))]
      } else {
        log.units.append(row(region, NaiveTerm()))
      }
      if dice.chance(90) {
        log.population.append(NaivePopulation(code, NaiveTerm(), residents: dice.number(1...60) * 100))
      }
    }
  }

  private mutating func addPosts(_ dice: inout Dice) {
    for number in 1...dice.number(2...18) {
      let code = "O\(number)"
      officers.append(code)
      let unit = dice.pick(districts) ?? "D1"
      let post = dice.chance(90) ? "head" : "clerk"
      guard dice.chance(30) else {
        log.posts.append(NaivePost(code, in: unit, as: post, NaiveTerm(Self.day(0))))
        continue
      }
      let change = dice.number(400...540)
      log.posts.append(NaivePost(code, in: unit, as: post, NaiveTerm(Self.day(0), Self.day(change))))
      if dice.chance(70) {
        let later = NaiveTerm(Self.day(change + dice.number(-20...30)), dice.chance(40) ? Self.day(600) : nil)
        log.posts.append(NaivePost(code, in: dice.pick(districts) ?? unit, as: "head", later))
      }
    }
  }

  private mutating func addVisits(_ dice: inout Dice) {
    let ways = Dictionary(uniqueKeysWithValues: (districts + officers).map { ($0, dice.number(5...95)) })
    let isOfOfficers = dice.chance(50)
    for _ in 0..<dice.number(60...500) {
      let district = dice.pick(districts) ?? "D1"
      let by = dice.some(0...2, of: officers)
      var fields: [String: NaiveValue] = [
        "held": .day(Self.day(dice.chance(60) ? dice.number(450...545) : dice.number(150...560))),
        "at": .text(district), "kind": .text(dice.one(of: "home", "school")),
        "by": .list(by.map { .text($0) }),
      ]
      if dice.chance(97) {
        fields["kept"] = .truth(dice.chance(ways[isOfOfficers ? by.first ?? district : district] ?? 50))
      }
      if dice.chance(90) { fields["minutes"] = .number(Double(dice.number(1...90))) }
      log.events.append(NaiveEvent(type: "visit", fields: fields))
    }
  }

  private mutating func addRosters(_ dice: inout Dice) {
    for _ in 0..<dice.number(0...12) {
      let begins = dice.number(420...570)
      var fields: [String: NaiveValue] = [
        "begins": .day(Self.day(begins)), "who": .text(dice.pick(officers) ?? "O1"),
      ]
      if dice.chance(85) { fields["ends"] = .day(Self.day(begins + dice.number(0...60))) }
      log.events.append(NaiveEvent(type: "leave", fields: fields))
    }
    for _ in 0..<dice.number(0...4) {
      let begins = dice.number(420...560)
      let unit = dice.chance(30) ? dice.one(of: "R1", "R2") : dice.pick(districts) ?? "D1"
      log.events.append(
        NaiveEvent(
          type: "closed_roads",
          fields: [
            "begins": .day(Self.day(begins)), "ends": .day(Self.day(begins + dice.number(0...25))), "at": .text(unit),
          ]))
    }
  }

  // MARK: Files

  /// The files of rosters, by the names of their tables.
  var rosters: [(table: String, text: String)] {
    func ends(_ term: NaiveTerm) -> String {
      "\(term.from == .first ? "" : term.from.description),\(term.until == .last ? "" : term.until.description)"
    }
    let units = log.units.map { unit in
      let attributes = ["settlement", "posts"].map { Self.text(unit.attributes[$0] ?? .missing) }
      return "\(unit.code),\(unit.level),\(unit.parent ?? ""),\(ends(unit.term)),\(attributes.joined(separator: ","))"
    }
    return [
      ("units", "code,level,parent,from,until,settlement,posts\n" + units.joined(separator: "\n") + "\n"),
      (
        "posts",
        "officer,unit,post,from,until\n"
          + log.posts.map { "\($0.officer),\($0.unit),\($0.post),\(ends($0.term))\n" }.joined()
      ),
      ("population", "unit,residents\n" + log.population.map { "\($0.unit),\($0.residents)\n" }.joined()),
    ]
  }

  /// The files of the sources, in the order of the definitions.
  var sources: [String] {
    PeerDefinitions.columns.map { type, columns in
      let rows = log.events.filter { $0.type == type }.map { event in
        columns.map { Self.text(event[$0]) }.joined(separator: ",")
      }
      return ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    }
  }

  private static func text(_ value: NaiveValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): String(Int(number))
    case .truth(let truth): truth ? "yes" : "no"
    case .day(let day): day.description
    case .list(let elements): elements.map(text).joined(separator: "/")
    default: ""
    }
  }
}

extension CalendarDay {
  /// 1 January 2025.
  fileprivate static let first2025 = CalendarDay(daysSinceEpoch: 20_089)
}
