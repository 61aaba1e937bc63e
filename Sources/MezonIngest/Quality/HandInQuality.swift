// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
import MezonDiagnostics
package import MezonSemantics

/// What is to be looked at in a hand-in of events before anybody relies on it. It refuses nothing.
///
/// ```swift
/// let quality = HandInQuality(event, of: dataset, programme: programme, key: ["number"], handIns: all, periods: periods,
///   recorded: recorded)
/// for findings in quality.findings { print(findings.rule.code, findings.count) }
/// ```
package struct HandInQuality: Sendable {
  /// How long after the events they were handed in, in whole days.
  package struct Lateness: Sendable, Hashable {
    /// The lower median.
    package let medianDays: Int
    package let longestDays: Int
  }

  /// By code; none of them empty.
  package private(set) var findings: [QualityFindings] = []
  /// One entry a period.
  package let completeness: [HandInCompleteness]
  /// Of the events that lie before the hand-in; nil where there are none.
  package let lateness: Lateness?
  /// The time from the end of the stated period to the hand-in, in days; negative before its end.
  package let daysAfterPeriod: Int?

  /// For each event the local day of its own time, as days since 1970-01-01.
  package let days: [Int32]

  /// Looks at a hand-in. Complexity: O(values log values).
  /// - Parameters:
  ///   - key: the fields that tell events apart
  ///   - handIns: all hand-ins that are stated, earlier ones too
  ///   - stated: the period for which the hand-in says that it is
  ///   - recorded: when it was recorded, or would be
  ///   - mostCompared: of how many rows at most repeated ones are looked for
  package init(
    _ event: EventID, of dataset: Dataset, programme: Programme, key: [String], handIns: [HandInRow],
    stated: Period?, recorded: Instant?, mostCompared: Int = 100_000_000
  ) {
    let events = HandedInEvents(event, of: dataset, programme: programme)
    days = events.days
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    let today = recorded.map { cursor.day(of: $0) }
    let dayCounts = DayCounts(events.days)
    let periods = Self.periods(events, dayCounts, stated: stated, through: today ?? .last)
    let counts = EventCounts(events, in: periods)
    completeness = periods.enumerated().map { place, period in
      HandInCompleteness(events, event, handIns: handIns, in: period, counts, place)
    }
    daysAfterPeriod = today.flatMap { today in stated.map { today - $0.last } }
    lateness = today.flatMap { Self.lateness(dayCounts, today: $0) }
    let implausible = ImplausibleValues(events, recorded: recorded)
    let repeated = RepeatedRows(events, key: key, most: mostCompared)
    let all = [
      implausible.late, implausible.far, implausible.negative, repeated.same, repeated.different, repeated.lists,
    ]
    let units = Self.findings(completeness)
    findings = (all + units + [repeated.excess]).filter { $0.count > 0 }
  }

  /// The stated period; else the months of the events that had happened, at most the last 24 of them.
  private static func periods(
    _ events: HandedInEvents, _ days: DayCounts, stated: Period?, through today: CalendarDay
  ) -> [Period] {
    if let stated { return [stated] }
    guard events.schema.unitField != nil else { return [] }
    let calendar = PeriodCalendar()
    let before = days.days.map { CalendarDay(daysSinceEpoch: $0) }.filter { $0 <= today }
    let months = Set(before.map { calendar.ordinal(of: $0, grain: .month) })
    return months.sorted().suffix(24).map { calendar.period(ordinal: $0, grain: .month) }
  }

  private static func lateness(_ days: DayCounts, today: CalendarDay) -> Lateness? {
    let before = days.days.filter { $0 <= today.daysSinceEpoch }
    guard let first = before.first else { return nil }
    // Of ages that ascend, the lower median; ages ascend as days descend.
    var left = (before.reduce(0) { $0 + days.count(of: $1) } - 1) / 2
    var median = first
    for day in before.reversed() {
      median = day
      left -= days.count(of: day)
      if left < 0 { break }
    }
    return Lateness(
      medianDays: today - CalendarDay(daysSinceEpoch: median), longestDays: today - CalendarDay(daysSinceEpoch: first))
  }

  private static func findings(_ completeness: [HandInCompleteness]) -> [QualityFindings] {
    var contradicted = QualityFindings(QualityRule.nilWithEvents)
    var missing = QualityFindings(QualityRule.notReported)
    for period in completeness {
      for (unit, events) in period.nilWithEvents {
        contradicted.note([unit, period.period, String(events)], at: .none)
      }
      guard period.share != nil, !period.notReported.isEmpty else { continue }
      let shown = period.notReported.prefix(20).joined(separator: ", ")
      let more = period.notReported.count > 20 ? ", …" : ""
      missing.note(
        [period.period, String(period.notReported.count), String(period.expected), shown + more], at: .none)
    }
    return [contradicted, missing]
  }
}
