// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonSemantics
import MezonStatistics
import Testing

@testable import MezonEngine

/// Leads on gaming, from a definition over records to the table.
@Suite struct AuditTests {
  static let definitions = """
    programme "P" { levels precinct }
    event meeting { held day at unit by officer people whole number named list of text }
    event dispute {
      opened day closed day? at unit by officer
      severity one of severe, minor
      matter one of land, water
    }
    indicator meetings { looks at meeting value count every month, quarter for officer }
    audit signs "Signs" {
      every quarter
      for officer
      watches terminal digits of people among meeting
      watches first digits of people among meeting
      watches identical lists of named among meeting
      watches period-end share of closed over last 5 days among dispute
      watches bunching of days from opened to closed at 60 width 5 among dispute
      watches jump of people at 100 width 10 among meeting
      watches downgrading of severity to minor within each matter among dispute
      watches outliers of meetings
      watches change points of meetings over last 20 periods
      watches dispersion of meetings over last 6 periods
    }
    """

  /// Two hundred meetings of four officers, one of whom rounds; the others count.
  private func roundingOfficer() throws -> Fixture {
    var dice = SplitMix64(seed: 7)
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("P", "precinct")
    for officer in 0..<4 {
      for meeting in 0..<100 {
        let people = 150 + Int(400 * dice.nextUnit())
        let written = officer == 0 && meeting.isMultiple(of: 2) ? people / 10 * 10 : people
        let day = String(format: "2026-02-%02d", 1 + meeting % 28)
        let named = (0..<6).map { _ in "n\(Int(60 * dice.nextUnit()))" }
        try fixture.event(
          "meeting",
          [
            "held": .one(day), "at": "P", "by": .one("O\(officer)"), "people": .one(String(written)),
            "named": .many(officer == 1 && meeting < 9 ? ["n1", "n2", "n3", "n4"] : named),
          ])
      }
    }
    return fixture
  }

  private func plan(_ fixture: Fixture) throws -> AuditPlan { try #require(fixture.programme.audits.first) }

  @Test("Rounded numbers and copied lists leave their trace, and the others none")
  func traces() throws {
    let fixture = try roundingOfficer()
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let plan = try plan(fixture)
    let findings = evaluator.audit(plan, in: try fixture.period("2026-Q1"), deals: 9_999)
    let names = evaluator.dataset.domains[0]
    let found = findings.leads.map { lead -> String in
      guard case .officer(let officer, _)? = lead.key.subject else { return "?" }
      return "\(lead.evidence.test.code) \(names.text(officer))"
    }
    #expect(Set(found) == ["terminal_digits O0", "identical_lists O1"])
    #expect(findings.leads.allSatisfy { $0.adjusted <= 0.05 && $0.evidence.cases > 0 })
    // Nothing is said of what cannot be: no dispute was recorded, one month's meetings are no series.
    let reasons = Dictionary(grouping: findings.refused) { $0.key.test }.mapValues { Set($0.map(\.reason)) }
    #expect(reasons[.periodEnd] == [.tooFewCases] && reasons[.bunching] == [.tooFewCases])
    #expect(reasons[.changePoint] == [.tooFewCases] && reasons[.outlier] == [.noVariation])
    #expect(reasons[.leadingDigits]?.isSubset(of: [.withinOneDecade]) == true)
    #expect(findings.tried + findings.refused.count == 4 * 9 + 1)
  }

  @Test("The same data give the same bytes; they say first that they are internal")
  func table() throws {
    let fixture = try roundingOfficer()
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let (plan, period) = (try plan(fixture), try fixture.period("2026-Q1"))
    func table(threads: Int) -> AuditTable {
      AuditTable(evaluator.audit(plan, in: period, threads: threads, deals: 9_999), of: plan, in: period, evaluator)
    }
    #expect(table(threads: 1).csv() == table(threads: 3).csv())
    let text = String(decoding: table(threads: 1).csv(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines[0] == AuditTable.columns.joined(separator: ",")[...] && lines[0].hasPrefix("internal,"))
    #expect(
      lines[1].hasPrefix("\"a lead to look into, no proof\",signs,2026-Q1,(terminal-digits people) among meeting"))
    #expect(lines.last?.hasPrefix("no answer,signs,") == true)
    let json = String(
      decoding: table(threads: 1).json(asOf: evaluator.asOf, definitions: "d", data: "e"), as: UTF8.self)
    #expect(json.hasPrefix("{\n  \"internal\": \"Internal leads"))
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect((object?["findings"] as? [[String: Any]])?.count == lines.count - 1)
    #expect(
      object?["deals"] as? Int == 9_999 && object?["leads"] as? Int == 2 && object?["audit"] as? String == plan.digest)
  }

