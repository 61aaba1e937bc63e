// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// Everything that was added up on the grids of a plan, of some events; tallies of different events add up to that of all.
///
/// What comes of it does not depend on which events were added together, nor in which order.
struct GridTally: Sendable {
  let plan: GridPlan
  var roles: [RoleTally]
  var aggregates: [AggregateTally]
  /// Of each grid its lists, of each list its roles, of each of these the aggregates.
  private let listsOfGrid: [[Int]]
  private let rolesOfList: [[Int]]
  private let aggregatesOfRoles: [[Int]]
  /// What is asked for of the places of each grid by lists, by the list.
  private let needs: [GridPlaces.Needs]

  /// Complexity: O(base cells · quantities).
  init(_ plan: GridPlan) {
    self.init(
      plan, roles: plan.roles.indices.map { RoleTally(plan.roles[$0], plan.grid(ofRoles: $0)) },
      aggregates: plan.aggregates.map { AggregateTally($0.plan, plan.grid(of: $0)) })
  }

  /// What was added up in another way.
  init(_ plan: GridPlan, roles: [RoleTally], aggregates: [AggregateTally]) {
    self.plan = plan
    self.roles = roles
    self.aggregates = aggregates
    func numbers(of count: Int, _ owners: [Int]) -> [[Int]] {
      var lists = [[Int]](repeating: [], count: count)
      for (number, owner) in owners.enumerated() { lists[owner].append(number) }
      return lists
    }
    listsOfGrid = numbers(of: plan.grids.count, plan.lists.map(\.grid))
    rolesOfList = numbers(of: plan.lists.count, plan.roles.map(\.list))
    aggregatesOfRoles = numbers(of: plan.roles.count, plan.aggregates.map(\.roles))
    var needs = [GridPlaces.Needs](repeating: GridPlaces.Needs(), count: plan.lists.count)
    for aggregate in plan.aggregates {
      let list = plan.roles[aggregate.roles].list
      switch aggregate.plan.unconditional {
      case .distinct: needs[list].masks = true
      case .quantile: needs[list].codes = true
      default: break
      }
    }
    self.needs = needs
  }

  /// Adds some rows of the events at hand. Complexity: O(rows · (lists + clauses + quantities · splits)).
  mutating func add(_ sources: GridSources, _ stretch: GridSources.Stretch) {
    let group = sources.groups[stretch.group]
    for grid in plan.grids.indices {
      let lists = listsOfGrid[grid].filter { group.lists[$0] != nil }
      guard !lists.isEmpty, let source = sources.grids[grid] else { continue }
      let asked = GridPlaces.Needs(
        masks: lists.contains { needs[$0].masks }, codes: lists.contains { needs[$0].codes })
      let cells = plan.grids[grid].cells
      for table in cells.periods.numbersOfDays.indices {
        let places = GridPlaces(source, cells, table: table, group.rows, stretch.rows, asked)
        for list in lists {
          guard let looked = group.lists[list] else { continue }
          let found = places.rows(where: looked)
          if !found.isEmpty { add(found, of: list, group, places) }
        }
      }
    }
  }

  private mutating func add(_ rows: [Int32], of list: Int, _ sources: GridSources.Group, _ places: GridPlaces) {
    for role in rolesOfList[list] {
      guard let source = sources.roles[role] else { continue }
      let counted = roles[role].add(rows, source, places)
      if counted.isEmpty { continue }
      for aggregate in aggregatesOfRoles[role] {
        if let source = sources.aggregates[aggregate] { aggregates[aggregate].add(counted, source, places) }
      }
    }
  }

  /// Adds what another one has. Complexity: O(base cells · quantities + values).
  mutating func merge(_ other: GridTally) {
    for role in roles.indices { roles[role].merge(other.roles[role]) }
    for aggregate in aggregates.indices { aggregates[aggregate].merge(other.aggregates[aggregate]) }
  }
}

