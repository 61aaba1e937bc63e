// SPDX-License-Identifier: Apache-2.0

/// Whether counts vary as chance would make them: too much where something happened, too little where they were made up.
///
/// D = Σ (x - mean)² / mean has a chi-squared distribution with n - 1 degrees of freedom for counts of one Poisson law.
/// Source: R. A. Fisher, H. G. Thornton, W. A. Mackenzie, Annals of Applied Biology 9 (1922), 325-359.
package struct Dispersion: Equatable, Sendable {
  /// D.
  package let statistic: Double
  /// n - 1.
  package let degreesOfFreedom: Int
  /// The probability of D or more: small where the counts vary too much.
  package let overPValue: Double
  /// The probability of D or less: small where the counts are too regular.
  package let underPValue: Double
  /// The mean count.
  package let mean: Double

  /// The dispersion of counts; nil for fewer than two, one below 0, or where all are 0.
  package init?(_ counts: [Int]) {
    let values = counts.map { Double($0) }
    guard counts.count >= 2, values.allSatisfy({ $0 >= 0 }), let mean = ExactSum(values).mean(count: values.count),
      mean > 0,
      let chi = ChiSquaredDistribution(degreesOfFreedom: Double(counts.count - 1))
    else { return nil }
    self.mean = mean
    statistic = ExactSum(values.map { ($0 - mean) * ($0 - mean) }).value / mean
    degreesOfFreedom = counts.count - 1
    let tails = chi.tails(at: statistic)
    (overPValue, underPValue) = (tails.upper, tails.lower)
  }

  /// The evidence of the stronger of the two signs, its p-value doubled.
  ///
  /// - Returns: refused for fewer than six counts or a mean below 5, where D is not yet chi-squared.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard degreesOfFreedom >= 5, mean >= 5 else { return .failure(.tooFewCases) }
    let isOver = overPValue < underPValue
    return .success(
      Evidence(
        test: isOver ? .overdispersion : .underdispersion, pValue: min(1, 2 * min(overPValue, underPValue)),
        observed: statistic, expected: Double(degreesOfFreedom), cases: degreesOfFreedom + 1))
  }
}
