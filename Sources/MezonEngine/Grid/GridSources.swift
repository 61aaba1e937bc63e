// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// What is read of the events at hand to add them up on grids: conditions, quantities and groups as columns.
struct GridSources: Sendable {
  /// What a quantity is made from.
  enum Quantity: Sendable {
    case nothing
    case wholes(Vector<Int64>)
    case numbers(Vector<Double>)
    /// The codes of a field of which different ones are counted.
    case codes(Vector<Int32>)
    /// The values of a field of which different ones are counted, where they are no codes.
    case words(KeyValues)
  }

  struct Aggregate: Sendable {
    let quantity: Quantity
    let condition: Vector<UInt8>?
  }

  /// What is read of some of the events: those that some lists may look at.
  struct Group: Sendable {
    /// The rows of the events, ascending; nil for all. Columns have a row for each of these.
    let rows: [Int32]?
    /// By the numbers of a plan; nil for what looks at other events.
    let lists: [Vector<UInt8>?]
    let roles: [GridRoles.Source?]
    let aggregates: [Aggregate?]
  }

  let event: EventID
  let rowCount: Int
  /// By the numbers of a plan; nil for what looks at events of another type.
  let grids: [GridPlaces.Source?]
  let groups: [Group]

  /// Computes the columns of the events of a type. Complexity: O(rows) for each expression that is new.
  ///
  /// - Parameter partition: which events lists look at; it must be a partition without fields where an expression looks at other events.
  init(_ plan: GridPlan, _ event: EventID, _ columns: ExpressionColumns, _ partition: CodePartition) {
    let frame = columns.frame(event)
    self.event = event
    rowCount = frame.rowCount
    let made = Self.groups(plan, event, columns, partition)
    groups = made
    // Rows that several groups look at have their cells told once.
    let isShared = made.contains { $0.rows != nil }
    grids = plan.grids.map { grid -> GridPlaces.Source? in
      let indicator = plan.programme.indicators[grid.indicator]
      guard indicator.event == event, let unitField = indicator.unitField else { return nil }
      var source = GridPlaces.Source(
        isSeen: frame.isSeen, days: frame.days(indicator.periodField),
        lineages: frame.lineages(
          unitField: unitField, dayField: indicator.periodField, in: columns.organisationIndex),
        groups: GroupCombinations(
          columns.groupLayout(of: grid.splits, for: indicator, listsGroups: false), grid.code))
      if isShared {
        source.cells = grid.cells.startsOfDays.indices.map { table in
          source.cells(in: grid.cells, table: table, 0..<frame.rowCount)
        }
      }
      return source
    }
  }

  private static func groups(
    _ plan: GridPlan, _ event: EventID, _ columns: ExpressionColumns, _ partition: CodePartition
  ) -> [Group] {
    guard let field = partition.field, case .plain(let codes)? = columns.fieldColumn(event, field) else {
      // Whatever the lists have in common, all rows are looked at at once.
      return CodePartition(whole: plan, event).groups.map { Group(plan, event, columns, nil, $0) }
    }
    return zip(partition.groups, partition.rows(codes)).map { group, rows in
      guard let rows else { return Group(plan, event, columns, nil, group) }
      return Group(plan, event, columns.of(rows, event, fields: group.fields), rows, group)
    }
  }
}

extension GridSources.Group {
  fileprivate init(
    _ plan: GridPlan, _ event: EventID, _ columns: ExpressionColumns, _ rows: [Int32]?, _ group: CodePartition.Group
  ) {
    self.rows = rows
    let own = Set(group.lists)
    lists = plan.lists.indices.map { list in
      guard own.contains(list) else { return nil }
      guard let population = plan.lists[list].population, rows == nil || !group.exact.contains(list) else {
        return Vector(constant: Truth.yes)
      }
      return columns.truths(population, of: event)
    }
    roles = plan.roles.map { roles in
      own.contains(roles.list) ? columns.roleSource(of: plan.programme.indicators[roles.indicator]) : nil
    }
    aggregates = plan.aggregates.map { aggregate in
      guard own.contains(plan.roles[aggregate.roles].list) else { return nil }
      return GridSources.Aggregate(
        quantity: columns.quantity(of: aggregate.plan.unconditional, event: event),
        condition: aggregate.plan.condition.map { columns.truths($0, of: event) })
    }
  }
}

extension GridSources {
  /// Some events of one group, by their numbers among those of the group.
  struct Stretch: Sendable {
    let group: Int
    let rows: Range<Int>
  }

  /// How many rows are added up at once, so that what is computed of them stays close to the processor.
  private static let rowsAtOnce = 1 << 14

  /// All events of all groups, in stretches.
  var stretches: [Stretch] {
    groups.enumerated().flatMap { number, group in
      let count = group.rows?.count ?? rowCount
      return stride(from: 0, to: count, by: Self.rowsAtOnce).map { first in
        Stretch(group: number, rows: first..<min(first + Self.rowsAtOnce, count))
      }
    }
  }
}

extension ExpressionColumns {
  /// What an aggregate is made from.
  fileprivate func quantity(of aggregate: AggregatePlan, event: EventID) -> GridSources.Quantity {
    switch aggregate {
    case .count, .onlyWhere, .medianTerm: return .nothing
    case .distinct(let field):
      if case .plain(let column)? = fieldColumn(event, field), let type = fieldType(event, field),
        case .code(let codes, _) = nodeColumn(column, as: type)
      {
        return .codes(codes)
      }
      return .words(values(of: field, event))
    case .sum(let node), .mean(let node), .quantile(_, let node):
      switch column(node, of: event) {
      case .whole(let vector): return .wholes(vector)
      case .number(let vector): return .numbers(vector)
      default: return .nothing
      }
    }
  }
}
