// SPDX-License-Identifier: Apache-2.0

/// Follows one row byte by byte without holding it: for rows beyond a limit, which may be as long as the rest of the file.
///
/// It knows the same grammar as ``RowPass``, for the only questions that are left about such a row: which limit it passed
/// first, whether a quote in it is never closed, and where it ends.
struct RowTracker {
  private enum State {
    case fieldStart
    case unquoted
    case quoted
    case afterQuote
    case afterReturn
    case ended
  }

  private let delimiter: UInt8
  private let maximumFieldBytes: Int
  private let maximumRowBytes: Int
  private var state = State.fieldStart
  private var field = 1
  private var fieldBytes = 0
  private var fieldLine: Int
  private var fieldColumn = 1
  private var column = 1
  private var lastWasReturn = false
  private var limitFault: RowFault?

  /// The bytes of the row so far, without its line end.
  private(set) var rowBytes = 0
  /// The line of the next byte.
  private(set) var line: Int

  init(format: DelimitedFormat, line: Int) {
    delimiter = format.delimiter.rawValue
    maximumFieldBytes = format.maximumFieldBytes
    maximumRowBytes = format.maximumRowBytes
    self.line = line
    fieldLine = line
  }

  /// Whether the line end was met.
  var hasEnded: Bool { state == .ended }

  /// Follows bytes up to the row's end, and returns how many belong to the row and its line end.
  mutating func follow(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    for (index, byte) in bytes.enumerated() where !take(byte) { return index }
    return bytes.count
  }

  /// The fault of the row, asked when it has ended or when the text has.
  func fault(atEndOfText: Bool) -> RowFault? {
    if atEndOfText, state == .quoted {
      return RowFault(kind: .unclosedQuote, line: fieldLine, byteColumn: fieldColumn, field: field)
    }
    return limitFault
  }

  /// Takes a byte; false when it belongs to the next row.
  private mutating func take(_ byte: UInt8) -> Bool {
    if state == .ended { return false }
    if state == .afterReturn {
      state = .ended
      return byte == lineFeed
    }
    if state != .quoted, byte == lineFeed || byte == carriageReturn {
      state = byte == lineFeed ? .ended : .afterReturn
      line += 1
      return true
    }
    if state != .quoted, byte == delimiter {
      rowBytes += 1
      noteRowLimit()
      column += 1
      beginField()
      return true
    }
    advance(byte)
    return true
  }

  private mutating func beginField() {
    state = .fieldStart
    field += 1
    fieldBytes = 0
    fieldLine = line
    fieldColumn = column
  }

  /// Takes a byte that belongs to the field.
  private mutating func advance(_ byte: UInt8) {
    switch state {
    case .fieldStart: state = byte == quote ? .quoted : .unquoted
    case .quoted: if byte == quote { state = .afterQuote }
    case .afterQuote: state = byte == quote ? .quoted : .unquoted
    default: break
    }
    // A return counts as a line end when what follows it is known not to be a line feed.
    if lastWasReturn, byte != lineFeed {
      line += 1
      column = 1
    }
    noteFieldLimit()
    rowBytes += 1
    noteRowLimit()
    lastWasReturn = byte == carriageReturn
    column += 1
    if byte == lineFeed {
      line += 1
      column = 1
    }
  }

  private mutating func noteFieldLimit() {
    fieldBytes += 1
    guard fieldBytes > maximumFieldBytes, limitFault == nil else { return }
    limitFault = RowFault(
      kind: .fieldTooLong(limit: maximumFieldBytes), line: fieldLine, byteColumn: fieldColumn, field: field)
  }

  private mutating func noteRowLimit() {
    guard rowBytes > maximumRowBytes, limitFault == nil else { return }
    limitFault = RowFault(
      kind: .rowTooLong(limit: maximumRowBytes), line: line, byteColumn: column, field: field)
  }
}
