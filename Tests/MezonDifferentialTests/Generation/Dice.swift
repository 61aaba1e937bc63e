// SPDX-License-Identifier: Apache-2.0

/// Choices that look random and are the same in every run: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A whole number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True so many times of a hundred.
  mutating func chance(_ percentage: Int) -> Bool { number(0...99) < percentage }

  /// One of some items; the first of none does not exist.
  mutating func pick<Item>(_ items: [Item]) -> Item? { items.randomElement(using: &self) }

  /// One of the items given.
  mutating func one<Item>(of first: Item, _ others: Item...) -> Item {
    let index = number(0...others.count)
    return index == 0 ? first : others[index - 1]
  }

  /// From `range` of some items, each once, in random order.
  mutating func some<Item>(_ range: ClosedRange<Int>, of items: [Item]) -> [Item] {
    Array(items.shuffled(using: &self).prefix(number(range)))
  }
}
