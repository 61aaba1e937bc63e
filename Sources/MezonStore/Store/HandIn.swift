// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// What is handed in at once: it comes in whole or not at all.
package struct HandIn: Sendable {
  /// What happens to the rows.
  package enum Mode: Sendable {
    /// They are added; a row whose event is there already is a new revision of it.
    case add
    /// The events that they name are retracted.
    case retract
    /// They are added, and all rows of an earlier hand-in no longer count.
    case replace(Int)
  }

  /// Rows of one table.
  package struct Rows: Sendable {
    package let table: PortableTable
    package let role: Commit.Role
    /// Fields that tell events apart; none where each row is an event of its own.
    package let key: [String]
    /// Identifying values, ascending by row.
    package let identities: [Identity]
    /// The first and last local day of the events, in days since 1970-01-01.
    package let days: ClosedRange<Int>?

    package init(
      _ table: PortableTable, role: Commit.Role, key: [String] = [], identities: [Identity] = [],
      days: ClosedRange<Int>? = nil
    ) {
      self.table = table
      self.role = role
      self.key = key
      self.identities = identities
      self.days = days
    }
  }

  package var mode: Mode
  package var source: String
  /// Who hands in; must be there where something is corrected or retracted, as must the reason.
  package var by: String
  package var because: String
  package var inputs: [Commit.Input]
  package var tables: [Rows]

  package init(
    _ mode: Mode = .add, source: String, by: String = "", because: String = "", inputs: [Commit.Input],
    tables: [Rows]
  ) {
    self.mode = mode
    self.source = source
    self.by = by
    self.because = because
    self.inputs = inputs
    self.tables = tables
  }
}
