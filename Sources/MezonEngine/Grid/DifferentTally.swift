// SPDX-License-Identifier: Apache-2.0

/// The different values that the events of every base cell of a grid have; tallies of different events add up.
///
/// A value stands once for each period and chain of units, with a bit for each group in which it was met.
struct DifferentTally: Sendable {
  /// By the period in which events are added up; each with the place of a total within the period and the value as a small number.
  var tables: [GroupedPairs]
  let baseWidth: Int
  /// Small numbers for values that are no codes.
  var interner = KeyInterner()
  var greatest: Int32 = -1

  init(_ grid: CellGrid) {
    baseWidth = max(1, grid.baseWidth)
    let words = (grid.groupCount - 1 + 63) / 64
    tables = Array(repeating: GroupedPairs(words: words), count: grid.basePeriodCount)
  }

  /// How many values of base cells there are.
  var count: Int { tables.reduce(0) { $0 + $1.count } }

  /// Adds the present codes of some events. Complexity: O(rows), amortised.
  mutating func add(_ rows: [Int32], _ codes: Vector<Int32>, _ places: GridPlaces) {
    var pairs = PairList()
    pairs.reserve(rows.count)
    codes.withBuffers(rows: 0) { buffers in
      for row in rows {
        let place = Int(row)
        guard buffers.presence[place & buffers.presenceMask] != 0 else { continue }
        add(buffers.values[place & buffers.mask], place, places, to: &pairs)
      }
    }
    add(pairs, places)
  }

  /// Adds the values of some events. Complexity: O(values), amortised.
  mutating func add(_ rows: [Int32], _ values: KeyValues, _ places: GridPlaces) {
    var pairs = PairList()
    for row in rows {
      for index in values.range(of: Int(row)) {
        add(interner.intern(values.words[index], 0), Int(row), places, to: &pairs)
      }
    }
    add(pairs, places)
  }

  @inline(__always)
  private mutating func add(_ value: Int32, _ row: Int, _ places: GridPlaces, to pairs: inout PairList) {
    if value > greatest { greatest = value }
    let index = row &- places.first
    let (period, total) = UInt32(bitPattern: places.places[index &* places.stride]).quotientAndRemainder(
      dividingBy: UInt32(truncatingIfNeeded: baseWidth))
    pairs.periods.append(Int32(bitPattern: period))
    pairs.keys.append(GroupedPairs.key(Int32(bitPattern: total), value))
    pairs.rows.append(Int32(truncatingIfNeeded: index))
  }

  /// Adds pairs, those of neighbours of one period together.
  private mutating func add(_ pairs: PairList, _ places: GridPlaces) {
    var first = 0
    while first < pairs.keys.count {
      let period = pairs.periods[first]
      var next = first + 1
      while next < pairs.keys.count, pairs.periods[next] == period { next += 1 }
      tables[Int(period)].add(pairs.keys[first..<next], pairs.rows[first..<next], places.masks)
      first = next
    }
  }

  /// Pairs of a place within a period and a value, with the rows that they come from.
  private struct PairList {
    var periods: [Int32] = []
    var keys: [UInt64] = []
    var rows: [Int32] = []

    mutating func reserve(_ count: Int) {
      periods.reserveCapacity(count)
      keys.reserveCapacity(count)
      rows.reserveCapacity(count)
    }
  }

  /// Adds what another one has. Complexity: O(values), amortised.
  mutating func merge(_ other: DifferentTally) {
    // What is no code has a number of its own in each.
    let numbers = (0..<other.interner.count).map { interner.intern(other.interner.pair(Int32($0)).0, 0) }
    greatest = numbers.reduce(max(greatest, numbers.isEmpty ? other.greatest : -1)) { max($0, $1) }
    for period in tables.indices {
      if numbers.isEmpty, tables[period].count == 0 {
        tables[period] = other.tables[period]
      } else {
        tables[period].merge(other.tables[period]) { numbers.isEmpty ? $0 : numbers[Int($0)] }
      }
    }
  }

