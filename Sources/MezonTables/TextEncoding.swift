// SPDX-License-Identifier: Apache-2.0

import CUchardet

/// In which encoding a text stands, and how that is known.
///
/// A byte order mark and strict UTF-8 are certain. Everything else is a guess: libuchardet is asked, and the encodings of the
/// region, which it does not know or takes for one another, are judged by what the text would say in each.
package struct TextEncoding: Sendable, Hashable {
  /// What tells the encoding.
  package enum Evidence: Sendable, Hashable {
    /// Someone stated it.
    case stated
    case byteOrderMark
    /// Every byte is UTF-8, which other encodings practically never are.
    case strictUTF8
    /// It reads best that way.
    case guess
  }

  /// A name that iconv knows, such as `windows-1251`.
  package let name: String
  package let evidence: Evidence

  /// An encoding that someone stated.
  package init(stated name: String) {
    self.init(name: name, evidence: .stated)
  }

  init(name: String, evidence: Evidence) {
    self.name = name
    self.evidence = evidence
  }

  /// Whether the bytes are UTF-8 without any mark but its own.
  package var isUTF8: Bool { ["utf-8", "utf8"].contains(name.lowercased()) }

  /// Whether the encoding is a guess that a byte stands for a letter: such a text could as well be UTF-8 that was damaged.
  package var isByteWise: Bool { evidence == .guess && !name.uppercased().hasPrefix("UTF-16") }

  /// How much of a text is looked at to guess.
  static let sampleBytes = 256 << 10
  /// How much of it stands before the first letter beyond ASCII, where there is as much.
  static let bytesBeforeSample = 64
  /// How much of the beginning tells UTF-16 without a mark.
  static let wideBytes = 4096

  /// The encoding of a text. Complexity: O(bytes) for UTF-8, else O(``sampleBytes``) for each candidate.
  package static func detect(_ bytes: [UInt8]) -> TextEncoding {
    if let certain = certain(bytes) { return certain }
    if isUTF8(bytes) { return TextEncoding(name: "UTF-8", evidence: .strictUTF8) }
    return guess(sample(of: bytes))
  }

  /// The encoding as the beginning of a text tells it by itself; nil where it does not.
  static func certain(_ beginning: [UInt8]) -> TextEncoding? {
    if beginning.starts(with: [0xEF, 0xBB, 0xBF]) { return TextEncoding(name: "UTF-8", evidence: .byteOrderMark) }
    if beginning.starts(with: [0xFF, 0xFE]) { return TextEncoding(name: "UTF-16LE", evidence: .byteOrderMark) }
    if beginning.starts(with: [0xFE, 0xFF]) { return TextEncoding(name: "UTF-16BE", evidence: .byteOrderMark) }
    return wide(beginning).map { TextEncoding(name: $0, evidence: .guess) }
  }

  /// UTF-16 without a mark: every second byte of the beginning is 0 or that of one block of letters.
  private static func wide(_ bytes: [UInt8]) -> String? {
    let sample = bytes.prefix(wideBytes)
    guard sample.count >= 4, sample.count % 2 == 0 || sample.count == wideBytes else { return nil }
    var zeros = [0, 0]
    var high = [0, 0]
    for (index, byte) in sample.enumerated() {
      if byte == 0 { zeros[index % 2] += 1 }
      if byte == 0 || byte == 4 { high[index % 2] += 1 }
    }
    let half = sample.count / 2
    for (place, name) in [(1, "UTF-16LE"), (0, "UTF-16BE")] {
      if zeros[place] > 0, zeros[1 - place] == 0, high[place] * 10 >= half * 9 { return name }
    }
    return nil
  }

  static func isUTF8(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
  }

  /// The part that is judged: it begins where letters beyond ASCII begin, for a header is often in Latin letters.
  private static func sample(of bytes: [UInt8]) -> [UInt8] {
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    return Array(bytes[max(0, first - bytesBeforeSample)...].prefix(sampleBytes))
  }

  /// The encodings of the region, in the order in which they win a tie.
  static let regional = ["windows-1251", "KOI8-R", "CP866", "PT154", "KOI8-T", "ISO-8859-5", "MAC-CYRILLIC", "CP855"]

  /// The encoding in which a sample reads best.
  static func guess(_ sample: [UInt8]) -> TextEncoding {
    let asked = uchardet(sample)
    var candidates = regional
    if let asked, !regional.contains(where: { $0.lowercased() == asked.lowercased() }) { candidates.append(asked) }
    var best: (name: String, score: Int)?
    for name in candidates {
      guard let decoder = try? TextDecoder(name) else { continue }
      let score = CyrillicJudge.score(String(decoding: decoder.decode(sample), as: UTF8.self))
      if score > best?.score ?? 0 { best = (name, score) }
    }
    // Where no reading looks Cyrillic the library's answer stands.
    return TextEncoding(name: best?.name ?? asked ?? "windows-1252", evidence: .guess)
  }

  private static func uchardet(_ sample: [UInt8]) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let status = sample.withUnsafeBytes {
      uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    let name = uchardet_get_charset(detector).map { String(cString: $0) } ?? ""
    return name.isEmpty || name == "ASCII" ? nil : name
  }
}

/// Judges whether a text reads like one in Russian, Kazakh, Kyrgyz, Tajik or Uzbek.
enum CyrillicJudge {
  private static let frequent = Set("оеаинтсрвл".unicodeScalars)
  private static let regional = Set("әғқңөұүһіҳҷӣӯў".unicodeScalars)

  /// Points for letters where they belong, points off for what no text of the region holds: letters of the Serbs, a capital after a
  /// small letter, frames and signs within words.
  static func score(_ text: String) -> Int {
    var score = 0
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { before = scalar }
      // A word is in Latin letters or in Cyrillic ones.
      let isLatin = scalar.value < 0x80 && scalar.properties.isAlphabetic
      if isLatin ? isCyrillic(before) : isCyrillic(scalar) && before.value < 0x80 && before.properties.isAlphabetic {
        score -= 8
      }
      guard scalar.value >= 0x80 else { continue }
      let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
      let isSmall = small == scalar
      if ("а"..."я").contains(small) || small == "ё" {
        score += frequent.contains(small) ? 3 : 2
      } else if regional.contains(small) {
        score += 2
      } else if (0x400...0x52F).contains(scalar.value) {
        score -= 6
      } else if scalar.value == 0xA0 || "№«»–—“”„…°§".unicodeScalars.contains(scalar) {
        // A sign between two letters is no sign.
        score -= isCyrillic(before) && scalar.value != 0xA0 && scalar != "»" && scalar != "”" ? 1 : 0
      } else {
        score -= 8
      }
      if !isSmall, isCyrillic(before), before.properties.isLowercase { score -= 6 }
    }
    return score
  }

  private static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool { (0x400...0x52F).contains(scalar.value) }
}
