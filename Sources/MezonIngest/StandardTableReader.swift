// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics
package import MezonSyntax

/// Reads the table of a standard population from the bytes of its file: delimited text, a workbook, JSON or SQLite.
///
/// A standard population is part of a definition, so nothing is set aside: a row that cannot be read is an error of the definition.
package struct StandardTableReader {
  private let clause: StandardTableClause
  private let file: String
  private var diagnostics: [Diagnostic] = []
  /// The table as text, line by line; rows that were not read leave their lines empty.
  private var text: [UInt8] = []
  private var lineCount = 1
  private var places: [(group: Range<Int>, number: Double)] = []
  private var numbers: CellReader
  private var values = ValueDictionaries(domainCount: 0)

  /// Reads a file. Complexity: O(bytes).
  /// - Parameters:
  ///   - clause: which columns hold the groups and the persons, and how the table stands in its file
  ///   - file: the file's name in messages
  package static func table(_ clause: StandardTableClause, file: String, bytes: [UInt8]) -> StandardTable {
    var reader = StandardTableReader(clause, file: file)
    do {
      try reader.read(bytes)
    } catch {
      reader.diagnostics.append(error.diagnostic)
    }
    return reader.finish()
  }

  private init(_ clause: StandardTableClause, file: String) {
    self.clause = clause
    self.file = file
    var options = CellReader.Options(field: clause.persons?.text ?? "", type: .number(.plain, isWhole: false))
    options.usesDecimalComma = clause.layout.usesDecimalComma
    numbers = CellReader(options, clock: SourceClock(programme: .utc))
  }

  private mutating func read(_ bytes: [UInt8]) throws(ReadingFailure) {
    guard let groupColumn = clause.groups, let personsColumn = clause.persons else { return }
    let table = try HandedInTable(file: file, bytes: bytes, layout: try TableLayout(clause.layout))
    diagnostics += table.warnings
    let group = try table.column(groupColumn)
    let persons = try table.column(personsColumn)
    var reader = table.reader
    var batch = RowBatch()
    while try reading(table.fileName, { try reader.read(into: &batch) }) {
      for row in batch.refused {
        let broken = IngestRule.broken(by: row.fault)
        report(Diagnostic(broken.rule, broken.arguments, at: place(table.line(row.fault.line))))
      }
      for row in 0..<batch.rowCount {
        let cells = (0..<table.names.count).map { column in
          var bytes: [UInt8] = []
          batch.unescape(batch.field(row: row, column: column), into: &bytes)
          return bytes.withUnsafeBytes { Array(FieldText.trimmed($0)) }
        }
        take(
          cells, group: group, persons: persons, delimiter: table.delimiter, line: table.line(batch.line(ofRow: row)))
      }
    }
    if places.isEmpty, !diagnostics.hasErrors {
      report(Diagnostic(StandardTableRule.noRows, [table.file], at: .file(file)))
    }
  }

  /// Adds a row; one without group and number, such as a remark below the table, is passed over.
  private mutating func take(
    _ cells: [[UInt8]], group: Int, persons: Int, delimiter: DelimitedFormat.Delimiter, line: Int
  ) {
    if cells[group].isEmpty && cells[persons].isEmpty { return }
    while lineCount < line {
      text.append(0x0A)
      lineCount += 1
    }
    var ranges: [Range<Int>] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { text.append(delimiter.rawValue) }
      let start = text.count
      // A line break within a cell would move the lines below it.
      text += cell.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
      ranges.append(start..<text.count)
    }
    let missing = cells[group].isEmpty ? clause.groups : cells[persons].isEmpty ? clause.persons : nil
    if let missing {
      report(Diagnostic(IngestRule.missingValue, [missing.text], at: place(line)))
      return
    }
    let cell = cells[persons].withUnsafeBytes { numbers.read($0, &values) }
    guard cell.state == .present else {
      if let fault = numbers.fault { report(Diagnostic(fault.rule, fault.arguments, at: place(line))) }
      return
    }
    let number = Double(bitPattern: UInt64(bitPattern: cell.bits))
    guard number >= 0 else {
      let shown = String(decoding: cells[persons], as: UTF8.self)
      report(Diagnostic(IngestRule.numberOutOfRange, [numbers.options.field, shown], at: place(line)))
      return
    }
    places.append((ranges[group], number))
  }

  private func place(_ line: Int) -> DiagnosticPlace { .row(file: file, line: line, column: nil) }

  private mutating func report(_ diagnostic: Diagnostic) {
    let limit = 20
    if diagnostics.count < limit { diagnostics.append(diagnostic) }
  }

  private func finish() -> StandardTable {
    let source = SourceText(name: file, bytes: text)
    func range(_ bytes: Range<Int>) -> SourceRange { SourceRange(source, bytes.lowerBound, bytes.upperBound) }
    let rows = places.map { place in
      (group: Name(range(place.group).text, at: range(place.group)), persons: place.number)
    }
    return StandardTable(source: source, rows: rows, diagnostics: diagnostics)
  }
}
