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
