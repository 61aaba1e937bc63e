// SPDX-License-Identifier: Apache-2.0

/// Numbers cells in the order in which they are first met: a cell is a period, a subject and a group.
///
/// Small spaces of cells are a table, large ones are hashed.
struct CellIndex {
  /// The greatest space of cells that is held as a table of 4 bytes each.
  private static let largestTable = 1 << 20
  private let subjectCount: Int
  private let groupCount: Int
  private var table: [Int32] = []
  private var interner = KeyInterner()
  /// The place of each numbered cell in the space of all cells.
  private(set) var places: [Int] = []

  /// An empty index over spaces of these sizes.
  init(periods: Int, subjects: Int, groups: Int) {
    subjectCount = subjects
    groupCount = groups
    let (rows, overflow) = periods.multipliedReportingOverflow(by: max(1, subjects))
    let (size, isTooLarge) = rows.multipliedReportingOverflow(by: max(1, groups))
    if !overflow, !isTooLarge, size <= Self.largestTable { table = Array(repeating: -1, count: max(1, size)) }
  }

  /// How many cells are numbered.
  var count: Int { places.count }

  /// The place of a cell in the space of all.
  @inline(__always)
  func place(period: Int, subject: Int, group: Int) -> Int {
    (period &* subjectCount &+ subject) &* groupCount &+ group
  }

  /// Period, subject and group of a place.
  func cell(at place: Int) -> (period: Int, subject: Int, group: Int) {
    let row = place / groupCount
    return (row / subjectCount, row % subjectCount, place % groupCount)
  }

  /// The number of the cell at a place, which is given one when it has none.
  @inline(__always)
  mutating func number(of place: Int) -> (number: Int, isNew: Bool) {
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
    let known = table.isEmpty ? interner.find(UInt64(truncatingIfNeeded: place), 0) : table[place]
    return known < 0 ? nil : Int(known)
  }
}
