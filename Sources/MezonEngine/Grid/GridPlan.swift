// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// What many indicators have in common, so that each thing is added up once.
///
/// Those that look at the same events share the list of them; those with the same clauses the roles and counts; those that make
/// the same quantity from the same counted events share that too.
///
/// Grids are for rows of units whose events belong to one group of each split. The rest has a pass of its own, see ``IndicatorRun``.
struct GridPlan: Sendable {
  /// Cells, and by which fields events come into them.
  struct Grid: Sendable {
    let cells: CellGrid
    let groups: GroupLayout
    /// An indicator whose unit, period and splits they are.
    let indicator: Int
    let splits: [SplitPlan]
    /// How the place of an event is written where it stands beside each value.
    let code: PlaceCode
  }

  /// The events that some indicators look at.
  struct List: Sendable {
    let grid: Int
    let population: NodeID?
  }

  /// The roles that the events of a list have.
  struct Roles: Sendable {
    let list: Int
    /// An indicator whose clauses they are.
    let indicator: Int
    let layout: RoleLayout
    /// Whether every event that is looked at counts.
    let countsAll: Bool
  }

  /// A quantity made from the counted events.
  struct Aggregate: Sendable {
    let roles: Int
    let plan: AggregatePlan
  }

  let programme: Programme
  private(set) var grids: [Grid] = []
  private(set) var lists: [List] = []
  private(set) var roles: [Roles] = []
  private(set) var aggregates: [Aggregate] = []
  private(set) var indicators: [(indicator: Int, roles: Int, aggregates: [Int])] = []

  let scope: EvaluationScope
  private let calendar: PeriodCalendar
  private let organisation: OrganisationIndex
  private var gridNumbers: [GridKey: Int] = [:]
  private var listNumbers: [ListKey: Int] = [:]
  private var roleNumbers: [RolesKey: Int] = [:]
  private var aggregateNumbers: [AggregateKey: Int] = [:]

  private struct GridKey: Hashable {
    let layout: GroupLayoutKey
    let grains: [Grain]
    let levels: [Int]
    let window: WindowPlan?
  }

  private struct ListKey: Hashable {
    let grid: Int
    let population: NodeID?
  }

  private struct RolesKey: Hashable {
    let list: Int
    let leavesOut: [NodeID]
    let counts: NodeID?
    let notHeld: [NodeID]
    let waits: [Maturity.RelativeWindow]
    let caps: RoleLayout
  }

  private struct AggregateKey: Hashable {
    let roles: Int
    let plan: AggregatePlan
  }

  /// More cells than this are too many for a rectangle.
  private static let mostCells = 1 << 22

  init(_ evaluator: Evaluator, _ scope: EvaluationScope) {
    programme = evaluator.programme
    calendar = evaluator.calendar
    organisation = evaluator.organisation
    self.scope = scope
  }

  /// Takes an indicator, if a grid can hold its cells; false where none can. Complexity: O(cells + groups).
  ///
  /// - Parameter columns: of all events, or of none where no split has groups that are found in them.
  mutating func add(_ indicator: Int, _ columns: ExpressionColumns) -> Bool {
    let plan = programme.indicators[indicator]
    guard plan.fitsGrid, let grid = grid(of: plan, indicator, columns) else { return false }
    let list = Self.number(ListKey(grid: grid, population: plan.population), &listNumbers, &lists) {
      List(grid: grid, population: plan.population)
    }
    let layout = RoleLayout(plan)
    let key = RolesKey(
      list: list, leavesOut: plan.leavesOut.map(\.condition), counts: plan.counts,
      notHeld: plan.notHeldAgainst.map(\.condition), waits: plan.waits, caps: layout)
    let role = Self.number(key, &roleNumbers, &roles) {
      Roles(list: list, indicator: indicator, layout: layout, countsAll: plan.countsAll(in: programme))
    }
    let parts = plan.value.aggregates.map { aggregate in
      Self.number(AggregateKey(roles: role, plan: aggregate), &aggregateNumbers, &aggregates) {
        Aggregate(roles: role, plan: aggregate)
      }
    }
    indicators.append((indicator, role, parts))
    return true
  }