extension Vector<UInt8> {
  /// Those of some rows in which the condition holds. Complexity: O(rows).
  fileprivate func rows(among rows: [Int32]) -> [Int32] {
    withBuffers(rows: 0) { truths in
      [Int32](unsafeUninitializedCapacity: rows.count) { kept, filled in
        var next = 0
        for row in rows {
          kept[next] = row
          next &+= truths.values[Int(row) & truths.mask] == Truth.yes ? 1 : 0
        }
        filled = next
      }
    }
  }
}

/// What was added up for one quantity.
struct AggregateTally: Sendable {
  private let plan: AggregatePlan
  /// How many counted events of each base cell meet the condition; empty where none is stated.
  var matching: [Int32] = []
  var sums: SumTally?
  var values: ValueTally?
  var different: DifferentTally?

  /// What was added up in another way.
  init(
    _ plan: AggregatePlan, matching: [Int32], sums: SumTally?, values: ValueTally?, different: DifferentTally?
  ) {
    self.plan = plan
    self.matching = matching
    self.sums = sums
    self.values = values
    self.different = different
  }

  init(_ plan: AggregatePlan, _ grid: CellGrid) {
    self.plan = plan
    if plan.condition != nil { matching = Array(repeating: 0, count: grid.baseCount + 1) }
    switch plan.unconditional {
    case .sum, .mean: sums = SumTally(grid)
    case .quantile: values = ValueTally(grid)
    case .distinct: different = DifferentTally(grid)
    case .count, .onlyWhere, .medianTerm: break
    }
  }

  /// Adds counted events. Complexity: O(rows · splits).
  mutating func add(_ counted: [Int32], _ source: GridSources.Aggregate, _ places: GridPlaces) {
    var rows = counted
    if let condition = source.condition {
      rows = condition.rows(among: counted)
      places.count(rows, into: &matching)
    }
    switch source.quantity {
    case .nothing: break
    case .wholes(let vector):
      sums?.add(rows, vector, places)
      values?.add(rows, vector, places) { Double($0) }
    case .numbers(let vector):
      sums?.add(rows, vector, places)
      values?.add(rows, vector, places) { $0 }
    case .codes(let codes): different?.add(rows, codes, places)
    case .words(let words): different?.add(rows, words, places)
    }
  }

  /// Adds what another one has. Complexity: O(base cells + values).
  mutating func merge(_ other: AggregateTally) {
    addUp(other.matching, to: &matching)
    if let others = other.sums { sums?.merge(others) }
    if let others = other.values { values?.merge(others) }
    if let others = other.different { different?.merge(others) }
  }

  /// About how much work it is to finish.
  var weight: Int { (values?.count ?? 0) * 2 + (different?.count ?? 0) }

  /// The aggregate in the cells of units. Complexity: see ``GridSums``, ``GridQuantiles`` and ``DifferentTally``.
  func finished(_ grid: CellGrid, _ code: PlaceCode) -> GridAggregate {
    let parts: GridAggregate.Parts
    switch plan.unconditional {
    case .sum, .mean: parts = sums.map { .sums(GridSums($0, grid)) } ?? .nothing
    case .quantile(let probability, _):
      parts = values.map { .quantiles(GridQuantiles($0, probability, grid, code)) } ?? .nothing
    case .distinct: parts = different.map { .different($0.counts(in: grid)) } ?? .nothing
    case .count, .onlyWhere, .medianTerm: parts = .nothing
    }
    return GridAggregate(matching: matching.isEmpty ? nil : grid.rolledUp(matching, stride: 1), parts: parts)
  }
}

extension GridPlan {
  /// Adds up everything that some sources have, on several threads. Complexity: see ``GridTally``.
  func tally(of sources: [GridSources], threads: Int) -> GridTally {
    let stretches = sources.enumerated().flatMap { number, source in source.stretches.map { (number, $0) } }
    let pool = TallyPool(self)
    _ = concurrently(stretches.count, threads: threads) { number in
      let (source, stretch) = stretches[number]
      pool.use { $0.add(sources[source], stretch) }
    }
    return pool.merged(threads: threads)
  }
}
