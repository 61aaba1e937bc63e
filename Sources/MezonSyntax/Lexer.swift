// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// Cuts a definition file into tokens. Any bytes give tokens that cover them all; what is wrong becomes a diagnostic.
///
/// Complexity: O(*n*) in the bytes.
struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  let language: KeywordLanguage
  var offset = 0
  private(set) var diagnostics = DiagnosticCollector()

  init(_ source: SourceText, keywordLanguage: KeywordLanguage) {
    self.source = source
    bytes = source.bytes
    language = keywordLanguage
  }

  /// All tokens of the file; the last is `endOfFile` and holds the trailing blanks and comments.
  mutating func tokens() -> [Token] {
    reportHiddenCharacters()
    var result: [Token] = []
    result.reserveCapacity(bytes.count / 5 + 1)
    while true {
      let token = next()
      result.append(token)
      if token.kind == .endOfFile { return result }
    }
  }

  /// The next token.
  mutating func next() -> Token {
    let triviaStart = offset
    skipTrivia()
    let start = offset
    guard start < bytes.count else {
      return Token(kind: .endOfFile, triviaStart: triviaStart, lower: start, upper: start, text: "")
    }
    let (kind, text) = scan()
    // Every scan consumes at least one byte, so the file ends some time.
    if offset <= start { offset = start + 1 }
    return Token(
      kind: kind, triviaStart: triviaStart, lower: start, upper: offset, text: text ?? source.text(start, offset))
  }

  /// The byte so far behind the place of reading; 0 beyond the end.
  func byte(_ distance: Int = 0) -> UInt8 {
    let index = offset + distance
    return index >= 0 && index < bytes.count ? bytes[index] : 0
  }

  mutating func report(
    _ rule: DiagnosticRule, _ arguments: [String] = [], _ lower: Int, _ upper: Int, suggestion: String? = nil
  ) {
    diagnostics.add(Diagnostic(rule, arguments, at: SourceRange(source, lower, upper), suggestion: suggestion))
  }

  private mutating func skipTrivia() {
    if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      case 0xC2 where byte(1) == 0xA0: offset += 2
      case UInt8(ascii: "#"): skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    reportBroken(start, offset)
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
    if letterLength(at: offset) != nil {
      scanWord()
      return (.word, nil)
    }
    return scanUnknown()
  }

  /// One or more characters or broken bytes that belong to no token, together: a file of noise gives few tokens.
  private mutating func scanUnknown() -> (TokenKind, String?) {
    let start = offset
    let isASCII = bytes[start] < 0x80
    repeat {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    } while offset < bytes.count && (bytes[offset] < 0x80) == isASCII && isUnknown(bytes[offset])
    if !reportBroken(start, offset), !hasHiddenCharacter(start, offset) {
      let signs = source.text(start, min(offset, start + 40))
      let meant = BorrowedWords.spelling(ofSigns: signs, language)
      report(SyntaxRule.unknownCharacter, [signs], start, offset, suggestion: meant)
    }
    return (.unknown, nil)
  }

  /// Whether a byte surely begins no token: a control character, a sign without meaning, or a byte that no letter begins with.
  private func isUnknown(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return letterLength(at: offset) == nil && !(byte == 0xC2 && self.byte(1) == 0xA0) }
    let isBlank = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    let isLetterOrDigit = letterLength(at: offset) != nil || (byte >= 0x30 && byte <= 0x39)
    return !isBlank && !isLetterOrDigit && !"#\"`{}(),:?%<>=+-*/".utf8.contains(byte)
  }

  /// Reports the first byte of a stretch that is no part of valid UTF-8; false where all are.
  @discardableResult
  private mutating func reportBroken(_ lower: Int, _ upper: Int) -> Bool {
    guard let broken = firstBrokenByte(lower, upper) else { return false }
    report(SyntaxRule.brokenText, [hexadecimal(bytes[broken])], broken, broken + 1)
    return true
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// The offset of the first byte in a stretch that is no part of valid UTF-8; nil when all are.
  private func firstBrokenByte(_ lower: Int, _ upper: Int) -> Int? {
    if String(validating: bytes[lower..<upper], as: UTF8.self) != nil { return nil }
    var place = lower
    while place < upper {
      let length = characterLength(at: place)
      if place + length > upper || String(validating: bytes[place..<(place + length)], as: UTF8.self) == nil {
        return place
      }
      place += length
    }
    return lower
  }

  private func characterLength(at index: Int) -> Int {
    let lead = bytes[index]
    return lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
  }

  private mutating func scanPunctuation() -> TokenKind? {
    let pair: TokenKind? =
      switch (byte(), byte(1)) {
      case (UInt8(ascii: "-"), UInt8(ascii: ">")): .arrow
      case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
      case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
      default: nil
      }
    if let pair {
      offset += 2
      return pair
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

  /// A text or a quoted name: on one line, with `\"`, `` \` ``, `\\`, `\n`, `\t` as escapes.
  private mutating func scanQuoted(closing: UInt8) -> String {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
      let current = bytes[offset]
      if current == closing {
        offset += 1
        reportBroken(start, offset)
        if closing == UInt8(ascii: "`") { reportMixedScripts(start, offset) }
        return String(decoding: content, as: UTF8.self)
      }
      if current == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "\n") {
        content.append(unescaped(bytes[offset + 1]))
        offset += 2
      } else {
        content.append(current)
        offset += 1
      }
    }
    if bytes[offset - 1] == UInt8(ascii: "\r"), offset - 1 > start {
      offset -= 1
      if content.last == UInt8(ascii: "\r") { content.removeLast() }
    }
    report(SyntaxRule.unclosedQuote, [], start, offset)
    return String(decoding: content, as: UTF8.self)
  }

  /// What a backslash and a byte stand for.
  private mutating func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "`"): return byte
    default:
      report(SyntaxRule.unknownEscape, [], offset, offset + 1)
      return byte
    }
  }
}
