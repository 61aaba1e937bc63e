// SPDX-License-Identifier: Apache-2.0

/// Confidence intervals for the mean of a sample whose values are independent.
package enum MeanInterval {
  /// The mean ± t·s/√n, with the t distribution of n - 1 degrees of freedom.
  ///
  /// Source: Student, Biometrika 6 (1908), 1-25.
  ///
  /// - Returns: nil for fewer than two values, or a confidence not strictly between 0 and 1; NaN limits where a value is
  ///   not finite.
  package static func student(_ moments: SampleMoments, confidence: Double) -> Interval? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation, let level = ConfidenceLevel(confidence),
      let t = level.t(degreesOfFreedom: Double(moments.count - 1))
    else { return nil }
    let margin = t * deviation / Double(moments.count).squareRoot()
    return Interval(low: mean - margin, high: mean + margin)
  }
}
