// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// A quantile of the values of every cell of a grid.
///
/// All values are sorted once, and then known by their ranks. Ranks are split into as many stretches as there is room for; how many
/// values of a cell lie in each adds up from base cells. So a cell looks at the values of one stretch only, to pick its own.
struct GridQuantiles: Sendable {
  /// How many values each cell has.
  let present: [Int32]
  /// The quantile of each cell that has a value.
  let values: [Double]

  /// Complexity: O(values · (log values + splits) + cells · stretches).
  init(_ tally: ValueTally, _ probability: Double, _ grid: CellGrid) {
    let ranks = RankLists(tally, grid)
    let counts = grid.rolledUp(ranks.counts, stride: ranks.stretches)
    let present = grid.rolledUp(ranks.totals, stride: 1)
    var values = [Double](repeating: .nan, count: grid.count)
    var picked = PickedRanks(ranks, counts)
    for period in grid.periods.periods.indices {
      let periods = grid.baseParts(of: period)
      for place in 0..<grid.width {
        let cell = period * grid.width + place
        let count = Int(present[cell])
        guard count > 0 else { continue }
        picked.begin(cell, count: count)
        let target = SortedSample.Place(probability, count: count)
        let parts = grid.parts[place]
        let low = picked.value(at: target.low, periods, parts, grid.baseWidth)
        values[cell] = target.value(
          low: low,
          high: target.high > target.low ? picked.value(at: target.high, periods, parts, grid.baseWidth) : low)
      }
    }
    self.present = present
    self.values = values
  }
}

/// Picks values of one cell after the other by their places in ascending order.
private struct PickedRanks {
  private let ranks: RankLists
  /// For each cell how many of its values lie in each stretch.
  private let counts: [Int32]
  private var cell = 0
  /// Whether the cell has so few values that all of them are looked at together.
  private var isSmall = false
  /// The ranks of the cell in one stretch, in some order, and which stretch that is.
  private var scratch: [Int32] = []
  private var stretch = -1

  init(_ ranks: RankLists, _ counts: [Int32]) {
    self.ranks = ranks
    self.counts = counts
  }

  /// So many values are not told apart by stretches.
  private static let fewValues = 48

  /// Goes on to a cell of so many values.
  mutating func begin(_ cell: Int, count: Int) {
    self.cell = cell
    isSmall = count <= Self.fewValues
    stretch = -1
  }

  /// The value at a place among the cell's own, which must exist.
  ///
  /// - Parameters:
  ///   - periods: the periods in which events are added up that the cell's is made of
  ///   - parts: the base cells within a period that the cell is made of
  mutating func value(at index: Int, _ periods: [Int32], _ parts: ArraySlice<Int32>, _ width: Int) -> Double {
    if isSmall {
      if stretch < 0 {
        stretch = 0
        scratch.removeAll(keepingCapacity: true)
        for period in periods {
          for part in parts { ranks.append(of: Int(period) &* width &+ Int(part), to: &scratch) }
        }
      }
      return ranks.sorted[Int(smallest(index, of: &scratch))]
    }
    var (next, before) = (0, 0)
    let first = cell &* ranks.stretches
    while before &+ Int(counts[first &+ next]) <= index {
      before &+= Int(counts[first &+ next])
      next &+= 1
    }
    if next != stretch {
      stretch = next
      scratch.removeAll(keepingCapacity: true)
      for period in periods {
        for part in parts { ranks.append(of: Int(period) &* width &+ Int(part), next, to: &scratch) }
      }
    }
    return ranks.sorted[Int(smallest(index - before, of: &scratch))]
  }
}

