// SPDX-License-Identifier: Apache-2.0

/// The different values that the events of every base cell of a grid have; tallies of different events add up.
///
/// A value stands for each period and chain of units, with a bit for each group in which it was met: once, or more than once as long as
/// there are few values in a period.
struct DifferentTally: Sendable {
  /// By the period in which events are added up; each with the place of a total within the period and the value as a small number.
  var tables: [GroupedPairs]
  let baseWidth: Int
  /// Small numbers for values that are no codes.
  var interner = KeyInterner()
  var greatest: Int32 = -1
  /// What was added lately, and is not added again.
  private var recent = RecentValues()
  /// The period to which values were added last.
  private var last = 0
  /// Values below it have a slot in each period, see ``GroupedPairs``; a power of two.
  private let slots: Int

  /// A period has so many slots at most, and all periods have together.
  private static let mostSlots = (period: 1 << 13, all: 1 << 19)

  /// The same for some of the periods, as if nothing had been added lately.
  func block(_ periods: Range<Int>) -> DifferentTally {
    var block = self
    block.tables = Array(tables[periods])
    (block.recent, block.last) = (RecentValues(), 0)
    return block
  }

  init(_ grid: CellGrid) {
    baseWidth = max(1, grid.baseWidth)
    let empty = GroupedPairs(places: baseWidth, groups: grid.groupCount - 1)
    tables = Array(repeating: empty, count: grid.basePeriodCount)
    let most = min(Self.mostSlots.period, Self.mostSlots.all / max(1, grid.basePeriodCount))
    slots = most == 0 ? 0 : 1 << (Int.bitWidth - 1 - most.leadingZeroBitCount)
  }

  /// About how many values of base cells there are.
  var count: Int { tables.reduce(0) { $0 + $1.count } }

  /// Adds the present codes of some events. Complexity: O(rows), amortised.
  mutating func add(_ rows: [Int32], _ codes: Vector<Int32>, _ places: GridPlaces) {
    let rest = addWhereFirst(rows, codes, places)
    let found = recent.others(rest, codes, places)
    let values = codes.withBuffers(rows: 0) { codes in found.map { codes.values[Int($0) & codes.mask] } }
    add(found, values, places)
  }

  /// Adds the present codes of those rows whose value was met first where they are, or never in their period; the others are returned, all of
  /// them where codes are too great or groups too many.
  ///
  /// Complexity: O(rows between the first and the last).
  private mutating func addWhereFirst(_ rows: [Int32], _ codes: Vector<Int32>, _ places: GridPlaces) -> [Int32] {
    let most = UInt32(bitPattern: codes.bits(of: rows))
    if places.maskWords > 1 || most >= UInt32(truncatingIfNeeded: slots) || rows.isEmpty { return rows }
    greatest = max(greatest, Int32(bitPattern: most))
    let width = baseWidth
    return [Int32](unsafeUninitializedCapacity: rows.count) { others, filled in
      codes.withBuffers(rows: 0) { codes in
        rows.withUnsafeBufferPointer { rows in
          var first = 0
          while first < rows.count {
            let period = Int(places.total(of: rows[first])) / width
            let rest = UnsafeBufferPointer(rebasing: rows[first...])
            let run = tables[period].withFirsts(below: Int(most) + 1) { slots in
              places.addWhereFirst(
                rest, codes, from: period * width, width, to: slots,
                UnsafeMutableBufferPointer(rebasing: others[filled...]))
            }
            first += run.count
            filled += run.others
          }
        }
      }
    }
  }

  /// Adds the values of some events. Complexity: O(values), amortised.
  mutating func add(_ rows: [Int32], _ values: KeyValues, _ places: GridPlaces) {
    var (found, numbers): ([Int32], [Int32]) = ([], [])
    for row in rows {
      for index in values.range(of: Int(row)) {
        found.append(row)
        numbers.append(interner.intern(values.words[index], 0))
      }
    }
    add(found, numbers, places)
  }

