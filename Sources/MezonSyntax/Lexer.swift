// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// Cuts a definition file into tokens. Any bytes give tokens that cover them all; what is wrong becomes a diagnostic.
///
/// Complexity: O(*n*) in the bytes.
struct Lexer {
  private let source: SourceText
  private let bytes: [UInt8]
  private let usesDecimalComma: Bool
  private var offset = 0
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceText, keywordLanguage: KeywordLanguage) {
    self.source = source
    bytes = source.bytes
    usesDecimalComma = keywordLanguage == .russian
  }

  /// All tokens of the file; the last is `endOfFile` and holds the trailing blanks and comments.
  mutating func tokens() -> [Token] {
    var result: [Token] = []
    result.reserveCapacity(bytes.count / 5 + 1)
    while true {
      let triviaStart = offset
      skipTrivia()
      let start = offset
      guard start < bytes.count else {
        result.append(Token(kind: .endOfFile, triviaStart: triviaStart, lower: start, upper: start, text: ""))
        return result
      }
      let (kind, text) = scan()
      // Every scan consumes at least one byte, so the loop ends.
      if offset <= start { offset = start + 1 }
      result.append(
        Token(
          kind: kind, triviaStart: triviaStart, lower: start, upper: offset, text: text ?? source.text(start, offset)))
    }
  }

  private func byte(_ distance: Int = 0) -> UInt8 {
    let index = offset + distance
    return index >= 0 && index < bytes.count ? bytes[index] : 0
  }

  private mutating func skipTrivia() {
    if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      case 0xC2 where byte(1) == 0xA0: offset += 2
      case UInt8(ascii: "#"):
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      default: return
      }
    }
  }

  private mutating func scan() -> (TokenKind, String?) {
    let current = byte()
    switch current {
    case UInt8(ascii: "\""): return (.text, scanQuoted(closing: current))
    case UInt8(ascii: "`"): return (.quotedName, scanQuoted(closing: current))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber()
    default: break
    }
    if let kind = scanPunctuation() { return (kind, nil) }
    if let length = letterLength(at: offset) {
      offset += length
      scanWordTail()
      return (.word, nil)
    }
    return scanUnknown()
  }

  private mutating func scanUnknown() -> (TokenKind, String?) {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    let range = SourceRange(source, start, offset)
    if String(validating: bytes[start..<offset], as: UTF8.self) == nil {
      diagnostics.append(Diagnostic(SyntaxRule.brokenText, [hexadecimal(bytes[start])], at: range))
    } else {
      diagnostics.append(Diagnostic(SyntaxRule.unknownCharacter, [range.text], at: range))
    }
    return (.unknown, nil)
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  private mutating func scanPunctuation() -> TokenKind? {
    let pairs: [(UInt8, UInt8, TokenKind)] = [
      (UInt8(ascii: "-"), UInt8(ascii: ">"), .arrow), (UInt8(ascii: "<"), UInt8(ascii: "="), .lessOrEqual),
      (UInt8(ascii: ">"), UInt8(ascii: "="), .greaterOrEqual),
    ]
    for (first, second, kind) in pairs where byte() == first && byte(1) == second {
      offset += 2
      return kind
    }
    let kind: TokenKind? =
      switch byte() {
      case UInt8(ascii: "{"): .leftBrace
      case UInt8(ascii: "}"): .rightBrace
      case UInt8(ascii: "("): .leftParenthesis
      case UInt8(ascii: ")"): .rightParenthesis
      case UInt8(ascii: ","): .comma
      case UInt8(ascii: ":"): .colon
      case UInt8(ascii: "?"): .question
      case UInt8(ascii: "%"): .percentSign
      case UInt8(ascii: "<"): .less
      case UInt8(ascii: ">"): .greater
      case UInt8(ascii: "="): .equal
      case UInt8(ascii: "+"): .plus
      case UInt8(ascii: "-"): .minus
      case UInt8(ascii: "*"): .star
      case UInt8(ascii: "/"): .slash
      default: nil
      }
    if kind != nil { offset += 1 }
    return kind
  }

  /// A text or a quoted name: on one line, with `\"`, `\\`, `\n`, `\t` as escapes.
  private mutating func scanQuoted(closing: UInt8) -> String {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count {
      let current = bytes[offset]
      if current == closing {
        offset += 1
        if String(validating: content, as: UTF8.self) == nil {
          diagnostics.append(Diagnostic(SyntaxRule.brokenText, ["\""], at: SourceRange(source, start, offset)))
        }
        return String(decoding: content, as: UTF8.self)
      }
      if current == UInt8(ascii: "\n") { break }
      if current == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "\n") {
        content.append(unescaped(bytes[offset + 1], at: offset))
        offset += 2
      } else {
        content.append(current)
        offset += 1
      }
    }
    if content.last == UInt8(ascii: "\r") { content.removeLast() }
    diagnostics.append(Diagnostic(SyntaxRule.unclosedQuote, at: SourceRange(source, start, offset)))
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func unescaped(_ byte: UInt8, at start: Int) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "`"): return byte
    default:
      diagnostics.append(Diagnostic(SyntaxRule.unknownEscape, at: SourceRange(source, start, start + 2)))
      return byte
    }
  }
}

