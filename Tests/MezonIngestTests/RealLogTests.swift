// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

/// What Python's own csv module counts in the same files, see Oracles/real_logs.py.
private struct OracleCounts: Decodable {
  let why: [String: Int]
  let facts: [String: Double]

  static let all: [String: OracleCounts] = {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    guard let data = try? SharedData.url("data"),
      let printed = try? Python.run([
        here.appendingPathComponent("Oracles/real_logs.py").path, data.path, RealLogTests.definitions.path,
      ])
    else { return [:] }
    return (try? JSONDecoder().decode([String: OracleCounts].self, from: printed)) ?? [:]
  }()
}

@Suite("Real logs, counted a second time by Python", .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct RealLogTests {
  fileprivate static let definitions = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Programmes")

  /// A programme folder checked.
  private func programme(_ name: String) throws -> Programme {
    let folder = Self.definitions.appendingPathComponent(name)
    let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    let files = try names.filter { $0.hasSuffix(".mezon") }.sorted().map { name in
      SourceText(name: name, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
    let checked = Checker.check(files.map { Parser.parse($0) })
    for diagnostic in checked.diagnostics where diagnostic.isError { Issue.record("\(diagnostic.rendered())") }
    return try #require(checked.programme)
  }

  private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: SharedData.url("data/" + path))) }

  /// A file of the shared data for a source of a programme.
  private func input(
    _ programme: Programme, _ source: String, _ path: String, joined: [String: String] = [:]
  ) throws -> Ingestion.Input {
    let plan = try #require(programme.sources.first { $0.name == source })
    let others = try joined.mapValues { OpenFile(NamedBytes(file: $0, bytes: try bytes($0))) }
    return .source(plan, file: path, bytes: try bytes(path), joined: others)
  }

  private func roster(_ programme: String) throws -> Ingestion.Input {
    let path = Self.definitions.appendingPathComponent(programme + "/rosters/units.csv")
    return .roster(RosterFile(.units, file: "units.csv", bytes: Array(try Data(contentsOf: path))))
  }

  /// Compares what became of a source's rows with Python's counts, reason by reason.
  private func expectCounts(_ source: String, _ read: Reading) throws {
    let report = try #require(read.report.files.first { $0.source == source && $0.joinedAs == nil })
    var counts = report.accepted == 0 ? [:] : ["accepted": report.accepted]
    for tally in report.setAside { counts[tally.subject, default: 0] += tally.count }
    for tally in report.refused {
      counts[tally.rule == IngestRule.refusedByRule ? tally.subject : tally.rule.code, default: 0] += tally.count
    }
    let expected = try #require(OracleCounts.all[source])
    #expect(counts == expected.why)
    #expect(report.rowsRead == expected.why.values.reduce(0, +))
    #expect(report.rowsRead == report.accepted + report.setAsideCount + report.refusedCount)
  }

  private func facts(_ source: String) throws -> [String: Double] { try #require(OracleCounts.all[source]).facts }

  private func table(_ event: String, _ read: Reading) throws -> EventTable {
    read.dataset.events[try #require(read.programme.event(named: event)).index]
  }

  private func column(_ event: String, _ field: String, _ read: Reading) throws -> Column {
    let id = try #require(read.programme.event(named: event))
    let index = try #require(read.programme.events[id.index].field(named: field))
    guard case .plain(let column) = try table(event, read).columns[index] else { throw NotPlain() }
    return column
  }

  private struct NotPlain: Error {}

  private func seconds(_ column: Column) -> Double {
    (column.int64s ?? []).reduce(0) { $0 + Double($1 / 1_000_000) }
  }

  private func read(_ programme: Programme, _ inputs: [Ingestion.Input]) -> Reading {
    let (dataset, report) = Ingestion(programme: programme).dataset(from: inputs)
    #expect(report.diagnostics.map { $0.rendered() } == [])
    return Reading(programme: programme, dataset: dataset, report: report)
  }

  @Test func beatMeetings() throws {
    let programme = try programme("beat_meetings")
    let read = try read(
      programme,
      [
        roster("beat_meetings"), input(programme, "calendar", "caps_meetings_2016_2017/caps_events.csv"),
      ])
    try expectCounts("calendar", read)
    let facts = try facts("calendar")
    #expect(seconds(try column("beat_meeting", "held", read)) == facts["held"])
    let ended = try column("beat_meeting", "ended", read)
    #expect(seconds(ended) == facts["ended"])
    #expect(Double(ended.missingCount) == facts["open"])
    guard case .list(let beats)? = try table("beat_meeting", read).columns.last else { throw NotPlain() }
    #expect(Double(beats.childCount) == facts["beats"])
  }

  @Test func courts() throws {
    let programme = try programme("court_cases")
    let path = "kg_courts_2015_2017/courts_long.csv"
    let read = try read(programme, [input(programme, "cases", path), input(programme, "courts", path)])
    try expectCounts("courts", read)
    try expectCounts("cases", read)
    var blanks = 0
    for kind in ["criminal", "civil", "economic", "administrative"] {
      let cases = try column("court_year", kind, read)
      #expect(cases.float64s?.reduce(0, +) == (try facts("cases"))[kind])
      blanks += cases.missingCount
    }
    #expect(Double(blanks) == (try facts("cases"))["blank"])
  }

  @Test func forceReports() throws {
    let programme = try programme("force_reports")
    let folder = "cpd_use_of_force_2004_2016/"
    let read = try read(
      programme,
      [
        roster("force_reports"),
        input(programme, "reports", folder + "trr_officers.csv", joined: ["main": folder + "trr.csv"]),
        input(
          programme, "submissions", folder + "trr_status_log.csv", joined: ["officers": folder + "trr_officers.csv"]),
        input(programme, "approvals", folder + "trr_status_log.csv"), input(programme, "units", folder + "units.csv"),
      ])
    for source in ["reports", "submissions", "approvals"] { try expectCounts(source, read) }
    let reports = try facts("reports")
    #expect(seconds(try column("force_report", "happened", read)) == reports["happened"])
    #expect(try column("force_report", "injured", read).bools?.reduce(0.0) { $0 + Double($1) } == reports["injured"])
    let codes = read.dataset.organisation.codes
    let units = try column("force_report", "at", read).int32s?.reduce(0.0) { $0 + (Double(codes[Int($1)]) ?? 0) }
    #expect(units == reports["unit"])
    #expect(seconds(try column("submission", "submitted", read)) == (try facts("submissions"))["submitted"])
    #expect(seconds(try column("approval", "decided", read)) == (try facts("approvals"))["decided"])
    let trr = try #require(programme.domains.firstIndex(of: "trr"))
    let keys = try column("approval", "trr", read).int32s?.reduce(0.0) {
      $0 + (Double(read.dataset.domains[trr].text($1)) ?? 0)
    }
    #expect(keys == (try facts("approvals"))["trr"])
  }

  @Test func unitHistory() throws {
    let programme = try programme("unit_history")
    let folder = "cpd_use_of_force_2004_2016/"
    let read = try read(
      programme,
      [
        roster("unit_history"), input(programme, "units", folder + "units.csv"),
        input(programme, "postings", folder + "unit_history.csv"),
        input(programme, "history", folder + "unit_history.csv"),
      ])
    try expectCounts("postings", read)
    let facts = try facts("postings")
    let began = try column("posting", "began", read)
    // Python counts days from the year 1.
    #expect(began.int32s?.reduce(0.0) { $0 + Double($1) + 719_163 } == facts["began"])
    #expect(Double(try column("posting", "ended", read).missingCount) == facts["open"])
    let holders = try column("posting", "holder", read).int32s?.reduce(0.0) {
      $0 + (Double(read.dataset.domains[0].text($1)) ?? 0)
    }
    #expect(holders == facts["holder"])
    #expect(read.dataset.posts.count == began.count)
  }

  @Test func offencesAndOutcomes() throws {
    let programme = try programme("offence_outcomes")
    let folder = "uk_police_2023_03/2023-03-bedfordshire-"
    let read = try read(
      programme,
      [
        roster("offence_outcomes"), input(programme, "street", folder + "street.csv"),
        input(programme, "outcomes", folder + "outcomes.csv"),
      ])
    try expectCounts("street", read)
    try expectCounts("outcomes", read)
    #expect(Double(try column("offence", "crime", read).missingCount) == (try facts("street"))["without_id"])
    let category = try #require(programme.domains.firstIndex(of: "category"))
    let letters = try column("offence", "category", read).int32s?.reduce(0.0) {
      $0 + Double(read.dataset.domains[category].text($1).count)
    }
    #expect(letters == (try facts("street"))["category"])
  }
}
