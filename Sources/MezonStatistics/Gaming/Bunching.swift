// SPDX-License-Identifier: Apache-2.0

/// The heap of cases just inside a threshold, such as a deadline, beside what a smooth curve through the rest would give.
///
/// A polynomial is fitted to the counts of all bins but those near the threshold, and drawn through these. Source:
/// R. Chetty et al., Quarterly J. Economics 126 (2011), 749-804; H. J. Kleven, Annual Review of Economics 8 (2016), 435-464.
package struct Bunching: Equatable, Sendable {
  /// What the curve gives for each bin.
  package let counterfactual: [Double]
  /// The cases above the curve in the excluded bins inside the threshold.
  package let excess: Double
  /// The excess in units of the curve's mean height in those bins.
  package let relativeExcess: Double
  /// The standard error of the excess: that of the counts, which vary by at least Poisson's law, and that of the curve.
  package let standardError: Double
  /// The cases in those bins.
  private let inside: Double
  private let total: Double
  private let dispersion: Double
  private let fittedBins: Int
  private let degree: Int

  /// Measures the heap.
  ///
  /// - Parameters:
  ///   - binStarts: where each bin begins; all bins have one width.
  ///   - counts: for each bin its cases, at least 0.
  ///   - threshold: where it begins to count as late; bins that begin before it are inside.
  ///   - excluded: the places of the bins near the threshold that the curve must not follow.
  ///   - degree: of the polynomial.
  /// - Returns: nil for lists of different lengths, numbers that are not possible, too few bins for the degree, no excluded
  ///   bin inside the threshold, or a curve that is not above 0 there.
  /// - Complexity: O(bins · degree²).
  package init?(binStarts: [Double], counts: [Double], threshold: Double, excluded: Set<Int>, degree: Int) {
    guard binStarts.count == counts.count, counts.allSatisfy({ $0 >= 0 && $0.isFinite }),
      binStarts.allSatisfy(\.isFinite), threshold.isFinite
    else { return nil }
    let kept = binStarts.indices.filter { !excluded.contains($0) }
    guard let fit = PolynomialFit(kept.map { binStarts[$0] }, kept.map { counts[$0] }, degree: degree) else {
      return nil
    }
    let curve = binStarts.map(fit.value)
    let bins = binStarts.indices.filter { excluded.contains($0) && binStarts[$0] < threshold }
    let height = ExactSum(bins.map { curve[$0] }).value
    guard !bins.isEmpty, height > 0 else { return nil }
    let mean = kept.reduce(0) { $0 + counts[$1] } / Double(kept.count)
    let variance = fit.degreesOfFreedom > 0 ? fit.residualSquares / Double(fit.degreesOfFreedom) : .infinity
    counterfactual = curve
    excess = ExactSum(bins.map { counts[$0] - curve[$0] }).value
    relativeExcess = excess / (height / Double(bins.count))
    dispersion = mean > 0 ? variance / mean : .infinity
    standardError =
      (height * max(1, dispersion) + max(variance, mean) * fit.varianceOfSum(at: bins.map { binStarts[$0] }))
      .squareRoot()
    inside = ExactSum(bins.map { counts[$0] }).value
    total = ExactSum(counts).value
    fittedBins = kept.count
    self.degree = degree
  }

  /// The evidence of a heap: the one-sided normal probability of the excess over its standard error.
  ///
  /// - Returns: refused for fewer than three bins for each coefficient or fewer than five cases in a bin on average, and where
  ///   the counts elsewhere scatter about the curve by more than three times Poisson's law.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard fittedBins >= 3 * (degree + 1), total >= 5 * Double(counterfactual.count) else {
      return .failure(.tooFewCases)
    }
    guard dispersion <= 3 else { return .failure(.noSmoothCurve) }
    return .success(
      Evidence(
        test: .bunching, pValue: NormalDistribution.tails(at: excess / standardError).upper, observed: inside,
        expected: inside - excess, cases: Int(total.rounded())))
  }
}
