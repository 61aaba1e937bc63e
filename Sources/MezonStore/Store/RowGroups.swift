// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Which rows of a table say the same in some fields: for each row the first one that does.
struct RowGroups: Sendable {
  /// For each row the first one that says the same; the row itself where none does, or where it is not looked at.
  private(set) var first: [Int32]
  /// For each row the next one that says the same; -1 for none.
  private(set) var next: [Int32]

  /// Complexity: O(rows) expected.
  /// - Parameters:
  ///   - rows: the rows that are looked at; nil for all
  ///   - isSame: whether two rows whose hashes are equal say the same
  init(_ hashes: [UInt64], rows: Bitmap?, isSame: (Int, Int) -> Bool) {
    first = [Int32](0..<Int32(truncatingIfNeeded: hashes.count))
    next = [Int32](repeating: -1, count: hashes.count)
    // Open addressing at most half full; a slot holds the first row of its group.
    let bits = max(4, BitPacking.width(UInt64(2 * hashes.count)))
    let mask = (1 << bits) - 1
    var slots = [Int32](repeating: -1, count: mask + 1)
    var last: [Int32: Int32] = [:]
    for row in hashes.indices where rows?[row] ?? true {
      var slot = Int(truncatingIfNeeded: hashes[row] >> 8) & mask
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if hashes[other] == hashes[row], isSame(other, row) {
          first[row] = Int32(truncatingIfNeeded: other)
          next[Int(last[Int32(other)] ?? Int32(other))] = Int32(truncatingIfNeeded: row)
          last[Int32(truncatingIfNeeded: other)] = Int32(truncatingIfNeeded: row)
          break
        }
        slot = (slot + 1) & mask
      }
      if slots[slot] < 0 { slots[slot] = Int32(truncatingIfNeeded: row) }
    }
  }

  /// Whether a row is the first of its group.
  func isFirst(_ row: Int) -> Bool { Int(first[row]) == row }

  /// Calls `body` with each row of the group that begins with a row, ascending.
  func forEachRow(ofGroup first: Int, _ body: (Int) -> Void) {
    var row = first
    while row >= 0 {
      body(row)
      row = Int(next[row])
    }
  }
}
