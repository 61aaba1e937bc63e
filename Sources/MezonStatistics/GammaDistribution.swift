// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The gamma distribution of scale 1, whose lower tail is the regularised incomplete gamma function P(shape, x).
package struct GammaDistribution: Equatable, Sendable {
  /// The shape, above 0.
  package let shape: Double

  /// Makes a distribution; nil for a shape that is not a number above 0.
  package init?(shape: Double) {
    guard shape > 0, shape.isFinite else { return nil }
    self.shape = shape
  }

  /// The tails at a point: the regularised incomplete gamma functions P and Q.
  ///
  /// Source: DLMF 8.11.4 (the power series, left of shape + 1) and 8.9.2 (its continued fraction, contracted, right of it),
  /// with the leading factor in saddle-point form. Relative error of either about 1e-14 near the mean.
  ///
  /// - Parameter x: what is not above 0 gives (0, 1), infinity (1, 0), NaN and shapes above 1e12 NaN.
  /// - Complexity: O(√shape) near the mean, O(1) in the tails.
  package func tails(at x: Double) -> TailProbabilities {
    guard !x.isNaN, shape <= largestShape else { return TailProbabilities(lower: .nan, upper: .nan) }
    guard x > 0 else { return TailProbabilities(lower: 0, upper: 1) }
    guard x < .infinity else { return TailProbabilities(lower: 1, upper: 0) }
    let density = SaddlePoint.poissonDensity(shape, mean: x)
    if x < shape + 1 {
      let lower = min(density * seriesSum(x), 1)
      return TailProbabilities(lower: lower, upper: 1 - lower)
    }
    let upper = min(shape * density * continuedFraction(x), 1)
    return TailProbabilities(lower: 1 - upper, upper: upper)
  }

  /// The point with a given probability below it: the inverse of P(shape, x).
  ///
  /// - Parameter probability: 0 gives 0 and 1 infinity; what is not a probability, and shapes above 1e12, give NaN.
  /// - Complexity: O(√shape).
  package func quantile(_ probability: Double) -> Double {
    guard (0...1).contains(probability), shape <= largestShape else { return .nan }
    return probability <= 0.5 ? lowerQuantile(probability) : upperQuantile(1 - probability)
  }

  /// The point with a given probability above it: the inverse of Q(shape, x).
  ///
  /// - Parameter upperTail: 0 gives infinity and 1 gives 0; what is not a probability, and shapes above 1e12, give NaN.
  /// - Complexity: O(√shape).
  package func quantile(upperTail: Double) -> Double {
    guard (0...1).contains(upperTail), shape <= largestShape else { return .nan }
    return upperTail < 0.5 ? upperQuantile(upperTail) : lowerQuantile(1 - upperTail)
  }

  /// 1 + x/(a+1) + x²/((a+1)(a+2)) + ..., whose terms fall where x < a + 1.
  private func seriesSum(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var next = shape + 1
    while term > sum * 1e-17 {
      term *= x / next
      sum += term
      next += 1
    }
    return sum
  }

  /// Legendre's continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- ...)) by Lentz's method, which converges where x > a.
  private func continuedFraction(_ x: Double) -> Double {
    var denominator = x + 1 - shape
    var forward = 1 / Double.leastNormalMagnitude
    var backward = 1 / denominator
    var fraction = backward
    var index = 1.0
    while index < 1e8 {
      let numerator = index * (shape - index)
      denominator += 2
      backward = 1 / nonZero(numerator * backward + denominator)
      forward = nonZero(denominator + numerator / forward)
      let factor = forward * backward
      fraction *= factor
      if abs(factor - 1) < 2.3e-16 { break }
      index += 1
    }
    return fraction
  }

  /// Solves ln P(e^u) = ln tail for a tail of at most 1/2 and returns e^u.
  ///
  /// The logarithm of a gamma variable has a log-concave density, so ln P is concave in u: from the left of the root
  /// Newton's steps rise to it without overshooting, and its asymptote, the power law x^a / Γ(a+1), is left of it.
  private func lowerQuantile(_ tail: Double) -> Double {
    guard tail > 0 else { return 0 }
    let powerLaw = (log(tail) + SaddlePoint.logFactorial(shape)) / shape
    guard powerLaw > -700 else { return exp(powerLaw) }
    let guess = wilsonHilferty(z: NormalDistribution.quantile(tail))
    var u = guess > 0 ? max(log(guess), powerLaw) : powerLaw
    var right = log(shape)
    var last = Double.infinity
    for _ in 0..<200 {
      let x = exp(u)
      let lower = tails(at: x).lower
      guard lower > 0 else {
        // So far left that the tail underflows: no slope to follow, so go half the way to a point on the right.
        u = (u + right) / 2
        continue
      }
      if lower >= tail { right = min(right, u) }
      let slope = shape * SaddlePoint.poissonDensity(shape, mean: x) / lower
      let step = log(lower / tail) / slope
      guard step.isFinite else { break }
      // Close to the root the step is applied to x itself, of which e^u would lose a digit or two.
      if isConverged(step: step, last: last, at: u) { return x * exp(-step) }
      // The margin keeps the rounding of the power law from standing in the way.
      u = max(u - step, powerLaw - 1e-6)
      last = abs(step)
    }
    return exp(u)
  }

  /// Solves ln Q(e^u) = ln tail for a tail of at most 1/2 and returns e^u.
  ///
  /// ln Q is concave in u as well, and falls: Newton's steps come down to the root from the right. A step to the right
  /// is held to 2, for where Q is nearly 1 the tangent is nearly level.
  private func upperQuantile(_ tail: Double) -> Double {
    guard tail > 0 else { return .infinity }
    let guess = wilsonHilferty(z: NormalDistribution.quantile(upperTail: tail))
    let powerLaw = (log1p(-tail) + SaddlePoint.logFactorial(shape)) / shape
    guard powerLaw > -700 else { return exp(powerLaw) }
    var u = guess > 0 ? max(log(guess), powerLaw) : powerLaw
    var left = min(u, log(shape))
    var last = Double.infinity
    for _ in 0..<200 {
      let x = exp(u)
      let upper = tails(at: x).upper
      guard upper > 0 else {
        // So far right that the tail underflows: no slope to follow, so go half the way to a point on the left.
        u = (u + left) / 2
        continue
      }
      if upper >= tail { left = max(left, u) }
      let slope = shape * SaddlePoint.poissonDensity(shape, mean: x) / upper
      let step = min(log(upper / tail) / slope, 2)
      guard step.isFinite else { break }
      if isConverged(step: step, last: last, at: u) { return x * exp(step) }
      u += step
      last = abs(step)
    }
    return exp(u)
  }

  /// The cube-root normal approximation (Wilson and Hilferty 1931), a start only.
  private func wilsonHilferty(z: Double) -> Double {
    let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    return root > 0 ? shape * root * root * root : 0
  }
}