  /// Adds the values of the totals of some rows, neighbours of one period together.
  private mutating func add(_ rows: [Int32], _ values: [Int32], _ places: GridPlaces) {
    greatest = values.reduce(greatest) { max($0, $1) }
    let width = Int32(truncatingIfNeeded: baseWidth)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rows.count) { pairs in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { numbers in
        var first = 0
        while first < rows.count {
          let period = places.total(of: rows[first]) / width
          makeRoom(in: Int(period))
          let count = places.pairs(rows[first...], values[first...], from: period &* width, width, pairs, numbers)
          tables[Int(period)].add(
            UnsafeBufferPointer(rebasing: pairs[..<count]), UnsafeBufferPointer(rebasing: numbers[..<count]),
            places.masks)
          first += count
        }
      }
    }
  }

  /// A period has about as many values as the one before it: a table that becomes larger by and by would be made several times.
  private mutating func makeRoom(in period: Int) {
    if period != last, tables[period].countWritten == 0 { tables[period].reserve(tables[last].countWritten) }
    last = period
  }

  /// Adds what another one has. Complexity: O(values), amortised.
  mutating func merge(_ other: DifferentTally) {
    // What is no code has a number of its own in each.
    let numbers = (0..<other.interner.count).map { interner.intern(other.interner.pair(Int32($0)).0, 0) }
    greatest = numbers.reduce(max(greatest, numbers.isEmpty ? other.greatest : -1)) { max($0, $1) }
    for period in tables.indices {
      if numbers.isEmpty, tables[period].count == 0 {
        tables[period] = other.tables[period]
      } else if numbers.isEmpty {
        tables[period].merge(other.tables[period])
      } else {
        tables[period].merge(other.tables[period]) { numbers[Int($0)] }
      }
    }
  }

  /// How many different values each cell of units has.
  ///
  /// Complexity: O(values of base cells · depth · sums of periods · groups met).
  func counts(in grid: CellGrid) -> [Int32] {
    var counts = [Int32](repeating: 0, count: grid.count)
    let lists = PairLists(tables, count: grid.baseWidth, values: Int(greatest) + 1)
    let covers = UnitCovers(grid)
    var seen = SeenValues(words: lists.words, values: Int(greatest) + 1)
    var totals = [ValueSpan](repeating: ValueSpan(), count: Int(grid.totalOfLineage.max() ?? -1) + 1)
    var ofUnits = [ValueSpan](repeating: ValueSpan(), count: grid.units.count)
    for period in grid.periods.periods.indices {
      let parts = grid.baseParts(of: period)
      seen.begin()
      for total in totals.indices {
        totals[total] = seen.union(parts, lists) { lists.list(Int($0) * grid.baseWidth + total) }
      }
      let start = period * grid.width
      for unit in covers.order {
        ofUnits[unit] = seen.union(covers.pieces[unit], lists) { piece in
          switch piece {
          case .total(let total): totals[total]
          case .unit(let unit): ofUnits[unit]
          }
        }
        counts[start + unit] = Int32(truncatingIfNeeded: ofUnits[unit].count)
        guard let first = grid.place(ofGroup: 1, unit: unit) else { continue }
        seen.countGroups(of: ofUnits[unit], lists, into: &counts, at: start + first, groups: grid.groupCount - 1)
      }
    }
    return counts
  }
}

/// Of which others the values of a unit are made up: of those of units below it, and of totals that are in none of these.
private struct UnitCovers {
  enum Piece {
    case total(Int)
    case unit(Int)
  }

  /// The units, each behind those that it is made up of.
  let order: [Int]
  let pieces: [[Piece]]

