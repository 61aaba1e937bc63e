// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("The formatter")
struct FormatterTests {
  @Test("A sample is formatted as recorded", arguments: Sample.good, KeywordLanguage.allCases)
  func isFormattedAsRecorded(_ sample: Sample, _ language: KeywordLanguage) {
    let text = Formatter.format(Parser.parse(sample.source), keywords: language)
    let url = Sample.folder.appendingPathComponent(
      sample.path.replacing(".mezon", with: ".formatted.\(language.rawValue)"))
    Golden.expect(text, at: url)
  }

  @Test("Formatting keeps meaning and comments, and has nothing left to do", arguments: Sample.good)
  func isFaithful(_ sample: Sample) {
    FormattingCheck.expectFaithful(sample.source, sample.path)
  }

  @Test("A file with errors stays as it is", arguments: Sample.bad)
  func fileWithErrors(_ sample: Sample) {
    let file = Parser.parse(sample.source)
    guard file.diagnostics.hasErrors else { return }
    for language in KeywordLanguage.allCases {
      #expect(Formatter.format(file, keywords: language) == String(decoding: sample.bytes, as: UTF8.self))
    }
  }

  @Test("A file without a header gets one")
  func missingHeader() {
    let file = Parser.parse(SourceText(name: "a.mezon", text: "# about\nchoice a one of b\n"))
    #expect(Formatter.format(file) == "language 1 keywords en\n\n# about\nchoice a one of b\n")
    #expect(Formatter.format(file, keywords: .russian) == "язык 1 ключевые слова ru\n\n# about\nперечень a одно из b\n")
    let bare = Parser.parse(SourceText(name: "a.mezon", text: "language 1 # old\nchoice a one of b"))
    #expect(Formatter.format(bare) == "language 1 keywords en  # old\n\nchoice a one of b\n")
    for text in ["", "\n\n", "# only a comment\n"] {
      let file = Parser.parse(SourceText(name: "a.mezon", text: text))
      #expect(Formatter.format(file) == text.drop { $0 == "\n" })
    }
  }

  @Test(
    "A keyword agrees with its neighbours in the other language",
    arguments: [
      ("exposure at least 1 day", "срок на посту не менее 1 дня"),
      ("exposure at least 21 days", "срок на посту не менее 21 дня"),
      ("exposure at least 11 days", "срок на посту не менее 11 дней"),
      ("exposure at least 2 weeks", "срок на посту не менее 2 недель"),
      ("covers last 1 month", "охватывает последний 1 месяц"),
      ("covers last 3 months", "охватывает последние 3 месяца"),
      ("covers last 12 months", "охватывает последние 12 месяцев"),
      ("covers last 21 months", "охватывает последние 21 месяц"),
      ("covers last 1 week", "охватывает последнюю 1 неделю"),
      ("covers last 4 weeks", "охватывает последние 4 недели"),
      ("covers last 12 weeks", "охватывает последние 12 недель"),
      ("covers last 1 day", "охватывает последний 1 день"),
      ("covers last 21 days", "охватывает последние 21 день"),
      ("covers last 22 days", "охватывает последние 22 дня"),
      ("covers last 28 days", "охватывает последние 28 дней"),
      ("every week", "за каждую неделю"),
      ("every half-year", "за каждое полугодие"),
      ("every two months", "за каждые два месяца"),
      ("every quarter", "за каждый квартал"),
      ("value median of hours from a to b in hours", "значение медиана часов с a до b в часах"),
      ("value ratio of count to sum of a", "значение отношение количества к сумме a"),
      ("value ratio of median of a to count", "значение отношение медианы a к количеству"),
      ("value rate per 1,000 residents", "значение число на 1\u{A0}000 жителей"),
      ("baseline 41.5 % in 2025", "исходное значение 41,5 % за 2025"),
    ])
  func agreement(_ english: String, _ russian: String) {
    let source = SourceText(name: "a.mezon", text: "language 1 keywords en\n\nindicator a {\n  \(english)\n}\n")
    #expect(Formatter.format(Parser.parse(source)) == String(decoding: source.bytes, as: UTF8.self))
    let translated = Formatter.format(Parser.parse(source), keywords: .russian)
    #expect(translated == "язык 1 ключевые слова ru\n\nпоказатель a {\n  \(russian)\n}\n")
    let back = Formatter.format(Parser.parse(SourceText(name: "a.mezon", text: translated)), keywords: .english)
    #expect(back == String(decoding: source.bytes, as: UTF8.self))
  }

  @Test(
    "A name stands in backticks only where it would be read as a keyword",
    arguments: [
      ("choice `a` one of `b`", "choice a one of b", "перечень a одно из b"),
      ("choice `value` one of `и`", "choice `value` one of и", "перечень value одно из `и`"),
      ("choice значение one of `a b`", "choice значение one of `a b`", "перечень `значение` одно из `a b`"),
      ("choice a one of in, `in`", "choice a one of in, in", "перечень a одно из in, in"),
      ("indicator a { for `unit`, unit }", "for `unit`, unit", "для unit, подразделения"),
      ("indicator a { for подразделения }", "for подразделения", "для `подразделения`"),
      ("indicator a { counts where b is `present` }", "b is `present`", "b равно present"),
      ("indicator a { counts where b is указано }", "b is указано", "b равно `указано`"),
      ("indicator a { counts where b is `one` }", "b is one", "b равно one"),
    ])
  func backticks(_ declaration: String, _ english: String, _ russian: String) {
    let file = Parser.parse(SourceText(name: "a.mezon", text: "language 1 keywords en\n\(declaration)\n"))
    #expect(file.diagnostics.isEmpty)
    let inEnglish = Formatter.format(file)
    let inRussian = Formatter.format(file, keywords: .russian)
    #expect(inEnglish.contains(english), "\(inEnglish)")
    #expect(inRussian.contains(russian), "\(inRussian)")
    FormattingCheck.expectFaithful(file.source, declaration)
  }

