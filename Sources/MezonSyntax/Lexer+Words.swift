// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Words: of the grammar and of the planner.
extension Lexer {
  /// Whether a text as a whole would be read as one word.
  static func isWord(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy {
      ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_")
    }
    if isPlain, !text.isEmpty { return true }
    var lexer = Lexer(SourceText(name: "", text: text), keywordLanguage: .english)
    let token = lexer.next()
    return token.kind == .word && token.lower == 0 && token.upper == text.utf8.count && lexer.diagnostics.isEmpty
  }

  /// A letter and then letters, digits, underscores and inner hyphens.
  mutating func scanWord() {
    let start = offset
    var first: Script?
    var isMixed = false
    while offset < bytes.count {
      if let length = letterLength(at: offset) ?? (offset > start ? markLength(at: offset) : nil) {
        if let script = script(at: offset, length) {
          if let first, first != script { isMixed = true }
          first = first ?? script
        }
        offset += length
      } else if offset > start, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) {
        offset += 1
      } else if offset > start, byte() == UInt8(ascii: "-"), letterLength(at: offset + 1) != nil {
        // Hyphens join letters only, as in "half-year"; a difference needs blanks around its minus.
        offset += 1
      } else if let rest = apostropheLength(from: start) {
        offset += rest
      } else {
        break
      }
    }
    if isMixed { report(SyntaxRule.mixedScripts, [source.text(start, offset)], start, offset) }
  }

  /// How many bytes are left of a keyword's word with an apostrophe in it, such as `officer's`; nil where none goes on here.
  private func apostropheLength(from start: Int) -> Int? {
    guard offset > start, byte() == UInt8(ascii: "'") else { return nil }
    for word in KeywordMatcher.wordsWithApostrophe where bytes[start...].starts(with: word) {
      let end = start + word.count
      if end > offset, letterLength(at: end) == nil { return end - offset }
    }
    return nil
  }

  /// The length in bytes of the letter at an index; nil where no letter stands.
  func letterLength(at index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    let lead = bytes[index]
    if lead < 0x80 {
      let isLetter = (lead | 0x20) >= UInt8(ascii: "a") && (lead | 0x20) <= UInt8(ascii: "z")
      return isLetter || lead == UInt8(ascii: "_") ? 1 : nil
    }
    guard let (scalar, length) = scalar(at: index), scalar.properties.isAlphabetic else { return nil }
    return length
  }

  /// The length in bytes of the accent at an index, as decomposed text has it; nil where none stands.
  private func markLength(at index: Int) -> Int? {
    guard bytes[index] >= 0x80, let (scalar, length) = scalar(at: index) else { return nil }
    return scalar.properties.generalCategory == .nonspacingMark ? length : nil
  }

  func scalar(at index: Int) -> (Unicode.Scalar, Int)? {
    let lead = bytes[index]
    if lead >= 0xD0, lead <= 0xD3, index + 1 < bytes.count, bytes[index + 1] & 0xC0 == 0x80,
      let scalar = Unicode.Scalar(UInt32(lead & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F))
    {
      return (scalar, 2)
    }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, index + length <= bytes.count,
      let text = String(validating: bytes[index..<(index + length)], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return nil }
    return (scalar, length)
  }
}
