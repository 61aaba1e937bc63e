// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// All cells of a place that each event belongs to: the total, which is 0, and its groups of every split, by distance from the total.
struct GroupLists: Sendable {
  let distances: [Int32]
  /// Where each event's distances begin, and at the end their count; empty when every event has `stride` of them.
  let offsets: [Int32]
  /// How many distances every event has, where they all have as many.
  let stride: Int

  /// Joins the groups of some splits. Complexity: O(rows · splits + elements).
  init(_ splits: [SplitColumn], firstDistances: [Int], rows: Int) {
    var distances: [Int32] = []
    guard splits.contains(where: { $0.offsets != nil }) else {
      stride = splits.count + 1
      distances.reserveCapacity(rows * stride)
      for row in 0..<rows {
        distances.append(0)
        for (split, first) in zip(splits, firstDistances) {
          distances.append(Int32(truncatingIfNeeded: first) &+ split.numbers[row])
        }
      }
      self.distances = distances
      offsets = []
      return
    }
    stride = 0
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(rows + 1)
    for row in 0..<rows {
      distances.append(0)
      for (split, first) in zip(splits, firstDistances) {
        for place in split.range(of: row) {
          distances.append(Int32(truncatingIfNeeded: first) &+ split.numbers[place])
        }
      }
      offsets.append(Int32(truncatingIfNeeded: distances.count))
    }
    self.distances = distances
    self.offsets = offsets
  }
}

/// The groups of an indicator's splits, their places in a cell and in the order of rows.
struct GroupLayout: Sendable {
  let splits: [SplitColumn]
  /// Where each split's groups begin among all; the total is 0.
  let firstDistances: [Int]
  /// How many groups there are, the total included.
  let count: Int
  /// The groups of each event; none where nobody asked for them.
  let lists: GroupLists
  /// For each group its place in the order of rows.
  let ranks: [Int32]
  /// The groups that have a row in every cell, by rank.
  let fixed: [Int32]

  /// Complexity: O(rows + groups log groups), O(groups log groups) where the groups of each event are not asked for.
  init(_ splits: [SplitColumn], rows: Int, listsGroups: Bool = true) {
    self.splits = splits
    var firsts: [Int] = []
    var count = 1
    var texts = [""]
    var fixed: [Int32] = []
    for split in splits {
      firsts.append(count)
      fixed += (0..<split.fixedCount).map { Int32(truncatingIfNeeded: count + $0) }
      texts += split.groups.map { split.name + "=" + $0 }
      count += split.groups.count
    }
    var ranks = [Int32](repeating: 0, count: count)
    let order = texts.indices.sorted { precedes(texts[$0], texts[$1]) }
    for (rank, group) in order.enumerated() { ranks[group] = Int32(truncatingIfNeeded: rank) }
    firstDistances = firsts
    self.count = count
    self.ranks = ranks
    self.fixed = fixed.sorted { ranks[Int($0)] < ranks[Int($1)] }
    lists = GroupLists(listsGroups ? splits : [], firstDistances: firsts, rows: listsGroups ? rows : 0)
  }

  /// A group by its distance from the total; nil for the total.
  func group(_ distance: Int) -> SplitGroup? {
    guard let split = firstDistances.lastIndex(where: { $0 <= distance }) else { return nil }
    return SplitGroup(name: splits[split].name, group: splits[split].groups[distance - firstDistances[split]])
  }
}

/// Whether a text comes before another by code points.
func precedes(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}
