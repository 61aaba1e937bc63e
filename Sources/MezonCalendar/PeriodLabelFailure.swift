// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the label of a period.
package enum PeriodLabelFailure: Error, Hashable, Sendable {
  /// The text has none of the forms of a period.
  case unknownForm
  /// The year is not one of 1...9999.
  case noSuchYear(Int)
  /// The month is not one of 1...12.
  case noSuchMonth(Int)
  /// The month has no such day.
  case noSuchDay(Int, lastDay: Int)
  /// The ISO year has no such week.
  case noSuchWeek(Int, lastWeek: Int)
  /// The quarter is not one of 1...4.
  case noSuchQuarter(Int)
  /// The half-year is not 1 or 2.
  case noSuchHalfYear(Int)
  /// A range `A..B` lacks one of its ends.
  case incompleteRange
  /// A range `A..B` has more than two ends.
  case repeatedRange
  /// The last day of a range lies before its first.
  case reversedRange(first: CalendarDay, last: CalendarDay)

  /// The rule that the text breaks, in one plain English phrase.
  package var message: String {
    switch self {
    case .unknownForm:
      "a period is written 2026, 2026-H1, 2026-Q3, 2026-07, 2026-W31, 2026-07-14, FY2026 or as a range A..B of these"
    case .noSuchYear(let year): "a year lies between 0001 and 9999, not \(padded(year, digits: 4))"
    case .noSuchMonth(let month): "a month lies between 01 and 12, not \(padded(month))"
    case .noSuchDay(let day, let lastDay): "this month has days 01 to \(lastDay), not \(padded(day))"
    case .noSuchWeek(let week, let lastWeek): "this year has weeks W01 to W\(lastWeek), not W\(padded(week))"
    case .noSuchQuarter(let quarter): "a year has quarters Q1 to Q4, not Q\(quarter)"
    case .noSuchHalfYear(let half): "a year has half-years H1 and H2, not H\(half)"
    case .incompleteRange: "a range of periods needs both its ends: A..B"
    case .repeatedRange: "a range of periods has two ends only: A..B"
    case .reversedRange(let first, let last): "a range must not end (\(last)) before it begins (\(first))"
    }
  }
}
