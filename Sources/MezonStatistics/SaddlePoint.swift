// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Densities written as a deviance and a correction to Stirling's formula, which keep their digits for large arguments.
///
/// The textbook forms subtract logarithms of factorials that are millions large to get a number near 1. Source:
/// C. Loader, "Fast and accurate computation of binomial probabilities" (2000). The logarithm, exponential and error
/// functions everywhere in this room are those of the C library, which agree to the last digit or two.
enum SaddlePoint {
  /// The error of Stirling's formula: ln Γ(n+1) - (n + 1/2)·ln n + n - ln(2π)/2, for n > 0.
  ///
  /// From 16 on its asymptotic series (DLMF 5.11.1), whose seventh term is below 1e-17 there; below 16 the step
  /// error(n) = error(n+1) + (n + 1/2)·ln(1 + 1/n) - 1, which follows from Γ(n+2) = (n+1)·Γ(n+1).
  static func stirlingError(_ n: Double) -> Double {
    var argument = n
    var steps = 0.0
    while argument < 16 {
      steps += (argument + 0.5) * log1p(1 / argument) - 1
      argument += 1
    }
    let inverse = 1 / argument
    let square = inverse * inverse
    var series = 691.0 / 360_360
    for coefficient in [1.0 / 1_188, 1.0 / 1_680, 1.0 / 1_260, 1.0 / 360, 1.0 / 12] {
      series = coefficient - series * square
    }
    return steps + series * inverse
  }

  /// ln Γ(n + 1), for n > 0.
  static func logFactorial(_ n: Double) -> Double {
    stirlingError(n) + (n + 0.5) * log(n) - n + 0.5 * log(2 * Double.pi)
  }

  /// The unit deviance x·ln(x/mean) + mean - x, for x > 0 and mean > 0: zero at x = mean, and never negative.
  ///
  /// - Parameter excess: mean - x, from a caller who knows it to more digits than the subtraction gives.
  static func deviance(_ x: Double, mean: Double, excess: Double) -> Double {
    let relative = excess / x
    guard abs(relative) < 0.5 else {
      let ratio = x / mean
      return ratio > 0 ? x * log(ratio) + excess : mean
    }
    // ln(1+d) = 2·artanh(r) with r = d/(2+d), hence d - ln(1+d) = d·r - 2·(r³/3 + r⁵/5 + ...), with no cancellation.
    let ratio = relative / (2 + relative)
    let square = ratio * ratio
    var power = ratio * square
    var series = 0.0
    var divisor = 3.0
    while abs(power / divisor) > abs(series) * 1e-17, divisor < 100 {
      series += power / divisor
      power *= square
      divisor += 2
    }
    return x * (relative * ratio - 2 * series)
  }

  /// mean^x·e^-mean / Γ(x+1): the Poisson probability, also for an x > 0 that is not whole.
  static func poissonDensity(_ x: Double, mean: Double) -> Double {
    guard mean > 0, mean < .infinity else { return 0 }
    return exp(-stirlingError(x) - deviance(x, mean: mean, excess: mean - x)) / (2 * Double.pi * x).squareRoot()
  }

  /// Γ(a+b+1) / (Γ(a+1)·Γ(b+1)) · x^a·y^b, for a, b, x, y > 0 and x + y = 1: the binomial probability of a in a + b.
  static func binomialDensity(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    guard x > 0, y > 0 else { return 0 }
    let n = a + b
    let correction = stirlingError(n) - stirlingError(a) - stirlingError(b)
    // n·x - a and n·y - b are the same distance either way; taken apart they would lose digits where a and b differ much.
    let excess = (-a * y).addingProduct(b, x)
    let exponent =
      correction - deviance(a, mean: n * x, excess: excess) - deviance(b, mean: n * y, excess: -excess)
    // n / (a·b) as 1/a + 1/b neither overflows nor underflows for any a and b in use.
    return exp(exponent) * ((1 / a + 1 / b) / (2 * Double.pi)).squareRoot()
  }
}

/// Whether a Newton step is down at rounding, or has stopped shrinking once it is small.
func isConverged(step: Double, last: Double, at point: Double) -> Bool {
  abs(step) <= 2e-16 * max(1, abs(point)) || (abs(step) < 1e-10 && abs(step) >= last)
}

/// The value, or the smallest normal number in place of 0, which Lentz's method divides by.
func nonZero(_ value: Double) -> Double { value == 0 ? .leastNormalMagnitude : value }

/// The largest shape for which the tails of gamma and beta distributions are summed, in time O(√shape).
///
/// Past it every answer is NaN: no count of events or people comes near, and a caller cannot be kept waiting.
let largestShape = 1e12
