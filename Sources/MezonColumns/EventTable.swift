// SPDX-License-Identifier: Apache-2.0

/// The values of one field: one per row, or a list per row.
package enum FieldColumn: Sendable, Equatable {
  /// One value per row.
  case plain(Column)
  /// A list per row: one child column for plain values, one per member for child records.
  case list(ListColumn)

  /// The number of rows.
  package var count: Int {
    switch self {
    case .plain(let column): column.count
    case .list(let column): column.count
    }
  }
}

/// All events of one type, as columns in the order of the type's fields.
///
/// How types are stored: a time as int64 (microseconds since 1970-01-01T00:00Z), a day as int32 (days since 1970-01-01), a unit as int32
/// (index in ``Organisation/codes``), a member of a choice as int32 (its index), a code of a reference domain or a text as int32 (code of its
/// dictionary), yes or no as bool, a whole number as int64, another number as float64.
package struct EventTable: Sendable {
  /// One column per field.
  package let columns: [FieldColumn]
  /// The number of events.
  package let rowCount: Int
  /// For each event the file it came from, as an index into ``Dataset/files``.
  package let files: [Int32]
  /// For each event the line of that file on which its row starts, from 1.
  package let lines: [Int32]

  /// Makes a table; nil when a column's or a place's length differs from the number of events.
  package init?(columns: [FieldColumn], rowCount: Int, files: [Int32], lines: [Int32]) {
    guard columns.allSatisfy({ $0.count == rowCount }), files.count == rowCount, lines.count == rowCount else {
      return nil
    }
    self.columns = columns
    self.rowCount = rowCount
    self.files = files
    self.lines = lines
  }

  private init(emptyColumns: [FieldColumn]) {
    columns = emptyColumns
    rowCount = 0
    files = []
    lines = []
  }

  /// A table without events whose columns are empty ones of the right kinds.
  package static func empty(columns: [FieldColumn]) -> EventTable { EventTable(emptyColumns: columns) }
}

extension EventTable {
  /// The events of some rows, which must lie within the table. Complexity: O(values of these rows).
  package func rows(_ rows: Range<Int>) -> EventTable {
    if rows == 0..<rowCount { return self }
    let columns = columns.map { $0.rows(rows) }
    return EventTable(columns: columns, rowCount: rows.count, files: Array(files[rows]), lines: Array(lines[rows]))
      ?? .empty(columns: columns)
  }
}

extension EventTable {
  /// Some rows with some of the fields, of which none may be a list; the others are missing. Complexity: O(rows · fields).
  ///
  /// - Parameter rows: in any order, each within the table
  package func gathering(_ rows: [Int32], fields: Set<Int>) -> EventTable {
    // Looked at once for all columns.
    let last = rows.reduce(into: 0 as UInt32) { $0 = max($0, UInt32(bitPattern: $1)) }
    precondition(rows.isEmpty || Int(last) < rowCount, "row out of range")
    let zeros = [Int32](repeating: 0, count: rows.count)
    let missing = FieldColumn.plain(
      Column(checked: .int32(zeros), validity: Bitmap(repeating: false, count: rows.count)))
    let columns = columns.enumerated().map { field, column -> FieldColumn in
      guard fields.contains(field), case .plain(let column) = column else { return missing }
      return .plain(column.gathering(known: rows))
    }
    return EventTable(columns: columns, rowCount: rows.count, files: zeros, lines: zeros) ?? .empty(columns: columns)
  }
}

extension FieldColumn {
  fileprivate func rows(_ rows: Range<Int>) -> FieldColumn {
    switch self {
    case .plain(let column): return .plain(column.rows(rows))
    case .list(let lists):
      let first = lists.offsets[rows.lowerBound]
      let children = Int(first)..<Int(lists.offsets[rows.upperBound])
      let own = ListColumn(
        offsets: lists.offsets[rows.lowerBound...rows.upperBound].map { $0 - first },
        children: lists.children.map { $0.rows(children) }, validity: lists.validity?.bits(rows))
      return own.map { .list($0) } ?? self
    }
  }
}

extension Column {
  /// Some rows, each of which is known to lie within the column.
  fileprivate func gathering(known rows: [Int32]) -> Column {
    func gathered<Value: BitwiseCopyable>(_ values: [Value]) -> [Value] {
      [Value](unsafeUninitializedCapacity: rows.count) { room, filled in
        values.withUnsafeBufferPointer { values in
          rows.withUnsafeBufferPointer { rows in
            for place in rows.indices { room.initializeElement(at: place, to: values[Int(rows[place])]) }
          }
        }
        filled = rows.count
      }
    }
    let storage: Storage =
      switch storage {
      case .int64(let values): .int64(gathered(values))
      case .int32(let values): .int32(gathered(values))
      case .float64(let values): .float64(gathered(values))
      case .bool(let values): .bool(gathered(values))
      }
    return Column(checked: storage, validity: validity?.gathering(known: rows))
  }

  fileprivate func rows(_ rows: Range<Int>) -> Column {
    let storage: Storage =
      switch storage {
      case .int64(let values): .int64(Array(values[rows]))
      case .int32(let values): .int32(Array(values[rows]))
      case .float64(let values): .float64(Array(values[rows]))
      case .bool(let values): .bool(Array(values[rows]))
      }
    return Column(checked: storage, validity: validity?.bits(rows))
  }
}
