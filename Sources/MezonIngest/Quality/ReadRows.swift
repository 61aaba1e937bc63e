// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Rows that were read again.
struct ReadRows {
  private var tables: [Int32: PortableTable] = [:]
  private var places: [RowHashParts.Row: Int32] = [:]
  private var hashes: [Int32: [UInt64]] = [:]

  /// Complexity: O(values of the pages that hold them).
  /// - Parameter rows: each once, in any order
  init<Groups: EventGroups>(
    _ rows: some Sequence<RowHashParts.Row>, _ groups: Groups, threads: Int
  ) throws(Groups.Failure) {
    let rowsOfGroup = Dictionary(grouping: rows, by: \.group).mapValues { $0.map(\.row).sorted() }
    let order = rowsOfGroup.keys.sorted()
    let read = sideBySide(0..<order.count, threads: threads) { place in
      Swift.Result { () throws(Groups.Failure) in
        let rows = rowsOfGroup[order[place]] ?? []
        let table = try groups.rows(rows.map { Int($0) }, of: Int(order[place]))
        return (table, PortableHashes.hashes(ofRowsOf: table))
      }
    }
    for (group, result) in zip(order, read) {
      let (table, hashes) = try result.get()
      tables[group] = table
      self.hashes[group] = hashes
      for (place, row) in (rowsOfGroup[group] ?? []).enumerated() {
        places[RowHashParts.Row(group: group, row: row)] = Int32(truncatingIfNeeded: place)
      }
    }
  }

  /// A hash of all that a row says.
  func hash(_ row: RowHashParts.Row) -> UInt64 { hashes[row.group]?[Int(places[row] ?? 0)] ?? 0 }

  /// The file and line of a row.
  func place(_ row: RowHashParts.Row) -> (file: String, line: Int) {
    tables[row.group]?.place(Int(places[row] ?? 0)) ?? ("", 0)
  }

  /// Whether a row has values in all of some fields.
  func isComplete(_ fields: [String], _ row: RowHashParts.Row) -> Bool {
    guard let table = tables[row.group], let place = places[row] else { return false }
    return fields.allSatisfy { table.field($0)?.members.first?.column.isPresent(Int(place)) ?? false }
  }

  /// Whether two rows say the same in some fields.
  func isSame(_ fields: [String], _ left: RowHashParts.Row, _ right: RowHashParts.Row) -> Bool {
    isSame(fields, left, self, right)
  }

  /// Whether a row says what a row of others says in some fields.
  func isSame(
    _ fields: [String], _ left: RowHashParts.Row, _ others: ReadRows, _ right: RowHashParts.Row
  ) -> Bool {
    guard let one = tables[left.group], let other = others.tables[right.group], let row = places[left],
      let otherRow = others.places[right]
    else { return false }
    return fields.allSatisfy { name in
      guard let field = one.field(name), let other = other.field(name) else { return false }
      return field.saysSame(Int(row), as: other, Int(otherRow))
    }
  }

  /// The number of elements of a row's list.
  func elementCount(_ field: String, _ row: RowHashParts.Row) -> Int {
    guard let lists = tables[row.group]?.field(field)?.lists, let place = places[row] else { return 0 }
    return lists.children(of: Int(place)).count
  }

  /// Whether a row's list has the elements of another one's, in whatever order.
  func hasSameElements(
    _ field: String, _ left: RowHashParts.Row, _ others: ReadRows, _ right: RowHashParts.Row
  ) -> Bool {
    guard let one = tables[left.group]?.field(field), let other = others.tables[right.group]?.field(field),
      let lists = one.lists, let otherLists = other.lists, let row = places[left], let otherRow = others.places[right]
    else { return false }
    var unmatched = Array(otherLists.children(of: Int(otherRow)))
    guard unmatched.count == lists.children(of: Int(row)).count else { return false }
    return lists.children(of: Int(row)).allSatisfy { child in
      guard let place = unmatched.firstIndex(where: { one.hasSameElement(child, as: other, $0) }) else { return false }
      unmatched.remove(at: place)
      return true
    }
  }
}

extension PortableTable.Field {
  /// Whether a row says what a row of another field of the same type says.
  fileprivate func saysSame(_ row: Int, as other: PortableTable.Field, _ otherRow: Int) -> Bool {
    guard let lists, let otherLists = other.lists else {
      guard let member = members.first, let other = other.members.first else { return members.isEmpty }
      return member.saysSame(row, as: other, otherRow)
    }
    let (own, others) = (lists.children(of: row), otherLists.children(of: otherRow))
    guard lists.isPresent(row) == otherLists.isPresent(otherRow), own.count == others.count else { return false }
    return zip(own, others).allSatisfy { hasSameElement($0, as: other, $1) }
  }

  /// Whether a child says what a child of another field of the same type says.
  fileprivate func hasSameElement(_ child: Int, as other: PortableTable.Field, _ otherChild: Int) -> Bool {
    zip(members, other.members).allSatisfy { $0.saysSame(child, as: $1, otherChild) }
  }
}

extension PortableTable.Member {
  /// Whether a row says what a row of another column of the same kind says.
  fileprivate func saysSame(_ row: Int, as other: PortableTable.Member, _ otherRow: Int) -> Bool {
    guard column.isPresent(row), other.column.isPresent(otherRow) else {
      return column.isPresent(row) == other.column.isPresent(otherRow)
    }
    switch (column.storage, other.column.storage) {
    case (.int64(let values), .int64(let others)): return values[row] == others[otherRow]
    case (.int32(let values), .int32(let others)):
      guard kind.hasDictionary else { return values[row] == others[otherRow] }
      return dictionary.withBytes(values[row]) { bytes in
        other.dictionary.withBytes(others[otherRow]) { bytes.elementsEqual($0) }
      }
    case (.float64(let values), .float64(let others)): return values[row].bitPattern == others[otherRow].bitPattern
    case (.bool(let values), .bool(let others)): return values[row] == others[otherRow]
    default: return false
    }
  }
}
