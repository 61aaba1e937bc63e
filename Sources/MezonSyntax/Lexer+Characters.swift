// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Characters that deceive the eye: invisible ones, and letters of several alphabets in one word.
extension Lexer {
  /// Reports every character of the file that shows nothing or turns the direction of writing, in texts and comments too.
  ///
  /// These are the default-ignorable characters of Unicode, among them all bidirectional controls; a byte order mark at
  /// the start of the file is none of them. Complexity: O(*n*).
  mutating func reportHiddenCharacters() {
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while place < bytes.count {
      guard bytes[place] >= 0x80 else {
        place += 1
        continue
      }
      guard let (scalar, length) = scalar(at: place) else {
        place += 1
        continue
      }
      if scalar.properties.isDefaultIgnorableCodePoint {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        report(SyntaxRule.hiddenCharacter, [code], place, place + length)
      }
      place += length
    }
  }

  /// Whether a stretch holds an invisible character, so that nothing more need be said of it.
  func hasHiddenCharacter(_ lower: Int, _ upper: Int) -> Bool {
    var place = lower
    while place < upper {
      guard let (scalar, length) = scalar(at: place) else {
        place += 1
        continue
      }
      if scalar.properties.isDefaultIgnorableCodePoint { return true }
      place += length
    }
    return false
  }

  /// Reports each word of a name in backticks whose letters are of several alphabets.
  mutating func reportMixedScripts(_ lower: Int, _ upper: Int) {
    var start: Int?
    var scripts: Set<Script> = []
    var place = lower
    while place < upper {
      let length = letterLength(at: place)
      if let length, let script = script(at: place, length) { scripts.insert(script) }
      if length != nil, start == nil { start = place }
      if length == nil, let first = start {
        if scripts.count > 1 { report(SyntaxRule.mixedScripts, [source.text(first, place)], first, place) }
        (start, scripts) = (nil, [])
      }
      place += length ?? 1
    }
  }

  /// The alphabets whose letters can be mistaken for each other.
  enum Script { case latin, cyrillic, greek, other }

  /// The alphabet of the letter at an index; nil for signs that words of every alphabet use.
  func script(at index: Int, _ length: Int) -> Script? {
    let lead = bytes[index]
    if lead < 0x80 { return lead == UInt8(ascii: "_") ? nil : .latin }
    guard let value = scalar(at: index)?.0.value else { return nil }
    switch value {
    case 0xAA, 0xBA, 0xC0...0x24F, 0x250...0x2AF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF, 0xAB30...0xAB6F,
      0xFB00...0xFB06, 0xFF21...0xFF5A:
      return .latin
    case 0x2B0...0x36F: return nil
    case 0x370...0x3FF, 0x1F00...0x1FFF: return .greek
    case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: return .cyrillic
    default: return .other
    }
  }
}
