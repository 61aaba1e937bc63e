// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import mezon

@Suite("A command that takes too much memory is ended") struct MemoryLimitTests {
  private func programme(times: Int = 1) throws -> TestFolder {
    let folder = try TestFolder()
    let rows = (0..<400_000).map { "2026-01-\(10 + $0 % 20)T10:00,P1,open,\($0 % 50)\n" }.joined()
    try folder.writeProgramme(log: "held,unit,kind,people\n" + String(repeating: rows, count: times))
    return folder
  }

  @Test(arguments: [
    ["evaluate", "--period", "2026-01", "-o", "out/results.csv"],
    ["ingest", "logs/meetings.csv", "--source", "journal"],
  ])
  func nothingIsHalfWritten(arguments: [String]) throws {
    let folder = try programme()
    let before = folder.files()
    let run = try CommandRun(arguments + ["--memory", "1", "--messages", "ru"], in: folder.url)
    #expect(run.status == 70)
    #expect(run.errors.contains("MZ4069"), "\(run.errors)")
    #expect(run.errors.contains("а разрешено 1;"), "\(run.errors)")
    // The empty folders of a store may have been made: they hold nothing.
    #expect(folder.files().filter { !$0.hasPrefix("store") } == before)
    let again = try CommandRun(arguments + ["--memory", "20000"], in: folder.url)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func wrongLimitIsUsage() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let run = try CommandRun(["evaluate", "--period", "2026-01", "--memory", "0"], in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("--memory"))
  }

  @Test func whatIsTakenIsCounted() throws {
    func grows() throws -> Bool {
      let before = try #require(MemoryLimit.taken())
      let taken = [UInt64](repeating: 1, count: 64 << 20)
      let after = try #require(MemoryLimit.taken())
      #expect(taken.last == 1 && after >= 512 << 20)
      return after > before + (256 << 20)
    }
    // Other tests may give memory back meanwhile, and hardly each time.
    var isCounted = false
    for _ in 0..<5 where !isCounted { isCounted = try grows() }
    #expect(isCounted)
  }

  @Test func howFarReadingHasCome() {
    #expect(Progress.line(read: 0, of: 2_000_000).hasPrefix("0 of 2 MB, 0 % "))
    #expect(Progress.line(read: 1_500_000, of: 2_000_000).hasPrefix("1 of 2 MB, 75 % "))
    #expect(Progress.line(read: 4_000_000, of: 2_000_000).hasPrefix("2 of 2 MB, 100 % "))
    #expect(Progress.line(read: 1, of: 2_000_000_000).count == 40)
  }

  /// The run is held up while it reads, so that it lasts long enough on any machine; when that is, depends on the machine.
  @Test(.enabled(if: Python.shouldRun(with: "pty"), "skipped, no Python")) func progressIsShownOnATerminalAndTakenAway()
    throws
  {
    let folder = try programme(times: 7)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Oracles/terminal.py")
    let command = try #require(BuiltProgram("mezon"), "the executable mezon was not built").executable
    var shown = ""
    for delay in ["0.5", "1", "2", "4", "0.2", "0.1"] where !shown.contains(" of 77 MB, ") {
      let run = [command.path, "evaluate", "--programme", folder.url.path, "--period", "2026-01", "-o", "/dev/null"]
      shown = String(decoding: try Python.run([script.path, delay] + run), as: UTF8.self)
    }
    let line = try #require(shown.range(of: " of 77 MB, "))
    let taken = try #require(shown.range(of: "\r" + String(repeating: " ", count: 40) + "\r"))
    #expect(line.upperBound < taken.lowerBound)
    #expect(!shown[taken.upperBound...].contains(" MB, "))
    #expect(shown.contains("2800000 rows read"))
  }
}
