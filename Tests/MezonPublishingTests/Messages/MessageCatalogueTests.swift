// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("A catalogue of messages")
struct MessageCatalogueTests {
  static let head = """
    msgid ""
    msgstr ""
    "Language: ru\\n"
    "Content-Type: text/plain; charset=UTF-8\\n"
    "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

    """

  private func read(_ text: String) -> (catalogue: MessageCatalogue, diagnostics: [Diagnostic]) {
    MessageCatalogue.read(SourceText(name: "ru.po", text: text), language: .ru)
  }

  @Test("texts in several lines, with escapes, contexts, comments and old entries")
  func everything() throws {
    let text =
      Self.head + """

        # A note.
        #. For translators.
        #, c-format
        #| msgid "former"
        msgctxt "cover"
        msgid "as_of"
        msgstr ""
        "Данные на {day},\\t\\"окончательные\\"\\n"
        "\\\\ вторая строка"
        # The same identifier without a context.
        msgid "as_of"
        msgstr "на"
        #~ msgid "old"
        #~ msgstr "старое"
        \t
        msgid "meetings"
        msgid_plural "meetings"
        msgstr[0] "{count} встреча"
        msgstr[1] "{count} встречи"
        msgstr[2] "{count} встреч"
        """
    let (catalogue, diagnostics) = read(text)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(catalogue.keys.map(\.description) == ["as_of", "cover|as_of", "meetings"])
    let long = try catalogue.text("as_of", context: "cover", filling: ["day": "14 июля", "unused": "x"])
    #expect(long == "Данные на 14 июля,\t\"окончательные\"\n\\ вторая строка")
    #expect(try catalogue.text("as_of") == "на")
    #expect(try catalogue.text("meetings", count: 1) == "1 встреча")
    #expect(try catalogue.text("meetings", count: 22) == "22 встречи")
    #expect(try catalogue.text("meetings", count: 1_011) == "1\u{A0}011 встреч")
    #expect(try catalogue.text("meetings", count: 3, filling: ["count": "три"]) == "три встречи")
  }

  @Test("line ends of Windows and a byte order mark change nothing")
  func windows() throws {
    let text = "\u{FEFF}" + (Self.head + "\nmsgid \"a\"\nmsgstr \"б\"\n").replacing("\n", with: "\r\n")
    let (catalogue, diagnostics) = read(text)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(try catalogue.text("a") == "б")
  }

