// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonEngine

/// Writes the internal table of results as a workbook: the table, and a sheet that says what made it.
///
/// Numbers are numbers and days are days, so that a planner can go on computing; what is absent is an empty cell. It is not protected, and
/// its first line of the second sheet says so. Equal tables give equal bytes: the creation time is the start of the as-of day.
package enum ResultWorkbook {
  /// How many lines fit under the header of a sheet.
  package static let mostLines = CellPosition.rowLimit - 1

  /// What stands in a cell instead of what does not fit into one.
  static let tooLong = "too long for a cell: write the table to a .csv file"

  private static let heading = CellFormat.plain.with {
    $0.isBold = true
    $0.wrapsText = true
  }
  private static let day = CellFormat(.date)

  /// Writes a layout of the table to a path, replacing what is there.
  ///
  /// Complexity: linear in the cells, beside what the layout takes.
  /// - Throws: ``WorkbookError`` when it cannot be written whole, such as where it has more than ``mostLines``; the file may then be partial.
  package static func write(
    _ table: ResultTable, _ layout: ResultLayout, _ meta: ResultMeta, to path: String
  ) throws(WorkbookError) {
    let created = Instant(microseconds: LocalTime(midnightOf: meta.asOf).microsecondsSinceEpoch)
    var properties = DocumentProperties(title: "Results", created: created)
    properties.comments = ResultMeta.internalNotice
    let book = try Workbook(path: path, properties: properties)
    let results = try book.addSheet(titled: "Results")
    var line = 0
    var width = 0
    try table.forEachLine(layout) { (fields: [ResultField]) throws(WorkbookError) in
      for (column, field) in fields.enumerated() {
        let cell = CellPosition(row: line, column: column)
        switch field {
        case .empty: break
        case .text(let text), .object(let text):
          // An empty text is as absent here as an empty field of a .csv file.
          if text.isEmpty { continue }
          let shown = text.utf16.count <= CellText.lengthLimit ? text : Self.tooLong
          try book.write(.text(shown), at: cell, on: results, format: line == 0 ? heading : .plain)
        case .number(let number): try book.write(.number(number), at: cell, on: results)
        case .count(let count): try book.write(.number(Double(count)), at: cell, on: results)
        // Workbooks know days from 1900 on.
        case .day(let own) where !(1900...9999).contains(own.civil.year):
          try book.write(.text(own.description), at: cell, on: results)
        case .day(let own): try book.write(.date(own), at: cell, on: results, format: day)
        }
      }
      width = max(width, fields.count)
      line += 1
    }
    if width > 0 {
      try book.setWidth(14, ofColumns: 0...width - 1, on: results)
      let last = CellPosition(row: line - 1, column: width - 1)
      try book.addFilter(over: CellRange(CellPosition(row: 0, column: 0), last), on: results)
    }
    try book.freezePanes(at: CellPosition(row: 1, column: 0), on: results)
    let about = try book.addSheet(titled: "About")
    try book.setWidth(16, ofColumns: 0...0, on: about)
    try book.setWidth(70, ofColumns: 1...1, on: about)
    for (row, member) in meta.members.enumerated() {
      try book.write(
        row: [.text(member.name), .text(member.text)], at: CellPosition(row: row, column: 0), on: about)
    }
    try book.close()
  }
}
