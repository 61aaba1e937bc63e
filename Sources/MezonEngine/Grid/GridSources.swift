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

  let event: EventID
  let rowCount: Int
  /// By the numbers of a plan; nil for what looks at events of another type.
  let grids: [GridPlaces.Source?]
  let lists: [Vector<UInt8>?]
  let roles: [GridRoles.Source?]
  let aggregates: [Aggregate?]

  /// Computes the columns of the events of a type. Complexity: O(rows) for each expression that is new.
  init(_ plan: GridPlan, _ event: EventID, _ columns: ExpressionColumns) {
    let indicators = plan.programme.indicators
    let frame = columns.frame(event)
    func isOfEvent(_ indicator: Int) -> Bool { indicators[indicator].event == event }
    self.event = event
    rowCount = frame.rowCount
    let grids = plan.grids.map { grid -> GridPlaces.Source? in
      let indicator = indicators[grid.indicator]
      guard indicator.event == event, let unitField = indicator.unitField else { return nil }
      return GridPlaces.Source(
        isSeen: frame.isSeen, days: frame.days(indicator.periodField),
        lineages: frame.lineages(
          unitField: unitField, dayField: indicator.periodField, in: columns.organisationIndex),
        groups: columns.groupLayout(of: grid.splits, for: indicator, listsGroups: false))
    }
    self.grids = grids
    lists = plan.lists.map { list in
      guard grids[list.grid] != nil else { return nil }
      return list.population.map { columns.truths($0, of: event) } ?? Vector(constant: Truth.yes)
    }
    roles = plan.roles.map { roles in
      isOfEvent(roles.indicator) ? columns.roleSource(of: indicators[roles.indicator]) : nil
    }
    aggregates = plan.aggregates.map { aggregate in
      guard isOfEvent(plan.roles[aggregate.roles].indicator) else { return nil }
      return Aggregate(
        quantity: columns.quantity(of: aggregate.plan.unconditional, event: event),
        condition: aggregate.plan.condition.map { columns.truths($0, of: event) })
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
