// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar, held as the count of days since 1970-01-01.
///
/// A day has no zone and no time: it is what a date in a register or a roster says. Days read from text or from year,
/// month and day lie in the years 0001...9999; arithmetic may leave them and is held at the ends of `Int32`
/// (about ±5.8 million years), so that no input can overflow it.
///
///     CalendarDay(iso: "2026-07-14")?.weekday  // 2, a Tuesday
package struct CalendarDay: Hashable, Sendable {
  /// Days since 1970-01-01, negative before it.
  package let daysSinceEpoch: Int32

  /// The day that many days after 1970-01-01.
  @inlinable
  package init(daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// The day that many days after 1970-01-01, held at the ends of `Int32`.
  @inlinable
  package init(clampingDaysSinceEpoch days: Int) {
    self.daysSinceEpoch = Int32(clamping: days)
  }

  /// 1970-01-01.
  package static let epoch = CalendarDay(daysSinceEpoch: 0)

  /// 0001-01-01, the first day that can be read.
  package static let first = CalendarDay(daysSinceEpoch: -719_162)

  /// 9999-12-31, the last day that can be read.
  package static let last = CalendarDay(daysSinceEpoch: 2_932_896)
}

extension CalendarDay: Comparable {
  /// Whether a day is before another.
  @inlinable
  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  /// The day `days` later (earlier when negative).
  @inlinable
  package static func + (day: CalendarDay, days: Int) -> CalendarDay {
    let (sum, overflow) = Int(day.daysSinceEpoch).addingReportingOverflow(days)
    return CalendarDay(clampingDaysSinceEpoch: overflow ? (days < 0 ? .min : .max) : sum)
  }

  /// The day `days` earlier (later when negative).
  @inlinable
  package static func - (day: CalendarDay, days: Int) -> CalendarDay {
    let (difference, overflow) = Int(day.daysSinceEpoch).subtractingReportingOverflow(days)
    return CalendarDay(clampingDaysSinceEpoch: overflow ? (days < 0 ? .max : .min) : difference)
  }

  /// How many days the left day is after the right one.
  @inlinable
  package static func - (left: CalendarDay, right: CalendarDay) -> Int {
    Int(left.daysSinceEpoch) &- Int(right.daysSinceEpoch)
  }
}
