// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// For a stretch of rows the base cells of a ``CellGrid`` that each event belongs to: its total and one group a split.
///
/// All indicators of a grid share them. Where periods overlap, an event lies in several: one of these for each table of periods.
struct GridPlaces {
  /// What is read of every event.
  struct Source: Sendable {
    let isSeen: [UInt8]
    let days: [Int32]
    let lineages: [Int32]
    let groups: GroupCombinations
    /// By the grid's tables of periods what ``cells(in:table:_:)`` tells of all rows; empty where each row is asked for once.
    var cells: [[SIMD2<Int32>]] = []
  }

  /// The number of the first row.
  let first: Int
  /// How many rows there are.
  let count: Int
  /// How many places an event has.
  let stride: Int
  /// Event after event: base cells, or the one behind all where it belongs to none; the total is negative where an event belongs
  /// to no cell. Behind the last one there is room for what is not read.
  let places: [Int32]
  /// Whether every event belongs to a cell.
  let hasAll: Bool
  /// How many words tell which groups an event belongs to.
  let maskWords: Int
  /// Event after event a bit for each group that it belongs to, the first group being bit 0; empty where nobody asks for them.
  let masks: [UInt32]
  /// How many words a code has.
  let codeWords: Int
  /// Event after event its ``PlaceCode``; empty where nobody asks for them.
  let codes: [UInt32]

  /// What is asked for besides places.
  struct Needs: Sendable {
    /// The bits of groups.
    var masks = false
    /// The codes.
    var codes = false
  }

  /// The places of some events of a source.
  ///
  /// - Parameters:
  ///   - table: which of the grid's tables of periods
  ///   - listed: the rows of the source that are looked at, which are numbered in this order; nil for all
  ///   - numbers: the numbers of those whose places are made
  /// - Complexity: O(rows · splits).
  init(_ source: Source, _ grid: CellGrid, table: Int, _ listed: [Int32]?, _ numbers: Range<Int>, _ needs: Needs) {
    let groups = source.groups
    (first, count, stride, maskWords) = (numbers.lowerBound, numbers.count, groups.stride, groups.maskWords)
    codeWords = needs.codes ? groups.code.words : 0
    let isMade = !source.cells.isEmpty
    let cells = isMade ? source.cells[table] : source.cells(in: grid, table: table, numbers)
    let rows = listed?[numbers] ?? Self.numbers(numbers)[...]
    let none = Int32(truncatingIfNeeded: grid.baseCount)
    let made = rows.withUnsafeBufferPointer { rows in
      cells.withUnsafeBufferPointer { cells in
        groups.places(of: rows, cells, from: isMade ? 0 : numbers.lowerBound, none: none, withMasks: needs.masks)
      }
    }
    (places, masks, hasAll) = (made.places, made.masks, made.hasAll)
    codes = needs.codes ? rows.withUnsafeBufferPointer { groups.codes(of: $0, source.lineages) } : []
  }

