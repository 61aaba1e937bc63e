// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonStore
import MezonStoreFaults

/// Changes of a large store's files, each by itself: single bits that are flipped and files that are cut short. Verifying must find
/// every one.
///
/// A small store is gone through bit by bit by the tests; here files and places in them follow from a seed.
struct FlipRun {
  let flips: Int
  let rows: Int
  private var random: SeededNumbers
  /// Changes that were not found, and how many files there were.
  private(set) var missed: [String] = []
  private(set) var fileCount = 0

  init(flips: Int, rows: Int, seed: UInt64) {
    self.flips = flips
    self.rows = rows
    random = SeededNumbers(seed)
  }

  /// Makes a store and changes it.
  mutating func run() throws {
    guard flips > 0 else { return }
    let folder = NSTemporaryDirectory() + "mezon-flips-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = try makeStore(folder)
    fileCount = files.count
    guard try Verification(folder, layer: PosixFileLayer()).findings.isEmpty else {
      missed.append("the store itself is not whole")
      return
    }
    for number in 0..<flips {
      let name = files[random.below(files.count)]
      let path = folder + "/" + name
      let content = try Data(contentsOf: URL(fileURLWithPath: path))
      guard !content.isEmpty else { continue }
      let byte = random.below(content.count)
      let what: String
      if number % 3 == 2 {
        try change(path) { try $0.truncate(atOffset: UInt64(byte)) }
        what = "cut to \(byte) bytes"
      } else {
        let bit = random.below(8)
        try change(path) { file in
          try file.seek(toOffset: UInt64(byte))
          try file.write(contentsOf: Data([content[content.startIndex + byte] ^ 1 << UInt8(bit)]))
        }
        what = "bit \(bit) of byte \(byte)"
      }
      let isFound = try !Verification(folder, layer: PosixFileLayer(), isComplete: false).findings.isEmpty
      if !isFound { missed.append("\(name), \(what)") }
      try content.write(to: URL(fileURLWithPath: path))
    }
  }

  private func change(_ path: String, _ body: (FileHandle) throws -> Void) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try body(file)
    try file.close()
  }

  /// A store of so many events, with corrections, a retraction and persons; returns the files that are the store.
  private mutating func makeStore(_ folder: String) throws -> [String] {
    let numbers = SharedNumbers(3)
    let writer = try StoreWriter(
      folder, layer: PosixFileLayer(), origin: "mezon/faults", now: { numbers.time() }, threads: 2,
      random: { numbers.bytes($0) })
    _ = try writer.commit(handIn(0..<rows, number: 1))
    _ = try writer.commit(handIn(rows / 2..<rows / 2 + 1000, number: 2))
    var retraction = handIn(0..<10, number: 3)
    retraction.mode = .retract
    _ = try writer.commit(retraction)
    _ = try writer.commit(FaultScenario.handIn([("A", 1), ("B", 2)], number: 4))
    let destroyed = Set(writer.store.commits.flatMap(\.commit.destroyed))
    let named = writer.store.commits.flatMap { $0.commit.files.map(\.name) }.filter { !destroyed.contains($0) }
    return named + writer.store.commits.map { "commits/" + Commit.name($0.commit.number) }
  }

  /// A hand-in of events by number; another hand-in gives the same events other values.
  private mutating func handIn(_ events: Range<Int>, number: Int) -> HandIn {
    var ids = TextDictionary()
    let codes = events.map { ids.encode("E\($0)") }
    let days = events.map { Int32(20_000 + $0 % 700) }
    let values = events.map { _ in Double(random.below(100_000)) / 100 }
    func field(_ name: String, _ kind: PortableTable.Kind, _ storage: Column.Storage, _ texts: TextDictionary)
      -> PortableTable.Field
    {
      PortableTable.Field(
        name: name,
        PortableTable.Member(name: "", kind: kind, column: Column(storage: storage), dictionary: texts))
    }
    let table = PortableTable(
      name: "event",
      fields: [
        field("id", .text, .int32(codes), ids), field("day", .day, .int32(days), TextDictionary()),
        field("value", .number, .float64(values), TextDictionary()),
      ], rowCount: events.count, files: ["\(number).csv"], fileOfRow: events.map { _ in 0 },
      lineOfRow: events.map { Int32($0 + 2) })
    let input = Commit.Input(name: "\(number).csv", bytes: number, digest: Digest256(of: [UInt8(number)]))
    return HandIn(
      source: "log", by: "faults", because: "a correction", inputs: [input],
      tables: [HandIn.Rows(table ?? PortableTable(emptyNamed: "event"), role: .events, key: ["id"])])
  }
}
