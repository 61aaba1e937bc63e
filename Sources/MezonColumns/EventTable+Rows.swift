// SPDX-License-Identifier: Apache-2.0

// Tables made of some rows of others.
extension EventTable {
  /// The events of the rows named, in the order named; each must lie within the table. Complexity: O(values of these rows).
  package func gathering(_ rows: [Int]) -> EventTable {
    let columns = columns.map { $0.gathering(rows) }
    return EventTable(
      columns: columns, rowCount: rows.count, files: rows.map { files[$0] }, lines: rows.map { lines[$0] })
      ?? .empty(columns: columns)
  }

  /// The events of some tables of one type one behind the other; nil where there is no table, or they are of different types.
  ///
  /// Complexity: O(values).
  package static func joining(_ tables: [EventTable]) -> EventTable? {
    guard let first = tables.first else { return nil }
    guard tables.count > 1 else { return first }
    var columns: [FieldColumn] = []
    for place in first.columns.indices {
      let own = tables.compactMap { $0.columns.indices.contains(place) ? $0.columns[place] : nil }
      guard own.count == tables.count, let joined = FieldColumn.joining(own) else { return nil }
      columns.append(joined)
    }
    return EventTable(
      columns: columns, rowCount: tables.reduce(0) { $0 + $1.rowCount }, files: tables.flatMap(\.files),
      lines: tables.flatMap(\.lines))
  }
}

extension FieldColumn {
  fileprivate func gathering(_ rows: [Int]) -> FieldColumn {
    switch self {
    case .plain(let column): return .plain(column.gathering(rows))
    case .list(let lists):
      var (builder, children) = lists.gathering(rows)
      return builder.finish(children: lists.children.map { $0.gathering(children) }).map { .list($0) } ?? self
    }
  }

  fileprivate static func joining(_ columns: [FieldColumn]) -> FieldColumn? {
    var plain: [Column] = []
    var lists: [ListColumn] = []
    for column in columns {
      switch column {
      case .plain(let column): plain.append(column)
      case .list(let list): lists.append(list)
      }
    }
    if lists.isEmpty { return Column.joining(plain).map { .plain($0) } }
    guard plain.isEmpty, let first = lists.first, lists.allSatisfy({ $0.children.count == first.children.count }) else {
      return nil
    }
    var builder = ListColumnBuilder()
    for list in lists {
      for row in 0..<list.count {
        guard list.isPresent(row) else {
          builder.appendMissing()
          continue
        }
        guard builder.append(childCount: list.children(of: row).count) else { return nil }
      }
    }
    let children = first.children.indices.compactMap { child in Column.joining(lists.map { $0.children[child] }) }
    guard children.count == first.children.count else { return nil }
    return builder.finish(children: children).map { .list($0) }
  }
}

extension Column {
  /// The rows of some columns of one storage one behind the other; nil where there is none, or the storages differ.
  fileprivate static func joining(_ columns: [Column]) -> Column? {
    func joined<Element: ColumnElement>(_ type: Element.Type) -> Column? {
      let values = columns.compactMap { $0.values(of: type) }
      guard values.count == columns.count else { return nil }
      var validity: Bitmap?
      if columns.contains(where: { $0.validity != nil }) {
        var bits = Bitmap()
        for column in columns {
          bits.append(contentsOf: column.validity ?? Bitmap(repeating: true, count: column.count))
        }
        validity = bits
      }
      return Column(Element.storage(Array(values.joined())), validity: validity)
    }
    switch columns.first?.storage {
    case .int64: return joined(Int64.self)
    case .int32: return joined(Int32.self)
    case .float64: return joined(Double.self)
    case .bool: return joined(UInt8.self)
    case nil: return nil
    }
  }
}
