// SPDX-License-Identifier: Apache-2.0

/// A mergeable accumulator of a sample's count, mean and variance, each correctly rounded and independent of order.
///
/// It keeps the exact sums of the values and of their squares, so that the variance is
///
///     s² = (n·Σx² - (Σx)²) / (n·(n - 1))
///
/// worked out in whole numbers and rounded once. In floating point this formula loses every digit to cancellation
/// where the mean is large against the spread; here nothing is rounded before the end.
package struct SampleMoments: Equatable, Sendable {
  /// How many values were added, those included that are not finite.
  package private(set) var count = 0

  /// The exact sum of the values.
  package private(set) var sum = ExactSum()

  /// The exact sum of the squares of the values.
  package private(set) var sumOfSquares = ExactSum()

  /// Makes an empty accumulator.
  package init() {}

  /// Makes an accumulator of some values.
  ///
  /// - Complexity: O(values).
  package init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds a value.
  package mutating func add(_ value: Double) {
    count += 1
    sum.add(value)
    sumOfSquares.addProduct(value, value)
  }

  /// Adds everything that was added to another accumulator.
  package mutating func merge(_ other: SampleMoments) {
    count += other.count
    sum.merge(other.sum)
    sumOfSquares.merge(other.sumOfSquares)
  }

  /// The arithmetic mean, correctly rounded; nil where there is no value.
  package var mean: Double? { sum.mean(count: count) }

  /// The sample variance, with the divisor n - 1, correctly rounded.
  ///
  /// Nil for fewer than two values; NaN where a value is not finite.
  package var variance: Double? { count < 2 ? nil : scaledSquareDeviations(dividedBy: UInt64(count - 1)) }

  /// The variance of the values taken as a whole population, with the divisor n, correctly rounded.
  ///
  /// Nil where there is no value; NaN where a value is not finite.
  package var populationVariance: Double? { count < 1 ? nil : scaledSquareDeviations(dividedBy: UInt64(count)) }

  /// The sample standard deviation: the square root of the correctly rounded ``variance``, itself rounded once more.
  ///
  /// Nil for fewer than two values; NaN where a value is not finite.
  package var standardDeviation: Double? { variance?.squareRoot() }

  /// Σ(x - mean)² / divisor = (n·Σx² - (Σx)²) / (n·divisor), for a count that is not 0.
  private func scaledSquareDeviations(dividedBy divisor: UInt64) -> Double {
    guard let total = sum.exact, let squares = sumOfSquares.exact else { return .nan }
    var deviations = ExactSum()
    deviations.add(squares.multiplied(by: UInt64(count)))
    deviations.add(total.squared(), negated: true)
    return deviations.exact?.rounded(dividedBy: UInt64(count), divisor) ?? .nan
  }
}
