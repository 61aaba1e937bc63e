// SPDX-License-Identifier: Apache-2.0

/// A row of a store: of which commit, of which of its tables, and which.
package struct RowPlace: Hashable, Sendable, Comparable {
  // Twelve bytes, for a correction may take millions of rows out of account.
  private let storedCommit: Int32
  private let storedTable: Int32
  private let storedRow: Int32

  package var commit: Int { Int(storedCommit) }
  package var table: Int { Int(storedTable) }
  package var row: Int { Int(storedRow) }

  /// Numbers that no store can have stand for the greatest one, which is none of its rows either.
  package init(commit: Int, table: Int, row: Int) {
    storedCommit = Int32(clamping: commit)
    storedTable = Int32(clamping: table)
    storedRow = Int32(clamping: row)
  }

  package static func < (left: RowPlace, right: RowPlace) -> Bool {
    (left.storedCommit, left.storedTable, left.storedRow) < (right.storedCommit, right.storedTable, right.storedRow)
  }
}
