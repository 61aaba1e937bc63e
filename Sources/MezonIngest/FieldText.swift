// SPDX-License-Identifier: Apache-2.0

/// Byte-level questions about the text of a cell.
enum FieldText {
  /// The text without blanks around it: spaces, tabs, line ends and no-break spaces. Complexity: O(blanks).
  @inline(__always)
  static func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let first = field.first, let last = field.last else { return field }
    if first > 0x20, first != 0xC2, last > 0x20, last != 0xA0 { return field }
    return withoutBlanks(field)
  }

  private static func withoutBlanks(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = field.count
    while start < end {
      let byte = field[start]
      if isBlank(byte) {
        start &+= 1
      } else if byte == 0xC2, start &+ 1 < end, field[start &+ 1] == 0xA0 {
        start &+= 2
      } else {
        break
      }
    }
    while end > start {
      let byte = field[end &- 1]
      if isBlank(byte) {
        end &-= 1
      } else if byte == 0xA0, end &- 2 >= start, field[end &- 2] == 0xC2 {
        end &-= 2
      } else {
        break
      }
    }
    return UnsafeRawBufferPointer(rebasing: field[start..<end])
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  /// A text of the programme without blanks around it, as bytes.
  static func trimmedBytes(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { Array(trimmed(UnsafeRawBufferPointer($0))) }
  }

  /// Whether two texts have the same bytes.
  @inline(__always)
  static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index < left.count {
      guard left[index] == right[index] else { return false }
      index &+= 1
    }
    return true
  }

  /// Whether a text is one of a few.
  @inline(__always)
  static func isOne(of texts: [[UInt8]], _ text: UnsafeRawBufferPointer) -> Bool {
    for candidate in texts where candidate.count == text.count {
      if candidate.withUnsafeBytes({ isEqual($0, text) }) { return true }
    }
    return false
  }

  /// The digits of a whole number in their shortest form: `013`, `+13` and `13.0` are `13`; nil for anything else.
  /// Complexity: O(bytes).
  static func wholeNumber(_ text: UnsafeRawBufferPointer, separator: UInt8) -> [UInt8]? {
    var index = 0
    var isNegative = false
    if let sign = text.first, sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      index = 1
    }
    var digits: [UInt8] = []
    var count = 0
    while index < text.count, text[index] &- 0x30 < 10 {
      if text[index] != 0x30 || !digits.isEmpty { digits.append(text[index]) }
      count += 1
      index += 1
    }
    guard count > 0 else { return nil }
    if index < text.count {
      guard text[index] == separator else { return nil }
      index += 1
      while index < text.count {
        guard text[index] == 0x30 else { return nil }
        index += 1
      }
    }
    if digits.isEmpty { return [0x30] }
    return isNegative ? [0x2D] + digits : digits
  }

  /// Calls `body` with each longest run of ASCII digits whose length lies within bounds. Complexity: O(bytes).
  static func forEachDigitRun(
    in text: UnsafeRawBufferPointer, least: Int, most: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    var index = 0
    while index < text.count {
      guard text[index] &- 0x30 < 10 else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
      if index - start >= least, index - start <= most { body(UnsafeRawBufferPointer(rebasing: text[start..<index])) }
    }
  }

  /// Calls `body` with each part of a text between separators; a separator without bytes parts nothing. Complexity: O(bytes).
  static func forEachPart(
    of text: UnsafeRawBufferPointer, separator: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    guard let first = separator.first else { return body(text) }
    var start = 0
    var index = 0
    while index + separator.count <= text.count {
      let isHere =
        text[index] == first
        && separator.withUnsafeBytes {
          isEqual($0, UnsafeRawBufferPointer(rebasing: text[index..<(index + separator.count)]))
        }
      guard isHere else {
        index += 1
        continue
      }
      body(UnsafeRawBufferPointer(rebasing: text[start..<index]))
      index += separator.count
      start = index
    }
    body(UnsafeRawBufferPointer(rebasing: text[start...]))
  }

  /// The first of some words with which a text begins, and no letter follows.
  static func leadingWord(of words: [[UInt8]], _ text: UnsafeRawBufferPointer) -> String? {
    for word in words where !word.isEmpty && text.count >= word.count {
      guard word.withUnsafeBytes({ isEqual($0, UnsafeRawBufferPointer(rebasing: text[..<word.count])) }) else {
        continue
      }
      let next = String(decoding: text[word.count...].prefix(4), as: UTF8.self).unicodeScalars.first
      if next.map({ $0.properties.isAlphabetic }) != true { return String(decoding: word, as: UTF8.self) }
    }
    return nil
  }

  /// The text for a message: broken bytes repaired, control characters as blanks, and no longer than a line.
  static func excerpt(_ text: UnsafeRawBufferPointer) -> String {
    let limit = 60
    let whole = String(decoding: text.prefix(4 * limit + 4), as: UTF8.self)
    let shown = String(whole.prefix(limit).map { $0.isNewline || $0 == "\t" || $0 == "\0" ? " " : $0 })
    return shown.count < whole.count || text.count > 4 * limit + 4 ? shown + "…" : shown
  }
}
