// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Student's t distribution.
package struct StudentTDistribution: Equatable, Sendable {
  /// The degrees of freedom, above 0; they need not be whole, and infinity is the normal distribution.
  package let degreesOfFreedom: Double

  /// Makes a distribution; nil for degrees of freedom that are not above 0.
  package init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom > 0 else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The tails at a point, by the incomplete beta function (DLMF 8.17(i)): with x = ν / (ν + t²) each of the two
  /// tails beyond ±t is I_x(ν/2, 1/2) / 2.
  ///
  /// - Complexity: O(√ν) at worst.
  package func tails(at t: Double) -> TailProbabilities {
    guard t.isFinite, !isNearNormal, let beta = BetaDistribution(a: degreesOfFreedom / 2, b: 0.5) else {
      return NormalDistribution.tails(at: t - (t.isFinite ? t * (t * t + 1) / (4 * degreesOfFreedom) : 0))
    }
    // Both parts of 1 come from t²/ν, or from its inverse where that would overflow.
    let ratio = t * t / degreesOfFreedom
    let inside = beta.tails(at: 1 / (1 + ratio), complement: ratio.isFinite ? ratio / (1 + ratio) : 1)
    let beyond = inside.lower / 2
    let rest = 0.5 + inside.upper / 2
    return t < 0 ? TailProbabilities(lower: beyond, upper: rest) : TailProbabilities(lower: rest, upper: beyond)
  }

  /// The point with a given probability below it.
  ///
  /// - Parameter probability: 0 and 1 give the infinities; what is not a probability gives NaN.
  /// - Complexity: O(√ν).
  package func quantile(_ probability: Double) -> Double {
    guard (0...1).contains(probability) else { return .nan }
    return probability < 0.5
      ? -magnitude(tail: probability, excess: 0.5 - probability)
      : magnitude(tail: 1 - probability, excess: probability - 0.5)
  }

  /// The point with a given probability above it, which for small tails has digits that 1 - probability would lose.
  ///
  /// - Parameter upperTail: 0 and 1 give the infinities; what is not a probability gives NaN.
  package func quantile(upperTail: Double) -> Double { -quantile(upperTail) }

  /// The t > 0 with `tail` beyond it and `excess` between 0 and it.
  private func magnitude(tail: Double, excess: Double) -> Double {
    guard !isNearNormal, let beta = BetaDistribution(a: degreesOfFreedom / 2, b: 0.5) else {
      let z = excess < 0.25 ? NormalDistribution.quantile(0.5 + excess) : NormalDistribution.quantile(upperTail: tail)
      return z.isFinite ? z + z * (z * z + 1) / (4 * degreesOfFreedom) : z
    }
    // ν / (ν + t²) = x means t² = ν·(1-x)/x, and (1-x)/x is e to the negative logit.
    let logit = beta.logitQuantile(lower: 2 * tail, upper: 2 * excess)
    return degreesOfFreedom.squareRoot() * exp(-logit / 2)
  }

  /// Whether the first term of the expansion about the normal distribution (Abramowitz and Stegun 26.7.5) is enough.
  ///
  /// The next term is below z⁴/(19·ν²) of the result: under 1e-15 in every tail that a Double can hold.
  private var isNearNormal: Bool { degreesOfFreedom > 1e11 }
}
