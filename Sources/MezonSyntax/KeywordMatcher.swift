// SPDX-License-Identifier: Apache-2.0

/// The keyword phrases of one language, by their first word.
struct KeywordMatcher: Sendable {
  /// A spelling of a keyword, cut into words and commas.
  struct Phrase: Sendable {
    let keyword: Keyword
    let words: [String]
    let isReserved: Bool
  }

  /// The phrases that begin with a word, longest first.
  private let phrases: [String: [Phrase]]
  /// For each word of a phrase, those that directly follow it in one.
  private let successors: [String: Set<String>]

  static let english = KeywordMatcher(.english)
  static let russian = KeywordMatcher(.russian)

  static func of(_ language: KeywordLanguage) -> KeywordMatcher { language == .english ? english : russian }

  private init(_ language: KeywordLanguage) {
    var all: [String: [Phrase]] = [:]
    for row in KeywordTable.rows {
      for words in row.spellings(language).map(Self.cut) {
        guard let first = words.first else { continue }
        all[first, default: []].append(Phrase(keyword: row.keyword, words: words, isReserved: row.isReserved))
      }
    }
    phrases = all.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    var successors: [String: Set<String>] = [:]
    for words in all.values.joined().map(\.words) {
      for (word, next) in zip(words, words.dropFirst()) { successors[word, default: []].insert(next) }
    }
    self.successors = successors
  }

  /// The words and commas of every spelling in the table, cut once.
  private static let wordsOfSpellings: [String: [String]] = {
    let spellings = Set(KeywordTable.rows.flatMap { $0.english + $0.russian })
    return Dictionary(uniqueKeysWithValues: spellings.map { ($0, cut($0)) })
  }()

  /// The words and commas of a spelling. Complexity: O(1) on average for those of the table.
  static func words(_ spelling: String) -> [String] { wordsOfSpellings[spelling] ?? cut(spelling) }

  /// The words of the table that hold an apostrophe: no other word does.
  static let wordsWithApostrophe: [[UInt8]] = {
    func hasApostrophe(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "'")) }
    let spellings = KeywordTable.rows.flatMap { $0.english + $0.russian }.filter(hasApostrophe)
    return Set(spellings.flatMap(Self.cut).filter(hasApostrophe)).sorted().map { Array($0.utf8) }
  }()

  private static func cut(_ spelling: String) -> [String] {
    spelling.split(separator: " ").flatMap { part -> [String] in
      part.hasSuffix(",") ? [String(part.dropLast()), ","] : [String(part)]
    }
  }

  /// The words that spellings of some keywords begin with.
  static func firstWords(of keywords: [Keyword], _ language: KeywordLanguage) -> Set<String> {
    Set(keywords.flatMap { KeywordTable.spellings($0, language) }.compactMap { cut($0).first })
  }

  /// The phrases that begin with a word, longest first.
  func phrases(from word: String) -> [Phrase] { phrases[word] ?? [] }

  /// Whether in some phrase a word directly follows another.
  func hasPhrase(with word: String, before next: String) -> Bool { successors[word]?.contains(next) ?? false }
}

/// Where the keywords of one language stand in a row of tokens; found once, so that asking is cheap.
///
/// A keyword stands where its words follow one another on one line. Where a reserved phrase stands, shorter phrases that
/// begin with the same words do not: `в разрезе` is never `в`. Complexity: O(*n*) in the tokens to build.
struct KeywordOccurrences {
  private struct Match {
    let keyword: Keyword
    let length: Int
    let isReserved: Bool
  }

  private var matches: [Match] = []
  /// For each token, where its matches begin; one more entry ends the last.
  private var starts: [Int32] = []
  /// For each token, whether it is the first of its line.
  private(set) var opensLine: [Bool] = []

  init(_ matcher: KeywordMatcher, _ tokens: [Token], in bytes: [UInt8]) {
    opensLine = tokens.map { bytes[$0.triviaStart..<$0.lower].contains(UInt8(ascii: "\n")) }
    starts.reserveCapacity(tokens.count + 1)
    for (index, token) in tokens.enumerated() {
      starts.append(Int32(clamping: matches.count))
      guard token.kind == .word else { continue }
      var leastLength = 0
      for phrase in matcher.phrases(from: token.text) where phrase.words.count >= leastLength {
        guard stands(phrase.words, at: index, in: tokens) else { continue }
        matches.append(Match(keyword: phrase.keyword, length: phrase.words.count, isReserved: phrase.isReserved))
        if phrase.isReserved { leastLength = phrase.words.count }
      }
    }
    starts.append(Int32(clamping: matches.count))
  }

  private func stands(_ words: [String], at index: Int, in tokens: [Token]) -> Bool {
    guard index + words.count <= tokens.count else { return false }
    for distance in words.indices.dropFirst() {
      let token = tokens[index + distance]
      guard token.kind == .word || token.kind == .comma, token.text == words[distance], !opensLine[index + distance]
      else { return false }
    }
    return true
  }

  /// Where the matches at a token stand; empty where no keyword starts.
  private func range(at index: Int) -> Range<Int> {
    guard index >= 0, index + 1 < starts.count else { return 0..<0 }
    return Int(starts[index])..<Int(starts[index + 1])
  }

  /// How many tokens a keyword takes at an index; nil where it does not stand.
  func length(of keyword: Keyword, at index: Int) -> Int? {
    for place in range(at: index) where matches[place].keyword == keyword { return matches[place].length }
    return nil
  }

  /// Of some keywords the one with the longest spelling at an index.
  func longest(of keywords: [Keyword], at index: Int) -> Keyword? {
    // The matches at a token are sorted, longest first.
    for place in range(at: index) where keywords.contains(matches[place].keyword) { return matches[place].keyword }
    return nil
  }

  /// The reserved keyword at an index; nil when the word there can be a name.
  func reserved(at index: Int) -> Keyword? {
    for place in range(at: index) where matches[place].isReserved { return matches[place].keyword }
    return nil
  }
}
