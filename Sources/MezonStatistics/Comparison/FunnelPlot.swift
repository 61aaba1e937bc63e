// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Units compared with a target, each as exactly as its size allows, with what they vary more than chance taken in.
///
/// On a scale where the standard error depends on the size alone, each unit has z = (y - target) / s. Where the z vary
/// more than chance, additive over-dispersion τ² is estimated from them by moments after their ends were trimmed, and the
/// limits are widened by it. Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202; the same, Quality
/// and Safety in Health Care 14 (2005), 347-351.
package struct FunnelPlot: Equatable, Sendable {
  /// What is compared.
  package enum Measure: String, CaseIterable, Sendable {
    /// Observed over expected events, as y = ln(o/e) with s = 1/√e: NHS Digital's way for SHMI, with target 1.
    case standardisedRatioLog
    /// The same, as y = √(o/e) with s = 1/(2√e): the Care Quality Commission's way.
    case standardisedRatioRoot
    /// Units out of units, as y = asin √p with s = 1/(2√n), with the share of all as the target.
    case proportion
    /// One count over another, as y = ln((a + ½)/(b + ½)) with s = √(a/(a + ½)² + b/(b + ½)²), with the ratio of all.
    case ratioOfCounts
  }

  /// What is done to the ends of the z before over-dispersion is estimated, so that the units that stand out do not hide
  /// themselves by widening the limits.
  package enum Trimming: Equatable, Sendable {
    case none
    /// The z beyond the quantiles at this share and at 1 less it (type 7) are left out.
    case truncation(Double)
    /// They are set to those quantiles.
    case winsorisation(Double)
  }

  /// One unit.
  package struct Unit: Equatable, Sendable {
    /// Its figure on the scale of the measure.
    package let y: Double
    /// The standard error of that figure.
    package let standardError: Double
    /// How many standard errors it is from the target.
    package let z: Double
    /// The z after trimming; nil where it was left out.
    package let trimmed: Double?
    /// The z with over-dispersion taken in.
    package let adjusted: Double
    /// The share of its variance that lies between units.
    package let reliability: Double
    /// Its figure drawn towards the target by what of it is noise.
    package let shrunk: Double
  }

  /// The units, in their order.
  package let units: [Unit]
  /// The target on the scale of the measure.
  package let target: Double
  /// Σ z² / n after trimming: about 1 where units vary by chance alone.
  package let dispersion: Double
  /// τ², the variance between units that chance does not explain; 0 where there is none.
  package let between: Double
  /// How many z are left after trimming.
  package let used: Int

  /// Compares units.
  ///
  /// - Parameters:
  ///   - numerators: for each unit the observed events, the units with a property, or the first count.
  ///   - denominators: for each the expected events, all units, or the second count; above 0.
  ///   - measure: what is compared.
  ///   - trimming: what is done to the ends.
  /// - Returns: nil for lists of different lengths, no unit, numbers below 0, a unit without events on the logarithmic
  ///   scale of a standardised ratio, a share above 1 or of trimming from ½, and where there is no event at all.
  /// - Complexity: O(units · log units).
  package init?(numerators: [Double], denominators: [Double], measure: Measure, trimming: Trimming) {
    guard numerators.count == denominators.count, !numerators.isEmpty,
      numerators.allSatisfy({ $0 >= 0 && $0.isFinite }), denominators.allSatisfy({ $0 > 0 && $0.isFinite }),
      measure != .proportion || zip(numerators, denominators).allSatisfy({ $0 <= $1 })
    else { return nil }
    let figures = zip(numerators, denominators).map { measure.figure($0, $1) }
    let target = measure.target(ExactSum(numerators).value, ExactSum(denominators).value)
    guard target.isFinite, figures.allSatisfy({ $0.y.isFinite && $0.standardError > 0 }) else { return nil }
    let z = figures.map { ($0.y - target) / $0.standardError }
    guard let trimmed = trimming.trimmed(z) else { return nil }
    let kept = zip(trimmed, figures).compactMap { z, figure in
      z.map { (square: $0 * $0, weight: 1 / (figure.standardError * figure.standardError)) }
    }
    guard !kept.isEmpty else { return nil }
    let n = Double(kept.count)
    let dispersion = ExactSum(kept.map(\.square)).value / n
    let weights = ExactSum(kept.map(\.weight)).value
    let scale = weights - ExactSum(kept.map { $0.weight * $0.weight }).value / weights
    // Less variation than chance would give, or a single unit, leaves nothing between units.
    let between = n * dispersion > n - 1 && scale > 0 ? (n * dispersion - (n - 1)) / scale : 0
    units = zip(figures, zip(z, trimmed)).map { figure, z in
      let variance = figure.standardError * figure.standardError
      let reliability = between / (between + variance)
      return Unit(
        y: figure.y, standardError: figure.standardError, z: z.0, trimmed: z.1,
        adjusted: (figure.y - target) / (variance + between).squareRoot(), reliability: reliability,
        shrunk: Reliability.shrunk(figure.y, target: target, reliability: reliability))
    }
    (self.target, self.dispersion, self.between, used) = (target, dispersion, between, kept.count)
  }
}

extension FunnelPlot.Measure {
  /// A unit's figure on the scale, and its standard error.
  func figure(_ numerator: Double, _ denominator: Double) -> (y: Double, standardError: Double) {
    switch self {
    case .standardisedRatioLog: (log(numerator / denominator), 1 / denominator.squareRoot())
    case .standardisedRatioRoot: ((numerator / denominator).squareRoot(), 1 / (2 * denominator.squareRoot()))
    case .proportion: (asin((numerator / denominator).squareRoot()), 1 / (2 * denominator.squareRoot()))
    case .ratioOfCounts:
      (
        log((numerator + 0.5) / (denominator + 0.5)),
        (numerator / ((numerator + 0.5) * (numerator + 0.5)) + denominator / ((denominator + 0.5) * (denominator + 0.5)))
          .squareRoot()
      )
    }
  }

  /// The target on the scale, from the sums over all units.
  func target(_ numerator: Double, _ denominator: Double) -> Double {
    switch self {
    case .standardisedRatioLog: 0
    case .standardisedRatioRoot: 1
    case .proportion: asin((numerator / denominator).squareRoot())
    case .ratioOfCounts: log(numerator / denominator)
    }
  }
}

extension FunnelPlot.Trimming {
  /// The z after trimming, nil where left out; nil for a share that is not from 0 to below ½.
  fileprivate func trimmed(_ z: [Double]) -> [Double?]? {
    let share: Double
    switch self {
    case .none: return z
    case .truncation(let trimmed), .winsorisation(let trimmed): share = trimmed
    }
    let sorted = SortedSample(z)
    guard share >= 0, share < 0.5, let low = sorted.quantile(share), let high = sorted.quantile(1 - share) else {
      return nil
    }
    if case .truncation = self { return z.map { $0 >= low && $0 <= high ? $0 : nil } }
    return z.map { min(max($0, low), high) }
  }
}
