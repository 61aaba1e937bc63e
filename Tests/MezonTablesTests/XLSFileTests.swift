// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Synchronization
import Testing

@Suite(
  "Workbooks of Excel up to 2003",
  .enabled(
    if: (LibreOffice.program != nil && Python.shouldRun(with: "openpyxl")) || SharedData.isRequired,
    "skipped, no office program"))
struct XLSFileTests {
  @Test("The same cells as in the newer format, but for truth values, which the library gives as empty")
  func cells() throws {
    let folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_workbooks.py"), folder.url.path])
    for name in ["from1900", "from1904"] {
      let original = folder.url.appendingPathComponent(name + ".xlsx")
      let old = try LibreOffice.convert(original, to: "xls", in: folder.url)
      let file = try #require(try TableFiles.open(try Oracle.bytes(old), name: "a.xls"))
      let workbook = try TableFiles.workbook(try Oracle.bytes(original))
      #expect(file.tables.map(\.name) == workbook.tables.map(\.name))
      for place in workbook.tables.indices {
        var left = try workbook.cells(of: place).cells.filter { $0.value.kind != "truth" }
        var right = try file.cells(of: place).cells
        // The formula is computed by the program that converts; the last column does not exist in the old format; the length of
        // time is a time of day to the library, and a moment of which the format shows the day alone is that day.
        for reference in ["A7", "A9", "D5", "XFD40"] { (left[reference], right[reference]) = (nil, nil) }
        #expect(
          left == right,
          "\(name) \(place): \(left.filter { right[$0.key] != $0.value }) \(right.filter { left[$0.key] != $0.value })")
      }
    }
  }

  /// The bytes of a valid file.
  private func workbook() throws -> [UInt8] {
    let folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_workbooks.py"), folder.url.path])
    let original = folder.url.appendingPathComponent("from1900.xlsx")
    return try Oracle.bytes(try LibreOffice.convert(original, to: "xls", in: folder.url))
  }

  /// Bytes of a valid file changed at random. On some of them the library breaks; that must end its own process alone.
  @Test("Whatever bytes end in rows or in a fault")
  func mutated() throws {
    let bytes = try workbook()
    var random = MutationNumbers(state: 20_261_127)
    var outcomes = (rows: 0, faults: 0)
    for _ in 0..<200 {
      var broken = bytes
      for _ in 0...random.below(10) {
        let place = random.below(broken.count)
        if random.below(2) == 0 {
          broken[place] = UInt8(random.below(256))
        } else {
          broken[place] ^= 1 << UInt8(random.below(8))
        }
      }
      if random.below(10) == 0 { broken = Array(broken.prefix(random.below(broken.count))) }
      do {
        guard let file = try TableFiles.open(broken, name: "a.xls") else { continue }
        for place in file.tables.indices {
          var last = 0
          _ = try file.readRows(of: place) { row in
            #expect(row.number > last && !row.cells.isEmpty)
            last = row.number
            return true
          }
        }
        outcomes.rows += 1
      } catch {
        outcomes.faults += 1
      }
    }
    #expect(outcomes.rows > 0 && outcomes.faults > 0)
  }

  /// A workbook is read by a double of the process, which would find a lock of the C library taken for ever that another thread had.
  @Test("Encodings that are opened meanwhile keep nobody waiting")
  func besideEncodings() throws {
    let bytes = try workbook()
    let isDone = Atomic(false)
    let opened = Atomic(0)
    let pending = DispatchGroup()
    DispatchQueue.global().async(group: pending) {
      while !isDone.load(ordering: .relaxed) {
        if (try? TextDecoder("KOI8-T")) != nil { opened.add(1, ordering: .relaxed) }
      }
    }
    defer {
      isDone.store(true, ordering: .relaxed)
      pending.wait()
    }
    for _ in 0..<60 { #expect(try TableFiles.open(bytes, name: "a.xls")?.tables.isEmpty == false) }
    #expect(opened.load(ordering: .relaxed) > 100)
  }

  @Test("What is no workbook is a fault")
  func broken() {
    let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    for rest in [0, 100, 5000] {
      #expect(throws: TableFault.self) {
        try TableFiles.open(signature + Array(repeating: UInt8(rest & 0xFF), count: rest), name: "a.xls")
      }
    }
    let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(throws: TableFault(.locked)) {
      try TableFiles.open(signature + Array(repeating: 0, count: 600) + name, name: "a.xlsx")
    }
  }
}

/// Numbers from a seed (Marsaglia's xorshift, 2003).
private struct MutationNumbers {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}
