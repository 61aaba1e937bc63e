// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns

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

/// How the results table is laid out: one row a value, or one column an indicator with its values only.
package enum ResultLayout: Hashable, Sendable { case long, wide }

/// A field of the results table.
package enum ResultField: Equatable, Sendable {
  case text(String)
  /// A finite number.
  case number(Double)
  case count(Int)
  case day(CalendarDay)
  /// An object in canonical JSON.
  case object(String)
  case empty
}

extension ResultField {
  /// Adds it to a line of comma-separated text.
  func append(to writer: inout DelimitedWriter) {
    switch self {
    case .text(let text), .object(let text): writer.append(text)
    case .day(let day): writer.append(day.description)
    case .count(let count): writer.append(Int64(count))
    case .number(let value):
      // What is no finite number has no place in a table.
      do { try writer.append(value) } catch { writer.appendMissing() }
    case .empty: writer.appendMissing()
    }
  }

  /// The value in JSON; `null` for what is absent.
  var json: String {
    switch self {
    case .text(let text): text.isEmpty ? "null" : jsonText(text)
    case .day(let day): jsonText(day.description)
    case .number(let value): jsonNumber(value)
    case .count(let count): String(count)
    case .object(let object): object
    case .empty: "null"
    }
  }
}
