// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// The cells of units as a rectangle: periods, and in each the totals of units and then the groups of those that are split.
///
/// Events are added up in *base cells*: units that always stand below the same wanted units are one, and a split is kept only as
/// finely as split units ask for. From there the parts go up to the cells of units, and to longer periods, by tables of places;
/// no cell is looked for by a hash.
struct CellGrid: Sendable {
  /// Lists of places, one after the other.
  struct PlaceLists: Sendable {
    private(set) var offsets: [Int32] = [0]
    private(set) var places: [Int32] = []

    mutating func append(_ list: some Sequence<Int32>) {
      places.append(contentsOf: list)
      offsets.append(Int32(truncatingIfNeeded: places.count))
    }

    /// How many lists there are.
    var count: Int { offsets.count - 1 }

    subscript(_ list: Int) -> ArraySlice<Int32> { places[Int(offsets[list])..<Int(offsets[list + 1])] }

    /// Calls `body` with where each list begins among all places, and at the end their number, and with the places.
    @inline(__always)
    func withBuffers<Result>(
      _ body: (_ offsets: UnsafeBufferPointer<Int32>, _ places: UnsafeBufferPointer<Int32>) -> Result
    ) -> Result {
      offsets.withUnsafeBufferPointer { offsets in places.withUnsafeBufferPointer { body(offsets, $0) } }
    }

    /// For each place the lists that hold it. Complexity: O(places).
    func inverted(count: Int) -> PlaceLists {
      var lists = [[Int32]](repeating: [], count: count)
      for list in 0..<self.count {
        for place in self[list] { lists[Int(place)].append(Int32(truncatingIfNeeded: list)) }
      }
      var inverted = PlaceLists()
      for list in lists { inverted.append(list) }
      return inverted
    }
  }

  let periods: PeriodTable
  /// The units that have rows, ascending.
  let units: [Int32]
  /// For each of them its number among those that are split, or -1.
  let splitNumbers: [Int32]
  /// How many groups a split unit has, the total included.
  let groupCount: Int
  /// For each lineage the base cell of its total within a period, or -1.
  let totalOfLineage: [Int32]
  /// For each lineage the place before that of its first group within a period, or -1.
  let groupsOfLineage: [Int32]
  /// For each base cell within a period the cells of units that it is a part of.
  let targets: PlaceLists
  /// For each cell of units within a period the base cells that it is made of.
  let parts: PlaceLists
  /// For each period itself and those that are sums of it, as far as they are wanted.
  private(set) var wholes: PlaceLists
  /// For each period those that it is the sum of; none for one in which events are added up.
  let summands: PlaceLists
  /// For each period its number among those in which events are added up, or -1.
  let baseNumbers: [Int32]
  /// In how many periods events are added up.
  let basePeriodCount: Int
  /// For each table of periods and each of its days the first base cell of the period that the day lies in, or -1.
  let startsOfDays: [[Int32]]
  /// How many cells of units a period has.
  let width: Int
  /// For each period whether its quantiles and different values are passed over; empty where none are.
  private var isPassedOver: [Bool] = []

  /// How many base cells a period has.
  var baseWidth: Int { targets.count }
  /// How many base cells there are; one more takes what belongs to none.
  var baseCount: Int { basePeriodCount * baseWidth }
  /// How many cells of units there are.
  var count: Int { periods.periods.count * width }

  /// - Parameters:
  ///   - wanted: for each unit of the organisation whether it has rows
  ///   - isSplit: for each unit whether its groups have rows
  /// - Complexity: O(lineages · depth · groups + periods)
  init(
    periods: PeriodTable, organisation: OrganisationIndex, wanted: [Bool], isSplit: [Bool], groupCount: Int
  ) {
    self.periods = periods
    self.groupCount = groupCount
    var units: [Int32] = []
    var splitNumbers: [Int32] = []
    var place = [Int32](repeating: -1, count: wanted.count)
    var splitCount: Int32 = 0
    for unit in wanted.indices where wanted[unit] {
      place[unit] = Int32(truncatingIfNeeded: units.count)
      units.append(Int32(truncatingIfNeeded: unit))
      let splits = isSplit[unit] && groupCount > 1
      splitNumbers.append(splits ? splitCount : -1)
      if splits { splitCount += 1 }
    }
    let groups = Int32(truncatingIfNeeded: groupCount - 1)
    let unitCount = Int32(truncatingIfNeeded: units.count)
    width = units.count + Int(splitCount) * Int(groups)
    let chains = organisation.lineages.map { $0.chain.map { place[Int($0)] }.filter { $0 >= 0 } }
    let splitChains = chains.map { $0.filter { splitNumbers[Int($0)] >= 0 } }
    let (totals, ofTotals) = classes(chains)
    let (split, ofSplit) = classes(splitChains)
    totalOfLineage = ofTotals
    let totalCount = Int32(truncatingIfNeeded: totals.count)
    groupsOfLineage = ofSplit.map { $0 < 0 ? -1 : totalCount + $0 * groups - 1 }
    var targets = PlaceLists()
    for chain in totals { targets.append(chain) }
    for chain in split {
      for group in 0..<groups { targets.append(chain.map { unitCount + splitNumbers[Int($0)] * groups + group }) }
    }
    self.targets = targets
    parts = targets.inverted(count: width)
    self.units = units
    self.splitNumbers = splitNumbers
    var wholes = PlaceLists()
    var summands = [[Int32]](repeating: [], count: periods.periods.count)
    for (period, sums) in periods.sums.enumerated() {
      let own = Int32(truncatingIfNeeded: period)
      wholes.append([own] + sums)
      for whole in sums { summands[Int(whole)].append(own) }
    }
    self.wholes = wholes
    var lists = PlaceLists()
    for list in summands { lists.append(list) }
    self.summands = lists
    var count: Int32 = 0
    baseNumbers = summands.map { parts in
      guard parts.isEmpty else { return -1 }
      defer { count += 1 }
      return count
    }
    basePeriodCount = Int(count)
    let (baseNumbers, baseWidth) = (baseNumbers, Int32(truncatingIfNeeded: targets.count))
    startsOfDays = periods.numbersOfDays.map { numbers in
      numbers.map { $0 < 0 || baseNumbers[Int($0)] < 0 ? -1 : baseNumbers[Int($0)] &* baseWidth }
    }
  }

