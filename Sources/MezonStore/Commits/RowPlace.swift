// SPDX-License-Identifier: Apache-2.0

/// A row of a store: of which commit, of which of its tables, and which.
package struct RowPlace: Hashable, Sendable, Comparable {
  package let commit: Int
  package let table: Int
  package let row: Int

  package init(commit: Int, table: Int, row: Int) {
    self.commit = commit
    self.table = table
    self.row = row
  }

  package static func < (left: RowPlace, right: RowPlace) -> Bool {
    (left.commit, left.table, left.row) < (right.commit, right.table, right.row)
  }
}
