// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonStatistics

/// What an aggregate comes to in every cell of a grid.
struct GridAggregate: Sendable {
  /// What is known of each cell.
  enum Parts: Sendable {
    case nothing
    case sums(GridSums)
    case quantiles(GridQuantiles)
    /// How many different values there are.
    case different([Int32])
  }

  /// How many counted events of each cell meet the condition; nil where none is stated.
  let matching: [Int32]?
  let parts: Parts

  /// The aggregate of a cell in which so many events count.
  func figure(_ plan: AggregatePlan, cell: Int, counted: Int) -> AggregateFigure {
    let counted = matching.map { Int($0[cell]) } ?? counted
    switch (plan.unconditional, parts) {
    case (.distinct, .different(let counts)): return AggregateFigure(value: .value(Double(counts[cell])))
    case (.sum, .sums(let sums)):
      let present = Int(sums.present[cell])
      let sum = sums.sum(cell).value
      // Nothing happened: the sum is 0. Something happened but no value is known: there is no sum.
      return AggregateFigure(
        presentCount: present, sum: sum,
        value: counted > 0 && present == 0 ? .none(reason: StateReason.noValues) : .value(sum))
    case (.mean, .sums(let sums)):
      let present = Int(sums.present[cell])
      let sum = sums.sum(cell)
      return AggregateFigure(
        presentCount: present, sum: sum.value,
        value: sum.mean(count: present).map { .value($0) } ?? .none(reason: StateReason.zeroDenominator))
    case (.quantile, .quantiles(let quantiles)):
      let present = Int(quantiles.present[cell])
      return AggregateFigure(
        presentCount: present,
        value: present > 0 ? .value(quantiles.values[cell]) : .none(reason: StateReason.noValues))
    case (.count, _), (.onlyWhere, _): return AggregateFigure(value: .value(Double(counted)))
    case (.distinct, _): return AggregateFigure(value: .value(0))
    case (.sum, _):
      return AggregateFigure(value: counted > 0 ? .none(reason: StateReason.noValues) : .value(0))
    case (.mean, _): return AggregateFigure(value: .none(reason: StateReason.zeroDenominator))
    case (.quantile, _), (.medianTerm, _): return AggregateFigure(value: .none(reason: StateReason.noValues))
    }
  }
}

/// Exact sums of the values of every cell of a grid.
struct GridSums: Sendable {
  private enum Sums: Sendable {
    case small([Int64])
    /// Integers times one power of two, where the values lie close enough together.
    case scaled([Int128], exponent: Int, scale: Double)
    case exact([ExactSum])
  }

  /// How many values each cell has.
  let present: [Int32]
  private let sums: Sums

  /// Complexity: O(base cells · depth + cells).
  init(_ tally: SumTally, _ grid: CellGrid) {
    present = grid.rolledUp(tally.present, stride: 1)
    sums =
      switch tally.sums {
      case .small(let integers, _): .small(grid.rolledUp(integers, stride: 1, zero: 0) { $0 &+= $1 })
      case .scaled(let integers, let exponent):
        .scaled(
          grid.rolledUp(integers, stride: 1, zero: 0) { $0 &+= $1 }, exponent: exponent,
          scale: Self.powers.contains(exponent) ? Double(sign: .plus, exponent: exponent, significand: 1) : .nan)
      case .exact(let sums): .exact(grid.rolledUp(sums, stride: 1, zero: ExactSum()) { $0.merge($1) })
      }
  }

  /// Powers of two by which an integer of 64 bits can be multiplied without being rounded again.
  private static let powers = -1000...900

  /// The sum of a cell, rounded once.
  func value(_ cell: Int) -> Double {
    if case .small(let integers) = sums, integers[cell].magnitude < 1 << 53 { return Double(integers[cell]) }
    if case .scaled(let integers, _, let scale) = sums, !scale.isNaN, let small = Int64(exactly: integers[cell]) {
      return Double(small) * scale
    }
    return sum(cell).value
  }

  /// The exact sum of a cell.
  func sum(_ cell: Int) -> ExactSum {
    switch sums {
    case .small(let integers): ExactSum(Int128(integers[cell]), timesPowerOfTwo: 0)
    case .scaled(let integers, let exponent, _): ExactSum(integers[cell], timesPowerOfTwo: exponent)
    case .exact(let sums): sums[cell]
    }
  }
}
