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
    let empty = GroupedPairs(places: baseWidth, groups: grid.groupCount - 1)
    tables = Array(repeating: empty, count: grid.basePeriodCount)
  }

  /// How many values of base cells there are.
  var count: Int { tables.reduce(0) { $0 + $1.count } }

  /// Adds the present codes of some events. Complexity: O(rows), amortised.
  mutating func add(_ rows: [Int32], _ codes: Vector<Int32>, _ places: GridPlaces) {
    var pairs = PairList(room: rows.count)
    codes.withBuffers(rows: 0) { buffers in
      for row in rows {
        let place = Int(row)
        guard buffers.presence[place & buffers.presenceMask] != 0 else { continue }
        add(buffers.values[place & buffers.mask], place, places, to: &pairs)
      }
    }
    add(&pairs, places)
  }

  /// Adds the values of some events. Complexity: O(values), amortised.
  mutating func add(_ rows: [Int32], _ values: KeyValues, _ places: GridPlaces) {
    var pairs = PairList(room: rows.count)
    for row in rows {
      for index in values.range(of: Int(row)) {
        add(interner.intern(values.words[index], 0), Int(row), places, to: &pairs)
      }
    }
    add(&pairs, places)
  }

  @inline(__always)
  private mutating func add(_ value: Int32, _ row: Int, _ places: GridPlaces, to pairs: inout PairList) {
    if value > greatest { greatest = value }
    pairs.pairs.append(GroupedPairs.pair(places.total(of: Int32(truncatingIfNeeded: row)), value))
    pairs.rows.append(Int32(truncatingIfNeeded: row &- places.first))
  }

  /// Adds pairs of base cells, those of neighbours of one period together.
  private mutating func add(_ list: inout PairList, _ places: GridPlaces) {
    let width = UInt64(truncatingIfNeeded: baseWidth)
    var runs: [(period: Int, end: Int)] = []
    list.pairs.withUnsafeMutableBufferPointer { pairs in
      var next = 0
      while next < pairs.count {
        let period = (pairs[next] >> 32) / width
        let (start, end) = ((period * width) << 32, ((period + 1) * width) << 32)
        while next < pairs.count, pairs[next] >= start, pairs[next] < end {
          pairs[next] &-= start
          next &+= 1
        }
        runs.append((Int(period), next))
      }
    }
    var first = 0
    for run in runs {
      tables[run.period].add(list.pairs[first..<run.end], list.rows[first..<run.end], places.masks)
      first = run.end
    }
  }

  /// Pairs of a place and a value, with the rows that they come from.
  private struct PairList {
    var pairs: [UInt64] = []
    var rows: [Int32] = []

    init(room: Int) {
      pairs.reserveCapacity(room)
      rows.reserveCapacity(room)
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
    var lists: [Int] = []
    for period in grid.periods.periods.indices {
      let parts = grid.baseParts(of: period)
      for unit in grid.units.indices {
        lists.removeAll(keepingCapacity: true)
        for part in parts { for total in grid.parts[unit] { lists.append(Int(part) * grid.baseWidth + Int(total)) } }
        let start = period * grid.width
        let first = grid.place(ofGroup: 1, unit: unit)
        counts[start + unit] = seen.count(of: lists, groups: first != nil) { group in
          if let first { counts[start + first + group] &+= 1 }
        }
      }
    }
    return counts
  }
}

/// The pairs of several tables, by table and place.
private struct PairLists {
  /// How many words of bits a pair has.
  let words: Int
  /// For each table and place where its pairs begin, and at the end their number.
  let starts: [Int32]
  /// Pair behind pair its value and its words of bits.
  let pairs: [UInt32]

