// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonPublishing
import MezonTestSupport
import Testing

@testable import mezon

/// `mezon appraise --keep`, as a user runs it: the pages are those of a run that keeps nothing, whatever became of the store and the folder.
struct AppraiseKeepTests {
  private static let log = """
    number,held,unit,by,kind
    1,2026-01-05,P1,K1,open
    2,2026-02-05,P1,K1+K2,closed
    3,2026-02-06,P1,K2,closed

    """

  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(
      "programme.mezon",
      """
      language 1 keywords en
      programme "Test" { languages en, ru levels district > precinct protect cells below 0 }
      event meeting "Meeting" {
        number whole number held day at unit by list of officer kind one of `open`, closed
      }
      source journal gives meeting {
        file "logs/meetings.csv"
        number from column "number" held from column "held" at from column "unit"
        by from column "by" separated by "+" kind from column "kind"
      }
      indicator public_share "Public meetings" {
        looks at meeting counts where kind is `open`
        value share in per cent for unit, officer every half-year better when higher
        accepts risk MZ2517 because "made up"
      }
      appraisal inspector "Appraisal" {
        of officers in post inspector every half-year
        part "Work" weight 100 { public_share weight 100 score 0 -> 0, 100 -> 100 }
        missing no score
      }
      """)
    try folder.write("rosters/units.csv", "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n")
    try folder.write(
      "rosters/posts.csv",
      "officer,unit,post,from\nK1,P1,inspector,2025-01-01\nK2,P1,inspector,2025-01-01\nK3,P1,head,2025-01-01\n")
    try folder.write("logs/meetings.csv", Self.log)
    try ingest(folder)
    return folder
  }

  private func ingest(_ folder: TestFolder, _ arguments: [String] = []) throws {
    let run = try CommandRun(
      ["ingest", "logs/meetings.csv", "--source", "journal", "--key", "number", "--by", "A", "--because", "B"]
        + arguments, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
  }

  private func add(_ row: String, to folder: TestFolder, _ arguments: [String] = []) throws {
    try folder.write("logs/meetings.csv", "number,held,unit,by,kind\n" + row + "\n")
    try ingest(folder, arguments)
  }

  private static let appraise = ["appraise", "inspector", "--period", "2026-H1", "--language", "all"]

  /// Compares an officer's pages with those of a run that keeps nothing, and returns what is said of the events.
  @discardableResult
  private func compare(_ folder: TestFolder, of officer: String = "K2", _ arguments: [String] = []) throws -> String {
    let command = Self.appraise + ["--officer", officer] + arguments
    let plain = try CommandRun(command + ["-o", "out/plain"], in: folder.url)
    #expect(plain.status == 0, "\(plain.errors)")
    let run = try CommandRun(command + ["--keep", "kept", "-o", "out/kept"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    for page in ["en/\(officer).html", "en/\(officer).txt", "ru/\(officer).html", "ru/\(officer).txt"] {
      #expect(try folder.text("out/kept/" + page) == folder.text("out/plain/" + page), "\(page)")
    }
    #expect(run.output.replacing("out/kept", with: "out/plain") == plain.output)
    let said = run.errors.firstMatch(of: #/(\d+) of (\d+) events/#).map { "\($0.1) of \($0.2)" } ?? "nothing kept"
    return said + (run.errors.contains("warning MZ4066") ? ", broken" : "")
  }

  @Test func laterPagesAreThoseOfARunThatKeepsNothing() throws {
    let folder = try programme()
    #expect(try compare(folder) == "3 of 3")
    for officer in ["K1", "K2"] { #expect(try compare(folder, of: officer) == "0 of 3") }
    // Another last day is another request, which has a file of its own.
    #expect(try compare(folder, ["--as-of", "2026-02-05"]) == "3 of 3")
    #expect(try compare(folder, ["--as-of", "2026-02-05", "--threads", "2"]) == "0 of 3")
    #expect(try compare(folder) == "0 of 3")
    // A run for all officers keeps too.
    try add("4,2026-03-05,P1,K1,open", to: folder)
    let all = try CommandRun(Self.appraise + ["--keep", "kept", "-o", "out/all"], in: folder.url)
    #expect(all.status == 0 && folder.exists("out/all/en/summary.xlsx"), "\(all.errors)")
    #expect(try compare(folder, of: "K1") == "0 of 4")
    #expect(try folder.text("out/all/ru/K1.txt") == folder.text("out/kept/ru/K1.txt"))
    for officer in ["K3", "K9"] {
      let run = try CommandRun(
        Self.appraise + ["--officer", officer, "--keep", "kept", "-o", "out/none"], in: folder.url)
      #expect(run.status == 64 && !folder.exists("out/none"))
    }
  }

  @Test func whatAPageDependsOnMakesItAnew() throws {
    let folder = try programme()
    try compare(folder)
    try add("2,2026-02-05,P1,K1+K2,open", to: folder)
    #expect(try compare(folder) == "3 of 3")
    try add("3,2026-02-06,P1,K2,closed", to: folder, ["--retract"])
    #expect(try compare(folder) == "2 of 2")
    try folder.write("rosters/posts.csv", try folder.text("rosters/posts.csv").replacing("head", with: "inspector"))
    try add("7,2026-04-05,P1,K3,open", to: folder)
    #expect(try compare(folder, of: "K3") == "3 of 3")
    // A comment moves the clauses to other lines, which the pages name.
    try folder.write("programme.mezon", "# first\n" + (try folder.text("programme.mezon")))
    #expect(try compare(folder) == "3 of 3")
    #expect(try compare(folder) == "0 of 3")
    try folder.write(
      "templates/messages/en.po",
      """
      msgid ""
      msgstr ""
      "Content-Type: text/plain; charset=UTF-8\\n"
      "Language: en\\n"
      "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

      msgid "appraisal.trial"
      msgstr "Only a trial."

      """)
    #expect(try compare(folder) == "3 of 3")
    #expect(try folder.text("out/kept/en/K2.txt").contains("Only a trial."))
    // A layout is no part of what is kept.
    try folder.write("templates/appraisal.txt.mustache", "{{title}}: {{officer}}\n")
    #expect(try compare(folder) == "0 of 3")
    #expect(try folder.text("out/kept/en/K2.txt") == "Appraisal: K2\n")
  }

  /// Whatever became of the file: it is told, and made anew.
  @Test func whatIsBrokenIsMadeAnew() throws {
    let folder = try programme()
    try compare(folder)
    let file = try #require(folder.files().first { $0.hasSuffix(".pages") })
    let url = folder.url.appendingPathComponent(file)
    let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    var bytes = Array(try Data(contentsOf: url))
    var random = SeededGenerator(seed: 1)
    for _ in 0..<12 {
      var broken = bytes
      // The texts of K2, whose page is asked for, are the last.
      let place = Int.random(in: bytes.count - 900..<bytes.count, using: &random)
      broken[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      try Data(broken).write(to: url)
      #expect(try compare(folder) == "3 of 3, broken")
      #expect(try compare(folder) == "0 of 3")
      bytes = Array(try Data(contentsOf: url))
    }
    for length in [0, 7, 20, 200, bytes.count - 1] {
      try Data(bytes.prefix(length)).write(to: url)
      #expect(try compare(folder) == "3 of 3, broken")
    }
    // One who has no key of this store makes a file of his own, of the same name.
    let other = try programme()
    try add("3,2026-02-06,P1,K2,open", to: other)
    try compare(other)
    let forged = try #require(other.files().first { $0.hasSuffix(".pages") })
    try FileManager.default.removeItem(at: url)
    try FileManager.default.copyItem(at: other.url.appendingPathComponent(forged), to: url)
    #expect(try compare(folder) == "3 of 3, broken")
    #expect(try compare(folder) == "0 of 3")
  }

  /// After the store's key has been changed nothing is told as forged, and what was kept under the one before is gone.
  @Test func anotherKeyOfTheStoreIsNoForgery() throws {
    let folder = try programme()
    try compare(folder)
    let before = folder.files().filter { $0.hasSuffix(".pages") }
    let rotated = try CommandRun(["rotate-key", "--by", "tests", "--because", "it is time"], in: folder.url)
    #expect(rotated.status == 0, "\(rotated.errors)")
    #expect(try compare(folder) == "3 of 3")
    #expect(try compare(folder) == "0 of 3")
    let after = folder.files().filter { $0.hasSuffix(".pages") }
    #expect(before.count == 1 && after.count == 1 && before != after)
  }

  @Test func whatIsSaidOfRowsIsSaidInEveryRun() throws {
    let folder = try programme()
    try folder.write(
      "rosters/posts.csv", try folder.text("rosters/posts.csv") + "K4,P9,inspector,2025-01-01\n")
    try folder.write("logs/meetings.csv", "number,held,unit,by,kind\n5,2026-03-05,P1,K2,open\n")
    let handedIn = try CommandRun(
      ["ingest", "logs/meetings.csv", "--source", "journal", "--key", "number"], in: folder.url)
    #expect(handedIn.status == 2, "\(handedIn.errors)")
    let command = Self.appraise + ["--officer", "K2", "--keep", "kept", "-o", "out/kept"]
    for _ in 0..<2 {
      let run = try CommandRun(command, in: folder.url)
      #expect(run.status == 2 && run.errors.contains("note MZ4063"), "\(run.errors)")
    }
  }

  @Test func itIsForAStore() throws {
    let folder = try programme()
    let run = try CommandRun(
      Self.appraise + ["--keep", "kept", "--from", "journal=logs/meetings.csv", "-o", "out"], in: folder.url)
    #expect(run.status == 64 && run.errors.contains("MZ4062") && !folder.exists("out"), "\(run.errors)")
  }

  @Test func aFolderThatCannotBeWrittenLeavesNoPages() throws {
    let folder = try programme()
    try folder.write("kept", "a file")
    let run = try CommandRun(Self.appraise + ["--keep", "kept", "-o", "out"], in: folder.url)
    #expect(run.status == 73 && run.errors.contains("kept") && !folder.exists("out"), "\(run.errors)")
  }

  /// On a full disk there are no pages, what was kept before stays as it was, and nothing half written is left.
  @Test func aFullDiskLeavesWhatWasKept() throws {
    let folder = try programme()
    try compare(folder)
    let before = try kept(folder)
    let rows = (4..<900).map { "\($0),2026-03-05,P1,K1,open\n" }.joined()
    try add(rows, to: folder)
    let command = Self.appraise + ["--officer", "K2", "--keep", "kept", "-o", "out/full"]
    let run = try CommandRun(command, in: folder.url, mostFileKilobytes: 16)
    #expect(run.status == 73 && run.errors.contains("kept/") && !folder.exists("out/full"), "\(run.errors)")
    #expect(try kept(folder) == before)
    // What a run that was killed has left is removed when it is old, and by nobody before.
    let name = try #require(before.keys.first)
    for age in [10.0, 7200] {
      let left = folder.url.appendingPathComponent("\(name).\(Int(age)).tmp")
      try Data("left".utf8).write(to: left)
      try FileManager.default.setAttributes([.modificationDate: Date() - age], ofItemAtPath: left.path)
    }
    #expect(try compare(folder) == "899 of 899")
    #expect(Set(try kept(folder).keys) == [name, "\(name).10.tmp"])
  }

  /// The files of the folder with what is in them.
  private func kept(_ folder: TestFolder) throws -> [String: String] {
    var found: [String: String] = [:]
    for file in folder.files() where file.hasPrefix("kept/") {
      found[file] = try Data(contentsOf: folder.url.appendingPathComponent(file)).base64EncodedString()
    }
    return found
  }

  /// Bytes that are no content are read as none, without a crash.
  @Test func anyBytesAreRead() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        Bool.random(using: &random) ? 0 : UInt8.random(in: 0...6, using: &random)
      }
      var reader = PackedReader(bytes)
      // No language has such a name.
      let content = AppraisalContent(&reader)
      #expect(content == nil, "\(bytes)")
    }
  }
}
