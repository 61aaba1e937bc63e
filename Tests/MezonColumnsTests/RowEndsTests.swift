// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonTestSupport
import Testing

/// Wherever rows are said to end, a text may be cut: its parts give the rows that the whole gives.
struct RowEndsTests {
  /// The texts of all rows, and the faults of those that are refused.
  private func rows(_ text: [UInt8]) throws -> [String] {
    var format = DelimitedFormat(delimiter: .comma, fields: .unnamed(count: 2))
    format.passesMark = false
    var reader = DelimitedReader(source: ArrayByteSource(text), format: format)
    var batch = RowBatch()
    var found: [String] = []
    while try reader.read(into: &batch) {
      var refused = batch.refused[...]
      for row in 0...batch.rowCount {
        while let first = refused.first, first.acceptedBefore == row {
          found.append("refused \(first.fault.kind) of \(first.byteCount) bytes")
          refused.removeFirst()
        }
        if row < batch.rowCount {
          found.append("\(batch.text(row: row, column: 0))|\(batch.text(row: row, column: 1))")
        }
      }
    }
    return found
  }

  @Test func aTextMayBeCutThere() throws {
    var random = SeededGenerator(seed: 71)
    let signs = ["a", ",", "\"", "\n", "\r", "\r\n", "\u{1}", ",\"", "\n\"", "\",", "\"\n", "\"\"", "b,c\n"].map {
      Array($0.utf8)
    }
    let bytes: [[UInt8]] = signs + [[0xEF], [0xD0], [0xEF, 0xBB, 0xBF]]
    var (cuts, quoted) = (0, 0)
    for round in 0..<4_000 {
      let text = (0..<Int.random(in: 1...60, using: &random)).flatMap { _ in
        bytes[Int.random(in: 0..<bytes.count, using: &random)]
      }
      let whole = try rows(text)
      var ends = RowEnds(delimiter: .comma)
      var parts: [[UInt8]] = []
      var (start, place) = (0, 0)
      while place < text.count {
        let piece = Array(text[place..<min(text.count, place + Int.random(in: 1...30, using: &random))])
        if let end = ends.lastEnd(in: piece) {
          parts.append(Array(text[start..<(place + end)]))
          start = place + end
        }
        place += piece.count
      }
      parts.append(Array(text[start...]))
      #expect(parts.joined().elementsEqual(text))
      let found = try parts.flatMap { try rows($0) }
      #expect(found == whole, "round \(round): \(parts)")
      cuts += parts.count - 1
      quoted += whole.count { $0.contains("\n") }
    }
    #expect(cuts > 4_000 && quoted > 200, "\(cuts) cuts, \(quoted) quoted line ends")
  }

  @Test func aLineEndWithinQuotesIsNone() {
    var ends = RowEnds(delimiter: .semicolon)
    #expect(ends.lastEnd(in: Array("a;\"b\n".utf8)) == nil)
    #expect(ends.lastEnd(in: Array("c\"\nd;e".utf8)) == 3)
    #expect(ends.lastEnd(in: Array("\r".utf8)) == nil, "what follows is not known")
    #expect(ends.lastEnd(in: Array("\nf;g\r\nh".utf8)) == 6)
    #expect(ends.lastEnd(in: []) == nil)
  }
}
