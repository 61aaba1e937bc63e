// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Rows of results with the names behind their numbers, ready to be written as the internal results table.
///
/// The table is a pure function of its rows: the same rows give the same bytes.
package struct ResultTable: Sendable {
  /// The rows, in the order of the table.
  package let rows: [ResultRow]
  let programme: Programme
  let organisation: Organisation
  let officers: TextDictionary?

  /// Takes the rows that an evaluator made.
  package init(_ rows: [ResultRow], of evaluator: Evaluator) {
    self.rows = rows
    programme = evaluator.programme
    organisation = evaluator.dataset.organisation
    officers = evaluator.dataset.domains.first
  }

  /// A layout as comma-separated text: a header and the lines.
  package func csv(_ layout: ResultLayout = .long) -> [UInt8] {
    var writer = DelimitedWriter()
    forEachLine(layout) { fields in
      for field in fields { field.append(to: &writer) }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// Hands out the header and then each line of a layout.
  ///
  /// Complexity: O(rows), and for the wide layout O(n log n) in its lines.
  package func forEachLine<Failure>(
    _ layout: ResultLayout, _ body: ([ResultField]) throws(Failure) -> Void
  ) throws(Failure) {
    guard layout == .long else { return try forEachWideLine(body) }
    try body(ResultColumn.allCases.map { .text($0.rawValue) })
    for row in rows { try body(ResultColumn.allCases.map { field($0, of: row) }) }
  }

  /// How many lines a layout has under its header. Complexity: O(rows).
  package func lineCount(_ layout: ResultLayout) -> Int {
    layout == .long ? rows.count : Set(rows.map(WideKey.init)).count
  }

  /// One line a period, subject and group, and one column an indicator with its values only.
  private func forEachWideLine<Failure>(_ body: ([ResultField]) throws(Failure) -> Void) throws(Failure) {
    // The versions of one indicator share a column.
    var indicators: [String] = []
    for row in rows where !indicators.contains(id(row.indicator)) { indicators.append(id(row.indicator)) }
    var values: [WideKey: [String: Double]] = [:]
    var firsts: [(key: WideKey, row: ResultRow)] = []
    for row in rows {
      let key = WideKey(row)
      if values[key] == nil { firsts.append((key, row)) }
      values[key, default: [:]][id(row.indicator)] = row.value
    }
    try body((ResultColumn.grouping.map(\.rawValue) + indicators).map { .text($0) })
    let ordered = firsts.map { (order: SubjectOrder($0.row, self), entry: $0) }.sorted { $0.order < $1.order }
    for (_, entry) in ordered {
      let own = values[entry.key]
      try body(
        ResultColumn.grouping.map { field($0, of: entry.row) }
          + indicators.map { own?[$0].map { .number($0) } ?? .empty })
    }
  }

  /// The long layout as a JSON array with one object a line; what is absent is `null`.
  package func json() -> [UInt8] {
    var bytes: [UInt8] = Array("[".utf8)
    for (number, row) in rows.enumerated() {
      bytes += Array((number == 0 ? "\n" : ",\n").utf8)
      let members = ResultColumn.allCases.map { jsonText($0.rawValue) + ":" + field($0, of: row).json }
      bytes += Array(("{" + members.joined(separator: ",") + "}").utf8)
    }
    bytes += Array("\n]\n".utf8)
    return bytes
  }

  /// The indicator's id.
  func id(_ indicator: Int) -> String {
    programme.indicators.indices.contains(indicator) ? programme.indicators[indicator].id : ""
  }

  /// One field of a row.
  func field(_ column: ResultColumn, of row: ResultRow) -> ResultField {
    switch column {
    case .indicator: .text(id(row.indicator))
    case .version: plan(row).map { .text($0.version) } ?? .empty
    case .period: .text(row.period.label)
    case .periodStart: .day(row.period.first)
    case .periodEnd: .day(row.period.last)
    case .unit: unit(of: row.subject).map { .text(organisation.codes[Int($0)]) } ?? .empty
    case .level: level(of: row.subject).map { .text(programme.levels[$0].name) } ?? .empty
    case .officer: officer(of: row.subject)
    case .split: row.split.map { .text($0.name + "=" + $0.group) } ?? .empty
    case .value: number(row.value)
    case .unitOfMeasure: plan(row).map { .text($0.measure.name) } ?? .empty
    case .state: .text(row.state.rawValue)
    case .reason: .text(row.reason)
    case .numerator: number(row.numerator)
    case .denominator: number(row.denominator)
    case .excluded: .count(row.excluded)
    case .excepted: .count(row.excepted)
    case .notYetDue: .count(row.notYetDue)
    case .n: .count(row.n)
    case .completeness: number(row.completeness)
    case .low: number(row.low)
    case .high: number(row.high)
    case .method: .text(row.method)
    case .baseline: number(row.baseline)
    case .target: number(row.target)
    case .status: .text(row.status.rawValue)
    case .details: row.details.isEmpty ? .empty : .object(canonicalDetails(row.details))
    }
  }

  private func plan(_ row: ResultRow) -> IndicatorPlan? {
    programme.indicators.indices.contains(row.indicator) ? programme.indicators[row.indicator] : nil
  }

  private func number(_ value: Double?) -> ResultField {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .empty
  }

  /// The unit of a subject; of an officer that of the last post.
  func unit(of subject: Subject) -> Int32? {
    let unit: Int32? =
      switch subject {
      case .unit(let unit): unit
      case .officer(_, let unit): unit
      }
    return unit.flatMap { organisation.codes.indices.contains(Int($0)) ? $0 : nil }
  }

  /// The level of a subject's unit.
  func level(of subject: Subject) -> Int? {
    unit(of: subject).map { organisation.levels[Int($0)] }.flatMap { programme.levels.indices.contains($0) ? $0 : nil }
  }

  private func officer(of subject: Subject) -> ResultField {
    guard case .officer(let officer, _) = subject, let officers, officer >= 0, Int(officer) < officers.count else {
      return .empty
    }
    return .text(officers.text(officer))
  }
}

/// What the rows of different indicators have in common in the wide layout.
private struct WideKey: Hashable {
  let period: Period
  let subject: Subject
  let split: SplitGroup?

  init(_ row: ResultRow) {
    period = row.period
    subject = row.subject
    split = row.split
  }
}

/// The order of rows within one indicator, by what the table shows.
private struct SubjectOrder: Comparable {
  let period: Period
  let level: Int
  let texts: [String]

  init(_ row: ResultRow, _ table: ResultTable) {
    period = row.period
    level = table.level(of: row.subject) ?? -1
    texts = [ResultColumn.unit, .officer, .split].map { column in
      if case .text(let text) = table.field(column, of: row) { text } else { "" }
    }
  }

  static func < (left: SubjectOrder, right: SubjectOrder) -> Bool {
    if left.period != right.period { return left.period < right.period }
    if left.level != right.level { return left.level < right.level }
    for (one, other) in zip(left.texts, right.texts) where one != other { return precedes(one, other) }
    return false
  }
}
