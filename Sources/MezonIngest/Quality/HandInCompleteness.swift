// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Which units handed in their events of one type for a period.
///
/// Expected are the units that existed in it and are of a level on which hand-ins are stated; where none is, of a level on which
/// events of the hand-in stand. Without a stated hand-in nobody can tell a unit that had nothing from one that did not report.
package struct HandInCompleteness: Sendable {
  package let period: String
  /// Codes of units whose days a hand-in covers, all or some of them, and which state that there was nothing on none of them.
  package private(set) var reported: [String] = []
  /// Codes of units that state that there was nothing: a true zero.
  package private(set) var reportedNil: [String] = []
  /// Codes of units of whose days no hand-in covers any.
  package private(set) var notReported: [String] = []
  /// Codes of units among those not reported of which the hand-in has events all the same.
  package private(set) var withEventsOnly: [String] = []
  /// Codes of units that state that there was nothing, with the number of their events in the hand-in.
  package private(set) var nilWithEvents: [(unit: String, events: Int)] = []
  /// The share of the expected units' days that a hand-in covers, as results state it; nil where no hand-in is stated or none is expected.
  package private(set) var share: Double?

  /// The number of units that were expected to hand in.
  package var expected: Int { reported.count + reportedNil.count + notReported.count }

  /// Complexity: O(units · stretches + hand-ins).
  /// - Parameters:
  ///   - handIns: all hand-ins that are stated, earlier ones too, of any event type
  ///   - period: the days that are looked at
  ///   - counts: the events of the hand-in by unit and period
  init(
    _ organisation: Organisation, _ event: EventID, handIns: [HandInRow], in period: Period, _ counts: EventCounts
  ) {
    self.period = period.label
    var covered: [Int32: [HandInRow]] = [:]
    for row in handIns where row.event == event.index && row.from <= row.until {
      covered[row.unit, default: []].append(row)
    }
    var levels = Set(covered.keys.map { organisation.levels[Int($0)] })
    let areStated = !levels.isEmpty
    if !areStated { levels = Set(counts.units.map { organisation.levels[$0] }) }
    var days = (expected: 0, covered: 0)
    for (index, code) in organisation.codes.enumerated() where levels.contains(organisation.levels[index]) {
      let unit = Int32(index)
      let terms = organisation.lineages[index].compactMap { $0.days(in: period) }
      guard !terms.isEmpty else { continue }
      days.expected += terms.reduce(0) { $0 + ($1.upperBound - $1.lowerBound + 1) }
      let own = (covered[unit] ?? []).filter { row in terms.contains { $0.overlaps(row.from...row.until) } }
      days.covered += Self.coveredDays(own, terms)
      note(code, own, events: counts.events(of: index, in: period))
    }
    if areStated, days.expected > 0 { share = Double(days.covered) / Double(days.expected) }
  }

  private mutating func note(_ code: String, _ handIns: [HandInRow], events: Int) {
    guard !handIns.isEmpty else {
      notReported.append(code)
      if events > 0 { withEventsOnly.append(code) }
      return
    }
    guard handIns.allSatisfy(\.isNil) else { return reported.append(code) }
    reportedNil.append(code)
    if events > 0 { nilWithEvents.append((code, events)) }
  }

  private static func coveredDays(_ handIns: [HandInRow], _ terms: [ClosedRange<CalendarDay>]) -> Int {
    var covered = 0
    for term in terms {
      var next = term.lowerBound
      for row in handIns.sorted(by: { ($0.from, $0.until) < ($1.from, $1.until) }) {
        let from = max(row.from, next)
        let until = min(row.until, term.upperBound)
        guard from <= until else { continue }
        covered += until - from + 1
        next = until + 1
      }
    }
    return covered
  }
}

extension Organisation.Lineage {
  /// The days of a period on which it holds; nil for none.
  fileprivate func days(in period: Period) -> ClosedRange<CalendarDay>? {
    let (first, last) = (max(from, period.first), min(until, period.last))
    return first <= last ? first...last : nil
  }
}
