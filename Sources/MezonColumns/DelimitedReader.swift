// SPDX-License-Identifier: Apache-2.0

/// What the first row of a delimited text says.
package enum HeaderRow: Sendable, Equatable {
  /// The names of the fields, as written.
  case names([String])
  /// The header cannot be read; nothing after it is.
  case refused(RefusedRow)
  /// The text has no row at all.
  case absent
}

/// Why fields cannot be selected.
package enum SelectionError: Error, Equatable {
  /// The rows have no such field, counted from 0.
  case outOfRange(Int)
  /// A field was named twice.
  case repeated(Int)
  /// The header was refused or absent, so that no field is known.
  case noFields
}

/// Reads delimited text from a ``ByteSource`` in batches of rows, in memory bounded by the format's limits.
///
/// A row with a fault is never dropped silently and never ends the reading: it comes out among
/// ``RowBatch/refused``. What is read does not depend on how the source cuts its blocks.
///
/// ```swift
/// var reader = DelimitedReader(source: ArrayByteSource("case,minutes\nA-1,45\n"))
/// let header = try reader.readHeader()
/// try reader.select([1])
/// var batch = RowBatch()
/// while try reader.read(into: &batch) {
///   for row in 0..<batch.rowCount { consume(batch.text(row: row, column: 0)) }
/// }
/// ```
package struct DelimitedReader: Sendable {
  /// How the text is laid out.
  package let format: DelimitedFormat

  private var source: any ByteSource
  /// The source where it is a text in memory that is looked at where it is; nil for any other.
  private var held: ArrayByteSource?
  /// What was read and not yet handed out; it begins at a row.
  private var carry: [UInt8] = []
  /// The offset in the source and the line of the first carried byte.
  private var offset = 0
  private var line = 1
  private var isAtEnd = false
  private var hasStarted = false
  private var header: HeaderRow?
  /// What the source threw: after it nothing more can be trusted.
  private var failure: (any Error)?
  private var expected: Int?
  private var places: [Int32] = []
  private var width = 0
  /// For each wanted field whether its text is left as it is written.
  private var asWritten: [Bool] = []
  /// How many blocks are still to be read without asking whether they are regular, and after how many the last was not.
  private var irregular = (left: 0, run: 0)

  /// A reader at the beginning of `source`; nothing is read yet.
  package init(source: any ByteSource, format: DelimitedFormat = DelimitedFormat()) {
    self.source = source
    self.format = format
    held = (source as? ArrayByteSource).flatMap { $0.isLent ? $0 : nil }
    if case .unnamed(let count) = format.fields { expect(max(0, count)) }
  }

  /// The number of fields of a row; nil before the header is read, or when it was refused or absent.
  package var fieldCount: Int? { expected }

  /// Where the next row begins, once the header is read: its offset in the source and its line.
  package var nextRow: (byteOffset: Int, line: Int) { (offset, line) }

  /// Reads the header once, and returns it again when asked again; `absent` for a format without one.
  package mutating func readHeader() throws -> HeaderRow {
    if let header { return header }
    var row = HeaderRow.absent
    if format.fields == .namedByHeader {
      var batch = RowBatch()
      if try advance(into: &batch, isHeader: true) {
        if let refusal = batch.refused.first ?? refusalOfWideHeader(batch) {
          row = .refused(refusal)
        } else {
          row = .names((0..<batch.width).map { batch.text(row: 0, column: $0) })
          expect(batch.width)
        }
      }
    }
    header = row
    return row
  }

  /// Restricts what is handed out to the fields named, counted from 0, in the order named; without it, all are.
  ///
  /// The number of fields of each row is checked all the same.
  /// - Parameter asWritten: places among the fields named of which nobody asks for the text, so that quotes may be left around it.
  /// - Throws: ``SelectionError``, or what the source throws while the header is read.
  package mutating func select(_ fields: [Int], asWritten: [Int] = []) throws {
    _ = try readHeader()
    guard let expected else { throw SelectionError.noFields }
    var chosen = [Int32](repeating: -1, count: expected)
    for (place, field) in fields.enumerated() {
      guard field >= 0, field < expected else { throw SelectionError.outOfRange(field) }
      guard chosen[field] < 0 else { throw SelectionError.repeated(field) }
      chosen[field] = Int32(place)
    }
    places = chosen
    width = fields.count
    self.asWritten = fields.indices.map(asWritten.contains)
  }

  /// Replaces the batch's content by the next rows; false, and an empty batch, at the end.
  ///
  /// Complexity: O(bytes); a row that spans many blocks is looked at a bounded number of times.
  /// - Throws: what the source throws, and the same again when called again.
  package mutating func read(into batch: inout RowBatch) throws -> Bool {
    _ = try readHeader()
    guard expected != nil else {
      batch.clear()
      return false
    }
    return try advance(into: &batch, isHeader: false)
  }

  /// The refusal of a header with more fields than a reader makes room for.
  private func refusalOfWideHeader(_ batch: RowBatch) -> RefusedRow? {
    let limit = DelimitedFormat.maximumFields
    guard batch.width > limit else { return nil }
    let place = batch.place(row: 0, column: limit)
    let fault = RowFault(
      kind: .tooManyFields(expected: limit, found: batch.width), line: place.line, byteColumn: place.byteColumn,
      field: limit + 1)
    let end = batch.field(row: 0, column: batch.width - 1)
    let start = batch.byteOffset(ofRow: 0)
    return RefusedRow(
      fault: fault, line: batch.line(ofRow: 0), byteOffset: start,
      byteCount: batch.sourceOffset + end.offset + end.length + (end.isQuoted ? 1 : 0) - start, acceptedBefore: 0)
  }

  private mutating func expect(_ count: Int) {
    expected = count
    places = (0..<count).map { Int32(truncatingIfNeeded: $0) }
    width = count
    asWritten = Array(repeating: false, count: count)
  }

  private mutating func advance(into batch: inout RowBatch, isHeader: Bool) throws -> Bool {
    if let failure { throw failure }
    do {
      return try nextRows(into: &batch, isHeader: isHeader)
    } catch {
      failure = error
      batch.clear()
      throw error
    }
  }

  private mutating func nextRows(into batch: inout RowBatch, isHeader: Bool) throws -> Bool {
    if held != nil, let hasRows = nextHeldRows(into: &batch, isHeader: isHeader) { return hasRows }
    while true {
      batch.clear()
      try fill(&batch)
      let next = assemble(&batch, isHeader: isHeader)
      offset += next
      carry.append(contentsOf: batch.own[next..<batch.byteCount])
      if batch.rowCount + batch.refused.count > 0 { return true }
      if isAtEnd { return false }
      // One byte more than the limit may still be a return whose line feed comes next.
      if carry.count > format.maximumRowBytes + 1 {
        try refuseOversizeRow(&batch)
        return true
      }
    }
  }

  /// The same from a text in memory, which is not copied; nil for a row beyond a block, from which on it is read as any other source.
  private mutating func nextHeldRows(into batch: inout RowBatch, isHeader: Bool) -> Bool? {
    guard var text = held else { return nil }
    if !hasStarted {
      hasStarted = true
      if format.passesMark, text.rest.starts(with: byteOrderMark) {
        text.skip(byteOrderMark.count)
        offset = byteOrderMark.count
      }
    }
    while true {
      let count = min(format.blockBytes, text.rest.count)
      isAtEnd = count == text.rest.count
      batch.clear()
      batch.lend(text.bytes, text.rest.startIndex..<(text.rest.startIndex + count))
      batch.sourceOffset = offset
      let next = assemble(&batch, isHeader: isHeader)
      offset += next
      text.skip(next)
      held = text
      if batch.rowCount + batch.refused.count > 0 { return true }
      if isAtEnd { return false }
      if next == 0 {
        source = text
        held = nil
        return nil
      }
    }
  }

  /// Fills the batch with what was carried and as much again, or a block; leaves nothing carried.
  private mutating func fill(_ batch: inout RowBatch) throws {
    // Doubling keeps the work linear when a row spans many blocks; a byte order mark needs three bytes.
    let wanted = max(format.blockBytes, 2 * carry.count, hasStarted ? 1 : 3)
    batch.reserve(byteCount: wanted)
    batch.append(carry)
    while batch.byteCount < wanted, !isAtEnd {
      if try batch.append(from: &source, upTo: wanted) == 0 { isAtEnd = true }
    }
    carry.removeAll(keepingCapacity: true)
    if !hasStarted {
      hasStarted = true
      if format.passesMark, batch.dropByteOrderMark() { offset = 3 }
    }
    batch.sourceOffset = offset
  }

  /// Runs both stages over the batch's bytes, and returns where the first row begins that is not complete.
  private mutating func assemble(_ batch: inout RowBatch, isHeader: Bool) -> Int {
    if !isHeader, let block = takeRegular(&batch) {
      line += block.lineCount
      return block.byteCount
    }
    let indexed = batch.index(delimiter: format.delimiter.rawValue)
    let places = isHeader ? (0...Int32(indexed.marks)).map { $0 } : places
    let width = isHeader ? places.count : width
    let expected = isHeader ? nil : expected
    batch.reserve(rowCount: isHeader ? 1 : indexed.marks / max(1, expected ?? 1) + 2, width: width)
    let (format, isAtEnd, line, offset) = (format, isAtEnd, line, offset)
    let pass = batch.withUnsafeRoom { bytes, marks, cells, lines, starts in
      places.withUnsafeBufferPointer { places in
        var pass = RowPass(
          bytes: bytes, marks: marks, isLast: isAtEnd, format: format, expected: expected, places: places,
          width: width, fields: cells, lines: lines, starts: starts, sourceOffset: offset,
          firstInvalid: indexed.firstInvalid, line: line)
        pass.run(rowLimit: isHeader ? 1 : .max)
        return pass
      }
    }
    self.line = pass.line
    batch.rowCount = pass.rowCount
    batch.refused = pass.refused
    batch.width = isHeader ? pass.lastFieldCount : width
    batch.edges = (0..<width).map {
      RowBatch.Edges(areCells: true, offset: 2 * $0, stride: 2 * width, trim: 0)
    }
    return pass.position
  }

  /// Takes the rows of a block where they are all alike. Where one block is not, the next ones hardly are, and are asked more and more
  /// seldom.
  private mutating func takeRegular(_ batch: inout RowBatch) -> RowBatch.RegularBlock? {
    guard let expected, batch.byteCount <= min(format.maximumFieldBytes, format.maximumRowBytes) else { return nil }
    guard irregular.left == 0 else {
      irregular.left -= 1
      return nil
    }
    let block = batch.takeRegular(
      RowBatch.RegularRows(
        delimiter: format.delimiter.rawValue, fieldCount: expected, places: places, asWritten: asWritten, line: line),
      isLast: isAtEnd)
    irregular.run = block == nil ? min(irregular.run + 1, 4) : 0
    irregular.left = block == nil ? (1 << irregular.run) - 2 : 0
    return block
  }

  /// Passes the carried row, which is beyond the limit, to its end without holding it.
  private mutating func refuseOversizeRow(_ batch: inout RowBatch) throws {
    var tracker = RowTracker(format: format, line: line)
    let (start, startLine) = (offset, line)
    var chunk = carry
    while true {
      let taken = chunk.withUnsafeBufferPointer { tracker.follow($0) }
      offset += taken
      carry = Array(chunk[taken...])
      if tracker.hasEnded || isAtEnd { break }
      batch.byteCount = 0
      isAtEnd = try batch.append(from: &source, upTo: format.blockBytes) == 0
      chunk = Array(batch.own[..<batch.byteCount])
    }
    line = tracker.line
    batch.clear()
    // It has the columns of any batch, and no row.
    batch.width = width
    guard let fault = tracker.fault(atEndOfText: isAtEnd && !tracker.hasEnded) else { return }
    batch.refused.append(
      RefusedRow(fault: fault, line: startLine, byteOffset: start, byteCount: tracker.rowBytes, acceptedBefore: 0))
  }
}
