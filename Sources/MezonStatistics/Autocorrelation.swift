// SPDX-License-Identifier: Apache-2.0

/// How alike the values of a series are to those before them.
package enum Autocorrelation {
  /// The first autocorrelation: Σ (xᵢ - m)(xᵢ₊₁ - m) / Σ (xᵢ - m)², with m the mean of all values.
  ///
  /// Source: G. E. P. Box, G. M. Jenkins, Time Series Analysis (1976), section 2.1. The deviations are taken from the
  /// correctly rounded mean and summed exactly.
  ///
  /// - Returns: nil for fewer than two values, or where all are the same; NaN where a value is not finite.
  package static func lagOne(_ values: [Double]) -> Double? {
    guard values.count >= 2, let mean = SampleMoments(values).mean else { return nil }
    let deviations = values.map { $0 - mean }
    var products = ExactSum()
    var squares = ExactSum()
    for (deviation, next) in zip(deviations, deviations.dropFirst()) { products.addProduct(deviation, next) }
    for deviation in deviations { squares.addProduct(deviation, deviation) }
    return squares.value == 0 ? nil : products.value / squares.value
  }
}
