// SPDX-License-Identifier: Apache-2.0

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
