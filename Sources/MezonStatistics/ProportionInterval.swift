// SPDX-License-Identifier: Apache-2.0

/// Confidence intervals for a proportion: x successes in n trials.
///
/// Every function returns nil where there is no proportion or no confidence: fewer than one trial (with effective
/// sizes: none above 0), successes outside 0...n, a confidence not strictly between 0 and 1. All limits lie in 0...1.
package enum ProportionInterval {
  /// The methods by name, for definitions that choose one.
  package enum Method: String, CaseIterable, Sendable {
    /// The score interval without correction (Wilson 1927); the default for shares.
    case wilson
    /// The score interval with Yates's correction, as R's `prop.test` applies it.
    case wilsonContinuity
    /// The exact interval (Clopper and Pearson 1934), never below its confidence.
    case clopperPearson
    /// Equal tails of the beta posterior with Jeffreys' prior.
    case jeffreys
    /// ``jeffreys`` with the limit 0 at no success and 1 at no failure.
    case jeffreysModified
    /// Wald's interval about a proportion shrunk by z²/2 successes and failures (Agresti and Coull 1998).
    case agrestiCoull
    /// The textbook normal interval, kept for comparison: it collapses to a point at 0 and 1.
    case wald
  }

  /// The interval by a named method.
  ///
  /// - Parameters:
  ///   - method: which formula.
  ///   - successes: a count, or the effective number of a weighted survey, which need not be whole.
  ///   - trials: likewise.
  ///   - confidence: two-sided, such as 0.95.
  package static func interval(
    _ method: Method, successes: Double, trials: Double, confidence: Double
  ) -> Interval? {
    guard trials > 0, trials.isFinite, (0...trials).contains(successes), let level = ConfidenceLevel(confidence)
    else { return nil }
    let counts = Counts(successes: successes, trials: trials)
    switch method {
    case .wilson: return counts.wilson(z: level.z)
    case .wilsonContinuity: return counts.wilsonContinuity(z: level.z)
    case .clopperPearson: return counts.clopperPearson(tail: level.tail)
    case .jeffreys: return counts.jeffreys(tail: level.tail)
    case .jeffreysModified: return counts.jeffreysModified(tail: level.tail)
    case .agrestiCoull: return counts.agrestiCoull(z: level.z)
    case .wald: return counts.wald(z: level.z)
    }
  }

  /// The score interval: the proportions p that |x - n·p| ≤ z·√(n·p·(1-p)) does not rule out.
  ///
  /// Source: E. B. Wilson, JASA 22 (1927), 209-212. No success gives the limit 0, no failure 1, exactly.
  package static func wilson(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.wilson, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// The score interval with a correction of min(1/2, |x - n/2|) successes either way.
  ///
  /// Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, method 4, with the correction limited as R
  /// limits it: it never crosses a proportion of a half.
  package static func wilsonContinuity(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.wilsonContinuity, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// The exact interval: quantiles of beta(x, n-x+1) and beta(x+1, n-x).
  ///
  /// Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), 404-413. NaN limits above 1e12 trials.
  package static func clopperPearson(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.clopperPearson, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// Quantiles of beta(x+1/2, n-x+1/2), of which neither is 0 or 1 even at no success or no failure.
  ///
  /// Source: L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001), 101-133. NaN limits above 1e12 trials.
  package static func jeffreys(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.jeffreys, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// Jeffreys' interval with the lower limit 0 at no success and the upper limit 1 at no failure.
  ///
  /// Source: as for ``jeffreys(successes:trials:confidence:)``, section 4.1.2, without its change at 1 and n - 1.
  package static func jeffreysModified(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.jeffreysModified, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// Wald's interval about (x + z²/2) / (n + z²), cut off at 0 and 1.
  ///
  /// Source: A. Agresti, B. A. Coull, The American Statistician 52 (1998), 119-126.
  package static func agrestiCoull(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.agrestiCoull, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }

  /// p ± z·√(p·(1-p)/n), cut off at 0 and 1.
  package static func wald(successes: Int, trials: Int, confidence: Double) -> Interval? {
    interval(.wald, successes: Double(successes), trials: Double(trials), confidence: confidence)
  }
}

/// Counts that have been found valid: 0 ≤ successes ≤ trials and trials > 0.
private struct Counts {
  let successes: Double
  let trials: Double

  var failures: Double { trials - successes }

  func wilson(z: Double) -> Interval {
    Interval(
      low: Self.wilsonLow(successes, failures, z: z),
      high: Self.wilsonHigh(successes, failures, z: z))
  }

  func wilsonContinuity(z: Double) -> Interval {
    let correction = min(0.5, abs(successes - trials / 2))
    return Interval(
      low: successes <= correction ? 0 : Self.wilsonLow(successes - correction, failures + correction, z: z),
      high: failures <= correction ? 1 : Self.wilsonHigh(successes + correction, failures - correction, z: z))
  }

  func clopperPearson(tail: Double) -> Interval {
    Interval(
      low: BetaDistribution(a: successes, b: failures + 1)?.quantile(tail) ?? 0,
      high: BetaDistribution(a: successes + 1, b: failures)?.quantile(upperTail: tail) ?? 1)
  }

  func jeffreys(tail: Double) -> Interval {
    let posterior = BetaDistribution(a: successes + 0.5, b: failures + 0.5)
    return Interval(low: posterior?.quantile(tail) ?? .nan, high: posterior?.quantile(upperTail: tail) ?? .nan)
  }

  func jeffreysModified(tail: Double) -> Interval {
    let raw = jeffreys(tail: tail)
    return Interval(low: successes == 0 ? 0 : raw.low, high: failures == 0 ? 1 : raw.high)
  }

  func agrestiCoull(z: Double) -> Interval {
    let shrunk = Counts(successes: successes + z * z / 2, trials: trials + z * z)
    return shrunk.wald(z: z)
  }

  func wald(z: Double) -> Interval {
    let proportion = successes / trials
    let margin = z * (proportion * (failures / trials) / trials).squareRoot()
    return Interval(low: max(0, proportion - margin), high: min(1, proportion + margin))
  }

  /// The larger root p of (n + z²)·p² - (2x + z²)·p + x²/n = 0.
  private static func wilsonHigh(_ successes: Double, _ failures: Double, z: Double) -> Double {
    guard failures > 0 else { return 1 }
    let trials = successes + failures
    let root = z * (z * z + 4 * successes * (failures / trials)).squareRoot()
    return min(1, (2 * successes + z * z + root) / (2 * (trials + z * z)))
  }

  /// The smaller root, from the product of both, for it may be a tiny difference of large numbers.
  private static func wilsonLow(_ successes: Double, _ failures: Double, z: Double) -> Double {
    guard successes > 0 else { return 0 }
    let trials = successes + failures
    let root = z * (z * z + 4 * successes * (failures / trials)).squareRoot()
    return 2 * successes * (successes / trials) / (2 * successes + z * z + root)
  }
}
