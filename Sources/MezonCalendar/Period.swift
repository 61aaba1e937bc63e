// SPDX-License-Identifier: Apache-2.0

/// A run of whole local days that figures are computed for: a day, week, month ... or any range of days.
///
/// Within a programme (one first month of the fiscal year) a period is determined by its ``label``, and the label by the
/// period. Periods come from a ``PeriodCalendar`` or from ``range(from:through:)``.
package struct Period: Hashable, Sendable {
  /// The first day.
  package let first: CalendarDay
  /// The last day, which belongs to the period.
  package let last: CalendarDay
  /// Which division of the calendar it is one period of; nil for a range that is none.
  package let grain: Grain?

  /// A period of a grain; the caller vouches that the days are one.
  init(first: CalendarDay, last: CalendarDay, grain: Grain?) {
    self.first = first
    self.last = last
    self.grain = grain
  }

  /// The range from a day through another, or nil when it is empty.
  ///
  /// A range has no grain even where it coincides with a week or a month, with one exception: two calendar months that
  /// begin with an odd one are ``Grain/twoMonths``, whose label is written as a range.
  package static func range(from first: CalendarDay, through last: CalendarDay) -> Period? {
    guard first <= last else { return nil }
    let range = Period(first: first, last: last, grain: nil)
    guard let months = range.wholeMonths, months.count == 2, months.lowerBound.isMultiple(of: 2) else { return range }
    return Period(first: first, last: last, grain: .twoMonths)
  }

  /// How many days the period has, at least 1.
  package var days: Int { last - first + 1 }

  /// Whether a day lies in the period.
  @inlinable
  package func contains(_ day: CalendarDay) -> Bool { first <= day && day <= last }

  /// Whether all days of another period lie in this one.
  package func contains(_ other: Period) -> Bool { first <= other.first && other.last <= last }

  /// Whether the periods have a day in common.
  package func overlaps(_ other: Period) -> Bool { first <= other.last && other.first <= last }

  /// The months it consists of, counted from 1970-01, or nil when it begins or ends within a month.
  var wholeMonths: Range<Int>? {
    guard first.isFirstOfMonth, last.isLastOfMonth else { return nil }
    return first.monthsSinceEpoch..<(last.monthsSinceEpoch + 1)
  }
}

extension Period: Comparable {
  /// Whether a period comes before another: by first day, then by length, then by grain with ranges last.
  package static func < (left: Period, right: Period) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.last != right.last { return left.last < right.last }
    guard let grain = left.grain else { return false }
    return right.grain.map { grain < $0 } ?? true
  }
}
