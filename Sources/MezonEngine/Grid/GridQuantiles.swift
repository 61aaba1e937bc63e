// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// A quantile of the values of every cell of a grid.
///
/// The values of periods that have days in common are sorted together. Then they are gone through from the least on: each counts down, in every
/// cell that it belongs to, how many are still to come before the cell's quantile, and no list of a cell's values is made. In longer
/// periods, and for units that others make up, only those values are counted one by one among which a quantile lies; of the others the sum
/// of the parts is known.
struct GridQuantiles: Sendable {
  /// How many values each cell has.
  let present: [Int32]
  /// The quantile of each cell that has a value.
  let values: [Double]

  /// Complexity: O(values · (digits + splits · depth · sums of periods) + cells).
  init(_ tally: ValueTally, _ probability: Double, _ grid: CellGrid, _ code: PlaceCode) {
    let all = PlaceTargets(grid, code)
    var countdown = Countdown(tally, probability, grid, all)
    let sums = UnitSums(grid, isMet: countdown.isMet)
    let lower = PlaceTargets(grid, code) { sums.numbers[$0] < 0 }
    let upper = PlaceTargets(grid, code) { sums.numbers[$0] >= 0 }
    for block in grid.blocks {
      let sorted = SortedValues(tally, grid, block, words: code.words)
      let longer = LongerPeriods(grid, block, countdown.left)
      if let cells = UpperCells(sums, longer, grid, block, countdown.left, values: sorted.values.items.count) {
        countdown.goThrough(sorted, longer, grid, lower, (cells, upper))
      } else {
        countdown.goThrough(sorted, longer, grid, all, nil)
      }
    }
    present = countdown.present
    values = countdown.values
  }
}

/// The values of some periods, ascending.
private struct SortedValues {
  let values: AscendingValues
  /// Value after value: the period in which it was added up, and then the code of its place.
  let records: [UInt32]
  /// How many words a record has.
  let stride: Int

  /// Complexity: O(values · digits).
  init(_ tally: ValueTally, _ grid: CellGrid, _ block: [Int], words: Int) {
    let chunks = block.flatMap { period in
      tally.periods[Int(grid.baseNumbers[period])].map { (period: UInt32(truncatingIfNeeded: period), chunk: $0) }
    }
    let count = chunks.reduce(0) { $0 + $1.chunk.values.count }
    stride = words + 1
    if words == 1 {
      // The period and the code are one word, which goes with the value.
      values = AscendingValues(
        [AscendingValues.Item](unsafeUninitializedCapacity: count) { room, filled in
          for (period, chunk) in chunks {
            for (value, code) in zip(chunk.values, chunk.codes) {
              room.initializeElement(at: filled, to: AscendingValues.Item(value, UInt64(period) << 32 | UInt64(code)))
              filled &+= 1
            }
          }
        })
      records = Self.records(words: 2, count) { [values] place, word in
        UInt32(truncatingIfNeeded: values.items[place].companion >> (word == 0 ? 32 : 0))
      }
    } else {
      var items: [AscendingValues.Item] = []
      var all: [UInt32] = []
      for (period, chunk) in chunks {
        for (number, value) in chunk.values.enumerated() {
          items.append(AscendingValues.Item(value, UInt64(items.count)))
          all.append(period)
          all += chunk.codes[number * words..<(number + 1) * words]
        }
      }
      values = AscendingValues(items)
      records = Self.records(words: stride, count) { [values, stride] place, word in
        all[Int(truncatingIfNeeded: values.items[place].companion) * stride + word]
      }
    }
  }

  @inline(__always)
  private static func records(words: Int, _ count: Int, _ word: (_ place: Int, _ word: Int) -> UInt32) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count * words) { room, filled in
      for place in 0..<count {
        for number in 0..<words {
          room.initializeElement(at: filled, to: word(place, number))
          filled &+= 1
        }
      }
    }
  }
}

/// The cells that values have reached.
private struct ReachedCells {
  /// A cell, the place of the value among the sorted ones, and how many were left: 0 at the lower value of a quantile, -1 at the one
  /// after it.
  private(set) var list: [(cell: Int32, left: Int32, place: Int)] = []

  /// Not inlined, for the loop that it is called from has many other registers to fill.
  @inline(never)
  mutating func append(_ cell: Int, _ place: Int, _ left: Int32) {
    list.append((Int32(truncatingIfNeeded: cell), left, place))
  }
}

/// How many values of each cell are still to come before its quantile, and which it is where they have come.
private struct Countdown {
  let present: [Int32]
  /// For each base cell within a period whether it has a value.
  let isMet: [Bool]
  private(set) var values: [Double]
  private(set) var left: [Int32]
  private let places: QuantilePlaces

  /// Counts the values of each cell, and from now on to the lower of the two values that its quantile lies between.
  ///
  /// Complexity: O(values · splits + base cells · depth + cells).
  init(_ tally: ValueTally, _ probability: Double, _ grid: CellGrid, _ targets: PlaceTargets) {
    var counts = [Int32](repeating: 0, count: grid.baseCount)
    for period in 0..<grid.basePeriodCount {
      for chunk in tally.periods[period] { targets.count(chunk.codes, from: period * grid.baseWidth, into: &counts) }
    }
    let present = grid.rolledUp(counts, stride: 1, zero: 0) { $0 &+= $1 }
    let places = QuantilePlaces(probability, upTo: present.max() ?? 0)
    left = present.map { $0 > 0 ? Int32(truncatingIfNeeded: places.place(among: $0).low + 1) : $0 }
    values = Array(repeating: .nan, count: grid.count)
    var isMet = [Bool](repeating: false, count: grid.baseWidth)
    for (base, count) in counts.enumerated() where count != 0 { isMet[base % grid.baseWidth] = true }
    self.isMet = isMet
    self.present = present
    self.places = places
  }

