// SPDX-License-Identifier: Apache-2.0

/// Where one field stands in the bytes of its batch, without the quotes around it.
package struct FieldRange: Sendable, Hashable {
  @usableFromInline let start: UInt32
  @usableFromInline let lengthAndMarks: UInt32

  static let quotedMark: UInt32 = 1 << 31
  static let doubledMark: UInt32 = 1 << 30

  @inline(__always)
  init(start: Int, end: Int, marks: UInt32) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.lengthAndMarks = UInt32(truncatingIfNeeded: end &- start) | marks
  }

  /// The offset in the batch's bytes.
  @inlinable
  package var offset: Int { Int(start) }
  /// The number of bytes.
  @inlinable
  package var length: Int { Int(lengthAndMarks & 0x3FFF_FFFF) }
  /// Whether the field was quoted: `""` is an empty text where an empty field is a missing one.
  @inlinable
  package var isQuoted: Bool { lengthAndMarks & (1 << 31) != 0 }
  /// Whether the bytes hold doubled quotes that stand for one.
  @inlinable
  package var hasDoubledQuotes: Bool { lengthAndMarks & (1 << 30) != 0 }
}

/// Rows of a delimited text: the bytes of a block, and where the wanted fields of each accepted row stand in them.
///
/// A consumer makes one batch and hands it to ``DelimitedReader/read(into:)`` again and again; its memory is reused.
package struct RowBatch: Sendable {
  /// The bytes of the block, then room; at least ``blockPadding`` bytes follow the block.
  var bytes: [UInt8] = []
  var byteCount = 0
  /// Row by row the wanted fields, then room.
  var fields: [FieldRange] = []
  var lines: [Int] = []
  var starts: [UInt32] = []
  /// The offset in the source of the first byte.
  var sourceOffset = 0

  /// The number of accepted rows.
  package internal(set) var rowCount = 0
  /// The number of wanted fields of each row.
  package internal(set) var width = 0
  /// The rows that were refused, in order.
  package internal(set) var refused: [RefusedRow] = []

  /// An empty batch.
  package init() {}

  /// Where a field stands; `column` counts the wanted fields in the order in which they were selected.
  package func field(row: Int, column: Int) -> FieldRange {
    precondition(row >= 0 && row < rowCount && column >= 0 && column < width, "field out of range")
    return fields[row * width + column]
  }

  /// The line, counted from 1, on which an accepted row begins.
  package func line(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < rowCount, "row out of range")
    return lines[row]
  }

  /// The line, counted from 1, on which each accepted row begins.
  package var lineNumbers: ArraySlice<Int> { lines[..<rowCount] }

  /// The offset in the source at which an accepted row begins.
  package func byteOffset(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < rowCount, "row out of range")
    return sourceOffset + Int(starts[row])
  }

  /// Calls `body` with the bytes of the block and with the fields, row by row, ``width`` to a row; and with the same as columns.
  @inline(__always)
  package func withUnsafeFields<Result>(
    _ body: (
      _ bytes: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<FieldRange>, _ columns: TextColumns
    ) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { all in
      try fields.withUnsafeBufferPointer { fields in
        precondition(all.count - byteCount >= blockPadding, "a batch without room behind its bytes")
        let bytes = UnsafeRawBufferPointer(rebasing: all[..<byteCount])
        let fields = UnsafeBufferPointer(rebasing: fields[..<(rowCount * width)])
        return try body(
          bytes, fields, TextColumns(bytes: bytes, fields: fields, width: width, rowCount: rowCount))
      }
    }
  }

  /// Replaces the content of `buffer` by the text of a field, doubled quotes made single. Complexity: O(bytes).
  package func unescape(_ field: FieldRange, into buffer: inout [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    let raw = bytes[field.offset..<(field.offset + field.length)]
    guard field.hasDoubledQuotes else {
      buffer.append(contentsOf: raw)
      return
    }
    var isSecond = false
    for byte in raw {
      isSecond = byte == quote && !isSecond
      if !isSecond { buffer.append(byte) }
    }
  }

  /// The text of a field, for reports and headers; a loop over rows uses ``withUnsafeFields(_:)``. Complexity: O(bytes).
  package func text(row: Int, column: Int) -> String {
    var buffer: [UInt8] = []
    unescape(field(row: row, column: column), into: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// The offsets in the source between which a field stands, its quotes included.
  package func byteRange(row: Int, column: Int) -> Range<Int> {
    let field = field(row: row, column: column)
    let quotes = field.isQuoted ? 1 : 0
    return (sourceOffset + field.offset - quotes)..<(sourceOffset + field.offset + field.length + quotes)
  }

  /// The line and the byte on it, counted from 1, at which a field begins, its quote included. Complexity: O(bytes of the row).
  package func place(row: Int, column: Int) -> (line: Int, byteColumn: Int) {
    let field = field(row: row, column: column)
    let position = field.offset - (field.isQuoted ? 1 : 0)
    return bytes.withUnsafeBufferPointer { bytes in
      linePlace(of: position, in: bytes, rowStart: Int(starts[row]), rowLine: lines[row])
    }
  }
}

/// The line and the byte on it of a position within a row.
func linePlace(
  of position: Int, in bytes: UnsafeBufferPointer<UInt8>, rowStart: Int, rowLine: Int
) -> (line: Int, byteColumn: Int) {
  var line = rowLine
  var lineStart = rowStart
  var index = rowStart
  while index < position {
    let byte = bytes[index]
    index += 1
    let endsLine = byte == lineFeed || (byte == carriageReturn && !(index < bytes.count && bytes[index] == lineFeed))
    if endsLine {
      line += 1
      lineStart = index
    }
  }
  return (line, position - lineStart + 1)
}