/// The number that has so many smaller ones in a list without repeated ones, which is put into another order.
///
/// Complexity: O(numbers) on average: the middle of three splits the list.
func smallest(_ index: Int, of numbers: inout [Int32]) -> Int32 {
  var (low, high) = (0, numbers.count - 1)
  while low < high {
    let (first, middle, last) = (numbers[low], numbers[low + (high - low) / 2], numbers[high])
    let pivot = max(min(first, middle), min(max(first, middle), last))
    var (left, right) = (low, high)
    while left <= right {
      while numbers[left] < pivot { left += 1 }
      while numbers[right] > pivot { right -= 1 }
      if left <= right {
        numbers.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    if index <= right { high = right } else if index >= left { low = left } else { break }
  }
  return numbers[index]
}

/// The ranks of the values of every base cell, by stretches.
private struct RankLists {
  /// The values by rank.
  let sorted: [Double]
  /// How many stretches of ranks there are.
  let stretches: Int
  /// For each base cell how many of its values lie in each stretch.
  let counts: [Int32]
  private let ranks: [Int32]
  /// For each base cell and stretch where its ranks begin.
  private let starts: [Int32]

  /// More numbers than this are not kept for all cells together.
  private static let mostCounts = 1 << 21

  /// Complexity: O(values · (log values + splits) + base cells · stretches).
  init(_ tally: ValueTally, _ grid: CellGrid) {
    let order = ascendingOrder(tally.values)
    sorted = order.map { tally.values[Int($0)] }
    let most = max(1, min(64, Self.mostCounts / max(1, grid.count)))
    var shift = 0
    while (max(1, order.count) - 1) >> shift >= most { shift += 1 }
    let stretches = (max(1, order.count) - 1) >> shift + 1
    self.stretches = stretches
    // Gone through as the values came: neighbours are of one period, whose lists lie close together.
    var rankOfValue = [Int32](repeating: 0, count: order.count)
    for (rank, value) in order.enumerated() { rankOfValue[Int(value)] = Int32(truncatingIfNeeded: rank) }
    let none = grid.baseCount
    var counts = [Int32](repeating: 0, count: (grid.baseCount + 1) * stretches)
    for (value, rank) in rankOfValue.enumerated() {
      let start = value &* tally.stride
      for index in start..<start &+ tally.stride {
        counts[Int(tally.places[index]) &* stretches &+ Int(rank) >> shift] &+= 1
      }
    }
    for stretch in 0..<stretches { counts[none * stretches + stretch] = 0 }
    var starts = [Int32](repeating: 0, count: counts.count + 1)
    for index in counts.indices { starts[index + 1] = starts[index] &+ counts[index] }
    var next = starts
    var ranks = [Int32](repeating: 0, count: Int(starts[counts.count]))
    for (value, rank) in rankOfValue.enumerated() {
      let start = value &* tally.stride
      for index in start..<start &+ tally.stride where Int(tally.places[index]) != none {
        let list = Int(tally.places[index]) &* stretches &+ Int(rank) >> shift
        ranks[Int(next[list])] = rank
        next[list] &+= 1
      }
    }
    self.counts = counts
    self.ranks = ranks
    self.starts = starts
  }

  /// How many values each base cell has.
  var totals: [Int32] {
    (0..<counts.count / stretches).map { starts[($0 + 1) * stretches] &- starts[$0 * stretches] }
  }

  /// Adds all ranks of a base cell.
  @inline(__always)
  func append(of base: Int, to list: inout [Int32]) {
    for rank in Int(starts[base &* stretches])..<Int(starts[(base &+ 1) &* stretches]) { list.append(ranks[rank]) }
  }

  /// Adds the ranks of a base cell that lie in a stretch.
  @inline(__always)
  func append(of base: Int, _ stretch: Int, to list: inout [Int32]) {
    let index = base &* stretches &+ stretch
    let (from, until) = (Int(starts[index]), Int(starts[index &+ 1]))
    for rank in from..<until { list.append(ranks[rank]) }
  }
}

/// The indices of finite values in ascending order of these, by digits of eleven bits; equal ones stay as they are.
///
/// Complexity: O(values) for each digit in which they differ.
func ascendingOrder(_ values: [Double]) -> [Int32] {
  let count = values.count
  // Turned so that the order of the words is that of the numbers.
  var keys = values.map { value -> UInt64 in
    let bits = value.bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
  var order = (0..<Int32(truncatingIfNeeded: count)).map { $0 }
  let (all, any) = keys.reduce((UInt64.max, UInt64(0))) { ($0.0 & $1, $0.1 | $1) }
  let varying = all ^ any
  var otherKeys = keys
  var otherOrder = order
  for shift in Swift.stride(from: UInt64(0), to: 64, by: 11) where (varying >> shift) & 0x7FF != 0 {
    var starts = [Int](repeating: 0, count: 2049)
    for key in keys { starts[Int((key >> shift) & 0x7FF) + 1] &+= 1 }
    for digit in 1...2048 { starts[digit] &+= starts[digit - 1] }
    for index in 0..<count {
      let digit = Int((keys[index] >> shift) & 0x7FF)
      let place = starts[digit]
      starts[digit] = place &+ 1
      otherKeys[place] = keys[index]
      otherOrder[place] = order[index]
    }
    swap(&keys, &otherKeys)
    swap(&order, &otherOrder)
  }
  return order
}
