// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Writes the summary of all officers' appraisals as a workbook: a cover with the sentence on the trial, and one row an officer.
///
/// Equal summaries give equal bytes: the creation time is the start of the as-of day.
package enum AppraisalSummaryWorkbook {
  private static let label = CellFormat.wrapped.with { $0.isBold = true }
  private static let score = CellFormat(.decimal(fractionDigits: 1))
  private static let reliability = CellFormat(.decimal(fractionDigits: 2))
  private static let value = CellFormat(.decimal(fractionDigits: 1))
  private static let days = CellFormat(.decimal(fractionDigits: 0))
  private static let code = CellFormat(.text)
  /// Width of an indicator's columns, in characters.
  private static let indicatorWidth = 14.0
  /// About how many characters a landscape page holds in letters that can be read.
  private static let pageWidth = 170.0

  /// Writes the workbook to a path, replacing what is there.
  ///
  /// Complexity: linear in officers and indicators.
  /// - Throws: ``WorkbookError`` when it cannot be written whole; the file may then be partial.
  package static func write(_ summary: AppraisalSummary, to path: String) throws(WorkbookError) {
    let created = Instant(microseconds: LocalTime(midnightOf: summary.edition.asOf).microsecondsSinceEpoch)
    var properties = DocumentProperties(title: String(summary.title.prefix(120)), created: created)
    properties.comments = String((summary.sentences.first ?? "").prefix(120))
    let book = try Workbook(path: path, properties: properties)
    let cover = try book.addSheet(titled: summary.coverSheet)
    let rows = try book.addSheet(titled: summary.rowsSheet)
    var links = [(summary.rowsSheet, rows)]
    try write(rows: summary, book, on: rows)
    if !summary.comparisons.isEmpty {
      let peers = try book.addSheet(titled: summary.comparisonsSheet)
      links.append((summary.comparisonsSheet, peers))
      try write(comparisons: summary, book, on: peers)
    }
    try write(cover: summary, book, on: cover, links: links)
    try book.close()
  }

  private static func write(
    cover summary: AppraisalSummary, _ book: borrowing Workbook, on sheet: WorkbookSheet,
    links: [(text: String, sheet: WorkbookSheet)]
  ) throws(WorkbookError) {
    try book.setWidth(34, ofColumns: 0...0, on: sheet)
    try book.setWidth(80, ofColumns: 1...1, on: sheet)
    var line = 0
    for (index, sentence) in summary.sentences.enumerated() {
      let format = index == 0 ? CellFormat.title : CellFormat.plain
      try book.write(.text(sentence), at: cell(line, 0), on: sheet, format: format)
      if index == 0 { try book.setHeight(24, ofRow: line, on: sheet) }
      line += 1
    }
    line += 1
    try book.setHeight(24, ofRow: line, on: sheet)
    try book.write(.text(summary.title), at: cell(line, 0), on: sheet, format: .title)
    line += 1
    for fact in summary.facts {
      try book.write(.text(fact.label), at: cell(line, 0), on: sheet, format: label)
      try book.write(.text(fact.text), at: cell(line, 1), on: sheet, format: .wrapped)
      line += 1
    }
    for link in links {
      line += 1
      try book.write(.link(text: link.text, sheet: link.sheet), at: cell(line, 0), on: sheet, format: .link)
    }
    try book.showGridlines(false, on: sheet)
    var printing = PrintSetUp()
    printing.isLandscape = true
    try book.setPrinting(printing, on: sheet)
  }

  private static func write(
    rows summary: AppraisalSummary, _ book: borrowing Workbook, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    // Columns before those of indicators.
    let exposure = [Double](repeating: 10, count: exposureColumns(summary))
    let widths: [Double] = [14, 12, 24, 10] + exposure + [10, 34]
    let leading = widths.count
    for (column, width) in widths.enumerated() { try book.setWidth(width, ofColumns: column...column, on: sheet) }
    if summary.headings.count > leading {
      try book.setWidth(indicatorWidth, ofColumns: leading...(summary.headings.count - 1), on: sheet)
    }
    try book.write(
      .text(summary.sentences.first ?? ""), at: cell(0, 0), on: sheet, format: label.with { $0.wrapsText = false })
    let head = 2
    // The longest heading, broken into lines of a column's width.
    let lines = summary.headings.dropFirst(leading).map { $0.count / 9 + 2 }.max() ?? 2
    try book.setHeight(Double(min(lines, 12)) * 15, ofRow: head, on: sheet)
    try book.write(row: summary.headings.map { .text($0) }, at: cell(head, 0), on: sheet, format: .heading)
    for (index, row) in summary.rows.enumerated() {
      try write(row, exposureColumns: exposure.count, book, at: head + 1 + index, on: sheet)
    }
    try book.freezePanes(at: cell(head + 1, 1), on: sheet)
    let last = cell(head + summary.rows.count, max(0, summary.headings.count - 1))
    try book.addFilter(over: CellRange(cell(head, 0), last), on: sheet)
    var printing = PrintSetUp()
    printing.repeatedRows = head...head
    // One page wide would be too small to read with many indicators.
    let characters = widths.reduce(0, +) + indicatorWidth * Double(max(0, summary.headings.count - leading))
    printing.pagesWide = max(1, Int((characters / pageWidth).rounded(.up)))
    let title = summary.title.prefix(70)
    printing.footer = PageFooter(
      left: [.text(String(title))], right: [.pageNumber, .text(" / "), .pageCount])
    try book.setPrinting(printing, on: sheet)
  }

  /// How many columns say what was taken off the days in post, and what is left.
  private static func exposureColumns(_ summary: AppraisalSummary) -> Int {
    let deductions = summary.edition.plan.deductions.count
    return deductions == 0 ? 0 : deductions + 1
  }

  private static func write(
    _ row: AppraisalSummary.Row, exposureColumns: Int, _ book: borrowing Workbook, at line: Int, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    try book.write(text(row.officer), at: cell(line, 0), on: sheet, format: code)
    try book.write(text(row.unitCode), at: cell(line, 1), on: sheet, format: code)
    try book.write(text(row.unitName), at: cell(line, 2), on: sheet, format: .wrapped)
    try book.write(.number(Double(row.daysInPost)), at: cell(line, 3), on: sheet, format: days)
    for (index, count) in (row.takenOff + [row.exposureDays]).prefix(exposureColumns).enumerated() {
      try book.write(.number(Double(count)), at: cell(line, 4 + index), on: sheet, format: days)
    }
    let overall = 4 + exposureColumns
    try book.write(number(row.score), at: cell(line, overall), on: sheet, format: score)
    try book.write(text(row.reason), at: cell(line, overall + 1), on: sheet, format: .wrapped)
    for (index, figure) in row.figures.enumerated() {
      let column = overall + 2 + 4 * index
      try book.write(number(figure.value), at: cell(line, column), on: sheet, format: value)
      try book.write(text(figure.state), at: cell(line, column + 1), on: sheet, format: .wrapped)
      try book.write(number(figure.score), at: cell(line, column + 2), on: sheet, format: score)
      try book.write(number(figure.reliability), at: cell(line, column + 3), on: sheet, format: reliability)
    }
  }

  private static func write(
    comparisons summary: AppraisalSummary, _ book: borrowing Workbook, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    let widths: [Double] = [14, 12, 40, 12, 12, 12, 12, 12, 40]
    for (column, width) in widths.enumerated() { try book.setWidth(width, ofColumns: column...column, on: sheet) }
    try book.write(
      .text(summary.sentences.first ?? ""), at: cell(0, 0), on: sheet, format: label.with { $0.wrapsText = false })
    let head = 2
    try book.setHeight(45, ofRow: head, on: sheet)
    try book.write(
      row: summary.comparisonHeadings.map { .text($0) }, at: cell(head, 0), on: sheet, format: .heading)
    for (index, row) in summary.comparisons.enumerated() {
      let line = head + 1 + index
      try book.write(text(row.officer), at: cell(line, 0), on: sheet, format: code)
      try book.write(text(row.unitCode), at: cell(line, 1), on: sheet, format: code)
      try book.write(text(row.indicator), at: cell(line, 2), on: sheet, format: .wrapped)
      try book.write(number(row.value), at: cell(line, 3), on: sheet, format: value)
      try book.write(number(row.count.map(Double.init)), at: cell(line, 4), on: sheet, format: days)
      for (place, quartile) in [row.lower, row.median, row.upper].enumerated() {
        try book.write(number(quartile), at: cell(line, 5 + place), on: sheet, format: value)
      }
      try book.write(text(row.reason), at: cell(line, 8), on: sheet, format: .wrapped)
    }
    try book.freezePanes(at: cell(head + 1, 1), on: sheet)
    try book.addFilter(
      over: CellRange(cell(head, 0), cell(head + summary.comparisons.count, widths.count - 1)), on: sheet)
    var printing = PrintSetUp()
    printing.isLandscape = true
    printing.repeatedRows = head...head
    printing.footer = PageFooter(
      left: [.text(String(summary.title.prefix(70)))], right: [.pageNumber, .text(" / "), .pageCount])
    try book.setPrinting(printing, on: sheet)
  }

  private static func cell(_ row: Int, _ column: Int) -> CellPosition { CellPosition(row: row, column: column) }

  /// A cell's text, which may be at most 32,767 units long.
  private static func text(_ text: String) -> CellValue {
    guard !text.isEmpty else { return .blank }
    return .text(
      text.utf16.count > CellText.lengthLimit / 4 ? String(text.prefix(CellText.lengthLimit / 16)) + "…" : text)
  }

  private static func number(_ value: Double?) -> CellValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .blank
  }
}
