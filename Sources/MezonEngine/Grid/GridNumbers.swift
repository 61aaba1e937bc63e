// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// The values of the cells of one indicator, without what else a row says.
///
/// They are those of ``CellFinisher``, which makes the rows, worked out with everything that is the same for all cells taken out of the
/// loop: there are a hundred cells for each of the events of a small ministry.
struct GridNumbers {
  /// A value, NaN for none, and how many records it is made from.
  private typealias Number = (value: Double, n: Int)

  private let counts: [Int32]
  private let stride: Int
  private let layout: RoleLayout
  private let tooFewBelow: Int
  private let number: (_ cell: Int, _ counted: Int, _ missed: Int) -> Number

  /// - Parameter exposures: for each cell what a rate is relative to, NaN where it is not known; nil for what is no rate.
  init(_ plan: IndicatorPlan, _ cells: GridCells, scale: Double, _ exposures: [Double]?) {
    counts = cells.roles.counts
    stride = cells.roles.stride
    layout = RoleLayout(plan)
    tooFewBelow = plan.tooFewBelow
    switch plan.value {
    case .share:
      number = { _, counted, missed in
        let whole = counted + missed
        return (whole > 0 ? scale * Double(counted) / Double(whole) : .nan, whole)
      }
    case .rate(let per, _, _):
      let exposures = exposures ?? []
      number = { cell, counted, _ in
        // What is not known is no number, and not above 0.
        let exposure = exposures[cell]
        return (exposure > 0 ? per * Double(counted) / exposure : .nan, counted)
      }
    case .aggregate(let aggregate):
      let read = Self.reader(aggregate, cells.aggregates[0])
      let countsEvents =
        switch aggregate {
        case .count, .distinct, .onlyWhere: true
        default: false
        }
      number = { cell, counted, _ in
        let (value, n) = read(cell, counted)
        return (value, countsEvents ? counted : n)
      }
    case .ratio(let upper, let lower):
      let (above, below) = (Self.reader(upper, cells.aggregates[0]), Self.reader(lower, cells.aggregates[1]))
      number = { cell, counted, _ in
        let denominator = below(cell, counted).value
        return (denominator != 0 ? above(cell, counted).value / denominator : .nan, counted)
      }
    case .coverage, .estimate, .derived: number = { _, _, _ in (.nan, 0) }
    }
  }

  /// The value of a cell that its events decide, NaN where it has none.
  func value(_ cell: Int) -> Double {
    let start = cell &* stride
    var counted = Int(counts[start &+ Int(layout.counted)])
    var missed = Int(counts[start &+ Int(layout.missed)])
    if layout.hasCaps {
      let roles = RoleCounts(counts[start..<start &+ stride], layout: layout)
      (counted, missed) = (roles.counted, roles.missed)
      if counted + missed + roles.excepted == 0, roles.notYetDue > 0 { return .nan }
    } else if counted == 0, missed == 0, counts[start &+ Int(layout.notYetDue)] > 0 {
      let notHeld = start &+ Int(layout.counted) &+ 1..<start &+ Int(layout.missed)
      if counts[notHeld].allSatisfy({ $0 == 0 }) { return .nan }
    }
    let (value, n) = number(cell, counted, missed)
    return n < tooFewBelow || !value.isFinite ? .nan : value
  }

  /// What an aggregate comes to in a cell with so many counted events.
  private static func reader(_ plan: AggregatePlan, _ aggregate: GridAggregate) -> (Int, Int) -> Number {
    let matching = aggregate.matching ?? []
    let isConditional = aggregate.matching != nil
    switch (plan.unconditional, aggregate.parts) {
    case (.distinct, .different(let counts)): return { cell, counted in (Double(counts[cell]), counted) }
    case (.sum, .sums(let sums)):
      return { cell, counted in
        let present = Int(sums.present[cell])
        let counted = isConditional ? Int(matching[cell]) : counted
        return (counted > 0 && present == 0 ? .nan : sums.value(cell), present)
      }
    case (.mean, .sums(let sums)):
      return { cell, _ in
        let present = Int(sums.present[cell])
        return (sums.sum(cell).mean(count: present) ?? .nan, present)
      }
    case (.quantile, .quantiles(let quantiles)):
      return { cell, _ in (quantiles.values[cell], Int(quantiles.present[cell])) }
    case (.count, _), (.onlyWhere, _):
      return { cell, counted in
        let counted = isConditional ? Int(matching[cell]) : counted
        return (Double(counted), counted)
      }
    default:
      return { cell, counted in
        guard case .value(let value) = aggregate.figure(plan, cell: cell, counted: counted).value else {
          return (.nan, 0)
        }
        return (value, 0)
      }
    }
  }
}
