// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// A quantile of the values of every cell of a grid.
///
/// The values of periods that have days in common are sorted together. Then they are gone through from the least on: each counts down, in every
/// cell that it belongs to, how many are still to come before the cell's quantile, and no list of a cell's values is made. In longer
/// periods only those values are counted one by one among which a quantile lies; of the others the sum of the parts is known.
struct GridQuantiles: Sendable {
  /// How many values each cell has.
  let present: [Int32]
  /// The quantile of each cell that has a value.
  let values: [Double]

  /// Complexity: O(values · (digits + splits · depth · sums of periods) + cells).
  init(_ tally: ValueTally, _ probability: Double, _ grid: CellGrid, _ code: PlaceCode) {
    let targets = PlaceTargets(grid, code)
    var countdown = Countdown(tally, grid, targets)
    countdown.begin(probability)
    for block in grid.blocks {
      countdown.goThrough(
        SortedValues(tally, grid, block, words: code.words), Longer(grid, block, countdown.left), grid, targets)
    }
    present = countdown.present
    values = countdown.values
  }
}

/// The values of some periods, ascending.
private struct SortedValues {
  let values: AscendingValues
  /// Value after value, ascending: the period in which it was added up, and the code of its place.
  let periods: [Int32]
  let codes: [UInt32]

  /// Complexity: O(values · digits).
  init(_ tally: ValueTally, _ grid: CellGrid, _ block: [Int], words: Int) {
    var (values, codes, periods): ([Double], [UInt32], [Int32]) = ([], [], [])
    let count = block.reduce(0) { $0 + tally.count(in: Int(grid.baseNumbers[$1])) }
    values.reserveCapacity(count)
    codes.reserveCapacity(count * words)
    periods.reserveCapacity(count)
    for period in block {
      for chunk in tally.periods[Int(grid.baseNumbers[period])] {
        values += chunk.values
        codes += chunk.codes
        periods += repeatElement(Int32(truncatingIfNeeded: period), count: chunk.values.count)
      }
    }
    self.values = AscendingValues(values)
    // Put in order by themselves, so that what is far away is asked for in time.
    self.periods = Self.gathered(periods, self.values.order, words: 1)
    self.codes = Self.gathered(codes, self.values.order, words: words)
  }

  private static func gathered<Word>(_ all: [Word], _ order: [Int32], words: Int) -> [Word] {
    [Word](unsafeUninitializedCapacity: order.count * words) { room, filled in
      all.withUnsafeBufferPointer { all in
        for (place, index) in order.enumerated() {
          for word in 0..<words {
            room.initializeElement(at: place &* words &+ word, to: all[Int(index) &* words &+ word])
          }
        }
      }
      filled = order.count * words
    }
  }
}

/// How many values of each cell are still to come before its quantile, and which it is where they have come.
private struct Countdown {
  private(set) var present: [Int32]
  private(set) var values: [Double]
  private(set) var left: [Int32]
  private var probability = 0.5

  /// Counts the values of each cell. Complexity: O(values · splits + base cells · depth + cells).
  init(_ tally: ValueTally, _ grid: CellGrid, _ targets: PlaceTargets) {
    var counts = [Int32](repeating: 0, count: grid.baseCount)
    for period in 0..<grid.basePeriodCount {
      for chunk in tally.periods[period] { targets.count(chunk.codes, from: period * grid.baseWidth, into: &counts) }
    }
    present = grid.rolledUp(counts, stride: 1, zero: 0) { $0 &+= $1 }
    values = Array(repeating: .nan, count: grid.count)
    left = present
  }

  /// Counts from now on to the lower of the two values that a quantile lies between.
  mutating func begin(_ probability: Double) {
    self.probability = probability
    for cell in left.indices {
      let count = Int(present[cell])
      guard count > 0 else { continue }
      left[cell] = Int32(truncatingIfNeeded: SortedSample.Place(probability, count: count).low + 1)
    }
  }

  /// Goes through values, ascending, of which all of each cell's are among them. Complexity: see ``GridQuantiles``.
  mutating func goThrough(_ sorted: SortedValues, _ longer: Longer, _ grid: CellGrid, _ targets: PlaceTargets) {
    let count = sorted.values.order.count
    var reached: [Reached] = []
    var longer = longer
    for first in stride(from: 0, to: count, by: longer.valuesAtOnce) {
      let values = first..<min(first + longer.valuesAtOnce, count)
      countDown(sorted, values, grid, targets, &reached)
      if longer.periods.isEmpty { continue }
      if longer.goOn(left, grid) { countDown(longer, sorted, values, grid, targets, &reached) }
      longer.finish(&left, grid)
    }
    for (cell, place, left) in reached {
      let (cell, value) = (Int(cell), sorted.values[Int(place)])
      let target = SortedSample.Place(probability, count: Int(present[cell]))
      if left == 0 {
        values[cell] = target.value(low: value, high: value)
      } else if target.high > target.low {
        values[cell] = target.value(low: values[cell], high: value)
      }
    }
  }

