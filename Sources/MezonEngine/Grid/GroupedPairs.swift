// SPDX-License-Identifier: Apache-2.0

/// Pairs of a place and a value with bits that add up: a list of them, and where there are many, tables by open addressing with each once,
/// at most two thirds full.
///
/// Most values are met in one place nearly always, as officers are. For small numbers the place where each was met first, with its bits, may
/// stand by the value, so that nothing is written down for a pair that is met there again.
///
/// In a table a pair and its bits lie in neighbouring words of 32 bits, eight bytes in all for up to 32 groups. A word holds a place and the low
/// bits of a value; values with other high bits have a table of their own, which is rare: codes are small numbers.
struct GroupedPairs: Sendable {
  /// How many words of bits a pair has.
  let words: Int
  /// How many low bits of a value stand beside a place.
  private let valueBits: UInt32
  /// By the high bits of values.
  private var tables: [PairTable] = []
  /// As long as there are no tables: the pairs as they came, some of them perhaps more than once, and their words of bits.
  private var written: (pairs: [UInt64], masks: [UInt32]) = ([], [])
  /// By the value one more than the place where it was met first, and below that its bits; 0 where it was not met.
  private var firsts: [UInt64] = []

  /// So many pairs are only written down, where one word holds their bits. Most periods have no more.
  private static let mostWritten = 1 << 17

  /// - Parameters:
  ///   - places: how many places there are, fewer than 2 to the 30
  ///   - groups: how many groups a pair may have bits for
  init(places: Int, groups: Int) {
    words = (groups + 31) / 32
    let placeBits = Int.bitWidth - max(1, places - 1).leadingZeroBitCount
    // A key is never all ones, so that one more fits a word too.
    valueBits = UInt32(truncatingIfNeeded: max(1, 31 - placeBits))
  }

  /// About how many pairs there are; those that were written more than once count each time.
  var count: Int { countWritten + firsts.count }

  /// How many pairs there are besides those that stand by their value.
  var countWritten: Int { tables.reduce(written.pairs.count) { $0 + $1.count } }

  /// Lends the slots of values below a number, each as ``first(at:_:)`` makes it or 0, where one word holds all bits.
  @inline(__always)
  mutating func withFirsts<Result>(below count: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Result) -> Result {
    if firsts.count < count { firsts += repeatElement(0, count: count - firsts.count) }
    return firsts.withUnsafeMutableBufferPointer { body($0) }
  }

  /// The slot of a value that was met first in a place, with some bits.
  @inline(__always)
  static func first(at place: UInt32, _ bits: UInt32) -> UInt64 { UInt64(place &+ 1) &<< 32 | UInt64(bits) }

  /// Adds the bits of another slot where that is of the same place, or takes it over where there is none; false where it is of another place.
  ///
  /// Without a branch, for which it is cannot be foreseen: all bits of a word are set where something holds.
  @inline(__always)
  static func add(_ slot: UInt64, to first: inout UInt64) -> Bool {
    let old = first
    let isAdded = UInt64.allBits(where: old ^ slot) | UInt64.allBits(where: old)
    first = old | slot & isAdded
    return isAdded != 0
  }