  /// Complexity: O(totals · depth).
  init(_ grid: CellGrid) {
    let order = grid.units.indices.sorted { (grid.parts[$0].count, $0) < (grid.parts[$1].count, $1) }
    // For each total the greatest unit with it that was gone through.
    var owners = [Int](repeating: -1, count: grid.baseWidth)
    var marks = [Int](repeating: -1, count: grid.baseWidth)
    var pieces = [[Piece]](repeating: [], count: grid.units.count)
    for unit in order {
      let totals = grid.parts[unit].map { Int($0) }
      for total in totals { marks[total] = unit }
      var known: [Int: Bool] = [:]
      for total in totals {
        let owner = owners[total]
        if owner >= 0 {
          if let isWithin = known[owner] {
            if isWithin { continue }
          } else {
            let isWithin = grid.parts[owner].allSatisfy { marks[Int($0)] == unit }
            known[owner] = isWithin
            if isWithin {
              pieces[unit].append(.unit(owner))
              continue
            }
          }
        }
        pieces[unit].append(.total(total))
      }
      for total in totals { owners[total] = unit }
    }
    self.order = order
    self.pieces = pieces
  }
}

extension GridPlaces {
  /// Adds the values of some rows to the slots of a period, as long as the rows' totals lie in it, where a value was met first in the same
  /// place or was not met; writes the other rows down, and tells how many rows there were and how many of them are others.
  ///
  /// - Parameters:
  ///   - start: the first base cell of the period, which has so many
  ///   - slots: one for each value that there may be
  ///   - others: room for as many rows
  fileprivate func addWhereFirst(
    _ rows: UnsafeBufferPointer<Int32>, _ codes: Vector<Int32>.Buffers, from start: Int, _ width: Int,
    to slots: UnsafeMutableBufferPointer<UInt64>, _ others: UnsafeMutableBufferPointer<Int32>
  ) -> (count: Int, others: Int) {
    let (most, start) = (UInt32(truncatingIfNeeded: width), Int32(truncatingIfNeeded: start))
    // Where all values are there, and groups are, is not asked of each row.
    let isWhole = codes.presenceMask == 0 && codes.presence[0] != 0
    var next = 0
    let hasGroups = !masks.isEmpty
    return places.withUnsafeBufferPointer { places in
      masks.withUnsafeBufferPointer { masks in
        for index in rows.indices {
          let row = Int(rows[index])
          let number = row &- first
          let place = UInt32(bitPattern: places[number &* stride] &- start)
          guard place < most else { return (index, next) }
          if !isWhole, codes.presence[row & codes.presenceMask] == 0 { continue }
          let value = Int(codes.values[row & codes.mask])
          let slot = GroupedPairs.first(at: place, hasGroups ? masks[number] : 0)
          // Written down in any case, and written over by what comes next where it is added.
          others.initializeElement(at: next, to: rows[index])
          next &+= GroupedPairs.add(slot, to: &slots[value]) ? 0 : 1
        }
        return (rows.count, next)
      }
    }
  }

  /// Makes pairs of values and the places of their rows' totals, as long as these lie in a run of base cells, and tells how many.
  ///
  /// - Parameters:
  ///   - start: the first base cell of the run, which the place is relative to
  ///   - pairs: room for the pairs, as ``GroupedPairs/pair(_:_:)`` makes them
  ///   - numbers: room for the numbers of the rows among these places
  fileprivate func pairs(
    _ rows: ArraySlice<Int32>, _ values: ArraySlice<Int32>, from start: Int32, _ width: Int32,
    _ pairs: UnsafeMutableBufferPointer<UInt64>, _ numbers: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    let most = UInt32(bitPattern: width)
    return places.withUnsafeBufferPointer { places in
      rows.withUnsafeBufferPointer { rows in
        values.withUnsafeBufferPointer { values in
          for index in rows.indices {
            let number = Int(rows[index]) &- first
            let place = places[number &* stride] &- start
            guard UInt32(bitPattern: place) < most else { return index }
            pairs[index] = GroupedPairs.pair(place, values[index])
            numbers[index] = Int32(truncatingIfNeeded: number)
          }
          return rows.count
        }
      }
    }
  }
}
