// SPDX-License-Identifier: Apache-2.0

/// A two-sided confidence interval; a limit that the data cannot give is an infinity.
package struct Interval: Equatable, Sendable {
  /// The lower limit.
  package let low: Double

  /// The upper limit.
  package let high: Double

  /// Makes an interval of two limits.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The interval of a multiple of the estimate: of a rate, where the interval is a count's and the factor 1/exposure.
  ///
  /// - Parameter factor: at least 0; a negative one would exchange the limits.
  package func scaled(by factor: Double) -> Interval { Interval(low: low * factor, high: high * factor) }

  /// The interval of the difference of two independent estimates, each with an interval of its own.
  ///
  /// On either side the distances of the two limits that count there are squared and added: of two differences of shares with
  /// Newcombe's intervals it is Newcombe's interval of the difference in differences. It is as good as the intervals that it is made
  /// from, and need not lie evenly about the difference. Source: G. Y. Zou, A. Donner, Statistics in Medicine 27 (2008), 1693-1702
  /// (the method of variance estimates recovery).
  ///
  /// - Parameters:
  ///   - value: the estimate whose interval this is.
  ///   - other: the interval of the estimate that is taken away.
  ///   - otherValue: that estimate.
  /// - Returns: nil where an estimate is no number, or does not lie in its interval.
  package func difference(about value: Double, less other: Interval, about otherValue: Double) -> Interval? {
    guard value.isFinite, otherValue.isFinite, contains(value), other.contains(otherValue) else { return nil }
    func distance(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
    let difference = value - otherValue
    return Interval(
      low: difference - distance(value - low, other.high - otherValue),
      high: difference + distance(high - value, otherValue - other.low))
  }

  /// Whether a value lies in the interval, its limits included.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

/// The confidence of a two-sided interval, turned into what the formulas need.
struct ConfidenceLevel {
  /// The probability left out on either side.
  let tail: Double

  /// The point of the normal distribution with that probability above it.
  let z: Double

  /// Takes a confidence such as 0.95; nil for what is not strictly between 0 and 1.
  init?(_ confidence: Double) {
    guard confidence > 0, confidence < 1 else { return nil }
    tail = (1 - confidence) / 2
    z = NormalDistribution.quantile(upperTail: tail)
  }
}
