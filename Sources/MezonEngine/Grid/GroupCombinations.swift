// SPDX-License-Identifier: Apache-2.0

/// For each event which group it has of every split, in few numbers: splits are taken together as long as their groups make few
/// combinations, and an event has one number for all of them.
///
/// Tables tell what a number stands for, so that where an event is added up is looked up at once rather than split by split.
struct GroupCombinations: Sendable {
  /// Some splits that are taken together.
  struct Run: Sendable {
    /// The number of each event.
    let numbers: [Int32]
    /// For each number, in ``GroupCombinations/lanes`` vectors, how far the places of an event lie behind the place before the first
    /// group: one for the total and one a split, 0 for the total and for splits of other runs.
    let distances: [SIMD4<Int32>]
    /// For each number a bit for each group, the first group of all being bit 0; none where one word does not hold all groups.
    let masks: [UInt32]
    /// For each number the words of the ``PlaceCode`` that say which groups they are.
    let codes: [UInt32]
  }

  let runs: [Run]
  /// How many places an event has: one for the total and one a split.
  let stride: Int
  /// How many vectors hold so many places.
  let lanes: Int
  /// How many words hold a bit for each group.
  let maskWords: Int
  /// How the place of an event is written.
  let code: PlaceCode

  /// No more combinations than this are made of several splits: their tables stay close to the processor.
  private static let most = 1 << 10

  /// - Complexity: O(rows · splits + combinations).
  init(_ groups: GroupLayout, _ code: PlaceCode) {
    let splits = groups.splits
    (stride, self.code) = (splits.count + 1, code)
    lanes = (stride + 3) / 4
    maskWords = (groups.count - 1 + 31) / 32
    var runs: [Run] = []
    var first = 0
    while first < splits.count {
      var (next, count) = (first + 1, splits[first].groups.count)
      while next < splits.count, count * splits[next].groups.count <= Self.most {
        count *= splits[next].groups.count
        next += 1
      }
      runs.append(Run(groups, first..<next, count: count, code, lanes: lanes, hasMasks: maskWords == 1))
      first = next
    }
    self.runs = runs
  }
}

extension GroupCombinations.Run {
  /// The run of some splits, whose groups make so many combinations.
  fileprivate init(
    _ groups: GroupLayout, _ range: Range<Int>, count: Int, _ code: PlaceCode, lanes: Int, hasMasks: Bool
  ) {
    var numbers = groups.splits[range.lowerBound].numbers
    for split in groups.splits[range.dropFirst()] {
      let groupCount = Int32(truncatingIfNeeded: split.groups.count)
      numbers.withUnsafeMutableBufferPointer { numbers in
        split.numbers.withUnsafeBufferPointer { own in
          for row in 0..<min(numbers.count, own.count) { numbers[row] = numbers[row] &* groupCount &+ own[row] }
        }
      }
    }
    var distances = [SIMD4<Int32>](repeating: .zero, count: count * lanes)
    var masks = [UInt32](repeating: 0, count: hasMasks ? count : 0)
    var codes = [UInt32](repeating: 0, count: count * code.words)
    for number in 0..<count {
      var rest = number
      for split in range.reversed() {
        let groupCount = groups.splits[split].groups.count
        let group = rest % groupCount
        rest /= groupCount
        let distance = groups.firstDistances[split] + group
        distances[number * lanes + (split + 1) / 4][(split + 1) % 4] = Int32(truncatingIfNeeded: distance)
        if hasMasks { masks[number] |= 1 << UInt32(truncatingIfNeeded: distance - 1) }
        let field = code.splits[split]
        codes[number * code.words + field.word] |= UInt32(truncatingIfNeeded: group) << field.shift
      }
    }
    (self.numbers, self.distances, self.masks, self.codes) = (numbers, distances, masks, codes)
  }
}

extension GroupCombinations {
  /// What is made of some rows.
  struct Places {
    /// Row after row ``GroupCombinations/stride`` places, and some more numbers behind the last.
    let places: [Int32]
    /// Row after row ``GroupCombinations/maskWords`` words; none where nobody asks for them.
    let masks: [UInt32]
    /// Whether all rows belong to a cell.
    let hasAll: Bool
  }

