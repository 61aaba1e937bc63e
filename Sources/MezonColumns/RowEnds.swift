// SPDX-License-Identifier: Apache-2.0

/// Finds where rows end in delimited text that comes piece by piece, whatever stands within quotes.
///
/// It follows the text from its beginning by the grammar of ``DelimitedReader``, so that a line end within a quoted cell is never taken for
/// that of a row, and looks only at the bytes that may end a field.
///
/// ```swift
/// var ends = RowEnds(delimiter: .comma)
/// ends.lastEnd(in: Array("a,\"b\n".utf8))  // nil: the cell goes on
/// ends.lastEnd(in: Array("c\"\nd,e".utf8))  // 3: behind the line end of the first row
/// ```
package struct RowEnds: Sendable {
  private let delimiter: UInt8
  /// The bytes that were followed before the piece.
  private var followed = 0
  /// Where the field at hand began, and where the quote stands that closed it last, in the text; -2 for none.
  private var fieldStart = 0
  private var closedAt = -2
  private var isQuoted = false
  private var marks: [UInt32] = []

  /// Follows text from the beginning of a row.
  package init(delimiter: DelimitedFormat.Delimiter) { self.delimiter = delimiter.rawValue }

  /// Follows the next piece, and returns how many of its bytes stand before the last place at which a row surely begins; nil where none does.
  ///
  /// What stands behind the piece is no such place, for a line feed may follow. Complexity: O(bytes).
  package mutating func lastEnd(in piece: [UInt8]) -> Int? {
    let padded = piece + [UInt8](repeating: 0, count: blockPadding)
    if marks.count < padded.count { marks = [UInt32](repeating: 0, count: padded.count) }
    let found = marks.withUnsafeMutableBufferPointer { marks in
      padded.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress, let room = marks.baseAddress else { return 0 }
        return indexSeparators(start, count: piece.count, delimiter: delimiter, into: room).marks
      }
    }
    var last: Int?
    for mark in marks[..<found] {
      let place = Int(mark)
      guard take(piece[place], at: followed + place), place + 1 < piece.count else { continue }
      if piece[place] != carriageReturn || piece[place + 1] != lineFeed { last = place + 1 }
    }
    followed += piece.count
    return last
  }

  /// Takes a byte that may end a field, and returns whether it ends a row.
  @inline(__always)
  private mutating func take(_ byte: UInt8, at place: Int) -> Bool {
    if byte == quote {
      if isQuoted {
        isQuoted = false
        closedAt = place
      } else if place == fieldStart || place == closedAt + 1 {
        isQuoted = true
      }
      return false
    }
    guard !isQuoted, byte == delimiter || byte == lineFeed || byte == carriageReturn else { return false }
    fieldStart = place + 1
    closedAt = -2
    return byte != delimiter
  }
}