  /// - Parameter places: how many places each table has
  /// - Complexity: O(pairs + places).
  init(_ tables: [GroupedPairs], count places: Int) {
    let words = tables.first?.words ?? 0
    var starts = [Int32](repeating: 0, count: tables.count * places + 1)
    for (number, table) in tables.enumerated() {
      table.forEachPair { place, _, _ in starts[number * places + place + 1] += 1 }
    }
    for list in 1..<starts.count { starts[list] += starts[list - 1] }
    var next = starts
    let stride = words + 1
    var pairs = [UInt32](repeating: 0, count: Int(starts[starts.count - 1]) * stride)
    pairs.withUnsafeMutableBufferPointer { pairs in
      for (number, table) in tables.enumerated() {
        table.forEachPair { place, value, bits in
          let list = number &* places &+ place
          let to = Int(next[list]) &* stride
          next[list] &+= 1
          pairs[to] = UInt32(bitPattern: value)
          for word in 0..<words { pairs[to &+ 1 &+ word] = bits[word] }
        }
      }
    }
    self.words = words
    self.starts = starts
    self.pairs = pairs
  }
}

/// Which values were met in some lists, and in which groups.
private struct SeenValues {
  private let lists: PairLists
  /// For each value the round in which it was last met, and its words of bits.
  private var values: [UInt32]
  private var round: UInt32 = 0
  /// The values that were met in the round, the first of so many.
  private var met: [UInt32]
  private var metCount = 0

  init(_ lists: PairLists, values: Int) {
    self.lists = lists
    self.values = Array(repeating: 0, count: values * (lists.words + 1))
    met = Array(repeating: 0, count: values)
  }

  /// How many different values some lists have.
  ///
  /// - Parameters:
  ///   - groups: whether groups are asked for
  ///   - body: called with the number of each group of each value, the first group being 0
  @inline(__always)
  mutating func count(of numbers: [Int], groups: Bool, _ body: (Int) -> Void) -> Int32 {
    let stride = lists.words + 1
    if numbers.count == 1 {
      // A list has each value once.
      let (start, end) = (Int(lists.starts[numbers[0]]), Int(lists.starts[numbers[0] + 1]))
      if groups {
        lists.pairs.withUnsafeBufferPointer { pairs in
          for pair in start..<end { Self.forEachGroup(pairs, pair &* stride, stride, body) }
        }
      }
      return Int32(truncatingIfNeeded: end - start)
    }
    beginRound(stride)
    add(numbers)
    if groups {
      values.withUnsafeBufferPointer { values in
        for value in met[..<metCount] { Self.forEachGroup(values, Int(value) &* stride, stride, body) }
      }
    }
    return Int32(truncatingIfNeeded: metCount)
  }

  private mutating func beginRound(_ stride: Int) {
    metCount = 0
    if round == .max {
      for value in Swift.stride(from: 0, to: values.count, by: stride) { values[value] = 0 }
      round = 0
    }
    round += 1
  }

  /// Adds the values of some lists.
  private mutating func add(_ numbers: [Int]) {
    let (stride, round) = (lists.words + 1, round)
    var count = metCount
    values.withUnsafeMutableBufferPointer { values in
      met.withUnsafeMutableBufferPointer { met in
        lists.pairs.withUnsafeBufferPointer { pairs in
          for number in numbers {
            for pair in Int(lists.starts[number])..<Int(lists.starts[number + 1]) {
              let from = pair &* stride
              let to = Int(pairs[from]) &* stride
              if values[to] == round {
                for word in 1..<stride { values[to &+ word] |= pairs[from &+ word] }
              } else {
                values[to] = round
                met[count] = pairs[from]
                count &+= 1
                for word in 1..<stride { values[to &+ word] = pairs[from &+ word] }
              }
            }
          }
        }
      }
    }
    metCount = count
  }

  /// Calls `body` with the number of each group whose bit stands behind a place.
  @inline(__always)
  private static func forEachGroup(
    _ words: UnsafeBufferPointer<UInt32>, _ first: Int, _ stride: Int, _ body: (Int) -> Void
  ) {
    for word in 1..<stride {
      var rest = words[first &+ word]
      while rest != 0 {
        body((word &- 1) << 5 &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }
}
