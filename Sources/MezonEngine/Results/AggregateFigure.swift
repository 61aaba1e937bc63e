// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// The value of an aggregate, or why it has none.
enum AggregateValue: Equatable {
  case value(Double)
  case none(reason: String)
}

/// What an aggregate comes to in one cell.
struct AggregateFigure {
  /// How many values it is made from.
  var presentCount = 0
  /// The exact sum, rounded once; 0 for aggregates that are no sums.
  var sum = 0.0
  var value: AggregateValue
  /// For a median of terms the survival that it is read from.
  var survival: SurvivalCurve?
  /// For a quantile the values that it is read from.
  var sample: SortedSample?

  /// A figure that is known.
  init(presentCount: Int = 0, sum: Double = 0, value: AggregateValue) {
    self.presentCount = presentCount
    self.sum = sum
    self.value = value
  }

  /// The aggregate of a cell; nil for a cell without events. Complexity: O(n log n) for quantiles and different values.
  init(_ aggregate: AggregatePlan, store: Int, _ parts: Accumulator, cell: Int?, counted: Int) {
    guard let cell, parts.stores[store].kind != .nothing else {
      // Without a cell there are no counted events, so none that meet a condition either.
      value = Self.empty(aggregate.unconditional, counted: counted)
      return
    }
    let counted = parts.stores[store].isConditional ? parts.stores[store].matching[cell] : counted
    switch aggregate.unconditional {
    case .count, .onlyWhere: value = .value(Double(counted))
    case .distinct: value = .value(Double(parts.stores[store].differentCount(cell)))
    case .sum:
      presentCount = parts.stores[store].present[cell]
      sum = parts.stores[store].sums[cell].value
      // Nothing happened: the sum is 0. Something happened but no value is known: there is no sum.
      value = counted > 0 && presentCount == 0 ? .none(reason: StateReason.noValues) : .value(sum)
    case .mean:
      presentCount = parts.stores[store].present[cell]
      sum = parts.stores[store].sums[cell].value
      value =
        parts.stores[store].sums[cell].mean(count: presentCount).map { .value($0) }
        ?? .none(reason: StateReason.zeroDenominator)
    case .quantile(let probability, _):
      presentCount = parts.stores[store].present[cell]
      let sorted = SortedSample(parts.stores[store].values[cell])
      sample = sorted
      value = sorted.quantile(probability).map { .value($0) } ?? .none(reason: StateReason.noValues)
    case .medianTerm:
      presentCount = parts.stores[store].present[cell]
      let curve = SurvivalCurve(
        parts.stores[store].values[cell].map { code in
          SurvivalCurve.Observation(
            time: (code / 2).rounded(.down), isEnded: code.truncatingRemainder(dividingBy: 2) == 0)
        })
      survival = curve
      value =
        curve.quantile(0.5).map { .value($0) }
        ?? .none(
          reason: presentCount == 0 ? StateReason.noValues : StateReason.medianNotReached)
    }
  }

  private static func empty(_ aggregate: AggregatePlan, counted: Int) -> AggregateValue {
    switch aggregate {
    case .count, .onlyWhere: .value(Double(counted))
    case .distinct, .sum: .value(0)
    case .mean: .none(reason: StateReason.zeroDenominator)
    case .quantile, .medianTerm: .none(reason: StateReason.noValues)
    }
  }
}
