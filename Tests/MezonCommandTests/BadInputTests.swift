// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Bad input ends in a message that says what, where, why and how to mend it, the exit status of the contract, and no half-written output.
struct BadInputTests {
  private static let evaluate = ["evaluate", "--period", "2026-01", "-o", "results.csv"]

  /// A log with a fault in its second row: what the message must name, and on which line.
  struct FaultyLog: Sendable, CustomTestStringConvertible {
    let name: String
    let log: String
    let message: String
    let line: Int
    var testDescription: String { name }
  }

  private static let good = "held,unit,kind,people\n2026-01-05T10:00,P1,open,12\n"

  static let faultyRows: [FaultyLog] = [
    FaultyLog(
      name: "a value outside its enumeration", log: good + "2026-01-06T10:00,P1,opne,3\n", message: "opne", line: 3),
    FaultyLog(name: "an impossible date", log: good + "2026-02-30T10:00,P1,open,3\n", message: "2026-02-30", line: 3),
    FaultyLog(name: "an unknown unit", log: good + "2026-01-06T10:00,P9,open,3\n", message: "P9", line: 3),
    FaultyLog(name: "a number that is none", log: good + "2026-01-06T10:00,P1,open,many\n", message: "many", line: 3),
    FaultyLog(name: "a missing time", log: good + ",P1,open,3\n", message: "held", line: 3),
    FaultyLog(name: "too few fields", log: good + "2026-01-06T10:00,P1\n", message: "", line: 3),
    FaultyLog(name: "an unclosed quote", log: good + "2026-01-06T10:00,\"P1,open,3\n", message: "", line: 3),
  ]

  @Test(arguments: faultyRows) func rowIsRefusedAndKept(_ fault: FaultyLog) throws {
    let folder = try TestFolder()
    try folder.writeProgramme(log: fault.log)
    let run = try CommandRun(Self.evaluate, in: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    let refused = try folder.text("results.csv.refused.csv").split(separator: "\n")
    #expect(refused.count >= 2)
    #expect(
      refused.dropFirst().contains {
        $0.contains(",\(fault.line),") && (fault.message.isEmpty || $0.contains(fault.message))
      }, "\(refused)")
    let results = try folder.text("results.csv")
    #expect(results.contains("meetings,undated-"))
    #expect(results.contains(",P1,precinct,,,1,,value,"), "\(results)")
  }

  @Test func brokenByteIsRefused() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "logs/meetings.csv",
      Data(Self.good.utf8) + Data("2026-01-06T10:00,P".utf8) + Data([0xFF]) + Data(",open,3\n".utf8))
    let run = try CommandRun(Self.evaluate, in: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    #expect(try folder.text("results.csv.refused.csv").contains(",3,"))
  }

  @Test func missingColumnIsNamedWithTheNearest() throws {
    let folder = try TestFolder()
    try folder.writeProgramme(log: "heldd,unit,kind,people\n2026-01-05T10:00,P1,open,12\n")
    let run = try CommandRun(Self.evaluate, in: folder.url)
    #expect(run.status == 65)
    #expect(run.errors.contains("\"held\"") && run.errors.contains("heldd"))
    #expect(run.errors.contains("definitions.mezon:5:"))
    #expect(!folder.exists("results.csv"))
  }

  @Test func emptyFileIsNotUnderstood() throws {
    let folder = try TestFolder()
    try folder.writeProgramme(log: "")
    let run = try CommandRun(Self.evaluate, in: folder.url)
    #expect(run.status == 65)
    #expect(run.errors.contains("meetings.csv"))
    #expect(!folder.exists("results.csv"))
  }

  @Test func wrongDefinitionSaysWhereAndHow() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "wrong.mezon", "language 1 keywords en\nindicator x \"X\" { looks at meting value count every month }\n")
    let run = try CommandRun(["check"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("wrong.mezon:2:28: error MZ2001"))
    #expect(run.errors.contains("did you mean \"meeting\"?"))
    #expect(run.errors.contains("= mend:"))
    let evaluated = try CommandRun(Self.evaluate, in: folder.url)
    #expect(evaluated.status == 1)
    #expect(!folder.exists("results.csv"))
  }

  @Test func russianMessages() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write("wrong.mezon", "language 1 keywords en\nindicator x \"X\" { looks at meting value count }\n")
    let run = try CommandRun(["check", "--messages", "ru"], in: folder.url)
    #expect(run.errors.contains("ошибка MZ2001") && run.errors.contains("исправить"))
  }

  @Test func missingFileAndFolder() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let missing = try CommandRun(Self.evaluate + ["--from", "journal=nowhere.csv"], in: folder.url)
    #expect(missing.status == 66)
    #expect(missing.errors.contains("nowhere.csv"))
    let directory = try CommandRun(Self.evaluate + ["--from", "journal=logs"], in: folder.url)
    #expect(directory.status == 74)
    #expect(directory.errors.contains("logs"))
    #expect(!folder.exists("results.csv"))
  }

  @Test func wrongUsage() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    #expect(try CommandRun(["evaluate", "--period", "2026-13"], in: folder.url).status == 64)
    #expect(try CommandRun(["evaluate", "--period", "2026-01", "meetigns"], in: folder.url).status == 64)
    #expect(try CommandRun(["evaluate", "--period", "2026-01", "--from", "journal"], in: folder.url).status == 64)
    #expect(try CommandRun(["frobnicate"], in: folder.url).status == 64)
  }

  @Test func fullDiskLeavesWhatStoodThere() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let full = try CommandRun(["evaluate", "--period", "2026-01", "-o", "/dev/full"], in: folder.url)
    #expect(full.status == 73)
    #expect(full.errors.contains("/dev/full"))
    try folder.write("plain", "")
    let below = try CommandRun(["evaluate", "--period", "2026-01", "-o", "plain/results.csv"], in: folder.url)
    #expect(below.status == 73)
    #expect(try folder.text("plain") == "")
  }

  @Test func interruptLeavesWhatStoodThere() throws {
    let folder = try TestFolder()
    let rows = (0..<400_000).map { "2026-01-\(10 + $0 % 20)T10:00,P1,open,\($0 % 50)\n" }.joined()
    try folder.writeProgramme(log: "held,unit,kind,people\n" + rows)
    try folder.write("results.csv", "as it was")
    let run = try CommandRun(Self.evaluate, in: folder.url, interruptedAfter: 0.5)
    #expect(run.status == 130)
    #expect(try folder.text("results.csv") == "as it was")
    #expect(!folder.files().contains { $0.hasSuffix(".part") || $0.hasSuffix("meta.json") })
  }

  @Test func outputsAreDeterministic() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    var outputs: Set<String> = []
    for threads in ["1", "2", "4"] {
      let run = try CommandRun(Self.evaluate + ["--threads", threads], in: folder.url)
      #expect(run.status == 0, "\(run.errors)")
      outputs.insert(try folder.text("results.csv") + folder.text("results.csv.meta.json"))
    }
    #expect(outputs.count == 1)
    #expect(!folder.files().contains { $0.hasSuffix(".part") })
  }
}
