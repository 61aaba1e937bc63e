// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// The days of the sample: two years of work, and five months in which the journals still follow up what began in them.
enum SampleTime {
  /// 2024-01-01, in days since 1970-01-01.
  static let first = 19_723
  /// 2025-01-01: the day of the reorganisation.
  static let reorganisation = 20_089
  /// 2025-12-31: the last day of work.
  static let last = 20_453
  /// 2026-05-31: the last day of the journals, when a dispute opened on the last day of work can be judged.
  static let end = 20_604
  /// 2023-12-01: the first day that can be written; announcements may be earlier than what they announce.
  static let firstWritten = 19_692
  /// Days of work.
  static let workDays = last - first + 1
  /// Quarters of work.
  static let quarters = 8

  /// Year, month (1...12) and day of the month of a day since 1970-01-01.
  static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    CalendarDay(clampingDaysSinceEpoch: day).civil
  }

  /// The quarter of a day, 0 for the first one of the sample; ``quarters`` for the days behind the last.
  @inline(__always)
  static func quarter(of day: Int) -> Int {
    var quarter = 0
    while quarter + 1 < quarterStarts.count, quarterStarts[quarter + 1] <= day { quarter &+= 1 }
    return quarter
  }

  /// The first days of the quarters, and the day behind the last.
  static let quarterStarts: [Int] = (0...quarters).map { quarter in
    let start = CalendarDay(year: 2024 + quarter / 4, month: 3 * (quarter % 4) + 1, day: 1)
    return Int(start?.daysSinceEpoch ?? 0)
  }

  /// `2023-12-01` for each day from the first that can be written to the end, 10 bytes each.
  static let isoDays: [UInt8] = (firstWritten...end).flatMap { day -> [UInt8] in
    let (year, month, day) = civil(day)
    return digits(year, 4) + [0x2D] + digits(month, 2) + [0x2D] + digits(day, 2)
  }

  /// `01.12.2023` for each day from the first that can be written to the end, 10 bytes each.
  static let dottedDays: [UInt8] = (firstWritten...end).flatMap { day -> [UInt8] in
    let (year, month, day) = civil(day)
    return digits(day, 2) + [0x2E] + digits(month, 2) + [0x2E] + digits(year, 4)
  }

  private static func digits(_ number: Int, _ width: Int) -> [UInt8] {
    var rest = number
    var result = [UInt8](repeating: 0x30, count: width)
    for place in stride(from: width - 1, through: 0, by: -1) {
      result[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    return result
  }
}
