// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonStatistics

/// How many residents each unit had on each day, as stretches of days.
struct ExposureTable: Sendable {
  /// A stretch of days with one number of residents.
  struct Stretch: Hashable, Sendable {
    let days: DayRange
    let residents: Int64
  }

  private let organisation: OrganisationIndex
  /// Each unit's own rows, ascending by first day; the later row of two that overlap is behind.
  private let own: [[PopulationRow]]
  private let groupSizes: [Int]
  /// The ways to add up each selection that was asked for, the first being all residents.
  private var selections: [PopulationPatterns]
  private var selectionNumbers: [PopulationSelection: Int] = [:]
  /// For each unit the lineages of the units directly below it.
  private let children: [[Int32]]
  private var known: [Key: [Stretch]] = [:]
  /// What was asked for last, which is often asked for again, for another period.
  private var last: (selection: PopulationSelection?, unit: Int32, number: Int, stretches: [Stretch])?

  /// Whose residents were worked out.
  private struct Key: Hashable, Sendable {
    let unit: Int32
    let selection: Int
  }

  /// The residents that were handed in. Complexity: O(rows log rows + lineages).
  init(_ evaluator: Evaluator) {
    self.init(
      evaluator.dataset.population, evaluator.organisation, groupSizes: evaluator.programme.populationGroupSizes)
  }

  /// Sorts the rows by unit. Complexity: O(rows log rows + lineages).
  init(_ rows: [PopulationRow], _ organisation: OrganisationIndex, groupSizes: [Int] = []) {
    self.organisation = organisation
    self.groupSizes = groupSizes
    selections = [PopulationPatterns(of: nil, sizes: groupSizes)]
    var own = [[PopulationRow]](repeating: [], count: organisation.unitCount)
    for row in rows where own.indices.contains(Int(row.unit)) && row.from <= row.until {
      own[Int(row.unit)].append(row)
    }
    self.own = own.map {
      $0.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }.map(\.element)
    }
    var children = [[Int32]](repeating: [], count: organisation.unitCount)
    for (number, lineage) in organisation.lineages.enumerated() where lineage.chain.count > 1 {
      children[Int(lineage.chain[1])].append(Int32(truncatingIfNeeded: number))
    }
    self.children = children
  }

  /// The number of a selection among those that were asked for.
  private mutating func number(of selection: PopulationSelection?) -> Int {
    guard let selection else { return 0 }
    if let known = selectionNumbers[selection] { return known }
    selectionNumbers[selection] = selections.count
    selections.append(PopulationPatterns(of: selection, sizes: groupSizes))
    return selections.count - 1
  }

  /// The stretches on which a unit's residents are known, ascending, without overlap.
  ///
  /// On a day without rows of its own that say it the residents are the sum over the units directly below, where each is
  /// known. The depth of recursion is that of the tree. Complexity: O(changes below · log), once for each unit.
  private mutating func stretches(of unit: Int32, selection: Int) -> [Stretch] {
    let key = Key(unit: unit, selection: selection)
    if let known = known[key] { return known }
    // An entry stands while the unit is being computed, so that a tree with a loop ends.
    known[key] = []
    // Some stand there several times.
    var starts: [CalendarDay] = []
    func note(_ days: DayRange) {
      starts.append(days.from)
      starts.append(days.until + 1)
    }
    for row in own[Int(unit)] { note(DayRange(from: row.from, until: row.until)) }
    var parts: [(days: DayRange, stretches: [Stretch])] = []
    for number in children[Int(unit)] {
      let lineage = organisation.lineages[Int(number)]
      let days = DayRange(from: lineage.from, until: lineage.until)
      note(days)
      let below = stretches(of: lineage.chain[0], selection: selection)
      for stretch in below { note(stretch.days) }
      parts.append((days, below))
    }
    let bounds = starts.sorted()
    var result: [Stretch] = []
    for (from, next) in zip(bounds, bounds.dropFirst()) where from < next {
      guard let residents = residents(of: unit, on: from, selections[selection], parts) else { continue }
      result.append(Stretch(days: DayRange(from: from, until: next - 1), residents: residents))
    }
    known[key] = result
    return result
  }

  private func residents(
    of unit: Int32, on day: CalendarDay, _ patterns: PopulationPatterns,
    _ parts: [(days: DayRange, stretches: [Stretch])]
  ) -> Int64? {
    if let own = patterns.residents(in: own[Int(unit)], on: day) { return own }
    var sum: Int64?
    for part in parts where part.days.from <= day && day <= part.days.until {
      guard let residents = residentsOn(day, part.stretches) else { return nil }
      sum = saturatingSum(sum ?? 0, residents)
    }
    return sum
  }

  private func residentsOn(_ day: CalendarDay, _ stretches: [Stretch]) -> Int64? {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = low + (high - low) / 2
      if stretches[middle].days.until < day { low = middle + 1 } else { high = middle }
    }
    guard low < stretches.count, stretches[low].days.from <= day else { return nil }
    return stretches[low].residents
  }

  /// The residents of a unit, all or those of some groups, over the days of a period on which it existed; nil when they are unknown on one
  /// of those days, 0 without any.
  mutating func residents(
    of unit: Int32, _ selection: PopulationSelection? = nil, in period: Period, isAnnual: Bool, mask: UnitMask? = nil
  ) -> Double? {
    if let mask { return residents(of: unit, selection, in: period, isAnnual: isAnnual, within: mask) }
    if last?.unit != unit || last?.selection != selection {
      let number = number(of: selection)
      last = (selection, unit, number, self.stretches(of: unit, selection: number))
    }
    let stretches = last?.stretches ?? []
    var total = PersonDays(isAnnual: isAnnual)
    var (dayCount, knownDays) = (0, 0)
    for number in organisation.ownLineages(of: unit) {
      let lineage = organisation.lineages[number]
      guard let days = DayRange(from: lineage.from, until: lineage.until).clamped(to: period) else { continue }
      dayCount += days.days
      for stretch in stretches {
        let (from, until) = (max(days.from, stretch.days.from), min(days.until, stretch.days.until))
        guard from <= until else { continue }
        let range = DayRange(from: from, until: until)
        total.add(range, stretch.residents)
        knownDays += range.days
      }
    }
    return knownDays == dayCount ? total.exposure(days: dayCount) : nil
  }

  /// The number of officers in post, any or one, in a unit or below it over the days of a period on which it existed.
  func officers(
    of unit: Int32, post: String? = nil, in period: Period, isAnnual: Bool, roster: PostRoster, mask: UnitMask? = nil
  ) -> Double {
    let dayCount = existingDays(of: unit, in: period).reduce(0) { $0 + $1.days }
    var total = PersonDays(isAnnual: isAnnual)
    if let mask {
      for days in officers(of: unit, post: post, in: period, roster: roster, within: mask) { total.add(days, 1) }
      return total.exposure(days: dayCount)
    }
    for (_, days) in roster.days(under: unit, post: post, in: period) {
      for range in days { total.add(range, 1) }
    }
    return total.exposure(days: dayCount)
  }

  /// The residents of those units in or below a unit that a mask contains, each of the topmost ones whole.
  private mutating func residents(
    of unit: Int32, _ selection: PopulationSelection?, in period: Period, isAnnual: Bool, within mask: UnitMask
  ) -> Double? {
    let number = number(of: selection)
    var total = PersonDays(isAnnual: isAnnual)
    for (own, days) in mask.topmost(under: unit, in: period, organisation) {
      var knownDays = 0
      for stretch in stretches(of: own, selection: number) {
        let (from, until) = (max(days.from, stretch.days.from), min(days.until, stretch.days.until))
        guard from <= until else { continue }
        let range = DayRange(from: from, until: until)
        total.add(range, stretch.residents)
        knownDays += range.days
      }
      guard knownDays == days.days else { return nil }
    }
    return total.exposure(days: existingDays(of: unit, in: period).reduce(0) { $0 + $1.days })
  }

  /// The days on which each officer held a post in those units in or below a unit that a mask contains.
  func officers(
    of unit: Int32, post: String?, in period: Period, roster: PostRoster, within mask: UnitMask
  ) -> [DayRange] {
    var ranges: [Int32: [DayRange]] = [:]
    for (own, days) in mask.topmost(under: unit, in: period, organisation) {
      guard let asked = Period.range(from: days.from, through: days.until) else { continue }
      for (officer, held) in roster.days(under: own, post: post, in: asked) { ranges[officer, default: []] += held }
    }
    return ranges.values.flatMap(union)
  }

  private func existingDays(of unit: Int32, in period: Period) -> [DayRange] {
    organisation.ownLineages(of: unit).compactMap { number in
      let lineage = organisation.lineages[number]
      return DayRange(from: lineage.from, until: lineage.until).clamped(to: period)
    }
  }
}

