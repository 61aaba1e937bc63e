// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
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
  private static let barometer = "data/survey_caucasus_2017/cb2017_georgia.csv"
  private static let rounds = "data/survey_afrobarometer_tunisia"
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

  @Test func trustSurvey() throws {
    let run = try RealProgramme("trust_survey", files: [("interviews", Self.barometer)])
    #expect(try run.counts(of: "interviews").accepted == 2379)
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.barometer).path])
    let rows = try run.results("2017", asOf: "2017-12-31")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 21)
    let byPackage = try IndependentComputation.lines(
      "Rscript",
      [
        run.folder.appendingPathComponent("independent.R").path, Self.estimates(of: run),
        SharedData.url(Self.barometer).path,
      ])
    #expect(try IndependentComputation.compare(byPackage, with: rows, of: run) == 21)
    // Every interval holds its value, and the limits of a share lie between 0 and 100.
    for row in rows where row.method != "" {
      let (value, low, high) = try (#require(row.value), #require(row.low), #require(row.high))
      #expect(low <= value && value <= high)
      #expect(low >= 0 && high <= 100)
    }
  }

  @Test func trustRounds() throws {
    let rounds = ["5", "6", "8"]
    let run = try RealProgramme(
      "trust_rounds", files: rounds.map { ("round_\($0)", "\(Self.rounds)/tunisia_r\($0).csv") })
    for round in rounds { #expect(try run.counts(of: "round_\(round)").accepted == 1200) }
    let lines = try IndependentComputation.lines(
      "Rscript",
      [
        run.folder.appendingPathComponent("independent.R").path, Self.estimates(of: run),
        SharedData.url(Self.rounds).path,
      ])
    let rows = try run.results("2013..2020", asOf: "2020-12-31")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == lines.count)
    #expect(lines.count == 99)
  }

  /// What the programmes' computations by R share.
  private static func estimates(of run: RealProgramme) -> String {
    run.folder.deletingLastPathComponent().appendingPathComponent("survey.R").path
  }

  @Test func interRater() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Programmes/inter_rater")
    let sheets = try [
      ("anxiety_sheet", "anxiety.csv", 60), ("video_sheet", "video.csv", 80), ("eye_sheet", "vision.csv", 14_954),
      ("coding_sheet", "20y_chec_iaa-v2_double-annotations.csv", 118),
    ].map { (source: $0.0, path: try SharedData.url("data/inter_rater/\($0.1)").path, rows: $0.2) }
    let made = try sheets.map { sheet in
      let lines = try IndependentComputation.lines(
        "python3", [folder.appendingPathComponent("long.py").path, sheet.path])
      return (source: sheet.source, text: lines.joined(separator: "\n") + "\n")
    }
    let run = try RealProgramme("inter_rater", made: made)
    for sheet in sheets { #expect(try run.counts(of: sheet.source).accepted == sheet.rows) }
    let lines = try IndependentComputation.lines(
      "python3", [folder.appendingPathComponent("independent.py").path] + sheets.map(\.path))
    let rows = try run.results("2026", asOf: "2026-12-31")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 32)
    // Three raters are too few for anything but their agreement.
    let median = try #require(rows.first { run.programme.indicators[$0.indicator].id == "anxiety_median" })
    #expect(median.state == .tooFew && median.reason == "too_few_raters" && median.n == 3)
    #expect(median.details.isEmpty && median.panel == nil && median.numerator == nil)
  }

  @Test func courtCases() throws {
    let run = try RealProgramme("court_cases", files: [("courts", Self.courts), ("cases", Self.courts)])
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(Self.courts).path])
    let rows = try run.results("2015..2017")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 648)
    #expect(rows.count == 648, "tiers that stand apart have no rows but their own")
  }

  /// The same figures from the workbooks themselves: three files, a sheet a year, headers in different rows.
  @Test(.enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
  func courtWorkbooks() throws {
    let folder = "data/kg_courts_2015_2017"
    let books = [("country", "country"), ("region", "regions"), ("district", "districts")]
    var files = [("regions", "\(folder)/regions.xlsx"), ("districts", "\(folder)/districts.xlsx")]
    for (level, book) in books {
      files += (2015...2017).map { ("\(level)_\($0)", "\(folder)/\(book).xlsx") }
    }
    let run = try RealProgramme("court_workbooks", files: files)
    #expect(try run.counts(of: "district_2017") == (44, 42, 0, 2), "two lakes")
    #expect(try run.counts(of: "region_2016") == (10, 9, 1, 0), "a sum")
    #expect(try run.counts(of: "district_2015") == (45, 44, 1, 0), "a sum without a name")
    let lines = try IndependentComputation.lines(
      Python.program.path, [run.folder.appendingPathComponent("independent.py").path, SharedData.url(folder).path])
    let rows = try run.results("2015..2017")
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 648)
    #expect(rows.count == 648)
  }

  @Test func administrativeUnits() throws {
    let folder = "data/central_asia_admin"
    let hierarchy = { (country: String) in "\(folder)/\(country)_hierarchy.json" }
    var files = ["kg", "kz", "tj"].flatMap { [("regions", hierarchy($0)), ("\($0)_districts", hierarchy($0))] }
    files += [
      ("kg_settlements", hierarchy("kg")), ("uz_regions", "\(folder)/uz_regions.csv"),
      ("uz_districts", "\(folder)/uz_districts.csv"),
    ]
    var joined = ["uz_districts": ["regions": "\(folder)/uz_regions.csv"]]
    for country in ["kg", "kz", "tj"] { joined["\(country)_districts"] = ["above": hierarchy(country)] }
    joined["kg_settlements"] = ["above": hierarchy("kg")]
    let run = try RealProgramme("admin_units", files: files, joined: joined)
    #expect(run.report.diagnostics.map { $0.rendered() } == [])
    #expect(run.report.rejected.map { $0.diagnostic.rendered() } == [])
    let units = run.dataset.organisation
    let day = try #require(CalendarDay(iso: "2026-01-01"))
    let levels = ["region", "district", "settlement"]
    let read = units.codes.indices.map { unit in
      let above = units.lineage(of: Int32(unit), on: day)?.chain.dropFirst().first.map { units.codes[Int($0)] } ?? ""
      return "\(levels[units.levels[unit]])|\(units.codes[unit])|\(units.names[unit])|\(above)"
    }
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(folder).path])
    #expect(Set(read) == Set(lines))
    #expect(read.count == lines.count && lines.count == 1_011)
    let kyrgyz = read.filter { $0.contains("|KG") }
    #expect(levels.map { level in kyrgyz.count { $0.hasPrefix(level) } } == [9, 53, 460])
  }

  @Test func homicides() throws {
    let path = "data/crime_incidents/medellin_homicides.csv"
    let run = try RealProgramme("homicides", files: [("register", path)])
    #expect(try run.counts(of: "register") == (9360, 9360, 0, 0))
    let lines = try IndependentComputation.lines(
      "python3", [run.folder.appendingPathComponent("independent.py").path, SharedData.url(path).path])
    #expect(try IndependentComputation.compare(lines, with: run.results("2010..2019"), of: run) == lines.count)
    #expect(lines.count > 70)
  }

  @Test(.enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
  func crimeForms() throws {
    let folder = "data/kz_crime_forms"
    let names = try FileManager.default.contentsOfDirectory(atPath: SharedData.url(folder).path)
      .filter { $0.hasSuffix(".XLSX") }.sorted()
    #expect(names.count == 20)
    let files = names.flatMap { [("forms", "\(folder)/\($0)"), ("cells", "\(folder)/\($0)")] }
    let run = try RealProgramme("crime_forms", files: files)
    for file in run.report.files where file.source == "forms" {
      #expect(file.rowsRead == 32 && file.accepted == 31 && file.setAsideCount == 1 && file.refusedCount == 0)
    }
    for file in run.report.files where file.source == "cells" {
      #expect(file.rowsRead == 192 && file.accepted == 186 && file.setAsideCount == 6 && file.refusedCount == 0)
    }
    let lines = try IndependentComputation.lines(
      Python.program.path, [run.folder.appendingPathComponent("independent.py").path, SharedData.url(folder).path])
    #expect(try IndependentComputation.compare(lines, with: run.results("2023"), of: run) == 80)
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
