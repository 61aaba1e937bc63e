// SPDX-License-Identifier: Apache-2.0

/// A choice among a few possibilities with stated weights.
struct WeightedChoice: Sendable {
  private let weights: [Int]
  private let total: Int

  /// - Parameter weights: at least one, none negative, not all zero
  init(_ weights: [Int]) {
    self.weights = weights
    total = max(1, weights.reduce(0, +))
  }

  /// The index of a possibility.
  @inline(__always)
  func draw(_ random: inout SampleRandom) -> Int { random.pick(weights, total: total) }
}
