// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// A date, a time of day, or both, as a field states them; the calendar and the clock have them, and no zone is known.
package struct DateTimeFields: Sendable, Hashable {
  /// The day; nil when only a time is stated.
  package let day: CalendarDay?
  /// The microseconds on the clock since midnight; nil when only a date is stated.
  package let microsecondOfDay: Int64?
  /// The stated difference to UTC in minutes, east positive; nil when none is stated.
  package let offsetMinutes: Int16?

  /// The day and time of day; nil unless both are stated.
  package var localTime: LocalTime? {
    guard let day, let microsecondOfDay else { return nil }
    return LocalTime(day: day, microsecondOfDay: microsecondOfDay)
  }
}

/// Why a field is no date or time.
package enum DateFault: UInt8, Error, Sendable {
  /// The field has no bytes.
  case empty
  /// The field is not written in the form.
  case malformed
  /// The calendar has no such day, such as 30 February, or one of the year 0.
  case noSuchDay
  /// The clock has no such time, such as 24:10 or a leap second; or the offset is beyond 18 hours.
  case noSuchTime
  /// The time has a fraction finer than a microsecond.
  case tooPrecise
}

/// The numbers of a date and time as they are read, before anyone asks the calendar.
struct DateTimeParts {
  var year = 0
  var month = 0
  var day = 0
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  var offsetMinutes: Int16?
  var hasDate = false
  var hasTime = false

  /// The fields, when the calendar and the clock have them.
  func checked() throws(DateFault) -> DateTimeFields {
    var calendarDay: CalendarDay?
    if hasDate {
      guard let known = CalendarDay(year: year, month: month, day: day) else { throw .noSuchDay }
      calendarDay = known
    }
    guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime }
    let time = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond)
    return DateTimeFields(
      day: calendarDay, microsecondOfDay: hasTime ? time : nil, offsetMinutes: offsetMinutes)
  }
}
