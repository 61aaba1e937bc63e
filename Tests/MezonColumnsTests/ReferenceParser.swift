// SPDX-License-Identifier: Apache-2.0

@testable import MezonColumns

/// A reader of delimited text that is obviously right and slow: one byte at a time, everything in memory, no cleverness.
///
/// It says in a second way what ``DelimitedReader`` must do, fault by fault.
struct ReferenceParser {
  enum Row: Equatable {
    case accepted(line: Int, byteOffset: Int, fields: [Field])
    case refused(RowFault, line: Int, byteOffset: Int, byteCount: Int)
  }

  struct Field: Equatable {
    var text: [UInt8] = []
    var isQuoted = false
  }

  /// Where a byte stands.
  private struct Place {
    var line: Int
    var column: Int
    var field: Int
  }

  let format: DelimitedFormat
  private let bytes: [UInt8]
  private let invalid: Set<Int>
  private var index = 0
  private var line = 1
  private var column = 1
  private(set) var rows: [Row] = []
  private(set) var header: Row?
  private var expected: Int?

  // What is known of the row being read.
  private var fields: [Field] = []
  private var rowStart = 0
  private var rowLine = 1
  private var faults: [Int: RowFault] = [:]

  init(_ bytes: [UInt8], format: DelimitedFormat) {
    self.bytes = bytes
    invalid = Set(Self.invalid(in: bytes))
    self.format = format
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    if case .unnamed(let count) = format.fields { expected = count }
    while index < bytes.count {
      if bytes[index] == 10 || bytes[index] == 13 {
        passLineEnd()
        continue
      }
      let row = readRow()
      if format.fields == .namedByHeader, header == nil {
        header = row
        guard case .accepted(_, _, let names) = row else { return }
        expected = names.count
      } else {
        rows.append(row)
      }
    }
  }

  private mutating func passLineEnd() {
    index += bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10 ? 2 : 1
    line += 1
    column = 1
  }

  /// Passes one byte that is not a line end outside quotes.
  private mutating func passByte() {
    let byte = bytes[index]
    let isReturnAlone = byte == 13 && !(index + 1 < bytes.count && bytes[index + 1] == 10)
    index += 1
    if byte == 10 || isReturnAlone {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  private mutating func note(_ kind: RowFault.Kind, _ place: Place) {
    let rank =
      switch kind {
      case .unclosedQuote: 0
      case .fieldTooLong, .rowTooLong: 1
      case .textAfterClosingQuote: 2
      case .nulByte: 3
      case .invalidUTF8: 4
      case .tooFewFields, .tooManyFields: 5
      }
    if faults[rank] == nil {
      faults[rank] = RowFault(kind: kind, line: place.line, byteColumn: place.column, field: place.field)
    }
  }

  private mutating func readRow() -> Row {
    fields = []
    faults = [:]
    rowStart = index
    rowLine = line
    while true {
      readField()
      guard index < bytes.count, bytes[index] == format.delimiter.rawValue else { break }
      checkRowLimit()
      passByte()
    }
    let found = fields.count
    let byteCount = index - rowStart
    if let expected, found < expected {
      note(.tooFewFields(expected: expected, found: found), Place(line: line, column: column, field: found))
    } else if let expected, found > expected, let surplus = surplusPlace {
      note(.tooManyFields(expected: expected, found: found), surplus)
    }
    surplusPlace = nil
    if index < bytes.count { passLineEnd() }
    if let fault = faults.min(by: { $0.key < $1.key })?.value {
      return .refused(fault, line: rowLine, byteOffset: rowStart, byteCount: byteCount)
    }
    return .accepted(line: rowLine, byteOffset: rowStart, fields: fields)
  }

  private var surplusPlace: Place?

  private var place: Place { Place(line: line, column: column, field: fields.count + 1) }

  private mutating func readField() {
    let start = place
    let fieldStart = index
    if fields.count == expected { surplusPlace = start }
    var field = Field()
    var isInside = false
    if index < bytes.count, bytes[index] == 34 {
      field.isQuoted = true
      isInside = true
      passByte()
      checkLimits(fieldStart, start)
    }
    while index < bytes.count {
      let byte = bytes[index]
      if isInside, byte == 34 {
        passByte()
        checkLimits(fieldStart, start)
        if index < bytes.count, bytes[index] == 34 {
          field.text.append(34)
          passByte()
          checkLimits(fieldStart, start)
        } else {
          isInside = false
          if index < bytes.count, ![format.delimiter.rawValue, 10, 13].contains(bytes[index]) {
            note(.textAfterClosingQuote, place)
          }
        }
        continue
      }
      if !isInside, [format.delimiter.rawValue, 10, 13].contains(byte) { break }
      if byte == 0 { note(.nulByte, place) }
      if invalid.contains(index) { note(.invalidUTF8, place) }
      field.text.append(byte)
      passByte()
      checkLimits(fieldStart, start)
    }
    if isInside { note(.unclosedQuote, start) }
    fields.append(field)
  }

  /// Called after a byte of a field was passed.
  private mutating func checkLimits(_ fieldStart: Int, _ start: Place) {
    if index - fieldStart > format.maximumFieldBytes {
      note(.fieldTooLong(limit: format.maximumFieldBytes), start)
    }
    if index - rowStart == format.maximumRowBytes + 1 { noteRowLimit() }
  }

  /// Called before a delimiter is passed.
  private mutating func checkRowLimit() {
    if index - rowStart == format.maximumRowBytes {
      note(
        .rowTooLong(limit: format.maximumRowBytes), Place(line: line, column: column, field: fields.count))
    }
  }

  private mutating func noteRowLimit() {
    // The byte that went beyond the limit was just passed; its own place is found by going through the row again.
    var probe = (line: rowLine, column: 1, index: rowStart)
    while probe.index < index - 1 {
      let byte = bytes[probe.index]
      let isReturnAlone = byte == 13 && bytes[probe.index + 1] != 10
      probe =
        byte == 10 || isReturnAlone
        ? (probe.line + 1, 1, probe.index + 1) : (probe.line, probe.column + 1, probe.index + 1)
    }
    note(
      .rowTooLong(limit: format.maximumRowBytes),
      Place(line: probe.line, column: probe.column, field: fields.count + 1))
  }

  /// Where the standard library's decoder finds no character.
  private static func invalid(in bytes: [UInt8]) -> [Int] {
    var positions: [Int] = []
    var index = 0
    while index < bytes.count {
      let length = (1...4).first { length in
        index + length <= bytes.count
          && String(validating: bytes[index..<(index + length)], as: UTF8.self)?.unicodeScalars.count == 1
      }
      if length == nil { positions.append(index) }
      index += length ?? 1
    }
    return positions
  }
}
