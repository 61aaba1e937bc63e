// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// The parts of one indicator's cells, which can be added to those of other events or of other cells.
///
/// All figures of a cell are made from its parts, so a sum over chunks of rows, or over the units below a unit, is the same in any order.
struct Accumulator {
  private(set) var index: CellIndex
  /// For each cell the number of events by role (``RoleLayout``), and behind them of those that show that the unit reports.
  private(set) var counts: [Int] = []
  private(set) var stores: [AggregateStore]
  /// For each cell the counted events by member; empty unless the value is a share of members.
  private(set) var members: [[MemberCount]] = []
  let stride: Int
  private let talliesMembers: Bool

  /// Nothing, for cells of these sizes.
  init(index: CellIndex, roleCount: Int, aggregates: [AggregatePlan], talliesMembers: Bool) {
    self.index = index
    stride = roleCount + 1
    stores = aggregates.map(AggregateStore.init)
    self.talliesMembers = talliesMembers
  }

  /// The number of the cell at a place, made when it is new.
  @inline(__always)
  mutating func cell(at place: Int) -> Int {
    let (number, isNew) = index.number(of: place)
    if isNew { addCell() }
    return number
  }

  private mutating func addCell() {
    for _ in 0..<stride { counts.append(0) }
    for place in stores.indices { stores[place].addCell() }
    if talliesMembers { members.append([]) }
  }

  /// Counts an event in a cell by its role.
  @inline(__always)
  mutating func count(_ role: UInt16, in cell: Int) {
    counts[cell &* stride &+ Int(role)] &+= 1
  }

  /// Notes that an event of a cell shows that its unit reports.
  @inline(__always)
  mutating func countReport(in cell: Int) {
    counts[cell &* stride &+ stride &- 1] &+= 1
  }

  /// Adds a counted event's values to a cell.
  @inline(__always)
  mutating func add(_ inputs: [AggregateInput], row: Int, to cell: Int) {
    for place in stores.indices { stores[place].add(inputs[place], row: row, to: cell) }
  }

  /// Adds a counted event of a member to a cell.
  @inline(__always)
  mutating func addMember(_ key: UInt64, to cell: Int) {
    members[cell].append(MemberCount(key: key, count: 1))
  }

  /// Adds all cells of another accumulator over the same space. Complexity: O(its parts).
  mutating func merge(_ other: Accumulator) {
    for cell in other.index.places.indices { merge(other, cell: cell, intoPlace: other.index.places[cell]) }
  }

  /// Adds one cell of another accumulator to the cell at a place.
  mutating func merge(_ other: Accumulator, cell: Int, intoPlace place: Int) {
    let own = self.cell(at: place)
    for offset in 0..<stride { counts[own * stride + offset] += other.counts[cell * stride + offset] }
    for store in stores.indices { stores[store].merge(other.stores[store], cell: cell, into: own) }
    if talliesMembers { members[own] += other.members[cell] }
  }

  /// Brings sets and tallies to their shortest form. Complexity: O(n log n) within each cell.
  mutating func compact() {
    for place in stores.indices { stores[place].compact() }
    for cell in members.indices { members[cell] = compacted(members[cell]) }
  }

  /// The counts of a cell by role, the reports last.
  func counts(of cell: Int) -> ArraySlice<Int> { counts[(cell * stride)..<((cell + 1) * stride)] }
}
