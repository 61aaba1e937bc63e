// SPDX-License-Identifier: Apache-2.0

/// The nine definitions of a sample quantile that statistical software uses, numbered as by Hyndman and Fan.
///
/// Source: R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996),
/// 361-365. Types 1 to 3 pick an observation or the middle of two; types 4 to 9 interpolate between neighbours.
package enum QuantileType: Int, CaseIterable, Sendable {
  /// Type 1: the inverse of the empirical distribution function.
  case inverseDistribution = 1
  /// Type 2: as type 1, with the average at a jump.
  case averagedInverseDistribution
  /// Type 3: the observation nearest to n·p, the even one at a tie.
  case nearestEven
  /// Type 4: linear interpolation of the empirical distribution function.
  case interpolatedDistribution
  /// Type 5: a piecewise linear function through the middles of the steps (Hazen).
  case hazen
  /// Type 6: the expected place of an order statistic of a uniform sample (Weibull).
  case weibull
  /// Type 7: the mode of that place (Gumbel); what spreadsheets and R do unless told otherwise, and so do we.
  case linear
  /// Type 8: about median-unbiased whatever the distribution.
  case medianUnbiased
  /// Type 9: about unbiased for normal data.
  case normalUnbiased

  /// The type that is used where none is named.
  package static let standard = QuantileType.linear

  /// Where a quantile lies: between the observations numbered `rank` and `rank + 1` (from 1), `weight` of the way.
  ///
  /// A place that misses a whole number by no more than four units of rounding is taken as that number, for the decimal
  /// 0.29 of 100 observations is meant to be the 29th though the product is 28.999999999999996.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1.
  ///   - count: how many observations there are, at least 1.
  func place(probability: Double, count: Int) -> (rank: Int, weight: Double) {
    let n = Double(count)
    let exactPlace: Double
    if let (alpha, beta) = plottingPosition {
      exactPlace = alpha + probability * (n + 1 - alpha - beta)
    } else {
      exactPlace = self == .nearestEven ? n * probability - 0.5 : n * probability
    }
    let nearest = exactPlace.rounded()
    let isWhole = abs(nearest - exactPlace) <= 4 * .ulpOfOne * max(1, abs(exactPlace))
    let place = isWhole ? nearest : exactPlace
    let floor = place.rounded(.down)
    let rank = Int(min(max(floor, 0), n))
    switch self {
    case .inverseDistribution: return (rank, isWhole ? 0 : 1)
    case .averagedInverseDistribution: return (rank, isWhole ? 0.5 : 1)
    case .nearestEven: return (rank, isWhole && rank.isMultiple(of: 2) ? 0 : 1)
    default: return (rank, place - floor)
    }
  }

  /// The constants (alpha, beta) of the plotting position; nil for the types that do not interpolate.
  private var plottingPosition: (alpha: Double, beta: Double)? {
    switch self {
    case .inverseDistribution, .averagedInverseDistribution, .nearestEven: nil
    case .interpolatedDistribution: (0, 1)
    case .hazen: (0.5, 0.5)
    case .weibull: (0, 0)
    case .linear: (1, 1)
    case .medianUnbiased: (1.0 / 3, 1.0 / 3)
    case .normalUnbiased: (0.375, 0.375)
    }
  }
}
