// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// How many periods, units, officers or values there are in a cell, and how many have enough counted events.
struct NaiveCoverage {
  private(set) var all = 0
  private(set) var having = 0
  /// Whether the share has no meaning yet: the period is not over, or none of its periods is.
  private(set) var mustWaitForEnd = false
  private let clause: CoverageClause
  private let cell: NaiveCell
  private let counted: [JudgedEvent]

  init(_ clause: CoverageClause, _ cell: NaiveCell, _ counted: [JudgedEvent]) {
    self.clause = clause
    self.cell = cell
    self.counted = counted
    if case .periods = clause.base {
    } else if cell.indicator.declaration.moment?.moment != .lastDay {
      mustWaitForEnd = cell.period.last > cell.world.asOf
    }
    switch clause.base {
    case .periods(let grain):
      let inside = cell.world.programme.calendar.periods(of: grain.naiveGrain, in: cell.period)
      let ended = inside.filter { $0.last <= cell.world.asOf }
      count(ended) { period, judged in period.contains(judged.day) }
      mustWaitForEnd = ended.isEmpty && !inside.isEmpty
    case .units: count(units(of: lowestLevel)) { unit, judged in judged.units.contains(unit) }
    case .officers: count(officers) { officer, judged in judged.named.contains(officer) }
    case .named(let name):
      if cell.world.programme.levels.contains(name.text) {
        count(units(of: name.text)) { unit, judged in judged.units.contains(unit) }
      } else if let field = cell.world.programme.field(ofDomain: name.text, of: cell.indicator.event) {
        count(clause.register.map { listed(name.text, $0) } ?? values(of: field)) { value, judged in
          judged.event[field].elements.contains(value)
        }
      }
    }
  }

  private mutating func count<Item>(_ items: [Item], _ has: (Item, JudgedEvent) -> Bool) {
    all = items.count
    having = items.filter { item in isEnough(counted.filter { has(item, $0) }) }.count
  }

  /// Whether a member's events keep all bounds, in each period of `in every` where that is stated.
  private func isEnough(_ events: [JudgedEvent]) -> Bool {
    guard let grain = clause.inEvery else { return clause.bounds.allSatisfy { keeps($0, events) } }
    let periods = cell.world.programme.calendar.periods(of: grain.naiveGrain, in: cell.period)
    return !periods.isEmpty
      && periods.allSatisfy { period in
        let own = events.filter { period.contains($0.day) }
        return clause.bounds.allSatisfy { keeps($0, own) }
      }
  }

  private func keeps(_ bound: CoverageBound, _ events: [JudgedEvent]) -> Bool {
    let found = events.filter { judged in
      cell.indicator.conditions(at: judged.place).holds(bound.condition)
    }.count
    switch bound.limit {
    case .atLeast(let least) where least.isPerCent:
      return !events.isEmpty && 100 * Double(found) >= least.value * Double(events.count)
    case .atMost(let most) where most.isPerCent:
      return !events.isEmpty && 100 * Double(found) <= most.value * Double(events.count)
    case .atLeast(let least):
      // A parameter's value is that of the first day of the cell's period.
      return cell.world.programme.number(least, on: cell.period.first).map { Double(found) >= $0 } ?? false
    case .atMost(let most): return Double(found) <= most.value
    case .none: return found == 0
    }
  }

  // MARK: Of what the share is taken

  private var unit: String? {
    if case .unit(let unit) = cell.subject { return unit }
    return nil
  }

  /// The lowest level of the tree in which the cell's unit stands.
  private var lowestLevel: String {
    guard let unit else { return "" }
    let level = cell.world.level(of: unit)
    return cell.world.programme.levelTrees.first { $0.contains(level) }?.last ?? ""
  }

  private func units(of level: String) -> [String] {
    guard let unit else { return [] }
    return cell.world.unitCodes.filter { code in
      cell.world.level(of: code) == level
        && cell.world.stands(code, in: unit, during: NaiveWorld.days(of: cell.period)) && hasOfficer(code)
    }
  }

  /// Whether an officer held the post that is asked for in a unit, not below it, on enough days of the period.
  private func hasOfficer(_ unit: String) -> Bool {
    guard let (name, least) = clause.post else { return true }
    let posts = cell.world.log.posts.filter { $0.unit == unit && $0.post == name.text }
    return Set(posts.map(\.officer)).contains { officer in
      let days = NaiveWorld.days(of: cell.period).filter { day in
        posts.contains { $0.officer == officer && $0.term.contains(day) }
      }
      return days.count >= (least?.size ?? 1)
    }
  }

  private var officers: [String] {
    guard let unit else { return [] }
    var days: [String: Int] = [:]
    for day in NaiveWorld.days(of: cell.period) {
      for officer in cell.world.officers(in: unit, on: day, post: clause.post?.name.text) {
        days[officer, default: 0] += 1
      }
    }
    return days.filter { $0.value >= (clause.post?.least?.size ?? 1) }.map(\.key)
  }

  /// The values that any event of the type, looked at or not, names in a field, if the event belongs to the unit.
  private func values(of field: String) -> [NaiveValue] {
    let world = cell.world
    let events = world.seenEvents(of: cell.indicator.event).map { world.log.events[$0] }
    let own = events.filter { event in
      guard let unit, let day = cell.indicator.day(of: event) else { return false }
      return cell.indicator.units(of: event, on: day).contains(unit)
    }
    return Array(Set(own.flatMap { $0[field].elements }.filter { $0 != .missing }))
  }

  /// The values of a domain that a roster lists for the unit: on the last day where rows in force then are looked at, else on at least
  /// one day of the period.
  private func listed(_ domain: String, _ register: (name: Name, condition: Expression?)) -> [NaiveValue] {
    let world = cell.indicator.world
    let roster = register.name.text
    guard let unit, let field = world.programme.field(ofDomain: domain, of: roster) else { return [] }
    let moment = cell.indicator.declaration.moment?.moment ?? .during
    let unitField = world.programme.unitField(of: roster)
    let rows = world.seenEvents(of: roster).filter { place in
      let event = world.log.events[place]
      guard NaiveConditions(world: world, place: place, unitField: unitField).holds(register.condition),
        let day = world.dayInForce(event, in: cell.period, moment), let code = unitField.flatMap({ event[$0].code })
      else { return false }
      return world.chain(of: code, on: day).contains(unit)
    }
    return Array(Set(rows.flatMap { world.log.events[$0][field].elements }.filter { $0 != .missing }))
  }
}
