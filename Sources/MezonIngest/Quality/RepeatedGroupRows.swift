// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// What ``RepeatedRows`` finds, of a hand-in in groups whose rows have no key and no lists: the rows whose hashes are equal are read
/// again, some at a time, and compared.
struct RepeatedGroupRows {
  /// About how many rows are read again at a time.
  private static let rowsAtOnce = 1 << 20

  private(set) var same = QualityFindings(QualityRule.sameRow)
  private(set) var different = QualityFindings(QualityRule.otherRow)
  private(set) var excess = QualityFindings(QualityRule.tooManyToCompare)

  /// A row that repeats an earlier one.
  private struct Repeat {
    let row: RowHashParts.Row
    let place: DiagnosticPlace
    let arguments: [String]
  }

  /// The fields by whose hash rows are kept apart until they are compared: those that tell events apart, or all where there are none.
  static func hashedFields(_ schema: EventSchema) -> [String] {
    let telling = RepeatedRows.tellingFields(schema, key: [])
    return (telling.isEmpty ? Array(schema.fields.indices) : telling).map { schema.fields[$0].name }
  }

  /// Complexity: O(rows), and O(values) of the groups that hold rows that may be repeated.
  init<Groups: EventGroups>(
    _ schema: EventSchema, _ hashes: RowHashParts, rowCount: Int, _ groups: Groups, most: Int, threads: Int,
    rowsAtOnce: Int = Self.rowsAtOnce
  ) throws(Groups.Failure) {
    guard rowCount <= most else {
      excess.note([String(rowCount)], at: .none)
      return
    }
    let found = sideBySide(0..<RowHashParts.count, threads: threads) { hashes.alike(in: $0) }
    var (copies, others): ([Repeat], [Repeat]) = ([], [])
    var counts = (same: 0, different: 0)
    var batch: [[RowHashParts.Row]] = []
    var size = 0
    func compare() throws(Groups.Failure) {
      let rows = try ReadRows(batch, groups, threads: threads)
      for set in batch {
        let repeats = Self.repeats(set, rows, schema)
        counts.same += repeats.same.count
        counts.different += repeats.different.count
        Self.keep(repeats.same, in: &copies)
        Self.keep(repeats.different, in: &others)
      }
      (batch, size) = ([], 0)
    }
    for sets in found {
      for set in sets {
        batch.append(set)
        size += set.count
        if size >= rowsAtOnce { try compare() }
      }
    }
    if size > 0 { try compare() }
    same.add(copies.map { Diagnostic(same.rule, $0.arguments, at: $0.place) }, of: counts.same)
    different.add(others.map { Diagnostic(different.rule, $0.arguments, at: $0.place) }, of: counts.different)
  }

  /// Keeps the first ones that are shown.
  private static func keep(_ more: [Repeat], in kept: inout [Repeat]) {
    guard !more.isEmpty else { return }
    kept = (kept + more).sorted { $0.row < $1.row }
    kept.removeLast(max(0, kept.count - QualityFindings.shownAtMost))
  }

  /// The rows of a set that say what an earlier one says, as a whole or in what tells events apart.
  private static func repeats(
    _ set: [RowHashParts.Row], _ rows: ReadRows, _ schema: EventSchema
  ) -> (same: [Repeat], different: [Repeat]) {
    let telling = RepeatedRows.tellingFields(schema, key: []).map { schema.fields[$0].name }
    let others = schema.fields.map(\.name).filter { !telling.contains($0) }
    var (same, different): ([Repeat], [Repeat]) = ([], [])
    /// The first rows that tell different events, and by the hash of all fields those that say different things.
    var events: [RowHashParts.Row] = []
    var wholes: [UInt64: [RowHashParts.Row]] = [:]
    let shared = telling.joined(separator: ", ")
    for row in set {
      let hash = rows.hash(row)
      let copied = wholes[hash]?.first { rows.isSame(telling, $0, row) && rows.isSame(others, $0, row) }
      let event = telling.isEmpty ? nil : events.first { rows.isSame(telling, $0, row) }
      if copied == nil { wholes[hash, default: []].append(row) }
      if !telling.isEmpty, event == nil { events.append(row) }
      if let copied {
        same.append(repeated(row, copied, rows, []))
      } else if let event {
        let names = others.filter { !rows.isSame([$0], event, row) }
        different.append(repeated(row, event, rows, [shared, names.joined(separator: ", ")]))
      }
    }
    return (same, different)
  }

  private static func repeated(
    _ row: RowHashParts.Row, _ before: RowHashParts.Row, _ rows: ReadRows, _ arguments: [String]
  ) -> Repeat {
    let (file, line) = rows.place(row)
    let earlier = rows.place(before)
    return Repeat(
      row: row, place: .row(file: file, line: line, column: nil),
      arguments: [earlier.file, String(earlier.line)] + arguments)
  }
}

/// Rows that were read again.
private struct ReadRows {
  private var tables: [Int32: PortableTable] = [:]
  private var places: [RowHashParts.Row: Int32] = [:]
  private var hashes: [Int32: [UInt64]] = [:]

  init<Groups: EventGroups>(
    _ sets: [[RowHashParts.Row]], _ groups: Groups, threads: Int
  ) throws(Groups.Failure) {
    let rowsOfGroup = Dictionary(grouping: sets.joined(), by: \.group).mapValues { $0.map(\.row).sorted() }
    let order = rowsOfGroup.keys.sorted()
    let read = sideBySide(0..<order.count, threads: threads) { place in
      Swift.Result { () throws(Groups.Failure) in
        let rows = rowsOfGroup[order[place]] ?? []
        let table = try groups.rows(rows.map { Int($0) }, of: Int(order[place]))
        let members = table.fields.flatMap(\.members)
        return (table, PortableHashes.hashes(members, texts: members.map(PortableHashes.texts), rows: 0..<rows.count))
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

  /// Whether two rows say the same in some fields.
  func isSame(_ fields: [String], _ left: RowHashParts.Row, _ right: RowHashParts.Row) -> Bool {
    guard let one = tables[left.group], let other = tables[right.group], let row = places[left],
      let otherRow = places[right]
    else { return false }
    return fields.allSatisfy { name in
      guard let member = one.field(name)?.members.first, let other = other.field(name)?.members.first else {
        return false
      }
      return member.saysSame(Int(row), as: other, Int(otherRow))
    }
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
