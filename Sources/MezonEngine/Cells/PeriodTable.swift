// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The periods for which rows are made, and which of them each day of the asked period lies in.
///
/// Events are added up in the finest periods only where longer ones consist of them whole: a quarter is then the sum of its months.
struct PeriodTable: Sendable {
  /// The days whose events count, in the order of results.
  let periods: [Period]
  /// For each of them the period that its rows stand for; another one where a window covers more or fewer days.
  let labels: [Period]
  let first: CalendarDay
  let dayCount: Int
  /// For each grain whose periods are no sums of others, and for each day from `first`, the number of the period, or -1.
  private(set) var numbersOfDays: [[Int32]] = []
  /// For each period the longer ones that are sums of it and its like.
  private(set) var sums: [[Int32]]

  /// The periods of the grains that lie wholly inside the asked one. Complexity: O(grains² · days).
  init(_ asked: Period, grains: [Grain], calendar: PeriodCalendar) {
    var found: [[Period]] = []
    var seen: Set<Period> = []
    for grain in grains {
      found.append(calendar.periods(of: grain, in: asked).filter { seen.insert($0).inserted })
    }
    let sorted = found.flatMap(\.self).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
    let start = sorted.map(\.first).min() ?? asked.first
    let end = sorted.map(\.last).max() ?? asked.first - 1
    periods = sorted
    labels = sorted
    first = start
    dayCount = max(0, end - start + 1)
    sums = Array(repeating: [], count: sorted.count)
    // From the finest, so that what a longer period is made of comes first.
    for group in found.filter({ !$0.isEmpty }).sorted(by: { $0.count > $1.count }) {
      var table = [Int32](repeating: -1, count: dayCount)
      for period in group {
        for day in (period.first - start)...(period.last - start) { table[day] = numbers[period] ?? -1 }
      }
      if let parts = numbersOfDays.lazy.compactMap({ Self.wholes(of: $0, in: table, count: sorted.count) }).first {
        for (part, whole) in parts.enumerated() where whole >= 0 { sums[part].append(whole) }
      } else {
        numbersOfDays.append(table)
      }
    }
  }

  /// The days that a window, or the period itself, covers for some periods; they may overlap. A period that ends before its window begins
  /// is left out. Complexity: O(periods² + tables · days).
  init(_ asked: [Period], window: WindowPlan?) {
    let pairs = Set(asked).sorted().compactMap { label in
      (window.map { $0.covered(for: label) } ?? label).map { (label: label, covered: $0) }
    }
    labels = pairs.map(\.label)
    periods = pairs.map(\.covered)
    sums = Array(repeating: [], count: pairs.count)
    let start = periods.map(\.first).min() ?? .epoch
    let end = periods.map(\.last).max() ?? start - 1
    first = start
    dayCount = max(0, end - start + 1)
    // Periods that do not overlap share a table.
    for (number, period) in periods.enumerated() {
      let days = (period.first - start)...(period.last - start)
      let place =
        numbersOfDays.firstIndex { table in days.allSatisfy { table[$0] < 0 } } ?? numbersOfDays.count
      if place == numbersOfDays.count { numbersOfDays.append([Int32](repeating: -1, count: dayCount)) }
      for day in days { numbersOfDays[place][day] = Int32(truncatingIfNeeded: number) }
    }
  }

  /// For each period of one table the period of another that it is a part of, or -1; nil when the other's periods do not consist of
  /// whole ones of the first.
  private static func wholes(of parts: [Int32], in longer: [Int32], count: Int) -> [Int32]? {
    var wholes = [Int32](repeating: -2, count: count)
    for (part, whole) in zip(parts, longer) {
      guard part >= 0 else {
        if whole >= 0 { return nil }
        continue
      }
      let known = wholes[Int(part)]
      if known == -2 { wholes[Int(part)] = whole } else if known != whole { return nil }
    }
    return wholes
  }
}
