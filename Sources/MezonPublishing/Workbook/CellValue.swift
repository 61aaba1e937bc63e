// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// What one cell of a workbook holds.
///
/// An absent value is ``blank``, never 0; its state and reason go into cells of their own, so that a chart over the column shows a
/// gap and a sum over it stays right.
package enum CellValue: Hashable, Sendable {
  /// Nothing; the format of the cell still applies.
  case blank
  /// Text that stays text: `=cmd|…` and `007` are shown as written, never evaluated.
  case text(String)
  /// A finite number, stored with 16 significant digits.
  case number(Double)
  /// A calendar day, stored as a real date; give it a format with ``CellFormat/NumberFormat/date``.
  case date(CalendarDay)
  /// A formula with the value it has now.
  case formula(CellFormula)
  /// A link to a cell of a sheet of the same workbook, shown as `text`.
  case link(text: String, sheet: WorkbookSheet, cell: CellPosition = CellPosition(row: 0, column: 0))
}

/// A live formula together with its computed value.
///
/// Protected View, previews and readers that do not calculate show the cached value, so it must equal what the formula gives.
package struct CellFormula: Hashable, Sendable {
  /// The value a formula had when it was written.
  package enum Cached: Hashable, Sendable {
    /// A finite number.
    case number(Double)
    /// A text, which may be empty.
    case text(String)
  }

  /// The formula in English notation (`IF(C5=0,"",B5/C5)`), without the equals sign.
  package var expression: String
  /// What the formula gives on the values of the workbook.
  package var cached: Cached

  /// A formula in English notation; a leading equals sign is dropped.
  package init(_ expression: String, cached: Cached) {
    self.expression = expression.hasPrefix("=") ? String(expression.dropFirst()) : expression
    self.cached = cached
  }

  /// The longest formula that a workbook may hold, in UTF-16 units.
  package static let lengthLimit = 8_192
}
