// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonStore
import MezonSyntax
import MezonTestSupport
import Testing

@testable import mezon

@Suite("A large file stays open and is watched") struct OpenedFileTests {
  private func file(_ text: String) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-opened-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: url)
    return url
  }

  private static func held(_ text: String) -> HandedInFile {
    .held(NamedBytes(file: "file", bytes: Array(text.utf8)))
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? CommandFailure)?.diagnostic.rendered()
    }
  }

  @Test func stretchesAreThoseOfTheFile() throws {
    let url = try file("0123456789")
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(OpenedFile(url.path, atLeast: 11) == nil)
    #expect(OpenedFile(url.deletingLastPathComponent().path, atLeast: 0) == nil)
    #expect(OpenedFile(url.path + "-absent", atLeast: 0) == nil)
    let opened = try #require(OpenedFile(url.path, atLeast: 10))
    #expect(opened.byteCount == 10)
    #expect(try opened.bytes(3..<7) == Array("3456".utf8))
    #expect(try opened.bytes(10..<10).isEmpty)
    try opened.check()
  }

  /// A pipe is left alone: who writes to it waits for the one who reads it to its end.
  @Test func aPipeIsNotOpened() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-pipe-\(UUID().uuidString)").path
    #expect(mkfifo(path, 0o600) == 0)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(OpenedFile(path, atLeast: 0) == nil)
  }

  /// A changed file is told, whether it became shorter or has other bytes of the same number.
  @Test(arguments: ["0123", "0123456780"])
  func aChangeIsTold(text: String) throws {
    let url = try file("0123456789")
    defer { try? FileManager.default.removeItem(at: url) }
    let opened = try #require(OpenedFile(url.path, atLeast: 10))
    // The clock by which files are stamped may stand still for some milliseconds.
    Thread.sleep(forTimeInterval: 0.05)
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.truncate(atOffset: UInt64(text.utf8.count))
    try handle.close()
    if text.utf8.count < 10 {
      #expect(message { _ = try opened.bytes(2..<9) }?.contains("it changed while it was read") == true)
    }
    #expect(message { try opened.check() }?.contains("it changed while it was read") == true)
  }

  /// What the commands do with a large file, done with a small one: name, size, digest and rows are those of the file held in memory.
  @Test func aFileIsTheSameWhetherItIsOpenedOrHeld() throws {
    let definitions = """
      language 1 keywords en
      programme "p" { levels region > precinct time zone "Asia/Bishkek" }
      event visit { at time  place unit  note text? }
      source log gives visit { at from column "at" place from column "place" note from column "note" }

      """
    let checked = Checker.check([Parser.parse(SourceText(name: "p.mezon", text: definitions))])
    let programme = try #require(checked.programme)
    let source = try #require(programme.sources.first)
    let rows = (0..<4_000).map { "2026-01-\(10 + $0 % 20)T10:\(10 + $0 % 50),P\($0 % 3),\"note \($0)\"\n" }
    let log = try file("at,place,note\n" + rows.joined())
    let units = Array("code,level,parent\nR,region,\nP1,precinct,R\nP2,precinct,R\n".utf8)
    defer { try? FileManager.default.removeItem(at: log) }
    let folder = ProgrammeFolder(path: nil, files: [])
    func read(openedFrom least: Int) throws -> [String] {
      let file = try HandedInFile.events(log.path, folder, openedFrom: least)
      if case .opened = file { #expect(least == 1) } else { #expect(least > 1) }
      let ingestion = Ingestion(programme: programme, threads: 2, partBytes: 10_000)
      let (dataset, report) = ingestion.dataset(from: [
        .roster(RosterFile(.units, file: "units.csv", bytes: units)), file.input(source, joined: [:]),
      ])
      try file.check()
      let table = dataset.events[0]
      return [
        file.name, "\(file.byteCount)", try file.digest().hex, "\(table.columns)", "\(table.lines)",
        report.rejected.map { $0.diagnostic.rendered() + $0.text }.joined(),
        report.files.map { "\($0.file) \($0.rowsRead) \($0.accepted) \($0.refusedCount)" }.joined(),
      ]
    }
    let held = try read(openedFrom: HandedInFile.largeFileBytes)
    #expect(try read(openedFrom: 1) == held)
    #expect(held.last?.hasSuffix(" 4000 2666 1334") == true, "\(held.last ?? "")")
  }

  @Test func theDigestIsThatOfTheSameBytesHeld() throws {
    let text = String(repeating: "2026-01-05,P1\n", count: 100_000)
    let url = try file(text)
    defer { try? FileManager.default.removeItem(at: url) }
    var held = InputDigest()
    held.add("units.csv", Self.held("code\n"))
    held.add("log.csv", Self.held(text))
    held.add("more.csv", Self.held("1\n"))
    let expected = try held.hex(threads: 1, isReadInOrder: false) { 7 }
    #expect(expected.result == 7)
    #expect(expected.digest.count == 64)
    // What is read meanwhile: nothing, all in order with some of it twice, and all but the beginning.
    let readings: [[Range<Int>]] = [
      [], [0..<1_000, 500..<700, 900..<700_000, 700_000..<1_400_000], [10..<1_400_000, 0..<5],
    ]
    for (threads, isReadInOrder, ranges) in [1, 2].flatMap({ threads in
      [false, true].flatMap { isReadInOrder in readings.map { (threads, isReadInOrder, $0) } }
    }) {
      var opened = InputDigest()
      let file = try #require(OpenedFile(url.path, atLeast: 1))
      opened.add("units.csv", Self.held("code\n"))
      opened.add("log.csv", .opened(file, shownAs: "log.csv"))
      opened.add("more.csv", Self.held("1\n"))
      let found = try opened.hex(threads: threads, isReadInOrder: isReadInOrder) {
        ranges.allSatisfy { (try? file.bytes($0).count) == $0.count }
      }
      #expect(found.digest == expected.digest && found.result, "\(threads) threads, \(ranges)")
    }
    var other = InputDigest()
    other.add("log.csv", Self.held("code\n"))
    other.add("units.csv", Self.held(text))
    #expect(try other.hex(threads: 1, isReadInOrder: true) { 7 }.digest != expected.digest)
  }

  /// Stretches in any order, some of them twice, and turns that others' bytes are left in meanwhile: each byte is hashed once, in order.
  @Test(arguments: [0, 5_000, 1 << 20])
  func aFollowerTakesStretchesInAnyOrder(mostHeldBytes: Int) {
    var generator = SeededGenerator(seed: 11)
    let bytes = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var whole = FileFollower()
    var turn = whole.leave(bytes, at: 0, mayWait: false)
    turn?.run { _ in nil }
    let expected = turn.map { Digest256(finished: $0.hash).hex }
    for _ in 0..<50 {
      var cuts = (0..<12).map { _ in Int.random(in: 0...bytes.count, using: &generator) }
      cuts = [0] + cuts.sorted() + [bytes.count]
      let stretches = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
      var follower = FileFollower(mostHeldBytes: mostHeldBytes)
      var turns: [FileFollower.Turn] = []
      func end(_ turn: FileFollower.Turn) {
        if var next = follower.end(turn) {
          next.run { Array(bytes[$0]) }
          turns.append(next)
        }
      }
      for range in (stretches + [stretches[3]]).shuffled(using: &generator) {
        if Bool.random(using: &generator), var turn = follower.begin(range) {
          bytes[range].withUnsafeBytes { turn.add($0, at: range.lowerBound) }
          turns.append(turn)
        } else if var turn = follower.leave(Array(bytes[range]), at: range.lowerBound, mayWait: true) {
          turn.run { Array(bytes[$0]) }
          turns.append(turn)
        }
        #expect(turns.count < 2)
        if Bool.random(using: &generator), let turn = turns.popLast() { end(turn) }
      }
      while let turn = turns.popLast() { end(turn) }
      #expect(follower.count == bytes.count)
      #expect(expected != nil && follower.hash.map { Digest256(finished: $0).hex } == expected)
    }
  }

  /// What several threads read in any order has the digest of the whole file.
  @Test func theDigestFollowsSeveralThreads() throws {
    let text = String(repeating: "2026-01-05,P1\n", count: 900_000)
    let url = try file(text)
    defer { try? FileManager.default.removeItem(at: url) }
    var held = InputDigest()
    held.add("log.csv", Self.held(text))
    let expected = try held.hex(threads: 1, isReadInOrder: false) { 7 }
    let file = try #require(OpenedFile(url.path, atLeast: 1))
    var opened = InputDigest()
    opened.add("log.csv", .opened(file, shownAs: "log.csv"))
    let part = 2_000_000
    let found = try opened.hex(threads: 2, isReadInOrder: true) {
      DispatchQueue.concurrentPerform(iterations: (text.utf8.count + part - 1) / part) { number in
        let range = (number * part)..<min(text.utf8.count, (number + 1) * part)
        #expect((try? file.bytes(range).count) == range.count)
      }
    }
    #expect(found.digest == expected.digest)
  }
}
