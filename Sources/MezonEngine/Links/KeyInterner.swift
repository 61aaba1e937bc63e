// SPDX-License-Identifier: Apache-2.0

/// Gives pairs of words dense numbers in the order in which they are first met.
///
/// Open addressing with linear probing, at most half full. Keys are compared in full, so a collision costs time only; the
/// places depend on a number drawn anew for every table, which no result shows.
struct KeyInterner {
  private var firsts: [UInt64] = []
  private var seconds: [UInt64] = []
  /// -1 is an empty slot.
  private var slots: [Int32]
  private let seed = UInt64.random(in: .min ... .max) | 1

  /// An empty table with room for so many pairs.
  init(capacity: Int = 8) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: -1, count: size)
  }

  /// How many pairs there are.
  var count: Int { firsts.count }

  /// The number of a pair, or -1.
  func find(_ first: UInt64, _ second: UInt64) -> Int32 {
    let mask = slots.count - 1
    var slot = place(first, second) & mask
    while true {
      let number = slots[slot]
      if number < 0 || (firsts[Int(number)] == first && seconds[Int(number)] == second) { return number }
      slot = (slot + 1) & mask
    }
  }

  /// The number of a pair, which is added when it is new. Complexity: O(1) amortised.
  mutating func intern(_ first: UInt64, _ second: UInt64) -> Int32 {
    let mask = slots.count - 1
    var slot = place(first, second) & mask
    while slots[slot] >= 0 {
      let number = slots[slot]
      if firsts[Int(number)] == first, seconds[Int(number)] == second { return number }
      slot = (slot + 1) & mask
    }
    let number = Int32(truncatingIfNeeded: firsts.count)
    slots[slot] = number
    firsts.append(first)
    seconds.append(second)
    if 2 * firsts.count > slots.count { grow() }
    return number
  }

  /// The pair behind a number.
  func pair(_ number: Int32) -> (UInt64, UInt64) { (firsts[Int(number)], seconds[Int(number)]) }

  @inline(__always)
  private func place(_ first: UInt64, _ second: UInt64) -> Int {
    let (high, low) = (first ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let (top, bottom) = (second ^ high ^ low).multipliedFullWidth(by: seed)
    return Int(truncatingIfNeeded: top ^ bottom)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for number in firsts.indices {
      var slot = place(firsts[number], seconds[number]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: number)
    }
  }
}
