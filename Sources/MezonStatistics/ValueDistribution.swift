// SPDX-License-Identifier: Apache-2.0

/// A mergeable accumulator that keeps every value, so that quantiles of any roll-up are exact.
///
/// Merging is concatenation and sorting comes last: the median of a district is the median of its events, never of its
/// units' medians. It costs 8 bytes a value; what is finished stands in a ``SortedSample``.
package struct ValueDistribution: Sendable {
  /// The values in the order of arrival, which no result depends on.
  package private(set) var values: [Double] = []

  /// Makes an empty distribution.
  package init() {}

  /// Makes a distribution of some values.
  ///
  /// - Complexity: O(values).
  package init(_ values: some Sequence<Double>) {
    self.values = Array(values)
  }

  /// How many values were added.
  package var count: Int { values.count }

  /// Adds a value.
  package mutating func add(_ value: Double) {
    values.append(value)
  }

  /// Adds the values of another distribution.
  ///
  /// - Complexity: O(values of the other).
  package mutating func merge(_ other: ValueDistribution) {
    values.append(contentsOf: other.values)
  }

  /// The values in ascending order; sort once, then read as many quantiles as needed.
  ///
  /// - Complexity: O(n log n).
  package func sorted() -> SortedSample { SortedSample(values) }

  /// One quantile; where several are needed, ask ``sorted()`` for them.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1.
  ///   - type: which definition; Hyndman and Fan's type 7 unless named.
  /// - Returns: nil for an empty distribution or where the probability is not one; NaN where a value is NaN.
  /// - Complexity: O(n log n).
  package func quantile(_ probability: Double, type: QuantileType = .standard) -> Double? {
    sorted().quantile(probability, type: type)
  }
}

extension ValueDistribution: Equatable {
  /// Whether two distributions hold the same values as often, in whatever order.
  ///
  /// - Complexity: O(n log n).
  package static func == (first: ValueDistribution, second: ValueDistribution) -> Bool {
    first.count == second.count && first.sorted() == second.sorted()
  }
}