// Numbers, dates, periods and words.
extension Lexer {
  private func isDigit(_ distance: Int) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(distance))
  }

  private func digits(_ count: Int, at distance: Int) -> Bool {
    (0..<count).allSatisfy { isDigit(distance + $0) } && !isDigit(distance + count)
  }

  private mutating func scanNumber() -> (TokenKind, String?) {
    if let length = periodLength(at: 0) {
      if byte(length) == UInt8(ascii: "."), byte(length + 1) == UInt8(ascii: "."),
        let second = periodLength(at: length + 2) ?? (digits(4, at: length + 2) ? 4 : nil)
      {
        offset += length + 2 + second
        return (.period, nil)
      }
      let isDay = length >= 10 && byte(7) == UInt8(ascii: "-")
      offset += length
      return (isDay ? .time : .period, nil)
    }
    if digits(4, at: 0), byte(4) == UInt8(ascii: "."), byte(5) == UInt8(ascii: "."),
      let second = periodLength(at: 6) ?? (digits(4, at: 6) ? 4 : nil)
    {
      offset += 6 + second
      return (.period, nil)
    }
    scanDigitsAndFraction()
    return (.number, nil)
  }

  /// Digits, groups of three after commas (English: `1,000`), and a fraction after `.` or, in Russian files, `,`.
  private mutating func scanDigitsAndFraction() {
    while isDigit(0) { offset += 1 }
    if !usesDecimalComma {
      while byte() == UInt8(ascii: ","), digits(3, at: 1) { offset += 4 }
    }
    let separator = byte()
    let opensFraction = separator == UInt8(ascii: ".") || (usesDecimalComma && separator == UInt8(ascii: ","))
    if opensFraction, isDigit(1) {
      offset += 1
      while isDigit(0) { offset += 1 }
    }
  }

  /// The length of a day, time or period label (other than a bare year) at a distance; nil when there is none.
  private func periodLength(at start: Int) -> Int? {
    guard digits(4, at: start), byte(start + 4) == UInt8(ascii: "-") else { return nil }
    switch byte(start + 5) {
    case UInt8(ascii: "H"), UInt8(ascii: "Q"): return digits(1, at: start + 6) ? 7 : nil
    case UInt8(ascii: "W"): return digits(2, at: start + 6) ? 8 : nil
    default: break
    }
    guard digits(2, at: start + 5) else { return nil }
    guard byte(start + 7) == UInt8(ascii: "-"), digits(2, at: start + 8) else { return 7 }
    return 10 + clockLength(at: start + 10)
  }

  /// The length of `T10:00` or `T10:00:30` at a distance, or 0.
  private func clockLength(at start: Int) -> Int {
    guard byte(start) == UInt8(ascii: "T"), digits(2, at: start + 1), byte(start + 3) == UInt8(ascii: ":"),
      digits(2, at: start + 4)
    else { return 0 }
    guard byte(start + 6) == UInt8(ascii: ":"), digits(2, at: start + 7) else { return 6 }
    return 9
  }

  /// The length in bytes of the letter at an index; nil where no letter stands.
  private func letterLength(at index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    let lead = bytes[index]
    if lead < 0x80 {
      let isLetter = (lead | 0x20) >= UInt8(ascii: "a") && (lead | 0x20) <= UInt8(ascii: "z")
      return isLetter || lead == UInt8(ascii: "_") ? 1 : nil
    }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, index + length <= bytes.count,
      let text = String(validating: bytes[index..<(index + length)], as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.properties.isAlphabetic
    else { return nil }
    return length
  }

  private mutating func scanWordTail() {
    while offset < bytes.count {
      if let length = letterLength(at: offset) {
        offset += length
      } else if isDigit(0) {
        offset += 1
      } else if byte() == UInt8(ascii: "-"), letterLength(at: offset + 1) != nil {
        // Hyphens join letters only, as in "half-year"; a difference needs blanks around its minus.
        offset += 1
      } else {
        return
      }
    }
  }
}
