// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// A quantile of the values of every cell of a grid.
///
/// All values are sorted once. Then they are gone through in ascending order, and each cell counts down until its own place is reached:
/// no cell has a list of its own, and nothing is sorted twice.
struct GridQuantiles: Sendable {
  /// How many values each cell has.
  let present: [Int32]
  /// The quantile of each cell that has a value.
  let values: [Double]

  /// Complexity: O(values · (log values + splits · depth · sums of periods) + cells).
  init(_ numbers: SelectedNumbers, _ probability: Double, _ entries: GridEntries, _ grid: CellGrid) {
    var base = [Int32](repeating: 0, count: grid.baseCount + 1)
    for entry in numbers.entries {
      let start = Int(entry) &* entries.stride
      for place in start..<start &+ entries.stride { base[Int(entries.places[place])] &+= 1 }
    }
    let present = grid.rolledUp(base, stride: 1)
    let places = present.map { $0 > 0 ? SortedSample.Place(probability, count: Int($0)) : nil }
    var left = places.map { Int32(truncatingIfNeeded: $0?.low ?? -1) }
    var lows = [Double](repeating: .nan, count: grid.count)
    // The value above the lower neighbour, where there is one.
    var highs = lows
    let order = ascendingOrder(numbers.values)
    grid.withTables { tables in
      left.withUnsafeMutableBufferPointer { left in
        lows.withUnsafeMutableBufferPointer { lows in
          highs.withUnsafeMutableBufferPointer { highs in
            for index in order {
              let value = numbers.values[Int(index)]
              let start = Int(numbers.entries[Int(index)]) &* entries.stride
              for place in start..<start &+ entries.stride {
                tables.forEachCell(of: Int(entries.places[place])) { cell in
                  let rest = left[cell]
                  left[cell] = rest &- 1
                  if rest <= 0 {
                    if rest == 0 { lows[cell] = value } else if rest == -1 { highs[cell] = value }
                  }
                }
              }
            }
          }
        }
      }
    }
    self.present = present
    values = places.enumerated().map { cell, place in
      guard let place else { return .nan }
      return place.value(low: lows[cell], high: place.high > place.low ? highs[cell] : lows[cell])
    }
  }
}

/// The tables of a grid as they lie in memory, for loops over many values; they live as long as the call that lends them.
struct GridTables {
  fileprivate let targetOffsets: UnsafeBufferPointer<Int32>
  fileprivate let targets: UnsafeBufferPointer<Int32>
  fileprivate let wholeOffsets: UnsafeBufferPointer<Int32>
  fileprivate let wholes: UnsafeBufferPointer<Int32>
  fileprivate let baseWidth: Int
  fileprivate let baseCount: Int
  fileprivate let width: Int

  /// Calls `body` with each cell of units that a base cell is a part of.
  @inline(__always)
  func forEachCell(of place: Int, _ body: (Int) -> Void) {
    guard place < baseCount else { return }
    let (period, base) = place.quotientAndRemainder(dividingBy: baseWidth)
    let (from, until) = (Int(targetOffsets[base]), Int(targetOffsets[base &+ 1]))
    for index in Int(wholeOffsets[period])..<Int(wholeOffsets[period &+ 1]) {
      let first = Int(wholes[index]) &* width
      for target in from..<until { body(first &+ Int(targets[target])) }
    }
  }
}

extension CellGrid {
  /// Calls `body` with the tables.
  func withTables(_ body: (GridTables) -> Void) {
    targets.withBuffers { targetOffsets, targets in
      wholes.withBuffers { wholeOffsets, wholes in
        body(
          GridTables(
            targetOffsets: targetOffsets, targets: targets, wholeOffsets: wholeOffsets, wholes: wholes,
            baseWidth: baseWidth, baseCount: baseCount, width: width))
      }
    }
  }
}

extension CellGrid.PlaceLists {
  fileprivate func withBuffers(
    _ body: (_ offsets: UnsafeBufferPointer<Int32>, _ places: UnsafeBufferPointer<Int32>) -> Void
  ) {
    offsets.withUnsafeBufferPointer { offsets in places.withUnsafeBufferPointer { body(offsets, $0) } }
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
