// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonPublishing
import MezonTestSupport

/// Workbooks in a folder of their own that is removed at the end.
struct SampleWorkbook: ~Copyable {
  /// The folder.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-workbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// 2026-07-14T09:30:00Z.
  static let created = Instant(microseconds: 1_784_021_400_000_000)

  /// Properties of the samples.
  static var properties: DocumentProperties {
    var properties = DocumentProperties(title: "Отчёт за III квартал", created: created)
    properties.author = "Mezon"
    properties.company = "MIA <test> & Co"
    return properties
  }

  /// Writes a workbook and returns its place.
  func write(named name: String = "sample.xlsx", _ fill: (borrowing Workbook) throws -> Void) throws -> URL {
    let url = folder.appendingPathComponent(name)
    let book = try Workbook(path: url.path, properties: Self.properties)
    try fill(book)
    try book.close()
    return url
  }
}

/// A cell by row and column, from 0.
func cell(_ row: Int, _ column: Int) -> CellPosition { CellPosition(row: row, column: column) }

/// A workbook with every kind of cell: meetings held and due in three districts, with a total and a chart.
func fillMeetings(_ book: borrowing Workbook) throws {
  let contents = try book.addSheet(titled: "Contents")
  let table = try book.addSheet(titled: "Reporting meetings: held/due")
  try book.write(.link(text: "Reporting meetings", sheet: table), at: cell(0, 0), on: contents, format: .link)
  try book.write(.text("=cmd|' /C calc'!A0"), at: cell(1, 0), on: contents, format: .wrapped)
  try book.write(
    row: [.text("District"), .text("Held"), .text("Due"), .text("Share"), .text("Last")], at: cell(0, 0), on: table,
    format: .heading)
  let rows: [(String, Double, Double, CalendarDay?)] = [
    ("Шаҳринав", 12, 16, CalendarDay(year: 2026, month: 6, day: 30)),
    ("Ўзбекистон & <Ғарб>", 1_234_567, 2_469_134, CalendarDay(year: 2024, month: 2, day: 29)),
    ("Ысык-Көл", 0, 0, nil),
  ]
  for (index, row) in rows.enumerated() {
    let line = index + 1
    try book.write(.text(row.0), at: cell(line, 0), on: table)
    try book.write(.number(row.1), at: cell(line, 1), on: table, format: CellFormat(.decimal(fractionDigits: 0)))
    try book.write(.number(row.2), at: cell(line, 2), on: table, format: CellFormat(.decimal(fractionDigits: 0)))
    let cached: CellFormula.Cached = row.2 == 0 ? .text("") : .number(row.1 / row.2)
    let share = CellFormula("IF(C\(line + 1)=0,\"\",B\(line + 1)/C\(line + 1))", cached: cached)
    try book.write(.formula(share), at: cell(line, 3), on: table, format: CellFormat(.perCent(fractionDigits: 1)))
    try book.write(row.3.map { .date($0) } ?? .blank, at: cell(line, 4), on: table, format: .date)
  }
  let total = CellFormula("=SUM(B2:B4)", cached: .number(1_234_579))
  try book.write(.formula(total), at: cell(4, 1), on: table)
  let reference = table.reference(CellRange(cell(1, 1), cell(3, 1)))
  try book.write(.formula(CellFormula("MAX(\(reference))", cached: .number(1_234_567))), at: cell(2, 0), on: contents)
  try layOutMeetings(book, table: table, on: contents)
}

private func layOutMeetings(_ book: borrowing Workbook, table: WorkbookSheet, on contents: WorkbookSheet) throws {
  try book.setWidth(40, ofColumns: 0...0, on: contents)
  try book.freezePanes(at: cell(1, 1), on: table)
  try book.addFilter(over: CellRange(cell(0, 0), cell(3, 4)), on: table)
  var printing = PrintSetUp()
  printing.repeatedRows = 0...0
  printing.footer = PageFooter(
    left: [.text("R&G & Co")], centre: [.sheetName], right: [.pageNumber, .text(" / "), .pageCount])
  try book.setPrinting(printing, on: table)
  let series = WorkbookChart.Series(
    name: "=held", categories: CellRange(cell(1, 0), cell(3, 0)), values: CellRange(cell(1, 1), cell(3, 1)))
  for (row, kind) in [(7, WorkbookChart.Kind.column), (27, .line)] {
    let chart = WorkbookChart(
      kind, title: "=Held & due", categoryAxisTitle: "District", valueAxisTitle: "Meetings", source: table,
      series: [series, series],
      valueFormat: .decimal(fractionDigits: 0), alternativeText: "Meetings held by district")
    try book.add(chart, at: cell(row, 0), on: table)
  }
}
