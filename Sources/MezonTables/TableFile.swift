// SPDX-License-Identifier: Apache-2.0

/// A file taken apart into tables: the sheets of a workbook, the tables of a database, the repeats of a form.
///
/// A reader passes through a table row by row and keeps one row in memory. It knows nothing of what the tables mean.
package protocol TableFile: AnyObject {
  /// The tables by their order in the file.
  var tables: [TableHeading] { get }

  /// Hands out the rows of a table that hold something, in their order, until `body` returns false.
  /// - Parameter table: the place in ``tables``
  /// - Returns: what was passed over, as far as the rows were read
  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote]

  /// The merged areas of a table that begin in a row or above it; none where the format does not know them.
  func mergedAreas(of table: Int, through lastRow: Int) throws(TableFault) -> [MergedArea]
}

/// What is known of a table before its rows are read.
package struct TableHeading: Sendable, Hashable {
  package let name: String
  /// Whether the program that wrote the file hides the table.
  package let isHidden: Bool
  /// The names of the columns where the format has them; nil where a row of the table holds them.
  package let columns: [String]?

  init(name: String, isHidden: Bool = false, columns: [String]? = nil) {
    self.name = name
    self.isHidden = isHidden
    self.columns = columns
  }
}

/// Cells shown as one, which hold the value of the first. Rows from 1, columns from 0.
package struct MergedArea: Sendable, Hashable {
  package let rows: ClosedRange<Int>
  package let columns: ClosedRange<Int>
}

extension TableFile {
  package func mergedAreas(of table: Int, through lastRow: Int) throws(TableFault) -> [MergedArea] { [] }

  /// All merged areas of a table.
  package func mergedAreas(of table: Int) throws(TableFault) -> [MergedArea] {
    try mergedAreas(of: table, through: .max)
  }
}
