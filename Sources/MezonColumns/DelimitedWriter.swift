// SPDX-License-Identifier: Apache-2.0

/// Writes rows of delimited text to a buffer of bytes: RFC 4180 with LF line ends, and quotes only where they are needed.
///
/// ```swift
/// var writer = DelimitedWriter()
/// writer.append("case"); writer.append("minutes"); writer.endRow()
/// writer.append("A-1"); writer.append(Int64(45)); writer.endRow()
/// ```
package struct DelimitedWriter: Sendable {
  /// A number that no delimited text can hold.
  package enum Fault: Error, Sendable, Equatable {
    /// The value is NaN or infinite.
    case notFinite
  }

  /// What was written and not yet taken.
  package private(set) var bytes: [UInt8] = []
  private let delimiter: UInt8
  private var fieldsInRow = 0
  private var rowStart = 0

  /// A writer with nothing written.
  package init(delimiter: DelimitedFormat.Delimiter = .comma) {
    self.delimiter = delimiter.rawValue
  }

  /// Adds a field of text. Complexity: O(bytes).
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Adds a field of text, given as UTF-8. Complexity: O(bytes).
  package mutating func append(_ text: UnsafeRawBufferPointer) {
    beginField()
    let delimiter = delimiter
    guard text.contains(where: { $0 == delimiter || $0 == quote || $0 == lineFeed || $0 == carriageReturn }) else {
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(quote)
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  /// Adds a field with an integer.
  package mutating func append(_ value: Int64) {
    beginField()
    NumberFormat.append(value, to: &bytes)
  }

  /// Adds a field with a number, in the form of `NumberFormat.append(finite:to:)`.
  /// - Throws: ``Fault/notFinite``; then nothing is added.
  package mutating func append(_ value: Double) throws(Fault) {
    guard value.isFinite else { throw .notFinite }
    beginField()
    NumberFormat.append(finite: value, to: &bytes)
  }

  /// Adds fields as a writer with the same delimiter has written them, the delimiter between them. Complexity: O(bytes).
  package mutating func append(written fields: [UInt8], count: Int) {
    beginField()
    bytes.append(contentsOf: fields)
    fieldsInRow += count - 1
  }

  /// Adds a field without a value.
  package mutating func appendMissing() {
    beginField()
  }

  /// Ends the row. A row of one field without bytes is written as `""`, for a blank line would be no row.
  package mutating func endRow() {
    if fieldsInRow == 1, bytes.count == rowStart {
      bytes.append(quote)
      bytes.append(quote)
    }
    bytes.append(lineFeed)
    fieldsInRow = 0
    rowStart = bytes.count
  }

  /// Hands out what was written and goes on with an empty buffer, in the middle of a row or not.
  package mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes = []
    // What stands before the row's taken part counts as a field with bytes.
    rowStart = fieldsInRow == 0 ? 0 : -1
    return taken
  }

  private mutating func beginField() {
    if fieldsInRow > 0 { bytes.append(delimiter) }
    fieldsInRow += 1
  }
}
