// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

extension NaiveCell {
  /// Residents or officers over the known days of the period: their mean, or with `a year` their person-years; nil where
  /// the residents of a day are not known. A unit has neither on days on which it did not exist. Days in post are added up.
  func exposure(to clause: ExposureClause, isAnnual: Bool, of group: NaiveGroup?) -> Double? {
    if case .daysInPost = clause { return Double(daysInPost) }
    guard case .unit(let unit) = subject else { return nil }
    var wanted: [NaiveCombination] = []
    if case .residents(let condition) = clause {
      guard let found = combinations(condition, group) else {
        return world.knownDays(of: period).isEmpty ? 0 : nil
      }
      wanted = found
      if wanted.isEmpty { return 0 }
    }
    // In parts of a year, for 365 * 366 of them are a whole number of days of a year of either length.
    var total = 0
    let days = world.knownDays(of: period).filter { !world.chain(of: unit, on: $0).isEmpty }
    if days.isEmpty { return 0 }
    for day in days {
      let persons: Int
      switch clause {
      case .officers(let post):
        let all = world.officers(in: unit, on: day, post: post?.text)
        persons =
          all.filter { officer in
            indicator.restriction == nil
              || world.log.posts.contains { held in
                held.officer == officer && held.term.contains(day) && (post.map { $0.text == held.post } ?? true)
                  && indicator.includes(held.unit, on: day) && world.stands(held.unit, in: unit, on: day)
              }
          }.count
      case .residents, .daysInPost:
        guard let residents = residents(wanted, of: unit, on: day) else { return nil }
        persons = residents
      }
      total += isAnnual ? persons * (365 * 366 / daysInYear(of: day)) : persons
    }
    return Double(total) / Double(isAnnual ? 365 * 366 : days.count)
  }

  /// The residents of a unit, or of those units in it that the indicator is restricted to, each of the topmost ones whole.
  private func residents(_ wanted: [NaiveCombination], of unit: String, on day: CalendarDay) -> Int? {
    guard indicator.restriction != nil, !indicator.includes(unit, on: day) else {
      return world.residents(wanted, of: unit, on: day)
    }
    var sum = 0
    for code in world.unitCodes where world.stands(code, in: unit, on: day) && indicator.includes(code, on: day) {
      guard let above = world.row(of: code, on: day)?.parent, !indicator.includes(above, on: day) else { continue }
      guard let residents = world.residents(wanted, of: code, on: day) else { return nil }
      sum += residents
    }
    return sum
  }

  private func daysInYear(of day: CalendarDay) -> Int {
    world.programme.calendar.period(containing: day, grain: .year).days
  }

  /// The days of all officers, each day and officer once.
  private var daysInPost: Int {
    world.knownDays(of: period).reduce(0) { sum, day in
      switch subject {
      case .unit(let unit):
        sum
          + world.officers(in: unit, on: day).filter { officer in
            indicator.restriction == nil
              || world.log.posts.contains { held in
                held.officer == officer && held.term.contains(day) && indicator.includes(held.unit, on: day)
                  && world.stands(held.unit, in: unit, on: day)
              }
          }.count
      case .officer(let officer, _): sum + (world.holdsPost(officer, on: day) ? 1 : 0)
      }
    }
  }

  /// The combinations for which a condition holds and that are of a group; nil for the group of those not known.
  private func combinations(_ condition: Expression?, _ group: NaiveGroup?) -> [NaiveCombination]? {
    var all = world.allCombinations.filter { combination in condition.map { combination.satisfies($0) } ?? true }
    if let group {
      guard let column = group.split.choice, let members = group.split.members, members.contains(group.group) else {
        return nil
      }
      all = all.filter { $0.members[column] == group.group }
    }
    return all
  }
}

/// One member of each column of the population.
struct NaiveCombination: Hashable {
  var members: [String: String] = [:]

  /// The members of some columns only.
  func restricted(to columns: [String]) -> NaiveCombination {
    NaiveCombination(members: members.filter { columns.contains($0.key) })
  }

  func satisfies(_ condition: Expression) -> Bool {
    switch condition {
    case .not(let inner, _): !satisfies(inner)
    case .and(let left, let right, _): satisfies(left) && satisfies(right)
    case .or(let left, let right, _): satisfies(left) || satisfies(right)
    case .comparison(let comparison, .name(let column), .name(let member), _):
      (members[column.text] == member.text) == (comparison == .equal)
    case .isOneOf(.name(let column), let listed, let negated, _):
      listed.contains { if case .name(let member) = $0 { members[column.text] == member.text } else { false } }
        != negated
    default: false
    }
  }
}

extension NaiveWorld {
  /// Every combination of members, one of each column.
  var allCombinations: [NaiveCombination] {
    var all = [NaiveCombination()]
    for column in programme.populationGroups {
      all = all.flatMap { combination in
        (programme.choices[column] ?? []).map { member in
          var longer = combination
          longer.members[column] = member
          return longer
        }
      }
    }
    return all
  }

  /// The residents of some combinations in a unit on a day: as stated, or else the sum over the units directly below, if
  /// each has some number.
  func residents(_ wanted: [NaiveCombination], of unit: String, on day: CalendarDay) -> Int? {
    if let stated = statedResidents(wanted, of: unit, on: day) { return stated }
    let below = unitCodes.filter { row(of: $0, on: day)?.parent == unit }
    if below.isEmpty { return nil }
    var sum = 0
    for code in below {
      guard let residents = residents(wanted, of: code, on: day) else { return nil }
      sum += residents
    }
    return sum
  }

  /// By rows that name as few columns as possible and that together count those who are wanted and nobody else.
  private func statedResidents(_ wanted: [NaiveCombination], of unit: String, on day: CalendarDay) -> Int? {
    let rows = log.population.filter { $0.unit == unit && $0.term.contains(day) }
    if rows.isEmpty { return nil }
    let all = allCombinations
    let columns = programme.populationGroups
    for size in 0...columns.count {
      for named in Self.choose(size, of: columns) {
        let parts = Set(wanted.map { $0.restricted(to: named) })
        let counted = all.filter { parts.contains($0.restricted(to: named)) }
        guard Set(counted) == Set(wanted) else { continue }
        let numbers = parts.map { part in
          rows.filter { $0.groups == part.members }.max { $0.term.from < $1.term.from }?.residents
        }
        if numbers.allSatisfy({ $0 != nil }) { return numbers.reduce(0) { $0 + ($1 ?? 0) } }
      }
    }
    return nil
  }

  /// All ways to take so many of some names, in their order.
  private static func choose(_ count: Int, of names: [String]) -> [[String]] {
    if count == 0 { return [[]] }
    guard let first = names.first else { return [] }
    let rest = Array(names.dropFirst())
    return choose(count - 1, of: rest).map { [first] + $0 } + choose(count, of: rest)
  }
}
