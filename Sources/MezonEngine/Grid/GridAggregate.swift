// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonStatistics

/// What an aggregate comes to in every cell of a grid.
struct GridAggregate: Sendable {
  /// What an aggregate reads from each event.
  struct Source: Sendable {
    let plan: AggregatePlan
    /// Nothing where different values of a field are counted.
    let input: AggregateInput
    /// The field whose different values are counted.
    let field: Field?
    let condition: Vector<UInt8>?
  }

  /// A field whose values are turned into words by whoever counts them, so that several are at once and none is kept.
  struct Field: Sendable {
    let column: FieldColumn?
    let type: ValueType?
    let rows: Int
    let zone: TimeZoneRules

    /// Complexity: O(rows + elements).
    var values: KeyValues { KeyValues(column, type: type, form: .stored, rows: rows, zone: zone) }
  }

  /// What is known of each cell.
  enum Parts: Sendable {
    case nothing
    case sums(GridSums)
    case quantiles(GridQuantiles)
    /// How many different values there are.
    case different([Int32])
  }

  /// How many counted events of each cell meet the condition; nil where none is stated.
  let matching: [Int32]?
  let parts: Parts

  /// Complexity: O(entries · splits + cells · depth); for different values and quantiles see there.
  init(_ source: Source, _ roles: GridRoles, _ entries: GridEntries, _ grid: CellGrid) {
    var isIncluded = roles.isCounted
    if let condition = source.condition {
      var included = isIncluded ?? [UInt8](repeating: 1, count: entries.rows.count)
      for (entry, row) in entries.rows.enumerated()
      where condition.values[condition.isConstant ? 0 : Int(row)] != Truth.yes {
        included[entry] = 0
      }
      isIncluded = included
      matching = grid.rolledUp(entries.counted(in: grid, included), stride: 1)
    } else {
      matching = nil
    }
    switch (source.plan.unconditional, source.input) {
    case (.distinct, _) where source.field != nil:
      guard let keys = source.field?.values else {
        parts = .nothing
        return
      }
      parts = .different(DifferentValues(keys, entries, isIncluded, grid).counts)
    case (.quantile(let probability, _), let input):
      parts = .quantiles(GridQuantiles(SelectedNumbers(input, entries, isIncluded), probability, entries, grid))
    case (.sum, .wholes), (.mean, .wholes), (.sum, .numbers), (.mean, .numbers):
      parts = .sums(GridSums(source.input, entries, isIncluded, grid))
    default: parts = .nothing
    }
  }

  /// The aggregate of a cell in which so many events count.
  func figure(_ plan: AggregatePlan, cell: Int, counted: Int) -> AggregateFigure {
    let counted = matching.map { Int($0[cell]) } ?? counted
    switch (plan.unconditional, parts) {
    case (.distinct, .different(let counts)): return AggregateFigure(value: .value(Double(counts[cell])))
    case (.sum, .sums(let sums)):
      let present = Int(sums.present[cell])
      let sum = sums.sum(cell).value
      // Nothing happened: the sum is 0. Something happened but no value is known: there is no sum.
      return AggregateFigure(
        presentCount: present, sum: sum,
        value: counted > 0 && present == 0 ? .none(reason: StateReason.noValues) : .value(sum))
    case (.mean, .sums(let sums)):
      let present = Int(sums.present[cell])
      let sum = sums.sum(cell)
      return AggregateFigure(
        presentCount: present, sum: sum.value,
        value: sum.mean(count: present).map { .value($0) } ?? .none(reason: StateReason.zeroDenominator))
    case (.quantile, .quantiles(let quantiles)):
      let present = Int(quantiles.present[cell])
      return AggregateFigure(
        presentCount: present,
        value: present > 0 ? .value(quantiles.values[cell]) : .none(reason: StateReason.noValues))
    case (.count, _), (.onlyWhere, _): return AggregateFigure(value: .value(Double(counted)))
    case (.distinct, _): return AggregateFigure(value: .value(0))
    case (.sum, _):
      return AggregateFigure(value: counted > 0 ? .none(reason: StateReason.noValues) : .value(0))
    case (.mean, _): return AggregateFigure(value: .none(reason: StateReason.zeroDenominator))
    case (.quantile, _), (.medianTerm, _): return AggregateFigure(value: .none(reason: StateReason.noValues))
    }
  }
}

/// The present finite numbers of some entries.
struct SelectedNumbers: Sendable {
  private(set) var entries: [Int32] = []
  private(set) var values: [Double] = []

  /// Complexity: O(entries).
  init(_ input: AggregateInput, _ all: GridEntries, _ isIncluded: [UInt8]?) {
    switch input {
    case .numbers(let vector): select(vector, all, isIncluded) { $0 }
    case .wholes(let vector): select(vector, all, isIncluded) { Double($0) }
    case .none, .keys: break
    }
  }

