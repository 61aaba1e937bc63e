// SPDX-License-Identifier: Apache-2.0

/// Decides which names stand in backticks: those that are no single word, and those that would be read as keywords.
struct NameQuoting {
  private let matcher: KeywordMatcher
  private let recorder: KeywordRecorder

  init(_ language: KeywordLanguage, _ recorder: KeywordRecorder) {
    matcher = .of(language)
    self.recorder = recorder
  }

  /// Writes the names among some pieces with backticks where they need them.
  func write(_ pieces: inout [FormattedPiece]) {
    for index in pieces.indices {
      switch pieces[index].role {
      case .name where !Lexer.isWord(pieces[index].text):
        quote(&pieces[index])
      case .name, .keyword:
        if let name = endangeredName(at: index, in: pieces) { quote(&pieces[name]) }
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

  /// The name that, without backticks, would be taken for part of a keyword that begins at a piece.
  private func endangeredName(at index: Int, in pieces: [FormattedPiece]) -> Int? {
    let words = row(from: index, in: pieces)
    guard let first = words.first else { return nil }
    let ownCount = pieces[index].role == .name ? 0 : words.prefix { $0.piece == index }.count
    let wanted = recorder.wanted[pieces[index].token] ?? []
    for phrase in matcher.phrases(from: first.text) where phrase.words.count > ownCount {
      guard phrase.isReserved || wanted.contains(phrase.keyword), phrase.words.count <= words.count,
        zip(phrase.words, words).allSatisfy({ $0 == $1.text })
      else { continue }
      let name = words.prefix(phrase.words.count).first { pieces[$0.piece].role == .name }
      if let name { return name.piece }
    }
    return nil
  }

  /// The words from a piece on, as far as the longest phrase could reach.
  private func row(from index: Int, in pieces: [FormattedPiece]) -> [(text: String, piece: Int)] {
    var words: [(text: String, piece: Int)] = []
    for place in index..<pieces.count where words.count < KeywordMatcher.mostWords {
      if place > index, !pieces[place].comments.isEmpty || pieces[place - 1].trailingComment != nil { break }
      switch pieces[place].role {
      case .keyword: words += KeywordMatcher.words(pieces[place].text).map { ($0, place) }
      case .name, .sign(.comma): words.append((pieces[place].text, place))
      default: return words
      }
    }
    return words
  }
}
