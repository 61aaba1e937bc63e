// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter
import MezonCalendar

extension Workbook {
  /// Writes one cell; a later write to the same cell replaces it.
  ///
  /// - Throws: ``WorkbookError`` when the cell lies outside a sheet, or the value does not fit a cell.
  package func write(
    _ value: CellValue, at cell: CellPosition, on sheet: WorkbookSheet, format: CellFormat = .plain
  ) throws(WorkbookError) {
    let target = try target(cell, on: sheet, format: format)
    switch value {
    case .blank:
      try storage.check(worksheet_write_blank(target.sheet, target.row, target.column, target.format), at: target.place)
    case .text(let text):
      try write(text: text, to: target)
    case .number(let number):
      try write(number: number, to: target)
    case .date(let day):
      try write(day: day, to: target)
    case .formula(let formula):
      try write(formula: formula, to: target)
    case .link(let text, let destination, let destinationCell):
      try write(link: text, to: destination, destinationCell, from: target)
    }
  }

  /// Writes the values side by side, from a cell to the right, all in one format.
  ///
  /// - Throws: ``WorkbookError`` as ``write(_:at:on:format:)`` does; the cells before the failing one are written.
  package func write(
    row values: [CellValue], at cell: CellPosition, on sheet: WorkbookSheet, format: CellFormat = .plain
  ) throws(WorkbookError) {
    for (offset, value) in values.enumerated() {
      try write(value, at: CellPosition(row: cell.row, column: cell.column + offset), on: sheet, format: format)
    }
  }

  /// A checked cell of the library.
  private struct Target {
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    let row: lxw_row_t
    let column: lxw_col_t
    let format: UnsafeMutablePointer<lxw_format>?
    let handle: WorkbookSheet

    var place: String { WorkbookStorage.place(handle, CellPosition(row: Int(row), column: Int(column))) }
  }

  private func target(
    _ cell: CellPosition, on sheet: WorkbookSheet, format: CellFormat
  ) throws(WorkbookError) -> Target {
    guard cell.exists else { throw WorkbookError(.outsideSheet, at: WorkbookStorage.place(sheet, cell)) }
    return Target(
      sheet: try storage.sheet(sheet), row: lxw_row_t(cell.row), column: lxw_col_t(cell.column),
      format: try storage.format(format), handle: sheet)
  }

  private func write(text: String, to target: Target) throws(WorkbookError) {
    let encoded = CellText.encoded(text)
    guard encoded.utf16.count <= CellText.lengthLimit else { throw WorkbookError(.textTooLong, at: target.place) }
    try storage.check(
      worksheet_write_string(target.sheet, target.row, target.column, encoded, target.format), at: target.place)
  }

  private func write(number: Double, to target: Target) throws(WorkbookError) {
    guard number.isFinite else { throw WorkbookError(.numberNotFinite, at: target.place) }
    // A negative zero would be shown as -0.
    let shown = number == 0 ? 0 : number
    try storage.check(
      worksheet_write_number(target.sheet, target.row, target.column, shown, target.format), at: target.place)
  }

  private func write(day: CalendarDay, to target: Target) throws(WorkbookError) {
    let (year, month, dayOfMonth) = day.civil
    guard (1900...9999).contains(year) else { throw WorkbookError(.dayOutsideCalendar, at: target.place) }
    var native = lxw_datetime()
    native.year = Int32(year)
    native.month = Int32(month)
    native.day = Int32(dayOfMonth)
    try storage.check(
      worksheet_write_datetime(target.sheet, target.row, target.column, &native, target.format), at: target.place)
  }

  private func write(formula: CellFormula, to target: Target) throws(WorkbookError) {
    let length = formula.expression.utf16.count
    guard length > 0, length < CellFormula.lengthLimit else { throw WorkbookError(.formulaInvalid, at: target.place) }
    let text = "=" + CellText.encoded(formula.expression)
    switch formula.cached {
    case .number(let value):
      guard value.isFinite else { throw WorkbookError(.numberNotFinite, at: target.place) }
      try storage.check(
        worksheet_write_formula_num(
          target.sheet, target.row, target.column, text, target.format, value == 0 ? 0 : value),
        at: target.place)
    case .text(let value):
      let encoded = CellText.encoded(value)
      guard encoded.utf16.count <= CellText.lengthLimit else { throw WorkbookError(.textTooLong, at: target.place) }
      try storage.check(
        worksheet_write_formula_str(target.sheet, target.row, target.column, text, target.format, encoded),
        at: target.place)
    }
  }

  private func write(
    link text: String, to destination: WorkbookSheet, _ cell: CellPosition, from target: Target
  ) throws(WorkbookError) {
    _ = try storage.sheet(destination)
    guard cell.exists else { throw WorkbookError(.outsideSheet, at: WorkbookStorage.place(destination, cell)) }
    let encoded = CellText.encoded(text)
    guard encoded.utf16.count <= CellText.lengthLimit else { throw WorkbookError(.textTooLong, at: target.place) }
    let address = "internal:" + destination.reference(cell)
    try storage.check(
      worksheet_write_url_opt(target.sheet, target.row, target.column, address, target.format, encoded, nil),
      at: target.place)
  }
}
