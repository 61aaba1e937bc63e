// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The events of one type in a hand-in, as the looks at their quality see them.
struct HandedInEvents: Sendable {
  let schema: EventSchema
  let table: EventTable
  let dataset: Dataset
  let programme: Programme
  /// For each event the local day of its own time, as days since 1970-01-01.
  let days: [Int32]

  /// Complexity: O(rows).
  init(_ event: EventID, of dataset: Dataset, programme: Programme) {
    schema = programme.events[event.index]
    table = dataset.events[event.index]
    self.dataset = dataset
    self.programme = programme
    days = Self.days(schema, table, programme)
  }

  private static func days(_ schema: EventSchema, _ table: EventTable, _ programme: Programme) -> [Int32] {
    guard case .plain(let column) = table.columns[schema.ownTimeField] else { return [] }
    if let days = column.int32s { return days }
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    return (column.int64s ?? []).map { cursor.day(of: Instant(microseconds: $0)).daysSinceEpoch }
  }

  /// The number of events.
  var rowCount: Int { table.rowCount }

  /// The file and line of an event.
  func place(_ row: Int) -> (file: String, line: Int) {
    (dataset.files[Int(table.files[row])], Int(table.lines[row]))
  }

  /// The unit of each event, as an index into the organisation's codes; nil where the type names none.
  var unitColumn: Column? {
    guard let field = schema.unitField, case .plain(let column) = table.columns[field] else { return nil }
    return column
  }

  /// Adds what a field says in a row, so that equal additions mean equal values.
  func append(_ field: Int, _ row: Int, to code: inout [Int64]) {
    switch table.columns[field] {
    case .plain(let column): Self.append(column, row, to: &code)
    case .list(let list):
      guard list.isPresent(row) else { return code.append(-1) }
      let children = list.children(of: row)
      code.append(Int64(children.count))
      for child in children { for column in list.children { Self.append(column, child, to: &code) } }
    }
  }

  static func append(_ column: Column, _ row: Int, to code: inout [Int64]) {
    guard column.isPresent(row) else { return code += [0, 0] }
    code.append(1)
    switch column.storage {
    case .int64(let values): code.append(values[row])
    case .int32(let values): code.append(Int64(values[row]))
    case .float64(let values): code.append(Int64(bitPattern: values[row].bitPattern))
    case .bool(let values): code.append(Int64(values[row]))
    }
  }
}
