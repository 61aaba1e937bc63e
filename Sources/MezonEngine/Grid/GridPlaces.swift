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
    let splits = source.groups.splits
    let stride = splits.count + 1
    self.stride = stride
    let numbers = grid.periods.numbersOfDays[table]
    let (firstDay, dayCount) = (Int(grid.periods.first.daysSinceEpoch), grid.periods.dayCount)
    let baseWidth = Int32(truncatingIfNeeded: grid.baseWidth)
    let none = Int32(truncatingIfNeeded: grid.baseCount)
    // For each event where its groups begin, or -1.
    var groupStarts = [Int32](repeating: -1, count: rows.count)
    places = [Int32](unsafeUninitializedCapacity: rows.count * stride) { places, filled in
      for index in 0..<rows.count {
        let row = rows.lowerBound + index
        let day = Int(source.days[row]) - firstDay
        let lineage = Int(source.lineages[row])
        var total: Int32 = -1
        if source.isSeen[row] != 0, day >= 0, day < dayCount, lineage >= 0, numbers[day] >= 0 {
          let start = grid.baseNumbers[Int(numbers[day])] &* baseWidth
          if grid.totalOfLineage[lineage] >= 0 {
            total = start &+ grid.totalOfLineage[lineage]
            if grid.groupsOfLineage[lineage] >= 0 { groupStarts[index] = start &+ grid.groupsOfLineage[lineage] }
          }
        }
        places.initializeElement(at: index * stride, to: total)
      }
      for (split, column) in splits.enumerated() {
        let distance = Int32(truncatingIfNeeded: source.groups.firstDistances[split])
        for index in 0..<rows.count {
          let start = groupStarts[index]
          let place = start < 0 ? none : start &+ distance &+ column.numbers[rows.lowerBound + index]
          places.initializeElement(at: index * stride + split + 1, to: place)
        }
      }
      filled = rows.count * stride
    }
    maskWords = (grid.groupCount - 1 + 31) / 32
    masks = needs.masks ? Self.masks(source, rows, groupStarts, words: maskWords) : []
    codeWords = needs.code?.words ?? 0
    codes = needs.code.map { Self.codes(source, Int32(rows.lowerBound)..<Int32(rows.upperBound), $0) } ?? []
  }

  private static func masks(_ source: Source, _ rows: Range<Int>, _ groupStarts: [Int32], words: Int) -> [UInt32] {
    var masks = [UInt32](repeating: 0, count: rows.count * words)
    for (split, column) in source.groups.splits.enumerated() {
      let distance = source.groups.firstDistances[split] - 1
      for index in 0..<rows.count where groupStarts[index] >= 0 {
        let bit = distance + Int(column.numbers[rows.lowerBound + index])
        masks[index * words + bit >> 5] |= 1 << UInt32(bit & 31)
      }
    }
    return masks
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

  private func gathered<Number>(_ all: [Number], _ stride: Int, _ rows: ArraySlice<Int32>) -> [Number] {
    if all.isEmpty { return [] }
    return [Number](unsafeUninitializedCapacity: rows.count * stride) { room, filled in
      all.withUnsafeBufferPointer { all in
        rows.withUnsafeBufferPointer { rows in
          for index in rows.indices {
            let (to, from) = (index &* stride, (Int(rows[index]) &- first) &* stride)
            for offset in 0..<stride { room.initializeElement(at: to &+ offset, to: all[from &+ offset]) }
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
