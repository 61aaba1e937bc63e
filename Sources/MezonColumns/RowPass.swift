// SPDX-License-Identifier: Apache-2.0

/// The second stage of reading a block: from marks to rows of field ranges.
///
/// It lives for one block, while the buffers it points into are held by ``DelimitedReader``. The grammar is RFC 4180 with
/// what real files do: a line ends with LF, CRLF or CR; a quote within an unquoted field is an ordinary character; a blank
/// line is no row; the last line end may be absent.
struct RowPass {
  /// The block.
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where its separators stand, with `bytes.count` as a sentinel after them.
  let marks: UnsafeBufferPointer<UInt32>
  /// Whether the text ends with the block.
  let isLast: Bool
  let format: DelimitedFormat
  /// The number of fields a row must have; nil for a header, which may have any number.
  let expected: Int?
  /// For each field of a row its place among the wanted ones, or -1.
  let places: UnsafeBufferPointer<Int32>
  let width: Int
  /// Room for the edges of `width` fields, a line and a start for as many rows as the block can hold.
  let fields: UnsafeMutableBufferPointer<UInt32>
  let lines: UnsafeMutableBufferPointer<Int>
  let starts: UnsafeMutableBufferPointer<UInt32>
  let sourceOffset: Int
  /// From here on rows must be validated one by one; `count` in a block without ill-formed bytes.
  let firstInvalid: Int

  /// The line of the next row.
  var line: Int
  /// Where the next row begins.
  private(set) var position = 0
  /// The number of rows accepted.
  private(set) var rowCount = 0
  private(set) var refused: [RefusedRow] = []
  /// The number of fields of the row read last.
  private(set) var lastFieldCount = 0
  private var mark = 0
  private let delimiter: UInt8

  init(
    bytes: UnsafeBufferPointer<UInt8>, marks: UnsafeBufferPointer<UInt32>, isLast: Bool, format: DelimitedFormat,
    expected: Int?, places: UnsafeBufferPointer<Int32>, width: Int, fields: UnsafeMutableBufferPointer<UInt32>,
    lines: UnsafeMutableBufferPointer<Int>, starts: UnsafeMutableBufferPointer<UInt32>, sourceOffset: Int,
    firstInvalid: Int, line: Int
  ) {
    self.bytes = bytes
    self.marks = marks
    self.isLast = isLast
    self.format = format
    delimiter = format.delimiter.rawValue
    self.expected = expected
    self.places = places
    self.width = width
    self.fields = fields
    self.lines = lines
    self.starts = starts
    self.sourceOffset = sourceOffset
    self.firstInvalid = firstInvalid
    self.line = line
  }

  private var count: Int { bytes.count }

  /// What was seen in a row, and where; -1 is nowhere.
  private struct Findings {
    var textAfterQuote = -1
    var textAfterQuoteField = 0
    var nul = -1
    var surplusField = -1
    var lineEndsWithin = 0
    var isUnclosed = false
  }

  /// Reads rows until the block has no complete one left, or `rowLimit` are read.
  mutating func run(rowLimit: Int = .max) {
    while position < count, rowCount + refused.count < rowLimit {
      let byte = bytes[position]
      if byte == lineFeed || byte == carriageReturn {
        guard let next = endOfLineEnd(position) else { return }
        mark += next - position
        position = next
        line += 1
      } else if !readRow() {
        return
      }
    }
  }

  /// The position after the line end at `position`; nil when its second byte may be in the next block.
  @inline(__always)
  private func endOfLineEnd(_ position: Int) -> Int? {
    let next = position &+ 1
    guard bytes[position] == carriageReturn else { return next }
    if next == count { return isLast ? next : nil }
    return bytes[next] == lineFeed ? next &+ 1 : next
  }

