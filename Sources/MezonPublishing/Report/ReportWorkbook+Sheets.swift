// SPDX-License-Identifier: Apache-2.0

// The sheets around the tables: cover, contents, notes, states and methods.
extension ReportWorkbook {
  private static let label = CellFormat.wrapped.with { $0.isBold = true }
  private static let wrappedLink = CellFormat.link.with { $0.wrapsText = true }
  private static let wholeNumber = CellFormat(.plain(fractionDigits: 0)).with { $0.horizontal = .left }
  private static let leftDate = CellFormat.date.with { $0.horizontal = .left }
  /// Numbers of sections and tables such as `1.10` are text.
  private static let number = CellFormat(.text).with { $0.vertical = .top }

  func writeCover(_ book: borrowing Workbook, on sheet: WorkbookSheet) throws(WorkbookError) {
    let widths = [30.0, 78]
    for (column, width) in widths.enumerated() { try book.setWidth(width, ofColumns: column...column, on: sheet) }
    try writeTitle(content.title, book, on: sheet)
    let period = content.period.prefix(1).uppercased() + content.period.dropFirst()
    try writeTitle(period, book, at: 1, on: sheet)
    var row = 3
    for fact in content.facts {
      try book.write(.text(fact.label), at: cell(row, 0), on: sheet, format: Self.label)
      switch fact.value {
      case .text(let text): try book.write(cellText(text), at: cell(row, 1), on: sheet, format: .wrapped)
      case .number(let number):
        try book.write(.number(Double(number)), at: cell(row, 1), on: sheet, format: Self.wholeNumber)
      case .day(let day): try book.write(.date(day), at: cell(row, 1), on: sheet, format: Self.leftDate)
      }
      var height = RowHeight()
      height.add(fact.label, width: widths[0] * 0.85)
      if case .text(let text) = fact.value { height.add(text, width: widths[1]) }
      if let points = height.points { try book.setHeight(points, ofRow: row, on: sheet) }
      row += 1
    }
    row += 1
    for (index, line) in content.guidance.enumerated() {
      if index == 0 {
        try book.write(.text(content.captions.howToRead), at: cell(row, 0), on: sheet, format: Self.label)
      }
      try book.write(cellText(line), at: cell(row, 1), on: sheet, format: .wrapped)
      var height = RowHeight()
      height.add(line, width: widths[1])
      // A little air between sentences.
      try book.setHeight((height.points ?? RowHeight.linePoints) + 4, ofRow: row, on: sheet)
      row += 1
    }
    try book.showGridlines(false, on: sheet)
    try setPrinting(book, on: sheet, isLandscape: false)
  }

  func writeContents(
    _ book: borrowing Workbook, on sheet: WorkbookSheet, notes: WorkbookSheet, states: WorkbookSheet, pairs: [Pair]
  ) throws(WorkbookError) {
    let widths = [7.0, 30, 64, 20, 13]
    for (column, width) in widths.enumerated() { try book.setWidth(width, ofColumns: column...column, on: sheet) }
    try writeTitle(content.captions.contents, book, on: sheet)
    try book.write(.link(text: content.captions.notes, sheet: notes), at: cell(1, 1), on: sheet, format: .link)
    try book.write(.link(text: content.captions.states, sheet: states), at: cell(1, 2), on: sheet, format: .link)
    let head = 3
    try writeHeadings(content.captions.contentsHeadings, book, at: head, on: sheet)
    var row = head + 1
    var remaining = pairs[...]
    for section in content.sections {
      for table in section.tables {
        guard let pair = remaining.popFirst() else { continue }
        try book.write(.text(table.number), at: cell(row, 0), on: sheet, format: Self.number)
        try book.write(cellText(section.title), at: cell(row, 1), on: sheet, format: .wrapped)
        try book.write(
          .link(text: table.title, sheet: pair.table), at: cell(row, 2), on: sheet, format: Self.wrappedLink)
        try book.write(cellText(table.measure), at: cell(row, 3), on: sheet, format: .wrapped)
        let link = CellValue.link(text: content.captions.toMethod, sheet: pair.method)
        try book.write(link, at: cell(row, 4), on: sheet, format: Self.wrappedLink)
        var height = RowHeight()
        for (text, width) in zip([section.title, table.title, table.measure], widths[1...]) {
          height.add(text, width: width)
        }
        if let points = height.points { try book.setHeight(points, ofRow: row, on: sheet) }
        row += 1
      }
    }
    try book.freezePanes(at: cell(head + 1, 0), on: sheet)
    try setPrinting(book, on: sheet, isLandscape: true, repeated: head)
  }

