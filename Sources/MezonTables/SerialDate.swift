// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Days counted as workbooks count them, from 1900 or from 1904, into texts of ISO 8601.
///
/// Source: ECMA-376 Part 1, 18.17.4. The count from 1900 holds a 29 February 1900 that never was: day 60. Such a day is given as the
/// number that it is, so that it is refused as a date and nothing is guessed.
enum SerialDate {
  /// What the format of a cell shows of a serial number.
  enum Shown: UInt8, Sendable {
    case number, day, dayAndTime, timeOfDay
  }

  private static let millisecondsOfDay = 86_400_000

  /// The text of a serial number; nil where it is no date that a calendar has.
  /// - Parameter from1904: whether the workbook counts from 1904-01-01
  static func text(_ serial: Double, _ shown: Shown, from1904: Bool) -> String? {
    guard serial.isFinite, serial >= 0, serial < 2_958_466 else { return nil }
    var days = Int(serial)
    // Excel itself rounds to milliseconds: a double holds no more of a day of this century.
    var milliseconds = Int(((serial - Double(days)) * Double(millisecondsOfDay)).rounded())
    if milliseconds == millisecondsOfDay { (days, milliseconds) = (days + 1, 0) }
    if shown == .timeOfDay, days == 0 { return time(milliseconds) }
    if from1904 {
      days += 1_462
    } else if days == 60 {
      return nil
    } else if days < 60 {
      days += 1
    }
    // Day 25569 is 1970-01-01.
    let day = CalendarDay(clampingDaysSinceEpoch: days - 25_569).description
    return milliseconds == 0 && shown == .day ? day : "\(day)T\(time(milliseconds))"
  }

  /// `09:30:00`, with thousandths where there are any.
  static func time(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let rest = milliseconds % 1000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return parts.joined(separator: ":") + (rest == 0 ? "" : "." + padded(rest, 3))
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Numbers as texts that any reader of numbers takes: the shortest that gives the same value.
enum NumberText {
  /// Excel keeps 17 digits, of which the last two may be the trace of binary fractions: 0.28999999999999998 is 0.29.
  static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