  /// Reads one row; false, and nothing changed, when it goes on in the next block.
  @inline(__always)
  private mutating func readRow() -> Bool {
    var findings = Findings()
    var mark = mark
    var field = 0
    var fieldStart = position
    let base = rowCount &* width
    while true {
      passPlainFields(&mark, &field, &fieldStart, base: base)
      var contentStart = fieldStart
      var contentEnd = -1
      var kind: UInt32 = 0
      // The sentinel stands at `count`, where no quote is: an empty last field is safe.
      if Int(marks[mark]) == fieldStart, fieldStart < count, bytes[fieldStart] == quote {
        contentStart = fieldStart &+ 1
        guard let closing = skipQuoted(&mark, &kind, &findings) else { return false }
        contentEnd = closing
        if !findings.isUnclosed { noteText(after: closing, field: field, &findings) }
      }
      let end = findEnd(&mark, &findings)
      if end == count, !isLast { return false }
      if contentEnd < 0 { contentEnd = end }
      if field < places.count {
        let place = places[field]
        if place >= 0 {
          note(base &+ Int(place), from: contentStart, to: contentEnd, kind)
        }
      } else if findings.surplusField < 0 {
        findings.surplusField = fieldStart
      }
      field &+= 1
      if end < count, bytes[end] == delimiter {
        fieldStart = end &+ 1
        mark &+= 1
      } else {
        return endRow(end, mark: mark, fieldCount: field, findings)
      }
    }
  }

  /// Writes the edges of a field.
  @inline(__always)
  private func note(_ number: Int, from start: Int, to end: Int, _ kind: UInt32) {
    fields[2 &* number] = UInt32(truncatingIfNeeded: start &- 1)
    fields[2 &* number &+ 1] = UInt32(truncatingIfNeeded: end) | kind
  }

  /// Passes as many fields as nearly every row has nothing but: unquoted, with a delimiter for the next mark.
  @inline(__always)
  private func passPlainFields(_ mark: inout Int, _ field: inout Int, _ fieldStart: inout Int, base: Int) {
    let delimiter = delimiter
    let (bytes, marks, count, fieldLimit) = (bytes, marks, count, places.count)
    while field < fieldLimit {
      let end = Int(marks[mark])
      // A quote at the start of the field would itself be the next mark.
      guard end < count, bytes[end] == delimiter else { return }
      let place = places[field]
      if place >= 0 { note(base &+ Int(place), from: fieldStart, to: end, 0) }
      field &+= 1
      mark &+= 1
      fieldStart = end &+ 1
    }
  }

  /// Passes a quoted field whose opening quote stands at the mark, and returns where its closing quote stands.
  ///
  /// nil means that the field goes on in the next block; the end of the block with `isUnclosed` noted, that it never ends.
  @inline(__always)
  private func skipQuoted(_ mark: inout Int, _ kind: inout UInt32, _ findings: inout Findings) -> Int? {
    mark &+= 1
    while true {
      let position = Int(marks[mark])
      if position == count {
        findings.isUnclosed = true
        return isLast ? count : nil
      }
      mark &+= 1
      let byte = bytes[position]
      let next = position &+ 1
      if byte == quote {
        if next == count { return isLast ? position : nil }
        guard bytes[next] == quote else { return position }
        kind = RowBatch.doubledMark
        mark &+= 1
      } else if byte == lineFeed {
        findings.lineEndsWithin &+= 1
      } else if byte == carriageReturn {
        // A return before a line feed is counted with it.
        if next < count, bytes[next] != lineFeed { findings.lineEndsWithin &+= 1 }
      } else if byte == 0, findings.nul < 0 {
        findings.nul = position
      }
    }
  }

  /// Passes marks up to the delimiter or line end that ends the field, or the block, and returns where it stands.
  @inline(__always)
  private func findEnd(_ mark: inout Int, _ findings: inout Findings) -> Int {
    while true {
      let position = Int(marks[mark])
      if position == count { return count }
      let byte = bytes[position]
      if byte == delimiter || byte == lineFeed || byte == carriageReturn { return position }
      if byte == 0, findings.nul < 0 { findings.nul = position }
      mark &+= 1
    }
  }

