// SPDX-License-Identifier: Apache-2.0

/// An agreement corrected for chance: (observed - expected) / (1 - expected).
package struct AgreementCoefficient: Equatable, Sendable {
  /// What is taken to agree by chance.
  package enum ChanceModel: String, CaseIterable, Sendable {
    /// Nothing: the plain share of agreement, which is high where one category is common.
    case none
    /// Every category alike: Brennan and Prediger, Bennett's S, Randolph's kappa.
    case uniform
    /// Each rater's own shares of categories: Cohen's kappa, and Conger's for more than two raters.
    case raters
    /// The mean shares of categories: Scott's pi, and Fleiss's kappa for more than two raters.
    case pooled
    /// Gwet's AC1, and AC2 with weights: chance is the less the more common one category is.
    case gwet
    /// The mean shares, with Krippendorff's correction for few ratings; see ``KrippendorffAlpha`` for its metrics.
    case krippendorff
  }

  /// The coefficient.
  package let value: Double
  /// The weighted share of pairs of ratings that agree.
  package let observed: Double
  /// What chance gives of it.
  package let expected: Double
  /// The standard error over samples of units, the raters being those at hand; nil of one unit.
  package let standardError: Double?
  /// How many units the standard error is of.
  package let units: Int
  /// In how many categories there is a rating. Of one, the coefficients whose expectation depends on more than the ratings
  /// still have their arithmetical value, but nobody may be told it: ``isInformative`` is false.
  package let categoriesUsed: Int

  /// Whether the ratings could have shown disagreement about anything: they are in two categories or more.
  package var isInformative: Bool { categoriesUsed >= 2 }

  /// The interval value ± t·standard error with units - 1 degrees of freedom, held within -1 to 1.
  ///
  /// - Returns: nil without a standard error, or for a confidence not strictly between 0 and 1.
  package func interval(confidence: Double) -> Interval? {
    guard let standardError, confidence > 0, confidence < 1,
      let distribution = StudentTDistribution(degreesOfFreedom: Double(units - 1))
    else { return nil }
    let margin = distribution.quantile(upperTail: (1 - confidence) / 2) * standardError
    return Interval(low: max(-1, value - margin), high: min(1, value + margin))
  }
}

/// Σ_kl w_kl·a_k·b_l.
func bilinear(_ weights: [[Double]], _ first: [Double], _ second: [Double]) -> Double {
  zip(weights, first).reduce(0) { sum, row in sum + row.1 * dot(row.0, second) }
}

/// Σ a_k·b_k, up to the shorter of the two.
func dot(_ first: [Double], _ second: [Double]) -> Double {
  zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
}
