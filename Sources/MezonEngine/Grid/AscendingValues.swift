// SPDX-License-Identifier: Apache-2.0

/// Finite values in ascending order, each with a word that goes with it; equal ones stay as they are.
///
/// They are sorted by digits, of the 33 bits from the highest in which they differ on; those that differ in lower bits alone, which are
/// few, are put in order afterwards. What goes with a value is moved with it at every step, which is faster than to look for it later:
/// the steps write to a few places that are close to the processor, and a look would go to any.
struct AscendingValues: Sendable {
  /// A value with what goes with it.
  struct Item: Sendable, BitwiseCopyable {
    /// The value as a word that has the same order.
    fileprivate(set) var word: UInt64
    let companion: UInt64

    init(_ value: Double, _ companion: UInt64) {
      let bits = value.bitPattern
      word = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
      self.companion = companion
    }

    var value: Double { Double(bitPattern: word >> 63 == 1 ? word & ~(1 << 63) : ~word) }
  }

  private(set) var items: [Item]

  /// Complexity: O(values) for each digit in which they differ, O(n log n) where they differ in low bits alone.
  init(_ items: consuming [Item]) {
    self.items = items
    var (all, any) = (UInt64.max, UInt64(0))
    for item in self.items {
      all &= item.word
      any |= item.word
    }
    let varying = all ^ any
    let lowest = UInt64(max(0, UInt64.bitWidth - varying.leadingZeroBitCount - 33))
    let shifts = [lowest, lowest + 11, lowest + 22].filter { (varying >> $0) & 0x7FF != 0 }
    if self.items.count < 2 || varying == 0 { return }
    let count = self.items.count
    // Each step writes to every place before the next one reads it.
    var others = [Item](unsafeUninitializedCapacity: count) { $1 = count }
    for shift in shifts {
      Self.sort(self.items, byDigitAt: shift, into: &others)
      swap(&self.items, &others)
    }
    if varying & (1 << lowest - 1) != 0 { sort(byBitsBelow: lowest) }
  }

  /// Puts items in the order of a digit; those with the same one stay as they are. Complexity: O(items).
  private static func sort(_ items: [Item], byDigitAt shift: UInt64, into sorted: inout [Item]) {
    var starts = [Int32](repeating: 0, count: 2049)
    starts.withUnsafeMutableBufferPointer { starts in
      items.withUnsafeBufferPointer { items in
        for item in items { starts[Int(truncatingIfNeeded: (item.word &>> shift) & 0x7FF) &+ 1] &+= 1 }
        for digit in 1...2048 { starts[digit] &+= starts[digit &- 1] }
        sorted.withUnsafeMutableBufferPointer { sorted in
          for item in items {
            let digit = Int(truncatingIfNeeded: (item.word &>> shift) & 0x7FF)
            sorted[Int(starts[digit])] = item
            starts[digit] &+= 1
          }
        }
      }
    }
  }

  /// Puts runs of items in order that have the same high bits and stand in the order of these. Complexity: O(items), O(n log n) for long runs.
  private mutating func sort(byBitsBelow bit: UInt64) {
    var first = 0
    while first < items.count {
      var next = first + 1
      var isAscending = true
      while next < items.count, items[next].word >> bit == items[first].word >> bit {
        isAscending = isAscending && items[next - 1].word <= items[next].word
        next += 1
      }
      if !isAscending {
        let sorted = (first..<next).sorted { (items[$0].word, $0) < (items[$1].word, $1) }.map { items[$0] }
        items.replaceSubrange(first..<next, with: sorted)
      }
      first = next
    }
  }
}
