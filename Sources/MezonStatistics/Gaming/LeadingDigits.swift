// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The first digits of amounts that span many powers of ten, which follow Benford's law where nobody chose them.
///
/// The share of digit d is log₁₀(1 + 1/d). Source: F. Benford, Proc. American Philosophical Society 78 (1938), 551-572;
/// M. J. Nigrini, Benford's Law (2012), for the limits of the mean absolute deviation. Counts of one unit's work nearly
/// never follow it, however honest: the test refuses them.
package struct LeadingDigits: Equatable, Sendable {
  /// Nigrini's classes of the mean absolute deviation: up to 0.006, 0.012, 0.015, and beyond.
  package enum Conformity: String, CaseIterable, Sendable {
    case close
    case acceptable
    case marginal
    case nonconformity
  }

  /// How often each digit, 1 to 9, is the first.
  package let counts: [Int]
  /// Σ (count - expected)² / expected, with 8 degrees of freedom.
  package let chiSquared: Double
  /// The probability of that chi-squared or more.
  package let pValue: Double
  /// The mean over the digits of the absolute difference of shares.
  package let meanDeviation: Double
  /// Why the law cannot be expected to hold; nil where it can.
  package let refusal: GamingRefusal?

  /// The class of the mean absolute deviation, whether or not the law applies.
  package var conformity: Conformity {
    meanDeviation < 0.006
      ? .close : meanDeviation < 0.012 ? .acceptable : meanDeviation < 0.015 ? .marginal : .nonconformity
  }

  /// The first digits of some values; zeros have none, and signs do not matter. Nil where nothing is left.
  ///
  /// - Complexity: O(n log n).
  package init?(_ values: [Double]) {
    let sizes = SortedSample(values.filter { $0.isFinite && $0 != 0 }.map(abs))
    guard let low = sizes.quantile(0.05), let high = sizes.quantile(0.95), let median = sizes.median,
      let chi = ChiSquaredDistribution(degreesOfFreedom: 8)
    else { return nil }
    var counts = [Int](repeating: 0, count: 9)
    for size in sizes.values {
      // The shortest decimal that is this number: no logarithm can put 1000 below 1000.
      guard let digit = "\(size)".first(where: { $0 != "0" && $0 != "." })?.wholeNumberValue else { continue }
      counts[digit - 1] += 1
    }
    let n = Double(sizes.values.count)
    let shares = (1...9).map { log10(1 + 1 / Double($0)) }
    self.counts = counts
    chiSquared = zip(counts, shares).reduce(0) {
      $0 + (Double($1.0) - n * $1.1) * (Double($1.0) - n * $1.1) / (n * $1.1)
    }
    pValue = chi.tails(at: chiSquared).upper
    meanDeviation = zip(counts, shares).reduce(0) { $0 + abs(Double($1.0) / n - $1.1) } / 9
    let areCounts = sizes.values.allSatisfy { $0 == $0.rounded() }
    if areCounts, median < 10 {
      refusal = .smallCounts
    } else if log10(high / low) < 1.5 {
      refusal = .withinOneDecade
    } else {
      // Cochran's rule for chi-squared: of nine classes one may expect fewer than five, the nines.
      refusal = n * log10(9.0 / 8) < 5 ? .tooFewCases : nil
    }
  }

  /// The evidence of digits that do not follow the law.
  ///
  /// - Returns: refused for counts with a median below 10, where the middle nine tenths of the values span less than one and
  ///   a half powers of ten, and where fewer than five eights are expected (below 98 values).
  package var evidence: Result<Evidence, GamingRefusal> {
    if let refusal { return .failure(refusal) }
    return .success(
      Evidence(
        test: .leadingDigits, pValue: pValue, observed: meanDeviation, expected: 0, cases: counts.reduce(0, +)))
  }
}