  /// Adds pairs of a place above and a value below; each has the bits that stand in a list for its row, and none without a list.
  ///
  /// Complexity: O(pairs), amortised.
  mutating func add(_ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32]) {
    if write(pairs, rows, masks) { return }
    settleWritten()
    addToTables(pairs, rows, masks)
  }

  /// Writes pairs down; false where there would be too many.
  private mutating func write(
    _ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32]
  ) -> Bool {
    guard words <= 1, tables.isEmpty, written.pairs.count + pairs.count <= Self.mostWritten else { return false }
    written.pairs += pairs
    if masks.isEmpty || words == 0 {
      written.masks += repeatElement(0, count: pairs.count * words)
    } else {
      for row in rows { written.masks.append(masks[Int(row)]) }
    }
    return true
  }

  /// Puts all pairs into tables, so that each is there once. Complexity: O(pairs).
  mutating func settle() {
    settleWritten()
    let own = firsts
    firsts = []
    addToTables(own.indices.filter { own[$0] != 0 }, of: own)
  }

  /// Puts what was written down into tables. Complexity: O(pairs).
  private mutating func settleWritten() {
    let (pairs, masks) = written
    if pairs.isEmpty { return }
    written = ([], [])
    let rows = pairs.indices.map { Int32(truncatingIfNeeded: $0) }
    pairs.withUnsafeBufferPointer { pairs in rows.withUnsafeBufferPointer { addToTables(pairs, $0, masks) } }
  }

  /// Puts the pairs of some values into tables, by their slots.
  private mutating func addToTables(_ values: [Int], of slots: [UInt64]) {
    let (pairs, masks) = pairs(of: values, in: slots)
    if pairs.isEmpty { return }
    let rows = pairs.indices.map { Int32(truncatingIfNeeded: $0) }
    pairs.withUnsafeBufferPointer { pairs in rows.withUnsafeBufferPointer { addToTables(pairs, $0, masks) } }
  }

  /// The pairs of some values, each of which has a slot that is not 0, and their words of bits.
  private func pairs(of values: [Int], in slots: [UInt64]) -> (pairs: [UInt64], masks: [UInt32]) {
    let pairs = values.map { value in
      Self.pair(Int32(truncatingIfNeeded: slots[value] >> 32) &- 1, Int32(truncatingIfNeeded: value))
    }
    return (pairs, words == 0 ? [] : values.map { UInt32(truncatingIfNeeded: slots[$0]) })
  }

  private mutating func addToTables(
    _ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32]
  ) {
    // Mostly all values have the same high bits.
    let any = pairs.reduce(0 as UInt64) { $0 | $1 }
    if table(of: any) == 0 { return add(pairs, rows, masks, to: 0) }
    var first = 0
    while first < pairs.count {
      let table = table(of: pairs[first])
      var next = first + 1
      while next < pairs.count, self.table(of: pairs[next]) == table { next += 1 }
      add(
        UnsafeBufferPointer(rebasing: pairs[first..<next]), UnsafeBufferPointer(rebasing: rows[first..<next]), masks,
        to: table)
      first = next
    }
  }

  private mutating func add(
    _ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32], to table: Int
  ) {
    makeTable(table)
    tables[table].add(pairs, rows, masks, valueBits: valueBits)
  }

  private func table(of pair: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: pair) >> valueBits) }

  private mutating func makeTable(_ table: Int) {
    while tables.count <= table { tables.append(PairTable(words: words)) }
  }

  /// The pair of a place and a value.
  @inline(__always)
  static func pair(_ place: Int32, _ value: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: place)) << 32 | UInt64(UInt32(bitPattern: value))
  }

  /// Adds the pairs of another one, whose values become others. Complexity: O(pairs), amortised.
  mutating func merge(_ other: GroupedPairs, _ number: (Int32) -> Int32) {
    // Room first: a table in whose order pairs are added to a smaller one would make long runs of taken slots.
    if !other.tables.isEmpty { settleWritten() }
    for (number, table) in other.tables.enumerated() {
      makeTable(number)
      tables[number].reserve(tables[number].count + table.count)
    }
    var pairs: [UInt64] = []
    var rows: [Int32] = []
    var masks: [UInt32] = []
    func flush() {
      pairs.withUnsafeBufferPointer { pairs in rows.withUnsafeBufferPointer { add(pairs, $0, masks) } }
      pairs.removeAll(keepingCapacity: true)
      rows.removeAll(keepingCapacity: true)
      masks.removeAll(keepingCapacity: true)
    }
    other.forEachPair { place, value, bits in
      rows.append(Int32(truncatingIfNeeded: pairs.count))
      pairs.append(Self.pair(Int32(truncatingIfNeeded: place), number(value)))
      masks.append(contentsOf: bits)
      if pairs.count == Self.pairsAtOnce { flush() }
    }
    flush()
  }

  /// Adds the pairs of another one for the same places and groups. Complexity: O(pairs), amortised.
  mutating func merge(_ other: GroupedPairs) {
    mergeFirsts(other.firsts)
    if other.tables.isEmpty {
      let rows = other.written.pairs.indices.map { Int32(truncatingIfNeeded: $0) }
      other.written.pairs.withUnsafeBufferPointer { pairs in
        rows.withUnsafeBufferPointer { add(pairs, $0, other.written.masks) }
      }
      return
    }
    settleWritten()
    for (number, table) in other.tables.enumerated() {
      makeTable(number)
      tables[number].merge(table)
    }
  }

  /// Adds what stands by the values of another one: where a value was met first in another place, its pair is written down.
  private mutating func mergeFirsts(_ others: [UInt64]) {
    if others.isEmpty { return }
    let elsewhere = withFirsts(below: others.count) { slots in
      others.indices.filter { others[$0] != 0 && !Self.add(others[$0], to: &slots[$0]) }
    }
    let (pairs, masks) = pairs(of: elsewhere, in: others)
    let rows = pairs.indices.map { Int32(truncatingIfNeeded: $0) }
    pairs.withUnsafeBufferPointer { pairs in rows.withUnsafeBufferPointer { add(pairs, $0, masks) } }
  }

  private static let pairsAtOnce = 2048

  /// Makes room for about so many pairs, as long as they are only written down.
  mutating func reserve(_ pairs: Int) {
    guard words <= 1, tables.isEmpty else { return }
    written.pairs.reserveCapacity(min(pairs, Self.mostWritten))
    written.masks.reserveCapacity(min(pairs, Self.mostWritten) * words)
  }

  /// Calls `body` with the place, the value and the words of bits of each pair; with one that was written more than once each time.
  @inline(__always)
  func forEachPair(_ body: (_ place: Int, _ value: Int32, _ bits: UnsafeBufferPointer<UInt32>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1) { room in
      for (value, slot) in firsts.enumerated() where slot != 0 {
        room.initialize(repeating: UInt32(truncatingIfNeeded: slot))
        body(
          Int(slot >> 32) &- 1, Int32(truncatingIfNeeded: value), UnsafeBufferPointer(rebasing: room[..<min(1, words)]))
      }
    }
    written.masks.withUnsafeBufferPointer { masks in
      for (number, pair) in written.pairs.enumerated() {
        body(
          Int(pair >> 32), Int32(truncatingIfNeeded: pair),
          UnsafeBufferPointer(rebasing: masks[number &* words..<(number &+ 1) &* words]))
      }
    }
    for (high, table) in tables.enumerated() {
      let first = UInt32(truncatingIfNeeded: high) << valueBits
      let low: UInt32 = 1 << valueBits - 1
      table.forEachKey { key, bits in
        body(Int(key >> valueBits), Int32(bitPattern: first | key & low), bits)
      }
    }
  }
}