  /// The places of some rows, and bits for their groups where they are asked for.
  ///
  /// - Parameters:
  ///   - cells: for rows from a first one on the total and the place before the first group, both negative where there are none
  ///   - none: what stands for a group of an event without groups
  /// - Complexity: O(rows · splits)
  func places(
    of rows: UnsafeBufferPointer<Int32>, _ cells: UnsafeBufferPointer<SIMD2<Int32>>, from first: Int, none: Int32,
    withMasks: Bool
  ) -> Places {
    var masks: [UInt32] = []
    var hasAll = true
    // A row is written in whole vectors, of which the next one takes the rest.
    let room = rows.count * stride + 4
    let places = [Int32](unsafeUninitializedCapacity: room) { places, filled in
      let raw = UnsafeMutableRawBufferPointer(places)
      func fill(_ masks: UnsafeMutableBufferPointer<UInt32>?) {
        if runs.count == 1, lanes == 1, maskWords == 1 {
          hasAll = write(runs[0], rows, cells, from: first, none, to: raw, masks)
        } else {
          hasAll = writeAny(rows, cells, from: first, none, to: raw, masks)
        }
      }
      if withMasks {
        masks = [UInt32](unsafeUninitializedCapacity: rows.count * maskWords) { masks, filled in
          fill(masks)
          filled = rows.count * maskWords
        }
      } else {
        fill(nil)
      }
      for rest in rows.count * stride..<room { places.initializeElement(at: rest, to: 0) }
      filled = room
    }
    return Places(places: places, masks: masks, hasAll: hasAll)
  }

  /// Writes the places of rows whose splits are all taken together and fit one vector, and tells whether all belong to a cell.
  private func write(
    _ run: Run, _ rows: UnsafeBufferPointer<Int32>, _ cells: UnsafeBufferPointer<SIMD2<Int32>>, from first: Int,
    _ none: Int32, to places: UnsafeMutableRawBufferPointer, _ masks: UnsafeMutableBufferPointer<UInt32>?
  ) -> Bool {
    let size = stride * 4
    var all: Int32 = 0
    run.numbers.withUnsafeBufferPointer { numbers in
      run.distances.withUnsafeBufferPointer { distances in
        run.masks.withUnsafeBufferPointer { bits in
          for index in rows.indices {
            let row = Int(rows[index])
            let (cell, number) = (cells[row &- first], Int(numbers[row]))
            var vector = SIMD4<Int32>(repeating: none)
            if cell.y >= 0 { vector = SIMD4(repeating: cell.y) &+ distances[number] }
            vector[0] = cell.x
            all |= cell.x
            places.storeBytes(of: vector, toByteOffset: index &* size, as: SIMD4<Int32>.self)
            if let masks { masks.initializeElement(at: index, to: cell.y >= 0 ? bits[number] : 0) }
          }
        }
      }
    }
    return all >= 0
  }

  /// As the other, for any splits.
  private func writeAny(
    _ rows: UnsafeBufferPointer<Int32>, _ cells: UnsafeBufferPointer<SIMD2<Int32>>, from first: Int, _ none: Int32,
    to places: UnsafeMutableRawBufferPointer, _ masks: UnsafeMutableBufferPointer<UInt32>?
  ) -> Bool {
    var all: Int32 = 0
    for index in rows.indices {
      let row = Int(rows[index])
      let cell = cells[row - first]
      all |= cell.x
      for lane in 0..<lanes {
        var vector = SIMD4<Int32>(repeating: none)
        if cell.y >= 0 {
          vector = runs.reduce(SIMD4(repeating: cell.y)) { $0 &+ $1.distances[Int($1.numbers[row]) * lanes + lane] }
        }
        if lane == 0 { vector[0] = cell.x }
        places.storeBytes(of: vector, toByteOffset: (index * stride + lane * 4) * 4, as: SIMD4<Int32>.self)
      }
      guard let masks else { continue }
      let own = UnsafeMutableBufferPointer(rebasing: masks[index * maskWords..<(index + 1) * maskWords])
      own.initialize(repeating: 0)
      if cell.y >= 0 { setBits(of: row, in: own) }
    }
    return all >= 0
  }

  /// Sets the bits of an event's groups, which follow from the distances of their places.
  private func setBits(of row: Int, in words: UnsafeMutableBufferPointer<UInt32>) {
    for run in runs {
      let first = Int(run.numbers[row]) * lanes
      for place in 1..<stride {
        let bit = Int(run.distances[first + place / 4][place % 4]) - 1
        if bit >= 0 { words[bit / 32] |= 1 << UInt32(truncatingIfNeeded: bit % 32) }
      }
    }
  }

  /// The codes of the places of some rows, row after row; without a lineage an event has no cells, and its code is not looked at.
  ///
  /// Complexity: O(rows · words).
  func codes(of rows: UnsafeBufferPointer<Int32>, _ lineages: [Int32]) -> [UInt32] {
    let words = code.words
    var codes = [UInt32](repeating: 0, count: rows.count * words)
    codes.withUnsafeMutableBufferPointer { codes in
      lineages.withUnsafeBufferPointer { lineages in
        for index in rows.indices {
          let lineage = UInt32(bitPattern: max(0, lineages[Int(rows[index])]))
          codes[index &* words &+ code.lineage.word] |= lineage &<< code.lineage.shift
        }
      }
      for run in runs {
        run.numbers.withUnsafeBufferPointer { numbers in
          run.codes.withUnsafeBufferPointer { own in
            for index in rows.indices {
              let number = Int(numbers[Int(rows[index])])
              for word in 0..<words { codes[index &* words &+ word] |= own[number &* words &+ word] }
            }
          }
        }
      }
    }
    return codes
  }
}