  @Test("Closing at the period's end, just before the deadline, and by a milder word")
  func disputes() throws {
    var dice = SplitMix64(seed: 9)
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("P", "precinct")
    for officer in 0..<6 {
      for case_ in 0..<260 {
        let isGamed = officer == 0 && case_ % 3 == 0
        let closed = isGamed ? 85 + Int(5 * dice.nextUnit()) : Int(90 * dice.nextUnit())
        let taken = officer == 1 && case_ % 4 == 0 ? 57 : Int(140 * dice.nextUnit())
        let first = MezonCalendarDay.text(closed, taken: taken)
        let isMinor = dice.nextUnit() < (officer == 2 ? 0.7 : 0.4)
        try fixture.event(
          "dispute",
          [
            "opened": .one(first.opened), "closed": .one(first.closed), "at": "P", "by": .one("O\(officer)"),
            "severity": isMinor ? "minor" : "severe", "matter": dice.nextUnit() < 0.5 ? "land" : "water",
          ])
      }
    }
    // Records belong to the period by their own day, but the share at its end is read by the day that it names.
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let findings = evaluator.audit(try plan(fixture), in: try fixture.period("2026-Q1"), deals: 99)
    let names = evaluator.dataset.domains[0]
    let found = findings.leads.compactMap { lead -> String? in
      guard case .officer(let officer, _)? = lead.key.subject else { return nil }
      return "\(lead.evidence.test.code) \(names.text(officer))"
    }
    #expect(found.contains("period_end O0"), "\(found)")
    #expect(!found.contains { $0.hasPrefix("period_end") && $0 != "period_end O0" })
    let running = try fixture.evaluator(asOf: "2026-03-30").audit(
      try plan(fixture), in: try fixture.period("2026-Q1"), deals: 99)
    #expect(running.refused.filter { $0.key.test == .periodEnd }.allSatisfy { $0.reason == .periodNotOver })
  }

  @Test("Bins about a threshold begin at it, and the heap before it is measured")
  func bins() throws {
    let values = (0..<40).flatMap { bin in [Double](repeating: Double(bin) * 5 - 40, count: 30) }
    let bins = try #require(ThresholdBins(values + [Double](repeating: 57, count: 60), threshold: 60, width: 5))
    #expect(bins.starts.contains(60) && bins.counts.reduce(0, +) == 1_260)
    #expect(try #require(bins.bunching).evidence.get().pValue < 1e-3)
    let none = try #require(ThresholdBins(values, threshold: 60, width: 5))
    #expect(try #require(none.bunching).evidence.get().pValue > 0.2)
    #expect(
      ThresholdBins([60, 61], threshold: 60, width: 5) == nil && ThresholdBins([], threshold: 60, width: 5) == nil)
  }
}

/// Days of the first quarter of 2026, for facts.
private enum MezonCalendarDay {
  static func text(_ day: Int, taken: Int) -> (opened: String, closed: String) {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    let start = Date(timeIntervalSince1970: 1_767_225_600)
    let closed = start.addingTimeInterval(Double(day) * 86_400)
    return (formatter.string(from: closed.addingTimeInterval(-Double(taken) * 86_400)), formatter.string(from: closed))
  }
}
