// SPDX-License-Identifier: Apache-2.0

/// The words and signs of a Swift source, without its comments and the text of its string literals.
///
/// It knows just enough of the language for the tidiness rules: nested comments, strings of every form, and that an
/// interpolation inside a string is code again. A quotation mark in a bare regex literal hides the rest of that line.
struct SwiftTokens {
  /// A word, or one sign.
  struct Token {
    let text: String
    /// The line, counted from 1.
    let line: Int
    /// Whether nothing stands between the token and the one before it.
    let touchesPrevious: Bool
  }

  private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var endOfPrevious = -1

  init(_ source: String) {
    bytes = Array(source.utf8)
    while index < bytes.count { scanCode(inInterpolation: false) }
  }

  /// The lines on which the code stands that `pattern` spells, such as `print(`; what touches in the pattern must touch
  /// in the code. A member or a declaration of the same name (`report.print(`, `func print(`) is not meant.
  func lines(of pattern: String) -> [Int] {
    let wanted = SwiftTokens(pattern).tokens
    guard !wanted.isEmpty, tokens.count >= wanted.count else { return [] }
    return (0...(tokens.count - wanted.count)).compactMap { start in
      if start > 0, [".", "case", "func"].contains(tokens[start - 1].text) { return nil }
      let matches = wanted.indices.allSatisfy { offset in
        let token = tokens[start + offset]
        return token.text == wanted[offset].text && (token.touchesPrevious || offset == 0)
      }
      return matches ? tokens[start].line : nil
    }
  }

  /// The modules that the source imports, each with its line.
  var imports: [(module: String, line: Int)] {
    let kinds: Set = ["actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var"]
    return tokens.indices.compactMap { position in
      guard tokens[position].text == "import" else { return nil }
      let isOfOneKind = position + 1 < tokens.count && kinds.contains(tokens[position + 1].text)
      let name = position + (isOfOneKind ? 2 : 1)
      return name < tokens.count ? (tokens[name].text, tokens[position].line) : nil
    }
  }

  /// The functions and initialisers that have a body, each with its first and its last line.
  var functions: [(first: Int, last: Int)] {
    tokens.indices.compactMap { position in
      let isCall = position > 0 && tokens[position - 1].text == "."
      guard ["func", "init"].contains(tokens[position].text), !isCall, let last = endOfBody(after: position) else {
        return nil
      }
      return (tokens[position].line, last)
    }
  }

  /// The line on which the body ends that follows the declaration at `position`; nil where it has none.
  private func endOfBody(after position: Int) -> Int? {
    var parentheses = 0
    var braces = 0
    for token in tokens[(position + 1)...] {
      switch token.text {
      case "(": parentheses += 1
      case ")": parentheses -= 1
      case "{" where parentheses == 0 || braces > 0: braces += 1
      case "}" where braces > 0:
        braces -= 1
        if braces == 0 { return token.line }
      case "}" where parentheses == 0, "func" where braces == 0, "init" where braces == 0, "var" where braces == 0:
        return nil
      default: break
      }
    }
    return nil
  }

  private func byte(_ offset: Int = 0) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

  private func stands(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in wanted.indices.allSatisfy { byte($0) == wanted[$0] } }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n") { line += 1 }
      index += 1
    }
  }

  private mutating func add(length: Int) {
    let text = String(decoding: bytes[index..<min(index + length, bytes.count)], as: UTF8.self)
    tokens.append(Token(text: text, line: line, touchesPrevious: endOfPrevious == index))
    advance(length)
    endOfPrevious = index
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  private mutating func scanCode(inInterpolation: Bool) {
    var depth = 0
    while let next = byte() {
      if stands("//") {
        while let skipped = byte(), skipped != UInt8(ascii: "\n") { advance() }
      } else if stands("/*") {
        skipComment()
      } else if let hashes = hashesBeforeQuote() {
        scanString(hashes: hashes)
      } else if Self.isOfWord(next) {
        var length = 1
        while let following = byte(length), Self.isOfWord(following) { length += 1 }
        add(length: length)
      } else if [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(next) {
        advance()
      } else {
        if next == UInt8(ascii: "(") { depth += 1 }
        if next == UInt8(ascii: ")") { depth -= 1 }
        if inInterpolation && depth < 0 {
          advance()
          return
        }
        add(length: 1)
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    while byte() != nil {
      if stands("/*") {
        depth += 1
        advance(2)
      } else if stands("*/") {
        depth -= 1
        advance(2)
        if depth == 0 { return }
      } else {
        advance()
      }
    }
  }

  /// How many number signs stand before a string that begins here, nil where none begins.
  private func hashesBeforeQuote() -> Int? {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    return byte(hashes) == UInt8(ascii: "\"") ? hashes : nil
  }

  private mutating func scanString(hashes: Int) {
    advance(hashes)
    let isLong = stands("\"\"\"")
    let quotes = isLong ? 3 : 1
    advance(quotes)
    while let next = byte() {
      if next == UInt8(ascii: "\\"), areHashes(hashes, at: 1) {
        advance(1 + hashes)
        let isInterpolation = byte() == UInt8(ascii: "(")
        advance()
        if isInterpolation { scanCode(inInterpolation: true) }
      } else if next == UInt8(ascii: "\""), !isLong || stands("\"\"\""), areHashes(hashes, at: quotes) {
        advance(quotes + hashes)
        return
      } else if next == UInt8(ascii: "\n"), !isLong {
        return
      } else {
        advance()
      }
    }
  }

  private func areHashes(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }
}
