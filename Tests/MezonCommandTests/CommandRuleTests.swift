// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonStore
import MezonTestSupport
import Testing

@testable import mezon

/// Each rule of the command is broken once as a user breaks it: the code is said, with a place or a name, and the status is that of the contract.
@Suite("What a command says when it cannot go on")
struct CommandRuleTests {
  /// A command, what its message must hold, and how it ends.
  struct Failing: Sendable, CustomTestStringConvertible {
    let code: String
    let arguments: [String]
    let status: Int32
    let named: String

    init(_ code: String, _ status: Int32, _ arguments: [String], names named: String) {
      (self.code, self.status, self.arguments, self.named) = (code, status, arguments, named)
    }

    var testDescription: String { "\(code): mezon \(arguments.joined(separator: " "))" }
  }

  private static let january = ["--period", "2026-01"]

  static let failing = [
    Failing("MZ4002", 74, ["evaluate"] + january + ["--from", "journal=logs"], names: "logs"),
    Failing("MZ4003", 73, ["evaluate"] + january + ["-o", "/dev/full"], names: "/dev/full"),
    Failing("MZ4003", 73, ["evaluate"] + january + ["-o", "definitions.mezon/r.csv"], names: "definitions.mezon"),
    Failing("MZ4004", 66, ["evaluate"] + january + ["--programme", "logs"], names: "logs"),
    Failing("MZ4005", 64, ["evaluate", "--period", "2026-13"], names: "2026-13"),
    Failing("MZ4006", 64, ["evaluate", "meetigns"] + january, names: "meetings"),
    Failing("MZ4006", 64, ["explain", "meetings", "--unit", "P9"] + january, names: "P1"),
    Failing("MZ4007", 64, ["evaluate"] + january + ["--as-of", "2026-02-30"], names: "2026-02-30"),
    Failing("MZ4008", 64, ["evaluate"] + january + ["--from", "journal"], names: "journal"),
    Failing("MZ4010", 73, ["new", "logs"], names: "logs"),
    Failing("MZ4011", 64, ["evaluate"] + january + ["--organisation", "today"], names: "as-was"),
    Failing("MZ4011", 64, ["describe", "meetings", "-o", "meetings.pdf"], names: "meetings.html"),
    Failing("MZ4012", 66, ["check", "logs"], names: "logs"),
    Failing("MZ4014", 64, ["generate", "-o", "made", "--inspectors", "0"], names: "--inspectors"),
    Failing("MZ4015", 64, ["explain", "meetings", "--period", "2026-Q1", "--unit", "P1"], names: "2026-01"),
    Failing("MZ4016", 64, ["explain", "meetings", "--officer", "O9"] + january, names: "O9"),
    Failing("MZ4017", 64, ["explain", "meetings"] + january, names: "--unit"),
    Failing("MZ4017", 64, ["explain", "meetings", "--unit", "P1", "--officer", "O1"] + january, names: "--officer"),
    Failing("MZ4018", 64, ["explain", "meetings", "--unit", "P1", "--split", "kind"] + january, names: "kind"),
    Failing("MZ3030", 74, ["evaluate"] + january + ["--from", "journal=postgresql://h/d"], names: "SCHEMA.TABLE"),
  ]

