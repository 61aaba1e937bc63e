// SPDX-License-Identifier: Apache-2.0

/// Numbers cells in the order in which they are first met: a cell is a period, a subject and a group.
///
/// Small spaces of cells are a table, large ones are hashed. A cell has the same place however many subjects there are, so that indices
/// of different parts of the events, in which officers become known one after the other, add up.
struct CellIndex {
  /// The greatest space of cells that is held as a table of 4 bytes each.
  private static let largestTable = 1 << 20
  private let periodCount: Int
  private let groupCount: Int
  private var table: [Int32] = []
  private var interner = KeyInterner()
  /// The place of each numbered cell in the space of all cells.
  private(set) var places: [Int] = []

  /// An empty index over spaces of these sizes.
  init(periods: Int, subjects: Int, groups: Int) {
    periodCount = max(1, periods)
    groupCount = max(1, groups)
    let (rows, overflow) = periods.multipliedReportingOverflow(by: max(1, subjects))
    let (size, isTooLarge) = rows.multipliedReportingOverflow(by: max(1, groups))
    if !overflow, !isTooLarge, size <= Self.largestTable { table = Array(repeating: -1, count: max(1, size)) }
  }

  /// How many cells are numbered.
  var count: Int { places.count }

  /// The place of a cell in the space of all.
  @inline(__always)
  func place(period: Int, subject: Int, group: Int) -> Int {
    (subject &* periodCount &+ period) &* groupCount &+ group
  }

  /// Period, subject and group of a place.
  func cell(at place: Int) -> (period: Int, subject: Int, group: Int) {
    let row = place / groupCount
    return (row % periodCount, row / periodCount, place % groupCount)
  }

  /// The number of the cell at a place, which is given one when it has none.
  @inline(__always)
  mutating func number(of place: Int) -> (number: Int, isNew: Bool) {
    if !table.isEmpty {
      if place >= table.count { widen(to: place) }
    }
    if !table.isEmpty {
      let known = table[place]
      if known >= 0 { return (Int(known), false) }
      table[place] = Int32(truncatingIfNeeded: places.count)
    } else {
      let known = interner.intern(UInt64(truncatingIfNeeded: place), 0)
      if Int(known) < places.count { return (Int(known), false) }
    }
    places.append(place)
    return (places.count - 1, true)
  }

  /// The number of the cell at a place; nil when it has none.
  func find(_ place: Int) -> Int? {
    if table.isEmpty {
      let known = interner.find(UInt64(truncatingIfNeeded: place), 0)
      return known < 0 ? nil : Int(known)
    }
    guard place < table.count, table[place] >= 0 else { return nil }
    return Int(table[place])
  }

  /// Makes room in the table for a place behind its end, for there are more subjects than were known; where it would become too large, cells
  /// are hashed from now on, with the numbers that they have.
  private mutating func widen(to place: Int) {
    guard place < Self.largestTable else {
      for place in places { _ = interner.intern(UInt64(truncatingIfNeeded: place), 0) }
      table = []
      return
    }
    table += repeatElement(-1, count: max(place + 1 - table.count, table.count))
  }
}
