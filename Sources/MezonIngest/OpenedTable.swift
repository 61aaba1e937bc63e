// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax
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

  /// Opens the table that a layout names; nil for a plain text.
  init?(file name: String, bytes: [UInt8], layout: TableLayout) throws(ReadingFailure) {
    do {
      guard let tables = try TableFiles.open(bytes, name: name) else {
        if let sheet = layout.sheet {
          throw ReadingFailure(Diagnostic(IngestRule.noSheet, [name, sheet, "-"], at: layout.sheetPlace(in: name)))
        }
        return nil
      }
      let place = try Self.place(of: layout, in: tables, file: name)
      var reading = TableReading(header: layout.header, cells: layout.cells)
      reading.columns = tables.tables[place].columns
      if reading.columns == nil {
        reading.areas = try tables.mergedAreas(of: place).filter {
          $0.rows.overlaps(layout.header) || $0.rows.upperBound < layout.header.lowerBound
        }
      }
      let notes = try tables.readRows(of: place) { reading.take($0) }
      reading.finish()
      fileName = name
      file = tables.tables.count > 1 ? "\(name)#\(tables.tables[place].name)" : name
      guard let header = reading.finishedHeader else {
        throw ReadingFailure(
          Diagnostic(IngestRule.noHeaderLine, [file, String(layout.header.lowerBound)], at: .file(name)))
      }
      self.header = header
      text = reading.text
      cells = reading.cellTexts
      let shown = file
      warnings = notes.map { IngestRule.note($0, file: shown) }
    } catch let fault as TableFault {
      throw ReadingFailure(IngestRule.unreadable(fault.kind, file: name))
    } catch let failure as ReadingFailure {
      throw failure
    } catch {
      throw ReadingFailure(Diagnostic(IngestRule.damagedFile, [name, "\(error)"], at: .file(name)))
    }
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

/// Gathers the rows of a table: those of the header, cells asked for, and the others as text.
struct TableReading: Sendable {
  private let header: ClosedRange<Int>
  private let wanted: [String: CellPlace]
  /// The names of the columns, where the format has them apart from the rows.
  var columns: [String]?
  /// Merged areas that touch the header.
  var areas: [MergedArea] = []
  private var headerRows: [Int: [String]] = [:]
  private(set) var finishedHeader: TableHeader?
  private(set) var text = TableText()
  private(set) var cellTexts: [String: String] = [:]

  init(header: ClosedRange<Int>, cells: [TextLiteral]) {
    self.header = header
    wanted = Dictionary(cells.compactMap { cell in CellPlace(cell.text).map { (cell.text, $0) } }) { first, _ in first }
  }

  /// Takes the next row.
  mutating func take(_ row: borrowing TableRow) -> Bool {
    for (name, place) in wanted where place.row == row.number { cellTexts[name] = row.text(column: place.column) }
    if columns == nil, row.number < header.lowerBound { return true }
    if columns == nil, header.contains(row.number) {
      var texts = [String](repeating: "", count: (row.cells.last?.column ?? -1) + 1)
      for cell in row.cells { texts[cell.column] = row.text(of: cell) }
      headerRows[row.number] = texts
      return true
    }
    finish()
    guard let width = finishedHeader?.names.count, let first = row.cells.first, first.column < width else {
      return true
    }
    text.appendRow(row.number) { add in
      var next = 0
      for cell in row.cells where cell.column < width {
        while next < cell.column {
          add(UnsafeRawBufferPointer(start: nil, count: 0))
          next += 1
        }
        row.withText(of: cell, add)
        next += 1
      }
      while next < width {
        add(UnsafeRawBufferPointer(start: nil, count: 0))
        next += 1
      }
    }
    return true
  }

  /// Puts the header together, once its rows have passed.
  mutating func finish() {
    guard finishedHeader == nil else { return }
    if let columns {
      finishedHeader = TableHeader(names: columns)
      return
    }
    guard !headerRows.isEmpty else { return }
    let rows = header.map { headerRows[$0] ?? [] }
    let width = rows.map(\.count).max() ?? 0
    var spread = rows.map { $0 + Array(repeating: "", count: width - $0.count) }
    for area in areas {
      let origin = headerRows[area.rows.lowerBound]
      guard let origin, origin.indices.contains(area.columns.lowerBound) else { continue }
      for row in area.rows where header.contains(row) {
        for column in area.columns where column < width {
          spread[row - header.lowerBound][column] = origin[area.columns.lowerBound]
        }
      }
    }
    finishedHeader = TableHeader(rows: rows, spread: spread)
  }
}