  @inline(__always)
  private mutating func select<Element>(
    _ vector: Vector<Element>, _ all: GridEntries, _ isIncluded: [UInt8]?, _ number: (Element) -> Double
  ) {
    let count = all.rows.count
    entries.reserveCapacity(count)
    values.reserveCapacity(count)
    let (included, isAll) = (isIncluded ?? [], isIncluded == nil)
    vector.withBuffers(rows: 0) { buffers in
      for entry in 0..<count where isAll || included[entry] != 0 {
        let row = Int(all.rows[entry])
        guard buffers.presence[row & buffers.presenceMask] != 0 else { continue }
        let value = number(buffers.values[row & buffers.mask])
        guard value.isFinite else { continue }
        entries.append(Int32(truncatingIfNeeded: entry))
        // Adding zero turns -0 into +0.
        values.append(value + 0)
      }
    }
  }
}

/// Exact sums of the values of every cell of a grid.
struct GridSums: Sendable {
  private enum Sums: Sendable {
    /// Integers times one power of two, where the values lie close enough together.
    case scaled([Int128], exponent: Int)
    case exact([ExactSum])
  }

  /// How many values each cell has.
  let present: [Int32]
  private let sums: Sums

  /// How far apart the powers of two of values may lie to be added as integers: 53 bits of a value, 31 of a count and these
  /// are fewer than 127.
  private static let widestSpread = 40

  /// Complexity: O(entries · splits + cells · depth).
  init(_ input: AggregateInput, _ all: GridEntries, _ isIncluded: [UInt8]?, _ grid: CellGrid) {
    if case .wholes(let vector) = input {
      var places = PresentValues<Int64>()
      places.select(vector, all, isIncluded) { _ in true }
      present = grid.rolledUp(places.counts(all, grid), stride: 1)
      sums = .scaled(places.sums(all, grid) { Int128($0) }, exponent: 0)
      return
    }
    var places = PresentValues<Double>()
    if case .numbers(let vector) = input { places.select(vector, all, isIncluded) { $0.isFinite } }
    present = grid.rolledUp(places.counts(all, grid), stride: 1)
    var (least, greatest) = (Int.max, Int.min)
    for value in places.values {
      guard let (magnitude, place) = value.integerParts, magnitude != 0 else { continue }
      least = min(least, place)
      greatest = max(greatest, place)
    }
    if greatest < least || greatest - least <= Self.widestSpread {
      let exponent = least == .max ? 0 : least
      sums = .scaled(
        places.sums(all, grid) { value in
          guard let (magnitude, place) = value.integerParts, magnitude != 0 else { return 0 }
          let scaled = Int128(magnitude) << Int128(place - exponent)
          return value.sign == .minus ? -scaled : scaled
        }, exponent: exponent)
      return
    }
    var base = [ExactSum](repeating: ExactSum(), count: grid.baseCount + 1)
    for (entry, value) in zip(places.entries, places.values) {
      for place in Int(entry) * all.stride..<(Int(entry) + 1) * all.stride { base[Int(all.places[place])].add(value) }
    }
    sums = .exact(grid.rolledUp(base, stride: 1, zero: ExactSum()) { $0.merge($1) })
  }

  /// The sum of a cell, rounded once.
  func value(_ cell: Int) -> Double {
    if case .scaled(let integers, 0) = sums, let small = Int64(exactly: integers[cell]), small.magnitude < 1 << 53 {
      return Double(small)
    }
    return sum(cell).value
  }

  /// The exact sum of a cell.
  func sum(_ cell: Int) -> ExactSum {
    switch sums {
    case .scaled(let integers, let exponent): ExactSum(integers[cell], timesPowerOfTwo: exponent)
    case .exact(let sums): sums[cell]
    }
  }
}

/// The present values of some entries.
private struct PresentValues<Element: Sendable> {
  private(set) var entries: [Int32] = []
  private(set) var values: [Element] = []

  @inline(__always)
  mutating func select(
    _ vector: Vector<Element>, _ all: GridEntries, _ isIncluded: [UInt8]?, _ isNumber: (Element) -> Bool
  ) {
    let (included, isAll) = (isIncluded ?? [], isIncluded == nil)
    vector.withBuffers(rows: 0) { buffers in
      for entry in all.rows.indices where isAll || included[entry] != 0 {
        let row = Int(all.rows[entry])
        guard buffers.presence[row & buffers.presenceMask] != 0 else { continue }
        let value = buffers.values[row & buffers.mask]
        guard isNumber(value) else { continue }
        entries.append(Int32(truncatingIfNeeded: entry))
        values.append(value)
      }
    }
  }

  /// How many values each base cell has.
  func counts(_ all: GridEntries, _ grid: CellGrid) -> [Int32] {
    var counts = [Int32](repeating: 0, count: grid.baseCount + 1)
    for entry in entries {
      for place in Int(entry) &* all.stride..<(Int(entry) &+ 1) &* all.stride { counts[Int(all.places[place])] &+= 1 }
    }
    return counts
  }

  /// The sums of integers made from the values, in the cells of units.
  @inline(__always)
  func sums(_ all: GridEntries, _ grid: CellGrid, _ integer: (Element) -> Int128) -> [Int128] {
    var base = [Int128](repeating: 0, count: grid.baseCount + 1)
    for index in entries.indices {
      let entry = Int(entries[index])
      let addend = integer(values[index])
      for place in entry &* all.stride..<(entry &+ 1) &* all.stride { base[Int(all.places[place])] &+= addend }
    }
    return grid.rolledUp(base, stride: 1, zero: 0) { $0 &+= $1 }
  }
}
