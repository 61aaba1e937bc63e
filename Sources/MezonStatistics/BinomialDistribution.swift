// SPDX-License-Identifier: Apache-2.0

import Glibc

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

  /// The probability of one number of successes; 0 outside 0...trials.
  ///
  /// - Complexity: O(1).
  package func probability(of successes: Int) -> Double {
    guard (0...trials).contains(successes) else { return 0 }
    let (count, rest) = (Double(successes), Double(trials - successes))
    guard successes > 0, successes < trials else {
      // p^n or (1-p)^n, in which 1-p keeps the digits of a small p.
      let (power, ofFailure) = successes > 0 ? (count, 1 - probability) : (rest, probability)
      return power == 0 ? 1 : exp(power * log1p(-ofFailure))
    }
    return SaddlePoint.binomialDensity(count, rest, x: probability, y: 1 - probability)
  }

  /// The probability of all numbers of successes that are no more probable than a given one.
  ///
  /// It is the two-sided p-value of R's `binom.test`, which counts probabilities as equal that differ by less than a part
  /// of 1e-7, so that rounding does not part symmetric ones.
  ///
  /// - Parameter successes: from 0 to the trials; nil outside.
  /// - Complexity: O(√trials · log trials).
  package func twoSidedProbability(at successes: Int) -> Double? {
    guard (0...trials).contains(successes) else { return nil }
    let mean = Double(trials) * probability
    let bound = probability(of: successes) * (1 + 1e-7)
    guard Double(successes) != mean else { return 1 }
    if Double(successes) < mean {
      // Probabilities fall above the mean: the first count no more probable than the given one.
      let upper = Self.first(from: Int(mean.rounded(.up)), to: trials + 1) { self.probability(of: $0) <= bound }
      return min(1, tails(at: successes).lower + tails(at: upper - 1).upper)
    }
    let above = Self.first(from: 0, to: Int(mean.rounded(.down)) + 1) { self.probability(of: $0) > bound }
    return min(1, tails(at: above - 1).lower + tails(at: successes - 1).upper)
  }

  /// The first number of a range at which a condition holds that holds from there on; the end where it never does.
  private static func first(from start: Int, to end: Int, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (start, max(start, end))
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
