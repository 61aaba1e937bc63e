// SPDX-License-Identifier: Apache-2.0

package import MezonSemantics
import MezonStatistics

/// The shares or rates of one kind of subject in one period, in the order of rows, ready to be compared (docs/evaluation.md, 13).
package struct PeerFigures: Sendable {
  /// Fewer than these are never compared, and where over-dispersion is estimated fewer than ``leastOverDispersed``.
  package static let least = 3
  package static let leastOverDispersed = 10
  /// The reliability below which nobody gets a band or a score from a figure.
  package static let leastReliability = Reliability.least
  /// A figure of which less is expected, of either outcome of a share, lies too near the end of its scale for any limits.
  static let leastExpected = 5.0

  /// Why something cannot be told; the raw value stands in results.
  package enum Missing: String, Error, Sendable {
    case tooFewUnits = "too_few_units"
    case tooSmall = "too_small"
    case noFigure = "no_figure"
    case noStandardError = "no_standard_error"
    case tooFewPeriods = "too_few_periods"
    case periodNotOver = "period_not_over"
  }

  let isShare: Bool
  let numerators: [Double]
  let denominators: [Double]
  /// Which figures are large enough for limits, as places.
  let large: [Int]

  /// Takes figures of a share or a rate; nil for other values, and where a numerator or denominator is missing.
  package init?(_ value: ValuePlan, _ figures: [(numerator: Double, denominator: Double)]) {
    switch value {
    case .share: isShare = true
    case .rate: isShare = false
    default: return nil
    }
    guard figures.allSatisfy({ $0.numerator >= 0 && $0.denominator > 0 }) else { return nil }
    numerators = figures.map(\.numerator)
    denominators = figures.map(\.denominator)
    let pooled = ExactSum(numerators).value / ExactSum(denominators).value
    let isShare = isShare
    large = figures.indices.filter { place in
      let expected = figures[place].denominator * pooled
      return expected >= Self.leastExpected
        && (!isShare || figures[place].denominator - expected >= Self.leastExpected)
    }
  }

  /// The plot of the figures that are large enough.
  func plot(_ trimming: FunnelPlot.Trimming) -> FunnelPlot? {
    let events = large.map { numerators[$0] }
    return FunnelPlot(
      numerators: events, denominators: sizes, measure: isShare ? .proportion : .standardisedRatioRoot,
      trimming: trimming)
  }

  /// The common share or rate of the figures that are large enough.
  var common: Double {
    ExactSum(large.map { numerators[$0] }).value / ExactSum(large.map { denominators[$0] }).value
  }

  /// Of the figures that are large enough, the numbers behind a share or the events expected at the common rate.
  var sizes: [Double] {
    let common = common
    return large.map { isShare ? denominators[$0] : denominators[$0] * common }
  }

  /// For each figure the share of its variance that lies between subjects: additive over-dispersion, the ends of the standard
  /// scores drawn in at a tenth.
  package func reliabilities() -> [Result<Double, Missing>] {
    guard large.count >= Self.leastOverDispersed, let plot = plot(.winsorisation(0.1)) else {
      return numerators.map { _ in .failure(.tooFewUnits) }
    }
    var results = [Result<Double, Missing>](repeating: .failure(.tooSmall), count: numerators.count)
    for (place, unit) in zip(large, plot.units) { results[place] = .success(unit.reliability) }
    return results
  }
}
