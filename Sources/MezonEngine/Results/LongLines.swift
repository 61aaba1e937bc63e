// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns

/// Writes rows as lines of the long layout, as ``ResultTable/csv(_:)`` does; what many rows have in common becomes text once.
struct LongLines {
  /// What a line begins with, which rows of an indicator and a period have in common.
  private struct Beginning {
    let indicator: Int
    let period: Period
    let fields: [UInt8]
  }

  private let names: ResultTable
  private var writer = DelimitedWriter()
  private var beginning: Beginning?
  /// The fields of each unit that has had a line.
  private var units: [[UInt8]?]
  /// The unit of measure of each indicator that has had a line.
  private var measures: [Int: ResultField] = [:]

  private static let ofBeginning: [ResultColumn] = [.indicator, .version, .period, .periodStart, .periodEnd]
  private static let ofSubject: [ResultColumn] = [.unit, .level, .officer]
  private static let ofRow: [ResultColumn] = Array(
    ResultColumn.allCases.dropFirst(ofBeginning.count + ofSubject.count))

  init(of evaluator: Evaluator) {
    names = ResultTable([], of: evaluator)
    units = [[UInt8]?](repeating: nil, count: evaluator.organisation.unitCount)
  }

  /// The line above all others.
  func header() -> [UInt8] { names.csv() }

  /// Adds a row's line.
  mutating func append(_ row: ResultRow) {
    if beginning?.indicator != row.indicator || beginning?.period != row.period {
      beginning = Beginning(
        indicator: row.indicator, period: row.period, fields: written(Self.ofBeginning, of: row))
    }
    if let beginning { writer.append(written: beginning.fields, count: Self.ofBeginning.count) }
    appendSubject(of: row)
    for column in Self.ofRow {
      if column == .unitOfMeasure {
        measure(of: row).append(to: &writer)
      } else {
        names.field(column, of: row).append(to: &writer)
      }
    }
    writer.endRow()
  }

  /// Hands out what was written and goes on with nothing.
  mutating func takeBytes() -> [UInt8] { writer.takeBytes() }

  private mutating func appendSubject(of row: ResultRow) {
    guard case .unit(let unit) = row.subject, units.indices.contains(Int(unit)) else {
      for column in Self.ofSubject { names.field(column, of: row).append(to: &writer) }
      return
    }
    let fields = units[Int(unit)] ?? written(Self.ofSubject, of: row)
    units[Int(unit)] = fields
    writer.append(written: fields, count: Self.ofSubject.count)
  }

  private mutating func measure(of row: ResultRow) -> ResultField {
    if let known = measures[row.indicator] { return known }
    let field = names.field(.unitOfMeasure, of: row)
    measures[row.indicator] = field
    return field
  }

  /// Some fields of a row, the delimiter between them.
  private func written(_ columns: [ResultColumn], of row: ResultRow) -> [UInt8] {
    var writer = DelimitedWriter()
    for column in columns { names.field(column, of: row).append(to: &writer) }
    return writer.takeBytes()
  }
}
