// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax
import MezonTables

/// A table of a workbook, a database or a JSON file, found in its file and not yet read.
struct FoundTable {
  /// The file's name, with the table's where the file has several.
  let file: String
  let fileName: String
  /// The first row of the header, from 1.
  let firstHeaderRow: Int
  /// Takes the rows from the first on.
  let reading: TableReading
  private let tables: any TableFile
  private let place: Int

  /// Finds the table that a layout names; nil for a plain text.
  init?(file name: String, content: any FileContent, layout: TableLayout) throws(ReadingFailure) {
    guard let tables = try Self.telling(name, { () throws(TableFault) in try TableFiles.open(content, name: name) })
    else {
      if let sheet = layout.sheet {
        throw ReadingFailure(Diagnostic(IngestRule.noSheet, [name, sheet, "-"], at: layout.sheetPlace(in: name)))
      }
      return nil
    }
    place = try Self.place(of: layout, in: tables, file: name)
    let heading = tables.tables[place]
    var reading = TableReading(header: layout.header, cells: layout.cells)
    reading.columns = heading.columns
    if reading.columns == nil {
      let (place, lastRow) = (place, layout.header.upperBound)
      reading.areas = try Self.telling(name) { () throws(TableFault) in
        try tables.mergedAreas(of: place, through: lastRow)
      }
    }
    self.reading = reading
    self.tables = tables
    fileName = name
    file = tables.tables.count > 1 ? "\(name)#\(heading.name)" : name
    firstHeaderRow = layout.header.lowerBound
  }

  /// Hands out the rows, the header's too, in their order, until `body` returns false; what was passed over is returned.
  func readRows(_ body: (borrowing TableRow) -> Bool) throws(ReadingFailure) -> [TableNote] {
    try Self.telling(fileName) { () throws(TableFault) in try tables.readRows(of: place, body) }
  }

  /// Calls a reader of tables; what it throws becomes a failure of the file.
  private static func telling<Value>(
    _ file: String, _ body: () throws(TableFault) -> Value
  ) throws(ReadingFailure) -> Value {
    do { return try body() } catch { throw ReadingFailure(IngestRule.unreadable(error.kind, file: file)) }
  }

  /// The place of a table by its name; without one, of the first that is shown.
  private static func place(
    of layout: TableLayout, in file: any TableFile, file name: String
  ) throws(ReadingFailure) -> Int {
    let known = file.tables.map(\.name)
    guard let sheet = layout.sheet else {
      guard let first = file.tables.firstIndex(where: { !$0.isHidden }) ?? known.indices.first else {
        throw ReadingFailure(Diagnostic(IngestRule.emptyFile, [name], at: .file(name)))
      }
      return first
    }
    guard let place = known.firstIndex(of: sheet) else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.noSheet, [name, sheet, known.joined(separator: ", ")], at: layout.sheetPlace(in: name),
          suggestion: Spelling.nearest(to: sheet, among: known)))
    }
    return place
  }
}
