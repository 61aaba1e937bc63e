// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

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

/// Works out what many indicators have in common, and then adds up each thing once.
///
/// Those that look at the same events share the list of them; those with the same clauses the roles and counts; those that make
/// the same quantity from the same counted events share that too. What is different is computed on several threads at once.
///
/// Grids are for rows of units whose events belong to one group of each split. The rest has a pass of its own, see ``IndicatorRun``.
struct GridPlanner {
  private let evaluator: Evaluator
  private let columns: ExpressionColumns
  private let scope: EvaluationScope

  private var grids: [GridKey: Int] = [:]
  private var gridList: [(grid: CellGrid, groups: GroupLayout)] = []
  private var entries: [EntriesKey: Int] = [:]
  private var entrySources: [(source: GridEntries.Source, grid: Int)] = []
  private var roles: [RolesKey: Int] = [:]
  private var roleSources: [(source: GridRoles.Source, entries: Int)] = []
  private var aggregates: [AggregateKey: Int] = [:]
  private var aggregateSources: [(source: GridAggregate.Source, roles: Int)] = []
  private var indicators: [(indicator: Int, roles: Int, aggregates: [Int])] = []

  private struct GridKey: Hashable {
    let layout: GroupLayoutKey
    let grains: [Grain]
    let levels: [Int]
    let window: WindowPlan?
  }

  private struct EntriesKey: Hashable {
    let grid: Int
    let population: NodeID?
  }

  private struct RolesKey: Hashable {
    let entries: Int
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

  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, _ scope: EvaluationScope) {
    self.evaluator = evaluator
    self.columns = columns
    self.scope = scope
  }

  /// Takes an indicator, if a grid can hold its cells. Complexity: O(rows) for expressions that are new.
  mutating func add(_ indicator: Int) {
    let plan = evaluator.programme.indicators[indicator]
    guard plan.fitsGrid, let grid = grid(of: plan) else { return }
    let groups = gridList[grid].groups
    let (columns, evaluator) = (columns, evaluator)
    let list = Self.number(EntriesKey(grid: grid, population: plan.population), &entries, &entrySources) {
      (Self.entrySource(of: plan, groups, columns, evaluator), grid)
    }
    let key = RolesKey(
      entries: list, leavesOut: plan.leavesOut.map(\.condition), counts: plan.counts,
      notHeld: plan.notHeldAgainst.map(\.condition), waits: plan.waits, caps: RoleLayout(plan))
    let role = Self.number(key, &roles, &roleSources) { (columns.roleSource(of: plan), list) }
    let rows = columns.passRows(of: plan)
    var parts: [Int] = []
    for aggregate in plan.value.aggregates {
      let number = Self.number(AggregateKey(roles: role, plan: aggregate), &aggregates, &aggregateSources) {
        let field = columns.countedField(of: aggregate, event: plan.event, rows)
        let source = GridAggregate.Source(
          plan: aggregate,
          input: field == nil ? columns.input(of: aggregate, event: plan.event, rows) : .none, field: field,
          condition: aggregate.condition.map { columns.truths($0, of: plan.event) })
        return (source, role)
      }
      parts.append(number)
    }
    indicators.append((indicator, role, parts))
  }

  /// The number of a key, made with what it stands for when it is new.
  private static func number<Key: Hashable, Source>(
    _ key: Key, _ known: inout [Key: Int], _ sources: inout [Source], _ make: () -> Source
  ) -> Int {
    if let number = known[key] { return number }
    known[key] = sources.count
    sources.append(make())
    return sources.count - 1
  }

  private mutating func grid(of plan: IndicatorPlan) -> Int? {
    let splits = plan.splits.filter { split in scope.splits?.contains(split.name) ?? true }
    let layout = GroupLayoutKey(
      event: plan.event, splits: splits, unitField: plan.unitField, periodField: plan.periodField)
    let key = GridKey(layout: layout, grains: plan.grains, levels: plan.levels, window: plan.window)
    if let known = grids[key] { return known }
    let groups = columns.groupLayout(of: splits, for: plan, listsGroups: false)
    guard groups.splits.allSatisfy({ $0.offsets == nil }) else { return nil }
    let calendar = evaluator.calendar
    let periods =
      plan.window == nil
      ? PeriodTable(scope.asked, grains: plan.grains, calendar: calendar)
      : PeriodTable(plan.grains.flatMap { calendar.periods(of: $0, in: scope.asked) }, window: plan.window)
    let organisation = evaluator.organisation
    let levels = organisation.organisation.levels
    let wanted = (0..<organisation.unitCount).map { unit in
      plan.levels.contains(levels[unit]) && scope.includes(unit: Int32(truncatingIfNeeded: unit), level: levels[unit])
    }
    let unitCount = wanted.count { $0 }
    let most = periods.periods.count.multipliedReportingOverflow(by: max(1, organisation.lineages.count + unitCount))
    let cells = most.partialValue.multipliedReportingOverflow(by: groups.count)
    guard !most.overflow, !cells.overflow, cells.partialValue <= 4 * Self.mostCells else { return nil }
    let grid = CellGrid(
      periods: periods, organisation: organisation, wanted: wanted,
      isSplit: levels.map { scope.splits(level: $0) }, groupCount: groups.count)
    guard grid.baseCount <= Self.mostCells, grid.count <= Self.mostCells else { return nil }
    grids[key] = gridList.count
    gridList.append((grid, groups))
    return gridList.count - 1
  }

