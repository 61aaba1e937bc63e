// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonTables

/// The files that Oracles/make_tables.py makes, and what they hold.
private struct MadeTables {
  static let formats = ["inline.xlsx", "shared.xlsx", "a.ods", "a.db", "list.json", "lines.json"]
  private static let factors: [UInt64] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9]

  let rowCount: Int
  private let folder: ScratchFolder

  init(rows: Int) throws {
    rowCount = rows
    folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_tables.py"), folder.url.path, String(rows)])
  }

  func bytes(_ name: String) throws -> [UInt8] { try Oracle.bytes(folder.url.appendingPathComponent(name)) }

  /// The texts of a row, from 1.
  static func row(_ number: Int) -> [String] {
    [String(number)] + factors.map { String(UInt64(number) &* $0, radix: 16) }
  }
}

/// Reads the rows of the first table without the numbers of records that JSON adds.
private func rows(_ content: any FileContent, _ name: String, atMost: Int = .max) throws -> [[String]] {
  var rows: [[String]] = []
  try read(content, name) { row in
    rows.append(row)
    return rows.count < atMost
  }
  return rows
}

/// Hands out rows as ``rows(_:_:atMost:)`` gives them.
private func read(_ content: any FileContent, _ name: String, _ body: ([String]) -> Bool) throws {
  let file = try #require(try TableFiles.open(content, name: name))
  let first = name.hasSuffix(".json") ? 1 : 0
  _ = try file.readRows(of: 0) { row in
    body(row.cells.filter { $0.column >= first }.map { row.text(of: $0) })
  }
}

@Suite(
  "Files that are read stretch by stretch", .serialized,
  .enabled(if: Python.shouldRun(with: "sqlite3"), "skipped, no sqlite3"))
struct ContentTests {
  @Test("Every row is the one that was written, and no stretch is long, however large the file")
  func bounded() throws {
    let made = try MadeTables(rows: 60_000)
    for name in MadeTables.formats {
      let bytes = try made.bytes(name)
      let content = WatchedContent(bytes)
      var count = 0
      var wrong: [String] = []
      try read(content, name) { row in
        count += 1
        if row != MadeTables.row(count) { wrong.append("\(count): \(row)") }
        return wrong.count < 3
      }
      #expect(count == made.rowCount && wrong.isEmpty, "\(name): \(count) \(wrong)")
      let reading = content.reading
      #expect(
        reading.longest <= 256 << 10 && bytes.count > 6 * reading.longest, "\(name): \(reading) of \(bytes.count)")
      // Both passes over the whole, and what is looked at of the beginning and the directory.
      #expect(reading.bytes < 2 * bytes.count + 512 << 10, "\(name): \(reading) of \(bytes.count)")
    }
  }

  @Test("Where the format allows, the first row comes before most of the file was read")
  func firstRow() throws {
    let made = try MadeTables(rows: 60_000)
    for name in ["inline.xlsx", "a.db"] {
      let bytes = try made.bytes(name)
      let content = WatchedContent(bytes)
      #expect(try rows(content, name, atMost: 1) == [MadeTables.row(1)])
      #expect(content.reading.bytes < bytes.count / 8, "\(name): \(content.reading) of \(bytes.count)")
    }
  }

  @Test("A medium that fails is a fault in its own words, wherever it fails, and no row before is wrong")
  func failing() throws {
    let made = try MadeTables(rows: 3000)
    for name in MadeTables.formats {
      let bytes = try made.bytes(name)
      let whole = WatchedContent(bytes)
      #expect(try rows(whole, name).count == made.rowCount)
      for step in 0..<40 {
        let content = WatchedContent(bytes, failingAfter: whole.reading.bytes * step / 40)
        var read: [[String]] = []
        #expect(throws: TableFault(.unreadable("the disk is gone")), "\(name) \(step)") {
          try MezonTablesTests.read(content, name) { row in
            read.append(row)
            return true
          }
        }
        #expect(read.indices.allSatisfy { read[$0] == MadeTables.row($0 + 1) }, "\(name) \(step)")
      }
    }
  }

  @Test("A file that has fewer bytes than it had is never taken for a whole one")
  func shortened() throws {
    let made = try MadeTables(rows: 3000)
    for name in MadeTables.formats {
      let bytes = try made.bytes(name)
      for share in [1, 2, 3] {
        let content = ShortContent(held: Array(bytes.prefix(bytes.count * share / 4)), byteCount: bytes.count)
        #expect(throws: TableFault.self, "\(name) \(share)/4") { try rows(content, name) }
      }
    }
  }

  @Test("Whatever bytes end in rows or in a fault")
  func mutated() throws {
    let made = try MadeTables(rows: 40)
    var random = SeededGenerator(seed: 20_261_128)
    for name in MadeTables.formats {
      let bytes = try made.bytes(name)
      var outcomes = (rows: 0, faults: 0)
      for _ in 0..<300 {
        var broken = bytes
        for _ in 0...Int.random(in: 0..<8, using: &random) {
          let place = Int.random(in: broken.indices, using: &random)
          broken[place] = Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : broken[place] ^ 1
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
          broken = Array(broken.prefix(Int.random(in: 1..<broken.count, using: &random)))
        }
        do {
          guard let file = try TableFiles.open(WatchedContent(broken), name: name) else { continue }
          for place in file.tables.indices {
            _ = try file.readRows(of: place) { row in
              let columns = row.cells.map(\.column)
              #expect(zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 })
              return true
            }
          }
          outcomes.rows += 1
        } catch {
          outcomes.faults += 1
        }
      }
      #expect(outcomes.rows > 0 && outcomes.faults > 0, "\(name): \(outcomes)")
    }
  }
}

