// SPDX-License-Identifier: Apache-2.0

/// Something in a file that a reader passes over or takes in one of several ways, and that its owner should know of.
package struct TableNote: Sendable, Hashable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    /// A formula; the value stored beside it is taken, nothing is computed.
    case formula
    /// A formula without a stored value: the cell reads as empty.
    case formulaWithoutValue
    /// A formula that could not be computed, such as `#DIV/0!`.
    case failedFormula
    /// A link to another file; it is not followed.
    case externalLink
    /// A cell whose reference is outside of the sheet, or does not follow the one before; it is left out.
    case badReference
  }

  package let kind: Kind
  /// The sheet's name; empty for the file as a whole.
  package let table: String
  /// The first place, such as `C5`, or what stands there.
  package let place: String
  /// The row of the first place; 0 for the file as a whole.
  package let row: Int
  /// How many there are.
  package var count: Int
}

/// Gathers notes: one of each kind a table, with the first place and the number.
struct TableNotes: Sendable {
  private(set) var list: [TableNote] = []

  mutating func add(_ kind: TableNote.Kind, table: String, row: Int, place: @autoclosure () -> String) {
    if let index = list.firstIndex(where: { $0.kind == kind && $0.table == table }) {
      list[index].count += 1
    } else {
      list.append(TableNote(kind: kind, table: table, place: place(), row: row, count: 1))
    }
  }
}