  @Test(arguments: failing) func isSaid(_ failing: Failing) throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let before = folder.files()
    let run = try CommandRun(failing.arguments, in: folder.url)
    #expect(run.status == failing.status)
    #expect(run.errors.contains("error \(failing.code): "), "\(run.errors)")
    #expect(run.errors.contains(failing.named), "\(run.errors)")
    #expect(run.errors.contains("= mend:"), "\(run.errors)")
    #expect(folder.files() == before)
    let russian = try CommandRun(failing.arguments + ["--messages", "ru"], in: folder.url)
    #expect(russian.errors.contains("ошибка \(failing.code): "), "\(russian.errors)")
    #expect(russian.errors.contains("= исправить:"), "\(russian.errors)")
  }

  @Test("MZ4009: a source whose file is not there")
  func sourceWithoutFile() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("logs/meetings.csv"))
    let run = try CommandRun(["evaluate"] + Self.january, in: folder.url)
    #expect(run.status == 66 && run.errors.contains("error MZ4009: source \"journal\""), "\(run.errors)")
  }

  @Test("MZ4013: MEZON_HOME names a folder without the shipped files")
  func noShippedFiles() throws {
    let folder = try TestFolder()
    let run = try CommandRun(["new", "mine"], in: folder.url, environment: ["MEZON_HOME": folder.url.path])
    #expect(run.status == 66 && run.errors.contains("MZ4013"), "\(run.errors)")
    #expect(folder.files() == [])
  }

  /// A limit on the size of files takes the place of a full disk: the first file that reaches it is the workbook.
  @Test("MZ4019: the disk is full before the workbook is whole")
  func workbookOnAFullDisk() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "report.mezon",
      """
      language 1 keywords en
      report monthly "Monthly" { every month for district section "Meetings" { meetings } }
      """)
    let before = folder.files()
    let command = ["publish", "monthly"] + Self.january + ["-o", "out"]
    let run = try CommandRun(command, in: folder.url, mostFileKilobytes: 4)
    #expect(run.status == 73 && run.errors.contains("MZ4019"), "\(run.errors)")
    #expect(folder.files() == before)
    #expect(try CommandRun(command, in: folder.url).status == 0)
  }

  private func ingest(_ folder: TestFolder) throws -> CommandRun {
    try CommandRun(["ingest", "logs/meetings.csv", "--source", "journal"], in: folder.url)
  }

  @Test("MZ4032: somebody else is writing to the store")
  func storeIsLocked() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    #expect(try ingest(folder).status == 0)
    let lock = try #require(try PosixFileLayer().lock(folder.url.appendingPathComponent("store/lock").path))
    let run = try withExtendedLifetime(lock) { try ingest(folder) }
    #expect(run.status == 73 && run.errors.contains("MZ4032"), "\(run.errors)")
  }

  /// A store that somebody writes to is told of before the files are looked at.
  @Test func aLockedStoreIsToldFirst() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    #expect(try ingest(folder).status == 0)
    let lock = try #require(try PosixFileLayer().lock(folder.url.appendingPathComponent("store/lock").path))
    let run = try withExtendedLifetime(lock) {
      try CommandRun(["ingest", "logs/none.csv", "--source", "journal"], in: folder.url)
    }
    #expect(run.status == 73 && run.errors.contains("MZ4032"), "\(run.errors)")
  }

  @Test("MZ4065: another hand-in stated another key before this one could write")
  func keyChangedMeanwhile() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let command = try IngestCommand.parse(
      [folder.url.path + "/logs/meetings.csv", "--source", "journal", "--programme", folder.url.path])
    let (place, programme) = try command.programmeOptions.load(command.messages)
    let source = try #require(programme.sources.first)
    let store = folder.url.appendingPathComponent("store").path
    let grouped = try #require(
      GroupedHandIn(command, source, programme, nil, store, named: "mezon/test", rosters: []))
    let small = try IngestRun(command, place, programme)
    #expect(
      try CommandRun(
        ["ingest", "logs/meetings.csv", "--source", "journal", "--key", "held", "--key", "at"], in: folder.url
      ).status == 0)
    // A large file tells it when the store is opened, a small one when it is to go in.
    for failure in [
      #expect(throws: CommandFailure.self) { try grouped.prepare() },
      #expect(throws: CommandFailure.self) { try small.commit() },
    ] {
      let said = failure?.diagnostic.rendered() ?? ""
      #expect(said.contains("MZ4065") && said.contains("held, at"), "\(said)")
    }
  }

  @Test("MZ4033: a file stands where the store's folder is to be")
  func storeCannotBeWritten() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write("store", "mine")
    let run = try ingest(folder)
    #expect(run.status == 73 && run.errors.contains("MZ4033"), "\(run.errors)")
    #expect(try folder.text("store") == "mine")
  }

  /// No test can make a disk refuse to confirm what it took, so the store's word for it is given to the command's own translation.
  @Test("MZ4034: the disk does not confirm the last step of a hand-in")
  func storeInDoubt() throws {
    let fault = LayerFault(.sync, "store/commits", "Input/output error")
    for fault in [StoreFault.inDoubt(fault), .writingStopped(fault)] {
      let failure = #expect(throws: CommandFailure.self) {
        try StoreAccess.run("store") { () throws(StoreFault) in throw fault }
      }
      #expect(failure?.status == .cannotWrite)
      #expect(failure?.diagnostic.rendered().contains("error MZ4034: ") == true)
      #expect(failure?.diagnostic.rendered().contains("Input/output error") == true)
    }
  }
}
