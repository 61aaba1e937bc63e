// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStoreFaults
import Testing

@testable import MezonStore

/// Files without a name, and what is tried with one, on the file system of the machine.
@Suite struct ScratchFileTests {
  /// Calls `body` with a folder of its own, which is removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func names(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }.sorted()
  }

  @Test func whatIsWrittenIsReadAndStandsNowhere() throws {
    try withFolder { folder in
      try expectReadBack(try PosixFileLayer().scratchFile(in: folder), in: folder)
    }
  }

  /// On a file system that makes no file without a name it stands elsewhere, and loses its name before anything is in it.
  @Test func aFileThatLosesItsNameIsAsGood() throws {
    try withFolder { folder in
      let file = try PosixScratchFile(temporaryIn: folder)
      #expect(names(folder) == [])
      try expectReadBack(file, in: folder)
      #expect(throws: LayerFault.self) { _ = try PosixScratchFile(temporaryIn: folder + "/nowhere") }
    }
  }

  /// Writes to a file and expects that it is read as it was written, and that nothing stands in a folder.
  private func expectReadBack(_ file: any ScratchFile, in folder: String) throws {
    var random = SeededNumbers(1)
    var written: [(place: Range<Int>, bytes: [UInt8])] = []
    for length in [0, 1, 5_000, 65_536, 70_001, 1 << 21, 3] {
      let parts = [length / 3, length - length / 3].map { count in
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      }
      written.append((try file.append(parts), Array(parts.joined())))
    }
    for (place, bytes) in written { #expect(try file.read(place).bytes == bytes, "\(place)") }
    #expect(names(folder) == [])
  }

  @Test func whereNothingCanBeWrittenThisIsSaidAtOnce() throws {
    try withFolder { folder in
      #expect(throws: LayerFault.self) { _ = try PosixFileLayer().scratchFile(in: folder + "/nowhere") }
      let file = folder + "/file"
      try Data().write(to: URL(fileURLWithPath: file))
      #expect(throws: LayerFault.self) { _ = try PosixFileLayer().scratchFile(in: file) }
    }
  }

  /// A trial leaves the folder of a store as it was, also while it lasts, and makes none.
  @Test func aTrialStandsNowhere() throws {
    try withFolder { folder in
      let numbers = SharedNumbers(2)
      func tried(_ handIn: HandIn) throws -> HandInOutcome {
        let before = names(folder)
        let trier = try StoreWriter(
          trying: folder + "/store", layer: PosixFileLayer(), origin: "mezon/tests", now: { numbers.time() },
          random: { numbers.bytes($0) })
        let groups = try HandInGroups(trier, named: "record", key: ["id"], after: [])
        let table = handIn.tables[0].table
        for row in 0..<table.rowCount { try groups.append(table.gathering([row]), days: nil) }
        #expect(try groups.written().table(0).rowCount == 1)
        #expect(names(folder) == before)
        var rest = handIn
        rest.tables = []
        let outcome = try trier.trial(rest, with: groups)
        #expect(names(folder) == before)
        return outcome
      }
      var handIn = FaultScenario.handIn([("A", 1), ("B", 2), ("A", 3)], number: 1)
      handIn.tables = handIn.tables.map { HandIn.Rows($0.table, role: .events, key: ["id"]) }
      let first = try tried(handIn)
      #expect(first.accepted == 2 && first.corrected == 1 && names(folder) == [])
      let writer = try StoreWriter(
        folder + "/store", layer: PosixFileLayer(), origin: "mezon/tests", now: { numbers.time() },
        random: { numbers.bytes($0) })
      _ = try writer.commit(handIn)
      let again = try tried(handIn)
      #expect(again.unchanged == 3 && again.accepted == 0)
    }
  }
}
