// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// Grows the column of one type of value from cells.
struct CellColumnBuilder: Sendable {
  private enum Kind { case int64, int32, float64, bool }

  private let kind: Kind
  private var int64 = ColumnBuilder<Int64>()
  private var int32 = ColumnBuilder<Int32>()
  private var float64 = ColumnBuilder<Double>()
  private var bool = ColumnBuilder<UInt8>()

  init(_ type: ValueType) {
    switch type {
    case .time: kind = .int64
    case .number(_, let isWhole): kind = isWhole ? .int64 : .float64
    case .yesNo: kind = .bool
    default: kind = .int32
    }
  }

  mutating func append(_ cell: Cell) {
    let isPresent = cell.state == .present
    switch kind {
    case .int64: int64.append(isPresent ? cell.bits : nil)
    case .int32: int32.append(isPresent ? Int32(truncatingIfNeeded: cell.bits) : nil)
    case .float64: float64.append(isPresent ? cell.double : nil)
    case .bool: bool.append(isPresent ? UInt8(truncatingIfNeeded: cell.bits) : nil)
    }
  }

  /// Adds the cells of some rows.
  mutating func append(_ cells: MappingCells, rows: [Int]) {
    switch kind {
    case .int64: appendCells(cells, rows, to: &int64) { $0 }
    case .int32: appendCells(cells, rows, to: &int32) { Int32(truncatingIfNeeded: $0) }
    case .float64: appendCells(cells, rows, to: &float64) { Double(bitPattern: UInt64(bitPattern: $0)) }
    case .bool: appendCells(cells, rows, to: &bool) { UInt8(truncatingIfNeeded: $0) }
    }
  }

  mutating func finish() -> Column {
    switch kind {
    case .int64: int64.finish()
    case .int32: int32.finish()
    case .float64: float64.finish()
    case .bool: bool.finish()
    }
  }
}

@inline(__always)
private func appendCells<Element: ColumnElement>(
  _ cells: MappingCells, _ rows: [Int], to builder: inout ColumnBuilder<Element>, _ convert: (Int64) -> Element
) {
  for row in rows {
    if cells.states[row] == .present { builder.append(convert(cells.bits[row])) } else { builder.appendMissing() }
  }
}

/// Grows one field of a table.
struct FieldBuilder: Sendable {
  /// One builder for a plain field or list, one a member for child records.
  private var columns: [CellColumnBuilder]
  private var lists = ListColumnBuilder()
  private let isList: Bool
  private let isOptional: Bool
  private(set) var childCount = 0
  private let memberTypes: [ValueType]

  init(_ field: FieldSchema) {
    isList = field.type.isList
    isOptional = field.isOptional
    if case .records(let members) = field.type {
      memberTypes = members.map(\.type)
    } else {
      memberTypes = [field.type.element]
    }
    columns = memberTypes.map { CellColumnBuilder($0) }
  }

  /// Adds some rows of a plain field; all missing without cells.
  mutating func append(_ cells: MappingCells?, rows: [Int]) {
    guard let cells else {
      for _ in rows { columns[0].append(.missing) }
      return
    }
    columns[0].append(cells, rows: rows)
  }

  /// Adds some rows of a list: for each member its cells, nil for a member without a mapping.
  ///
  /// A row for which no member has a list has none, or an empty one where the field may not be missing.
  mutating func append(lists members: [MappingCells?], rows: [Int]) {
    for row in rows {
      let present = members.first { $0.map { $0.rowStates[row] == .present } ?? false } ?? nil
      guard let present else {
        if isOptional { lists.appendMissing() } else { _ = lists.append(childCount: 0) }
        continue
      }
      let count = present.elements(of: row).count
      for (member, cells) in members.enumerated() {
        let elements = cells?.elements(of: row) ?? 0..<0
        for offset in 0..<count {
          columns[member].append(
            offset < elements.count ? cells?.cell(elements.lowerBound + offset) ?? .missing : .missing)
        }
      }
      childCount += count
      _ = lists.append(childCount: count)
    }
  }

  /// Adds one row of a plain field.
  mutating func append(_ cell: Cell) { columns[0].append(cell) }

  /// Adds one row of a list, record by record; nil for a missing list.
  mutating func append(records: [[Cell]]?) {
    guard let records else {
      lists.appendMissing()
      return
    }
    for record in records {
      for member in columns.indices { columns[member].append(member < record.count ? record[member] : .missing) }
    }
    childCount += records.count
    _ = lists.append(childCount: records.count)
  }

  mutating func finish() -> FieldColumn {
    let children = columns.indices.map { columns[$0].finish() }
    guard isList else { return .plain(children[0]) }
    guard let list = lists.finish(children: children) else { return .plain(children[0]) }
    return .list(list)
  }
}

/// Grows the table of one event type.
struct EventTableBuilder: Sendable {
  var fields: [FieldBuilder]
  private(set) var rowCount = 0
  private var files: [Int32] = []
  private var lines: [Int32] = []

  init(_ schema: EventSchema) { fields = schema.fields.map { FieldBuilder($0) } }

  /// Notes where a row came from, once all its fields are added.
  mutating func endRow(_ place: RowPlace) {
    rowCount += 1
    files.append(place.file)
    lines.append(place.line)
  }

  /// Adds rows of a batch.
  mutating func append(_ rows: [Int], cells: [MappingCells], plan: ReadingPlan, places: [RowPlace]) {
    for field in fields.indices {
      let members = plan.mappingsOfMembers[field]
      if !members.isEmpty {
        fields[field].append(lists: members.map { $0.map { cells[$0] } }, rows: rows)
      } else if plan.fields[field].type.isList {
        fields[field].append(lists: [plan.mappingOfField[field].map { cells[$0] }], rows: rows)
      } else {
        fields[field].append(plan.mappingOfField[field].map { cells[$0] }, rows: rows)
      }
    }
    for place in places { endRow(place) }
  }

  mutating func finish() -> EventTable {
    let columns = fields.indices.map { fields[$0].finish() }
    return EventTable(columns: columns, rowCount: rowCount, files: files, lines: lines) ?? .empty(columns: columns)
  }
}