/// Keys of 31 bits, each once, with words of bits that add up.
private struct PairTable: Sendable {
  private let words: Int
  private(set) var count = 0
  /// Slot behind slot a key plus one, 0 in an empty one, and its words of bits.
  private var slots: [UInt32] = []
  /// How many slots there are: 0 or a power of two.
  private var size = 0

  init(words: Int) { self.words = words }

  /// How many pairs are added before the table is looked at again.
  private static let pairsAtOnce = 256

  mutating func add(
    _ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32], valueBits: UInt32
  ) {
    var first = 0
    while first < pairs.count {
      let next = min(first + Self.pairsAtOnce, pairs.count)
      reserve(count + next - first)
      fill(
        UnsafeBufferPointer(rebasing: pairs[first..<next]), UnsafeBufferPointer(rebasing: rows[first..<next]), masks,
        valueBits: valueBits)
      first = next
    }
  }

  /// Adds what another table of as many words has. Complexity: O(slots).
  mutating func merge(_ other: PairTable) {
    // Room first: a table in whose order pairs are added to a smaller one would make long runs of taken slots.
    reserve(count + other.count)
    let (size, stride) = (size, words + 1)
    var added = 0
    slots.withUnsafeMutableBufferPointer { slots in
      other.slots.withUnsafeBufferPointer { others in
        for first in Swift.stride(from: 0, to: others.count, by: stride) where others[first] != 0 {
          let key = others[first] &- 1
          let start = Self.place(of: key, from: Self.slot(of: key, size: size), slots, size: size, stride, &added)
          for word in 1..<stride { slots[start &+ word] |= others[first &+ word] }
        }
      }
    }
    count += added
  }

  /// Adds pairs for all of which there is room.
  private mutating func fill(
    _ pairs: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>, _ masks: [UInt32], valueBits: UInt32
  ) {
    let low: UInt32 = 1 << valueBits - 1
    let words = masks.isEmpty ? 0 : words
    let (size, stride) = (size, self.words + 1)
    count += withUnsafeTemporaryAllocation(of: Ahead.self, capacity: pairs.count) { ahead in
      slots.withUnsafeMutableBufferPointer { slots in
        masks.withUnsafeBufferPointer { masks in
          // Looked at by themselves first, so that slots which are far away are asked for in time.
          for index in pairs.indices {
            let (place, value) = (
              UInt32(truncatingIfNeeded: pairs[index] >> 32), UInt32(truncatingIfNeeded: pairs[index])
            )
            let key = place << valueBits | value & low
            let slot = Self.slot(of: key, size: size)
            ahead[index] = Ahead(key: key, slot: slot, found: slots[slot &* stride])
          }
          var added = 0
          for index in pairs.indices {
            let (key, slot, found) = (ahead[index].key, ahead[index].slot, ahead[index].found)
            let start =
              found == key &+ 1 ? slot &* stride : Self.place(of: key, from: slot, slots, size: size, stride, &added)
            if words == 1 {
              slots[start &+ 1] |= masks[Int(rows[index])]
            } else {
              for word in 0..<words { slots[start &+ 1 &+ word] |= masks[Int(rows[index]) &* words &+ word] }
            }
          }
          return added
        }
      }
    }
  }

  /// A key, its first slot and what was there.
  private struct Ahead: BitwiseCopyable {
    let key: UInt32
    let slot: Int
    let found: UInt32
  }

  /// The slot where a key is looked for first.
  @inline(__always)
  private static func slot(of key: UInt32, size: Int) -> Int {
    let shift = UInt64(truncatingIfNeeded: 64 &- size.trailingZeroBitCount)
    return Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  /// Where the slot of a key begins, which is added when it is new; there must be an empty one.
  @inline(__always)
  private static func place(
    of key: UInt32, from first: Int, _ slots: UnsafeMutableBufferPointer<UInt32>, size: Int, _ stride: Int,
    _ added: inout Int
  ) -> Int {
    let mask = size &- 1
    var slot = first
    let stored = key &+ 1
    while slots[slot &* stride] != stored {
      if slots[slot &* stride] == 0 {
        slots[slot &* stride] = stored
        added &+= 1
        break
      }
      slot = (slot &+ 1) & mask
    }
    return slot &* stride
  }

  /// Makes room for so many keys in all. Complexity: O(keys), amortised.
  mutating func reserve(_ keys: Int) {
    guard 3 * keys > 2 * size else { return }
    var larger = max(64, 2 * size)
    while 3 * keys > 2 * larger { larger *= 2 }
    let stride = words + 1
    let old = slots
    slots = Array(repeating: 0, count: larger * stride)
    size = larger
    var added = 0
    slots.withUnsafeMutableBufferPointer { slots in
      for first in Swift.stride(from: 0, to: old.count, by: stride) where old[first] != 0 {
        let key = old[first] - 1
        let slot = Self.place(of: key, from: Self.slot(of: key, size: larger), slots, size: larger, stride, &added)
        for word in 1..<stride { slots[slot + word] = old[first + word] }
      }
    }
  }

  @inline(__always)
  func forEachKey(_ body: (UInt32, UnsafeBufferPointer<UInt32>) -> Void) {
    let stride = words + 1
    slots.withUnsafeBufferPointer { slots in
      for first in Swift.stride(from: 0, to: slots.count, by: stride) where slots[first] != 0 {
        body(slots[first] - 1, UnsafeBufferPointer(rebasing: slots[first + 1..<first + stride]))
      }
    }
  }
}