  /// Notes whatever follows a closing quote and does not end the field.
  @inline(__always)
  private func noteText(after closing: Int, field: Int, _ findings: inout Findings) {
    let next = closing &+ 1
    guard next < count, findings.textAfterQuote < 0 else { return }
    let byte = bytes[next]
    guard byte != delimiter, byte != lineFeed, byte != carriageReturn else { return }
    findings.textAfterQuote = next
    findings.textAfterQuoteField = field
  }

  /// Accepts or refuses the row that ends at `end`; false when its line end may go on in the next block.
  @inline(__always)
  private mutating func endRow(_ end: Int, mark: Int, fieldCount: Int, _ findings: Findings) -> Bool {
    var next = end
    if end < count {
      guard let after = endOfLineEnd(end) else { return false }
      next = after
    }
    let length = end &- position
    let isSuspect =
      length > min(format.maximumFieldBytes, format.maximumRowBytes) || findings.textAfterQuote >= 0
      || findings.nul >= 0 || findings.isUnclosed || end > firstInvalid || fieldCount != (expected ?? fieldCount)
    if isSuspect, let fault = fault(end: end, fieldCount: fieldCount, findings) {
      refused.append(
        RefusedRow(
          fault: fault, line: line, byteOffset: sourceOffset + position, byteCount: length, acceptedBefore: rowCount))
    } else {
      lines[rowCount] = line
      starts[rowCount] = UInt32(truncatingIfNeeded: position)
      rowCount &+= 1
    }
    lastFieldCount = fieldCount
    line &+= findings.lineEndsWithin &+ (next > end ? 1 : 0)
    self.mark = mark &+ (next &- end)
    position = next
    return true
  }

  /// The fault to report for a row, by the order of ``RowFault/Kind``.
  private func fault(end: Int, fieldCount: Int, _ findings: Findings) -> RowFault? {
    if findings.isUnclosed || end - position > min(format.maximumFieldBytes, format.maximumRowBytes) {
      var tracker = RowTracker(format: format, line: line)
      _ = tracker.follow(UnsafeBufferPointer(rebasing: bytes[position..<end]))
      if let fault = tracker.fault(atEndOfText: findings.isUnclosed) { return fault }
    }
    if findings.textAfterQuote >= 0 {
      return fault(.textAfterClosingQuote, at: findings.textAfterQuote, field: findings.textAfterQuoteField)
    }
    if findings.nul >= 0 { return fault(.nulByte, at: findings.nul) }
    if end > firstInvalid, let start = bytes.baseAddress {
      let invalid = firstInvalidUTF8(start, from: position, to: end)
      if invalid < end { return fault(.invalidUTF8, at: invalid) }
    }
    guard let expected, fieldCount != expected else { return nil }
    if fieldCount < expected {
      return fault(.tooFewFields(expected: expected, found: fieldCount), at: end, field: fieldCount - 1)
    }
    return fault(.tooManyFields(expected: expected, found: fieldCount), at: findings.surplusField, field: expected)
  }

  /// A fault at a position of the row, in the field given (counted from 0) or found.
  private func fault(_ kind: RowFault.Kind, at position: Int, field: Int? = nil) -> RowFault {
    let place = linePlace(of: position, in: bytes, rowStart: self.position, rowLine: line)
    return RowFault(
      kind: kind, line: place.line, byteColumn: place.byteColumn, field: (field ?? fieldIndex(of: position)) + 1)
  }

  /// The field, counted from 0, in which a position of the row stands. Complexity: O(bytes of the row).
  private func fieldIndex(of position: Int) -> Int {
    var field = 0
    var isInside = false
    // A quote opens at the start of a field, and opens again what the quote right before it closed.
    var mayOpen = true
    for byte in bytes[self.position..<position] {
      if byte == quote, isInside || mayOpen {
        mayOpen = isInside
        isInside.toggle()
      } else {
        mayOpen = byte == delimiter && !isInside
        if mayOpen { field += 1 }
      }
    }
    return field
  }
}