/// An exact sum of persons over days.
private struct PersonDays {
  /// The product of the lengths of both kinds of year, so that a day of either is a whole number of parts.
  private static let partsOfYear = 365 * 366
  let isAnnual: Bool
  /// Below 2^100: persons of 63 bits on each of the days there are, of which each is fewer than 2^9 parts.
  private var sum: Int128 = 0

  init(isAnnual: Bool) { self.isAnnual = isAnnual }

  /// Adds so many persons on each day of a range.
  mutating func add(_ range: DayRange, _ persons: Int64) {
    // More persons than a number can tell apart are as many as the nearest number says.
    let persons = persons.magnitude < 1 << 53 ? Int128(persons) : Int128(Double(persons))
    guard isAnnual else {
      sum += persons * Int128(range.days)
      return
    }
    var from = range.from
    while from <= range.until {
      let year = from.civil.year
      let until = min(range.until, CalendarDay(lastOfMonth: 12 * (year - 1970) + 11))
      let days = until - from + 1
      sum += persons * Int128(days * (CalendarDay.isLeapYear(year) ? 365 : 366))
      from = until + 1
    }
  }

  /// Person-years, or persons on an average day; rounded once, and 0 when there are no days.
  func exposure(days: Int) -> Double {
    let parts = isAnnual ? Self.partsOfYear : days
    guard parts > 0 else { return 0 }
    // A quotient of two numbers that are exact is rounded once.
    if sum.magnitude < 1 << 53, parts < 1 << 53 { return Double(Int64(sum)) / Double(parts) }
    return ExactSum(sum, timesPowerOfTwo: 0).mean(count: parts) ?? 0
  }
}
