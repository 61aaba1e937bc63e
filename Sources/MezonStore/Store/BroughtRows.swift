// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Rows of a hand-in that another one, which takes its place, brings again.
struct BroughtRows: Sendable {
  /// For each table of the hand-in, by its place, a bit for each row up to the last one that is brought.
  private var tables: [Int: Bitmap] = [:]

  /// Notes a row. Complexity: O(1) amortised.
  mutating func insert(_ place: RowPlace) {
    // Taken out, so that it is not copied.
    var rows = tables.removeValue(forKey: place.table) ?? Bitmap()
    if rows.count <= place.row {
      let more = max(rows.count, place.row + 1 - rows.count)
      rows.append(contentsOf: Bitmap(repeating: false, count: more))
    }
    rows[place.row] = true
    tables[place.table] = rows
  }

  /// Whether a row of a table is brought again.
  func contains(table: Int, row: Int) -> Bool {
    guard let rows = tables[table], row < rows.count else { return false }
    return rows[row]
  }
}

extension StoreSnapshot {
  /// Throws where no hand-in has the number.
  func requireHandIn(_ number: Int) throws(StoreFault) {
    guard commits.contains(where: { $0.commit.number == number && $0.commit.kind == .handIn }) else {
      throw .unknownHandIn(number)
    }
  }

  /// The rows of a hand-in that count, ascending, but for those that are brought again. Complexity: O(rows).
  func rows(ofHandIn number: Int, but brought: BroughtRows) -> [RowPlace] {
    guard let commit = commits.first(where: { $0.commit.number == number })?.commit else { return [] }
    var places: [RowPlace] = []
    for name in Set(commit.tables.filter { $0.role != .roster }.map(\.name)) {
      for role in [Commit.Role.events, .facts] {
        for part in parts(name, role: role) where part.commit == number {
          for row in 0..<part.entry.rows where part.live?[row] ?? true {
            if brought.contains(table: part.index, row: row) { continue }
            places.append(RowPlace(commit: number, table: part.index, row: row))
          }
        }
      }
    }
    return places.sorted()
  }
}
