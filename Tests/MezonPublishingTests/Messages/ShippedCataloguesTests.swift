// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("The shipped catalogues of messages")
struct ShippedCataloguesTests {
  static let languages: [Language] = [.en, .ru]

  static func file(_ language: Language) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Templates/messages/\(language.code).po")
  }

  static func read(_ language: Language) throws -> (catalogue: MessageCatalogue, diagnostics: [Diagnostic]) {
    let source = SourceText(name: language.code + ".po", bytes: Array(try Data(contentsOf: file(language))))
    return MessageCatalogue.read(source, language: language)
  }

  @Test("nothing is wrong with them", arguments: languages)
  func clean(language: Language) throws {
    let (catalogue, diagnostics) = try Self.read(language)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(catalogue.keys.count > 50)
  }

  @Test("they hold the same messages with the same places")
  func sameMessages() throws {
    let english = try Self.read(.en).catalogue
    let russian = try Self.read(.ru).catalogue
    #expect(russian.differences(from: english).map { $0.rendered() } == [])
  }

  @Test("no text is left in the other language", arguments: languages)
  func ownLetters(language: Language) throws {
    let catalogue = try Self.read(language).catalogue
    let places = try Self.places(language)
    for key in catalogue.keys {
      for text in try Self.forms(of: key, in: catalogue, places) {
        let own = places.keys.reduce(text) { $0.replacing("{\($1)}", with: "") }
        guard own.contains(where: \.isLetter) else { continue }
        let isCyrillic = own.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
        #expect(isCyrillic == (language == .ru), "\(key)")
      }
    }
  }

  @Test(
    "GNU msgfmt accepts them and finds the same texts", .enabled(if: Msgfmt.shouldRun, "skipped, no msgfmt"),
    arguments: languages)
  func gettext(language: Language) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/read_catalogue.py")
    let printed = try Python.run([script.path, Self.file(language).path])
    let expected = try JSONDecoder().decode([String: [String]].self, from: printed)
    let catalogue = try Self.read(language).catalogue
    let places = try Self.places(language)
    // GNU gettext joins a context and its message with the character 4.
    func name(_ key: MessageCatalogue.Key) -> String { key.context.map { $0 + "\u{4}" + key.id } ?? key.id }
    #expect(Set(catalogue.keys.map(name)) == Set(expected.keys))
    for key in catalogue.keys { #expect(try Self.forms(of: key, in: catalogue, places) == expected[name(key)]) }
  }

  /// Every place that any message has, filled with itself.
  private static func places(_ language: Language) throws -> [String: String] {
    let text = String(decoding: try Data(contentsOf: file(language)), as: UTF8.self)
    let names = text.matches(of: /\{([A-Za-z0-9_]+)\}/).map { String($0.1) }
    return Dictionary(names.map { ($0, "{\($0)}") }) { first, _ in first }
  }

  /// The texts of a message, each by a number that takes it, with the places left as they are.
  private static func forms(
    of key: MessageCatalogue.Key, in catalogue: MessageCatalogue, _ places: [String: String]
  ) throws -> [String] {
    if let text = try? catalogue.text(key.id, context: key.context, filling: places) { return [text] }
    let numbers = catalogue.language == .ru ? [1, 2, 5] : [1, 2]
    return try numbers.map { try catalogue.text(key.id, count: $0, context: key.context, filling: places) }
  }
}

/// GNU gettext's compiler of catalogues.
enum Msgfmt {
  /// True when tests that need it should run: it is installed, or its absence must fail.
  static let shouldRun = SharedData.isRequired || FileManager.default.isExecutableFile(atPath: "/usr/bin/msgfmt")
}