  /// A cell that a value has reached, the place of the value, and how many were left: 0 at the lower value, -1 at the one after it.
  private typealias Reached = (cell: Int32, place: Int32, left: Int32)

  /// Counts some values in the periods in which they were added up.
  private mutating func countDown(
    _ sorted: SortedValues, _ values: Range<Int>, _ grid: CellGrid, _ targets: PlaceTargets, _ reached: inout [Reached]
  ) {
    let width = grid.width
    left.withUnsafeMutableBufferPointer { left in
      sorted.periods.withUnsafeBufferPointer { periods in
        targets.forEach(sorted.codes, values) { place, cells in
          let row = Int(periods[place]) &* width
          for cell in cells {
            let cell = row &+ Int(cell)
            let next = left[cell] &- 1
            left[cell] = next
            if UInt32(bitPattern: next &+ 1) <= 1 {
              reached.append((Int32(truncatingIfNeeded: cell), Int32(truncatingIfNeeded: place), next))
            }
          }
        }
      }
    }
  }

  /// Counts some values in longer periods, in those places where a quantile lies among them.
  private mutating func countDown(
    _ longer: Longer, _ sorted: SortedValues, _ values: Range<Int>, _ grid: CellGrid, _ targets: PlaceTargets,
    _ reached: inout [Reached]
  ) {
    let width = grid.width
    left.withUnsafeMutableBufferPointer { left in
      longer.isReached.withUnsafeBufferPointer { isReached in
        grid.wholes.withBuffers { offsets, wholes in
          sorted.periods.withUnsafeBufferPointer { periods in
            targets.forEach(sorted.codes, values) { place, cells in
              let period = Int(periods[place])
              for cell in cells where isReached[Int(cell)] != 0 {
                for whole in Int(offsets[period])..<Int(offsets[period &+ 1]) where Int(wholes[whole]) != period {
                  let cell = Int(wholes[whole]) &* width &+ Int(cell)
                  let next = left[cell] &- 1
                  left[cell] = next
                  if UInt32(bitPattern: next &+ 1) <= 1 {
                    reached.append((Int32(truncatingIfNeeded: cell), Int32(truncatingIfNeeded: place), next))
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// The periods that are sums of some others, and how many values are left in their cells as far as the others have been counted.
private struct Longer {
  let periods: [Int]
  /// How many values are gone through before the sums are made: so many that these are little of the work.
  let valuesAtOnce: Int
  /// Period after period, how many more are left in a cell than in those of its parts together.
  private var distances: [Int32]
  /// Period after period, how many are left in each cell once the values at hand are counted.
  private var next: [Int32]
  /// For each place within a period whether in some of the periods a quantile lies among the values at hand.
  private(set) var isReached: [Int32]

  private static let leastAtOnce = 512

  /// - Parameters:
  ///   - parts: the periods in which events are added up
  ///   - left: how many values are left in the cells of all periods
  /// - Complexity: O(cells of the parts · sums of each).
  init(_ grid: CellGrid, _ parts: [Int], _ left: [Int32]) {
    periods = Set(parts.flatMap { grid.wholes[$0] }).subtracting(parts.map { Int32(truncatingIfNeeded: $0) }).sorted()
      .map { Int($0) }
    let (width, periods) = (grid.width, periods)
    let additions = periods.reduce(0) { $0 + grid.summands[$1].count * width }
    valuesAtOnce = periods.isEmpty ? .max : max(Self.leastAtOnce, additions / 32)
    distances = Array(repeating: 0, count: periods.count * width)
    for (number, period) in periods.enumerated() {
      for cell in 0..<width {
        let parts = grid.summands[period].reduce(0 as Int32) { $0 &+ left[Int($1) * width + cell] }
        distances[number * width + cell] = left[period * width + cell] &- parts
      }
    }
    next = distances
    isReached = Array(repeating: 0, count: width)
  }

  /// Works out how many are left, and tells whether a quantile lies among the values that were counted last.
  mutating func goOn(_ left: [Int32], _ grid: CellGrid) -> Bool {
    let width = grid.width
    let periods = periods
    var any: Int32 = 0
    left.withUnsafeBufferPointer { left in
      distances.withUnsafeBufferPointer { distances in
        next.withUnsafeMutableBufferPointer { next in
          isReached.withUnsafeMutableBufferPointer { isReached in
            isReached.update(repeating: 0)
            for (number, period) in periods.enumerated() {
              let (own, row) = (number &* width, period &* width)
              for cell in 0..<width { next[own &+ cell] = distances[own &+ cell] }
              for part in grid.summands[period] {
                let from = Int(part) &* width
                for cell in 0..<width { next[own &+ cell] &+= left[from &+ cell] }
              }
              for cell in 0..<width {
                let (before, after) = (left[row &+ cell], next[own &+ cell])
                isReached[cell] |= before >= 0 && after <= 0 && after < before ? 1 : 0
              }
            }
            for cell in 0..<width { any |= isReached[cell] }
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
