// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The standard normal distribution of two correlated variables.
package enum BivariateNormal {
  /// The probability that both variables are above given points.
  ///
  ///     P(X > h, Y > k) = Q(h)·Q(k) + 1/2π · ∫_0^(asin r) exp(-(h² + k² - 2·h·k·sin t) / (2·cos² t)) dt
  ///
  /// Source: Z. Drezner, G. O. Wesolowsky, J. Statistical Computation and Simulation 35 (1990), 101-107. The integral is
  /// taken by Gauss and Legendre's rule of ten points on panels that narrow towards ±π/2; absolute error about 1e-15.
  ///
  /// - Parameters:
  ///   - h: the point of the first.
  ///   - k: the point of the second.
  ///   - correlation: from -1 to 1.
  /// - Returns: NaN for a correlation outside that range or where a point is NaN.
  package static func upperProbability(_ h: Double, _ k: Double, correlation: Double) -> Double {
    guard abs(correlation) <= 1, !h.isNaN, !k.isNaN else { return .nan }
    let (first, second) = (NormalDistribution.tails(at: h), NormalDistribution.tails(at: k))
    guard h.isFinite, k.isFinite else { return first.upper * second.upper }
    if correlation == 1 { return min(first.upper, second.upper) }
    if correlation == -1 { return max(0, first.upper - second.lower) }
    let end = asin(correlation)
    // Each panel is nearer to ±π/2 by half, so that the sharp bend there is met by short panels.
    var (start, integral) = (0.0, 0.0)
    let wall = correlation < 0 ? -Double.pi / 2 : Double.pi / 2
    while start != end {
      let middle = (start + wall) / 2
      let stop = abs(middle) < abs(end) ? middle : end
      integral += panel(from: start, to: stop, h, k)
      start = stop
    }
    return min(max(first.upper * second.upper + integral / (2 * Double.pi), 0), min(first.upper, second.upper))
  }

  /// Gauss and Legendre's rule on each quarter of a panel.
  private static func panel(from start: Double, to stop: Double, _ h: Double, _ k: Double) -> Double {
    let half = (stop - start) / 8
    var sum = 0.0
    for quarter in 0..<4 {
      let middle = start + (2 * Double(quarter) + 1) * half
      for (node, weight) in zip(nodes, weights) {
        for angle in [middle - half * node, middle + half * node] {
          let cosine = cos(angle)
          sum += weight * half * exp(-(h * h + k * k - 2 * h * k * sin(angle)) / (2 * cosine * cosine))
        }
      }
    }
    return sum
  }

  private static let nodes = [
    0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717,
  ]
  private static let weights = [
    0.2955242247147529, 0.2692667193099963, 0.2190863625159820, 0.1494513491505806, 0.0666713443086881,
  ]
}
