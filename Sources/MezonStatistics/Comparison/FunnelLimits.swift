// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The limits of a funnel: within which a unit of a size lies by chance, if it is like the target.
package enum FunnelLimits {
  /// How seldom a unit is outside by chance.
  package enum Level: Double, CaseIterable, Sendable {
    /// One in twenty: a warning.
    case ninetyFive = 0.95
    /// One in five hundred: an alarm.
    case ninetyNinePointEight = 0.998

    /// The normal quantile, to the six digits after the point that published funnels use: 1.959964 and 3.090232.
    package var z: Double {
      (NormalDistribution.quantile(upperTail: (1 - rawValue) / 2) * 1e6).rounded() / 1e6
    }
  }

  /// The limits for units of given sizes.
  ///
  /// Without over-dispersion those of a standardised ratio are exact Poisson limits about 1 and the others come from the
  /// scale of the measure; with it all come from the scale. On the square root's scale they are given as they are, since
  /// 1 ± a margin there is what the adjusted z is compared with. On the arcsine's scale a limit that leaves the scale
  /// turns back: along ascending sizes everything before the turn is the end of the scale, 0 or 1.
  ///
  /// - Parameters:
  ///   - sizes: the expected events, units or second counts, above 0, ascending.
  ///   - target: 1 for a standardised ratio, or the share or ratio of all units.
  ///   - between: the over-dispersion τ² on the scale of the measure, at least 0.
  /// - Returns: nil for numbers outside those limits.
  package static func curve(
    _ measure: FunnelPlot.Measure, sizes: [Double], target: Double, between: Double, level: Level
  ) -> [Interval]? {
    guard sizes.allSatisfy({ $0 > 0 && $0.isFinite }), zip(sizes, sizes.dropFirst()).allSatisfy(<), between >= 0,
      between.isFinite, target > 0, target.isFinite, measure != .proportion || target <= 1
    else { return nil }
    let z = level.z
    switch measure {
    case .standardisedRatioLog, .standardisedRatioRoot:
      if between == 0 { return sizes.compactMap { poisson($0, target: target, level: level) } }
      if measure == .standardisedRatioRoot {
        return sizes.map { size in
          let margin = z * (1 / (4 * size) + between).squareRoot()
          return Interval(low: target - margin, high: target + margin)
        }
      }
      return sizes.map { ratio(target, factor: exp(z * (1 / $0 + between).squareRoot())) }
    case .ratioOfCounts: return sizes.map { ratio(target, factor: exp(z * (1 / (4 * $0) + between).squareRoot())) }
    case .proportion:
      let centre = asin(target.squareRoot())
      let raw = sizes.map { size in
        let margin = z * (1 / (4 * size) + between).squareRoot()
        return Interval(low: squaredSine(centre - margin), high: squaredSine(centre + margin))
      }
      let turn = raw.indices.min { raw[$0].low < raw[$1].low } ?? 0
      let peak = raw.indices.max { raw[$0].high < raw[$1].high } ?? 0
      return raw.enumerated().map { Interval(low: $0 < turn ? 0 : $1.low, high: $0 < peak ? 1 : $1.high) }
    }
  }

  /// The limits for one unit of a share or, on the square root's scale, of a standardised ratio, held where it can be at all.
  ///
  /// - Parameters: as for ``curve(_:sizes:target:between:level:)``, of one size.
  /// - Returns: nil for numbers outside those limits, and for the other measures.
  package static func held(
    _ measure: FunnelPlot.Measure, size: Double, target: Double, between: Double, level: Level
  ) -> Interval? {
    guard size > 0, size.isFinite, between >= 0, between.isFinite, target > 0, target.isFinite else { return nil }
    let margin = level.z * (1 / (4 * size) + between).squareRoot()
    switch measure {
    case .proportion:
      guard target <= 1 else { return nil }
      let centre = asin(target.squareRoot())
      return Interval(
        low: squaredSine(max(0, centre - margin)), high: squaredSine(min(Double.pi / 2, centre + margin)))
    case .standardisedRatioRoot:
      let low = max(0, target.squareRoot() - margin)
      return Interval(low: low * low, high: (target.squareRoot() + margin) * (target.squareRoot() + margin))
    case .standardisedRatioLog, .ratioOfCounts: return nil
    }
  }

  /// The exact limits of a Poisson count of mean `size`, over that mean, times the target.
  private static func poisson(_ size: Double, target: Double, level: Level) -> Interval? {
    guard let low = GammaDistribution(shape: size), let high = GammaDistribution(shape: size + 1) else { return nil }
    let tail = (1 - level.rawValue) / 2
    return Interval(low: low.quantile(tail) / size, high: high.quantile(upperTail: tail) / size).scaled(by: target)
  }

  private static func ratio(_ target: Double, factor: Double) -> Interval {
    Interval(low: target / factor, high: target * factor)
  }

  private static func squaredSine(_ angle: Double) -> Double { sin(angle) * sin(angle) }
}
