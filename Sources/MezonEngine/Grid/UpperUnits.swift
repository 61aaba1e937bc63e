// SPDX-License-Identifier: Apache-2.0

/// The cells within a period that are sums of a few others: those of units that other units make up.
struct UnitSums {
  /// The cells, each behind those of its parts.
  private(set) var cells: [Int] = []
  private(set) var parts = CellGrid.PlaceLists()
  /// For each cell its place among the sums, or -1.
  let numbers: [Int32]

  /// A unit is looked upon as a sum where its base cells are so many times as many as its parts.
  private static let leastRatio = 4

  /// Complexity: O(base cells · depth + cells).
  ///
  /// - Parameter isMet: for each base cell within a period whether anything is added up in it; a unit mostly has nothing of its own
  init(_ grid: CellGrid, isMet: [Bool]) {
    var owners = [Int](repeating: -1, count: grid.baseWidth)
    let met = grid.units.indices.map { grid.parts[$0].lazy.map { Int($0) }.filter { isMet[$0] } }
    for unit in grid.units.indices.sorted(by: { (met[$0].count, $0) < (met[$1].count, $1) }) {
      let totals = met[unit]
      let below = Set(totals.map { owners[$0] }).sorted()
      // As many as those of its parts together: then each belongs to one of them, and they have no others.
      let isWhole =
        !totals.isEmpty && !below.contains(-1) && below.reduce(0) { $0 + met[$1].count } == totals.count
        && below.count * Self.leastRatio <= totals.count
      for total in totals { owners[total] = unit }
      let first = grid.place(ofGroup: 1, unit: unit)
      let firsts = below.compactMap { $0 < 0 ? nil : grid.place(ofGroup: 1, unit: $0) }
      guard isWhole, first == nil || firsts.count == below.count else { continue }
      cells.append(unit)
      parts.append(below.map { Int32(truncatingIfNeeded: $0) })
      guard let first else { continue }
      for group in 0..<grid.groupCount - 1 {
        cells.append(first + group)
        parts.append(firsts.map { Int32(truncatingIfNeeded: $0 + group) })
      }
    }
    var numbers = [Int32](repeating: -1, count: grid.width)
    for (number, cell) in cells.enumerated() { numbers[cell] = Int32(truncatingIfNeeded: number) }
    self.numbers = numbers
  }

  /// How many additions make all of them in one period.
  var additions: Int { parts.places.count + cells.count }
}

/// How many values are left in those cells of a block of periods that are sums of others. They are worked out after many values at once; where a
/// quantile lies among these, they are counted one by one.
struct UpperCells {
  /// Periods in which a value counts, each with its row and a bit, which others may have too.
  private struct Rows {
    var bits: UInt32 = 0
    var list: [(period: Int, row: Int, bit: UInt32)] = []
  }

  /// How many values are gone through before the sums are made, so that these are little of the work.
  let valuesAtOnce: Int
  private let sums: UnitSums
  private let width: Int
  /// The periods, each with those that it is the sum of; of the first ones, in which events are added up, the cells are summed themselves.
  private let periods: [(period: Int, parts: [Int])]
  /// Row after row, how many more are left in a cell than in its parts together.
  private var distances: [Int32]
  /// Row after row, how many were left before the values at hand.
  private var before: [Int32]
  /// For each sum the bits of the rows in which a quantile lies among the values at hand.
  private var reached: [UInt32]
  /// For each period of the grid the rows in which its values count.
  private let rows: [Rows]

  /// How many times as many values as additions make these worth the while.
  private static let leastRatio = 4

  /// The cells of a block; nil where there are none, or so few values that all are counted one by one.
  ///
  /// - Parameter left: how many values are left in the cells of all periods
  /// - Complexity: O(periods · additions).
  init?(_ sums: UnitSums, _ longer: LongerPeriods, _ grid: CellGrid, _ block: [Int], _ left: [Int32], values: Int) {
    let count = sums.cells.count
    let periods = block.map { (period: $0, parts: [Int]()) } + longer.periodsWithParts
    let additions = periods.reduce(0) { $0 + ($1.parts.isEmpty ? sums.additions : ($1.parts.count + 1) * count) }
    guard count > 0, values >= Self.leastRatio * additions else { return nil }
    valuesAtOnce = additions
    self.sums = sums
    width = grid.width
    self.periods = periods
    reached = Array(repeating: 0, count: count)
    var rows = [Rows](repeating: Rows(), count: grid.periods.periods.count)
    for (row, (period, parts)) in periods.enumerated() {
      for own in parts.isEmpty ? [period] : grid.summands[period].map({ Int($0) }) {
        rows[own].list.append((period, row, Self.bit(of: row)))
        rows[own].bits |= Self.bit(of: row)
      }
    }
    self.rows = rows
    before = Array(repeating: 0, count: periods.count * count)
    distances = before
    distances = left.withUnsafeBufferPointer { left in
      periods.flatMap { period, parts in
        sums.cells.indices.map { left[period * width + sums.cells[$0]] &- sum($0, period, parts, left) }
      }
    }
  }

  private static func bit(of row: Int) -> UInt32 { 1 << (UInt32(truncatingIfNeeded: row) & 31) }

  /// What is left in the parts of a cell: those below it, or of a longer period those in the periods that it is the sum of.
  @inline(__always)
  private func sum(_ number: Int, _ period: Int, _ parts: [Int], _ left: UnsafeBufferPointer<Int32>) -> Int32 {
    var sum: Int32 = 0
    if parts.isEmpty {
      sums.parts.withBuffers { offsets, parts in
        for part in Int(offsets[number])..<Int(offsets[number &+ 1]) {
          sum &+= left[period &* width &+ Int(parts[part])]
        }
      }
    } else {
      for part in parts { sum &+= left[part &* width &+ sums.cells[number]] }
    }
    return sum
  }

  /// Works out how many are left once the values at hand are counted in all other cells, and tells whether a quantile lies among these values.
  mutating func goOn(_ left: inout [Int32]) -> Bool {
    var any: UInt32 = 0
    let count = sums.cells.count
    for number in 0..<count { reached[number] = 0 }
    left.withUnsafeMutableBufferPointer { left in
      for (row, (period, parts)) in periods.enumerated() {
        for number in 0..<count {
          let cell = period &* width &+ sums.cells[number]
          let own = row &* count &+ number
          let after = distances[own] &+ sum(number, period, parts, UnsafeBufferPointer(left))
          let earlier = left[cell]
          before[own] = earlier
          left[cell] = after
          if earlier >= 0 && after <= 0 && after < earlier {
            reached[number] |= Self.bit(of: row)
            any |= Self.bit(of: row)
          }
        }
      }
    }
    return any != 0
  }

  /// Counts a value of a period in a cell, in those rows in which a quantile lies among the values at hand, and calls `body` with a cell of the grid in which
  /// it, or the one before it, is the last that was to come, and how many are left.
  @inline(__always)
  mutating func count(_ period: Int, _ cell: Int, _ body: (_ cell: Int, _ left: Int32) -> Void) {
    let number = Int(sums.numbers[cell])
    let found = reached[number] & rows[period].bits
    if found == 0 { return }
    for (period, row, bit) in rows[period].list where bit & found != 0 {
      let own = row &* sums.cells.count &+ number
      let next = before[own] &- 1
      before[own] = next
      if UInt32(bitPattern: next &+ 1) <= 1 { body(period &* width &+ cell, next) }
    }
  }
}
