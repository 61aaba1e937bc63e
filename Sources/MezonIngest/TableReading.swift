// SPDX-License-Identifier: Apache-2.0

import MezonSyntax
import MezonTables

/// Gathers the rows of a table: those of the header, cells asked for, and the others as text.
struct TableReading: Sendable {
  private let header: ClosedRange<Int>
  private let wanted: [String: CellPlace]
  /// The last row with a cell that is asked for.
  private let lastWanted: Int
  /// The names of the columns, where the format has them apart from the rows.
  var columns: [String]?
  /// Merged areas that touch the header.
  var areas: [MergedArea] = []
  private var headerRows: [Int: [String]] = [:]
  private(set) var finishedHeader: TableHeader?
  private(set) var text = TableText()
  /// Whether only the header and cells are wanted.
  var passesRowsOver = false
  private(set) var cellTexts: [String: String] = [:]

  init(header: ClosedRange<Int>, cells: [TextLiteral]) {
    self.header = header
    wanted = Dictionary(cells.compactMap { cell in CellPlace(cell.text).map { (cell.text, $0) } }) { first, _ in first }
    lastWanted = wanted.values.reduce(0) { max($0, $1.row) }
  }

  /// Whether the header and all cells that are asked for are known before any row. A table without a column may be one that cannot be read,
  /// which reading it tells.
  var isComplete: Bool { wanted.isEmpty && columns.map { !$0.isEmpty } ?? false }

  /// The rows so far, which are no longer here.
  mutating func takeText() -> TableText {
    defer { text = TableText() }
    return text
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
    if passesRowsOver { return row.number < lastWanted }
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