  static let broken: [(entry: String, code: String, line: Int)] = [
    ("msgid \"a\"\nmsgtxt \"b\"", "MZ7002", 8), ("msgid \"a\"\nmsgstr[x] \"b\"", "MZ7002", 8),
    ("msgid \"a\"\nmsgstr \"b", "MZ7003", 8),
    ("msgid \"a\"\nmsgstr b", "MZ7003", 8), ("msgid \"a\"\nmsgstr \"b\" c", "MZ7003", 8),
    ("msgid \"a\"\nmsgstr", "MZ7003", 8),
    ("msgid \"a\"\nmsgstr \"b\\\"", "MZ7003", 8), ("msgid \"a\"\nmsgstr \"b\\q\"", "MZ7004", 8),
    ("\"lost\"", "MZ7005", 7),
    ("msgstr \"b\"", "MZ7005", 7), ("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"", "MZ7005", 9),
    ("msgctxt \"a\"", "MZ7005", 7),
    ("msgid \"a\"\nmsgstr \"b\"\nmsgid_plural \"c\"", "MZ7005", 9),
    ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"", "MZ7006", 10),
    ("msgid \"a\"\nmsgstr \"\"", "MZ7007", 7), ("msgid \"a\"", "MZ7007", 7),
    ("#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"", "MZ7010", 8),
    ("msgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"", "MZ7008", 7),
    ("msgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\nmsgstr[3] \"d\"", "MZ7008", 7),
    ("msgid \"a\"\nmsgstr[1] \"b\"", "MZ7008", 7),
  ]

  @Test("what is wrong is told with its line", arguments: broken)
  func diagnostics(entry: String, code: String, line: Int) throws {
    let (catalogue, diagnostics) = read(Self.head + "\n" + entry + "\n\nmsgid \"z\"\nmsgstr \"я\"\n")
    #expect(diagnostics.first?.rule.code == code)
    let prefix = try #require(diagnostics.first).place.prefix
    #expect(prefix.hasPrefix("ru.po:\(line):"), "\(prefix)")
    #expect(try catalogue.text("z") == "я", "reading goes on after the fault")
    #expect(diagnostics.allSatisfy { !$0.message(in: .russian).isEmpty && !$0.remedy(in: .russian).isEmpty })
  }

  @Test("a catalogue says its language, encoding and forms")
  func head() {
    #expect(read("").diagnostics.map(\.rule.code) == ["MZ7009", "MZ7009", "MZ7009"])
    let english = MessageCatalogue.read(SourceText(name: "en.po", text: Self.head), language: .en)
    #expect(english.diagnostics.map(\.rule.code) == ["MZ7009", "MZ7009"])
    let bytes = Array(Self.head.utf8) + [0x0A, 0xC3, 0x28]
    #expect(
      MessageCatalogue.read(SourceText(name: "ru.po", bytes: bytes), language: .ru).diagnostics.contains {
        $0.rule.code == "MZ7001"
      })
  }

  @Test("a message that is not there, or lacks a value, is an error, never an empty text")
  func strictness() throws {
    let (catalogue, _) = read(
      Self.head + """

        msgid "cover.period"
        msgstr "Период {period}"

        msgid "days"
        msgid_plural "days"
        msgstr[0] "{count} день"
        msgstr[1] "{count} дня"
        msgstr[2] "{count} дней"
        """)
    let unknown = #expect(throws: PublishingFailure.self) { try catalogue.text("cover.perod") }
    #expect(unknown?.diagnostics.first?.rule.code == "MZ7011")
    #expect(unknown?.diagnostics.first?.suggestion == "cover.period")
    let empty = #expect(throws: PublishingFailure.self) { try catalogue.text("cover.period", filling: ["perod": ""]) }
    #expect(empty?.diagnostics.first?.rule.code == "MZ7014")
    #expect(empty?.description.contains("{period}") == true)
    let single = #expect(throws: PublishingFailure.self) { try catalogue.text("cover.period", count: 3) }
    #expect(single?.diagnostics.first?.rule.code == "MZ7012")
    let plural = #expect(throws: PublishingFailure.self) { try catalogue.text("days") }
    #expect(plural?.diagnostics.first?.rule.code == "MZ7013")
  }

  @Test("braces that name nothing are text")
  func braces() throws {
    let (catalogue, _) = read(Self.head + "\nmsgid \"a\"\nmsgstr \"{ {} {{x}} {y\"\n")
    #expect(try catalogue.text("a", filling: ["x": "1", "y": "2"]) == "{ {} {1} {y")
  }

  @Test("two languages are compared")
  func differences() {
    let first = read(Self.head + "\nmsgid \"a\"\nmsgstr \"{x}\"\n\nmsgid \"b\"\nmsgstr \"b\"\n").catalogue
    let second = read(Self.head + "\nmsgid \"a\"\nmsgstr \"{y}\"\n\nmsgid \"c\"\nmsgstr \"c\"\n").catalogue
    #expect(Set(second.differences(from: first).map(\.rule.code)) == ["MZ7011", "MZ7015", "MZ7016"])
    #expect(first.differences(from: first).isEmpty)
  }

  @Test("any bytes are read", arguments: [UInt64(1), 2, 3, 4])
  func anyBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let sample = Array(
      (Self.head + "\n#, fuzzy\nmsgctxt \"c\"\nmsgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"\\n{x}\"\n").utf8)
    for _ in 0..<500 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...12, using: &generator) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
        }
      }
      let source = SourceText(name: "any.po", bytes: bytes)
      let first = MessageCatalogue.read(source, language: .ru)
      let second = MessageCatalogue.read(source, language: .ru)
      #expect(first.diagnostics == second.diagnostics)
      #expect(first.catalogue.keys == second.catalogue.keys)
    }
  }
}
