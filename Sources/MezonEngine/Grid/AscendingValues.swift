// SPDX-License-Identifier: Apache-2.0

/// Finite values in ascending order; equal ones stay as they are.
///
/// They are sorted by digits of eleven bits, of the 33 bits from the highest in which they differ on; those that differ in lower bits alone, which are
/// few, are put in order afterwards.
struct AscendingValues: Sendable {
  /// Which values these are, by their indices before.
  private(set) var order: [Int32]
  /// The values as words that have the same order.
  private var keys: [UInt64]

  /// Complexity: O(values) for each digit in which they differ, O(n log n) where they differ in low bits alone.
  init(_ values: [Double]) {
    keys = values.map { value in
      let bits = value.bitPattern
      return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }
    order = (0..<Int32(truncatingIfNeeded: values.count)).map { $0 }
    let (all, any) = keys.reduce((UInt64.max, UInt64(0))) { ($0.0 & $1, $0.1 | $1) }
    let varying = all ^ any
    let lowest = UInt64(max(0, UInt64.bitWidth - varying.leadingZeroBitCount - 33))
    var (otherKeys, otherOrder) = (keys, order)
    for shift in [lowest, lowest + 11, lowest + 22] where (varying >> shift) & 0x7FF != 0 {
      sort(byDigitAt: shift, into: &otherKeys, &otherOrder)
      swap(&keys, &otherKeys)
      swap(&order, &otherOrder)
    }
    if varying & (1 << lowest - 1) != 0 { sort(byBitsBelow: lowest) }
  }

  /// The value at a place.
  subscript(_ place: Int) -> Double {
    let key = keys[place]
    return Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }

  /// Puts keys with their numbers in the order of a digit; those with the same one stay as they are. Complexity: O(keys).
  private func sort(byDigitAt shift: UInt64, into otherKeys: inout [UInt64], _ otherOrder: inout [Int32]) {
    var starts = [Int32](repeating: 0, count: 2049)
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
  }

  /// Puts runs of keys in order that have the same high bits and stand in the order of these. Complexity: O(keys), O(n log n) for long runs.
  private mutating func sort(byBitsBelow bit: UInt64) {
    var first = 0
    while first < keys.count {
      var next = first + 1
      var isAscending = true
      while next < keys.count, keys[next] >> bit == keys[first] >> bit {
        isAscending = isAscending && keys[next - 1] <= keys[next]
        next += 1
      }
      if !isAscending {
        let sorted = (first..<next).sorted { (keys[$0], $0) < (keys[$1], $1) }
        let (ownKeys, ownOrder) = (sorted.map { keys[$0] }, sorted.map { order[$0] })
        keys.replaceSubrange(first..<next, with: ownKeys)
        order.replaceSubrange(first..<next, with: ownOrder)
      }
      first = next
    }
  }
}