  /// A run of numbers. Complexity: O(numbers).
  private static func numbers(_ range: Range<Int>) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: range.count) { numbers, filled in
      for place in 0..<range.count {
        numbers.initializeElement(at: place, to: Int32(truncatingIfNeeded: range.lowerBound &+ place))
      }
      filled = range.count
    }
  }

  /// The base cell of a row's total.
  @inline(__always)
  func total(of row: Int32) -> Int32 { places[(Int(row) &- first) &* stride] }

  /// The rows that a condition holds for and that belong to a cell, ascending. Complexity: O(rows).
  func rows(where looked: Vector<UInt8>) -> [Int32] {
    if hasAll, looked.isConstant, looked.values[0] == Truth.yes {
      return Self.numbers(first..<first + count)
    }
    return looked.withBuffers(rows: first + count) { looked in
      [Int32](unsafeUninitializedCapacity: count) { rows, filled in
        places.withUnsafeBufferPointer { places in
          var next = 0
          func add(_ index: Int) {
            rows[next] = Int32(truncatingIfNeeded: first &+ index)
            next &+= places[index &* stride] >= 0 ? 1 : 0
          }
          if looked.mask == 0 {
            if looked.values[0] == Truth.yes { for index in 0..<count { add(index) } }
          } else {
            forEachYes(
              UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(looked.values)[first..<first + count]), add)
          }
          filled = next
        }
      }
    }
  }

  /// Adds one to a counter of each base cell of some rows. Complexity: O(rows · splits).
  func count(_ rows: [Int32], into counts: inout [Int32]) {
    counts.withUnsafeMutableBufferPointer { counts in
      forEachCell(of: rows) { _, _ in
      } add: { cell, _ in
        counts[cell] &+= 1
      }
    }
  }

  /// Calls `add` with each base cell of some rows, and with what `value` makes of the row, once, from its place among these and its number.
  ///
  /// Complexity: O(rows · splits).
  @inline(__always)
  func forEachCell<Value>(
    of rows: [Int32], _ value: (_ index: Int, _ row: Int) -> Value, add: (_ cell: Int, Value) -> Void
  ) {
    rows.withUnsafeBufferPointer { rows in
      places.withUnsafeBufferPointer { places in
        for index in rows.indices {
          let row = Int(rows[index])
          let start = (row &- first) &* stride
          let value = value(index, row)
          // Without a loop of its own for a number of splits that many programmes have.
          if stride == 4 {
            add(Int(places[start]), value)
            add(Int(places[start &+ 1]), value)
            add(Int(places[start &+ 2]), value)
            add(Int(places[start &+ 3]), value)
          } else {
            for place in start..<start &+ stride { add(Int(places[place]), value) }
          }
        }
      }
    }
  }
}

extension GridPlaces.Source {
  /// Of some rows the base cell of the total, negative where an event belongs to no cell, and the place before the first group, negative
  /// where it has no groups.
  ///
  /// - Parameter table: which of the grid's tables of periods
  /// - Complexity: O(rows + lineages).
  func cells(in grid: CellGrid, table: Int, _ rows: Range<Int>) -> [SIMD2<Int32>] {
    let firstDay = grid.periods.first.daysSinceEpoch
    // Lineages that are known lie among these.
    let places = zip(grid.totalOfLineage, grid.groupsOfLineage).map { SIMD2($0, $1) }
    let lineageCount = UInt32(truncatingIfNeeded: places.count)
    let starts = grid.startsOfDays[table]
    let dayCount = UInt32(truncatingIfNeeded: starts.count)
    return [SIMD2<Int32>](unsafeUninitializedCapacity: rows.count) { cells, filled in
      isSeen.withUnsafeBufferPointer { isSeen in
        days.withUnsafeBufferPointer { days in
          lineages.withUnsafeBufferPointer { lineages in
            starts.withUnsafeBufferPointer { starts in
              places.withUnsafeBufferPointer { places in
                for row in rows {
                  // Days before the first are too great too.
                  let day = UInt32(bitPattern: days[row] &- firstDay)
                  let lineage = UInt32(bitPattern: lineages[row])
                  var cell = SIMD2<Int32>(-1, -1)
                  if isSeen[row] != 0, day < dayCount, lineage < lineageCount {
                    let (first, place) = (starts[Int(day)], places[Int(lineage)])
                    if first >= 0, place.x >= 0 {
                      cell = SIMD2(first &+ place.x, place.y < 0 ? -1 : first &+ place.y)
                    }
                  }
                  cells.initializeElement(at: row &- rows.lowerBound, to: cell)
                }
              }
            }
          }
        }
      }
      filled = rows.count
    }
  }
}

/// Calls `body` with the place of each ``Truth/yes``, ascending: eight truths are looked at together, for most may be others.
@inline(__always)
private func forEachYes(_ truths: UnsafeRawBufferPointer, _ body: (Int) -> Void) {
  let ones: UInt64 = 0x0101_0101_0101_0101
  var index = 0
  while truths.count &- index >= 8 {
    let word = UInt64(littleEndian: truths.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    // 1 has the lowest bit and not the next one.
    var yes = word & ~(word &>> 1) & ones
    while yes != 0 {
      body(index &+ yes.trailingZeroBitCount &>> 3)
      yes &= yes &- 1
    }
    index &+= 8
  }
  while index < truths.count {
    if truths[index] == Truth.yes { body(index) }
    index &+= 1
  }
}