  func writeNotes(
    _ book: borrowing Workbook, on sheet: WorkbookSheet, contents: WorkbookSheet
  ) throws(WorkbookError) {
    let rows = content.notes.map { [CellValue.number(Double($0.number)), .text($0.heading), .text($0.text)] }
    try writeList(
      rows, headings: content.captions.noteHeadings, widths: [7, 30, 90], title: content.captions.notes, book,
      on: sheet, contents: contents)
  }

  func writeStates(
    _ book: borrowing Workbook, on sheet: WorkbookSheet, contents: WorkbookSheet
  ) throws(WorkbookError) {
    let rows = content.glossary.map { [CellValue.text($0.kind), .text($0.word), .text($0.code), .text($0.meaning)] }
    try writeList(
      rows, headings: content.captions.stateHeadings, widths: [13, 34, 22, 70], title: content.captions.states, book,
      on: sheet, contents: contents)
  }

  func writeMethod(
    _ table: ReportTable, _ book: borrowing Workbook, on sheet: WorkbookSheet, contents: WorkbookSheet,
    table tableSheet: WorkbookSheet
  ) throws(WorkbookError) {
    let rows = table.method.lines.map { [CellValue.text($0.heading), cellText($0.text)] }
    let back = CellValue.link(text: content.captions.toTable, sheet: tableSheet)
    try book.write(back, at: cell(1, 1), on: sheet, format: .link)
    try writeList(
      rows, headings: content.captions.methodHeadings, widths: [32, 92], title: table.method.title, book, on: sheet,
      contents: contents)
  }

  /// A sheet with a title, a link back and one table of texts.
  private func writeList(
    _ rows: [[CellValue]], headings: [String], widths: [Double], title: String, _ book: borrowing Workbook,
    on sheet: WorkbookSheet, contents: WorkbookSheet
  ) throws(WorkbookError) {
    for (column, width) in widths.enumerated() { try book.setWidth(width, ofColumns: column...column, on: sheet) }
    try writeTitle(title, book, on: sheet)
    let back = CellValue.link(text: content.captions.toContents, sheet: contents)
    try book.write(back, at: cell(1, 0), on: sheet, format: .link)
    let head = 3
    try writeHeadings(headings, book, at: head, on: sheet)
    for (index, row) in rows.enumerated() {
      let format = CellFormat.wrapped.with { $0.horizontal = .left }
      try book.write(row: row, at: cell(head + 1 + index, 0), on: sheet, format: format)
      var height = RowHeight()
      for (value, width) in zip(row, widths) {
        if case .text(let text) = value { height.add(text, width: width) }
      }
      if let points = height.points { try book.setHeight(points, ofRow: head + 1 + index, on: sheet) }
    }
    try book.freezePanes(at: cell(head + 1, 0), on: sheet)
    try setPrinting(book, on: sheet, isLandscape: true, repeated: head)
  }

  /// A title, in a row high enough for its letters.
  func writeTitle(
    _ title: String, _ book: borrowing Workbook, at row: Int = 0, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    try book.write(cellText(title), at: cell(row, 0), on: sheet, format: .title)
    try book.setHeight(24, ofRow: row, on: sheet)
  }

  private func writeHeadings(
    _ headings: [String], _ book: borrowing Workbook, at row: Int, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    try book.write(row: headings.map { .text($0) }, at: cell(row, 0), on: sheet, format: .heading)
  }

  func setPrinting(
    _ book: borrowing Workbook, on sheet: WorkbookSheet, isLandscape: Bool, repeated: Int? = nil
  ) throws(WorkbookError) {
    var printing = PrintSetUp()
    printing.isLandscape = isLandscape
    printing.sideMarginInches = 0.4
    printing.repeatedRows = repeated.map { $0...$0 }
    printing.footer = footer(isLandscape: isLandscape)
    try book.setPrinting(printing, on: sheet)
  }
}
