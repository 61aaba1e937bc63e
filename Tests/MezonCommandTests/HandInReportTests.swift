// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The report of data quality of `mezon ingest`, as a clerk reads it.
struct HandInReportTests {
  private static let log = """
    number,held,unit,kind,people,guests
    1,2026-01-05T10:00,P1,open,12,a;b;c
    2,2026-01-06T10:00,P1,indoor,-3,c;b;a
    3,2026-02-07T10:00,P2,open,7,
    3,2026-02-07T10:00,P2,open,8,
    4,2026-02-07T10:00,P9,open,8,
    6,2026-02-07T10:00,P8,open,8,
    2,2026-01-06T10:00,P1,indoor,-3,c;b;a

    """

  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme(log: Self.log)
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open` people whole number? guests list of text?
      }
      event call "Call" { came day at unit }
      source journal gives meeting {
        file "logs/meetings.csv"
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        people from column "people"
        guests from column "guests" separated by ";"
      }
      indicator meetings "Meetings" { looks at meeting value count every month }
      indicator calls "Calls" { looks at call value count every month }
      report quarterly "Quarterly" { for precinct section "Meetings" { meetings } }
      report of_calls "Calls" { for precinct section "Calls" { calls } }
      """)
    try folder.write(
      "rosters/units.csv",
      "code,name,level,parent,from,until\nD1,,district,,,\nP1,,precinct,D1,,\nP2,,precinct,D1,,\nP3,,precinct,D1,,\n")
    return folder
  }

  private let reason = ["--by", "head", "--because", "miscounted"]

  private func ingest(_ folder: TestFolder, _ arguments: [String]) throws -> CommandRun {
    try CommandRun(["ingest", "--source", "journal"] + arguments, in: folder.url)
  }

  /// Lines without those in which the clock stands.
  private func lines(_ run: CommandRun) -> [String] {
    run.output.split(separator: "\n").map(String.init).filter { line in
      !["recorded", "записана", "days after", "дн. после"].contains { line.contains($0) }
    }
  }

  @Test func saysWhatToLookAt() throws {
    let folder = try programme()
    let file = ["logs/meetings.csv", "--key", "number", "--unit", "P1", "--period", "2026-01"] + reason
    let tried = try ingest(folder, file + ["--dry-run"])
    #expect(tried.status == 2 && !folder.exists("store") && !folder.exists("logs/meetings.csv.refused.csv"))
    let run = try ingest(folder, file)
    #expect(run.status == 2, "\(run.errors)")
    #expect(
      lines(run) == [
        "journal: accepted 4, unchanged 1, corrected 1, retracted 0, refused 2",
        "2026-01: of 3 units 1 handed in, 0 state that there was nothing, 2 are not reported; 33.3 % of their days are covered",
        "logs/meetings.csv:3: MZ4045: people is -3, below zero",
        "logs/meetings.csv:8: MZ4045: people is -3, below zero",
        "  = a count and a length of time cannot be negative: correct the row",
        "logs/meetings.csv:8: MZ4046: it says in all fields what line 3 of logs/meetings.csv says",
        "  = if it is one event, hand it in once: name the fields that tell events apart, or set aside exact duplicates",
        "logs/meetings.csv:5: MZ4047: it is of the same number as line 4 of logs/meetings.csv and differs in people",
        "  = if it is one event, keep the row that is right; the last one counts where a key tells events apart",
        "logs/meetings.csv:3: MZ4048: guests names the same 3 as line 2 of logs/meetings.csv, another event",
        "  = a list that was copied is no proof of attendance: ask for the list itself",
        "MZ4050: not reported for 2026-01: 2 of 3 units: P2, P3",
        "  = ask them for it; a unit that had nothing says so: --unit CODE --period P --nil",
      ])
    #expect(run.errors.contains("2 × MZ3211, lines 6, 7: at: there is no unit \"P9\""), "\(run.errors)")
    #expect(lines(tried).filter { !$0.hasPrefix("tried") } == lines(run))
    let again = try ingest(folder, file)
    #expect(
      again.output.contains("accepted 0, unchanged 6, corrected 0") && again.output.contains("nothing was changed"))
  }

  @Test func saysItInRussian() throws {
    let folder = try programme()
    let run = try ingest(folder, ["logs/meetings.csv", "--key", "number", "--messages", "ru"] + reason)
    let text = lines(run).joined(separator: "\n")
    #expect(text.contains("принято 3, без изменений 1, исправлено 1, отозвано 0, отклонено 2"))
    #expect(text.contains("2026-01: ни одно подразделение не сообщает о сдаче"))
    #expect(text.contains("во всех полях то же, что в строке 3"))
    #expect(run.errors.contains("строки 6, 7: at: подразделения «P9» нет"), "\(run.errors)")
  }

  /// The whole of it as data, and that its numbers agree with each other and with the file of refused rows.
  @Test func isOneJSONDocument() throws {
    let folder = try programme()
    let run = try ingest(folder, ["logs/meetings.csv", "--key", "number", "--json"] + reason)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.output)")
    let files = try #require(report["files"] as? [[String: Any]])
    let journal = try #require(files.last)
    let refused = try #require(journal["refused"] as? [[String: Any]])
    #expect(refused.compactMap { $0["code"] as? String } == ["MZ3211"])
    #expect(refused.first?["lines"] as? [Int] == [6, 7])
    #expect(journal["rows_read"] as? Int == 7 && journal["accepted"] as? Int == 5)
    let became = ["accepted", "unchanged", "corrected"].compactMap { report[$0] as? Int }
    #expect(became == [3, 1, 1], "\(run.output)")
    let kept = try folder.text("logs/meetings.csv.refused.csv").split(separator: "\n").dropFirst()
    #expect(kept.count == report["refused"] as? Int)
    #expect(kept.allSatisfy { $0.contains("MZ3211") })
    let months = try #require(report["completeness"] as? [[String: Any]])
    #expect(months.compactMap { $0["period"] as? String } == ["2026-01", "2026-02"])
    #expect(months[0]["without_events"] as? [String] == ["P2", "P3"] && months[0]["share"] == nil)
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.compactMap { $0["code"] as? String } == ["MZ4045", "MZ4046", "MZ4047", "MZ4048"])
  }

  /// The completeness that the report states is the one that results have.
  @Test func completenessIsThatOfResults() throws {
    let folder = try programme()
    _ = try ingest(folder, ["logs/meetings.csv", "--key", "number"] + reason)
    _ = try ingest(folder, ["--unit", "P1", "--period", "2026-01"] + ["--nil"])
    let last = try ingest(folder, ["--unit", "P3", "--period", "2026-01", "--nil", "--json"])
    let report = try JSONSerialization.jsonObject(with: Data(last.output.utf8)) as? [String: Any]
    let month = try #require((report?["completeness"] as? [[String: Any]])?.first)
    #expect(month["nil"] as? [String] == ["P1", "P3"] && month["not_reported"] as? [String] == ["P2"])
    let run = try CommandRun(["evaluate", "meetings", "--period", "2026-01", "-o", "r.csv"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let rows = try folder.text("r.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let column = try #require(rows[0].firstIndex(of: "completeness"))
    let unit = try #require(rows[0].firstIndex(of: "unit"))
    let district = try #require(rows.first { $0[unit] == "D1" })
    #expect(Double(district[column]) == month["share"] as? Double)
  }

  @Test func namesPublishedReportsThatChange() throws {
    let folder = try programme()
    #expect(try ingest(folder, ["logs/meetings.csv", "--key", "number"] + reason).status == 2)
    for name in ["quarterly", "of_calls"] {
      try folder.write(
        "publications/\(name).meta.json", "{\"report\":\"\(name)\",\"period\":\"2026-Q1\",\"release\":2}")
    }
    try folder.write("publications/old.meta.json", "{\"report\":\"quarterly\",\"period\":\"2025\",\"release\":1}")
    try folder.write("publications/broken.meta.json", "{")
    try folder.write("publications/cut.meta.json", "{\"report\":\"quarterly\",\"release\":3}")
    // A folder in the place of a file cannot be read either.
    try folder.write("publications/folder.meta.json/inside.txt", "")
    let line = "number,held,unit,kind,people,guests\n"
    try folder.write(
      "logs/more.csv", line + "1,2025-12-31T10:00,P1,open,12,a;b;c\n9,2026-01-09T10:00,P1,open,1,\n")
    let run = try ingest(folder, ["logs/more.csv"] + reason)
    // Files that do not say what they are of are named as the programme's folder has them, and the hand-in comes in all the same.
    for name in ["broken", "cut", "folder"].map({ "publications/\($0).meta.json" }) {
      #expect(lines(run).contains { $0.hasPrefix("MZ4060: \(name) does not say") }, "\(run.output)")
    }
    let published = lines(run).filter { $0.contains("MZ4051") }
    #expect(
      published == [
        "MZ4051: report quarterly of 2025 is published, release 1; in its days 0 events are new, 1 corrected, and 0 earlier rows no longer count",
        "MZ4051: report quarterly of 2026-Q1 is published, release 2; in its days 1 events are new, 0 corrected, and 1 earlier rows no longer count",
      ], "\(run.output)")
    try folder.write("logs/gone.csv", line + "9,2026-01-09T10:00,P1,open,1,\n")
    let gone = try ingest(folder, ["logs/gone.csv", "--retract"] + reason)
    #expect(lines(gone).contains { $0.contains("MZ4051") && $0.contains("0 events are new") }, "\(gone.output)")
    let elsewhere = try ingest(folder, ["logs/gone.csv", "--published", "nowhere"] + reason)
    #expect(!elsewhere.output.contains("MZ4051") && !elsewhere.output.contains("MZ4060"))
  }
}
