// SPDX-License-Identifier: Apache-2.0

/// The two tails of a distribution at a point, each with its own digits: the smaller is not 1 less the larger.
package struct TailProbabilities: Equatable, Sendable {
  /// The probability of the point or less.
  package let lower: Double

  /// The probability of more than the point.
  package let upper: Double
}
