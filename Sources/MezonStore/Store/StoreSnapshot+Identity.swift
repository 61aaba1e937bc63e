// SPDX-License-Identifier: Apache-2.0

extension StoreSnapshot.Part {
  /// What tells the rows of the part that count from those of any other: the segment's digest, and that of the rows that count.
  ///
  /// Complexity: O(rows / 64).
  package var identity: String {
    guard let live else { return "\(entry.segment.digest.hex) all" }
    let words = live.words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    return "\(entry.segment.digest.hex) \(Digest256(of: words).hex)"
  }
}

extension StoreSnapshot {
  /// What tells everything but events from that of any other snapshot: each table's name and the identity of its rows.
  package var identityOfRosters: [String] {
    let tables = commits.flatMap { $0.commit.tables.filter { $0.role != .events } }
    let names = Set(tables.map { "\($0.role) \($0.name)" }).sorted()
    return names.flatMap { key in
      tables.first { "\($0.role) \($0.name)" == key }.map { table in
        parts(table.name, role: table.role).map { "\(key) \($0.identity)" }
      } ?? []
    }
  }
}
