// SPDX-License-Identifier: Apache-2.0

/// Finds places by forty bits of a hash, in eleven to twenty-two bytes a place: where a row with some key may stand.
///
/// A hash may have any number of places, and places of other hashes are found for it about once in 2^40 pairs; whoever asks compares.
///
/// ```swift
/// var table = RowHashTable()
/// table.insert(hash, place: 7)
/// table.forEachPlace(of: hash) { print($0) }
/// ```
package struct RowHashTable: Sendable {
  /// Up to how many places fit; the place itself must be below it.
  package static let mostPlaces = Int(UInt32.max)

  /// The places of those hashes that share their highest eight bits.
  private struct Shard: Sendable {
    /// The next 32 bits of a hash above the place plus 1; 0 is an empty slot. A power of two, at most three quarters full.
    var slots: [UInt64] = []
    var count = 0

    mutating func insert(_ entry: UInt64) {
      if 4 * (count + 1) > 3 * slots.count { grow() }
      put(entry)
      count += 1
    }

    private mutating func put(_ entry: UInt64) {
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }

    private mutating func grow() {
      let old = slots
      slots = [UInt64](repeating: 0, count: max(16, 2 * old.count))
      for entry in old where entry != 0 { put(entry) }
    }

    /// Keeps the entries of places before one.
    mutating func keep(before place: UInt64) {
      let old = slots
      self = Shard()
      for entry in old where entry != 0 && entry & 0xFFFF_FFFF <= place { insert(entry) }
    }
  }

  private var shards = [Shard](repeating: Shard(), count: 256)

  package init() {}

  /// The number of places.
  package var count: Int { shards.reduce(0) { $0 + $1.count } }

  /// Adds a place, which must be below ``mostPlaces``. Complexity: O(1) amortised, for hashes with few places each.
  package mutating func insert(_ hash: UInt64, place: Int) {
    precondition(place >= 0 && place < Self.mostPlaces, "a place in the table")
    shards[Int(hash >> 56)].insert((hash >> 24) << 32 | UInt64(place + 1))
  }

  /// Calls `body` with the places of a hash, in no order. Complexity: O(places of the hash) expected.
  package func forEachPlace(of hash: UInt64, _ body: (Int) -> Void) {
    let slots = shards[Int(hash >> 56)].slots
    guard !slots.isEmpty else { return }
    let mask = slots.count - 1
    let wanted = hash >> 24 & 0xFFFF_FFFF
    var slot = Int(truncatingIfNeeded: wanted) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == wanted { body(Int(slots[slot] & 0xFFFF_FFFF) - 1) }
      slot = (slot + 1) & mask
    }
  }

  /// Removes all places from one on. Complexity: O(places).
  package mutating func removeAll(from place: Int) {
    for shard in shards.indices { shards[shard].keep(before: UInt64(place)) }
  }
}
