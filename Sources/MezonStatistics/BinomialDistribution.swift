// SPDX-License-Identifier: Apache-2.0

/// The binomial distribution: the number of successes in independent trials of one probability.
package struct BinomialDistribution: Equatable, Sendable {
  /// How many trials, at least 0.
  package let trials: Int

  /// The probability of a success.
  package let probability: Double

  /// Makes a distribution; nil for fewer than 0 trials or where the probability is not one.
  package init?(trials: Int, probability: Double) {
    guard trials >= 0, (0...1).contains(probability) else { return nil }
    self.trials = trials
    self.probability = probability
  }

  /// The probability of `successes` or fewer, and that of more, by the incomplete beta function (DLMF 8.17.5).
  ///
  /// - Complexity: O(√trials) at worst; NaN for more than 1e12 trials.
  package func tails(at successes: Int) -> TailProbabilities {
    guard successes >= 0 else { return TailProbabilities(lower: 0, upper: 1) }
    guard successes < trials, let beta = BetaDistribution(a: Double(successes) + 1, b: Double(trials - successes))
    else { return TailProbabilities(lower: 1, upper: 0) }
    let mirrored = beta.tails(at: probability)
    return TailProbabilities(lower: mirrored.upper, upper: mirrored.lower)
  }
}
