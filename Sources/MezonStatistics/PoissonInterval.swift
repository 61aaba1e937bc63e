// SPDX-License-Identifier: Apache-2.0

/// Confidence intervals for the mean of a Poisson count; divide by the exposure for those of a rate.
///
/// Every function returns nil for a count below 0 and for a confidence not strictly between 0 and 1.
package enum PoissonInterval {
  /// The methods by name, for definitions that choose one.
  package enum Method: String, CaseIterable, Sendable {
    /// The exact interval (Garwood 1936), never below its confidence.
    case exact
    /// Byar's cube-root approximation, good from about 10 events on.
    case byar
    /// The exact interval below 10 events and Byar's from 10 on, the rule of English public health reporting.
    case exactBelowTenElseByar
    /// The score interval.
    case score
  }

  /// The count from which on ``Method/exactBelowTenElseByar`` takes Byar's approximation.
  package static let byarThreshold = 10.0

  /// The interval by a named method.
  ///
  /// - Parameters:
  ///   - method: which formula.
  ///   - count: how many events; a weighted number of events need not be whole.
  ///   - confidence: two-sided, such as 0.95.
  package static func interval(_ method: Method, count: Double, confidence: Double) -> Interval? {
    guard count >= 0, count.isFinite, let level = ConfidenceLevel(confidence) else { return nil }
    switch method {
    case .exact: return garwood(count, tail: level.tail)
    case .byar: return byarLimits(count, z: level.z)
    case .score: return scoreLimits(count, z: level.z)
    case .exactBelowTenElseByar:
      return count < byarThreshold ? garwood(count, tail: level.tail) : byarLimits(count, z: level.z)
    }
  }

  /// The exact interval: half the quantiles of chi-squared with 2x and with 2x + 2 degrees of freedom.
  ///
  /// Source: F. Garwood, Biometrika 28 (1936), 437-442. No event gives the lower limit 0; above 1e12 events the limits
  /// are NaN.
  package static func exact(count: Int, confidence: Double) -> Interval? {
    interval(.exact, count: Double(count), confidence: confidence)
  }

  /// Byar's approximation x·(1 - 1/(9x) - z/(3√x))³, and with x + 1 and the other sign for the upper limit.
  ///
  /// Source: N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II (1987), 69. Where the cube would be
  /// negative, as at no event, the lower limit is 0.
  package static func byar(count: Int, confidence: Double) -> Interval? {
    interval(.byar, count: Double(count), confidence: confidence)
  }

  /// The score interval x + z²/2 ± z·√(x + z²/4): the means m that |x - m| ≤ z·√m does not rule out.
  package static func score(count: Int, confidence: Double) -> Interval? {
    interval(.score, count: Double(count), confidence: confidence)
  }

  private static func garwood(_ count: Double, tail: Double) -> Interval {
    Interval(
      low: GammaDistribution(shape: count)?.quantile(tail) ?? 0,
      high: GammaDistribution(shape: count + 1)?.quantile(upperTail: tail) ?? .nan)
  }

  private static func byarLimits(_ count: Double, z: Double) -> Interval {
    let lowRoot = 1 - 1 / (9 * count) - z / (3 * count.squareRoot())
    let next = count + 1
    let highRoot = 1 - 1 / (9 * next) + z / (3 * next.squareRoot())
    return Interval(
      low: lowRoot > 0 ? count * lowRoot * lowRoot * lowRoot : 0, high: next * highRoot * highRoot * highRoot)
  }

  private static func scoreLimits(_ count: Double, z: Double) -> Interval {
    let high = count + z * z / 2 + z * (count + z * z / 4).squareRoot()
    // The limits' product is x², which keeps the digits of a small lower limit.
    return Interval(low: count > 0 ? count * (count / high) : 0, high: high)
  }
}
