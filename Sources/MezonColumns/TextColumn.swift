// SPDX-License-Identifier: Apache-2.0

/// The texts of one column of a batch, one a row.
///
/// Its functions read the forms in which nearly all cells are written, a few words of memory at a time, into a number and a
/// ``CellState`` a row. What is written in any other form they leave, as unreadable, to whoever reads it byte by byte and says what is wrong
/// with it: they need not know any form that is rare, and must never read one differently. The number of such a row, and of a missing one,
/// is 0.
///
/// It lives while ``RowBatch/withUnsafeFields(_:)`` lends the batch. Where fields stand in the bytes is the reader's promise, and behind the
/// bytes there is room enough to read whole words.
package struct TextColumn {
  /// Followed by at least ``blockPadding`` bytes.
  private let bytes: UnsafeRawPointer
  /// The field of the first row.
  private let fields: UnsafePointer<FieldRange>
  /// From the field of a row to that of the next.
  private let stride: Int
  /// The number of texts.
  package let rowCount: Int

  /// - Parameters:
  ///   - bytes: those of a batch, with room behind them
  ///   - fields: the fields of so many rows from the column's first on, `stride` to a row
  init(bytes: UnsafeRawPointer, fields: UnsafePointer<FieldRange>, stride: Int, rowCount: Int) {
    self.bytes = bytes
    self.fields = fields
    self.stride = stride
    self.rowCount = rowCount
  }

  /// One of the texts.
  struct Text {
    private let start: UnsafeRawPointer
    /// The number of bytes; more than any that is looked at here where doubled quotes stand for one.
    let count: Int

    @inline(__always)
    init(_ field: FieldRange, in bytes: UnsafeRawPointer) {
      start = bytes + Int(field.start)
      count = Int(field.lengthAndMarks & ~FieldRange.quotedMark)
    }

    /// Eight bytes from an offset on, which lies within a text of less than 32; those beyond its end are of what follows it.
    @inline(__always)
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// The text of a row, which must lie in `0..<rowCount`.
  @inline(__always)
  func text(_ row: Int) -> Text { Text(fields[row &* stride], in: bytes) }

  /// Calls `body` for each text, and writes the number and the state of its cell.
  @inline(__always)
  func readCells(
    into bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>,
    _ body: (Text) -> (bits: Int64, state: CellState)
  ) -> StatesSeen {
    precondition(bits.count >= rowCount && states.count >= rowCount, "too little room for the cells of a column")
    guard let bits = bits.baseAddress, let states = states.baseAddress else { return [] }
    var seen: UInt8 = 0
    var field = fields
    for row in 0..<rowCount {
      let cell = body(Text(field.pointee, in: bytes))
      bits[row] = cell.bits
      states[row] = cell.state
      seen |= cell.state.rawValue
      field += stride
    }
    return StatesSeen(rawValue: seen)
  }
}

/// The columns of a batch.
package struct TextColumns {
  private let bytes: UnsafeRawBufferPointer
  private let fields: UnsafeBufferPointer<FieldRange>
  private let width: Int
  private let rowCount: Int

  /// - Parameters:
  ///   - bytes: those of a batch with the room behind them, in which each field lies with at least ``blockPadding`` bytes behind it
  ///   - fields: row by row, `width` to a row
  init(bytes: UnsafeRawBufferPointer, fields: UnsafeBufferPointer<FieldRange>, width: Int, rowCount: Int) {
    precondition(fields.count >= width * rowCount, "too few fields for the rows")
    self.bytes = bytes
    self.fields = fields
    self.width = width
    self.rowCount = rowCount
  }

  /// A column; `place` counts the wanted fields in the order in which they were selected. Nil for a batch without rows.
  package func column(_ place: Int) -> TextColumn? {
    precondition(place >= 0 && place < width, "column out of range")
    guard let start = bytes.baseAddress, let first = fields.baseAddress, rowCount > 0 else { return nil }
    return TextColumn(bytes: start, fields: first + place, stride: width, rowCount: rowCount)
  }
}
