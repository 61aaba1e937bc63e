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

  @Test("no text is left in the other language")
  func ownLetters() throws {
    for language in Self.languages {
      let catalogue = try Self.read(language).catalogue
      for key in catalogue.keys where !key.id.hasPrefix("count.") {
        let text = try catalogue.text(key.id, filling: ["threshold": "10"])
        let isCyrillic = text.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
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
    #expect(Set(catalogue.keys.map(\.id)) == Set(expected.keys))
    for (id, forms) in expected {
      #expect(try Self.forms(of: id, in: catalogue, count: forms.count) == forms)
    }
  }

  /// The texts of a message, each by a number that takes it, with the places left as they are.
  private static func forms(of id: String, in catalogue: MessageCatalogue, count: Int) throws -> [String] {
    let places = ["threshold": "{threshold}", "count": "{count}"]
    guard count > 1 else { return [try catalogue.text(id, filling: places)] }
    return try [1, 2, 5].prefix(count).map { try catalogue.text(id, count: $0, filling: places) }
  }
}

/// GNU gettext's compiler of catalogues.
enum Msgfmt {
  /// True when tests that need it should run: it is installed, or its absence must fail.
  static let shouldRun = SharedData.isRequired || FileManager.default.isExecutableFile(atPath: "/usr/bin/msgfmt")
}