  /// Goes through values, ascending, of which all of each cell's are among them. Complexity: see ``GridQuantiles``.
  ///
  /// - Parameters:
  ///   - targets: the cells in which values are counted
  ///   - upper: the others, which are sums of these; nil where there are none
  mutating func goThrough(
    _ sorted: SortedValues, _ longer: LongerPeriods, _ grid: CellGrid, _ targets: PlaceTargets,
    _ upper: (cells: UpperCells, targets: PlaceTargets)?
  ) {
    let count = sorted.values.items.count
    var reached = ReachedCells()
    var longer = longer
    var upper = upper
    var firstOfUpper = 0
    let atOnce = min(longer.valuesAtOnce, upper?.cells.valuesAtOnce ?? .max)
    for first in stride(from: 0, to: count, by: atOnce) {
      let values = first..<first + min(atOnce, count - first)
      countDown(sorted, values, grid, targets, &reached)
      if !longer.periods.isEmpty {
        if longer.goOn(left, grid) { countDown(longer, sorted, values, grid, targets, &reached) }
        longer.finish(&left, grid)
      }
      let ofUpper = firstOfUpper..<values.upperBound
      if upper != nil, ofUpper.count >= upper?.cells.valuesAtOnce ?? 0 || ofUpper.upperBound == count {
        firstOfUpper = ofUpper.upperBound
        if upper?.cells.goOn(&left) ?? false { Self.countDown(&upper, sorted, ofUpper, &reached) }
      }
    }
    for (cell, left, place) in reached.list {
      let cell = Int(cell)
      let value = sorted.values.items[place].value
      let target = places.place(among: present[cell])
      if left == 0 {
        values[cell] = target.value(low: value, high: value)
      } else if target.high > target.low {
        values[cell] = target.value(low: values[cell], high: value)
      }
    }
  }

  /// Counts some values in those of the upper cells in which a quantile lies among them.
  private static func countDown(
    _ upper: inout (cells: UpperCells, targets: PlaceTargets)?, _ sorted: SortedValues, _ values: Range<Int>,
    _ reached: inout ReachedCells
  ) {
    guard var cells = upper?.cells, let targets = upper?.targets else { return }
    // Given up meanwhile, so that nothing is copied.
    upper = nil
    let stride = sorted.stride
    sorted.records.withUnsafeBufferPointer { records in
      for place in values {
        let period = Int(records[place &* stride])
        targets.forEachCell(records, place &* stride &+ 1) { cell in
          cells.count(period, cell) { reached.append($0, place, $1) }
        }
      }
    }
    upper = (cells, targets)
  }

  /// Counts some values in the periods in which they were added up.
  private mutating func countDown(
    _ sorted: SortedValues, _ values: Range<Int>, _ grid: CellGrid, _ targets: PlaceTargets,
    _ reached: inout ReachedCells
  ) {
    let (width, stride) = (grid.width, sorted.stride)
    left.withUnsafeMutableBufferPointer { left in
      sorted.records.withUnsafeBufferPointer { records in
        for place in values {
          let record = place &* stride
          let row = Int(records[record]) &* width
          targets.forEachCell(records, record &+ 1) { cell in
            let next = left[row &+ cell] &- 1
            left[row &+ cell] = next
            if UInt32(bitPattern: next &+ 1) <= 1 { reached.append(row &+ cell, place, next) }
          }
        }
      }
    }
  }

  /// Counts some values in those longer periods and places in which a quantile lies among them.
  private mutating func countDown(
    _ longer: LongerPeriods, _ sorted: SortedValues, _ values: Range<Int>, _ grid: CellGrid, _ targets: PlaceTargets,
    _ reached: inout ReachedCells
  ) {
    let (width, stride) = (grid.width, sorted.stride)
    left.withUnsafeMutableBufferPointer { left in
      longer.withWholes { wholes, reachedIn in
        sorted.records.withUnsafeBufferPointer { records in
          for place in values {
            let record = place &* stride
            let own = wholes.ofPeriods[Int(records[record])]
            targets.forEachCell(records, record &+ 1) { cell in
              let found = reachedIn[cell] & own.bits
              if found == 0 { return }
              for whole in own.first..<own.end where wholes.list[whole].bit & found != 0 {
                let cell = wholes.list[whole].period &* width &+ cell
                let next = left[cell] &- 1
                left[cell] = next
                if UInt32(bitPattern: next &+ 1) <= 1 { reached.append(cell, place, next) }
              }
            }
          }
        }
      }
    }
  }
}

/// Between which values the quantiles of cells lie, by how many values a cell has.
private struct QuantilePlaces {
  private let probability: Double
  /// For fewer values than there are entries; the first stands for none.
  private let known: [SortedSample.Place]

  private static let mostKnown = 4096

  /// - Parameter most: how many values a cell has at most
  /// - Complexity: O(most), up to a limit.
  init(_ probability: Double, upTo most: Int32) {
    self.probability = probability
    known = (0...min(Self.mostKnown, Int(most))).map { SortedSample.Place(probability, count: max(1, $0)) }
  }

  func place(among count: Int32) -> SortedSample.Place {
    let count = Int(count)
    return count < known.count ? known[count] : SortedSample.Place(probability, count: count)
  }
}
