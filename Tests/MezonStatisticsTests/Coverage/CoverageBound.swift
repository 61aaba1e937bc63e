// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

/// What is known of how often a method's interval of 95 % holds the truth, over the truths of a test.
struct CoverageBound: Sendable {
  /// The least coverage at any truth; an exact method's is 0.95.
  let least: ClosedRange<Double>
  /// The mean coverage over all truths.
  let mean: ClosedRange<Double>

  /// A method that is never below its confidence, with the greatest mean coverage that it may pay for that.
  static func exact(meanUpTo mean: Double) -> CoverageBound {
    // Rounding of a limit may not take anything off.
    CoverageBound(least: (0.95 - 1e-12)...1, mean: 0.95...mean)
  }

  /// Compares coverages, one for each truth.
  func check(_ coverages: [Double], _ what: String) {
    let lowest = coverages.min() ?? 0
    let average = coverages.reduce(0, +) / Double(max(1, coverages.count))
    #expect(least.contains(lowest), "\(what): the least coverage is \(lowest)")
    #expect(mean.contains(average), "\(what): the mean coverage is \(average)")
  }
}

/// Seeded draws for coverage.
struct CoverageDraws {
  /// How many draws a coverage is counted over.
  static let count = 10_000

  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func unit() -> Double { generator.nextUnit() }

  /// A standard normal number, by its quantile.
  mutating func normal() -> Double { NormalDistribution.quantile(0x1p-54 + generator.nextUnit()) }

  mutating func exponential() -> Double { -log(1 - generator.nextUnit()) }

  mutating func poisson(_ mean: Double) -> Int {
    var (passed, count) = (exponential(), 0)
    while passed < mean {
      passed += exponential()
      count += 1
    }
    return count
  }

  /// The share of draws whose interval holds the truth; a draw without an interval counts as one that does not.
  static func coverage(seed: UInt64, draws: Int = count, _ holds: (inout CoverageDraws) throws -> Bool) rethrows
    -> Double
  {
    var dice = CoverageDraws(seed: seed)
    var held = 0
    for _ in 0..<draws where try holds(&dice) { held += 1 }
    return Double(held) / Double(draws)
  }
}
