// SPDX-License-Identifier: Apache-2.0

/// How lopsided and how heavy in the tails a sample is.
///
/// Both are the estimates G₁ and G₂ that are unbiased for normal samples: D. N. Joanes, C. A. Gill, The Statistician 47
/// (1998), 183-189.
package struct SampleShape: Equatable, Sendable {
  /// √(n(n-1))/(n-2) · m₃/m₂^1.5: above 0 for a long tail of great values; nil for fewer than 3 values or without spread.
  package let skewness: Double?
  /// (n-1)/((n-2)(n-3)) · ((n+1)·(m₄/m₂² - 3) + 6): 0 for a normal sample; nil for fewer than 4 values or without spread.
  package let kurtosis: Double?

  /// The shape of some values.
  package init(_ values: [Double]) {
    let n = Double(values.count)
    guard let mean = SampleMoments(values).mean else {
      (skewness, kurtosis) = (nil, nil)
      return
    }
    let deviations = values.map { $0 - mean }
    let second = ExactSum(deviations.map { $0 * $0 }).value / n
    guard second > 0, second.isFinite else {
      (skewness, kurtosis) = (nil, nil)
      return
    }
    let third = ExactSum(deviations.map { $0 * $0 * $0 }).value / n
    let fourth = ExactSum(deviations.map { $0 * $0 * $0 * $0 }).value / n
    skewness = n >= 3 ? (n * (n - 1)).squareRoot() / (n - 2) * third / (second * second.squareRoot()) : nil
    let excess = fourth / (second * second) - 3
    kurtosis = n >= 4 ? (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6) : nil
  }
}