  @Test("Keywords that side by side would make another keyword stay apart")
  func keywordsApart() {
    let english =
      "language 1 keywords en\n\nindicator a {\n  counts where not\n               followed by b with same c\n}\n"
    let russian =
      "язык 1 ключевые слова ru\n\nпоказатель a {\n  засчитываются, если не после чего есть b с тем же полем c\n}\n"
    let file = Parser.parse(SourceText(name: "a.mezon", text: english))
    #expect(Formatter.format(file) == english)
    #expect(Formatter.format(file, keywords: .russian) == russian)
    FormattingCheck.expectFaithful(file.source, "not / followed by")
    let column = "language 1 keywords en\nsource a gives b { c computed as hours from\ncolumn \"d\" to e }"
    FormattingCheck.expectFaithful(SourceText(name: "a.mezon", text: column), "from / column")
  }

  @Test("Programmes made at random are formatted faithfully")
  func randomProgrammes() {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["MEZON_SEED"].flatMap(UInt64.init) ?? 4711
    let count: UInt64 = environment["MEZON_SEED"] != nil ? 1 : environment["MEZON_SLOW_TESTS"] == "1" ? 10_000 : 200
    for seed in first..<(first + count) {
      var writer = RandomProgramme(seed: seed)
      let source = SourceText(name: "random.mezon", text: writer.file())
      let errors = Parser.parse(source).diagnostics.map { $0.rendered() }.joined(separator: "\n")
      #expect(errors.isEmpty, "MEZON_SEED=\(seed)\n\(errors)")
      guard errors.isEmpty, FormattingCheck.expectFaithful(source, "MEZON_SEED=\(seed)") else { return }
    }
  }

  @Test("Comments and line ends between any two words stay", arguments: Sample.good)
  func commentsAnywhere(_ sample: Sample) {
    let environment = ProcessInfo.processInfo.environment
    let tries = environment["MEZON_SLOW_TESTS"] == "1" ? 300 : 10
    var generator = SeededGenerator(seed: UInt64(sample.bytes.count))
    let tokens = Parser.parse(sample.source).tokens
    for round in 0..<tries {
      var bytes = sample.bytes
      // From the end, so that the places before stay where they are.
      let places = (0..<4).compactMap { _ in tokens.randomElement(using: &generator)?.lower }.sorted(by: >)
      for place in places {
        let piece = ["# c\(place)\n", "\n", "\n\n# c\(place)\n\n", "   "].randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: Array(piece.utf8), at: place)
      }
      let source = SourceText(name: sample.path, bytes: bytes)
      // A line end in the middle of a phrase is an error, and such a file is left as it is.
      guard !Parser.parse(source).diagnostics.hasErrors else { continue }
      guard FormattingCheck.expectFaithful(source, "\(sample.path) \(round)") else { return }
    }
  }
}

/// What holds for every file that is formatted.
enum FormattingCheck {
  /// Formats a file in every language and checks that meaning and comments stay, that formatting again changes nothing,
  /// and that translating there and back gives the same bytes.
  @discardableResult
  static func expectFaithful(_ source: SourceText, _ what: String) -> Bool {
    let file = Parser.parse(source)
    let meaning = Dump.of(file.definitions)
    let comments = comments(file)
    var isFaithful = true
    func expect(_ holds: Bool, _ rule: String, _ text: String) {
      guard !holds else { return }
      isFaithful = false
      Issue.record("\(what): \(rule)\n\(text)\nmade from\n\(String(decoding: source.bytes, as: UTF8.self))")
    }
    var texts: [KeywordLanguage: String] = [:]
    for language in KeywordLanguage.allCases {
      let text = Formatter.format(file, keywords: language)
      texts[language] = text
      let formatted = Parser.parse(SourceText(name: source.name, text: text))
      expect(formatted.diagnostics.isEmpty, "is right in \(language)", text)
      expect(Dump.of(formatted.definitions) == meaning, "keeps its meaning in \(language)", text)
      expect(Self.comments(formatted) == comments, "keeps its comments in \(language)", text)
      expect(Formatter.format(formatted) == text, "has nothing left to do in \(language)", text)
      expect(!text.contains(" \n") && !text.contains("\n\n\n"), "has no needless blanks in \(language)", text)
      let longest = text.split(separator: "\n").map(\.count).max() ?? 0
      expect(longest < 400, "has no endless lines in \(language)", text)
    }
    for (from, to) in [(KeywordLanguage.english, KeywordLanguage.russian), (.russian, .english)] {
      let translated = Parser.parse(SourceText(name: source.name, text: texts[from] ?? ""))
      let text = Formatter.format(translated, keywords: to)
      expect(text == texts[to], "translates from \(from) to \(to)", text)
    }
    return isFaithful
  }

  /// The comments of a file in order.
  private static func comments(_ file: ParsedFile) -> [String] {
    file.tokens.flatMap { token -> [String] in
      let trivia = file.source.text(token.triviaStart, token.lower)
      return trivia.split(separator: "\n").compactMap { line in
        line.firstIndex(of: "#").map { String(line[$0...]).trimmingCharacters(in: .whitespaces) }
      }
    }
  }
}
