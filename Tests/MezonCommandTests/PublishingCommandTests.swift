// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `mezon explain`, `mezon appraise` and `mezon publish`, as a user runs them.
struct PublishingCommandTests {
  private static let log = """
    held,unit,by,kind
    2026-01-05,P1,../K1,open
    2026-02-05,P1,../K1+K2,closed
    2026-02-06,P1,../K1,closed

    """

  /// A programme with an appraisal and a report in English and Russian; an officer's code tries to leave the folder.
  private func folder(log: String = Self.log) throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(
      "programme.mezon",
      """
      language 1 keywords en
      programme "Test" { languages en, ru levels district > precinct protect cells below 0 }
      event meeting "Meeting" { held day at unit by list of officer kind one of `open`, closed }
      source journal gives meeting {
        file "logs/meetings.csv"
        held from column "held" at from column "unit" by from column "by" separated by "+" kind from column "kind"
      }
      indicator public_share "Public meetings" {
        looks at meeting counts where kind is `open`
        value share in per cent for unit, officer every half-year better when higher
      }
      appraisal inspector "Appraisal" {
        of officers in post inspector every half-year
        part "Work" weight 100 { public_share weight 100 score 0 -> 0, 100 -> 100 }
        missing no score
        objections within 10 days
      }
      report open_report "Report" { every half-year for precinct section "All" { public_share } }
      """)
    try folder.write("rosters/units.csv", "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n")
    try folder.write(
      "rosters/posts.csv",
      "officer,unit,post,from\n../K1,P1,inspector,2025-01-01\nK2,P1,inspector,2025-01-01\n")
    try folder.write("logs/meetings.csv", log)
    return folder
  }

  private static let appraise = ["appraise", "inspector", "--period", "2026-H1", "-o", "out/own"]
  private static let publish = ["publish", "open_report", "--period", "2026-H1", "-o", "out/own"]

  @Test func appraisalsStayInTheirFolder() throws {
    let folder = try folder()
    let run = try CommandRun(Self.appraise, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let written = folder.files().filter { $0.hasPrefix("out/own/") }
    #expect(
      written == [
        "out/own/K2.html", "out/own/K2.txt", "out/own/summary.xlsx", "out/own/~2E.~2FK1.html", "out/own/~2E.~2FK1.txt",
      ])
    let text = try folder.text("out/own/~2E.~2FK1.txt")
    #expect(text.hasPrefix("*** This appraisal is a trial."))
    #expect(text.contains("100 × 1 / 3 = 33.3 per cent"))
    #expect(!text.contains("K2"))
  }

  /// Every digest of a publication is computed again; the store from which it was made is named.
  @Test func aPublicationIsVerified() throws {
    let folder = try folder()
    #expect(try CommandRun(["ingest", "logs/meetings.csv", "--source", "journal"], in: folder.url).status == 0)
    let published = try CommandRun(Self.publish, in: folder.url)
    #expect(published.status == 0, "\(published.errors)")
    // Later hand-ins do not matter: the store still says what it was.
    try folder.write("logs/more.csv", "held,unit,by,kind\n2026-03-05,P1,K2,open\n")
    let later = try CommandRun(["ingest", "logs/more.csv", "--source", "journal"], in: folder.url)
    #expect(later.status == 0 && later.output.contains("accepted 1"), "\(later.output)")
    let whole = try CommandRun(["verify", "out/own"], in: folder.url)
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(
      whole.output.contains("with hand-in 4, recorded") && whole.output.contains("10 files: nothing differs"),
      "\(whole.output)")
    var bytes = try #require(FileManager.default.contents(atPath: folder.url.path + "/out/own/open_report.csv"))
    bytes[bytes.count - 2] ^= 1
    try folder.write("out/own/open_report.csv", bytes)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out/own/open_report.ru.txt"))
    let differs = try CommandRun(["verify", "out/own/open_report.meta.json", "--messages", "ru"], in: folder.url)
    #expect(differs.status == 1, "\(differs.output)")
    #expect(differs.output.contains("out/own/open_report.csv: содержимое не соответствует дайджесту"))
    #expect(
      differs.output.contains("out/own/open_report.ru.txt: файла нет") && differs.output.contains("расхождений: 2"))
    let data = try CommandRun(["verify", "out/own", "--json"], in: folder.url)
    #expect(data.status == 1 && data.output.contains("{\"file\":\"out/own/open_report.csv\",\"kind\":\"changed\"}"))
    try folder.write("out/own/open_report.meta.json", "{\"files\":{\"../../programme.mezon\":\"00\"},\"data\":\"00\"}")
    let outside = try CommandRun(["verify", "out/own"], in: folder.url)
    #expect(outside.status == 1 && outside.output.contains("missing") && outside.output.contains("not made from this"))
    try folder.write("out/own/open_report.meta.json", "{}")
    #expect(try CommandRun(["verify", "out/own"], in: folder.url).output.contains("no digests"))
  }

  /// One page cannot be written, for a folder stands in its place: then no other file changes or appears.
  @Test(arguments: [("K2.txt", appraise), ("open_report-people.csv", publish)])
  func outputsAppearTogetherOrNotAtAll(taken: String, command: [String]) throws {
    let folder = try folder()
    try folder.write("out/own/\(taken)/note", "a folder")
    try folder.write("out/own/summary.xlsx", "as it was")
    try folder.write("out/own/open_report.xlsx", "as it was")
    let before = folder.files().sorted()
    let run = try CommandRun(command, in: folder.url)
    #expect(run.status == 73)
    #expect(run.errors.contains(taken))
    #expect(folder.files().sorted() == before)
    #expect(try folder.text("out/own/summary.xlsx") == "as it was")
    #expect(try folder.text("out/own/open_report.xlsx") == "as it was")
  }

  @Test func aFolderMadeForNothingIsRemoved() throws {
    let folder = try folder()
    let before = folder.files().sorted()
    try folder.write("plain", "")
    #expect(
      try CommandRun(["appraise", "inspector", "--period", "2026-H1", "-o", "plain/own"], in: folder.url).status == 73)
    #expect(folder.files().sorted() == (before + ["plain"]).sorted())
  }

  @Test func allLanguagesInFoldersOfTheirOwn() throws {
    let folder = try folder()
    let run = try CommandRun(Self.appraise + ["--language", "all"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("out/own/ru/K2.txt").hasPrefix("*** Эта оценка пробная."))
    #expect(folder.exists("out/own/en/summary.xlsx"))
    #expect(try CommandRun(Self.appraise + ["--language", "fr"], in: folder.url).status == 64)
  }

  @Test func oneOfficerAlone() throws {
    let folder = try folder()
    #expect(try CommandRun(Self.appraise + ["--officer", "K2"], in: folder.url).status == 0)
    #expect(folder.files().filter { $0.hasPrefix("out/own/") } == ["out/own/K2.html", "out/own/K2.txt"])
    #expect(try CommandRun(Self.appraise + ["--officer", "K9"], in: folder.url).status == 64)
  }

  /// What an officer's page says does not depend on whose pages are asked for, nor on the files being in a store.
  @Test(arguments: [true, false]) func oneOfficersPageIsThatOfAllOfficers(areLists: Bool) throws {
    let folder = try folder()
    if !areLists {
      let definitions = try folder.text("programme.mezon").replacing("by list of officer", with: "by officer")
      try folder.write("programme.mezon", definitions.replacing(" separated by \"+\"", with: ""))
    }
    let both = areLists ? "K2+../K1" : "K2"
    // Events of one day stand in the order in which they came, whatever their files are called.
    let first = (1...60).map { "2026-0\($0 % 7 + 1)-11,P1,\(["../K1", "K2", both, "K9"][$0 % 4]),open\n" }
    let second = (1...60).map { "2026-0\($0 % 7 + 1)-11,P1,\(["K2", "../K1"][$0 % 2]),closed\n" }
    func handIn(_ rows: [String], named name: String) throws {
      try folder.write("logs/\(name).csv", "held,unit,by,kind\n" + rows.joined())
      let run = try CommandRun(["ingest", "logs/\(name).csv", "--source", "journal"], in: folder.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    try handIn(first, named: "meetings")
    try handIn(second, named: "early")
    try handIn(first.map { $0.replacing("open", with: "closed") }, named: "meetings")
    for day in [[], ["--as-of", "2026-06-30"]] {
      #expect(try CommandRun(Self.appraise + day, in: folder.url).status == 0)
      let alone = [
        "appraise", "inspector", "--period", "2026-H1", "-o", "out/one", "--officer", "K2", "--threads", "2",
      ]
      #expect(try CommandRun(alone + day, in: folder.url).status == 0)
      for file in ["K2.html", "K2.txt"] {
        #expect(try folder.text("out/one/" + file) == folder.text("out/own/" + file))
      }
    }
  }

  @Test func outputsAreDeterministic() throws {
    let folder = try folder()
    var outputs: Set<Data> = []
    for threads in ["1", "2"] {
      #expect(try CommandRun(Self.appraise + ["--threads", threads], in: folder.url).status == 0)
      let names = folder.files().filter { $0.hasPrefix("out/own/") }
      outputs.insert(
        try names.reduce(into: Data()) { $0 += try Data(contentsOf: folder.url.appendingPathComponent($1)) })
    }
    #expect(outputs.count == 1)
  }

  @Test func refusedRowsStayOutOfTheFolder() throws {
    let folder = try folder(log: Self.log + "2026-02-30,P1,K2,open\n")
    #expect(try CommandRun(Self.appraise, in: folder.url).status == 2)
    #expect(folder.exists("out/own.refused.csv"))
    #expect(folder.exists("out/own/summary.xlsx"))
    #expect(!folder.files().contains { $0.hasPrefix("out/own/") && $0.contains("refused") })
  }

  @Test func wrongNameOrPeriodWritesNothing() throws {
    let folder = try folder()
    let period = try CommandRun(["appraise", "inspector", "--period", "2026-Q1", "-o", "out"], in: folder.url)
    #expect(period.status == 64)
    #expect(period.errors.contains("2026-H1"))
    #expect(try CommandRun(["appraise", "inspecter", "--period", "2026-H1", "-o", "out"], in: folder.url).status == 64)
    #expect(try CommandRun(["publish", "nothing", "--period", "2026-H1", "-o", "out"], in: folder.url).status == 64)
    #expect(!folder.exists("out"))
  }

  @Test func ownTemplatesAndWordsComeFirst() throws {
    let folder = try folder()
    try folder.write("templates/appraisal.txt.mustache", "{{trial}} {{officer}} {{#overall}}{{label}}{{/overall}}")
    let words = """
      msgid ""
      msgstr ""
      "Language: en\\n"
      "Content-Type: text/plain; charset=UTF-8\\n"
      "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

      msgid "appraisal.overall"
      msgstr "Sum"

      """
    try folder.write("templates/messages/en.po", words)
    let run = try CommandRun(Self.appraise, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("out/own/K2.txt").hasPrefix("This appraisal is a trial."))
    #expect(try folder.text("out/own/K2.txt").hasSuffix("K2 Sum"))
    try folder.write("templates/appraisal.txt.mustache", "{{no_such_name}}")
    #expect(try CommandRun(Self.appraise, in: folder.url).status == 1)
  }

  @Test func explanationNamesClauseAndEvents() throws {
    let folder = try folder()
    let arguments = ["explain", "public_share", "--period", "2026-H1", "--officer", "../K1"]
    let run = try CommandRun(arguments, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("100 × 1 / 3 = 33.3 per cent"))
    #expect(run.output.contains("programme.mezon, line"))
    #expect(run.output.contains("logs/meetings.csv, line 4"))
    #expect(!run.output.contains("K2"))
    let json = try CommandRun(arguments + ["--json"], in: folder.url)
    let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(document?["numerator"] as? Int == 1)
    #expect((document?["roles"] as? [[String: Any]])?.map { $0["count"] as? Int } == [1, 2])
  }

  @Test func explanationOfAUnit() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["explain", "public_share", "--period", "2026-H1", "--unit", "P1", "--messages", "ru"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Засчитано: 1 событие"))
    #expect(!run.output.contains("K1") && !run.output.contains("K2"))
    #expect(try CommandRun(["explain", "public_share", "--period", "2026-H1"], in: folder.url).status == 64)
    #expect(
      try CommandRun(["explain", "public_share", "--period", "2026-07", "--unit", "P1"], in: folder.url).status == 64)
  }

  @Test func reportInEveryFormatAndLanguage() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["publish", "open_report", "--period", "2026-H1", "-o", "out", "--release", "2"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let endings = ["-people.csv", ".csv", ".html", ".meta.json", ".txt", ".xlsx"]
    let russian = [".ru-people.csv", ".ru.csv", ".ru.html", ".ru.txt", ".ru.xlsx"]
    let expected = (endings + russian).map { "out/open_report" + $0 }
    #expect(folder.files().filter { $0.hasPrefix("out/") } == expected.sorted())
    #expect(try folder.text("out/open_report.meta.json").contains("\"release\": 2"))
    let all = try ["out/open_report.csv", "out/open_report.html", "out/open_report.ru.txt"].map(folder.text).joined()
    #expect(!all.contains("K1") && !all.contains("K2"), "no officer is published")
    #expect(
      try CommandRun(["publish", "open_report", "--period", "2026-H1", "-o", "out", "--release", "0"], in: folder.url)
        .status == 64)
  }

  @Test func referenceSheetAsTextPageAndJSON() throws {
    let folder = try folder()
    let text = try CommandRun(["describe", "public_share", "--language", "ru"], in: folder.url)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.hasPrefix("Public meetings (public_share)"))
    #expect(text.output.contains("== Описание =="))
    #expect(text.output.contains("Источник данных: journal (logs/meetings.csv)"))
    #expect(try CommandRun(["describe", "public_share", "-o", "sheet.html"], in: folder.url).status == 0)
    #expect(try folder.text("sheet.html").contains("<dt>Unit of measure</dt><dd>per cent</dd>"))
    let json = try CommandRun(["describe", "public_share", "--json"], in: folder.url)
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    #expect(try CommandRun(["describe", "public_share", "-o", "sheet.pdf"], in: folder.url).status == 64)
    #expect(try CommandRun(["describe", "nothing"], in: folder.url).status == 64)
  }
}
