// SPDX-License-Identifier: Apache-2.0

// What of a file's layout the parser heeds: a phrase never spans lines, and some constructs end with their line.
extension ParsedFile {
  /// Whether the bytes of another text are read exactly as this file was, keyword by keyword.
  ///
  /// True only where both have the same tokens, and where a line begins in one of them alone, no phrase of the table spans
  /// that place and the parser did not ask for it. False may mean that nobody knows. Complexity: O(*n*) in the bytes.
  ///
  /// - Parameter recorder: what the parser asked for when it read this file.
  func isReadAlike(_ other: [UInt8], _ recorder: KeywordRecorder) -> Bool {
    var place = 0
    for (index, token) in tokens.enumerated() {
      let layout = Layout(of: source.bytes, from: token.triviaStart, to: token.lower)
      guard let end = Self.endOfTrivia(in: other, from: place) else { return false }
      let otherLayout = Layout(of: other, from: place, to: end)
      let length = token.upper - token.lower
      guard end + length <= other.count,
        source.bytes[token.lower..<token.upper].elementsEqual(other[end..<(end + length)])
      else { return false }
      if layout != otherLayout, !isIndifferent(at: index, layout, otherLayout, recorder) { return false }
      place = end + length
    }
    return place == other.count
  }

  /// Whether it makes no difference that two layouts stand before a token.
  private func isIndifferent(at index: Int, _ one: Layout, _ other: Layout, _ recorder: KeywordRecorder) -> Bool {
    // What stands close together may be cut into other tokens, and comments may belong to other pieces.
    guard one.isEmpty == other.isEmpty, one.comment == other.comment else { return false }
    guard index > 0, index < tokens.count - 1, !recorder.isLineWanted(at: index) else { return false }
    let (before, behind) = (tokens[index - 1], tokens[index])
    // A period such as `1 квартал 2026` is one token, but only on one line.
    guard before.kind != .number, behind.kind != .number else { return false }
    return !KeywordMatcher.of(definitions.keywordLanguage).hasPhrase(with: before.text, before: behind.text)
  }

  /// Where the blanks and comments from a place end; nil where one of them is none that the formatter writes.
  private static func endOfTrivia(in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"): place += 1
      case UInt8(ascii: "#"):
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
      case UInt8(ascii: "\t"), UInt8(ascii: "\r"): return nil
      default: return place
      }
    }
    return place
  }

  /// What stands between two tokens, as far as anyone asks.
  private struct Layout: Equatable {
    /// Where the first comment stands.
    enum Comment { case none, behindToken, onOwnLine }

    let isEmpty: Bool
    let hasLineEnd: Bool
    let comment: Comment

    init(of bytes: [UInt8], from lower: Int, to upper: Int) {
      var (hasLineEnd, comment) = (false, Comment.none)
      for byte in bytes[lower..<upper] {
        if byte == UInt8(ascii: "\n") { hasLineEnd = true }
        if byte == UInt8(ascii: "#"), comment == .none { comment = hasLineEnd ? .onOwnLine : .behindToken }
      }
      (isEmpty, self.hasLineEnd, self.comment) = (lower == upper, hasLineEnd, comment)
    }
  }
}
