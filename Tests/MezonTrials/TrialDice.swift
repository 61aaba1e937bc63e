// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics

/// Seeded chance for trials: the same seed draws the same on every machine with the same mathematical library.
package struct TrialDice: Sendable {
  private var generator: SplitMix64

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number of the uniform distribution from 0 to 1, without 1.
  package mutating func unit() -> Double { generator.nextUnit() }

  /// A whole number of so many from 0 on.
  package mutating func below(_ count: Int) -> Int { Int(Double(count) * generator.nextUnit()) }

  /// A standard normal number, by its quantile.
  package mutating func normal() -> Double { NormalDistribution.quantile(0x1p-54 + generator.nextUnit()) }

  package mutating func exponential() -> Double { -log(1 - generator.nextUnit()) }

  /// A Poisson count, by multiplying uniforms; means up to some hundreds.
  package mutating func poisson(_ mean: Double) -> Int {
    var (product, count) = (unit(), 0)
    while product > exp(-mean) {
      product *= unit()
      count += 1
    }
    return count
  }
}
