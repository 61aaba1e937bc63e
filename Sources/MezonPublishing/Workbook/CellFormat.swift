// SPDX-License-Identifier: Apache-2.0

/// How a cell looks: a value, so that equal formats are one format in the file.
package struct CellFormat: Hashable, Sendable {
  /// Notation of numbers and dates, in the English notation that the file format demands whatever the reader's language.
  package enum NumberFormat: Hashable, Sendable {
    /// As the program likes; right for text.
    case general
    /// A number with thousands grouped and a fixed count of fraction digits (0...15): `#,##0.0`.
    case decimal(fractionDigits: Int)
    /// A number with a fixed count of fraction digits and no grouping: `0.0`.
    case plain(fractionDigits: Int)
    /// A fraction of 1 shown as per cent: `0.0%`. A share that is already in per cent takes ``decimal(fractionDigits:)``.
    case perCent(fractionDigits: Int)
    /// A calendar day as `yyyy-mm-dd`, which means the same to every reader.
    case date
    /// Kept as text even when a reader types over it: `@`.
    case text

    /// The notation of the file format.
    package var notation: String {
      switch self {
      case .general: "General"
      case .decimal(let digits): "#,##0" + Self.fraction(digits)
      case .plain(let digits): "0" + Self.fraction(digits)
      case .perCent(let digits): "0" + Self.fraction(digits) + "%"
      case .date: "yyyy\\-mm\\-dd"
      case .text: "@"
      }
    }

    private static func fraction(_ digits: Int) -> String {
      let kept = min(max(digits, 0), 15)
      return kept == 0 ? "" : "." + String(repeating: "0", count: kept)
    }
  }

  /// Where the content stands between left and right.
  package enum HorizontalAlignment: Hashable, Sendable { case automatic, left, centre, right }

  /// Where the content stands between top and bottom.
  package enum VerticalAlignment: Hashable, Sendable { case top, centre, bottom }

  /// Notation of a number or date.
  package var numberFormat = NumberFormat.general
  /// Bold letters.
  package var isBold = false
  /// Slanted letters.
  package var isItalic = false
  /// Text broken into lines at the width of the column.
  package var wrapsText = false
  /// Where the content stands between left and right.
  package var horizontal = HorizontalAlignment.automatic
  /// Where the content stands between top and bottom.
  package var vertical = VerticalAlignment.top
  /// How far text that stands at the left edge is moved from it, in steps of about three spaces (0...15).
  package var indent = 0
  /// Size of the letters in points; nil for the workbook's own.
  package var fontSizePoints: Double?
  /// Colour of the letters.
  package var ink: RGBColor?
  /// Colour behind the letters.
  package var fill: RGBColor?
  /// A thin line under the cell.
  package var hasBottomLine = false
  /// Underlined letters, as a link has.
  package var isUnderlined = false

  /// The plain format: no emphasis, general notation.
  package init() {}

  /// The plain format with a notation for numbers or dates.
  package init(_ numberFormat: NumberFormat) { self.numberFormat = numberFormat }

  /// Plain text and numbers.
  package static let plain = CellFormat()

  /// A real date, `yyyy-mm-dd`.
  package static let date = CellFormat(.date)

  /// Text broken into lines at the width of its column.
  package static let wrapped = CellFormat().with { $0.wrapsText = true }

  /// The heading of a column: bold, wrapped, tinted, with a line under it.
  package static let heading = CellFormat().with {
    $0.isBold = true
    $0.wrapsText = true
    $0.hasBottomLine = true
    $0.fill = RGBColor(0xE7ECEF)
    $0.vertical = .bottom
  }

  /// The title on top of a sheet.
  package static let title = CellFormat().with {
    $0.isBold = true
    $0.fontSizePoints = 16
  }

  /// A link: blue and underlined, so that it is not told by colour alone.
  package static let link = CellFormat().with {
    $0.isUnderlined = true
    $0.ink = RGBColor(0x0B4F8A)
  }

  /// This format with changes.
  package func with(_ change: (inout CellFormat) -> Void) -> CellFormat {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A colour of the sRGB space, eight bits a channel.
package struct RGBColor: Hashable, Sendable {
  /// Red, green and blue as `0xRRGGBB`.
  package var value: UInt32

  /// The colour `0xRRGGBB`; higher bits are ignored.
  package init(_ value: UInt32) { self.value = value & 0xFF_FFFF }
}
