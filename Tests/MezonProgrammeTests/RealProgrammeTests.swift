// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

/// Real logs, evaluated by their programmes and compared figure by figure with a second computation.
@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct RealProgrammeTests {
  private static let caps = "data/caps_meetings_2016_2017/caps_events.csv"
  private static let force = "data/cpd_use_of_force_2004_2016"
  private static let bedfordshire = "data/uk_police_2023_03/2023-03-bedfordshire"
  private static let courts = "data/kg_courts_2015_2017/courts_long.csv"

  @Test func beatMeetings() throws {
    let run = try RealProgramme("beat_meetings", files: [("calendar", Self.caps)])
    let counts = try run.counts(of: "calendar")
    #expect(counts.read == 5006)
    #expect(counts.refused == 28)
    let lines = try IndependentComputation.lines(
      "python3",
      [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.caps).path])
    let summary = try #require(lines.first)
    #expect(summary.contains("\"kept\": \(counts.accepted)"))
    let compared = try IndependentComputation.compare(
      lines, with: run.results("2016..2017", asOf: "2017-12-31"), of: run)
    #expect(compared > 800)
  }

  @Test func forceReports() throws {
    let run = try RealProgramme(
      "force_reports",
      files: [
        ("units", "\(Self.force)/units.csv"), ("reports", "\(Self.force)/trr_officers.csv"),
        ("submissions", "\(Self.force)/trr_status_log.csv"), ("approvals", "\(Self.force)/trr_status_log.csv"),
      ],
      joined: [
        "reports": ["main": "\(Self.force)/trr.csv"], "submissions": ["officers": "\(Self.force)/trr_officers.csv"],
      ])
    #expect(try run.counts(of: "reports").accepted == 67_019)
    #expect(try run.counts(of: "approvals").accepted == 67_297)
    let submissions = try run.counts(of: "submissions")
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.force).path])
    let summary = try #require(lines.first)
    #expect(summary.contains("\"submissions\": \(submissions.accepted)"))
    #expect(summary.contains("\"without_unit\": \(submissions.refused)"))
    let compared = try IndependentComputation.compare(lines, with: run.results("2004..2016"), of: run)
    #expect(compared > 4000)
  }

  @Test func unitHistory() throws {
    let run = try RealProgramme(
      "unit_history",
      files: [
        ("units", "\(Self.force)/units.csv"), ("history", "\(Self.force)/unit_history.csv"),
        ("postings", "\(Self.force)/unit_history.csv"),
      ])
    let postings = try run.counts(of: "postings")
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.force).path])
    #expect(try #require(lines.first).contains("\"kept\": \(postings.accepted)"))
    let compared = try IndependentComputation.compare(
      lines, with: run.results("2010..2015", asOf: "2016-12-31"), of: run)
    #expect(compared > 1000)
  }

  @Test func offenceOutcomes() throws {
    let run = try RealProgramme(
      "offence_outcomes",
      files: [("street", "\(Self.bedfordshire)-street.csv"), ("outcomes", "\(Self.bedfordshire)-outcomes.csv")])
    let script = try String(
      contentsOf: run.folder.appendingPathComponent("independent.sql"), encoding: .utf8
    )
    .replacing(":street", with: try SharedData.url("\(Self.bedfordshire)-street.csv").path)
    .replacing(":outcomes", with: try SharedData.url("\(Self.bedfordshire)-outcomes.csv").path)
    let lines = try IndependentComputation.lines("sqlite3", [":memory:"], input: script)
    let rows = try run.results("2023-03")
    for line in lines {
      let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let split = parts[0].isEmpty ? "" : "category=\(parts[0])"
      let row = try #require(
        rows.first { run.key(of: $0) == "with_outcome|2023-03|Bedfordshire Police|\(split)" }, "\(line)")
      #expect(row.excluded == Int(parts[3]))
      #expect(row.denominator == Double(parts[2]))
      #expect(row.state.rawValue == (parts[2] == "0" ? "undefined" : "value"))
      if parts[2] != "0" { #expect(row.numerator == Double(parts[1])) }
    }
    #expect(lines.count == 15)
  }

  @Test func courtCases() throws {
    let run = try RealProgramme("court_cases", files: [("courts", Self.courts), ("cases", Self.courts)])
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.courts).path])
    let rows = try run.results("2015..2017")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 648)
    #expect(rows.count == 648, "tiers that stand apart have no rows but their own")
  }
}

/// The two files of officers number them differently; the language keeps them apart.
struct ReferenceDomainTests {
  @Test func officersOfTwoFilesAreNotJoined() throws {
    let text = """
      language 1 keywords en
      domain history_officer
      event force_report { happened time by officer }
      event posting { began day holder reference history_officer }
      indicator wrong "Wrong" {
        looks at force_report
        counts where linked to posting with same holder as by
        value share
      }
      """
    let parsed = Parser.parse(SourceText(name: "wrong.mezon", text: text))
    let (programme, diagnostics) = Checker.check([parsed])
    #expect(programme == nil)
    #expect(diagnostics.contains { $0.rule == SemanticRule.domainsDiffer })
  }
}
