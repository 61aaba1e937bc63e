// SPDX-License-Identifier: Apache-2.0

/// A confidence interval for a population's quantile between two observations, whatever the distribution.
///
/// The number of observations below the quantile is binomial, which fixes two ranks before any value is seen. The
/// confidence is at least the one asked for, and for discrete or tied values more still.
/// Source: H. A. David, H. N. Nagaraja, Order Statistics (2003), section 7.1.
package struct QuantileInterval: Equatable, Sendable {
  /// The rank, from 1, of the observation that is the lower limit; nil where too few lie below for a limit.
  package let lowerRank: Int?

  /// The rank, from 1, of the observation that is the upper limit; nil where too few lie above for a limit.
  package let upperRank: Int?

  /// The probability, at least the confidence asked for, with which the interval holds the quantile of a continuous
  /// distribution.
  package let coverage: Double

  /// Chooses the ranks with equal tails: the closest that leave at most (1 - confidence)/2 on either side.
  ///
  /// A tail that passes its share by less than 1e-12 of it counts as equal, for 1 - 0.95 is not 0.05 in binary.
  ///
  /// - Parameters:
  ///   - count: how many observations there are; nil results below 1.
  ///   - probability: which quantile, strictly between 0 and 1, such as 0.5 for the median.
  ///   - confidence: two-sided, strictly between 0 and 1, such as 0.95.
  /// - Complexity: O(√count · log count).
  package init?(count: Int, probability: Double, confidence: Double) {
    guard count >= 1, probability > 0, probability < 1, let level = ConfidenceLevel(confidence),
      let below = BinomialDistribution(trials: count, probability: probability)
    else { return nil }
    let share = level.tail * (1 + 1e-12)
    // Lower rank r fails when fewer than r lie below; upper rank r when at least r do.
    let lower = Self.firstFailing(in: 1...count) { below.tails(at: $0 - 1).lower <= share } - 1
    let upper = Self.firstFailing(in: 1...count) { below.tails(at: $0 - 1).upper > share }
    lowerRank = lower >= 1 ? lower : nil
    upperRank = upper <= count ? upper : nil
    let missedBelow = lower >= 1 ? below.tails(at: lower - 1).lower : 0
    let missedAbove = upper <= count ? below.tails(at: upper - 1).upper : 0
    coverage = 1 - missedBelow - missedAbove
  }

  /// The first rank at which a condition that, once false, stays false does not hold; one past the last if it holds at
  /// all.
  private static func firstFailing(in ranks: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (ranks.lowerBound, ranks.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SortedSample {
  /// The distribution-free interval for the quantile of the population that this is a sample of.
  ///
  /// - Parameters:
  ///   - probability: strictly between 0 and 1, such as 0.5 for the median.
  ///   - confidence: two-sided, strictly between 0 and 1, such as 0.95.
  /// - Returns: an infinite limit where the sample is too small to give one; nil for an empty sample, one that holds a
  ///   NaN, or parameters out of range.
  package func quantileInterval(_ probability: Double, confidence: Double) -> Interval? {
    guard !hasNaN,
      let ranks = QuantileInterval(count: values.count, probability: probability, confidence: confidence)
    else { return nil }
    return Interval(
      low: ranks.lowerRank.map { values[$0 - 1] } ?? -.infinity,
      high: ranks.upperRank.map { values[$0 - 1] } ?? .infinity)
  }
}
