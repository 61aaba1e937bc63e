// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonTables

/// A table of a workbook, a database or a JSON file, written as delimited text.
struct OpenedTable: Sendable {
  /// The file's name, with the table's where the file has several.
  let file: String
  let fileName: String
  let header: TableHeader
  let text: TableText
  let cells: [String: String]
  let warnings: [Diagnostic]

  /// A table made from another.
  init(_ table: HandedInTable, header: TableHeader, text: TableText) {
    file = table.file
    fileName = table.fileName
    self.header = header
    self.text = text
    cells = table.cells
    warnings = table.warnings
  }

  /// Opens the table that a layout names, with all its rows; nil for a plain text.
  init?(file name: String, bytes: [UInt8], layout: TableLayout) throws(ReadingFailure) {
    guard let found = try FoundTable(file: name, content: HeldContent(bytes), layout: layout) else { return nil }
    var reading = found.reading
    let notes = try found.readRows { reading.take($0) }
    reading.finish()
    try self.init(found, reading, warnings: notes.map { IngestRule.note($0, file: found.file) })
  }

  /// What was read of a table.
  /// - Throws: that it has no header
  init(_ found: FoundTable, _ reading: TableReading, warnings: [Diagnostic] = []) throws(ReadingFailure) {
    fileName = found.fileName
    file = found.file
    guard let header = reading.finishedHeader else {
      throw ReadingFailure(
        Diagnostic(IngestRule.noHeaderLine, [file, String(found.firstHeaderRow)], at: .file(fileName)))
    }
    self.header = header
    text = reading.text
    cells = reading.cellTexts
    self.warnings = warnings
  }
}
