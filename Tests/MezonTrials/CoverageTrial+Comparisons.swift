// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension CoverageTrial {
  /// Differences, ratios, and differences of them.
  static let ofComparisons = [
    CoverageTrial("difference of shares, Newcombe", 0.94...0.975, fewDraws: 2_000) { dice in
      pair(0.2, of: 40, 0.45, of: 60, &dice)?.newcombeDifference(confidence: 0.95)?.contains(-0.25) ?? false
    },
    CoverageTrial("difference of shares, Miettinen-Nurminen", 0.94...0.965) { dice in
      pair(0.2, of: 40, 0.45, of: 60, &dice)?.scoreDifference(confidence: 0.95)?.contains(-0.25) ?? false
    },
    CoverageTrial("ratio of rates, exact", 0.95...0.985, fewDraws: 2_000) { dice in
      rates(12, over: 6, 9, over: 9, &dice)?.exactRatio(confidence: 0.95)?.contains(2) ?? false
    },
    CoverageTrial("ratio of rates, score", 0.94...0.97, fewDraws: 2_000) { dice in
      rates(12, over: 6, 9, over: 9, &dice)?.scoreRatio(confidence: 0.95)?.contains(2) ?? false
    },
    CoverageTrial("difference in differences of shares, Newcombe", 0.935...0.975) { dice in
      let (one, other) = (pair(0.2, of: 40, 0.4, of: 50, &dice), pair(0.35, of: 60, 0.3, of: 45, &dice))
      return contrast(
        (one?.difference, one?.newcombeDifference(confidence: 0.95)),
        (other?.difference, other?.newcombeDifference(confidence: 0.95)), holds: -0.2 - 0.05)
    },
    CoverageTrial("difference in differences of shares, Miettinen-Nurminen", 0.935...0.97, fewDraws: 200) { dice in
      let (one, other) = (pair(0.2, of: 40, 0.4, of: 50, &dice), pair(0.35, of: 60, 0.3, of: 45, &dice))
      return contrast(
        (one?.difference, one?.scoreDifference(confidence: 0.95)),
        (other?.difference, other?.scoreDifference(confidence: 0.95)), holds: -0.2 - 0.05)
    },
    CoverageTrial("difference of ratios of rates, exact", 0.95...0.99) { dice in
      let (one, other) = (rates(24, over: 8, 15, over: 10, &dice), rates(20, over: 9, 30, over: 9, &dice))
      return contrast(
        (one?.ratio, one?.exactRatio(confidence: 0.95)), (other?.ratio, other?.exactRatio(confidence: 0.95)),
        holds: 2 - 2.0 / 3)
    },
    CoverageTrial("difference of ratios of rates, score", 0.935...0.975) { dice in
      let (one, other) = (rates(24, over: 8, 15, over: 10, &dice), rates(20, over: 9, 30, over: 9, &dice))
      return contrast(
        (one?.ratio, one?.scoreRatio(confidence: 0.95)), (other?.ratio, other?.scoreRatio(confidence: 0.95)),
        holds: 2 - 2.0 / 3)
    },
  ]

  private typealias Estimate = (value: Double?, interval: Interval?)

  private static func contrast(_ first: Estimate, _ second: Estimate, holds truth: Double) -> Bool {
    guard let one = first.value, let other = second.value, let ofOne = first.interval, let ofOther = second.interval
    else { return false }
    return ofOne.difference(about: one, less: ofOther, about: other)?.contains(truth) ?? false
  }

  private static func pair(
    _ first: Double, of firstTrials: Int, _ second: Double, of secondTrials: Int, _ dice: inout TrialDice
  ) -> TwoProportions? {
    let one = (0..<firstTrials).count { _ in dice.unit() < first }
    let other = (0..<secondTrials).count { _ in dice.unit() < second }
    return TwoProportions(
      firstSuccesses: one, firstTrials: firstTrials, secondSuccesses: other, secondTrials: secondTrials)
  }

  /// Two rates by the events that are expected of their exposures.
  private static func rates(
    _ first: Double, over firstExposure: Double, _ second: Double, over secondExposure: Double, _ dice: inout TrialDice
  ) -> TwoRates? {
    TwoRates(
      firstEvents: dice.poisson(first), firstExposure: firstExposure, secondEvents: dice.poisson(second),
      secondExposure: secondExposure)
  }
}
