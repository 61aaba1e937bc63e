// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// The parts of one indicator's cells, which can be added to those of other events or of other cells.
///
/// All figures of a cell are made from its parts, so a sum over chunks of rows, over months, or over the units below a unit, is the same
/// in any order.
struct Accumulator {
  private(set) var index: CellIndex
  /// For each cell the number of events by role (``RoleLayout``), and behind them of those that show that the unit reports.
  private(set) var counts: [Int32] = []
  private(set) var stores: [AggregateStore]
  /// For each cell the counted events by member; empty unless the value is a share of members.
  private(set) var members: [[MemberCount]] = []
  /// For each cell the rows from which an estimate is made; empty unless the value is one.
  private(set) var respondents: [[Int32]] = []
  let stride: Int
  private let talliesMembers: Bool
  private let keepsRows: Bool
  /// Counted events whose values are not added yet; in blocks, so that each aggregate has a loop of its own.
  private var pending = CellEvents()

  /// How many counted events wait for their values.
  private static let blockSize = 1 << 15

  /// Nothing, for cells of these sizes.
  init(
    index: CellIndex, roleCount: Int, aggregates: [AggregatePlan], talliesMembers: Bool, keepsRows: Bool = false
  ) {
    self.index = index
    stride = roleCount + 1
    stores = aggregates.map(AggregateStore.init)
    self.talliesMembers = talliesMembers
    self.keepsRows = keepsRows
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
    if keepsRows { respondents.append([]) }
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

  /// Takes a counted event whose values belong to a cell.
  @inline(__always)
  mutating func addValues(of row: Int, to cell: Int, _ input: PassInput) {
    pending.append(cell: cell, row: row)
    if pending.count == Self.blockSize { addPending(input) }
  }

  /// Adds the values of all events that wait. Complexity: O(events that wait).
  mutating func addPending(_ input: PassInput) {
    for place in stores.indices { stores[place].add(input.inputs[place], where: input.conditions[place], pending) }
    if let coverage = input.coverage {
      for (cell, row) in zip(pending.cells, pending.rows) {
        let lineage = input.lineages.map { Int($0[Int(row)]) } ?? -1
        let within = coverage.withinPeriods.map { $0[Int(row)] } ?? 0
        coverage.forEachMember(of: Int(row), lineage: lineage) { member in
          let key = MemberCount.key(member: member, period: within)
          coverage.forEachBound(of: Int(row)) { bound in
            members[Int(cell)].append(MemberCount(key: key, bound: bound, count: 1))
          }
        }
      }
    }
    if keepsRows {
      for (cell, row) in zip(pending.cells, pending.rows) { respondents[Int(cell)].append(row) }
    }
    pending.removeAll()
  }

  /// Adds all cells of another accumulator over the same space. Complexity: O(its parts).
  mutating func merge(_ other: Accumulator) {
    for cell in other.index.places.indices { merge(other, cell: cell, intoPlace: other.index.places[cell]) }
  }

  /// Adds one cell of another accumulator to the cell at a place.
  mutating func merge(_ other: Accumulator, cell: Int, intoPlace place: Int) {
    let own = self.cell(at: place)
    for offset in 0..<stride { counts[own &* stride &+ offset] &+= other.counts[cell &* stride &+ offset] }
    for store in stores.indices where stores[store].kind != .nothing {
      stores[store].merge(other.stores[store], cell: cell, into: own)
    }
    if talliesMembers { members[own] += other.members[cell] }
    if keepsRows { respondents[own] += other.respondents[cell] }
  }

  /// Adds the cells of periods to those of the periods that are sums of them. Complexity: O(parts of the finest periods · sums).
  mutating func addSums(of periods: PeriodTable) {
    guard periods.sums.contains(where: { !$0.isEmpty }) else { return }
    let parts = self
    for cell in parts.index.places.indices {
      let (period, subject, group) = parts.index.cell(at: parts.index.places[cell])
      for whole in periods.sums[period] {
        merge(parts, cell: cell, intoPlace: index.place(period: Int(whole), subject: subject, group: group))
      }
    }
  }

  /// Brings sets and tallies to their shortest form. Complexity: O(n log n) within each cell.
  mutating func compact() {
    for place in stores.indices { stores[place].compact() }
    for cell in members.indices { members[cell] = compacted(members[cell]) }
  }

  /// The rows of a cell, ascending; none of a cell without events. Complexity: O(n log n).
  func respondents(of cell: Int?) -> [Int32] { cell.map { respondents[$0].sorted() } ?? [] }

  /// The counts of a cell by role, the reports last.
  func counts(of cell: Int) -> ArraySlice<Int32> { counts[(cell * stride)..<((cell + 1) * stride)] }
}
