// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Writes a report as a workbook: cover, contents, notes, states, one table a sheet, and the method of each indicator.
///
/// Equal content gives equal bytes: the creation time is the start of the as-of day.
package struct ReportWorkbook {
  let content: ReportContent

  /// The sheets of a table and of its method.
  struct Pair {
    let table: WorkbookSheet
    let method: WorkbookSheet
  }

  /// Writes the workbook to a path, replacing what is there.
  ///
  /// Complexity: linear in the content.
  /// - Throws: ``WorkbookError`` when it cannot be written whole; the file may then be partial.
  package static func write(_ content: ReportContent, to path: String) throws(WorkbookError) {
    let report = ReportWorkbook(content: content)
    let book = try Workbook(path: path, properties: report.properties)
    try report.fill(book)
    try book.close()
  }

  private var properties: DocumentProperties {
    let microseconds = LocalTime(midnightOf: content.asOf).microsecondsSinceEpoch
    var properties = DocumentProperties(
      title: clipped(content.title), created: Instant(microseconds: microseconds))
    properties.subject = clipped(content.period)
    properties.company = clipped(content.ministry)
    properties.comments = clipped(content.releaseLine)
    return properties
  }

  private func fill(_ book: borrowing Workbook) throws(WorkbookError) {
    let captions = content.captions
    let cover = try book.addSheet(titled: captions.cover)
    let contents = try book.addSheet(titled: captions.contents)
    let notes = try book.addSheet(titled: captions.notes)
    let states = try book.addSheet(titled: captions.states)
    var tables: [WorkbookSheet] = []
    for table in content.tables { tables.append(try book.addSheet(titled: table.number + " " + table.title)) }
    var pairs: [Pair] = []
    for (table, sheet) in zip(content.tables, tables) {
      let title = captions.methodPrefix + " " + table.number + " " + table.title
      pairs.append(Pair(table: sheet, method: try book.addSheet(titled: title)))
    }
    try writeCover(book, on: cover)
    try writeContents(book, on: contents, notes: notes, states: states, pairs: pairs)
    try writeNotes(book, on: notes, contents: contents)
    try writeStates(book, on: states, contents: contents)
    for (table, pair) in zip(content.tables, pairs) {
      let writer = ReportTableSheet(report: self, table: table, sheet: pair.table)
      try writer.write(book, contents: contents, notes: notes, method: pair.method)
      try writeMethod(table, book, on: pair.method, contents: contents, table: pair.table)
    }
  }

  /// The title of the report, the release and the page at the foot of each page.
  func footer(isLandscape: Bool) -> PageFooter {
    // The parts must not run into each other, and a footer holds 255 units in all, coded.
    let room = isLandscape ? 64 : 34
    let title = content.title.count > room ? content.title.prefix(room - 1) + "…" : content.title[...]
    let release = content.releaseLine.prefix(90)
    return PageFooter(
      left: [.text(String(title))], centre: [.text(String(release))],
      right: [.text(content.captions.page + " "), .pageNumber, .text(" / "), .pageCount])
  }

  /// A text that fits a property, a chart's title or a name.
  func clipped(_ text: String) -> String {
    guard text.utf16.count > DocumentProperties.lengthLimit else { return text }
    var kept = ""
    var length = 1
    for character in text {
      length += String(character).utf16.count
      if length > DocumentProperties.lengthLimit { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// A cell's text, which may be at most 32,767 units long.
  func cellText(_ text: String) -> CellValue {
    let limit = CellText.lengthLimit / 2
    return .text(text.utf16.count > limit ? String(text.prefix(limit / 4)) + "…" : text)
  }

  /// A1, B7 and so on.
  func cell(_ row: Int, _ column: Int) -> CellPosition { CellPosition(row: row, column: column) }
}
