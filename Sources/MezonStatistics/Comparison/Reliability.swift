// SPDX-License-Identifier: Apache-2.0

/// How much of the differences between units - persons above all - is real, and what follows for who is picked out.
package enum Reliability {
  /// The reliability below which nobody gets a band, a rank or an effect on pay from a figure.
  package static let least = 0.70

  /// The share of the variance of a unit's figure that lies between units: τ² / (τ² + s²).
  ///
  /// - Parameters:
  ///   - between: τ², the variance between units, at least 0.
  ///   - standardError: s of the unit's own figure, at least 0.
  /// - Returns: nil where both are 0 or one is not such a number.
  package static func ofUnit(between: Double, standardError: Double) -> Double? {
    guard between >= 0, standardError >= 0, between.isFinite, standardError.isFinite else { return nil }
    let total = between + standardError * standardError
    return total > 0 ? between / total : nil
  }

  /// A unit's figure drawn towards the target by what of it is noise: target + reliability · (figure - target).
  package static func shrunk(_ figure: Double, target: Double, reliability: Double) -> Double {
    target + reliability * (figure - target)
  }

  /// What happens to those whom a figure of some reliability picks out.
  package struct Misclassification: Equatable, Sendable {
    /// The point of the standardised figure from which units are flagged.
    package let cut: Double
    /// The share of all units that are flagged and belong there.
    package let trulyFlagged: Double
    /// The share of the flagged that do not belong there.
    package let falseDiscovery: Double
    /// The share of those that belong there that are not flagged; as many are flagged as belong, so it is the same.
    package let missed: Double
    /// The share of all units on the wrong side.
    package let total: Double
  }

  /// The errors of flagging the top, or the bottom, share of units by their figures.
  ///
  /// Figure and truth are taken to be normal with correlation √reliability, so that the share of both beyond the cut is a
  /// bivariate normal probability.
  ///
  /// - Parameters:
  ///   - reliability: from 0 to 1.
  ///   - flagShare: the share of units that are flagged, strictly between 0 and 1.
  /// - Returns: nil outside those limits.
  package static func misclassification(reliability: Double, flagShare: Double) -> Misclassification? {
    guard (0...1).contains(reliability), flagShare > 0, flagShare < 1 else { return nil }
    let cut = NormalDistribution.quantile(upperTail: flagShare)
    let both = BivariateNormal.upperProbability(cut, cut, correlation: reliability.squareRoot())
    let wrong = 1 - both / flagShare
    return Misclassification(
      cut: cut, trulyFlagged: both, falseDiscovery: wrong, missed: wrong, total: 2 * (flagShare - both))
  }
}
