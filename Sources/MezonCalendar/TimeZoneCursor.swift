// SPDX-License-Identifier: Apache-2.0

/// Conversion between instants and local times of one zone that remembers between which changes of clocks the last one
/// lay, so that a column in which most neighbours lie in the same season is converted without searching.
///
/// Results are those of ``TimeZoneRules`` in any order of the input.
package struct TimeZoneCursor: Sendable {
  /// The zone's rules.
  package let rules: TimeZoneRules
  /// Local time less UTC in the remembered stretch, in microseconds.
  private var offset: Int64 = 0
  /// The remembered stretch of instants, its end not included.
  private var instants: (from: Int64, to: Int64) = (0, 0)
  /// The local times that lie in the stretch and in no earlier one, its end not included.
  private var clocks: (from: Int64, to: Int64) = (0, 0)

  /// The remembered stretch of local times, its end not included, and by how much local time is before UTC in it, in microseconds.
  package var clockStretch: (from: Int64, to: Int64, offset: Int64) { (clocks.from, clocks.to, offset) }

  /// A cursor that has seen nothing yet.
  package init(_ rules: TimeZoneRules) {
    self.rules = rules
    remember(stretch: 0)
  }

  /// What the clock and the calendar show at an instant.
  package mutating func localTime(of instant: Instant) -> LocalTime {
    LocalTime(microsecondsSinceEpoch: localMicroseconds(of: instant.microseconds))
  }

  /// The local day an instant lies in.
  package mutating func day(of instant: Instant) -> CalendarDay {
    let days = flooredQuotient(Int(localMicroseconds(of: instant.microseconds)), Int(LocalTime.microsecondsPerDay))
    return CalendarDay(clampingDaysSinceEpoch: days)
  }

  /// The local days that some instants lie in, in microseconds and days since 1970-01-01.
  ///
  /// Complexity: linear, and a search for each change to another stretch between changes of clocks.
  package mutating func days(of column: [Int64]) -> [Int32] {
    // As far as neither a sum nor a day can be too great.
    let usual: Range<Int64> = -1 << 62..<1 << 62
    return [Int32](unsafeUninitializedCapacity: column.count) { days, filled in
      while filled < column.count {
        let (from, to) = (max(instants.from, usual.lowerBound), min(instants.to, usual.upperBound))
        let offset = offset
        while filled < column.count, column[filled] >= from, column[filled] < to {
          let day = flooredQuotient(Int(column[filled] &+ offset), Int(LocalTime.microsecondsPerDay))
          days.initializeElement(at: filled, to: Int32(truncatingIfNeeded: day))
          filled += 1
        }
        if filled == column.count { break }
        // Another stretch is remembered.
        days.initializeElement(at: filled, to: day(of: Instant(microseconds: column[filled])).daysSinceEpoch)
        filled += 1
      }
    }
  }

  /// The instant of a local time: the earlier one of two, and moved forward where the clocks skipped it.
  package mutating func instant(of local: LocalTime) -> Instant {
    instant(ofClock: local.microsecondsSinceEpoch) { local }
  }

  /// The instant at which clock and calendar show so many microseconds since 1970-01-01 00:00, as of that local time.
  package mutating func instant(ofClock clock: Int64) -> Instant {
    instant(ofClock: clock) { LocalTime(microsecondsSinceEpoch: clock) }
  }

  @inline(__always)
  private mutating func instant(ofClock clock: Int64, _ local: () -> LocalTime) -> Instant {
    if clock < clocks.from || clock >= clocks.to {
      let (passed, isSkipped) = rules.place(of: clock)
      if isSkipped { return rules.instant(of: local()) }
      remember(stretch: passed)
    }
    return Instant(microseconds: saturatingSum(clock, -offset))
  }

  private mutating func localMicroseconds(of instant: Int64) -> Int64 {
    if instant < instants.from || instant >= instants.to {
      remember(stretch: rules.transitionsThrough(instant))
    }
    return saturatingSum(instant, offset)
  }

  /// Takes the stretch after so many changes. The last one has no end: what equals the sentinel is searched each time.
  private mutating func remember(stretch passed: Int) {
    offset = rules.offset(after: passed)
    instants = rules.instants(after: passed)
    clocks = rules.clocks(after: passed)
  }
}

extension TimeZoneRules {
  /// The local day of each instant of a column.
  ///
  /// Complexity: linear, and a search for each change to another stretch between changes of clocks.
  /// - Precondition: the columns are equally long.
  package func days(of instants: Span<Instant>, into days: inout MutableSpan<CalendarDay>) {
    precondition(instants.count == days.count, "columns of instants and of their days must be equally long")
    if isConstant {
      for index in instants.indices {
        let clock = saturatingSum(instants[index].microseconds, initialOffset)
        days[index] = LocalTime(microsecondsSinceEpoch: clock).day
      }
      return
    }
    var cursor = TimeZoneCursor(self)
    for index in instants.indices {
      days[index] = cursor.day(of: instants[index])
    }
  }

  /// The instant of each local time of a column.
  ///
  /// Complexity: as ``days(of:into:)``.
  /// - Precondition: the columns are equally long.
  package func instants(of locals: Span<LocalTime>, into instants: inout MutableSpan<Instant>) {
    precondition(locals.count == instants.count, "columns of local times and of instants must be equally long")
    var cursor = TimeZoneCursor(self)
    for index in locals.indices {
      instants[index] = cursor.instant(of: locals[index])
    }
  }
}
