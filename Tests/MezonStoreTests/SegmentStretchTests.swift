// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A segment that is read a stretch of rows at a time, with codes that change while they are read.
@Suite struct SegmentStretchTests {
  private func segment(_ fields: [PortableTable.Field], rows: Int) throws -> SegmentReader {
    let fileOfRow = (0..<rows).map { Int32($0 % 2) }
    let lineOfRow = (0..<rows).map { Int32($0 + 2) }
    let made = PortableTable(
      name: "t", fields: fields, rowCount: rows, files: ["a", "b"], fileOfRow: fileOfRow, lineOfRow: lineOfRow)
    let table = try #require(made)
    return try SegmentReader(StoredBytes(SegmentWriter.bytes(of: table)))
  }

  private func field(_ name: String, texts: Int, _ codes: [Int32?]) throws -> PortableTable.Field {
    let bits = Bitmap(codes.map { $0 != nil })
    let values: [Int32] = codes.map { $0 ?? 0 }
    let column = try #require(Column(.int32(values), validity: bits))
    let dictionary = TextDictionary((0..<texts).map { "\($0)" })
    return PortableTable.Field(
      name: name, PortableTable.Member(name: "", kind: .text, column: column, dictionary: dictionary))
  }

  /// Codes of so many texts, written as bits of every width, as runs, as one value and with rows that lack one.
  private func codes(_ rows: Int, of texts: Int, _ kind: Int, _ random: inout SeededNumbers) -> [Int32?] {
    (0..<rows).map { row in
      switch kind {
      case 0: return Int32(random.below(texts))
      case 1: return random.below(3) == 0 ? nil : Int32(random.below(texts))
      case 2: return row < 20_000 ? nil : Int32(row / 777 % texts)
      default: return Int32(row / 16_384 % texts)
      }
    }
  }

  @Test(arguments: 0..<4) func codesBecomeOthersWhileTheyAreRead(kind: Int) throws {
    var random = SeededNumbers(UInt64(kind) &+ 5)
    let rows = 66_001
    let sizes = [1, 2, 3, 5, 16, 17, 100, 256, 257, 3_000]
    var known: [String: [Int32?]] = [:]
    var changes: [String: [Int32]] = [:]
    var fields: [PortableTable.Field] = []
    for texts in sizes {
      let codes = codes(rows, of: texts, kind, &random)
      known["\(texts)"] = codes
      changes["\(texts)"] = (0..<texts).map { _ in Int32(random.below(1_000_000)) }
      fields.append(try field("\(texts)", texts: texts, codes))
    }
    let reader = try segment(fields, rows: rows)
    let beginning = try reader.beginning { _, _ in true }
    let all = Set(sizes.map { "\($0)" })
    var first = 0
    for number in 0..<reader.stretchCount {
      let plain = try reader.stretch(number, fields: all, of: beginning)
      let changed = try reader.stretch(number, fields: all, of: beginning, changing: changes, places: false)
      let lines = (first..<first + plain.rowCount).map { Int32($0 + 2) }
      #expect(plain.lineOfRow == lines)
      #expect(changed.lineOfRow.isEmpty && changed.fileOfRow.isEmpty && changed.rowCount == plain.rowCount)
      for name in all {
        let codes = try #require(known[name])
        let wanted = codes[first..<first + plain.rowCount]
        let table = try #require(changes[name])
        let own = try column(plain, name)
        let other = try column(changed, name)
        let same: [Int32] = wanted.map { $0 ?? 0 }
        let become: [Int32] = wanted.map { code in code.map { table[Int($0)] } ?? 0 }
        #expect(own.int32s == same, "\(name) texts")
        #expect(other.int32s == become, "\(name) texts")
        #expect(other.validity == own.validity)
      }
      first += plain.rowCount
    }
    #expect(first == rows)
  }

  private func column(_ table: PortableTable, _ name: String) throws -> Column {
    try #require(table.field(name)?.members.first?.column)
  }

  /// A code without a text is found, however it is written, whether codes change or not.
  @Test(arguments: [1, 2, 7, 200, 255, 4_000]) func aCodeNeedsAText(texts: Int) throws {
    var random = SeededNumbers(UInt64(texts))
    for kind in 0..<4 {
      var codes = codes(16_384, of: texts, kind, &random)
      codes[16_000] = Int32(texts)
      if kind == 3 { codes = codes.map { _ in Int32(texts) } }
      let reader = try segment([try field("f", texts: texts, codes)], rows: codes.count)
      let beginning = try reader.beginning { _, _ in true }
      for changes in [[:], ["f": [Int32](repeating: 4, count: texts)]] {
        let fault = #expect(throws: SegmentReader.Fault.self) {
          try reader.stretch(0, fields: ["f"], of: beginning, changing: changes)
        }
        #expect(fault?.expected == "codes with a text")
      }
    }
  }

  @Test func aChangeIsOneOfEachCode() throws {
    let reader = try segment([try field("f", texts: 3, [0, 1, 2])], rows: 3)
    let beginning = try reader.beginning { _, _ in true }
    for change in [[], [1, 2], [1, 2, 3, 4]] as [[Int32]] {
      let fault = #expect(throws: SegmentReader.Fault.self) {
        try reader.stretch(0, fields: ["f"], of: beginning, changing: ["f": change])
      }
      #expect(fault?.expected == "a change of each code")
    }
  }

  /// Without texts every row must lack a value.
  @Test func withoutTextsAllAreMissing() throws {
    let reader = try segment([try field("f", texts: 0, [nil, nil, nil])], rows: 3)
    let beginning = try reader.beginning { _, _ in true }
    for changes in [[:], ["f": []]] as [[String: [Int32]]] {
      let column = try column(try reader.stretch(0, fields: ["f"], of: beginning, changing: changes), "f")
      #expect(column.missingCount == 3)
    }
  }

  /// A table that does not tell where its rows came from keeps some of them all the same.
  @Test func rowsAreKeptWithoutPlaces() throws {
    let reader = try segment([try field("f", texts: 3, [0, nil, 2, 1])], rows: 4)
    let beginning = try reader.beginning { _, _ in true }
    let table = try reader.stretch(0, fields: ["f"], of: beginning, places: false).keeping([0, 2, 3])
    #expect(table.rowCount == 3 && table.lineOfRow.isEmpty && table.files == ["a", "b"])
    #expect(try column(table, "f").int32s == [0, 2, 1])
  }
}
