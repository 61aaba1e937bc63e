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
    let groups: GroupLayout
  }

  /// The first row.
  let first: Int
  /// How many places an event has.
  let stride: Int
  /// Event after event: base cells, or the one behind all where it belongs to none; the total is negative where an event belongs
  /// to no cell.
  let places: [Int32]
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
    /// The code, where it is.
    var code: PlaceCode?
  }

  /// - Parameters:
  ///   - table: which of the grid's tables of periods
  ///   - rows: which rows of the source
  /// - Complexity: O(rows · splits).
  init(_ source: Source, _ grid: CellGrid, table: Int, rows: Range<Int>, _ needs: Needs) {
    first = rows.lowerBound
    let stride = source.groups.splits.count + 1
    let maskWords = (grid.groupCount - 1 + 31) / 32
    var masks = [UInt32](repeating: 0, count: needs.masks ? rows.count * maskWords : 0)
    places = [Int32](unsafeUninitializedCapacity: rows.count * stride) { places, filled in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { starts in
        Self.findTotals(source, grid, table: table, rows, places, stride, starts)
        let none = Int32(truncatingIfNeeded: grid.baseCount)
        for (split, column) in source.groups.splits.enumerated() {
          let distance = source.groups.firstDistances[split]
          column.numbers.withUnsafeBufferPointer { numbers in
            let numbers = UnsafeBufferPointer(rebasing: numbers[rows])
            let first = Int32(truncatingIfNeeded: distance)
            for index in 0..<rows.count {
              let place = starts[index] < 0 ? none : starts[index] &+ first &+ numbers[index]
              places.initializeElement(at: index &* stride &+ split &+ 1, to: place)
            }
            if needs.masks { Self.addBits(from: distance - 1, numbers, starts, words: maskWords, to: &masks) }
          }
        }
      }
      filled = rows.count * stride
    }
    self.stride = stride
    self.maskWords = maskWords
    self.masks = masks
    codeWords = needs.code?.words ?? 0
    codes = needs.code.map { Self.codes(source, Int32(rows.lowerBound)..<Int32(rows.upperBound), $0) } ?? []
  }

  /// The total of each row, and where its groups begin, or -1 where it belongs to none.
  private static func findTotals(
    _ source: Source, _ grid: CellGrid, table: Int, _ rows: Range<Int>, _ places: UnsafeMutableBufferPointer<Int32>,
    _ stride: Int, _ starts: UnsafeMutableBufferPointer<Int32>
  ) {
    let firstDay = grid.periods.first.daysSinceEpoch
    // Lineages that are known lie among these.
    let lineageCount = UInt32(truncatingIfNeeded: min(grid.totalOfLineage.count, grid.groupsOfLineage.count))
    source.isSeen.withUnsafeBufferPointer { isSeen in
      source.days.withUnsafeBufferPointer { days in
        source.lineages.withUnsafeBufferPointer { lineages in
          grid.startsOfDays[table].withUnsafeBufferPointer { startsOfDays in
            grid.totalOfLineage.withUnsafeBufferPointer { totals in
              grid.groupsOfLineage.withUnsafeBufferPointer { groups in
                for index in 0..<rows.count {
                  let row = rows.lowerBound &+ index
                  let day = Int(days[row]) &- Int(firstDay)
                  let lineage = UInt32(bitPattern: lineages[row])
                  var (total, start): (Int32, Int32) = (-1, -1)
                  if isSeen[row] != 0, day >= 0, day < startsOfDays.count, lineage < lineageCount {
                    let first = startsOfDays[day]
                    let (ownTotal, ownGroups) = (totals[Int(lineage)], groups[Int(lineage)])
                    if first >= 0, ownTotal >= 0 {
                      total = first &+ ownTotal
                      start = ownGroups < 0 ? -1 : first &+ ownGroups
                    }
                  }
                  places.initializeElement(at: index &* stride, to: total)
                  starts.initializeElement(at: index, to: start)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Sets the bit of each row's group of a split, the first of which is a bit.
  private static func addBits(
    from first: Int, _ numbers: UnsafeBufferPointer<Int32>, _ starts: UnsafeMutableBufferPointer<Int32>, words: Int,
    to masks: inout [UInt32]
  ) {
    masks.withUnsafeMutableBufferPointer { masks in
      for index in 0..<numbers.count where starts[index] >= 0 {
        let bit = first &+ Int(numbers[index])
        masks[index &* words &+ bit &>> 5] |= 1 &<< UInt32(truncatingIfNeeded: bit & 31)
      }
    }
  }

  private static func codes(_ source: Source, _ rows: some Collection<Int32>, _ code: PlaceCode) -> [UInt32] {
    var codes = [UInt32](repeating: 0, count: rows.count * code.words)
    func add(_ field: PlaceCode.Field, _ numbers: [Int32]) {
      var place = field.word
      for row in rows {
        // An event without a lineage has no cells, and its code is not looked at.
        codes[place] |= UInt32(bitPattern: max(0, numbers[Int(row)])) &<< field.shift
        place += code.words
      }
    }
    add(code.lineage, source.lineages)
    for (split, field) in code.splits.enumerated() { add(field, source.groups.splits[split].numbers) }
    return codes
  }

  /// The places of some rows of these, which are numbered from another one on. Complexity: O(rows · splits).
  func of(_ rows: ArraySlice<Int32>, from number: Int, _ source: Source, _ needs: Needs) -> GridPlaces {
    GridPlaces(
      first: number, stride: stride, places: gathered(places, stride, rows), maskWords: maskWords,
      masks: needs.masks ? gathered(masks, maskWords, rows) : [], codeWords: needs.code?.words ?? 0,
      codes: needs.code.map { Self.codes(source, rows, $0) } ?? [])
  }

  /// The codes of some rows, row after row. Complexity: O(rows).
  func codes(of rows: [Int32]) -> [UInt32] { gathered(codes, codeWords, rows[...]) }

  private func gathered<Number: BitwiseCopyable>(
    _ all: [Number], _ stride: Int, _ rows: ArraySlice<Int32>
  ) -> [Number] {
    if all.isEmpty { return [] }
    return [Number](unsafeUninitializedCapacity: rows.count * stride) { room, filled in
      all.withUnsafeBufferPointer { all in
        rows.withUnsafeBufferPointer { rows in
          if stride == 1 {
            for index in rows.indices { room.initializeElement(at: index, to: all[Int(rows[index]) &- first]) }
            return
          }
          let (from, to) = (UnsafeRawBufferPointer(all), UnsafeMutableRawBufferPointer(room))
          let size = stride * MemoryLayout<Number>.stride
          for index in rows.indices {
            let (first, start) = ((Int(rows[index]) &- first) &* size, index &* size)
            // Sixteen bytes at once, then what is left.
            var offset = 0
            while offset &+ 16 <= size {
              let four = from.loadUnaligned(fromByteOffset: first &+ offset, as: SIMD4<UInt32>.self)
              to.storeBytes(of: four, toByteOffset: start &+ offset, as: SIMD4<UInt32>.self)
              offset &+= 16
            }
            while offset < size {
              to[start &+ offset] = from[first &+ offset]
              offset &+= 1
            }
          }
        }
      }
      filled = rows.count * stride
    }
  }

  private init(
    first: Int, stride: Int, places: [Int32], maskWords: Int, masks: [UInt32], codeWords: Int, codes: [UInt32]
  ) {
    self.first = first
    self.stride = stride
    self.places = places
    self.maskWords = maskWords
    self.masks = masks
    self.codeWords = codeWords
    self.codes = codes
  }

  /// The base cell of a row's total.
  @inline(__always)
  func total(of row: Int32) -> Int32 { places[(Int(row) &- first) &* stride] }

  /// The rows that a condition holds for and that belong to a cell. Complexity: O(rows).
  func rows(where looked: Vector<UInt8>) -> [Int32] {
    let count = places.count / stride
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
      places.withUnsafeBufferPointer { places in
        for row in rows {
          let start = (Int(row) &- first) &* stride
          for place in start..<start &+ stride { counts[Int(places[place])] &+= 1 }
        }
      }
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
