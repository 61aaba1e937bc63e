// SPDX-License-Identifier: Apache-2.0

/// The values of a sample in ascending order: what quantiles are read from.
///
/// Negative zeros are held as zeros, so that equal multisets of values are equal to the bit in any order of arrival.
/// A sample that holds a NaN cannot be ordered: every quantile of it is NaN.
package struct SortedSample: Equatable, Sendable {
  /// The values that are not NaN, ascending, without negative zeros.
  package let values: [Double]

  /// Whether a NaN was among the values.
  package let hasNaN: Bool

  /// Sorts some values.
  ///
  /// - Complexity: O(n log n).
  package init(_ values: some Sequence<Double>) {
    var hasNaN = false
    var kept: [Double] = []
    kept.reserveCapacity(values.underestimatedCount)
    for value in values {
      // Adding zero turns -0 into +0 and changes nothing else.
      if value.isNaN { hasNaN = true } else { kept.append(value + 0) }
    }
    kept.sort()
    self.values = kept
    self.hasNaN = hasNaN
  }

  /// The quantile at a probability.
  ///
  /// Interpolated as low + weight·(high - low), held between the two neighbours; probabilities 0 and 1 give the least
  /// and the greatest value in every type.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1.
  ///   - type: which definition; Hyndman and Fan's type 7 unless named.
  /// - Returns: nil for an empty sample or where the probability is not one; NaN where the sample holds a NaN.
  package func quantile(_ probability: Double, type: QuantileType = .standard) -> Double? {
    guard (0...1).contains(probability) else { return nil }
    if hasNaN { return .nan }
    guard !values.isEmpty else { return nil }
    let place = Place(probability, count: values.count, type: type)
    return place.value(low: values[place.low], high: values[place.high])
  }

  /// Between which two of the ascending values of a sample a quantile lies.
  package struct Place: Sendable, Equatable {
    /// The indices of the neighbours; the same at either end of the sample.
    package let low: Int
    package let high: Int
    private let weight: Double

    /// The place of a quantile at a probability from 0 to 1 among so many values, at least one.
    package init(_ probability: Double, count: Int, type: QuantileType = .standard) {
      let (rank, weight) = type.place(probability: probability, count: count)
      low = max(rank - 1, 0)
      high = min(rank, count - 1)
      self.weight = weight
    }

    /// The quantile, from the values at ``low`` and ``high``.
    package func value(low: Double, high: Double) -> Double {
      guard weight > 0, low < high else { return low }
      guard weight < 1 else { return high }
      let difference = high - low
      // The difference of two huge values may overflow where a weighted mean of them does not.
      let between = difference.isFinite ? low + weight * difference : (1 - weight) * low + weight * high
      return between.isNaN ? .nan : min(max(between, low), high)
    }
  }

  /// The median, which is the same in types 2 and 5 to 9; nil for an empty sample.
  package var median: Double? { quantile(0.5) }
}
