// SPDX-License-Identifier: Apache-2.0

/// A sheet of one ``Workbook``: a name for it, not the sheet itself, so that it may be kept and compared freely.
package struct WorkbookSheet: Hashable, Sendable {
  /// The place among the sheets, from 0.
  package let index: Int
  /// The valid, unique name that the sheet got.
  package let name: String

  /// A reference to a cell of this sheet for formulas of other sheets, such as `'Open days'!$B$7`.
  package func reference(_ cell: CellPosition) -> String { quotedName + "!" + cell.absolute }

  /// A reference to a range of this sheet for formulas and charts, such as `'Open days'!$B$7:$B$9`.
  package func reference(_ range: CellRange) -> String { quotedName + "!" + range.absolute }

  /// The name in quotes. It holds no apostrophe: ``SheetName`` replaces them.
  private var quotedName: String { "'" + name + "'" }
}

/// How a sheet is printed.
package struct PrintSetUp: Hashable, Sendable {
  /// Wide paper instead of tall paper; the paper is always A4.
  package var isLandscape = true
  /// How many pages the sheet is wide; 0 lets it take as many as it needs. Its length is never limited.
  package var pagesWide = 1
  /// The empty margin at the left and right edge of the paper.
  package var sideMarginInches = 0.7
  /// Rows that are repeated on top of each page, from 0.
  package var repeatedRows: ClosedRange<Int>?
  /// What stands at the foot of each page.
  package var footer = PageFooter()

  /// Landscape A4, one page wide, with an empty footer.
  package init() {}
}

/// What stands at the foot of each printed page, in three places.
package struct PageFooter: Hashable, Sendable {
  /// A piece of a footer.
  package enum Piece: Hashable, Sendable {
    /// Text as given.
    case text(String)
    /// The number of the page.
    case pageNumber
    /// The count of pages.
    case pageCount
    /// The name of the sheet.
    case sheetName
  }

  /// At the left edge.
  package var left: [Piece]
  /// In the middle.
  package var centre: [Piece]
  /// At the right edge.
  package var right: [Piece]

  /// The longest footer in the file's own notation.
  package static let lengthLimit = 255

  /// A footer of up to three parts.
  package init(left: [Piece] = [], centre: [Piece] = [], right: [Piece] = []) {
    self.left = left
    self.centre = centre
    self.right = right
  }

  /// The footer in the notation of the file format (ECMA-376 part 1, section 18.3.1.46); empty when nothing is said.
  var notation: String {
    [("&L", left), ("&C", centre), ("&R", right)].filter { !$0.1.isEmpty }
      .map { mark, pieces in mark + pieces.map(Self.notation).joined() }.joined()
  }

  private static func notation(_ piece: Piece) -> String {
    switch piece {
    case .pageNumber: "&P"
    case .pageCount: "&N"
    case .sheetName: "&A"
    case .text(let text): escaped(text)
    }
  }

  /// An ampersand is doubled. One before a G also gets a zero-width space, because the library takes `&G` for a picture.
  private static func escaped(_ text: String) -> String {
    var result = ""
    var previousIsAmpersand = false
    for character in CellText.encoded(text) {
      if previousIsAmpersand, character == "G" { result.append("\u{200B}") }
      result += character == "&" ? "&&" : String(character)
      previousIsAmpersand = character == "&"
    }
    return result
  }
}
