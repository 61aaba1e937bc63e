// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

/// Matching as it is defined, one choice at a time.
private func matchesNaively(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
  guard let first = pattern.first else { return text.isEmpty }
  if first == "*" {
    return matchesNaively(pattern.dropFirst(), text) || (!text.isEmpty && matchesNaively(pattern, text.dropFirst()))
  }
  guard let character = text.first else { return false }
  let fits = first == "?" || (first == "#" ? character.isASCII && character.isNumber : first == character)
  return fits && matchesNaively(pattern.dropFirst(), text.dropFirst())
}

@Suite struct GlobPatternTests {
  @Test(arguments: [
    ("*Beat Meeting*", "2514 beat meeting ", true), ("#### Beat*", "2514 Beat Meeting", true),
    ("#### Beat*", "835 Beat Meeting", false), ("кража*", "КРАЖА со взломом", true), ("ёлка", "ЁЛКА", true),
    ("ёлка", "елка", false), ("ҷиноят?", "ҶИНОЯТҲ", true), ("", "", true), ("", "x", false), ("*", "", true),
    ("?", "", false), ("?", "ш", true), ("?", "😀", true), ("??", "ш", false), ("a.b", "axb", false),
    ("[a]", "[A]", true),
    ("straße", "STRASSE", false), ("#", "٣", false), ("**a**", "bab", true), ("a*", "ba", false),
  ])
  func matchesWholeTexts(pattern: String, text: String, isMatch: Bool) {
    #expect(GlobPattern(pattern).matches(text) == isMatch)
  }

  @Test func agreesWithTheDefinition() {
    let alphabet: [Character] = ["a", "б", "*", "?", "#", "1"]
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<20_000 {
      let pattern = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? "a"
      }
      let text = (0..<Int.random(in: 0...7, using: &generator)).map { _ in
        (["a", "б", "1"] as [Character]).randomElement(using: &generator) ?? "a"
      }
      if GlobPattern(String(pattern)).matches(String(text)) != matchesNaively(pattern[...], text[...]) {
        Issue.record("\(String(pattern)) on \(String(text))")
      }
    }
  }

  @Test func manyRunsDoNotExplode() {
    let pattern = GlobPattern(String(repeating: "*a", count: 30) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
  }

  @Test func bytesThatAreNotUTF8AreOneCharacterEach() {
    let bytes: [UInt8] = [0xFF, 0xD0, 0x61, 0xE2, 0x82]
    let matches = ["??a??", "*a*", "\u{FFFD}*", "?a??"].map { pattern in
      bytes.withUnsafeBytes { GlobPattern(pattern).matches($0) }
    }
    #expect(matches == [true, true, false, false])
  }

  @Test func lettersHaveTheSmallFormsOfTheUnicodeCharacterDatabase() {
    for value in [0..<0x250, 0x400..<0x530, 0x1E00..<0x1F00].joined() where value != 0x130 {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      let mapped = scalar.properties.lowercaseMapping.unicodeScalars.map(\.value)
      if mapped != [lowercased(scalar.value)] { Issue.record("U+\(String(value, radix: 16))") }
    }
  }
}
