// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter

extension Workbook {
  /// Sets the width of columns in characters of the workbook's font (0...255).
  ///
  /// - Throws: ``WorkbookError`` when the columns lie outside a sheet.
  package func setWidth(
    _ characters: Double, ofColumns columns: ClosedRange<Int>, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    let place = WorkbookStorage.place(sheet)
    guard columns.lowerBound >= 0, columns.upperBound < CellPosition.columnLimit else {
      throw WorkbookError(.outsideSheet, at: place)
    }
    guard characters.isFinite else { throw WorkbookError(.numberNotFinite, at: place) }
    let width = min(max(characters, 0), 255)
    try storage.check(
      worksheet_set_column(native, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, nil), at: place)
  }

  /// Sets the height of a row in points (0...409). Rows without one grow with their wrapped text.
  ///
  /// - Throws: ``WorkbookError`` when the row lies outside a sheet.
  package func setHeight(_ points: Double, ofRow row: Int, on sheet: WorkbookSheet) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    let place = WorkbookStorage.place(sheet)
    guard (0..<CellPosition.rowLimit).contains(row) else { throw WorkbookError(.outsideSheet, at: place) }
    guard points.isFinite else { throw WorkbookError(.numberNotFinite, at: place) }
    try storage.check(worksheet_set_row(native, lxw_row_t(row), min(max(points, 0), 409), nil), at: place)
  }

  /// Keeps the rows above and the columns left of a cell in view.
  ///
  /// - Throws: ``WorkbookError`` when the cell lies outside a sheet.
  package func freezePanes(at cell: CellPosition, on sheet: WorkbookSheet) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    guard cell.exists else { throw WorkbookError(.outsideSheet, at: WorkbookStorage.place(sheet, cell)) }
    worksheet_freeze_panes(native, lxw_row_t(cell.row), lxw_col_t(cell.column))
  }

  /// Puts filter buttons on the first row of a range.
  ///
  /// - Throws: ``WorkbookError`` when the range lies outside a sheet, or the sheet has a filter already.
  package func addFilter(over range: CellRange, on sheet: WorkbookSheet) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    let place = WorkbookStorage.place(sheet, range.first)
    guard range.exists else { throw WorkbookError(.outsideSheet, at: place) }
    guard storage.takeFilter(of: sheet) else { throw WorkbookError(.filterInvalid, at: place) }
    try storage.check(
      worksheet_autofilter(
        native, lxw_row_t(range.first.row), lxw_col_t(range.first.column), lxw_row_t(range.last.row),
        lxw_col_t(range.last.column)),
      at: place)
  }

  /// Shows or hides the lines between cells on the screen; they are never printed.
  ///
  /// - Throws: ``WorkbookError`` when the sheet is of another workbook.
  package func showGridlines(_ shown: Bool, on sheet: WorkbookSheet) throws(WorkbookError) {
    let option = shown ? LXW_SHOW_SCREEN_GRIDLINES : LXW_HIDE_ALL_GRIDLINES
    worksheet_gridlines(try storage.sheet(sheet), UInt8(option.rawValue))
  }

  /// Says how a sheet is printed.
  ///
  /// - Throws: ``WorkbookError`` when a repeated row lies outside a sheet or the footer is too long.
  package func setPrinting(_ setUp: PrintSetUp, on sheet: WorkbookSheet) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    let place = WorkbookStorage.place(sheet)
    let a4: UInt8 = 9
    worksheet_set_paper(native, a4)
    if setUp.isLandscape { worksheet_set_landscape(native) } else { worksheet_set_portrait(native) }
    worksheet_fit_to_pages(native, UInt16(clamping: setUp.pagesWide), 0)
    guard setUp.sideMarginInches.isFinite else { throw WorkbookError(.numberNotFinite, at: place) }
    let side = min(max(setUp.sideMarginInches, 0), 3)
    // Negative: the program's own margins above and below.
    worksheet_set_margins(native, side, side, -1, -1)
    if let rows = setUp.repeatedRows {
      guard rows.lowerBound >= 0, rows.upperBound < CellPosition.rowLimit else {
        throw WorkbookError(.outsideSheet, at: place)
      }
      try storage.check(
        worksheet_repeat_rows(native, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound)), at: place)
    }
    let footer = setUp.footer.notation
    guard footer.utf16.count < PageFooter.lengthLimit else { throw WorkbookError(.textTooLong, at: place) }
    if !footer.isEmpty { try storage.check(worksheet_set_footer(native, footer), at: place) }
  }
}
