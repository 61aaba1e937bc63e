// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What a file says of a standard population: the rows of its table, as they were read for a ``StandardDeclaration`` with a
/// ``StandardTableClause``.
///
/// The checker reads no file. Whoever loads definitions reads the table too and adds it to the parsed file, under the name of the
/// standard population: ``ParsedFile/tables``.
package struct StandardTable: Sendable {
  /// The table as text, each row on the line of its number, so that messages show it.
  package let source: SourceText
  /// What each row calls its group, and how many persons are in it.
  package let rows: [(group: Name, persons: Double)]
  /// What is wrong with the file; with an error in it the rows are not used.
  package let diagnostics: [Diagnostic]

  /// Puts a table together.
  package init(source: SourceText, rows: [(group: Name, persons: Double)], diagnostics: [Diagnostic]) {
    self.source = source
    self.rows = rows
    self.diagnostics = diagnostics
  }
}
