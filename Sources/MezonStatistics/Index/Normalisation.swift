// SPDX-License-Identifier: Apache-2.0

/// How the values of an indicator are brought to a scale on which they can be put together with others.
///
/// A missing value stays missing and has no part in any minimum, mean or rank. Where a scale does not exist - all values
/// are equal, and there is no range to divide by - every value is missing, never 0. Values of an indicator of which less
/// is better are turned round (multiplied by -1) first. Source: OECD and JRC, Handbook on Constructing Composite
/// Indicators (2008), section 1.5; W. Becker et al., J. Open Source Software 7 (2022), 4567, for the names and ties.
///
///     Normalisation.minMax(low: 0, high: 100).normalised([2, nil, 4, 3], better: .higher)  // [0, nil, 100, 50]
package enum Normalisation: Equatable, Sendable {
  /// The least value becomes `low`, the greatest `high`, the others in between.
  case minMax(low: Double, high: Double)
  /// The mean becomes `mean`, the sample standard deviation `deviation`.
  case zScore(mean: Double, deviation: Double)
  /// The rank from the worst, 1; equal values share the lowest of their ranks.
  case rank
  /// Borda points: how many values are worse.
  case borda
  /// The share of the other values that are worse.
  case percentileRank
  /// 1 - (greatest - x) / (greatest - least).
  case distanceToMaximum
  /// x / greatest: infinite where the greatest is 0 and x is not.
  case fractionOfMaximum
  /// 1 - (reference - x) / (reference - least), for the value of a chosen unit; at most 1 where capped.
  case distanceToReference(index: Int, isCapped: Bool)
  /// (x - least) / (target - least), or for less is better (greatest - x) / (greatest - target); at most 1 where capped.
  case distanceToTarget(Double, isCapped: Bool)
  /// (x - least) / (greatest - least) between two fixed points that do not depend on the values, brought to `low`...`high`;
  /// held within them where capped.
  case goalposts(least: Double, greatest: Double, low: Double, high: Double, isCapped: Bool)

  /// Which values are better.
  package enum Better: Int, Sendable {
    case higher = 1
    case lower = -1
  }

  /// The values on the scale, in the order of the units.
  ///
  /// - Parameters:
  ///   - values: one for each unit, nil where missing; one that is not finite counts as missing.
  ///   - better: which of them are better.
  /// - Complexity: O(n log n).
  package func normalised(_ values: [Double?], better: Better) -> [Double?] {
    let sign = Double(better.rawValue)
    let turned = values.map { $0.flatMap { $0.isFinite ? sign * $0 : nil } }
    let known = SortedSample(turned.compactMap(\.self)).values
    guard let least = known.first, let greatest = known.last else { return turned }
    func scaled(_ transform: (Double) -> Double) -> [Double?] {
      turned.map { $0.map(transform).flatMap { $0.isNaN ? nil : $0 } }
    }
    switch self {
    case .minMax(let low, let high):
      return scaled { least < greatest ? ($0 - least) / (greatest - least) * (high - low) + low : .nan }
    case .zScore(let mean, let deviation):
      let moments = SampleMoments(known)
      guard let centre = moments.mean, let spread = moments.standardDeviation, spread > 0 else {
        return scaled { _ in .nan }
      }
      return scaled { ($0 - centre) / spread * deviation + mean }
    case .rank: return scaled { Double(Self.below($0, in: known) + 1) }
    case .borda: return scaled { Double(Self.below($0, in: known)) }
    case .percentileRank: return scaled { Double(Self.below($0, in: known)) / Double(known.count - 1) }
    case .distanceToMaximum: return scaled { 1 - (greatest - $0) / (greatest - least) }
    case .fractionOfMaximum:
      // Both are turned round where less is better, so that the ratio of two losses is above 1.
      return scaled { greatest == 0 && $0 != 0 ? ($0 * sign > 0 ? .infinity : -.infinity) : $0 / greatest }
    case .distanceToReference(let index, let isCapped):
      guard turned.indices.contains(index), let reference = turned[index], reference != least else {
        return scaled { _ in .nan }
      }
      return scaled { Self.capped(1 - (reference - $0) / (reference - least), isCapped) }
    case .distanceToTarget(let target, let isCapped):
      let goal = sign * target
      guard goal != least else { return scaled { _ in .nan } }
      return scaled { Self.capped(($0 - least) / (goal - least), isCapped) }
    case .goalposts(let least, let greatest, let low, let high, let isCapped):
      guard least < greatest else { return scaled { _ in .nan } }
      let worst = better == .higher ? least : -greatest
      return scaled { value in
        let place = (value - worst) / (greatest - least)
        return (isCapped ? min(max(place, 0), 1) : place) * (high - low) + low
      }
    }
  }

  private static func capped(_ value: Double, _ isCapped: Bool) -> Double { isCapped ? min(value, 1) : value }

  /// How many values are less than one of them, in an ascending list.
  private static func below(_ value: Double, in sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
