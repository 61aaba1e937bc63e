// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

/// Tables as programs write them, and what a few changed bytes make of them.
private struct RegularText {
  let format: DelimitedFormat
  private(set) var bytes: [UInt8]
  let rowCount: Int

  private static let words = [
    "", "a", "land", "участковый", "встреча 日本", "2026-01-05T10:00", "12", "0.5", "é", "x y z",
  ]

  init(_ generator: inout SeededGenerator, blockBytes: Int) {
    let delimiter = DelimitedFormat.Delimiter.allCases.randomElement(using: &generator) ?? .comma
    format = DelimitedFormat(delimiter: delimiter, blockBytes: blockBytes)
    let lineEnd = ["\n", "\r\n"].randomElement(using: &generator) ?? "\n"
    let separator = String(UnicodeScalar(delimiter.rawValue))
    let width = Int.random(in: 1...6, using: &generator)
    let quotedShare = [0, 0, 10, 100].randomElement(using: &generator) ?? 0
    rowCount = Int.random(in: 1...60, using: &generator)
    var text = (0..<width).map { "c\($0)" }.joined(separator: separator) + lineEnd
    for _ in 0..<rowCount {
      let cells = (0..<width).map { column in
        var cell = Self.words.randomElement(using: &generator) ?? ""
        // An empty line is no row.
        if width == 1, cell.isEmpty { cell = "1" }
        guard Int.random(in: 0..<100, using: &generator) < quotedShare else { return cell }
        let inner = ["", separator, lineEnd, "\n", "\"\"", "\"\"\"\"", " "].randomElement(using: &generator) ?? ""
        return "\"" + cell + inner + cell + "\""
      }
      text += cells.joined(separator: separator) + lineEnd
    }
    bytes = Array(text.utf8)
    if Bool.random(using: &generator) { bytes.removeLast(lineEnd.utf8.count) }
  }

  /// Changes, adds or removes some bytes.
  mutating func damage(_ generator: inout SeededGenerator) {
    let strange: [UInt8] = [0x22, 0x22, 0x0A, 0x0D, 0x2C, 0x3B, 0x09, 0x00, 0x01, 0xC3, 0xA9, 0xFF, 0xE0, 0x61]
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let byte = strange.randomElement(using: &generator) ?? 0
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      default: if bytes.count > 1 { bytes.remove(at: place) }
      }
    }
  }
}

@Suite("Rows that are all alike are read as each by itself") struct RegularRowsTests {
  @Test func topBitsAreThoseOfTheLanes() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let word = UInt16.random(in: 0...UInt16.max, using: &generator)
      var lanes = ByteLanes.zero
      for lane in 0..<16 where word & 1 << lane != 0 { lanes[lane] = 0xFF }
      #expect(lanes.bits == UInt64(word))
      #expect(lanes.bitsByProducts == UInt64(word))
      #expect(lanes.hasAny == (word != 0))
    }
  }

  @Test func tablesAsProgramsWriteThemAreRegular() throws {
    for seed in 0..<400 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let text = RegularText(&generator, blockBytes: 1 << 16)
      let reading = try Reading(text.bytes, format: text.format)
      #expect(reading == Reading(reference: text.bytes, format: text.format), "seed \(seed)")
      #expect(reading.regularRows == text.rowCount, "seed \(seed)")
    }
  }

  /// A character that the end of the file cuts off is told, however the words of a block fall.
  @Test(arguments: [[0xD0], [0xE2, 0x82], [0xF0, 0x9F, 0x98]] as [[UInt8]])
  func aCharacterCutOffAtTheEndIsTold(cut: [UInt8]) throws {
    for header in ["n\n", "n,m\n"] {
      let format = DelimitedFormat(delimiter: .comma, blockBytes: 1 << 16)
      for count in 50...140 {
        let begin = header == "n\n" ? "" : "a,"
        let bytes = Array((header + begin).utf8) + [UInt8](repeating: 0x78, count: count) + cut
        let reading = try Reading(bytes, format: format)
        #expect(reading == Reading(reference: bytes, format: format), "\(count) bytes, \(header)")
      }
    }
  }

  @Test func agreesWithReferenceWhateverIsDamaged() throws {
    for seed in 0..<UInt64(DelimitedCorpus.isSlow ? 100_000 : 3_000) {
      var generator = SeededGenerator(seed: seed)
      var text = RegularText(&generator, blockBytes: Int.random(in: 100...3_000, using: &generator))
      if seed % 4 > 0 { text.damage(&generator) }
      let reference = Reading(reference: text.bytes, format: text.format)
      let sourceBlock = Int.random(in: 1...500, using: &generator)
      guard try Reading(text.bytes, format: text.format) == reference,
        try Reading(text.bytes, format: text.format, sourceBlock: sourceBlock) == reference
      else {
        Issue.record("seed \(seed): \(String(decoding: text.bytes, as: UTF8.self).debugDescription)")
        return
      }
    }
  }

  /// Fields of which nobody asks for the text end where they end, quotes or not.
  @Test func aFieldThatIsLeftAsItIsWrittenEndsWithItsRow() throws {
    let text = "a,b\n1,\"x\n,y\"\n2,z\n3,\"\"\n"
    var ends: [[Int]] = []
    for asWritten in [[], [1]] {
      var reader = DelimitedReader(source: ArrayByteSource(text))
      try reader.select([0, 1], asWritten: asWritten)
      var batch = RowBatch()
      #expect(try reader.read(into: &batch))
      #expect(batch.marksOfRow == 2 && batch.rowCount == 3)
      ends.append((0..<3).map { batch.byteRange(row: $0, column: 1).upperBound })
      #expect((0..<3).map { batch.place(row: $0, column: 1).byteColumn } == [3, 3, 3])
      #expect(batch.lineNumbers() == [2, 4, 5] && batch.lineNumbers(after: 7) == [9, 11, 12])
      #expect((0..<3).map { batch.line(ofRow: $0) } == [2, 4, 5])
    }
    #expect(ends == [[12, 16, 21], [12, 16, 21]])
  }
}
