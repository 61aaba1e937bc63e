// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// The periods for which rows are made, and which of them each day of the asked period lies in.
struct PeriodTable: Sendable {
  /// In the order of results.
  let periods: [Period]
  let first: CalendarDay
  let dayCount: Int
  /// For each grain and each day from `first` the number of the period, or -1.
  let numbersOfDays: [[Int32]]

  /// The periods of the grains that lie wholly inside the asked one. Complexity: O(grains · days).
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
    let count = max(0, end - start + 1)
    numbersOfDays = found.filter { !$0.isEmpty }.map { periods in
      var table = [Int32](repeating: -1, count: count)
      for period in periods {
        for day in (period.first - start)...(period.last - start) { table[day] = numbers[period] ?? -1 }
      }
      return table
    }
    periods = sorted
    first = start
    dayCount = count
  }
}
