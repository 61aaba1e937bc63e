// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// How often each number stands in a field, as long as there are not too many different ones: what quartiles and outliers follow from
/// without the rows.
struct NumberTally: Sendable {
  /// Up to so many different numbers are counted.
  static let mostNumbers = 1 << 16

  /// Open addressing, at most half full; a place without a count is empty.
  private var keys: [UInt64]
  private var counts: [Int]
  private var distinct = 0
  private let most: Int
  /// Whether there were too many different numbers.
  private(set) var isWide = false
  /// The number of numbers.
  private(set) var total = 0

  init(most: Int = mostNumbers) {
    self.most = most
    keys = [UInt64](repeating: 0, count: 64)
    counts = [Int](repeating: 0, count: 64)
  }

  /// Adds the present numbers of a column; nothing where it holds no numbers. Complexity: O(rows).
  mutating func add(_ column: Column) {
    column.withRawColumn { raw in
      if !raw.int64s.isEmpty {
        add(raw.int64s.count, raw) { Double(raw.int64s[$0]) }
      } else {
        add(raw.float64s.count, raw) { raw.float64s[$0] }
      }
    }
  }

  private mutating func add(_ rows: Int, _ raw: RawColumn, _ number: (Int) -> Double) {
    var last: UInt64 = 0
    var place = -1
    for row in 0..<rows where raw.isPresent(row) {
      total &+= 1
      guard !isWide else { continue }
      let key = number(row).bitPattern
      // Most often a number is the one before it.
      if place < 0 || key != last {
        place = self.place(of: key)
        last = key
      }
      guard place >= 0 else { continue }
      counts[place] &+= 1
    }
  }

  /// Where a number is counted; -1 where there is no room for it.
  private mutating func place(of key: UInt64) -> Int {
    while true {
      let mask = keys.count - 1
      var place = Int(truncatingIfNeeded: HandedInEvents.mixed(key ^ 0x9E37_79B9_7F4A_7C15)) & mask
      while counts[place] > 0, keys[place] != key { place = (place + 1) & mask }
      if counts[place] > 0 { return place }
      if distinct == most {
        isWide = true
        (keys, counts) = ([], [])
        return -1
      }
      if 2 * (distinct + 1) <= keys.count {
        distinct += 1
        keys[place] = key
        return place
      }
      grow()
    }
  }

  private mutating func grow() {
    let (oldKeys, oldCounts) = (keys, counts)
    keys = [UInt64](repeating: 0, count: 2 * oldKeys.count)
    counts = [Int](repeating: 0, count: 2 * oldKeys.count)
    let mask = keys.count - 1
    for (key, count) in zip(oldKeys, oldCounts) where count > 0 {
      var place = Int(truncatingIfNeeded: HandedInEvents.mixed(key ^ 0x9E37_79B9_7F4A_7C15)) & mask
      while counts[place] > 0 { place = (place + 1) & mask }
      (keys[place], counts[place]) = (key, count)
    }
  }

  /// The different numbers in the order of IEEE 754, each with its count; none where there were too many. Complexity: O(n log n).
  var sorted: [(number: Double, count: Int)] {
    zip(keys, counts).filter { $0.1 > 0 }.map { (number: Double(bitPattern: $0.0), count: $0.1) }
      .sorted { RankSearch.key($0.number) < RankSearch.key($1.number) }
  }
}
