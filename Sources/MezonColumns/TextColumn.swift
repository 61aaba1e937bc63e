// SPDX-License-Identifier: Apache-2.0

/// The texts of one column of a batch, one a row.
///
/// Its functions read the forms in which nearly all cells are written, a few words of memory at a time, into a number and a
/// ``CellState`` a row. What is written in any other form they leave, as unreadable, to whoever reads it byte by byte and says what is wrong
/// with it: they need not know any form that is rare, and must never read one differently. The number of such a row, and of a missing one,
/// is 0.
///
/// It lives while ``RowBatch/withUnsafeColumns(_:)`` lends the batch. Where fields stand in the bytes is the reader's promise, and behind the
/// bytes there is room enough to read whole words.
package struct TextColumn {
  /// Followed by at least ``blockPadding`` bytes.
  private let bytes: UnsafeRawPointer
  /// The edges of the field of the first row: the place before its first byte, and the place after its last.
  private let edges: UnsafePointer<UInt32>
  /// From the edges of a row to those of the next.
  private let stride: Int
  /// How many bytes stand between a field and the place after it.
  private let trim: UInt32
  /// The number of texts.
  package let rowCount: Int

  /// - Parameters:
  ///   - bytes: those of a batch, with room behind them
  ///   - edges: those of so many rows from the column's first on, `stride` to a row
  init(bytes: UnsafeRawPointer, edges: UnsafePointer<UInt32>, stride: Int, trim: UInt32, rowCount: Int) {
    self.bytes = bytes
    self.edges = edges
    self.stride = stride
    self.trim = trim
    self.rowCount = rowCount
  }

  /// One of the texts.
  struct Text {
    private let start: UnsafeRawPointer
    /// The number of bytes; more than any that is looked at here where doubled quotes stand for one.
    let count: Int

    @inline(__always)
    init(_ edges: UnsafePointer<UInt32>, trim: UInt32, in bytes: UnsafeRawPointer) {
      let first = edges[0] &+ 1
      start = bytes + Int(first)
      count = Int(edges[1] &- first &- trim)
    }

    /// Eight bytes from an offset on, which lies within a text of less than 32; those beyond its end are of what follows it.
    @inline(__always)
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// Masks of the first bytes of two words.
  struct ByteMasks {
    private let bytes: UnsafeRawBufferPointer

    /// Lends masks to a loop: they lie in memory, for to read one takes less than to work it out.
    @inline(__always)
    static func with<Result>(_ body: (ByteMasks) -> Result) -> Result {
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4) { room in
        _ = room.initialize(from: [~0, ~0, 0, 0])
        return body(ByteMasks(bytes: UnsafeRawBufferPointer(room)))
      }
    }

    /// Ones in the first bytes, of which there are at most sixteen, and zeros in the others.
    @inline(__always)
    func first(_ count: Int) -> (low: UInt64, high: UInt64) {
      (
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16 &- count, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24 &- count, as: UInt64.self))
      )
    }
  }

  /// The text of a row, which must lie in `0..<rowCount`.
  @inline(__always)
  func text(_ row: Int) -> Text { Text(edges + row &* stride, trim: trim, in: bytes) }

  /// Calls `body` for each text, and writes the number and the state of its cell.
  @inline(__always)
  func readCells(
    into bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>,
    _ body: (Text) -> (bits: Int64, state: CellState)
  ) -> StatesSeen {
    precondition(bits.count >= rowCount && states.count >= rowCount, "too little room for the cells of a column")
    guard let bits = bits.baseAddress, let states = states.baseAddress else { return [] }
    var seen: UInt8 = 0
    var edges = edges
    for row in 0..<rowCount {
      let cell = body(Text(edges, trim: trim, in: bytes))
      bits[row] = cell.bits
      states[row] = cell.state
      seen |= cell.state.rawValue
      edges += stride
    }
    return StatesSeen(rawValue: seen)
  }
}

/// The columns of a batch.
package struct TextColumns {
  /// With at least ``blockPadding`` bytes behind them that can be read.
  private let bytes: UnsafeRawBufferPointer
  private let marks: UnsafeBufferPointer<UInt32>
  private let cells: UnsafeBufferPointer<UInt32>
  private let edges: [RowBatch.Edges]
  private let width: Int
  /// The number of rows.
  package let rowCount: Int

  /// - Parameter edges: for each of so many columns where its edges stand, of so many rows, among the marks or the cells
  init(
    bytes: UnsafeRawBufferPointer, marks: UnsafeBufferPointer<UInt32>, cells: UnsafeBufferPointer<UInt32>,
    edges: [RowBatch.Edges], width: Int, rowCount: Int
  ) {
    precondition(edges.count >= width || rowCount == 0, "too few edges for the columns")
    self.bytes = bytes
    self.marks = marks
    self.cells = cells
    self.edges = edges
    self.width = width
    self.rowCount = rowCount
  }

  /// A column; `place` counts the wanted fields in the order in which they were selected. Nil for a batch without rows.
  package func column(_ place: Int) -> TextColumn? {
    precondition(place >= 0 && place < width, "column out of range")
    guard let start = bytes.baseAddress, rowCount > 0 else { return nil }
    let own = edges[place]
    let numbers = own.areCells ? cells : marks
    precondition(own.offset + (rowCount - 1) * own.stride + 1 < numbers.count, "too few edges for the rows")
    guard let first = numbers.baseAddress else { return nil }
    return TextColumn(bytes: start, edges: first + own.offset, stride: own.stride, trim: own.trim, rowCount: rowCount)
  }

  /// Where the field of a row stands in a column, both of which there must be.
  @inline(__always)
  package func field(_ row: Int, _ place: Int) -> FieldRange {
    precondition(row >= 0 && row < rowCount && place >= 0 && place < width, "field out of range")
    let own = edges[place]
    let first = own.offset &+ row &* own.stride
    let (before, after) =
      own.areCells ? (cells[first], cells[first &+ 1]) : (marks[first], marks[first &+ 1] &- own.trim)
    let start = Int(before &+ 1)
    // An unquoted field stands after a delimiter, a line end or nothing.
    var marks: UInt32 = start > 0 && bytes[start &- 1] == quote ? FieldRange.quotedMark : 0
    if own.areCells, after & RowBatch.doubledMark != 0 { marks |= FieldRange.doubledMark }
    return FieldRange(start: start, end: Int(own.areCells ? after & ~RowBatch.doubledMark : after), marks: marks)
  }

  /// The bytes of a field as they stand, doubled quotes and all.
  @inline(__always)
  package func bytes(of field: FieldRange) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[field.offset..<(field.offset &+ field.length)])
  }
}
