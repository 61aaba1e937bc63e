// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// The intervals of small counts, each made once: a table of results asks for those of the same few counts again and again, and an exact
/// one takes an iteration.
struct CountIntervals: Sendable {
  /// By method and confidence, in the order of counts from 0.
  private var known: [IntervalPlan: [Interval?]] = [:]

  /// None.
  init() {}

  /// Those that the indicators of some grids may ask for, and not many more than these have cells. Complexity: O(cells), at most 4,096 for each method and confidence.
  init(_ evaluator: Evaluator, _ grids: [Int: GridCells]) {
    var cells: [IntervalPlan: Int] = [:]
    for (indicator, grid) in grids {
      guard let plan = evaluator.programme.indicators[indicator].interval, plan.method.ofCount != nil else { continue }
      cells[plan, default: 0] += grid.grid.periods.periods.count * grid.grid.width
    }
    for (plan, count) in cells {
      known[plan] = (0..<min(4096, count / 16)).map { Self.interval(plan, Double($0)) }
    }
  }

  /// The intervals of the counts from 0 on that are known for a plan.
  func intervals(of plan: IntervalPlan?) -> [Interval?] { plan.flatMap { known[$0] } ?? [] }

  /// The interval of a count; nil where the plan's method is not one of counts.
  static func interval(_ plan: IntervalPlan, _ count: Double) -> Interval? {
    plan.method.ofCount.flatMap { PoissonInterval.interval($0, count: count, confidence: plan.confidence) }
  }
}
