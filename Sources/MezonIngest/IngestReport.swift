// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics

/// A row that did not become an event or a row of a roster, kept whole.
package struct RejectedRow: Sendable {
  /// What happened to it.
  package enum Disposition: String, Sendable {
    case refused
    case setAside = "set_aside"
  }

  package let disposition: Disposition
  /// The source that read it.
  package let source: String
  /// Why, and where: file, line, and the character on that line where one cell is to blame.
  package let diagnostic: Diagnostic
  /// The row as it stands in the file, without its line end.
  package let bytes: [UInt8]

  /// The file that it stands in.
  package var file: String {
    if case .row(let file, _, _) = diagnostic.place { file } else { "" }
  }

  /// The line, from 1, on which it begins or its fault stands.
  package var line: Int {
    if case .row(_, let line, _) = diagnostic.place { line } else { 0 }
  }

  /// The character on that line, from 1; nil when no cell is to blame.
  package var column: Int? {
    if case .row(_, _, let column) = diagnostic.place { column } else { nil }
  }

  /// The row as text; what is not UTF-8, and bytes of value 0, as replacement characters.
  package var text: String {
    String(
      String.UnicodeScalarView(
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }
}

/// What became of everything that was handed in. Nothing is lost: each row read is accepted, set aside or refused.
package struct IngestReport: Sendable {
  /// How many rows had one reason.
  package struct Tally: Sendable, Hashable {
    package let rule: DiagnosticRule
    /// The rule's own reason, or the field; empty for a row that is broken as a whole.
    package let subject: String
    package let count: Int
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

/// Gathers what becomes of the rows of one file.
struct RejectionLog: Sendable {
  private struct Reason: Hashable {
    let disposition: RejectedRow.Disposition
    let rule: DiagnosticRule
    let subject: String
  }

  let source: String
  let joinedAs: String?
  let file: String
  var rowsRead = 0
  private var counts: [Reason: Int] = [:]
  private var rows: [RejectedRow] = []

  init(source: String, joinedAs: String? = nil, file: String) {
    self.source = source
    self.joinedAs = joinedAs
    self.file = file
  }

  /// Notes the rows that the reader refused; they count as read.
  mutating func note(refusedBy batch: RowBatch, of table: HandedInTable) {
    for row in batch.refused {
      let (rule, arguments) = IngestRule.broken(by: row.fault)
      rowsRead += 1
      let start = table.bytesBefore + row.byteOffset
      let column = table.characterColumn(
        line: row.fault.line, byteColumn: row.fault.byteColumn, rowStart: start, rowLine: row.line)
      add(
        .refused, rule, arguments, subject: "", line: row.fault.line + table.linesBefore, column: column,
        bytes: table.rawBytes(start..<(start + row.byteCount)))
    }
  }

  /// Refuses a row.
  /// - Parameters:
  ///   - line: the line as the reader counts
  ///   - bytes: where the row stands, as the reader counts
  mutating func refuse(
    _ fault: FieldFault, line: Int, column: Int?, bytes: Range<Int>, of table: HandedInTable
  ) {
    add(
      .refused, fault.rule, fault.arguments, subject: fault.arguments.first ?? "", line: line + table.linesBefore,
      column: column, bytes: table.rawBytes(bytes.shifted(by: table.bytesBefore)), suggestion: fault.suggestion)
  }

  /// Sets a row aside.
  mutating func setAside(
    _ rule: DiagnosticRule, _ arguments: [String], line: Int, bytes: Range<Int>, of table: HandedInTable
  ) {
    add(
      .setAside, rule, arguments, subject: arguments.first ?? "", line: line + table.linesBefore, column: nil,
      bytes: table.rawBytes(bytes.shifted(by: table.bytesBefore)))
  }

  private mutating func add(
    _ disposition: RejectedRow.Disposition, _ rule: DiagnosticRule, _ arguments: [String], subject: String, line: Int,
    column: Int?, bytes: [UInt8], suggestion: String? = nil
  ) {
    counts[Reason(disposition: disposition, rule: rule, subject: subject), default: 0] += 1
    rows.append(
      RejectedRow(
        disposition: disposition, source: source,
        diagnostic: Diagnostic(
          rule, arguments, at: .row(file: file, line: line, column: column), suggestion: suggestion),
        bytes: bytes))
  }

  /// Adds what was gathered to a report.
  func finish(into report: inout IngestReport) {
    func tallies(_ disposition: RejectedRow.Disposition) -> [IngestReport.Tally] {
      counts.filter { $0.key.disposition == disposition }
        .map { IngestReport.Tally(rule: $0.key.rule, subject: $0.key.subject, count: $0.value) }
        .sorted { ($0.rule.code, $0.subject) < ($1.rule.code, $1.subject) }
    }
    report.files.append(
      IngestReport.FileReport(
        source: source, joinedAs: joinedAs, file: file, rowsRead: rowsRead, accepted: rowsRead - rows.count,
        setAside: tallies(.setAside), refused: tallies(.refused)))
    report.rejected += rows.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }
}

extension Range<Int> {
  /// The range that many later.
  func shifted(by distance: Int) -> Range<Int> { (lowerBound + distance)..<(upperBound + distance) }
}

extension HandedInTable {
  /// The bytes of a stretch of the file, held within it.
  func rawBytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range.clamped(to: 0..<bytes.count)]) }

  /// The character, from 1, at a byte of a line within a row; broken bytes count as continuing the one before.
  /// - Parameters:
  ///   - rowStart: where the row begins in the file
  ///   - line: the line of the place, and `rowLine` that of the row's beginning, both as the reader counts
  func characterColumn(line: Int, byteColumn: Int, rowStart: Int, rowLine: Int) -> Int {
    var index = rowStart
    var current = rowLine
    while current < line, index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) { current += 1 }
    }
    let stretch = (index..<(index + byteColumn - 1)).clamped(to: 0..<bytes.count)
    return bytes[stretch].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}
