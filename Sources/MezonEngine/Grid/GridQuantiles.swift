// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// A quantile of the values of every cell of a grid.
///
/// The values of periods that have days in common are sorted together. Then they are gone through from the least on: each counts down, in every
/// cell that it belongs to, how many are still to come before the cell's quantile. So a cell is looked at once for each of its
/// values, and no list of them is made.
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
      countdown.goThrough(SortedValues(tally, grid, block, words: code.words), grid, targets)
    }
    present = countdown.present
    values = countdown.values
  }
}

/// The values of some periods, ascending.
private struct SortedValues {
  /// In the order in which they came.
  let values: [Double]
  /// Value after value, ascending: which it is, the period in which it was added up, and the code of its place.
  let order: [Int32]
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
    self.values = values
    order = ascendingOrder(values)
    // Put in order by themselves, so that what is far away is asked for in time.
    self.periods = Self.gathered(periods, order, words: 1)
    self.codes = Self.gathered(codes, order, words: words)
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
  private var left: [Int32]
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

  /// Goes through values, ascending, of which all of each cell's are among them.
  mutating func goThrough(_ sorted: SortedValues, _ grid: CellGrid, _ targets: PlaceTargets) {
    var reached: [(cell: Int32, place: Int32, left: Int32)] = []
    let width = grid.width
    left.withUnsafeMutableBufferPointer { left in
      grid.wholes.withBuffers { offsets, wholes in
        sorted.periods.withUnsafeBufferPointer { periods in
          targets.forEach(sorted.codes) { place, cells in
            let period = Int(periods[place])
            for whole in Int(offsets[period])..<Int(offsets[period &+ 1]) {
              let row = Int(wholes[whole]) &* width
              for cell in cells {
                let cell = row &+ Int(cell)
                let next = left[cell] &- 1
                left[cell] = next
                // 0 at the lower value, -1 at the one after it.
                if UInt32(bitPattern: next &+ 1) <= 1 {
                  reached.append((Int32(truncatingIfNeeded: cell), Int32(truncatingIfNeeded: place), next))
                }
              }
            }
          }
        }
      }
    }
    for (cell, place, left) in reached {
      let (cell, value) = (Int(cell), sorted.values[Int(sorted.order[Int(place)])])
      let target = SortedSample.Place(probability, count: Int(present[cell]))
      if left == 0 {
        values[cell] = target.value(low: value, high: value)
      } else if target.high > target.low {
        values[cell] = target.value(low: values[cell], high: value)
      }
    }
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
  var starts = [Int32](repeating: 0, count: 2049)
  for shift in Swift.stride(from: UInt64(0), to: 64, by: 11) where (varying >> shift) & 0x7FF != 0 {
    for digit in starts.indices { starts[digit] = 0 }
    starts.withUnsafeMutableBufferPointer { starts in
      for key in keys { starts[Int(truncatingIfNeeded: (key &>> shift) & 0x7FF) &+ 1] &+= 1 }
      for digit in 1...2048 { starts[digit] &+= starts[digit &- 1] }
      keys.withUnsafeBufferPointer { keys in
        order.withUnsafeBufferPointer { order in
          otherKeys.withUnsafeMutableBufferPointer { otherKeys in
            otherOrder.withUnsafeMutableBufferPointer { otherOrder in
              for index in keys.indices {
                let key = keys[index]
                let digit = Int(truncatingIfNeeded: (key &>> shift) & 0x7FF)
                let place = Int(starts[digit])
                starts[digit] &+= 1
                otherKeys[place] = key
                otherOrder[place] = order[index]
              }
            }
          }
        }
      }
    }
    swap(&keys, &otherKeys)
    swap(&order, &otherOrder)
  }
  return order
}
