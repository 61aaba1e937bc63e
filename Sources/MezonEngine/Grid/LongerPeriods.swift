// SPDX-License-Identifier: Apache-2.0

/// The periods that are sums of some others, and how many values are left in their cells as far as the others have been counted.
struct LongerPeriods {
  /// For each period of the grid those that are sums of it.
  struct Wholes {
    /// Where the sums of a period stand in ``list``, and all their bits together.
    var ofPeriods: [(first: Int, end: Int, bits: UInt32)]
    /// The numbers of longer periods in the grid, each with a bit, which others may have too.
    var list: [(period: Int, bit: UInt32)] = []
  }

  /// What a period is the sum of: others in which events are added up, and longer ones before it.
  private struct Parts {
    var shorter: [Int] = []
    var longer: [Int] = []
  }

  /// Their numbers in the grid, each behind those that are parts of it.
  let periods: [Int]
  /// How many values are gone through before the sums are made: so many that these are little of the work.
  let valuesAtOnce: Int
  private let parts: [Parts]
  /// Period after period, how many more are left in a cell than in those of its parts together.
  private var distances: [Int32]
  /// Period after period, how many are left in each cell once the values at hand are counted.
  private var next: [Int32]
  private let wholes: Wholes
  /// For each place within a period the bits of those in which a quantile lies among the values at hand.
  private var reached: [UInt32]

  private static let leastAtOnce = 512

  /// - Parameters:
  ///   - block: the periods in which events are added up
  ///   - left: how many values are left in the cells of all periods
  /// - Complexity: O(cells of the periods · parts of each).
  init(_ grid: CellGrid, _ block: [Int], _ left: [Int32]) {
    let own = Set(block.flatMap { grid.wholes[$0] }).subtracting(block.map { Int32(truncatingIfNeeded: $0) })
    let width = grid.width
    let periods = own.map { Int($0) }.sorted { (grid.summands[$0].count, $0) < (grid.summands[$1].count, $1) }
    let numbers = Dictionary(uniqueKeysWithValues: periods.enumerated().map { (Int32(truncatingIfNeeded: $1), $0) })
    let parts = Self.parts(of: periods, numbers, grid)
    var distances = [Int32](repeating: 0, count: periods.count * width)
    for (number, period) in periods.enumerated() {
      let shorter = parts[number].shorter + parts[number].longer.map { periods[$0] }
      for cell in 0..<width {
        let sum = shorter.reduce(0 as Int32) { $0 &+ left[$1 * width + cell] }
        distances[number * width + cell] = left[period * width + cell] &- sum
      }
    }
    let additions = parts.reduce(0) { $0 + ($1.shorter.count + $1.longer.count + 1) * width }
    valuesAtOnce = periods.isEmpty ? .max : max(Self.leastAtOnce, additions / 32)
    self.periods = periods
    self.parts = parts
    self.distances = distances
    next = distances
    wholes = Self.wholes(of: block, in: periods, numbers, grid)
    reached = Array(repeating: 0, count: width)
  }

  /// Puts each of some periods together from the longest ones before it that do not overlap.
  ///
  /// Complexity: O(parts of each² · sums of a part).
  private static func parts(of periods: [Int], _ numbers: [Int32: Int], _ grid: CellGrid) -> [Parts] {
    let summands = periods.map { Set(grid.summands[$0]) }
    return summands.enumerated().map { number, all in
      var rest = all
      var parts = Parts()
      // Only those that have a part in common.
      let others = Set(all.flatMap { grid.wholes[Int($0)] }.compactMap { numbers[$0] })
      for before in others.sorted(by: >) where before < number && summands[before].count < all.count {
        guard summands[before].isSubset(of: rest) else { continue }
        parts.longer.append(before)
        rest.subtract(summands[before])
      }
      parts.shorter = rest.sorted().map { Int($0) }
      return parts
    }
  }

  /// The periods by their numbers in the grid, each with those that it is the sum of.
  var periodsWithParts: [(period: Int, parts: [Int])] {
    zip(periods, parts).map { ($0, $1.shorter + $1.longer.map { periods[$0] }) }
  }

  private static func wholes(
    of block: [Int], in periods: [Int], _ numbers: [Int32: Int], _ grid: CellGrid
  ) -> Wholes {
    if periods.isEmpty { return Wholes(ofPeriods: []) }
    var wholes = Wholes(ofPeriods: Array(repeating: (0, 0, 0), count: grid.periods.periods.count))
    for period in block {
      let first = wholes.list.count
      for number in grid.wholes[period].compactMap({ numbers[$0] }).sorted() {
        wholes.list.append((periods[number], bit(of: number)))
      }
      let bits = wholes.list[first...].reduce(0) { $0 | $1.bit }
      wholes.ofPeriods[period] = (first, wholes.list.count, bits)
    }
    return wholes
  }

  private static func bit(of number: Int) -> UInt32 { 1 << (UInt32(truncatingIfNeeded: number) & 31) }

  /// Calls `body` with the sums of each period, and for each place within a period with the bits of those in which a quantile lies among
  /// the values at hand.
  @inline(__always)
  func withWholes(
    _ body: (
      (
        ofPeriods: UnsafeBufferPointer<(first: Int, end: Int, bits: UInt32)>,
        list: UnsafeBufferPointer<(period: Int, bit: UInt32)>
      ), UnsafeBufferPointer<UInt32>
    ) -> Void
  ) {
    wholes.ofPeriods.withUnsafeBufferPointer { ofPeriods in
      wholes.list.withUnsafeBufferPointer { list in reached.withUnsafeBufferPointer { body((ofPeriods, list), $0) } }
    }
  }

  /// Works out how many are left, and tells whether a quantile lies among the values that were counted last.
  mutating func goOn(_ left: [Int32], _ grid: CellGrid) -> Bool {
    let width = grid.width
    var any: UInt32 = 0
    left.withUnsafeBufferPointer { left in
      distances.withUnsafeBufferPointer { distances in
        next.withUnsafeMutableBufferPointer { next in
          reached.withUnsafeMutableBufferPointer { reached in
            reached.update(repeating: 0)
            for (number, period) in periods.enumerated() {
              let (own, row) = (number &* width, period &* width)
              for cell in 0..<width { next[own &+ cell] = distances[own &+ cell] }
              for part in parts[number].shorter {
                let from = part &* width
                for cell in 0..<width { next[own &+ cell] &+= left[from &+ cell] }
              }
              for part in parts[number].longer {
                let from = part &* width
                for cell in 0..<width { next[own &+ cell] &+= next[from &+ cell] }
              }
              let bit = Self.bit(of: number)
              for cell in 0..<width {
                let (before, after) = (left[row &+ cell], next[own &+ cell])
                reached[cell] |= before >= 0 && after <= 0 && after < before ? bit : 0
              }
            }
            for cell in 0..<width { any |= reached[cell] }
          }
        }
      }
    }
    return any != 0
  }

  /// Takes what is left in the cells of the periods over.
  func finish(_ left: inout [Int32], _ grid: CellGrid) {
    let width = grid.width
    left.withUnsafeMutableBufferPointer { left in
      next.withUnsafeBufferPointer { next in
        for (number, period) in periods.enumerated() {
          for cell in 0..<width { left[period &* width &+ cell] = next[number &* width &+ cell] }
        }
      }
    }
  }
}
