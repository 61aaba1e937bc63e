// SPDX-License-Identifier: Apache-2.0

/// The columns of the results table, in their order; everything that writes or documents the table reads them here.
package enum ResultColumn: String, CaseIterable, Sendable {
  case indicator, version, period
  case periodStart = "period_start"
  case periodEnd = "period_end"
  case unit, level, officer, split, value
  case unitOfMeasure = "unit_of_measure"
  case state, reason, numerator, denominator, excluded, excepted
  case notYetDue = "not_yet_due"
  case n, completeness, low, high, method, baseline, target, status, details

  /// The columns that say of what a row speaks: those of a table with one column an indicator.
  package static let grouping: [ResultColumn] = [
    .period, .periodStart, .periodEnd, .unit, .level, .officer, .split,
  ]
}

/// A field of the results table.
enum ResultField: Equatable {
  case text(String)
  case number(Double)
  case count(Int)
  /// An object in canonical JSON.
  case object(String)
  case empty
}