  /// How many different values each cell of units has.
  ///
  /// Complexity: O(values of base cells · depth · sums of periods · groups met).
  func counts(in grid: CellGrid) -> [Int32] {
    var counts = [Int32](repeating: 0, count: grid.count)
    var seen = SeenValues(PairLists(tables, count: grid.baseWidth), values: Int(greatest) + 1)
    for period in grid.periods.periods.indices {
      let parts = grid.baseParts(of: period)
      for unit in grid.units.indices {
        seen.clear()
        for part in parts {
          for total in grid.parts[unit] { seen.add(list: Int(part) * grid.baseWidth + Int(total)) }
        }
        let start = period * grid.width
        counts[start + unit] = Int32(truncatingIfNeeded: seen.count)
        guard let first = grid.place(ofGroup: 1, unit: unit) else { continue }
        seen.countGroups { group in counts[start + first + group] &+= 1 }
      }
    }
    return counts
  }
}

/// Pairs of a place and a value, each once, with bits that add up: a table by open addressing, at most half full.
struct GroupedPairs: Sendable {
  /// How many words of bits a pair has.
  let words: Int
  private(set) var count = 0
  /// Keys plus one; 0 is an empty slot.
  private var keys: [UInt64] = []
  private(set) var bits: [UInt64] = []
  private var shift: UInt64 = 64

  init(words: Int) { self.words = words }

  @inline(__always)
  static func key(_ place: Int32, _ value: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: place)) << 32 | UInt64(UInt32(bitPattern: value))
  }

  /// How many pairs are added before the table is looked at again.
  private static let pairsAtOnce = 256

  /// Adds pairs; each has the bits that stand in a list for its row, and none without a list. Complexity: O(pairs), amortised.
  mutating func add(_ pairs: ArraySlice<UInt64>, _ rows: ArraySlice<Int32>, _ masks: [UInt64]) {
    var first = 0
    while first < pairs.count {
      let next = min(first + Self.pairsAtOnce, pairs.count)
      while 2 * (count + next - first) > keys.count { grow() }
      let words = masks.isEmpty ? 0 : words
      pairs.withUnsafeBufferPointer { pairs in
        rows.withUnsafeBufferPointer { rows in
          masks.withUnsafeBufferPointer { masks in
            withTable { table in
              for index in first..<next {
                let slot = table.place(of: pairs[index])
                for word in 0..<words {
                  table.bits[slot &* words &+ word] |= masks[Int(rows[index]) &* words &+ word]
                }
              }
            }
          }
        }
      }
      first = next
    }
  }

  /// The slots as they lie in memory, with room for everything that is added meanwhile.
  private struct Table {
    let keys: UnsafeMutableBufferPointer<UInt64>
    let bits: UnsafeMutableBufferPointer<UInt64>
    let shift: UInt64
    var count: Int

    /// The slot of a key, which is added when it is new.
    @inline(__always)
    mutating func place(of key: UInt64) -> Int {
      let mask = keys.count &- 1
      var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
      let stored = key &+ 1
      while keys[slot] != stored {
        if keys[slot] == 0 {
          keys[slot] = stored
          count &+= 1
          return slot
        }
        slot = (slot &+ 1) & mask
      }
      return slot
    }
  }

  private mutating func withTable(_ body: (inout Table) -> Void) {
    let (shift, known) = (shift, count)
    count = keys.withUnsafeMutableBufferPointer { keys in
      bits.withUnsafeMutableBufferPointer { bits in
        var table = Table(keys: keys, bits: bits, shift: shift, count: known)
        body(&table)
        return table.count
      }
    }
  }

  private mutating func grow() {
    let (oldKeys, oldBits) = (keys, bits)
    let size = max(64, 2 * oldKeys.count)
    keys = Array(repeating: 0, count: size)
    bits = Array(repeating: 0, count: size * words)
    shift = 64 - UInt64(size.trailingZeroBitCount)
    count = 0
    let words = words
    withTable { table in
      for (old, stored) in oldKeys.enumerated() where stored != 0 {
        let slot = table.place(of: stored - 1)
        for word in 0..<words { table.bits[slot * words + word] = oldBits[old * words + word] }
      }
    }
  }

  /// Makes room for so many pairs in all, so that those of another table can be added in the order of their slots: a smaller table would have
  /// long runs of taken slots on the way.
  mutating func reserve(_ pairs: Int) { while 2 * pairs > keys.count { grow() } }

  /// Adds the pairs of another table, whose values become others.
  mutating func merge(_ other: GroupedPairs, _ number: (Int32) -> Int32) {
    reserve(count + other.count)
    var pairs: [UInt64] = []
    var slots: [Int32] = []
    for (slot, stored) in other.keys.enumerated() where stored != 0 {
      let key = stored - 1
      let value = number(Int32(truncatingIfNeeded: key))
      pairs.append(Self.key(Int32(truncatingIfNeeded: key >> 32), value))
      slots.append(Int32(truncatingIfNeeded: slot))
    }
    add(pairs[...], slots[...], other.bits)
  }

  /// Calls `body` with each pair's key and where its words of bits begin.
  @inline(__always)
  func forEachPair(_ body: (_ key: UInt64, _ firstWord: Int) -> Void) {
    for (slot, stored) in keys.enumerated() where stored != 0 { body(stored - 1, slot * words) }
  }
}

