// SPDX-License-Identifier: Apache-2.0

/// Estimates how high a row must be for its wrapped texts.
///
/// The file format has no "as high as needed": Excel fits a row when a cell is edited, LibreOffice not even when a file is opened. The
/// estimate breaks lines between words and errs towards one line too many, because a cut text is worse than an empty line.
struct RowHeight {
  /// Height of a line in the workbook's own font, in points.
  static let linePoints = 15.0
  /// The greatest height of a row.
  static let mostPoints = 409.0

  private(set) var lines = 1

  /// Takes in a text in a column of a width in characters. Linear in the text.
  mutating func add(_ text: String, width: Double) {
    var count = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      count += Self.lines(line, width: width)
    }
    lines = max(lines, count)
  }

  /// The height in points; nil where one line is enough, so that the program's own height holds.
  var points: Double? { lines > 1 ? min(Double(lines) * Self.linePoints + 1, Self.mostPoints) : nil }

  private static func lines(_ text: Substring, width: Double) -> Int {
    // Cells keep a small distance on both sides.
    let room = max(width - 1, 1)
    var lines = 1
    var used = 0.0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let length = Self.width(of: word)
      let space = used > 0 ? Self.width(of: " ") : 0
      if used + space + length <= room {
        used += space + length
        continue
      }
      if used > 0 { lines += 1 }
      // A word that is longer than a line is broken anywhere.
      let extra = (length / room).rounded(.down)
      lines += Int(extra)
      used = length - extra * room
    }
    return lines
  }

  /// Width of a text on one line, in characters of the workbook's font. Linear in the text.
  static func width(of text: some StringProtocol) -> Double { text.reduce(0) { $0 + width(of: $1) } }

  /// Width of a character in digits of the workbook's font: rounded up from Calibri's and DejaVu's.
  private static func width(of character: Character) -> Double {
    guard character.isASCII else { return 1.03 }
    if character.isUppercase || character.isNumber { return 1.05 }
    return character.isLetter ? 0.92 : 0.6
  }
}
