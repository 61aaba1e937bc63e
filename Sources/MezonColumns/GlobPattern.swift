// SPDX-License-Identifier: Apache-2.0

/// A text pattern of a row filter: `*` stands for any run of characters, `?` for one, `#` for one digit 0-9, everything else for
/// itself; Latin and Cyrillic letters match in either case.
///
/// A character is a Unicode scalar. The pattern covers the whole text. Matching never goes back beyond the last `*`, so its
/// time is at most the product of the two lengths, and for text without repetition that of the text.
package struct GlobPattern: Sendable, Equatable {
  private enum Token: Sendable, Equatable {
    case anyRun
    case anyOne
    case digit
    case scalar(UInt32)
  }

  /// The pattern as written.
  package let source: String
  private let tokens: [Token]

  /// Compiles a pattern; any text is one. Complexity: O(length).
  package init(_ source: String) {
    self.source = source
    var tokens: [Token] = []
    for scalar in source.unicodeScalars {
      switch scalar {
      case "*": if tokens.last != .anyRun { tokens.append(.anyRun) }
      case "?": tokens.append(.anyOne)
      case "#": tokens.append(.digit)
      default: tokens.append(.scalar(lowercased(scalar.value)))
      }
    }
    self.tokens = tokens
  }

  /// Whether the pattern matches the whole text. Complexity: O(text * pattern) at worst.
  package func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
  }

  /// Whether the pattern matches the whole text, given as UTF-8; a byte that is not UTF-8 is one character that only
  /// wildcards match. Complexity: O(text * pattern) at worst.
  package func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var token = 0
    var position = 0
    var afterRun: (token: Int, position: Int)?
    while position < text.count {
      if token < tokens.count, tokens[token] == .anyRun {
        token += 1
        afterRun = (token, position)
        continue
      }
      let (scalar, length) = decodeScalar(text, at: position)
      if token < tokens.count, Self.matches(tokens[token], scalar) {
        token += 1
        position += length
      } else if let last = afterRun {
        // The run takes one character more, and what follows it is tried again from there.
        let next = last.position + decodeScalar(text, at: last.position).length
        afterRun = (last.token, next)
        (token, position) = (last.token, next)
      } else {
        return false
      }
    }
    while token < tokens.count, tokens[token] == .anyRun { token += 1 }
    return token == tokens.count
  }

  private static func matches(_ token: Token, _ scalar: UInt32) -> Bool {
    switch token {
    case .anyRun: false
    case .anyOne: true
    case .digit: scalar &- 0x30 < 10
    case .scalar(let wanted): wanted == lowercased(scalar)
    }
  }
}

/// The scalar at a position and its number of bytes; an ill-formed byte alone, as a value that is no scalar.
private func decodeScalar(_ text: UnsafeRawBufferPointer, at position: Int) -> (scalar: UInt32, length: Int) {
  let lead = text[position]
  if lead < 0x80 { return (UInt32(lead), 1) }
  let length = sequenceLength(lead)
  guard length > 0, text.count - position >= length,
    text[position + 1] >= lowestSecond(lead), text[position + 1] <= highestSecond(lead)
  else { return (.max, 1) }
  var scalar = UInt32(lead) & (0xFF >> UInt32(length + 1))
  for index in (position + 1)..<(position + length) {
    guard text[index] & 0xC0 == 0x80 else { return (.max, 1) }
    scalar = scalar << 6 | UInt32(text[index] & 0x3F)
  }
  return (scalar, length)
}
