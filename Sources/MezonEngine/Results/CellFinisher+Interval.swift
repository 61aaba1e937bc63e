// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

extension CellFinisher {
  /// The interval of a count, from those that are known where it is among them.
  private func countInterval(_ plan: IntervalPlan, _ count: Double) -> Interval? {
    if let whole = Int(exactly: count), countIntervals.indices.contains(whole) { return countIntervals[whole] }
    return CountIntervals.interval(plan, count)
  }

  /// The interval of a figure, where its plan states a method and it has one.
  func interval(_ figure: Figure) -> Interval? {
    if let survival = figure.survival {
      return plan.interval.flatMap { survival.quantileInterval(0.5, confidence: $0.confidence) }
    }
    if let sample = figure.sample, case .aggregate(.quantile(let probability, _)) = plan.value {
      let found = plan.interval.flatMap { sample.quantileInterval(probability, confidence: $0.confidence) }
      return found.flatMap { $0.low.isFinite || $0.high.isFinite ? $0 : nil }
    }
    if let agreement = figure.agreement {
      return plan.interval.flatMap { agreement.interval(confidence: $0.confidence) }
    }
    guard let plan = plan.interval, let numerator = figure.numerator else { return nil }
    if figure.isShare {
      guard let method = plan.method.ofProportion, let denominator = figure.denominator else { return nil }
      return ProportionInterval.interval(
        method, successes: numerator, trials: denominator, confidence: plan.confidence)?.scaled(by: scale)
    }
    guard let count = countInterval(plan, numerator) else { return nil }
    switch self.plan.value {
    case .aggregate(.count): return count
    case .rate(let per, _, _):
      guard let exposure = figure.denominator else { return nil }
      return Interval(low: per * count.low / exposure, high: per * count.high / exposure)
    default: return nil
    }
  }
}

extension IntervalPlan.Method {
  /// The method for a share; nil for those of counts.
  var ofProportion: ProportionInterval.Method? {
    switch self {
    case .wilson: .wilson
    case .clopperPearson: .clopperPearson
    case .jeffreys: .jeffreys
    case .agrestiCoull: .agrestiCoull
    default: nil
    }
  }

  /// The method for a count; nil for those of shares.
  var ofCount: PoissonInterval.Method? {
    switch self {
    case .exactPoisson: .exact
    case .byar: .byar
    default: nil
    }
  }
}
