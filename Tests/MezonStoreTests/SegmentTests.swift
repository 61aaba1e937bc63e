// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// Segments give back what was written, and no bytes end the process.
@Suite struct SegmentTests {
  /// A table of all kinds and shapes whose values follow from a seed.
  static func table(_ seed: UInt64, rows: Int) -> PortableTable {
    var random = SeededNumbers(seed)
    func column<Element: ColumnElement>(_ count: Int, _ value: (inout SeededNumbers) -> Element?) -> Column {
      var builder = ColumnBuilder<Element>()
      for _ in 0..<count { builder.append(value(&random)) }
      return builder.finish()
    }
    func codes(_ count: Int, of texts: Int, missing: Int) -> (Column, TextDictionary) {
      let dictionary = TextDictionary((0..<texts).map { "код-\($0)" })
      return (column(count) { $0.below(100) < missing ? nil : Int32($0.below(texts)) }, dictionary)
    }
    func plain(_ name: String, _ kind: PortableTable.Kind, _ column: Column) -> PortableTable.Field {
      PortableTable.Field(name: name, PortableTable.Member(name: "", kind: kind, column: column))
    }
    var time: Int64 = 1_700_000_000_000_000
    let (unit, units) = codes(rows, of: 7, missing: 0)
    let (text, texts) = codes(rows, of: max(1, rows / 2), missing: 10)
    let fields = [
      plain(
        "at", .time,
        column(rows) { random -> Int64? in
          time += Int64(random.below(600)) * 60_000_000
          return time
        }),
      plain("day", .day, column(rows) { random in random.below(4) == 0 ? nil : Int32(20_000 + random.below(400)) }),
      plain("whole", .whole, column(rows) { random in Int64(bitPattern: random.next()) }),
      plain("price", .number, column(rows) { random in Double(random.below(100_000)) / 100 }),
      plain("odd", .number, column(rows) { random in Double(bitPattern: random.next()) }),
      plain("flag", .yesNo, column(rows) { random in random.below(3) == 0 ? nil : UInt8(random.below(2)) }),
      PortableTable.Field(
        name: "unit", PortableTable.Member(name: "", kind: .unit, column: unit, dictionary: units)),
      PortableTable.Field(
        name: "text", PortableTable.Member(name: "", kind: .text, column: text, dictionary: texts)),
      list(rows, &random),
    ]
    let table = PortableTable(
      name: "событие", fields: fields, rowCount: rows, files: ["a.csv", "б.csv"],
      fileOfRow: (0..<rows).map { _ in Int32(random.below(2)) }, lineOfRow: (0..<rows).map { Int32($0 + 2) })
    guard let table else { preconditionFailure("the columns have as many rows as the table") }
    return table
  }

  private static func list(_ rows: Int, _ random: inout SeededNumbers) -> PortableTable.Field {
    var builder = ListColumnBuilder()
    var children = 0
    for _ in 0..<rows {
      if random.below(5) == 0 {
        builder.appendMissing()
      } else {
        let count = random.below(4)
        _ = builder.append(childCount: count)
        children += count
      }
    }
    let dictionary = TextDictionary(["f", "m"])
    var sex = ColumnBuilder<Int32>()
    var age = ColumnBuilder<Int64>()
    for _ in 0..<children {
      sex.append(random.below(6) == 0 ? nil : Int32(random.below(2)))
      age.append(Int64(random.below(90)))
    }
    let members = [
      PortableTable.Member(name: "sex", kind: .choice, column: sex.finish(), dictionary: dictionary),
      PortableTable.Member(name: "age", kind: .whole, column: age.finish()),
    ]
    guard let lists = builder.finish(children: members.map(\.column)) else { fatalError("lists do not fit") }
    return PortableTable.Field(name: "parties", shape: .records, lists: lists, members: members)
  }

  private func expectSame(_ left: PortableTable, _ right: PortableTable) {
    #expect(left.name == right.name && left.rowCount == right.rowCount && left.files == right.files)
    #expect(left.fileOfRow == right.fileOfRow && left.lineOfRow == right.lineOfRow)
    #expect(left.fields.map(\.name) == right.fields.map(\.name))
    for (one, other) in zip(left.fields, right.fields) {
      #expect(one.shape == other.shape && one.lists?.offsets == other.lists?.offsets, "\(one.name)")
      #expect(one.lists?.validity == other.lists?.validity, "\(one.name)")
      for (member, back) in zip(one.members, other.members) {
        #expect(member.name == back.name && member.kind == back.kind)
        #expect(isSame(member.column, back.column), "\(one.name)")
        #expect(member.dictionary.count == back.dictionary.count)
        for code in 0..<Int32(member.dictionary.count) {
          #expect(member.dictionary.text(code) == back.dictionary.text(code))
        }
      }
    }
  }

