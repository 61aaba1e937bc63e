// SPDX-License-Identifier: Apache-2.0

/// One interval of 95 % in a world whose truth is known: how often it holds the truth, and what is known of that beforehand.
///
/// ``all`` is the table of every drawn interval; intervals of few outcomes are counted exactly in `EnumeratedCoverageTests`.
package struct CoverageTrial: Sendable, CustomStringConvertible {
  /// The method and the world.
  package let name: String

  /// Where the coverage lies: an exact method never below 0.95, Wald's below it, others about it.
  package let bound: ClosedRange<Double>

  /// How many draws a build for debugging takes in a moment.
  package let fewDraws: Int

  /// Whether the interval of one draw holds the truth; nil where the draw does not count.
  let holds: @Sendable (inout TrialDice) throws -> Bool?

  package var description: String { name }

  init(
    _ name: String, _ bound: ClosedRange<Double>, fewDraws: Int = 500,
    _ holds: @escaping @Sendable (inout TrialDice) throws -> Bool?
  ) {
    self.name = name
    self.bound = bound
    self.fewDraws = fewDraws
    self.holds = holds
  }

  /// All trials, each with a name of its own.
  package static let all = ofSamples + ofComparisons + ofAgreement + ofSurveys

  /// The share of the draws that count whose interval holds the truth; a draw without an interval counts as one that does not.
  package func coverage(draws: Int, seed: UInt64) throws -> Double {
    // Each trial has chance of its own, so that one may be drawn again alone.
    var dice = TrialDice(seed: name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    var (held, counted) = (0, 0)
    for _ in 0..<draws {
      guard let isHeld = try holds(&dice) else { continue }
      counted += 1
      if isHeld { held += 1 }
    }
    return Double(held) / Double(max(1, counted))
  }

  /// Whether a coverage of so many draws is within the bound, or beyond it by no more than chance does once in two thousand times.
  package func isWithin(_ coverage: Double, draws: Int) -> Bool {
    func error(_ share: Double) -> Double { 3.5 * (share * (1 - share) / Double(draws)).squareRoot() }
    return coverage >= bound.lowerBound - error(bound.lowerBound)
      && coverage <= bound.upperBound + error(bound.upperBound)
  }
}
