// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("Names that deceive the eye")
struct UnicodeNamesTests {
  /// What ICU says of names: their skeletons, scripts and invisible characters.
  private struct Oracle: Decodable {
    struct Name: Decodable {
      let text: String
      let skeleton: String
      let mixed_latin_cyrillic: Bool
      let has_bidi_control: Bool
      let has_invisible: Bool
    }
    let names: [Name]
    let confusable_pairs: [[String]]
  }

  private static func codes(_ names: [String]) -> [String] {
    let members = names.map { "`" + $0.replacing("`", with: "\\`") + "`" }.joined(separator: ", ")
    let source = SourceText(name: "names.mezon", text: "language 1 keywords en\nchoice kind one of \(members)\n")
    return Checker.check([Parser.parse(source)]).diagnostics.map(\.rule.code)
  }

  private static func oracle() throws -> Oracle {
    try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: SharedData.url("oracles/security/unicode_names.json")))
  }

  @Test("Each name is refused or not, as ICU tells", .enabled(if: SharedData.shouldRun))
  func names() throws {
    for name in try Self.oracle().names where !name.text.isEmpty {
      let codes = Self.codes([name.text])
      #expect(codes.contains("MZ1019") == name.mixed_latin_cyrillic, "\(name.text)")
      #expect(codes.contains("MZ1023") == (name.has_bidi_control || name.has_invisible), "\(name.text)")
    }
  }

  @Test("Pairs that look alike are refused, and no others", .enabled(if: SharedData.shouldRun))
  func pairs() throws {
    let oracle = try Self.oracle()
    for pair in oracle.confusable_pairs {
      let codes = Self.codes(pair)
      #expect(!codes.isEmpty, "\(pair)")
    }
    let clean = oracle.names.filter {
      !$0.mixed_latin_cyrillic && !$0.has_bidi_control && !$0.has_invisible && !$0.text.isEmpty
    }
    for (index, left) in clean.enumerated() {
      for right in clean[(index + 1)...] {
        let codes = Self.codes([left.text, right.text])
        let isSame = left.text == right.text  // as Unicode's canonical equivalence has it
        #expect(codes.contains("MZ2032") == isSame, "\(left.text) \(right.text)")
        #expect(
          codes.contains("MZ2091") == (left.skeleton == right.skeleton && !isSame),
          "\(left.text) \(right.text) \(codes)")
      }
    }
  }

  /// The ids of indicators stand in results: two that look the same would be two lines of one name. Versions of one indicator are one.
  @Test(
    "Indicators that look alike are refused",
    arguments: [
      (["cop", "сор"], true), (["talks1", "talksl"], true), (["corn", "com"], true), (["cop", "cop"], false),
      (["cop", "copy"], false), (["сор", "сорт"], false),
    ])
  func indicators(_ names: [String], _ isRefused: Bool) {
    let declarations = names.enumerated().map { place, name in
      """
      indicator \(name) "Talks" {
        looks at talk
        value count
        for unit
        every year
        effective from 20\(place + 24)-01-01
        context only
      }

      """
    }
    let text = "language 1 keywords en\nprogramme \"p\" { levels region }\nevent talk { at time  place unit }\n"
    let file = Parser.parse(SourceText(name: "x.mezon", text: text + declarations.joined()))
    let codes = Checker.check([file]).diagnostics.map(\.rule.code)
    #expect(codes.contains("MZ2091") == isRefused, "\(codes)")
  }

  @Test(
    "Invisible characters are shown where they stand, in names, texts and comments",
    arguments: [
      ("choice a one of b  # c\u{202E}d", 22), ("event a \"x\u{2066}y\" { b time }", 10),
      ("choice a one of b\u{200B}c", 17),
      ("choice a one of b\u{34F}c", 17),
    ])
  func places(_ text: String, _ column: Int) throws {
    let source = SourceText(name: "hidden.mezon", text: "language 1 keywords en\n" + text + "\n")
    let diagnostics = Parser.parse(source).diagnostics.filter { $0.rule.code == "MZ1023" }
    let first = try #require(diagnostics.first)
    guard case .definition(let range) = first.place else {
      Issue.record("no place")
      return
    }
    #expect(source.position(of: range.lower).line == 2)
    #expect(range.lower - 23 == column)
  }

  @Test(
    "A word is of one alphabet, in all languages of the region",
    arguments: [
      ("ҷамоат", false), ("ғафур", false), ("ўқтам", false), ("өмүр", false), ("ңыша", false), ("әлеумет", false),
      ("іс", false), ("oʻktam", false), ("şehir", false), ("ҷamoat", true), ("ѕcope", true), ("οutcome", true),
      ("ﬁле", true),
    ])
  func scripts(_ word: String, _ isMixed: Bool) {
    for name in [word, "`\(word)`", "`9 \(word) 9`"] {
      let file = Parser.parse(SourceText(name: "x.mezon", text: "language 1 keywords en\nchoice a one of \(name)\n"))
      #expect(file.diagnostics.contains { $0.rule.code == "MZ1019" } == isMixed, "\(name)")
    }
  }
}