  private static func entrySource(
    of plan: IndicatorPlan, _ groups: GroupLayout, _ columns: ExpressionColumns, _ evaluator: Evaluator
  ) -> GridEntries.Source {
    let frame = columns.frame(plan.event)
    return GridEntries.Source(
      isSeen: frame.isSeen,
      looked: plan.population.map { columns.truths($0, of: plan.event) } ?? Vector(constant: Truth.yes),
      days: frame.days(plan.periodField),
      lineages: plan.unitField.map {
        frame.lineages(unitField: $0, dayField: plan.periodField, in: evaluator.organisation)
      } ?? [], splits: groups.splits, firstDistances: groups.firstDistances)
  }

  /// The cells of the indicators that were taken. Complexity: see ``GridEntries``, ``GridRoles`` and ``GridAggregate``.
  func cells(threads: Int) -> [Int: GridCells] {
    let (entrySources, roleSources, aggregateSources, grids) = (entrySources, roleSources, aggregateSources, gridList)
    let lists = concurrently(entrySources.count, threads: threads) { number in
      GridEntries(entrySources[number].source, grids[entrySources[number].grid].grid)
    }
    let roles = concurrently(roleSources.count, threads: threads) { number in
      let list = roleSources[number].entries
      return GridRoles(roleSources[number].source, lists[list], grids[entrySources[list].grid].grid)
    }
    // The dearest first, so that no thread is left alone with one at the end.
    let order = aggregateSources.indices.sorted { cost($0, lists) > cost($1, lists) }
    let made = concurrently(order.count, threads: threads) { place in
      let (source, role) = aggregateSources[order[place]]
      let list = roleSources[role].entries
      return GridAggregate(source, roles[role], lists[list], grids[entrySources[list].grid].grid)
    }
    var aggregates: [Int: GridAggregate] = [:]
    for (place, number) in order.enumerated() { aggregates[number] = made[place] }
    var cells: [Int: GridCells] = [:]
    for indicator in indicators {
      let grid = entrySources[roleSources[indicator.roles].entries].grid
      cells[indicator.indicator] = GridCells(
        grid: grids[grid].grid, gridNumber: grid, groups: grids[grid].groups, roles: roles[indicator.roles],
        aggregates: indicator.aggregates.compactMap { aggregates[$0] })
    }
    return cells
  }

  /// About how much work an aggregate is.
  private func cost(_ aggregate: Int, _ lists: [GridEntries]) -> Int {
    let (source, role) = aggregateSources[aggregate]
    let entries = lists[roleSources[role].entries].rows.count
    return switch source.plan.unconditional {
    case .distinct: 8 * entries
    case .quantile: 20 * entries
    default: entries
    }
  }
}

extension ExpressionColumns {
  /// The field whose different values an aggregate counts; nil for other aggregates.
  func countedField(of aggregate: AggregatePlan, event: EventID, _ rows: PassRows) -> GridAggregate.Field? {
    guard case .distinct(let field) = aggregate.unconditional, rows.events == nil else { return nil }
    return GridAggregate.Field(
      column: fieldColumn(event, field), type: fieldType(event, field), rows: frame(event).rowCount, zone: zone)
  }
}

extension IndicatorPlan {
  /// Whether its cells are those of units and its value is made from counts, sums, quantiles and different values.
  var fitsGrid: Bool {
    guard !isForOfficers, pairing == nil, moment == nil, reportedWhere == nil, unitField != nil else { return false }
    guard RoleLayout(self).count <= Int(UInt8.max) else { return false }
    switch value {
    case .share, .rate: return true
    // An interval needs the values themselves.
    case .aggregate(.quantile) where interval != nil: return false
    case .aggregate, .ratio: return !value.aggregates.contains { $0.unconditional == .medianTerm }
    case .coverage, .estimate, .derived: return false
    }
  }
}
