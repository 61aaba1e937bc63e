// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The beta distribution, whose lower tail is the regularised incomplete beta function I_x(a, b).
package struct BetaDistribution: Equatable, Sendable {
  /// The first shape, above 0.
  package let a: Double

  /// The second shape, above 0.
  package let b: Double

  /// Makes a distribution; nil for shapes that are not numbers above 0.
  package init?(a: Double, b: Double) {
    guard a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
    self.init(valid: a, b)
  }

  private init(valid a: Double, _ b: Double) {
    self.a = a
    self.b = b
  }

  /// The tails at a point: I_x(a, b) and I_(1-x)(b, a).
  ///
  /// - Parameter x: up to 0 gives (0, 1), from 1 on (1, 0), NaN and shapes that sum to more than 1e12 give NaN.
  /// - Complexity: O(√(a + b)) near the mean, O(1) in the tails.
  package func tails(at x: Double) -> TailProbabilities { tails(at: x, complement: 1 - x) }

  /// The tails at a point of which the distance from 1 is known with its own digits.
  ///
  /// Source: A. R. DiDonato, A. H. Morris, "Algorithm 708", ACM TOMS 18 (1992), 360-373: the continued
  /// fraction, on the side of (a+1)/(a+b+2) where it converges fast, with the leading factor in saddle-point form.
  package func tails(at x: Double, complement: Double) -> TailProbabilities {
    guard !x.isNaN, !complement.isNaN, a + b <= largestShape else { return TailProbabilities(lower: .nan, upper: .nan) }
    guard x > 0 else { return TailProbabilities(lower: 0, upper: 1) }
    guard complement > 0 else { return TailProbabilities(lower: 1, upper: 0) }
    let density = SaddlePoint.binomialDensity(a, b, x: x, y: complement)
    if x < (a + 1) / (a + b + 2) {
      let lower = min(density * (b / (a + b)) * continuedFraction(x, complement: complement), 1)
      return TailProbabilities(lower: lower, upper: 1 - lower)
    }
    let upper = min(density * (a / (a + b)) * mirrored.continuedFraction(complement, complement: x), 1)
    return TailProbabilities(lower: 1 - upper, upper: upper)
  }

  /// The point with a given probability below it: the inverse of I_x(a, b).
  ///
  /// - Parameter probability: 0 and 1 give themselves; what is not a probability, and shapes past 1e12, give NaN.
  /// - Complexity: O(√(a + b)).
  package func quantile(_ probability: Double) -> Double {
    guard (0...1).contains(probability) else { return .nan }
    return Self.point(logit: logitQuantile(lower: probability, upper: 1 - probability))
  }

  /// The point with a given probability above it.
  ///
  /// - Parameter upperTail: 0 gives 1 and 1 gives 0; what is not a probability, and shapes past 1e12, give NaN.
  /// - Complexity: O(√(a + b)).
  package func quantile(upperTail: Double) -> Double {
    guard (0...1).contains(upperTail) else { return .nan }
    return Self.point(logit: logitQuantile(lower: 1 - upperTail, upper: upperTail))
  }

  /// ln(x / (1-x)) of the point x with the given tails, which sum to 1; the smaller of them is solved for.
  ///
  /// In this scale x and 1 - x both keep their digits, however close to 0 or 1 the point is.
  func logitQuantile(lower: Double, upper: Double) -> Double {
    guard a + b <= largestShape else { return .nan }
    return lower <= upper ? lowerLogit(lower) : -mirrored.lowerLogit(upper)
  }

  /// The same distribution seen from 1.
  private var mirrored: BetaDistribution { BetaDistribution(valid: b, a) }

  private static func point(logit: Double) -> Double {
    logit < 0 ? exp(logit) / (1 + exp(logit)) : 1 / (1 + exp(-logit))
  }

  /// Solves ln I = ln tail in the logit v, for a tail of at most 1/2.
  ///
  /// The logit of a beta variable has a log-concave density, so ln I is concave in v: from the left of the root Newton's
  /// steps rise to it without overshooting, and its asymptote, the power law x^a / (a·B(a,b)), is left of it.
  private func lowerLogit(_ tail: Double) -> Double {
    guard tail > 0 else { return -.infinity }
    let powerLaw = (log(tail) + logScaledBeta) / a
    guard powerLaw > -700 else { return powerLaw }
    let normal = log(a / b) + NormalDistribution.quantile(tail) * (1 / a + 1 / b).squareRoot()
    var logit = max(powerLaw, normal)
    var right = log(a / b)
    var last = Double.infinity
    for _ in 0..<200 {
      let x = logit < 0 ? exp(logit) / (1 + exp(logit)) : 1 / (1 + exp(-logit))
      let complement = logit < 0 ? 1 / (1 + exp(logit)) : exp(-logit) / (1 + exp(-logit))
      let lower = tails(at: x, complement: complement).lower
      let slope = SaddlePoint.binomialDensity(a, b, x: x, y: complement) / (1 / a + 1 / b) / lower
      guard lower > 0 else {
        // So far left that the tail underflows: no slope to follow, so go half the way to a point on the right.
        logit = (logit + right) / 2
        continue
      }
      if lower >= tail { right = min(right, logit) }
      let step = log(lower / tail) / slope
      guard step.isFinite else { break }
      // The margin keeps the rounding of the power law from standing in the way.
      logit = max(logit - step, powerLaw - 1e-6)
      if isConverged(step: step, last: last, at: logit) { break }
      last = abs(step)
    }
    return logit
  }

  /// ln(a·B(a, b)), as the logarithm of a saddle-point form so that no logarithms of huge factorials are subtracted.
  private var logScaledBeta: Double {
    let correction = SaddlePoint.stirlingError(a) + SaddlePoint.stirlingError(b) - SaddlePoint.stirlingError(a + b)
    let powers = -a * log1p(b / a) - b * log1p(a / b)
    return correction + powers + log1p(a / b) - 0.5 * (log(1 / a + 1 / b) - log(2 * Double.pi))
  }

  /// The continued fraction by which x^a·(1-x)^b / (a·B(a,b)) has to be multiplied, by Lentz's method.
  private func continuedFraction(_ x: Double, complement: Double) -> Double {
    // a·(1-x) - b·x, in which nothing is lost where x is next to 1.
    let distance = (a * complement).addingProduct(-b, x)
    var denominator = a * (distance + 1) / (a + 1)
    var forward = nonZero(denominator)
    var backward = 0.0
    var fraction = forward
    var index = 1.0
    while index < 1e8 {
      let width = a + 2 * index - 1
      let rise = index * (b - index) * x / width
      let numerator = (a + index - 1) * (a + b + index - 1) * rise * x / width
      denominator = index + rise + (a + index) * (distance + 1 + index * (1 + complement)) / (width + 2)
      backward = 1 / nonZero(numerator * backward + denominator)
      forward = nonZero(denominator + numerator / forward)
      let factor = forward * backward
      fraction *= factor
      if abs(factor - 1) < 2.3e-16 { break }
      index += 1
    }
    return a / fraction
  }
}
