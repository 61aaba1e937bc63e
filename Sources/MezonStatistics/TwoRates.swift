// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Two independent Poisson rates - events over exposures - and the intervals for their ratio, the first to the second.
///
/// Given the total of events the first count is binomial with the probability π = θ·t₁ / (θ·t₁ + t₂), so that an
/// interval for π is one for the ratio θ = π/(1-π)·t₂/t₁.
package struct TwoRates: Equatable, Sendable {
  /// The events in the first group.
  package let firstEvents: Double
  /// The exposure of the first group, above 0.
  package let firstExposure: Double
  /// The events in the second group.
  package let secondEvents: Double
  /// The exposure of the second group, above 0, in the same unit.
  package let secondExposure: Double

  /// Makes a pair; nil for events below 0 or exposures that are not numbers above 0.
  package init?(firstEvents: Int, firstExposure: Double, secondEvents: Int, secondExposure: Double) {
    guard firstEvents >= 0, secondEvents >= 0, firstExposure > 0, secondExposure > 0, firstExposure.isFinite,
      secondExposure.isFinite
    else { return nil }
    self.firstEvents = Double(firstEvents)
    self.firstExposure = firstExposure
    self.secondEvents = Double(secondEvents)
    self.secondExposure = secondExposure
  }

  /// The first rate divided by the second: infinity where only the second is 0, nil where both are.
  package var ratio: Double? {
    guard firstEvents + secondEvents > 0 else { return nil }
    return (firstEvents / firstExposure) / (secondEvents / secondExposure)
  }

  /// The exact interval for the ratio given the total of events, never below its confidence.
  ///
  /// Source: E. L. Lehmann, J. P. Romano, Testing Statistical Hypotheses (2005), section 4.5; the limits of π are those
  /// of Clopper and Pearson.
  ///
  /// - Returns: 0 to infinity where there is no event; nil for a confidence not strictly between 0 and 1.
  package func exactRatio(confidence: Double) -> Interval? { ratioInterval(.clopperPearson, confidence: confidence) }

  /// The score interval for the ratio, which is Wilson's interval for π.
  ///
  /// It is Miettinen and Nurminen's for Poisson rates: (r₁ - θ·r₂)² over its variance at the likeliest rates of ratio θ
  /// comes to the score of π.
  ///
  /// - Returns: 0 to infinity where there is no event; nil for a confidence not strictly between 0 and 1.
  package func scoreRatio(confidence: Double) -> Interval? { ratioInterval(.wilson, confidence: confidence) }

  /// Wald's interval ratio·exp(±z·√(1/x₁ + 1/x₂)).
  ///
  /// - Returns: nil where either group has no event, or for a confidence not strictly between 0 and 1.
  package func logRatio(confidence: Double) -> Interval? {
    guard let level = ConfidenceLevel(confidence), let ratio, firstEvents > 0, secondEvents > 0 else { return nil }
    let factor = exp(level.z * (1 / firstEvents + 1 / secondEvents).squareRoot())
    return Interval(low: ratio / factor, high: ratio * factor)
  }

  /// The exact probability, were the rates equal, of first counts as improbable as this one or more, given the total.
  ///
  /// Source: as for ``exactRatio(confidence:)``; the two tails are put together by the probability of their counts, as R's
  /// `poisson.test` does, in which probabilities that differ by less than a part of 1e-7 count as equal.
  ///
  /// - Returns: 1 where there is no event; nil above 1e12 events.
  /// - Complexity: O(√events · log events).
  package var exactPValue: Double? {
    let total = firstEvents + secondEvents
    guard total > 0 else { return 1 }
    let share = firstExposure / (firstExposure + secondExposure)
    guard total <= 1e12, let binomial = BinomialDistribution(trials: Int(total), probability: share) else { return nil }
    return binomial.twoSidedProbability(at: Int(firstEvents))
  }

  /// The probability, were the rates equal, of a ratio as far from 1 in the logarithm's scale or farther.
  ///
  /// - Returns: nil where either group has no event.
  package var logPValue: Double? {
    guard let ratio, firstEvents > 0, secondEvents > 0 else { return nil }
    let z = log(ratio) / (1 / firstEvents + 1 / secondEvents).squareRoot()
    return 2 * NormalDistribution.tails(at: abs(z)).upper
  }

  private func ratioInterval(_ method: ProportionInterval.Method, confidence: Double) -> Interval? {
    guard ConfidenceLevel(confidence) != nil else { return nil }
    let total = firstEvents + secondEvents
    guard total > 0 else { return Interval(low: 0, high: .infinity) }
    let first = ProportionInterval.interval(method, successes: firstEvents, trials: total, confidence: confidence)
    let second = ProportionInterval.interval(method, successes: secondEvents, trials: total, confidence: confidence)
    guard let first, let second else { return nil }
    // The complement of a limit is the other group's opposite limit, with digits that a subtraction would lose.
    let exposures = secondExposure / firstExposure
    return Interval(low: first.low / second.high * exposures, high: first.high / second.low * exposures)
  }
}
