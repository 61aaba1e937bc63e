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

  /// For each event the local day of its own time, as days since 1970-01-01; empty where the events came in groups.
  package let days: [Int32]
  /// How many events there are of each day.
  package let dayCounts: DayCounts

  /// Looks at a hand-in. Complexity: O(values log values).
  /// - Parameters:
  ///   - key: the fields that tell events apart
  ///   - handIns: all hand-ins that are stated, earlier ones too
  ///   - stated: the period for which the hand-in says that it is
  ///   - recorded: when it was recorded, or would be
  ///   - mostCompared: of how many rows at most repeated ones are looked for
  ///   - mostNumbers: up to how many different numbers of a field are counted by themselves; nothing that is found depends on it
  package init(
    _ event: EventID, of dataset: Dataset, programme: Programme, key: [String], handIns: [HandInRow],
    stated: Period?, recorded: Instant?, mostCompared: Int = HandInQuality.mostCompared,
    mostNumbers: Int = HandInQuality.mostNumbers
  ) {
    let events = HandedInEvents(event, of: dataset, programme: programme)
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    let today = recorded.map { cursor.day(of: $0) }
    let dayCounts = DayCounts(events.days)
    let periods = Self.periods(events.schema, dayCounts, stated: stated, through: today ?? .last)
    var tallies: [String: NumberTally] = [:]
    for name in ImplausibleValues.numberFields(events.schema) {
      guard let field = events.schema.field(named: name), case .plain(let column) = events.table.columns[field] else {
        continue
      }
      tallies[name, default: NumberTally(most: mostNumbers)].add(column)
    }
    let implausible = ImplausibleValues(
      events.schema, programme, DatasetGroup(events: events), tallies, days: dayCounts, recorded: recorded, threads: 1)
    let repeated = RepeatedRows(events, key: key, most: mostCompared)
    self.init(
      event, dataset.organisation, handIns: handIns, stated: stated, today: today, dayCounts,
      EventCounts(events, in: periods), periods, days: events.days,
      [implausible.late, implausible.far, implausible.negative, repeated.same, repeated.different, repeated.lists],
      excess: repeated.excess)
  }

  /// Puts together what was found.
  init(
    _ event: EventID, _ organisation: Organisation, handIns: [HandInRow], stated: Period?, today: CalendarDay?,
    _ dayCounts: DayCounts, _ counts: EventCounts, _ periods: [Period], days: [Int32], _ found: [QualityFindings],
    excess: QualityFindings
  ) {
    self.days = days
    self.dayCounts = dayCounts
    completeness = periods.map { HandInCompleteness(organisation, event, handIns: handIns, in: $0, counts) }
    daysAfterPeriod = today.flatMap { today in stated.map { today - $0.last } }
    lateness = today.flatMap { Self.lateness(dayCounts, today: $0) }
    findings = (found + Self.findings(completeness) + [excess]).filter { $0.count > 0 }
  }

  /// Of how many rows at most repeated ones are looked for.
  package static let mostCompared = 100_000_000
  /// Up to how many different numbers of a field are counted by themselves.
  package static let mostNumbers = NumberTally.mostNumbers
  /// How many months are looked at where no period is stated.
  static let mostMonths = 24

  /// The stated period; else the months of the events that had happened, at most the last 24 of them.
  static func periods(
    _ schema: EventSchema, _ days: DayCounts, stated: Period?, through today: CalendarDay, most: Int = mostMonths
  ) -> [Period] {
    if let stated { return [stated] }
    guard schema.unitField != nil else { return [] }
    let calendar = PeriodCalendar()
    let before = days.days.map { CalendarDay(daysSinceEpoch: $0) }.filter { $0 <= today }
    let months = Set(before.map { calendar.ordinal(of: $0, grain: .month) })
    return months.sorted().suffix(most).map { calendar.period(ordinal: $0, grain: .month) }
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
