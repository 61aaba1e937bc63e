// SPDX-License-Identifier: Apache-2.0

/// The bytes of one definition file, with the line table that turns offsets into places a person can find.
///
/// A reference type, so that every range and diagnostic can name its file without copying it. Immutable after
/// construction. Any bytes are accepted; text that is not UTF-8 is shown with replacement characters.
package final class SourceText: Sendable {
  /// The name shown in messages, such as a path relative to the programme.
  package let name: String
  /// The content, byte for byte as it was read.
  package let bytes: [UInt8]
  /// Offsets of the first byte of each line, ascending; the first is 0.
  private let lineStarts: [Int]

  /// Takes a file's name and content. Complexity: O(*n*) in its bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Takes a file's name and text.
  package convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The number of lines; a final line feed opens an empty last line.
  package var lineCount: Int { lineStarts.count }

  /// The text of a range of offsets, clamped to the file, with broken UTF-8 repaired.
  package func text(_ lower: Int, _ upper: Int) -> String {
    let low = min(max(lower, 0), bytes.count)
    let high = min(max(upper, low), bytes.count)
    return String(decoding: bytes[low..<high], as: UTF8.self)
  }

  /// Line and column, both from 1, of an offset; a column counts characters, so a Cyrillic letter is one.
  ///
  /// Complexity: O(log *lines* + length of the line).
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let clamped = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= clamped { low = middle } else { high = middle }
    }
    return (low + 1, text(lineStarts[low], clamped).count + 1)
  }

  /// The text of a line counted from 1, without its line end; empty when there is no such line.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return text(start, end)
  }
}

/// A stretch of bytes in one definition file.
package struct SourceRange: Sendable, Hashable {
  /// The file.
  package let source: SourceText
  /// Offset of the first byte.
  package let lower: Int
  /// Offset just past the last byte; equal to `lower` for a place between two bytes.
  package let upper: Int

  /// Makes a range; the caller vouches that `lower <= upper`.
  package init(_ source: SourceText, _ lower: Int, _ upper: Int) {
    self.source = source
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The text that the range covers.
  package var text: String { source.text(lower, upper) }

  /// The smallest range that covers both; `other` must lie in the same file, otherwise `self` is returned.
  package func union(_ other: SourceRange) -> SourceRange {
    guard other.source === source else { return self }
    return SourceRange(source, min(lower, other.lower), max(upper, other.upper))
  }

  package static func == (left: SourceRange, right: SourceRange) -> Bool {
    left.source === right.source && left.lower == right.lower && left.upper == right.upper
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(source))
    hasher.combine(lower)
    hasher.combine(upper)
  }
}
