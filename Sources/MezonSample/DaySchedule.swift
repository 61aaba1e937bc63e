// SPDX-License-Identifier: Apache-2.0

/// How the rows of a log spread over the two years: by season, weekday and the pressure at the end of a half-year.
///
/// Row *i* of *n* falls on the day that holds the *i*-th part of the total weight, so the rows of a log ascend by day.
struct DaySchedule: Sendable {
  /// For each day the weight of all days before it, then the total.
  private let weightBefore: [Int]
  private let rows: Int

  /// - Parameters:
  ///   - rows: the number of rows to spread
  ///   - months: a weight for each month of the year
  ///   - weekdays: a weight for each day of the week from Monday
  ///   - holidays: the weight of a holiday in per cent of that of the same weekday
  init(rows: Int, months: [Int], weekdays: [Int], holidays: Int) {
    self.rows = max(1, rows)
    var before = [0]
    before.reserveCapacity(SampleTime.workDays + 1)
    for day in SampleTime.first...SampleTime.last {
      let date = SampleTime.civil(day)
      let weekday = (day + 3) % 7
      before.append(
        (before.last ?? 0) + months[date.month - 1] * weekdays[weekday] * (Self.isHoliday(date) ? holidays : 100))
    }
    weightBefore = before
  }

  /// New Year and Navruz.
  private static func isHoliday(_ date: (year: Int, month: Int, day: Int)) -> Bool {
    (date.month == 1 && date.day <= 2) || (date.month == 3 && (21...22).contains(date.day))
  }

  /// The day of a row, in days since 1970-01-01. Complexity: O(log days).
  @inline(__always)
  func day(of row: Int) -> Int {
    let total = weightBefore[weightBefore.count - 1]
    let position = min(max(0, row), rows - 1) * total / rows
    var low = 0
    var high = weightBefore.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if weightBefore[middle] <= position { low = middle } else { high = middle }
    }
    return SampleTime.first + low
  }
}
