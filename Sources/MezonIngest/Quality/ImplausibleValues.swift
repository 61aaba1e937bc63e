// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Values that can hardly be right: times after the hand-in, numbers below zero that count something, numbers far from
/// all others.
///
/// Far is beyond three interquartile ranges from the quartiles (Tukey, Exploratory Data Analysis, 1977: the outer fences), of
/// at least twenty values whose quartiles differ. A quartile is the value at rank ⌈n/4⌉, ⌈3n/4⌉ from below. Of identifying fields nothing is shown.
struct ImplausibleValues {
  private static let fewestValues = 20

  private(set) var late = QualityFindings(QualityRule.afterRecording)
  private(set) var far = QualityFindings(QualityRule.farFromOthers)
  private(set) var negative = QualityFindings(QualityRule.belowZero)

  /// Complexity: O(values log values).
  init(_ events: HandedInEvents, recorded: Instant?) {
    for (index, field) in events.schema.fields.enumerated() where field.privacy != .identifying {
      guard case .plain(let column) = events.table.columns[index] else { continue }
      switch field.type {
      case .time, .day: if let recorded, index == events.schema.ownTimeField { lookAtTimes(events, recorded) }
      case .number(let measure, let isWhole):
        lookAtNumbers(events, field.name, column, mayBeNegative: !isWhole && measure == .plain)
      default: break
      }
    }
  }

  private mutating func lookAtTimes(_ events: HandedInEvents, _ recorded: Instant) {
    let field = events.schema.fields[events.schema.ownTimeField].name
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: events.programme.timeZone) ?? .utc)
    let today = cursor.day(of: recorded).daysSinceEpoch
    for (row, day) in events.days.enumerated() where day > today {
      let (file, line) = events.place(row)
      late.note(
        [field, CalendarDay(daysSinceEpoch: day).description], at: .row(file: file, line: line, column: nil))
    }
  }

  private mutating func lookAtNumbers(
    _ events: HandedInEvents, _ name: String, _ column: Column, mayBeNegative: Bool
  ) {
    var values: [(row: Int, value: Double)] = []
    for row in 0..<column.count where column.isPresent(row) {
      values.append((row, column.int64s.map { Double($0[row]) } ?? column.float64s?[row] ?? 0))
    }
    func shown(_ row: Int) -> String { column.int64s.map { String($0[row]) } ?? String(column.float64s?[row] ?? 0) }
    func note(_ row: Int, _ arguments: [String], _ findings: inout QualityFindings) {
      let (file, line) = events.place(row)
      findings.note([name, shown(row)] + arguments, at: .row(file: file, line: line, column: nil))
    }
    if !mayBeNegative { for (row, value) in values where value < 0 { note(row, [], &negative) } }
    guard values.count >= Self.fewestValues else { return }
    let sorted = values.sorted { ($0.value, $0.row) < ($1.value, $1.row) }
    let lower = sorted[(sorted.count + 3) / 4 - 1]
    let upper = sorted[(3 * sorted.count + 3) / 4 - 1]
    let reach = 3 * (upper.value - lower.value)
    guard reach > 0 else { return }
    let fences = (lower.value - reach)...(upper.value + reach)
    for (row, value) in values where !fences.contains(value) && (mayBeNegative || value >= 0) {
      note(row, [shown(lower.row), shown(upper.row)], &far)
    }
  }
}
