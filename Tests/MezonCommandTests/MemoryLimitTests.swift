// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import mezon

@Suite("A command that takes too much memory is ended") struct MemoryLimitTests {
  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    let rows = (0..<400_000).map { "2026-01-\(10 + $0 % 20)T10:00,P1,open,\($0 % 50)\n" }.joined()
    try folder.writeProgramme(log: "held,unit,kind,people\n" + rows)
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
}
