// SPDX-License-Identifier: Apache-2.0

/// What a name looks like: names of one skeleton cannot be told apart on paper or on a screen.
///
/// After Unicode Technical Standard 39, section 4, with the letters that names here are made of: Latin, Cyrillic, Greek,
/// ligatures, full-width letters, digits that look like letters, and the signs that stand for an apostrophe.
enum NameSkeleton {
  /// The skeleton of a name. Complexity: O(*n*).
  static func of(_ name: String) -> String {
    // Nearly all names are plain, and programmes have many.
    if name.utf8.allSatisfy({ $0 < 0x80 && !lookalikes.contains($0) }) { return name }
    var result = ""
    for scalar in name.unicodeScalars {
      if let prototype = prototypes[scalar] {
        result += prototype
      } else if (0xFF21...0xFF5A).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0) {
        result += prototypes[plain] ?? String(plain)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The signs of ASCII that look like others.
  private static let lookalikes = Array("I1|0m`".utf8)

  private static let prototypes: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [
      "I": "l", "1": "l", "|": "l", "0": "O", "m": "rn", "\u{131}": "i", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi",
      "ﬄ": "ffl", "М": "M", "І": "l", "Ӏ": "l", "ӏ": "l", "Ι": "l", "ɑ": "a", "ɡ": "g", "α": "a",
    ]
    func add(_ from: String, _ to: String) {
      for (left, right) in zip(from.unicodeScalars, to.unicodeScalars) { table[left] = String(right) }
    }
    add("АВЕЅЈКНОРСТҮХЗЬ", "ABESJKHOPCTYX3b")
    add("аеѕіјорсухԁԛԝһү", "aesijopcyxdqwhy")
    add("ΑΒΕΖΗΚΜΝΟΡΤΥΧ", "ABEZHKMNOPTYX")
    add("ονρ", "ovp")
    add("‘’ʻʼ`´ʹʽ", String(repeating: "'", count: 8))
    return table
  }()
}
