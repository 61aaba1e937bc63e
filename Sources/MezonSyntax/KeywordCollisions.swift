// SPDX-License-Identifier: Apache-2.0

/// Keeps what stands side by side from being read as another keyword than is meant.
///
/// A name stands in backticks if it is no single word, or would be read as a keyword. A keyword begins a new line if
/// with the one before it it would make a longer phrase, since a phrase never spans lines.
struct KeywordCollisions {
  private let matcher: KeywordMatcher
  private let recorder: KeywordRecorder

  init(_ language: KeywordLanguage, _ recorder: KeywordRecorder) {
    matcher = .of(language)
    self.recorder = recorder
  }

  /// Puts names into backticks and keywords on new lines where they need it.
  func resolve(_ pieces: inout [FormattedPiece]) {
    for index in pieces.indices {
      switch pieces[index].role {
      case .name where !Lexer.isWord(pieces[index].text):
        quote(&pieces[index])
      case .name, .keyword:
        guard let affected = collision(at: index, in: pieces) else { continue }
        if let name = affected.first(where: { pieces[$0].role == .name }) {
          quote(&pieces[name])
        } else if let next = affected.first(where: { $0 > index }) {
          pieces[next].opensLine = true
        }
      default: break
      }
    }
  }

  private func quote(_ piece: inout FormattedPiece) {
    piece.role = .other
    var quoted = "`"
    for scalar in piece.text.unicodeScalars {
      switch scalar {
      case "`": quoted += "\\`"
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    piece.text = quoted + "`"
  }

  /// The pieces that would be taken for one keyword that begins at a piece and is longer than it; nil if none would.
  private func collision(at index: Int, in pieces: [FormattedPiece]) -> Range<Int>? {
    let piece = pieces[index]
    let own = piece.role == .name ? [] : KeywordMatcher.words(piece.text)
    for phrase in matcher.phrases(from: own.first ?? piece.text) {
      // Longest first: from here on none is longer than the piece.
      guard phrase.words.count > own.count else { return nil }
      guard let end = end(of: phrase.words, from: index, in: pieces),
        phrase.isReserved || recorder.isWanted(phrase.keyword, at: piece.token)
      else { continue }
      return index..<end
    }
    return nil
  }

  /// The end of the pieces that some words would be read from; nil where others stand there.
  private func end(of words: [String], from index: Int, in pieces: [FormattedPiece]) -> Int? {
    var place = index
    var count = 0
    while count < words.count {
      guard place < pieces.count, place == index || goesOn(at: place, in: pieces) else { return nil }
      switch pieces[place].role {
      case .keyword:
        for word in KeywordMatcher.words(pieces[place].text) where count < words.count {
          guard word == words[count] else { return nil }
          count += 1
        }
      case .name, .sign(.comma):
        guard pieces[place].text == words[count] else { return nil }
        count += 1
      default: return nil
      }
      place += 1
    }
    return place
  }

  /// Whether a piece stands on the line of the one before it.
  private func goesOn(at place: Int, in pieces: [FormattedPiece]) -> Bool {
    !pieces[place].opensLine && pieces[place].comments.isEmpty && pieces[place - 1].trailingComment == nil
  }
}
