// SPDX-License-Identifier: Apache-2.0

/// Places of cells as workbooks write them: `C5`.
package enum CellReference {
  /// The most columns and rows of a sheet.
  static let columnLimit = 16_384
  static let rowLimit = 1_048_576

  /// The column, from 0, and the row, from 1, of a reference; nil for one outside of any sheet.
  static func parse(_ text: some Collection<UInt8>) -> (column: Int, row: Int)? {
    var (column, row, letters, digits) = (0, 0, 0, 0)
    for byte in text {
      switch byte {
      case 0x41...0x5A where digits == 0 && letters < 3:
        (column, letters) = (column * 26 + Int(byte) - 0x40, letters + 1)
      case 0x61...0x7A where digits == 0 && letters < 3:
        (column, letters) = (column * 26 + Int(byte) - 0x60, letters + 1)
      case 0x30...0x39 where letters > 0 && digits < 7: (row, digits) = (row * 10 + Int(byte) - 0x30, digits + 1)
      default: return nil
      }
    }
    guard column > 0, column <= columnLimit, row > 0, row <= rowLimit else { return nil }
    return (column - 1, row)
  }

  /// The area of `A1:C5`, or of `A1` alone.
  static func area(_ text: String) -> MergedArea? {
    let ends = text.split(separator: ":", maxSplits: 1)
    guard let first = ends.first.flatMap({ parse($0.utf8) }), let last = ends.last.flatMap({ parse($0.utf8) }),
      first.column <= last.column, first.row <= last.row
    else { return nil }
    return MergedArea(rows: first.row...last.row, columns: first.column...last.column)
  }

  /// The letters of a column from 0: A, Z, AA.
  package static func letters(_ column: Int) -> String {
    var (rest, letters) = (max(0, column) + 1, "")
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  /// The column, from 0, that letters name; nil where they name none.
  package static func column(_ letters: String) -> Int? { parse((letters + "1").utf8)?.column }
}
