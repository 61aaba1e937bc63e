// SPDX-License-Identifier: Apache-2.0

/// A date, a time of day, or both, as a field states them: parts that exist in the calendar, without a zone.
package struct DateTimeFields: Sendable, Hashable {
  /// The year, month (1...12) and day (1...31) of the proleptic Gregorian calendar; nil when only a time is stated.
  package var date: (year: Int, month: Int, day: Int)? {
    hasDate ? (Int(year), Int(month), Int(day)) : nil
  }

  /// The hour (0...23), minute, second (0...59) and microsecond; nil when only a date is stated.
  package var time: (hour: Int, minute: Int, second: Int, microsecond: Int)? {
    hasTime ? (Int(hour), Int(minute), Int(second), Int(microsecond)) : nil
  }

  /// The stated difference to UTC in minutes, east positive; nil when none is stated.
  package internal(set) var offsetMinutes: Int16?

  var year: Int32 = 0
  var month: UInt8 = 0
  var day: UInt8 = 0
  var hour: UInt8 = 0
  var minute: UInt8 = 0
  var second: UInt8 = 0
  var microsecond: Int32 = 0
  var hasDate = false
  var hasTime = false

  /// The microseconds since midnight; nil when only a date is stated.
  package var microsecondOfDay: Int64? {
    hasTime ? (Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)) * 1_000_000 + Int64(microsecond) : nil
  }
}

/// Why a field is no date or time.
package enum DateFault: UInt8, Error, Sendable {
  /// The field has no bytes.
  case empty
  /// The field is not written in the form.
  case malformed
  /// The calendar has no such day, such as 30 February.
  case noSuchDay
  /// The clock has no such time, such as 24:10 or a leap second; or the offset is beyond 18 hours.
  case noSuchTime
  /// The time has a fraction finer than a microsecond.
  case tooPrecise
}

extension DateTimeFields {
  /// The fields, when the calendar and the clock have them.
  func checked() throws(DateFault) -> DateTimeFields {
    if hasDate {
      guard month >= 1, month <= 12, day >= 1, day <= Self.days(inMonth: month, year: year) else { throw .noSuchDay }
    }
    if hasTime {
      guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime }
    }
    return self
  }

  private static func days(inMonth month: UInt8, year: Int32) -> UInt8 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
