// SPDX-License-Identifier: Apache-2.0

/// A day and a time of day as a clock on the wall shows them, without a zone.
///
/// A ``TimeZoneRules`` turns it into an ``Instant`` and back.
package struct LocalTime: Hashable, Sendable {
  /// Microseconds in a day of a clock that is never changed: 86,400,000,000.
  package static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The day on the calendar.
  package let day: CalendarDay
  /// Microseconds on the clock since the day's midnight: 0..<86,400,000,000.
  package let microsecondOfDay: Int64

  /// A time of a day, or nil when the microseconds do not lie in 0..<86,400,000,000.
  package init?(day: CalendarDay, microsecondOfDay: Int64) {
    guard (0..<LocalTime.microsecondsPerDay).contains(microsecondOfDay) else { return nil }
    self.day = day
    self.microsecondOfDay = microsecondOfDay
  }

  /// Midnight, the beginning of a day.
  package init(midnightOf day: CalendarDay) {
    self.day = day
    self.microsecondOfDay = 0
  }

  /// A time of a day, or nil when a part is out of its range; there is neither hour 24 nor second 60.
  package init?(day: CalendarDay, hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<1_000_000).contains(microsecond)
    else { return nil }
    self.day = day
    self.microsecondOfDay = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond)
  }

  /// The local time that many microseconds on the clock after 1970-01-01 00:00.
  package init(microsecondsSinceEpoch microseconds: Int64) {
    let days = flooredQuotient(Int(microseconds), Int(LocalTime.microsecondsPerDay))
    self.day = CalendarDay(clampingDaysSinceEpoch: days)
    self.microsecondOfDay = microseconds &- Int64(days) &* LocalTime.microsecondsPerDay
  }

  /// Microseconds on the clock since 1970-01-01 00:00, held at the ends of `Int64`.
  package var microsecondsSinceEpoch: Int64 {
    // Before 1970 the day's end is multiplied and its length taken off, so that the earliest instant still fits.
    let isBefore = day.daysSinceEpoch < 0
    let wholeDays = Int64(day.daysSinceEpoch) + (isBefore ? 1 : 0)
    let (days, overflow) = wholeDays.multipliedReportingOverflow(by: LocalTime.microsecondsPerDay)
    if overflow { return isBefore ? .min : .max }
    return saturatingSum(days, isBefore ? microsecondOfDay - LocalTime.microsecondsPerDay : microsecondOfDay)
  }

  /// Hour (0...23), minute, second and microsecond (0...999,999) on the clock.
  package var clock: (hour: Int, minute: Int, second: Int, microsecond: Int) {
    let seconds = Int(microsecondOfDay / 1_000_000)
    return (seconds / 3600, seconds / 60 % 60, seconds % 60, Int(microsecondOfDay % 1_000_000))
  }
}

extension LocalTime: Comparable {
  /// Whether a local time is before another on the calendar and the clock.
  package static func < (left: LocalTime, right: LocalTime) -> Bool {
    (left.day, left.microsecondOfDay) < (right.day, right.microsecondOfDay)
  }
}
