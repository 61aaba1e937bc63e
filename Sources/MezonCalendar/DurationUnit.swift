// SPDX-License-Identifier: Apache-2.0

/// The unit of a window such as "within 60 days".
///
/// Minutes and hours are elapsed time. Days, weeks, months and years are counted on the local calendar: the end has the
/// same time on the clock, so that a change of clocks does not move it, and a day that the target month lacks becomes its last
/// (31 January and one month: 28 or 29 February).
package enum DurationUnit: String, CaseIterable, Hashable, Sendable {
  /// Sixty seconds of elapsed time.
  case minutes
  /// Sixty minutes of elapsed time.
  case hours
  /// Days of the calendar.
  case days
  /// Seven days of the calendar.
  case weeks
  /// Months of the calendar.
  case months
  /// Twelve months of the calendar.
  case years

  /// Microseconds of elapsed time, or nil for a unit counted on the calendar.
  package var elapsedMicroseconds: Int64? {
    switch self {
    case .minutes: 60_000_000
    case .hours: 3_600_000_000
    case .days, .weeks, .months, .years: nil
    }
  }
}

extension CalendarDay {
  /// The day so many units later (earlier when negative), or nil for minutes and hours, of which a day has no count.
  package func adding(_ count: Int, _ unit: DurationUnit) -> CalendarDay? {
    switch unit {
    case .minutes, .hours: nil
    case .days: self + count
    case .weeks: self + clampedProduct(count, 7)
    case .months: adding(months: count)
    case .years: adding(months: clampedProduct(count, 12))
    }
  }
}

extension TimeZoneRules {
  /// The instant so many units later (earlier when negative) in this zone.
  package func adding(_ count: Int, _ unit: DurationUnit, to instant: Instant) -> Instant {
    if let length = unit.elapsedMicroseconds {
      return instant.adding(microseconds: Int64(clampedProduct(count, Int(length))))
    }
    let local = localTime(of: instant)
    guard let day = local.day.adding(count, unit),
      let moved = LocalTime(day: day, microsecondOfDay: local.microsecondOfDay)
    else { return instant }
    return self.instant(of: moved)
  }
}

/// The product, held at the ends of `Int`; the second factor is positive.
private func clampedProduct(_ count: Int, _ factor: Int) -> Int {
  let (product, overflow) = count.multipliedReportingOverflow(by: factor)
  return overflow ? (count < 0 ? .min : .max) : product
}
