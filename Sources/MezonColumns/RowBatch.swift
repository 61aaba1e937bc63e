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
  /// The edges of a column's fields: for each row the place before its first byte and the place after its last, modulo 2^32.
  struct Edges: Sendable {
    /// Whether they are in ``RowBatch/cells``, for each cell two numbers; else in ``RowBatch/marks``, where the edge of one field is that of
    /// the next.
    let areCells: Bool
    /// Where those of the first row stand.
    let offset: Int
    /// From those of a row to those of the next.
    let stride: Int
    /// How many bytes stand between a field and the place after it.
    let trim: UInt32
  }

  /// Set in the place after a field in ``cells`` that has doubled quotes, for which no field is long enough.
  static let doubledMark: UInt32 = 1 << 31

  /// Bytes of the batch's own, then room; at least ``blockPadding`` bytes follow the block.
  var own: [UInt8] = []
  /// A text that was lent and holds the block, from ``lentStart`` on; empty where the block is in ``own``.
  var lent: [UInt8] = []
  var lentStart = 0
  var byteCount = 0
  /// Where fields end, after a first number that is the place before the first; then room.
  var marks: [UInt32] = []
  /// Two numbers for a field, then room.
  var cells: [UInt32] = []
  /// Where the edges of each wanted field stand.
  var edges: [Edges] = []
  /// What regular rows have beside their marks.
  var quotes: [UInt32] = []
  var breaks: [UInt32] = []
  /// How many of ``breaks`` are of the rows.
  var breakCount = 0
  var lines: [Int] = []
  /// The line of the first row where rows are regular, so that ``breaks`` tell the lines of the others and ``lines`` has none; nil for others.
  var firstLine: Int?
  var starts: [UInt32] = []
  /// How many marks each row has where all have as many, so that ``starts`` are among them; 0 where they do not.
  var marksOfRow = 0
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
    return withUnsafeColumns { $0.field(row, column) }
  }

  /// The line, counted from 1, on which an accepted row begins. Complexity: O(log of the line ends within quotes).
  package func line(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < rowCount, "row out of range")
    guard let firstLine else { return lines[row] }
    // Each break before the row's first mark began a line more.
    var (low, high) = (0, breakCount)
    while low < high {
      let middle = (low + high) / 2
      if Int(breaks[middle]) < row * marksOfRow { low = middle + 1 } else { high = middle }
    }
    return firstLine + row + low
  }

  /// The line, counted from 1, on which each accepted row begins, as there are so many more before the text. Complexity: O(rows).
  package func lineNumbers(after before: Int = 0) -> [Int32] {
    guard let firstLine else { return lines[..<rowCount].map { Int32(clamping: $0 + before) } }
    return [Int32](unsafeUninitializedCapacity: rowCount) { numbers, count in
      var (line, passed) = (firstLine + before, 0)
      for row in 0..<rowCount {
        while passed < breakCount, Int(breaks[passed]) < row &* marksOfRow { passed &+= 1 }
        numbers.initializeElement(at: row, to: Int32(clamping: line &+ passed))
        line &+= 1
      }
      count = rowCount
    }
  }

  /// The offset in the source at which an accepted row begins.
  package func byteOffset(ofRow row: Int) -> Int { sourceOffset + start(ofRow: row) }

  /// Where an accepted row begins in the block.
  private func start(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < rowCount, "row out of range")
    return marksOfRow > 0 ? Int(marks[row * marksOfRow] &+ 1) : Int(starts[row])
  }

  /// Calls `body` with the bytes of the block, behind which there are at least ``blockPadding`` that can be read.
  @inline(__always)
  func withUnsafeBlock<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let start = lent.isEmpty ? 0 : lentStart
    return try (lent.isEmpty ? own : lent).withUnsafeBytes { all in
      precondition(all.count - start - byteCount >= blockPadding, "a batch without room behind its bytes")
      return try body(UnsafeRawBufferPointer(rebasing: all[start..<(start + byteCount)]))
    }
  }

  /// Calls `body` with the wanted fields of the rows, column by column.
  @inline(__always)
  package func withUnsafeColumns<Result>(_ body: (_ columns: TextColumns) throws -> Result) rethrows -> Result {
    try withUnsafeBlock { bytes in
      try marks.withUnsafeBufferPointer { marks in
        try cells.withUnsafeBufferPointer { cells in
          try body(
            TextColumns(bytes: bytes, marks: marks, cells: cells, edges: edges, width: width, rowCount: rowCount))
        }
      }
    }
  }

  /// Replaces the content of `buffer` by the text of a field, doubled quotes made single. Complexity: O(bytes).
  package func unescape(_ field: FieldRange, into buffer: inout [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    withUnsafeBlock { bytes in
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
  }

  /// The text of a field, for reports and headers; a loop over rows uses ``withUnsafeColumns(_:)``. Complexity: O(bytes).
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
    let (start, line) = (start(ofRow: row), line(ofRow: row))
    return withUnsafeBlock { bytes in
      linePlace(of: position, in: bytes.bindMemory(to: UInt8.self), rowStart: start, rowLine: line)
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