  /// Doubles by their bits, as some are no numbers.
  private func isSame(_ left: Column, _ right: Column) -> Bool {
    guard case .float64(let one) = left.storage, case .float64(let other) = right.storage else { return left == right }
    return left.validity == right.validity && one.map(\.bitPattern) == other.map(\.bitPattern)
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 700, 16_385])
  func roundTrip(rows: Int) throws {
    let table = Self.table(UInt64(rows) + 5, rows: rows)
    let bytes = SegmentWriter.bytes(of: table)
    #expect(bytes == SegmentWriter.bytes(of: table))
    let reader = try SegmentReader(StoredBytes(bytes))
    #expect(reader.name == table.name && reader.rowCount == rows)
    expectSame(try reader.table(), table)
    #expect(reader.firstRowOfBrokenPage == nil)
    let part = try reader.table(fields: ["unit", "parties"])
    #expect(part.fields.map(\.name) == ["unit", "parties"])
  }

  /// Values that are missing in long runs, and in all rows of a word of bits or in none.
  @Test(arguments: [1, 5, 63, 64, 65, 128, 1000] as [UInt64]) func presenceInRunsComesBack(length: UInt64) throws {
    var random = SeededNumbers(length)
    var (numbers, days) = (ColumnBuilder<Double>(), ColumnBuilder<Int32>())
    var isPresent = true
    while numbers.count < 20_000 {
      for _ in 0...random.below(Int(length)) {
        numbers.append(isPresent ? Double(random.below(1000)) / 8 : nil)
        days.append(isPresent ? nil : Int32(random.below(100)))
      }
      isPresent.toggle()
    }
    let count = numbers.count
    let fields = [("number", PortableTable.Kind.number, numbers.finish()), ("day", .day, days.finish())].map {
      PortableTable.Field(name: $0, PortableTable.Member(name: "", kind: $1, column: $2))
    }
    let table = try #require(
      PortableTable(
        name: "t", fields: fields, rowCount: count, files: ["a"], fileOfRow: Array(repeating: 0, count: count),
        lineOfRow: (0..<count).map { Int32($0) }))
    expectSame(try SegmentReader(StoredBytes(SegmentWriter.bytes(of: table))).table(), table)
  }

  @Test func everyFlippedBitIsFoundOrHarmless() throws {
    let bytes = SegmentWriter.bytes(of: Self.table(3, rows: 12))
    for bit in 0..<(bytes.count * 8) {
      var broken = bytes
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: SegmentReader.Fault.self, "bit \(bit)") {
        _ = try SegmentReader(StoredBytes(broken)).table()
      }
    }
    for count in 0..<bytes.count {
      #expect(throws: SegmentReader.Fault.self, "\(count) bytes") {
        _ = try SegmentReader(StoredBytes(Array(bytes[..<count]))).table()
      }
    }
  }

  /// With checksums ignored, broken pages reach the decoders themselves: they refuse them, or give a table that is whole, and
  /// that can be written and read back as it is.
  @Test func noBytesEndTheProcess() throws {
    let bytes = SegmentWriter.bytes(of: Self.table(4, rows: 60))
    var random = SeededNumbers(99)
    var read = 0
    for _ in 0..<3_000 {
      var broken = bytes
      for _ in 0...random.below(4) { broken[random.below(bytes.count - 600)] = UInt8(random.below(256)) }
      guard var reader = try? SegmentReader(StoredBytes(broken)) else { continue }
      reader.ignoresChecksums = true
      guard let table = try? reader.table() else { continue }
      read += 1
      #expect(table.rowCount == reader.rowCount && table.fields.allSatisfy { $0.rowCount == table.rowCount })
      expectSame(try SegmentReader(StoredBytes(SegmentWriter.bytes(of: table))).table(), table)
    }
    // Both ends of the fuzz are met: some bytes are refused, and some are decoded.
    #expect((1..<3_000).contains(read))
  }

  /// A list whose directory names no column, or several, is refused before anything reads it.
  @Test func aListHasOneColumn() throws {
    for count in 0...2 {
      let column = try #require(Column(.int64([1, 2])))
      let members = (0..<count).map { PortableTable.Member(name: "\($0)", kind: .whole, column: column) }
      let lists = try #require(ListColumn(offsets: [0, 2], children: members.map(\.column)))
      let field = PortableTable.Field(name: "list", shape: .list, lists: lists, members: members)
      let table = try #require(
        PortableTable(name: "t", fields: [field], rowCount: 1, files: ["f"], fileOfRow: [0], lineOfRow: [2]))
      let bytes = StoredBytes(SegmentWriter.bytes(of: table))
      if count == 1 {
        expectSame(try SegmentReader(bytes).table(), table)
      } else {
        #expect(throws: SegmentReader.Fault.self, "\(count) columns") { _ = try SegmentReader(bytes) }
      }
    }
  }

  @Test func encodingsAreShort() throws {
    func size(_ column: Column, _ kind: PortableTable.Kind) throws -> Int {
      let field = PortableTable.Field(name: "f", PortableTable.Member(name: "", kind: kind, column: column))
      let count = column.count
      let table = try #require(
        PortableTable(
          name: "t", fields: [field], rowCount: count, files: ["f"], fileOfRow: [Int32](repeating: 0, count: count),
          lineOfRow: (0..<count).map { Int32($0) }))
      return SegmentWriter.bytes(of: table).count
    }
    let overhead = 200
    let rows = 16_384
    // Times to the minute: 15 bits a row for two weeks; equal distances: none; truth values: one bit.
    let minutes = (0..<Int64(rows)).map { 1_700_000_000_000_000 + ($0 * 7919 % 20_160) * 60_000_000 }
    #expect(try size(try #require(Column(.int64(minutes))), .time) < rows * 15 / 8 + overhead)
    #expect(try size(try #require(Column(.int64((0..<Int64(rows)).map { $0 * 60 }))), .whole) < overhead)
    #expect(
      try size(try #require(Column(.bool((0..<rows).map { UInt8($0 * 7919 % 2) }))), .yesNo) < rows / 8 + overhead)
    let prices = (0..<rows).map { Double($0 * 7919 % 1000) / 10 }
    #expect(try size(try #require(Column(.float64(prices))), .number) < rows * 10 / 8 + overhead)
  }

  /// The bounds of a stretch hold its values, and follow from how they are written: of times in equal steps they are the least and the greatest.
  @Test func boundsOfAStretchAreThoseOfItsValues() throws {
    let rows = 70_000
    let table = Self.table(3, rows: rows)
    let reader = try SegmentReader(StoredBytes(SegmentWriter.bytes(of: table)))
    let times = try #require(table.field("at")?.members.first?.column.int64s)
    var first = 0
    for stretch in 0..<reader.stretchCount {
      let end = first + reader.rowCount(ofStretch: stretch)
      let own = times[first..<end]
      let (least, greatest) = (try #require(own.min()), try #require(own.max()))
      #expect(try reader.bounds(ofStretch: stretch, field: "at") == least...greatest)
      // A day that is missing somewhere, what is no time, and what is not there have none.
      for field in ["day", "whole", "nothing"] {
        #expect(try reader.bounds(ofStretch: stretch, field: field) == nil)
      }
      first = end
    }
    #expect(first == rows && reader.stretchCount == 2)
    let days = PortableTable.Member(name: "", kind: .day, column: try #require(Column(.int32([3, -4, 9]))))
    let small = try #require(
      PortableTable(
        name: "d", fields: [PortableTable.Field(name: "day", days)], rowCount: 3, files: ["a"], fileOfRow: [0, 0, 0],
        lineOfRow: [2, 3, 4]))
    let bounds = try SegmentReader(StoredBytes(SegmentWriter.bytes(of: small))).bounds(ofStretch: 0, field: "day")
    // Written from -4 on in four bits each.
    #expect(bounds == -4...11)
  }

  /// Whatever the encoding, the values of a stretch lie within its bounds, which are those of a field that all rows have.
  @Test(arguments: 0..<8 as Range<UInt64>) func valuesLieWithinTheirBounds(seed: UInt64) throws {
    var random = SeededNumbers(seed &+ 77)
    let rows = 70_000 + random.below(20_000)
    var last: Int64 = 0
    let times = (0..<rows).map { row -> Int64 in
      switch seed {
      case 0: return 1_700_000_000_000_000
      case 1: return Int64(row / 1000) * 60_000_000
      case 2: last += Int64(random.below(5)) * 60_000_000
      case 3: return Int64(random.below(3)) * 86_400_000_000 - 86_400_000_000
      case 4: return Int64(bitPattern: random.next())
      case 5: return row % 2 == 0 ? .min : .max
      default: return Int64(random.below(1_000_000_000)) * 1000 - 500_000_000_000
      }
      return last
    }
    let field = PortableTable.Field(
      name: "at", PortableTable.Member(name: "", kind: .time, column: Column(storage: .int64(times))))
    let table = try #require(
      PortableTable(
        name: "t", fields: [field], rowCount: rows, files: ["a"], fileOfRow: times.map { _ in 0 },
        lineOfRow: times.indices.map { Int32($0) }))
    let reader = try SegmentReader(StoredBytes(SegmentWriter.bytes(of: table)))
    var first = 0
    for number in 0..<reader.stretchCount {
      let bounds = try #require(try reader.bounds(ofStretch: number, field: "at"))
      let own = times[first..<first + reader.rowCount(ofStretch: number)]
      #expect(own.allSatisfy(bounds.contains), "seed \(seed), stretch \(number)")
      first += own.count
    }
    #expect(first == rows)
  }
}