/// The pairs of several tables, by table and place.
private struct PairLists {
  /// How many words of bits a pair has.
  let words: Int
  /// For each table and place where its pairs begin, and at the end their number.
  let starts: [Int32]
  let values: [Int32]
  let bits: [UInt64]

  /// - Parameter places: how many places each table has
  /// - Complexity: O(pairs + places).
  init(_ tables: [GroupedPairs], count places: Int) {
    let words = tables.first?.words ?? 0
    var starts = [Int32](repeating: 0, count: tables.count * places + 1)
    for (number, table) in tables.enumerated() {
      table.forEachPair { key, _ in starts[number * places + Int(key >> 32) + 1] += 1 }
    }
    for list in 1..<starts.count { starts[list] += starts[list - 1] }
    var next = starts
    var values = [Int32](repeating: 0, count: Int(starts[starts.count - 1]))
    var bits = [UInt64](repeating: 0, count: values.count * words)
    for (number, table) in tables.enumerated() {
      table.forEachPair { key, first in
        let list = number * places + Int(key >> 32)
        let to = Int(next[list])
        next[list] += 1
        values[to] = Int32(truncatingIfNeeded: key)
        for word in 0..<words { bits[to * words + word] = table.bits[first + word] }
      }
    }
    self.words = words
    self.starts = starts
    self.values = values
    self.bits = bits
  }
}

/// Which values were met in the lists that were gone through, and in which groups.
private struct SeenValues {
  private let lists: PairLists
  /// For each value the round in which it was last met.
  private var rounds: [UInt32]
  private var round: UInt32 = 0
  private var bits: [UInt64]
  private var met: [Int32] = []

  init(_ lists: PairLists, values: Int) {
    self.lists = lists
    rounds = Array(repeating: 0, count: values)
    bits = Array(repeating: 0, count: values * lists.words)
  }

  var count: Int { met.count }

  /// Forgets all values.
  mutating func clear() {
    met.removeAll(keepingCapacity: true)
    if round == .max {
      for value in rounds.indices { rounds[value] = 0 }
      round = 0
    }
    round += 1
  }

  /// Adds the values of a list.
  mutating func add(list: Int) {
    let words = lists.words
    for index in Int(lists.starts[list])..<Int(lists.starts[list + 1]) {
      let value = Int(lists.values[index])
      if rounds[value] == round {
        for word in 0..<words { bits[value &* words &+ word] |= lists.bits[index &* words &+ word] }
      } else {
        rounds[value] = round
        met.append(lists.values[index])
        for word in 0..<words { bits[value &* words &+ word] = lists.bits[index &* words &+ word] }
      }
    }
  }

  /// Calls `body` with the number of each group of each value, the first group being 0.
  func countGroups(_ body: (Int) -> Void) {
    let words = lists.words
    for value in met {
      for word in 0..<words {
        var rest = bits[Int(value) * words + word]
        while rest != 0 {
          body(word << 6 + rest.trailingZeroBitCount)
          rest &= rest - 1
        }
      }
    }
  }
}
