// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
  /// The tails at a point, from the C library's complementary error function; NaN at NaN.
  package static func tails(at z: Double) -> TailProbabilities {
    let scaled = z * 0.5.squareRoot()
    return TailProbabilities(lower: 0.5 * erfc(-scaled), upper: 0.5 * erfc(scaled))
  }

  /// The point with a given probability below it.
  ///
  /// A start good to three digits (Abramowitz and Stegun 26.2.23) is refined by Halley's method on the error function;
  /// relative error about 1e-15, also next to the median and in tails down to 1e-300.
  ///
  /// - Parameter probability: 0 and 1 give the infinities; what is not a probability gives NaN.
  package static func quantile(_ probability: Double) -> Double {
    guard (0...1).contains(probability) else { return .nan }
    // From 1/4 to 3/4 the distance from the median is exact in floating point, and so keeps its digits.
    if probability > 0.25, probability < 0.75 { return centralQuantile(excess: probability - 0.5) }
    return probability < 0.5 ? lowerQuantile(probability) : -lowerQuantile(1 - probability)
  }

  /// The point with a given probability above it, which for small tails has digits that 1 - probability would lose.
  ///
  /// - Parameter upperTail: 0 and 1 give the infinities; what is not a probability gives NaN.
  package static func quantile(upperTail: Double) -> Double { -quantile(upperTail) }

  /// The point z with probability(0 to z) = excess, for an excess between -1/4 and 1/4.
  private static func centralQuantile(excess: Double) -> Double {
    var z = excess * (2 * Double.pi).squareRoot()
    for _ in 0..<8 {
      let error = 0.5 * erf(z * 0.5.squareRoot()) - excess
      let step = halleyStep(error: error, at: z)
      z -= step
      if abs(step) <= abs(z) * 1e-16 { break }
    }
    return z
  }

  /// The point with a lower tail of at most 1/4.
  private static func lowerQuantile(_ tail: Double) -> Double {
    guard tail > 0 else { return -.infinity }
    let t = (-2 * log(tail)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = numerator / denominator - t
    for _ in 0..<8 {
      let below = 0.5 * erfc(-z * 0.5.squareRoot())
      guard below > 0 else { break }
      // Newton's step for ln(below / tail), which is concave: it works however small the tail.
      let step = log(below / tail) * below * (2 * Double.pi).squareRoot() * exp(0.5 * z * z)
      z -= step
      if abs(step) <= abs(z) * 1e-16 { break }
    }
    return z
  }

  /// Halley's step for an error in probability, with the normal density φ and φ' = -z·φ.
  private static func halleyStep(error: Double, at z: Double) -> Double {
    let newton = error * (2 * Double.pi).squareRoot() * exp(0.5 * z * z)
    return newton / (1 + 0.5 * z * newton)
  }
}
