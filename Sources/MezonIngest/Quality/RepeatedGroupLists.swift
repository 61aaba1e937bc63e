// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Lists that stand twice in a hand-in in groups, as ``RepeatedRows`` finds them: rows whose lists have equal hashes are read again, some at a
/// time, and compared. A list that names somebody needs eight bytes a row until then.
struct RepeatedGroupLists {
  private(set) var lists = QualityFindings(QualityRule.sameList)

  private typealias Row = RowHashParts.Row
  private typealias Repeat = RepeatedGroupRows.Repeat

  /// The lists of a type in which persons or things are told apart.
  static func fields(_ schema: EventSchema) -> [String] {
    schema.fields.filter { field in
      switch field.type {
      case .list, .records: RepeatedRows.namesSomebody(field)
      default: false
      }
    }.map(\.name)
  }

  /// The hashes of the lists of a group's rows that are long enough to be looked at. Complexity: O(values).
  static func append(_ table: PortableTable, _ field: String, to hashes: inout RowHashParts) {
    guard let field = table.field(field) else { return }
    hashes.append(PortableHashes.unordered(field, fewest: RepeatedRows.fewestElements))
  }

  /// Complexity: O(rows), and O(values) of the rows whose lists may be repeated.
  /// - Parameters:
  ///   - hashes: for each of ``fields(_:)`` those of all groups
  ///   - rowsAtOnce: about how many rows are read again at a time
  init<Groups: EventGroups>(
    _ schema: EventSchema, _ hashes: [RowHashParts], _ groups: Groups, threads: Int, rowsAtOnce: Int
  ) throws(Groups.Failure) {
    for (field, hashes) in zip(Self.fields(schema), hashes) {
      let look = Look(schema, field)
      var repeats = RepeatedGroupRows.Repeats()
      var batch: [[Row]] = []
      var size = 0
      func compare() throws(Groups.Failure) {
        let rows = try ReadRows(batch.joined(), groups, threads: threads)
        for set in batch {
          let found = look.repeats(set, rows)
          repeats.add(found, of: found.count)
        }
        (batch, size) = ([], 0)
      }
      for part in 0..<RowHashParts.count {
        for set in hashes.alike(in: part) {
          if set.count > rowsAtOnce {
            let (first, count) = try look.repeats(ofLarge: set, groups, rowsAtOnce: rowsAtOnce, threads: threads)
            repeats.add(first, of: count)
            continue
          }
          if size + set.count > rowsAtOnce, size > 0 { try compare() }
          batch.append(set)
          size += set.count
        }
      }
      if size > 0 { try compare() }
      lists.add(repeats.first.map { Diagnostic(lists.rule, $0.arguments, at: $0.place) }, of: repeats.count)
    }
  }

  /// How the rows of a set whose lists may be the same are looked at.
  private struct Look {
    let field: String
    let all: [String]
    /// The fields of which one differs in two events, whatever else they say.
    let apart: [String]

    init(_ schema: EventSchema, _ field: String) {
      self.field = field
      all = schema.fields.map(\.name)
      apart = ([schema.ownTimeField] + (schema.unitField.map { [$0] } ?? [])).map { schema.fields[$0].name }
    }

    private func note(_ row: Row, _ before: Row, _ rows: ReadRows) -> Repeat {
      Repeat(row, before, rows, [field, String(rows.elementCount(field, row))])
    }

    /// The rows of a set that are at hand whose lists an earlier event has; rows that equal an earlier one as a whole are told elsewhere.
    func repeats(_ set: [Row], _ rows: ReadRows) -> [Repeat] {
      var wholes: [UInt64: [Row]] = [:]
      var firsts: [Row] = []
      var found: [Repeat] = []
      for row in set {
        let hash = rows.hash(row)
        if wholes[hash]?.contains(where: { rows.isSame(all, $0, row) }) ?? false { continue }
        wholes[hash, default: []].append(row)
        guard let first = firsts.first(where: { rows.hasSameElements(field, $0, rows, row) }) else {
          firsts.append(row)
          continue
        }
        if !rows.isSame(apart, first, row) { found.append(note(row, first, rows)) }
      }
      return found
    }

    /// The same of a set that is too large to be at hand as a whole: the first repeats, and how many there are.
    func repeats<Groups: EventGroups>(
      ofLarge set: [Row], _ groups: Groups, rowsAtOnce: Int, threads: Int
    ) throws(Groups.Failure) -> (first: [Repeat], count: Int) {
      let copyOf = try LargeRepeatedSet.copies(set, groups, fields: all, rowsAtOnce: rowsAtOnce, threads: threads)
      /// As hashes are equal, there is hardly more than one.
      var firsts: [(row: Row, rows: ReadRows)] = []
      var found: [(row: Row, before: Row)] = []
      var count = 0
      for start in stride(from: 0, to: set.count, by: rowsAtOnce) {
        let places = (start..<min(set.count, start + rowsAtOnce)).filter { copyOf[$0] < 0 }
        let rows = try ReadRows(places.lazy.map { set[$0] }, groups, threads: threads)
        for place in places {
          let row = set[place]
          guard let first = firsts.first(where: { rows.hasSameElements(field, row, $0.rows, $0.row) }) else {
            firsts.append((row: row, rows: try ReadRows([row], groups, threads: 1)))
            continue
          }
          guard !rows.isSame(apart, row, first.rows, first.row) else { continue }
          count += 1
          if found.count < QualityFindings.shownAtMost { found.append((row, first.row)) }
        }
      }
      let shown = try ReadRows(Set(found.flatMap { [$0.row, $0.before] }), groups, threads: threads)
      return (found.map { note($0.row, $0.before, shown) }, count)
    }
  }
}
