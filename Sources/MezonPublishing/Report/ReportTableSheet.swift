// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Writes one table with its drawing on one sheet.
///
/// A value is a live formula where numerator and denominator are shown and give it to the last bit; a row without a value has an
/// empty cell, never a formula, so that a drawing shows a gap and a hidden row holds nothing that depends on its numbers.
struct ReportTableSheet {
  let report: ReportWorkbook
  let table: ReportTable
  let sheet: WorkbookSheet

  /// The widths of the columns in characters.
  private let widths: [Double]

  /// The row of headings, from 0.
  static let head = 4

  init(report: ReportWorkbook, table: ReportTable, sheet: WorkbookSheet) {
    self.report = report
    self.table = table
    self.sheet = sheet
    widths = table.columns.map { Self.width(of: $0, in: table) }
  }

  private func cell(_ row: Int, _ column: Int) -> CellPosition { CellPosition(row: row, column: column) }

  /// Writes the sheet. Complexity: linear in the table.
  func write(
    _ book: borrowing Workbook, contents: WorkbookSheet, notes: WorkbookSheet, method: WorkbookSheet
  ) throws(WorkbookError) {
    let captions = report.content.captions
    for (index, width) in widths.enumerated() {
      try book.setWidth(width, ofColumns: index...index, on: sheet)
    }
    try report.writeTitle(table.number + " " + table.title, book, on: sheet)
    try book.write(report.cellText(table.summary), at: cell(1, 0), on: sheet)
    let chartRow = Self.head + table.rows.count + 3
    var links: [(String, WorkbookSheet, CellPosition)] = [
      (captions.toContents, contents, cell(0, 0)), (captions.toMethod, method, cell(0, 0)),
      (captions.toNotes, notes, cell(0, 0)),
    ]
    if table.chart != nil { links.append((captions.toChart, sheet, cell(chartRow, 0))) }
    for (link, column) in zip(links, [0, 1, 3, 4]) {
      let value = CellValue.link(text: link.0, sheet: link.1, cell: link.2)
      try book.write(value, at: cell(2, column), on: sheet, format: .link)
    }
    try writeHeadings(book)
    for index in table.rows.indices { try writeRow(index, book) }
    try book.freezePanes(at: cell(Self.head + 1, 2), on: sheet)
    let last = cell(Self.head + table.rows.count, table.columns.count - 1)
    try book.addFilter(over: CellRange(cell(Self.head, 0), last), on: sheet)
    try report.setPrinting(book, on: sheet, isLandscape: true, repeated: Self.head)
    if let chart = table.chart { try write(chart, book, at: cell(chartRow, 0)) }
  }

  private func writeHeadings(_ book: borrowing Workbook) throws(WorkbookError) {
    var height = RowHeight()
    for (place, column) in table.columns.enumerated() {
      var format = CellFormat.heading
      if Self.isNumber(column.kind) { format.horizontal = .right }
      if column.kind == .state { format = format.with(Self.distance) }
      try book.write(.text(column.heading), at: cell(Self.head, place), on: sheet, format: format)
      // Bold letters and the button of the filter take room.
      height.add(column.heading, width: widths[place] * 0.9)
    }
    if let points = height.points { try book.setHeight(points, ofRow: Self.head, on: sheet) }
  }

  private func writeRow(_ index: Int, _ book: borrowing Workbook) throws(WorkbookError) {
    let row = table.rows[index]
    var height = RowHeight()
    for (place, column) in table.columns.enumerated() {
      let value = value(of: column.kind, in: row, at: Self.head + 1 + index)
      guard value != .blank else { continue }
      try book.write(value, at: cell(Self.head + 1 + index, place), on: sheet, format: format(of: column.kind))
      if case .text(let text) = value { height.add(text, width: widths[place]) }
    }
    if let points = height.points { try book.setHeight(points, ofRow: Self.head + 1 + index, on: sheet) }
  }

  private func value(of column: ReportColumn, in row: ReportRow, at line: Int) -> CellValue {
    switch column {
    case .unitCode: report.cellText(row.unitCode)
    case .unitName: report.cellText(row.unitName)
    case .level: report.cellText(row.level)
    case .period: report.cellText(row.periodLabel)
    case .firstDay: .date(row.period.first)
    case .lastDay: .date(row.period.last)
    case .split(let place): row.groups.indices.contains(place) ? report.cellText(row.groups[place].label) : .blank
    case .numerator: number(row.numerator)
    case .denominator: number(row.denominator)
    case .value: figure(of: row, at: line)
    case .low: number(row.low)
    case .high: number(row.high)
    case .baseline: number(row.published.baseline)
    case .target: number(row.published.target)
    case .reached: reached(of: row, at: line)
    case .records: number(row.records.map(Double.init))
    case .leftOut: number(row.leftOut.map(Double.init))
    case .notHeldAgainst: number(row.notHeldAgainst.map(Double.init))
    case .notYetDue: number(row.notYetDue.map(Double.init))
    case .completeness: number(row.completeness)
    case .comparison(let place): row.compared.indices.contains(place) ? optional(row.compared[place].text) : .blank
    case .state: report.cellText(row.state)
    case .reason: optional(row.reason)
    case .status: optional(row.status)
    case .note: optional(row.note)
    }
  }

