// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics

/// What became of everything that was handed in. Nothing is lost: each row read is accepted, set aside or refused.
package struct IngestReport: Sendable {
  /// How many rows had one reason.
  package struct Tally: Sendable {
    /// The first of them in the file.
    package let first: RejectedRow
    package var rule: DiagnosticRule { first.diagnostic.rule }
    /// The rule's own reason, or the field; empty for a row that is broken as a whole.
    package let subject: String
    package let count: Int
    /// The first of the rows' lines, ascending, at most ``linesAtMost``.
    package let lines: [Int]

    /// How many lines are kept of one reason; the rows themselves are all in ``IngestReport/rejected``.
    package static let linesAtMost = 100
  }

  /// What became of one file.
  package struct FileReport: Sendable {
    /// The source's name; for a roster file without a source its table's.
    package let source: String
    /// The name by which the source joins the file; nil for its own one.
    package let joinedAs: String?
    package let file: String
    package let rowsRead: Int
    package let accepted: Int
    /// By code, then subject.
    package let setAside: [Tally]
    /// By code, then subject.
    package let refused: [Tally]

    /// The number of rows set aside.
    package var setAsideCount: Int { setAside.reduce(0) { $0 + $1.count } }
    /// The number of rows refused.
    package var refusedCount: Int { refused.reduce(0) { $0 + $1.count } }
  }

  /// One entry a file, in the order of reading: rosters, then events.
  package internal(set) var files: [FileReport] = []
  /// All rows refused or set aside, file by file, by line.
  package internal(set) var rejected: [RejectedRow] = []
  /// What is wrong with definitions, with files as a whole, and with the organisation.
  package internal(set) var diagnostics: [Diagnostic] = []

  /// Whether any row was refused.
  package var hasRefusedRows: Bool { files.contains { $0.refusedCount > 0 } }

  /// All rejected rows as delimited text: file, line, column, code, reason and the row as it stood.
  ///
  /// Rows set aside have codes of their own, so both kinds can be told apart. Complexity: O(bytes).
  package func refusedRowsCSV(in language: MessageLanguage = .english) -> [UInt8] {
    var writer = DelimitedWriter()
    for name in ["file", "line", "column", "code", "reason", "row"] { writer.append(name) }
    writer.endRow()
    for row in rejected {
      writer.append(row.file)
      writer.append(Int64(row.line))
      if let column = row.column { writer.append(Int64(column)) } else { writer.appendMissing() }
      writer.append(row.diagnostic.rule.code)
      writer.append(row.diagnostic.message(in: language))
      writer.append(row.text)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