  /// The grid for a table of some periods alone: what takes long, quantiles and different values, is then not made for the others.
  ///
  /// - Parameter isWanted: for each period whether its cells are wanted
  /// - Complexity: O(periods · sums of each)
  func finishing(_ isWanted: [Bool]) -> CellGrid {
    guard isWanted.contains(false) else { return self }
    var grid = self
    grid.isPassedOver = isWanted.map { !$0 }
    grid.wholes = PlaceLists()
    for period in isWanted.indices { grid.wholes.append(wholes[period].filter { isWanted[Int($0)] }) }
    return grid
  }

  /// Those periods in which events are added up, by their numbers among these, that a period consists of: others, or itself; none where
  /// it is passed over.
  func baseParts(of period: Int) -> [Int32] {
    if !isPassedOver.isEmpty, isPassedOver[period] { return [] }
    return baseNumbers[period] >= 0 ? [baseNumbers[period]] : summands[period].map { baseNumbers[Int($0)] }
  }

  /// Those periods of a run in which events are added up, by their numbers among all such.
  func baseRange(of periods: Range<Int>) -> Range<Int> {
    let before = baseNumbers[..<periods.lowerBound].count { $0 >= 0 }
    return before..<before + baseNumbers[periods].count { $0 >= 0 }
  }

  /// The cell of a unit's total within a period is its number; this is the one of a group, by its distance from the total.
  func place(ofGroup group: Int, unit: Int) -> Int? {
    splitNumbers[unit] < 0 ? nil : units.count + Int(splitNumbers[unit]) * (groupCount - 1) + group - 1
  }

  /// The parts of the cells of units, made from those of base cells, `stride` numbers each.
  ///
  /// Complexity: O(base cells · depth + cells).
  func rolledUp<Part: AdditiveArithmetic>(_ base: [Part], stride: Int) -> [Part] {
    rolledUp(base, stride: stride, zero: .zero) { $0 += $1 }
  }

  /// As the other, for parts that are added by a function.
  @inline(__always)
  func rolledUp<Part>(_ base: [Part], stride: Int, zero: Part, _ add: (inout Part, Part) -> Void) -> [Part] {
    var cells = [Part](repeating: zero, count: count * stride)
    cells.withUnsafeMutableBufferPointer { cells in
      base.withUnsafeBufferPointer { base in
        targets.withBuffers { offsets, targets in
          for period in periods.periods.indices where baseNumbers[period] >= 0 {
            let (row, baseRow) = (period * width, Int(baseNumbers[period]) * baseWidth)
            for place in 0..<baseWidth {
              let from = (baseRow &+ place) &* stride
              for target in Int(offsets[place])..<Int(offsets[place &+ 1]) {
                let to = (row &+ Int(targets[target])) &* stride
                // Most have one number a cell, and are spared a loop.
                add(&cells[to], base[from])
                for offset in 1..<stride { add(&cells[to &+ offset], base[from &+ offset]) }
              }
            }
          }
        }
      }
    }
    addSums(to: &cells, stride: stride, add)
    return cells
  }

  /// Adds the parts of periods up in the cells of those that are sums of them. Complexity: O(cells).
  @inline(__always)
  func addSums<Part>(to cells: inout [Part], stride: Int, _ add: (inout Part, Part) -> Void) {
    let row = width * stride
    cells.withUnsafeMutableBufferPointer { cells in
      for period in periods.periods.indices {
        for part in summands[period] {
          let (to, from) = (period * row, Int(part) * row)
          for offset in 0..<row { add(&cells[to &+ offset], cells[from &+ offset]) }
        }
      }
    }
  }

  /// Those periods in which events are added up, in lists such that no period is the sum of some of two lists; not those of which no cell
  /// is wanted.
  ///
  /// Complexity: O(periods · sums of each).
  var blocks: [[Int]] {
    // For each period one that it has a sum in common with, itself in the end.
    var leaders = Array(periods.periods.indices)
    func leader(_ period: Int) -> Int {
      var period = period
      while leaders[period] != period { period = leaders[period] }
      return period
    }
    for period in periods.periods.indices where baseNumbers[period] >= 0 {
      for whole in wholes[period] {
        let (own, other) = (leader(period), leader(Int(whole)))
        leaders[max(own, other)] = min(own, other)
      }
    }
    var blocks: [[Int]] = []
    var numbers: [Int: Int] = [:]
    for period in periods.periods.indices where baseNumbers[period] >= 0 && !wholes[period].isEmpty {
      let number = numbers[leader(period), default: blocks.count]
      if number == blocks.count {
        numbers[leader(period)] = number
        blocks.append([])
      }
      blocks[number].append(period)
    }
    return blocks
  }
}

/// Numbers the different chains as they are first met; an empty one has none.
private func classes(_ chains: [[Int32]]) -> (chains: [[Int32]], numbers: [Int32]) {
  var known: [[Int32]: Int32] = [:]
  var found: [[Int32]] = []
  let numbers = chains.map { chain -> Int32 in
    if chain.isEmpty { return -1 }
    if let number = known[chain] { return number }
    let number = Int32(truncatingIfNeeded: found.count)
    known[chain] = number
    found.append(chain)
    return number
  }
  return (found, numbers)
}
