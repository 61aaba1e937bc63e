// SPDX-License-Identifier: Apache-2.0

/// Finds the keywords of one language in a row of tokens.
///
/// A keyword matches where its words stand next to each other; of several spellings the longest wins.
struct KeywordMatcher: Sendable {
  private let spellings: [Keyword: [[String]]]
  /// Reserved keywords by their first word, for the test whether a word can be a name.
  private let reservedByFirstWord: [String: [(keyword: Keyword, words: [String])]]

  static let english = KeywordMatcher(.english)
  static let russian = KeywordMatcher(.russian)

  static func of(_ language: KeywordLanguage) -> KeywordMatcher { language == .english ? english : russian }

  private init(_ language: KeywordLanguage) {
    var all: [Keyword: [[String]]] = [:]
    var reserved: [String: [(keyword: Keyword, words: [String])]] = [:]
    for row in KeywordTable.rows {
      let split = row.spellings(language).map(Self.words).sorted { $0.count > $1.count }
      all[row.keyword] = split
      guard row.isReserved else { continue }
      for words in split {
        guard let first = words.first else { continue }
        reserved[first, default: []].append((row.keyword, words))
      }
    }
    spellings = all
    reservedByFirstWord = reserved
  }

  /// The words and commas of a spelling.
  static func words(_ spelling: String) -> [String] {
    spelling.split(separator: " ").flatMap { part -> [String] in
      part.hasSuffix(",") ? [String(part.dropLast()), ","] : [String(part)]
    }
  }

  /// How many tokens a keyword takes at an index; nil where it does not stand.
  func length(of keyword: Keyword, in tokens: [Token], at index: Int) -> Int? {
    spellings[keyword]?.first { stands($0, in: tokens, at: index) }?.count
  }

  /// The reserved keyword at an index; nil when the word there can be a name.
  func reserved(in tokens: [Token], at index: Int) -> Keyword? {
    guard index < tokens.count, tokens[index].kind == .word else { return nil }
    return reservedByFirstWord[tokens[index].text]?.first { stands($0.words, in: tokens, at: index) }?.keyword
  }

  /// Whether a single word would be read as a reserved keyword of its own.
  func reserves(_ word: String) -> Bool {
    reservedByFirstWord[word]?.contains { $0.words.count == 1 } ?? false
  }

  private func stands(_ words: [String], in tokens: [Token], at index: Int) -> Bool {
    guard index + words.count <= tokens.count else { return false }
    for (distance, word) in words.enumerated() {
      let token = tokens[index + distance]
      guard token.kind == .word || token.kind == .comma, token.text == word else { return false }
    }
    return true
  }
}
