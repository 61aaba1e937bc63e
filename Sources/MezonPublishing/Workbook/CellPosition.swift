// SPDX-License-Identifier: Apache-2.0

/// A cell of a sheet, counted from zero; `B7` is row 6, column 1.
package struct CellPosition: Hashable, Sendable, CustomStringConvertible {
  /// The row, from 0.
  package var row: Int
  /// The column, from 0.
  package var column: Int

  /// How many rows a sheet has at most (ECMA-376 part 1, section 18.3.1.73 and Excel's limits).
  package static let rowLimit = 1_048_576
  /// How many columns a sheet has at most.
  package static let columnLimit = 16_384

  /// The cell at `row` and `column`, both from 0. Whether it exists is checked when it is written to.
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// True when a sheet has such a cell.
  package var exists: Bool {
    (0..<Self.rowLimit).contains(row) && (0..<Self.columnLimit).contains(column)
  }

  /// The relative reference, such as `B7`; outside a sheet, the row and column in words.
  package var description: String {
    exists ? Self.columnName(column) + String(row + 1) : "row \(row), column \(column)"
  }

  /// The absolute reference, such as `$B$7`.
  package var absolute: String {
    exists ? "$" + Self.columnName(column) + "$" + String(row + 1) : description
  }

  /// The letters of a column: 0 is `A`, 26 is `AA`; empty for a negative number.
  static func columnName(_ column: Int) -> String {
    var letters: [Character] = []
    var rest = column + 1
    while rest > 0 {
      rest -= 1
      letters.append(Character(Unicode.Scalar(UInt8(65 + rest % 26))))
      rest /= 26
    }
    return String(letters.reversed())
  }
}

/// A rectangle of cells, both corners included.
package struct CellRange: Hashable, Sendable, CustomStringConvertible {
  /// The upper left corner.
  package var first: CellPosition
  /// The lower right corner.
  package var last: CellPosition

  /// The rectangle from `first` to `last`, both included.
  package init(_ first: CellPosition, _ last: CellPosition) {
    self.first = first
    self.last = last
  }

  /// The rectangle of the given rows and columns, from 0, both ends included.
  package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    first = CellPosition(row: rows.lowerBound, column: columns.lowerBound)
    last = CellPosition(row: rows.upperBound, column: columns.upperBound)
  }

  /// True when every cell of it exists and the corners are in order.
  package var exists: Bool {
    first.exists && last.exists && first.row <= last.row && first.column <= last.column
  }

  /// The relative reference, such as `A1:C5`; a single cell has no colon.
  package var description: String { first == last ? first.description : "\(first):\(last)" }

  /// The absolute reference, such as `$A$1:$C$5`.
  package var absolute: String {
    first == last ? first.absolute : first.absolute + ":" + last.absolute
  }
}
