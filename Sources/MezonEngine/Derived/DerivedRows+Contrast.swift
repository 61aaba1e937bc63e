// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

// Intervals of comparisons of figures that no event is behind twice (docs/evaluation.md, 10).
extension DerivedRows {
  /// The interval of a comparison of two independent figures, or of two such comparisons; nil where there is none.
  func contrast(_ operands: [OperandFigure], _ plan: IntervalPlan) -> Interval? {
    guard areIndependent, operands.count == 2 || operands.count == 4,
      let first = Self.comparison(operands[0], operands[1], plan)
    else { return nil }
    guard operands.count == 4 else { return first.interval }
    guard let second = Self.comparison(operands[2], operands[3], plan) else { return nil }
    return first.interval.difference(about: first.value, less: second.interval, about: second.value)
  }

  /// What a later figure comes to against an earlier one, in points or in per cent, with its interval.
  private static func comparison(
    _ later: OperandFigure, _ earlier: OperandFigure, _ plan: IntervalPlan
  ) -> (value: Double, interval: Interval)? {
    guard let now = later.numerator, let before = earlier.numerator else { return nil }
    switch plan.method {
    case .newcombe, .miettinenNurminen:
      guard let trials = later.denominator, let earlierTrials = earlier.denominator,
        let pair = TwoProportions(
          firstSuccesses: Int(now), firstTrials: Int(trials), secondSuccesses: Int(before),
          secondTrials: Int(earlierTrials)),
        let interval = plan.method == .newcombe
          ? pair.newcombeDifference(confidence: plan.confidence) : pair.scoreDifference(confidence: plan.confidence)
      else { return nil }
      return (100 * pair.difference, interval.scaled(by: 100))
    case .exactPoisson, .score:
      guard
        let pair = TwoRates(
          firstEvents: Int(now), firstExposure: later.denominator ?? 1, secondEvents: Int(before),
          secondExposure: earlier.denominator ?? 1),
        let value = pair.ratio,
        let ratio = plan.method == .score
          ? pair.scoreRatio(confidence: plan.confidence) : pair.exactRatio(confidence: plan.confidence),
        ratio.high.isFinite
      else { return nil }
      return (100 * (value - 1), Interval(low: 100 * (ratio.low - 1), high: 100 * (ratio.high - 1)))
    default: return nil
    }
  }

  /// Whether no event lies behind two of the figures.
  private var areIndependent: Bool {
    switch derived {
    case .gap(let gap):
      guard case .groups(let first, .units(let second)) = gap.sides else { return true }
      return !book.mask(first).overlaps(book.mask(second))
    case .change(let change):
      guard let minus = change.minus else { return true }
      guard let among = change.among, case .units(let others) = minus else { return false }
      return !book.mask(among).overlaps(book.mask(others))
    default: return true
    }
  }
}
