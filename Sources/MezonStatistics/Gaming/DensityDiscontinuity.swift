// SPDX-License-Identifier: Apache-2.0

/// The cases just on one side of a cut-off beside those just on the other, which are about as many where nobody can choose.
///
/// In a window so narrow that the density is flat, each case is on either side with probability ½. Source: the finite-sample
/// test of M. D. Cattaneo, B. R. Frandsen, R. Titiunik, J. Causal Inference 3 (2015), 1-24; the question is J. McCrary's,
/// J. Econometrics 142 (2008), 698-714.
package struct DensityDiscontinuity: Equatable, Sendable {
  /// The cases from cut-off - width to below the cut-off.
  package let below: Int
  /// The cases from the cut-off to below cut-off + width.
  package let above: Int
  /// The exact two-sided probability of a split as uneven or more.
  package let pValue: Double
  /// The cases in the next window on each side.
  private let beyond: (below: Int, above: Int)

  package static func == (first: DensityDiscontinuity, second: DensityDiscontinuity) -> Bool {
    first.below == second.below && first.above == second.above && first.beyond == second.beyond
  }

  /// Compares the sides of a cut-off; nil for a width that is not above 0.
  package init?(_ values: [Double], cutOff: Double, width: Double) {
    guard width > 0, width.isFinite, cutOff.isFinite else { return nil }
    func count(_ from: Double, _ to: Double) -> Int { values.count { $0 >= from && $0 < to } }
    self.init(
      below: count(cutOff - width, cutOff), above: count(cutOff, cutOff + width),
      beyond: (count(cutOff - 2 * width, cutOff - width), count(cutOff + width, cutOff + 2 * width)))
  }

  /// Compares counts on the two sides; nil for counts below 0.
  package init?(below: Int, above: Int, beyond: (below: Int, above: Int)) {
    guard min(below, above, beyond.below, beyond.above) >= 0,
      let half = BinomialDistribution(trials: below + above, probability: 0.5)
    else { return nil }
    self.below = below
    self.above = above
    self.beyond = beyond
    pValue = min(1, 2 * half.tails(at: min(below, above)).lower)
  }

  /// The evidence of a jump at the cut-off.
  ///
  /// - Returns: refused below 20 cases in the window, and where the next windows differ as the density's slope alone would
  ///   make them, with a probability of less than one in ten under a flat density: then the sides are no equals.
  package var evidence: Result<Evidence, GamingRefusal> {
    let cases = below + above
    guard cases >= 20 else { return .failure(.tooFewCases) }
    guard let half = BinomialDistribution(trials: beyond.below + beyond.above, probability: 0.5) else {
      return .failure(.notANumber)
    }
    if 2 * half.tails(at: min(beyond.below, beyond.above)).lower < 0.1 { return .failure(.steepAtCutOff) }
    return .success(
      Evidence(
        test: .densityDiscontinuity, pValue: pValue, observed: Double(below) / Double(cases), expected: 0.5,
        cases: cases))
  }
}
