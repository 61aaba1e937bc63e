// SPDX-License-Identifier: Apache-2.0

/// The chi-squared distribution, which is a gamma distribution of half as many degrees of freedom, doubled.
package struct ChiSquaredDistribution: Equatable, Sendable {
  private let half: GammaDistribution

  /// Makes a distribution; nil for degrees of freedom that are not a number above 0. They need not be whole.
  package init?(degreesOfFreedom: Double) {
    guard let half = GammaDistribution(shape: degreesOfFreedom / 2) else { return nil }
    self.half = half
  }

  /// The tails at a point; see ``GammaDistribution/tails(at:)``.
  package func tails(at x: Double) -> TailProbabilities { half.tails(at: x / 2) }

  /// The point with a given probability below it; see ``GammaDistribution/quantile(_:)``.
  package func quantile(_ probability: Double) -> Double { 2 * half.quantile(probability) }

  /// The point with a given probability above it; see ``GammaDistribution/quantile(upperTail:)``.
  package func quantile(upperTail: Double) -> Double { 2 * half.quantile(upperTail: upperTail) }
}