  /// The number of a key, made with what it stands for when it is new.
  private static func number<Key: Hashable, Value>(
    _ key: Key, _ known: inout [Key: Int], _ values: inout [Value], _ make: () -> Value
  ) -> Int {
    if let number = known[key] { return number }
    known[key] = values.count
    values.append(make())
    return values.count - 1
  }

  private mutating func grid(of plan: IndicatorPlan, _ indicator: Int, _ columns: ExpressionColumns) -> Int? {
    let splits = plan.splits.filter { split in scope.splits?.contains(split.name) ?? true }
    let layout = GroupLayoutKey(
      event: plan.event, splits: splits, unitField: plan.unitField, periodField: plan.periodField)
    let grains = scope.grains(of: indicator, plan)
    let key = GridKey(layout: layout, grains: grains, levels: plan.levels, window: plan.window)
    if let known = gridNumbers[key] { return known }
    let groups = columns.groupLayout(of: splits, for: plan, listsGroups: false)
    guard groups.splits.allSatisfy({ $0.offsets == nil }) else { return nil }
    let periods =
      plan.window == nil
      ? PeriodTable(scope.asked, grains: grains, calendar: calendar)
      : PeriodTable(grains.flatMap { calendar.periods(of: $0, in: scope.asked) }, window: plan.window)
    let levels = organisation.organisation.levels
    let wanted = (0..<organisation.unitCount).map { unit in
      plan.levels.contains(levels[unit]) && scope.includes(unit: Int32(truncatingIfNeeded: unit), level: levels[unit])
    }
    let unitCount = wanted.count { $0 }
    let most = periods.periods.count.multipliedReportingOverflow(by: max(1, organisation.lineages.count + unitCount))
    let places = most.partialValue.multipliedReportingOverflow(by: groups.count)
    guard !most.overflow, !places.overflow, places.partialValue <= 4 * Self.mostCells else { return nil }
    let cells = CellGrid(
      periods: periods, organisation: organisation, wanted: wanted,
      isSplit: levels.map { scope.splits(level: $0) }, groupCount: groups.count)
    guard cells.baseCount <= Self.mostCells, cells.count <= Self.mostCells else { return nil }
    gridNumbers[key] = grids.count
    let code = PlaceCode(lineages: organisation.lineages.count, groups)
    grids.append(Grid(cells: cells, groups: groups, indicator: indicator, splits: splits, code: code))
    return grids.count - 1
  }

  /// The grid of some roles.
  func grid(ofRoles roles: Int) -> CellGrid { grids[lists[self.roles[roles].list].grid].cells }

  /// How the places of the events of a quantity are written.
  func code(of aggregate: Aggregate) -> PlaceCode { grids[lists[roles[aggregate.roles].list].grid].code }

  /// The grid of a quantity.
  func grid(of aggregate: Aggregate) -> CellGrid { grids[lists[roles[aggregate.roles].list].grid].cells }
}

/// The cells of one indicator, added up on a grid.
struct GridCells: Sendable {
  let grid: CellGrid
  /// Which indicators share the grid.
  let gridNumber: Int
  let groups: GroupLayout
  let roles: GridRoles
  /// In the order of the value's aggregates.
  let aggregates: [GridAggregate]
}

extension IndicatorPlan {
  /// Whether its cells are those of units and its value is made from counts, sums, quantiles and different values.
  var fitsGrid: Bool {
    guard addsUp, !isForOfficers, unitField != nil, RoleLayout(self).count <= Int(UInt8.max) else { return false }
    // An interval needs the values themselves.
    if case .aggregate(.quantile) = value { return interval == nil }
    return true
  }
}