  private func number(_ value: Double?) -> CellValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .blank
  }

  private func optional(_ text: String) -> CellValue { text.isEmpty ? .blank : report.cellText(text) }

  /// The reference to a cell of a row.
  private func reference(_ column: ReportColumn, _ line: Int) -> String? {
    table.place(of: column).map { cell(line, $0).description }
  }

  private func figure(of row: ReportRow, at line: Int) -> CellValue {
    guard let value = row.value else { return .blank }
    guard case .quotient(let factor) = table.valueRule, let numerator = row.numerator,
      let denominator = row.denominator,
      denominator != 0, (factor == 1 ? numerator : factor * numerator) / denominator == value,
      let upper = reference(.numerator, line), let lower = reference(.denominator, line)
    else { return number(value) }
    let product = factor == 1 ? upper : notation(factor) + "*" + upper
    return .formula(CellFormula("IF(\(lower)=0,\"\",\(product)/\(lower))", cached: .number(value)))
  }

  private func reached(of row: ReportRow, at line: Int) -> CellValue {
    guard let reached = row.reached(isHigherBetter: table.isHigherBetter), let value = reference(.value, line),
      let target = reference(.target, line)
    else { return .blank }
    let (upper, lower) = table.isHigherBetter == true ? (value, target) : (target, value)
    let cached: CellFormula.Cached =
      switch reached {
      case .perCent(let share): .number(share)
      case .undefined: .text("")
      }
    return .formula(CellFormula("IF(\(lower)=0,\"\",100*\(upper)/\(lower))", cached: cached))
  }

  /// A factor as formulas write it.
  private func notation(_ factor: Double) -> String {
    var bytes: [UInt8] = []
    NumberFormat.append(finite: factor, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func format(of column: ReportColumn) -> CellFormat {
    switch column {
    case .unitCode: CellFormat(.text)
    case .firstDay, .lastDay: CellFormat.date.with { $0.horizontal = .left }
    case .numerator, .denominator: CellFormat(.decimal(fractionDigits: table.partDigits))
    case .value: CellFormat(.decimal(fractionDigits: table.valueDigits)).with { $0.isBold = true }
    case .low, .high: CellFormat(.decimal(fractionDigits: max(1, table.valueDigits)))
    case .baseline, .target: CellFormat(.decimal(fractionDigits: table.targetDigits))
    case .reached: CellFormat(.decimal(fractionDigits: 1))
    case .records, .leftOut, .notHeldAgainst, .notYetDue: CellFormat(.decimal(fractionDigits: 0))
    case .completeness: CellFormat(.perCent(fractionDigits: 1))
    case .state: CellFormat.wrapped.with(Self.distance)
    case .comparison: CellFormat.wrapped.with(Self.distance)
    case .unitName, .level, .period, .split, .reason, .status, .note: .wrapped
    }
  }

  /// Text that follows a number needs a distance from it.
  private static func distance(_ format: inout CellFormat) {
    format.horizontal = .left
    format.indent = 1
  }

  private static func isNumber(_ column: ReportColumn) -> Bool {
    switch column {
    case .unitCode, .unitName, .level, .period, .firstDay, .lastDay, .split, .comparison, .state, .reason, .status,
      .note:
      false
    case .numerator, .denominator, .value, .low, .high, .baseline, .target, .reached, .records, .leftOut,
      .notHeldAgainst, .notYetDue, .completeness:
      true
    }
  }

  /// Columns of numbers are as wide as large numbers need, columns of text as wide as their texts within limits, and none cuts a word
  /// of its heading.
  private static func width(of column: ReportTable.Column, in table: ReportTable) -> Double {
    let longestWord = column.heading.split(separator: " ").map { RowHeight.width(of: $0) }.max() ?? 0
    let limits = limits(of: column.kind)
    var width = limits.lowerBound
    for row in table.rows {
      guard let text = text(of: column.kind, in: row) else { break }
      width = max(width, RowHeight.width(of: text) + 1.5)
    }
    return max(min(width, limits.upperBound), longestWord * 1.1 + 1.5)
  }

  private static func text(of column: ReportColumn, in row: ReportRow) -> String? {
    switch column {
    case .unitCode: row.unitCode
    case .unitName: row.unitName
    case .level: row.level
    case .period: row.periodLabel
    case .split(let place): row.groups.indices.contains(place) ? row.groups[place].label : ""
    case .comparison(let place): row.compared.indices.contains(place) ? row.compared[place].text : ""
    case .state: row.state
    case .reason: row.reason
    case .status: row.status
    case .note: row.note
    default: nil
    }
  }

  private static func limits(of column: ReportColumn) -> ClosedRange<Double> {
    switch column {
    case .unitCode: 12...18
    case .unitName: 14...30
    case .level: 9...16
    case .period, .split: 9...20
    case .firstDay, .lastDay: 11...11
    case .numerator, .denominator: 10...10
    case .value, .reached: 9...9
    case .low, .high, .baseline, .target, .records, .leftOut, .notHeldAgainst, .notYetDue, .completeness: 8...8
    case .state, .reason, .status: 10...27
    case .comparison, .note: 12...30
    }
  }

  private func write(
    _ chart: ReportChart, _ book: borrowing Workbook, at place: CellPosition
  ) throws(WorkbookError) {
    guard let value = table.place(of: .value),
      let category = table.place(of: chart.kind == .units ? .unitName : .period)
    else { return }
    func range(_ rows: ClosedRange<Int>, _ column: Int) -> CellRange {
      let first = Self.head + 1 + rows.lowerBound
      return CellRange(rows: first...(first + rows.count - 1), columns: column...column)
    }
    let series = chart.series.map {
      WorkbookChart.Series(
        name: report.clipped($0.name), categories: range($0.rows, category), values: range($0.rows, value))
    }
    var drawing = WorkbookChart(
      chart.kind == .units ? .column : .line, title: report.clipped(chart.title),
      categoryAxisTitle: report.clipped(chart.categoryTitle), valueAxisTitle: report.clipped(chart.valueTitle),
      source: sheet, series: series, valueFormat: .decimal(fractionDigits: 0),
      alternativeText: report.clipped(chart.alternativeText))
    drawing.widthScale = 2
    drawing.heightScale = 1.4
    try book.add(drawing, at: place, on: sheet)
  }
}
