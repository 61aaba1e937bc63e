// SPDX-License-Identifier: Apache-2.0

/// Makes any text fit for the XML of a workbook without changing what a reader sees.
///
/// XML 1.0 has no place for most control characters, C strings end at the first NUL, and the file format reads `_x0041_` as a
/// coded character (ECMA-376 part 1, section 22.9.2.19). All three are settled here, so that no text can break or alter a file.
package enum CellText {
  /// The longest text of a cell in UTF-16 units.
  package static let lengthLimit = 32_767

  /// The text as it may stand in a workbook; linear in its length.
  ///
  /// Line ends become line feeds; control characters other than tab and line feed, and U+FFFE and U+FFFF, become U+FFFD;
  /// what looks like a coded character is coded so that it reads back as written.
  package static func encoded(_ text: String) -> String {
    guard needsWork(text) else { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar.value {
      case 0x0D:
        result.append("\n")
        if index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
      case 0x09, 0x0A: result.append(scalar)
      case 0..<0x20, 0x7F, 0xFFFE, 0xFFFF: result.append("\u{FFFD}")
      case 0x5F where isCodedCharacter(scalars, at: index): result.append(contentsOf: "_x005F_".unicodeScalars)
      default: result.append(scalar)
      }
      index += 1
    }
    return String(result)
  }

  private static func needsWork(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0..<0x20, 0x5F, 0x7F, 0xFFFE, 0xFFFF: true
      default: false
      }
    }
  }

  /// Whether `_xHHHH_` begins at the index, H being hexadecimal digits.
  private static func isCodedCharacter(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard index + 6 < scalars.count, scalars[index + 1] == "x", scalars[index + 6] == "_" else { return false }
    return scalars[(index + 2)...(index + 5)].allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
