// SPDX-License-Identifier: Apache-2.0

/// The offsets of a named time zone from UTC as a table, so that conversion is pure look-up.
///
/// The table holds every change of the offset in the years 1900...2100; before and after, the first and the last offset
/// hold. A local time that occurs twice, when clocks are set back, is the earlier of its two instants. A local time that
/// is skipped, when clocks are set forward, is read with the offset before the change, that is moved forward by as much.
///
/// Conversion takes logarithmic time in the number of changes and no search at all in a zone of constant offset.
package struct TimeZoneRules: Hashable, Sendable {
  /// A change of the offset from UTC.
  package struct Transition: Hashable, Sendable {
    /// The instant the offset holds from, in microseconds since 1970-01-01T00:00Z.
    package let start: Int64
    /// Local time less UTC, in microseconds.
    package let offset: Int64

    /// A change at an instant to an offset, both in microseconds.
    package init(start: Int64, offset: Int64) {
      self.start = start
      self.offset = offset
    }
  }

  /// The zone's name in the IANA database, such as `Asia/Dushanbe`.
  package let identifier: String
  /// Local time less UTC before the first change, in microseconds.
  package let initialOffset: Int64
  /// The changes in order of time.
  package let transitions: [Transition]
  /// For each change the local time at which the clocks left the offset before it; the greatest so far, so that a
  /// search by halves is right even when two changes lie closer together than their size.
  private let localEnds: [Int64]

  /// A zone of a given name with given changes; they are sorted, and those that change nothing are dropped.
  ///
  /// Complexity: O(n log n) in the number of changes.
  package init(identifier: String, initialOffset: Int64, transitions: [Transition]) {
    var kept: [Transition] = []
    var ends: [Int64] = []
    var before = initialOffset
    var latestEnd = Int64.min
    for transition in transitions.sorted(by: { $0.start < $1.start }) where transition.offset != before {
      latestEnd = max(latestEnd, saturatingSum(transition.start, before))
      kept.append(transition)
      ends.append(latestEnd)
      before = transition.offset
    }
    self.identifier = identifier
    self.initialOffset = initialOffset
    self.transitions = kept
    self.localEnds = ends
  }

  /// Coordinated universal time.
  package static let utc = TimeZoneRules(identifier: "UTC", initialOffset: 0, transitions: [])

  /// Whether the zone has one offset throughout 1900...2100.
  package var isConstant: Bool { transitions.isEmpty }

  /// Local time less UTC at an instant, in microseconds.
  package func offset(at instant: Instant) -> Int64 {
    offset(after: transitionsThrough(instant.microseconds))
  }

  /// What the clock and the calendar show at an instant.
  package func localTime(of instant: Instant) -> LocalTime {
    LocalTime(microsecondsSinceEpoch: saturatingSum(instant.microseconds, offset(at: instant)))
  }

  /// The local day an instant lies in.
  package func day(of instant: Instant) -> CalendarDay { localTime(of: instant).day }

  /// The instant of a local time: the earlier one of two, and moved forward where the clocks skipped it.
  package func instant(of local: LocalTime) -> Instant {
    let clock = local.microsecondsSinceEpoch
    let (passed, isSkipped) = place(of: clock)
    return Instant(microseconds: saturatingSum(clock, -offset(after: isSkipped ? passed - 1 : passed)))
  }

  /// The first instant of a local day: its midnight, or the change of clocks that skipped its midnight.
  package func startOfDay(_ day: CalendarDay) -> Instant {
    let clock = LocalTime(midnightOf: day).microsecondsSinceEpoch
    let (passed, isSkipped) = place(of: clock)
    if isSkipped { return Instant(microseconds: transitions[passed - 1].start) }
    return Instant(microseconds: saturatingSum(clock, -offset(after: passed)))
  }

  /// The offset after so many changes.
  func offset(after passed: Int) -> Int64 { passed == 0 ? initialOffset : transitions[passed - 1].offset }

  /// How many changes have happened at an instant.
  func transitionsThrough(_ microseconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].start <= microseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many changes the clocks have passed when they first show a local time, or go past it where it is skipped.
  func place(of clock: Int64) -> (passed: Int, isSkipped: Bool) {
    var low = 0
    var high = localEnds.count
    while low < high {
      let middle = (low + high) / 2
      if localEnds[middle] <= clock { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return (0, false) }
    let previous = transitions[low - 1]
    return (low, saturatingSum(clock, -previous.offset) < previous.start)
  }

  /// The instants after so many changes and before the next, its end not included, in microseconds.
  func instants(after passed: Int) -> (from: Int64, to: Int64) {
    (
      passed == 0 ? .min : transitions[passed - 1].start,
      passed == transitions.count ? .max : transitions[passed].start
    )
  }

  /// The local times shown after so many changes, before the next and not before that too, its end not included.
  func clocks(after passed: Int) -> (from: Int64, to: Int64) {
    let offset = offset(after: passed)
    return (
      passed == 0 ? .min : max(localEnds[passed - 1], saturatingSum(transitions[passed - 1].start, offset)),
      passed == transitions.count ? .max : saturatingSum(transitions[passed].start, offset)
    )
  }
}
