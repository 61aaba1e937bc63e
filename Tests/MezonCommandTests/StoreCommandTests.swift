// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `mezon ingest`, `evaluate` from the store, `verify`, `redact` and `rotate-key`, as a user runs them.
struct StoreCommandTests {
  private static let log = """
    number,held,unit,kind,people,guest
    1,2026-01-05T10:00,P1,open,12,Anna Petrova
    2,2026-01-06T10:00,P1,indoor,,Boris Ivanov
    3,2026-02-07T10:00,P1,open,7,anna  petrova

    """

  /// A programme whose meetings have a number of their own and a guest whose name identifies them.
  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme(log: Self.log)
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open` people whole number? guest text? identifying
      }
      source journal gives meeting {
        file "logs/meetings.csv"
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        people from column "people"
        guest from column "guest"
      }
      indicator meetings "Meetings" { looks at meeting value count every month split by kind }
      indicator people "People" { looks at meeting value sum of people every month }
      """)
    return folder
  }

  private func ingest(_ folder: TestFolder, _ arguments: [String] = []) throws -> CommandRun {
    try CommandRun(
      ["ingest", "logs/meetings.csv", "--source", "journal", "--key", "number"] + arguments, in: folder.url)
  }

  private func evaluate(_ folder: TestFolder, _ arguments: [String] = []) throws -> String {
    let run = try CommandRun(
      ["evaluate", "--period", "2026-01..2026-02", "-o", "out/r.csv"] + arguments, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    return try folder.text("out/r.csv")
  }

  @Test func theStoreGivesWhatFilesGive() throws {
    let folder = try programme()
    let fromFiles = try evaluate(folder)
    let run = try ingest(folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("journal: accepted 3, unchanged 0, corrected 0, retracted 0, refused 0"))
    #expect(folder.exists("store/checkpoint"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("logs"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("rosters"))
    #expect(try evaluate(folder) == fromFiles)
    #expect(try folder.text("out/r.csv.meta.json").contains("\"recorded\""))
    let verified = try CommandRun(["verify", "."], in: folder.url)
    #expect(verified.status == 0 && verified.output.contains("nothing differs"), "\(verified.output)")
  }

  /// What a first hand-in that was interrupted leaves is no store yet: figures are computed from files as before.
  @Test func aStoreIntoWhichNothingCameIsNone() throws {
    let folder = try programme()
    let fromFiles = try evaluate(folder)
    #expect(try ingest(folder).status == 0)
    for commit in folder.files().filter({ $0.hasPrefix("store/commits/0") }).sorted().dropFirst() {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent(commit))
    }
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("store/checkpoint"))
    #expect(try evaluate(folder) == fromFiles)
  }

  /// Thousands of made-up events of many types, with lists and child records, some of them wrong on purpose.
  @Test func theSampleMinistryIsTheSameFromItsStore() throws {
    let folder = try TestFolder()
    #expect(
      try CommandRun(["generate", "--seed", "3", "--events", "1500", "--inspectors", "12", "-o", "m"], in: folder.url)
        .status == 0)
    let arguments = ["evaluate", "--programme", "m", "--period", "2025-H2", "-o"]
    _ = try CommandRun(arguments + ["files.csv"], in: folder.url)
    let text = #"source (\w+) gives \w+[^{]*\{[^}]*?file +"([^"]+)""#
    let pattern = try Regex(text, as: (Substring, Substring, Substring).self)
    var count = 0
    for file in folder.files().filter({ $0.hasSuffix(".mezon") }) {
      for match in try folder.text(file).matches(of: pattern) {
        let run = try CommandRun(
          ["ingest", "m/\(match.2)", "--source", String(match.1), "--programme", "m"], in: folder.url)
        #expect(run.status == 0 || run.status == 2, "\(match.1): \(run.errors)")
        count += 1
      }
    }
    #expect(count > 5)
    let run = try CommandRun(arguments + ["store.csv"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("store.csv") == folder.text("files.csv"))
    #expect(try CommandRun(["verify", "m"], in: folder.url).status == 0)
  }

  @Test func correctionsAndTimes() throws {
    let folder = try programme()
    #expect(try ingest(folder).status == 0)
    let again = try ingest(folder)
    #expect(again.status == 0 && again.output.contains("unchanged 3") && again.output.contains("nothing was changed"))
    let before = try evaluate(folder)
    let recorded = try #require(try folder.text("out/r.csv.meta.json").firstMatch(of: /"recorded": "([^"]+)"/)).1

    try folder.write("logs/meetings.csv", Self.log.replacingOccurrences(of: "open,12", with: "open,20"))
    let refused = try ingest(folder)
    #expect(refused.status == 64 && refused.errors.contains("MZ4035"), "\(refused.errors)")
    let tried = try ingest(folder, ["--dry-run", "--by", "head", "--because", "miscounted"])
    #expect(tried.output.contains("corrected 1") && tried.output.contains("tried only"), "\(tried.errors)")
    #expect(try evaluate(folder) == before)
    let corrected = try ingest(folder, ["--by", "head", "--because", "miscounted", "--json"])
    #expect(corrected.output.contains("\"corrected\":1") && corrected.output.contains("\"unchanged\":2"))
    let after = try evaluate(folder)
    #expect(after != before)
    #expect(try evaluate(folder, ["--as-of", String(recorded)]) == before)

    try folder.write(
      "gone.csv", "number,held,unit,kind,people,guest\n2,2026-01-06T10:00,P1,indoor,,\n9,2026-01-06T10:00,P1,indoor,,\n"
    )
    let retracted = try CommandRun(
      ["ingest", "gone.csv", "--source", "journal", "--retract", "--by", "head", "--because", "never held"],
      in: folder.url)
    #expect(retracted.status == 2 && retracted.output.contains("retracted 1"), "\(retracted.errors)")
    #expect(try evaluate(folder) != after)
  }

  @Test func aUnitReportsThatThereWasNothing() throws {
    let folder = try programme()
    #expect(try ingest(folder).status == 0)
    let nothing = try CommandRun(["ingest", "--source", "journal"], in: folder.url)
    #expect(nothing.status == 64 && nothing.errors.contains("MZ4042"))
    let run = try CommandRun(
      ["ingest", "--source", "journal", "--unit", "P1", "--period", "2026-02", "--nil"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    // January has no hand-in any more that would say so.
    let results = try evaluate(folder)
    #expect(results.contains("not_reported"), "\(results)")
    let unknown = try CommandRun(
      ["ingest", "--source", "journal", "--unit", "P9", "--period", "2026-02", "--nil"], in: folder.url)
    #expect(unknown.status == 64 && unknown.errors.contains("P9"))
  }

  @Test func redactionAndKeys() throws {
    let folder = try programme()
    #expect(try ingest(folder).status == 0)
    let before = try evaluate(folder)
    for file in folder.files() where file.hasPrefix("store/") {
      guard let bytes = FileManager.default.contents(atPath: folder.url.appendingPathComponent(file).path) else {
        continue
      }
      #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("petrova"), "\(file)")
    }
    let reason = ["--by", "head", "--because", "asked to"]
    let run = try CommandRun(["redact", "Anna Petrova"] + reason, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let again = try CommandRun(["redact", "Anna Petrova"] + reason, in: folder.url)
    #expect(again.status == 1 && again.errors.contains("MZ4037"))
    #expect(try CommandRun(["rotate-key"] + reason, in: folder.url).status == 0)
    #expect(try evaluate(folder) == before)
    #expect(try CommandRun(["verify", "store"], in: folder.url).status == 0)
    #expect(try evaluate(folder) == before)
  }

  /// Figures are computed from what is whole, or not at all: wherever a segment is changed.
  private func figuresStand(of folder: TestFolder, _ segment: String) throws {
    let url = folder.url.appendingPathComponent(segment)
    let broken = try Data(contentsOf: url)
    var whole = broken
    whole[20] ^= 4
    try folder.write(segment, whole)
    let expected = try evaluate(folder)
    var refused = 0
    for place in stride(from: 9, to: whole.count, by: max(1, whole.count / 20)) {
      var bytes = whole
      bytes[place] ^= 4
      try folder.write(segment, bytes)
      let run = try CommandRun(["evaluate", "--period", "2026-01..2026-02", "-o", "out/r.csv"], in: folder.url)
      if run.status == 1 {
        #expect(run.errors.contains("MZ4031"), "\(place): \(run.errors)")
        refused += 1
      } else {
        #expect(try run.status == 0 && folder.text("out/r.csv") == expected, "\(place)")
      }
    }
    #expect(refused > 5)
    try folder.write(segment, broken)
  }

  @Test func damageAndRollBackAreFound() throws {
    let folder = try programme()
    let none = try CommandRun(["verify", "."], in: folder.url)
    #expect(none.status == 66 && none.errors.contains("MZ4030"), "\(none.errors)")
    #expect(try ingest(folder).status == 0)
    try folder.write("kept", Data(try folder.text("store/checkpoint").utf8))
    let held = try CommandRun(["verify", ".", "--checkpoint", "kept"], in: folder.url)
    #expect(held.status == 0, "\(held.output)")
    let bad = try CommandRun(["verify", ".", "--checkpoint", "definitions.mezon"], in: folder.url)
    #expect(bad.status == 65 && bad.errors.contains("MZ4039"))
    let proof = try CommandRun(["verify", ".", "--prove", "3"], in: folder.url)
    #expect(proof.status == 0 && proof.output.contains("\"inclusion\":["), "\(proof.errors)")
    #expect(try CommandRun(["verify", ".", "--prove", "99"], in: folder.url).errors.contains("MZ4041"))

    let segment = try #require(folder.files().last { $0.hasSuffix(".seg") })
    var bytes = try #require(FileManager.default.contents(atPath: folder.url.appendingPathComponent(segment).path))
    bytes[20] ^= 4
    try folder.write(segment, bytes)
    let found = try CommandRun(["verify", ".", "--messages", "ru"], in: folder.url)
    #expect(found.status == 1 && found.output.contains("запись") && found.output.contains(segment), "\(found.output)")
    #expect(try CommandRun(["verify", ".", "--json"], in: folder.url).output.contains("\"kind\":\"changed\""))
    try figuresStand(of: folder, segment)

    let commits = folder.files().filter { $0.hasPrefix("store/commits/0") }
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent(try #require(commits.last)))
    let rolledBack = try CommandRun(["verify", ".", "--checkpoint", "kept"], in: folder.url)
    #expect(rolledBack.status == 1 && rolledBack.output.contains("continuation"), "\(rolledBack.output)")
    let ingested = try ingest(folder)
    #expect(ingested.status == 1 && ingested.errors.contains("MZ4031"), "\(ingested.errors)")
  }

  /// A disk that takes only files up to a size: the hand-in is in or out, and it is said what happened.
  @Test func aFullDiskLeavesTheStoreAsItWas() throws {
    let folder = try programme()
    #expect(try ingest(folder).status == 0)
    let before = try evaluate(folder)
    let rows = (10..<900).map {
      "\($0),2026-01-\(10 + $0 % 20)T10:\(10 + $0 % 50),P1,open,\($0 * 7919 % 1000),guest \($0)\n"
    }
    try folder.write("logs/more.csv", "number,held,unit,kind,people,guest\n" + rows.joined() + "x,,,,,\n")
    func content() throws -> [String: Data] {
      var content: [String: Data] = [:]
      for file in folder.files() {
        content[file] = FileManager.default.contents(atPath: folder.url.appendingPathComponent(file).path)
      }
      return content
    }
    let held = try content()
    for kilobytes in [1, 2, 8] {
      let run = try CommandRun(
        ["ingest", "logs/more.csv", "--source", "journal"], in: folder.url, mostFileKilobytes: kilobytes)
      #expect(run.status == 73, "\(kilobytes): \(run.status) \(run.errors)")
      #expect(run.errors.contains("MZ4033") || run.errors.contains("MZ4003"), "\(run.errors)")
      #expect(run.errors.contains("the file would be larger than is allowed"), "\(run.errors)")
      #expect(!run.output.contains("hand-in"))
      let now = try content()
      #expect(now == held, "\(kilobytes): \(Set(now.keys).symmetricDifference(held.keys))")
    }
    #expect(try CommandRun(["verify", "."], in: folder.url).status == 0)
    #expect(try evaluate(folder) == before)
    let run = try CommandRun(["ingest", "logs/more.csv", "--source", "journal"], in: folder.url)
    #expect(run.status == 2 && run.output.contains("accepted 890"), "\(run.output)")
    #expect(folder.exists("logs/more.csv.refused.csv"))
  }

  /// What is needed to take another hand-in's place is told before the file is looked at; where only the rows tell that who and why is
  /// needed, neither they nor rosters that have changed are in.
  @Test func whoAndWhyIsAskedForBeforeAnythingIsIn() throws {
    let folder = try programme()
    #expect(try ingest(folder, ["--key", "number"]).status == 0)
    let commits = folder.files().filter { $0.hasPrefix("store/commits/") }.count
    let replaced = try CommandRun(
      ["ingest", "logs/none.csv", "--source", "journal", "--replaces", String(commits)], in: folder.url)
    #expect(replaced.status == 64 && replaced.errors.contains("MZ4035"), "\(replaced.errors)")
    let unknown = try CommandRun(
      ["ingest", "logs/none.csv", "--source", "journal", "--replaces", "99"], in: folder.url)
    #expect(unknown.status == 64 && unknown.errors.contains("MZ4036"), "\(unknown.errors)")
    try folder.write("logs/meetings.csv", Self.log.replacingOccurrences(of: "open,12", with: "open,20"))
    try folder.write("rosters/units.csv", folder.text("rosters/units.csv") + "P77,Precinct,precinct,D1,,\n")
    let corrected = try ingest(folder, [])
    #expect(corrected.status == 64 && corrected.errors.contains("MZ4035"), "\(corrected.errors)")
    #expect(folder.files().filter { $0.hasPrefix("store/commits/") }.count == commits, "no roster is in")
  }

  /// Where a log has no single number, its source says which fields tell events apart.
  @Test func theSourceTellsEventsApart() throws {
    let folder = try programme()
    let definitions = try folder.text("definitions.mezon")
    try folder.write(
      "definitions.mezon",
      definitions.replacingOccurrences(
        of: "file \"logs/meetings.csv\"", with: "file \"logs/meetings.csv\"\n  tells events apart by held, at"))
    let arguments = ["ingest", "logs/meetings.csv", "--source", "journal"]
    #expect(try CommandRun(arguments, in: folder.url).status == 0)
    try folder.write(
      "logs/meetings.csv",
      Self.log.replacingOccurrences(of: "open,12", with: "open,20") + "4,2026-01-05T10:00,D1,open,1,\n")
    let contradicted = try CommandRun(arguments + ["--key", "number"], in: folder.url)
    #expect(contradicted.status == 64 && contradicted.errors.contains("MZ4056"), "\(contradicted.errors)")
    let same = try CommandRun(
      arguments + ["--key", "held", "--key", "at", "--by", "head", "--because", "miscounted"], in: folder.url)
    #expect(same.output.contains("accepted 1, unchanged 2, corrected 1"), "\(same.output)\(same.errors)")
  }

  /// What a source may not name as telling events apart, --key may not either.
  @Test func aKeyIsOfPlainFieldsThatIdentifyNobody() throws {
    let folder = try programme()
    let definitions = try folder.text("definitions.mezon")
    try folder.write(
      "definitions.mezon",
      definitions.replacingOccurrences(
        of: "guest text? identifying", with: "guest text? identifying topics list of text?"
      )
      .replacingOccurrences(
        of: "guest from column \"guest\"",
        with: "guest from column \"guest\"\n  topics from column \"kind\" separated by \";\""))
    for field in ["guest", "topics"] {
      let run = try ingest(folder, ["--key", field])
      #expect(run.status == 64 && run.errors.contains("MZ4053") && run.errors.contains("\"\(field)\""), "\(run.errors)")
    }
    #expect(!folder.exists("store"))
    #expect(try ingest(folder, ["--key", "held"]).status == 0)
  }

  @Test func aDatabaseThatIsNotThere() throws {
    let folder = try programme()
    let address = "postgresql://secret@127.0.0.1:1/nothing?connect_timeout=2#journal"
    let run = try CommandRun(["ingest", address, "--source", "journal"], in: folder.url)
    #expect(run.status == 74 && run.errors.contains("journal.csv"), "\(run.errors)")
    #expect(!run.errors.contains("secret@") && !folder.exists("store"))
  }

  @Test func wrongUse() throws {
    let folder = try programme()
    let source = try CommandRun(["ingest", "logs/meetings.csv", "--source", "journals"], in: folder.url)
    #expect(source.status == 64 && source.errors.contains("journal"))
    let key = try CommandRun(["ingest", "logs/meetings.csv", "--source", "journal", "--key", "nr"], in: folder.url)
    #expect(key.status == 64 && key.errors.contains("nr"))
    // What could tell events apart is named: not the guest, who is a person.
    #expect(
      key.errors.contains("number") && key.errors.contains("held") && !key.errors.contains("guest"), "\(key.errors)")
    let missing = try CommandRun(["ingest", "none.csv", "--source", "journal"], in: folder.url)
    #expect(missing.status == 66)
    #expect(!folder.exists("store"))
    let redacted = try CommandRun(["redact", "x", "--by", "a", "--because", "b"], in: folder.url)
    #expect(redacted.status == 66 && redacted.errors.contains("MZ4030"))
    #expect(try ingest(folder).status == 0)
    let replaced = try ingest(folder, ["--replaces", "77", "--by", "a", "--because", "b"])
    #expect(replaced.status == 64 && replaced.errors.contains("MZ4036"), "\(replaced.errors)")
    try folder.write("rosters/posts.csv", Data([0x6F, 0xFF, 0x0A]))
    let roster = try ingest(folder)
    #expect(roster.status == 65 && roster.errors.contains("MZ4040"), "\(roster.errors)")
  }

  @Test func anEventTypeThatWasNeverHandedIn() throws {
    let folder = try programme()
    #expect(try ingest(folder).status == 0)
    try folder.write(
      "more.mezon",
      """
      language 1 keywords en
      event call "Call" { came time at unit }
      indicator calls "Calls" { looks at call value count every month }
      """)
    let run = try CommandRun(["evaluate", "calls", "--period", "2026-01"], in: folder.url)
    #expect(run.status == 66 && run.errors.contains("MZ4038"), "\(run.errors)")
  }
}
