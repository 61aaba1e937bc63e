// SPDX-License-Identifier: Apache-2.0

/// How many different values the events of every cell of a grid have.
///
/// Values get small numbers. The values of each base cell are listed and rid of what comes twice, then the lists of a cell of units are
/// gone through with a mark for each value that was met; a longer period goes through the shortened lists of its parts.
struct DifferentValues: Sendable {
  /// For each cell of units.
  let counts: [Int32]

  /// Complexity: O(values · splits + different values of base cells · depth + different values of cells · sums of periods).
  init(_ keys: KeyValues, _ entries: GridEntries, _ isIncluded: [UInt8]?, _ grid: CellGrid) {
    let codes = SmallCodes(keys.words)
    var marks = Marks(count: codes.count)
    let base = Self.lists(codes, keys, entries, isIncluded, grid, &marks)
    var counts = [Int32](repeating: 0, count: grid.count)
    var values: [Int32] = []
    var offsets = [Int](repeating: 0, count: grid.count + 1)
    for period in grid.periods.periods.indices {
      let isBase = grid.summands[period].isEmpty
      for place in 0..<grid.width {
        let cell = period * grid.width + place
        marks.clear()
        if isBase {
          for part in grid.parts[place] {
            let list = period * grid.baseWidth + Int(part)
            for index in base.range(of: list) where marks.add(base.values[index]) { values.append(base.values[index]) }
          }
          counts[cell] = Int32(truncatingIfNeeded: values.count - offsets[cell])
        }
        offsets[cell + 1] = values.count
      }
    }
    // The parts of longer periods are all known now, wherever they stand among the periods.
    for period in grid.periods.periods.indices where !grid.summands[period].isEmpty {
      for place in 0..<grid.width {
        marks.clear()
        var count: Int32 = 0
        for part in grid.summands[period] {
          let cell = Int(part) * grid.width + place
          for index in offsets[cell]..<offsets[cell + 1] where marks.add(values[index]) { count &+= 1 }
        }
        counts[period * grid.width + place] = count
      }
    }
    self.counts = counts
  }

  /// Different values, list after list.
  private struct Lists {
    let values: [Int32]
    let starts: [Int]
    let counts: [Int32]

    func range(of list: Int) -> Range<Int> { starts[list]..<starts[list] + Int(counts[list]) }
  }

  /// The different values of each base cell.
  private static func lists(
    _ codes: SmallCodes, _ keys: KeyValues, _ entries: GridEntries, _ isIncluded: [UInt8]?, _ grid: CellGrid,
    _ marks: inout Marks
  ) -> Lists {
    let (included, isAll) = (isIncluded ?? [], isIncluded == nil)
    var starts = [Int](repeating: 0, count: grid.baseCount + 2)
    for entry in entries.rows.indices where isAll || included[entry] != 0 {
      let count = keys.range(of: Int(entries.rows[entry])).count
      for place in entry &* entries.stride..<(entry &+ 1) &* entries.stride {
        starts[Int(entries.places[place]) &+ 1] &+= count
      }
    }
    for list in 1..<starts.count { starts[list] &+= starts[list - 1] }
    var next = starts
    var values = [Int32](repeating: 0, count: starts[starts.count - 1])
    for entry in entries.rows.indices where isAll || included[entry] != 0 {
      for index in keys.range(of: Int(entries.rows[entry])) {
        let code = codes.code(keys.words[index], at: index)
        for place in entry &* entries.stride..<(entry &+ 1) &* entries.stride {
          let list = Int(entries.places[place])
          values[next[list]] = code
          next[list] &+= 1
        }
      }
    }
    var counts = [Int32](repeating: 0, count: grid.baseCount)
    for list in 0..<grid.baseCount {
      marks.clear()
      var kept = starts[list]
      for index in starts[list]..<next[list] where marks.add(values[index]) {
        values[kept] = values[index]
        kept &+= 1
      }
      counts[list] = Int32(truncatingIfNeeded: kept - starts[list])
    }
    return Lists(values: values, starts: starts, counts: counts)
  }
}

/// Small numbers for words: the words themselves, where they are small.
private struct SmallCodes {
  /// How many numbers there are.
  let count: Int
  /// The number of each word; empty where a word is its own.
  private let codes: [Int32]

  /// Complexity: O(words).
  init(_ words: [UInt64]) {
    let greatest = words.max() ?? 0
    if greatest < UInt64(4 * words.count + 65_536) {
      count = Int(greatest) + 1
      codes = []
      return
    }
    var interner = KeyInterner(capacity: 1024)
    codes = words.map { interner.intern($0, 0) }
    count = interner.count
  }

  @inline(__always)
  func code(_ word: UInt64, at index: Int) -> Int32 {
    codes.isEmpty ? Int32(truncatingIfNeeded: word) : codes[index]
  }
}

/// A set of small numbers that is emptied at once.
private struct Marks {
  private var rounds: [UInt32]
  private var round: UInt32 = 0

  init(count: Int) { rounds = Array(repeating: 0, count: count) }

  /// Empties the set.
  mutating func clear() {
    if round == .max {
      for index in rounds.indices { rounds[index] = 0 }
      round = 0
    }
    round += 1
  }

  /// Adds a number; false when it is there.
  @inline(__always)
  mutating func add(_ number: Int32) -> Bool {
    if rounds[Int(number)] == round { return false }
    rounds[Int(number)] = round
    return true
  }
}