/// A text that is read through windows is the text.
@Suite("JSON through windows of any length")
struct JSONWindowTests {
  /// What a reading gives: every table with its rows, or the fault.
  private func ending(_ text: String, windowBytes: Int) -> [String] {
    var lines: [String] = []
    do throws(TableFault) {
      let file = try JSONFile(HeldContent(Array(text.utf8)), windowBytes: windowBytes)
      for (place, table) in file.tables.enumerated() {
        lines.append("\(table)")
        _ = try file.readRows(of: place) { row in
          lines.append(
            "\(row.number): " + row.cells.map { "\($0.column)=\($0.kind) \(row.text(of: $0))" }.joined(separator: ", "))
          return true
        }
      }
    } catch {
      lines.append("\(error.kind)")
    }
    return lines
  }

  private let texts = [
    "\u{FEFF}  [ {\"имя\": \"\\u0434\\n\\\"\\ud83d\\ude00\\ud83d\", \"n\": -1.50e3, \"t\" : true, \"x\":null},\n{\"n\":12, \"я\":[1, \"b\", [null, 2], []]}\n]\n ",
    "{\"a\": {\"b\": {\"c\": 1}}, \"d\": [{\"e\": \"f\"}, {\"e\": [{\"g\": 1}]}]}\n\n{\"a\": {\"b\": {\"c\": 2}}, \"a\": 3, \"_index\": 9}\r\n",
    "{\"a\": 1, \"b\": 2}\n{\"b\": 3, \"a\": 4, \"a\": null}\n{\"c\": 5, \"a\": 6, \"\\u0062\": 7}",
    "[{\"a\": 1},\n\n{\"a\": tru}]", "[{\"a\": \"b\\ud8", "[{\"a\": \"b\\q\"}]", "[{\"a\": \"b\n\"}]", "[{\"a\": 12",
    "[]", "  ", "[{}] {}",
  ]

  @Test("Rows, tables and faults are the same")
  func sameEndings() {
    for text in texts {
      let whole = ending(text, windowBytes: 1 << 20)
      #expect(!whole.isEmpty)
      for bytes in 1...40 { #expect(ending(text, windowBytes: bytes) == whole, "\(bytes): \(text)") }
    }
  }

  @Test("Members come in any order, and the last of several of one name counts")
  func membersInAnyOrder() {
    let rows = ending(texts[2], windowBytes: 7).dropFirst()
    #expect(
      Array(rows) == [
        "1: 0=number 1, 1=number 1, 2=number 2", "2: 0=number 2, 2=number 3",
        "3: 0=number 3, 1=number 6, 2=number 7, 3=number 5",
      ])
    #expect(
      ending(texts[1], windowBytes: 5)[1...2] == ["1: 0=number 1, 1=number 1", "3: 0=number 9, 1=number 2, 2=number 3"])
  }

  @Test("Names that take more memory than any form's are refused, and so is a number as long as no number is")
  func bounds() {
    let name = String(repeating: "a", count: 1 << 20)
    let members = (0..<200).map { "\"\($0)\": {}" }.joined(separator: ", ")
    #expect(
      ending("[{\"\(name)\": {\(members)}}]", windowBytes: 1 << 16) == [
        "\(TableFault.Kind.tooMuchText(limit: 64 << 20))"
      ])
    #expect(
      ending("[{\"a\": 1\(String(repeating: "0", count: 1 << 20))}]", windowBytes: 1 << 16)
        == ["\(TableFault.Kind.textTooLong(part: "JSON", limit: 1 << 20))"])
  }
}
