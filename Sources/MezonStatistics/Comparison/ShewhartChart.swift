// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A control chart of statistics of samples: centre ± a number of standard errors, by the kind of statistic.
///
/// Source: W. A. Shewhart, Economic Control of Quality (1931); D. C. Montgomery, Introduction to Statistical Quality
/// Control (2013), chapters 6 and 7, for the factors d₂, d₃ and c₄ of normal samples.
package struct ShewhartChart: Equatable, Sendable {
  /// What is charted.
  package enum Kind: Equatable, Sendable {
    /// Single values, whose spread is estimated by moving ranges of two.
    case individuals
    /// Means of samples; the standard deviation of a value is given, as by the ranges.
    case means(deviation: Double)
    /// Ranges of samples.
    case ranges
    /// Standard deviations of samples.
    case deviations
    /// Shares of units (p).
    case shares
    /// Counts of units (np).
    case unitCounts
    /// Events for each unit of exposure (u).
    case rates
    /// Counts of events (c), all of one exposure.
    case eventCounts
  }

  /// The statistics, in the order of time.
  package let statistics: [Double]
  /// For each, the line that it varies about.
  package let centres: [Double]
  /// The estimated standard deviation that the limits come from: of a value, or of the statistic for size 1.
  package let deviation: Double
  /// For each, its control limits, held where the statistic can be at all.
  package let limits: [Interval]

  /// The places of statistics outside their limits.
  package var beyond: [Int] {
    statistics.indices.filter { statistics[$0] > limits[$0].high || statistics[$0] < limits[$0].low }
  }

  /// The places that end a run of a number of successive statistics on one side of the centre, or of more.
  package func runs(of length: Int = 7) -> [Int] {
    var (places, side, count): ([Int], Int, Int) = ([], 0, 0)
    for (place, value) in statistics.enumerated() {
      let current = value > centres[place] ? 1 : value < centres[place] ? -1 : 0
      count = current == side && current != 0 ? count + 1 : 1
      side = current
      if side != 0, count >= length { places.append(place) }
    }
    return places
  }

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - statistics: in the order of time, finite.
  ///   - sizes: for each the size of its sample, or its exposure, above 0; for ranges and deviations 2 to 25 values.
  ///   - kind: what is charted.
  ///   - sigmas: how many standard errors the limits are from the centre.
  /// - Returns: nil for lists of different lengths, no statistic, or numbers outside those limits.
  package init?(_ statistics: [Double], sizes: [Double], kind: Kind, sigmas: Double = 3) {
    guard statistics.count == sizes.count, statistics.allSatisfy(\.isFinite),
      sizes.allSatisfy({ $0 > 0 && $0.isFinite }), sigmas >= 0,
      let line = Self.line(statistics, sizes, kind)
    else { return nil }
    self.statistics = statistics
    deviation = line.deviation
    centres = sizes.map { kind == .unitCounts ? line.centre * $0 : line.centre }
    let errors = sizes.map { Self.standardError(kind, size: $0, line.deviation, share: line.centre) }
    limits = zip(centres, zip(errors, sizes)).map { centre, spread in
      let (low, high) = (centre - sigmas * spread.0, centre + sigmas * spread.0)
      switch kind {
      case .individuals, .means: return Interval(low: low, high: high)
      case .shares: return Interval(low: max(0, low), high: min(1, high))
      case .unitCounts: return Interval(low: max(0, low), high: min(spread.1, high))
      case .ranges, .deviations, .rates, .eventCounts: return Interval(low: max(0, low), high: high)
      }
    }
  }

  /// The standard deviation of a value from the ranges of samples: the mean of range / d₂.
  ///
  /// - Returns: nil without a range, or for a size that is not from 2 to 25.
  package static func deviation(ranges: [Double], sizes: [Int]) -> Double? {
    let scaled = zip(ranges, sizes).compactMap { range, size in rangeFactor(size).map { range / $0.mean } }
    return scaled.count == ranges.count ? ExactSum(scaled).mean(count: scaled.count) : nil
  }

  /// The centre and the standard deviation; nil where they cannot be estimated.
  private static func line(_ x: [Double], _ sizes: [Double], _ kind: Kind) -> (centre: Double, deviation: Double)? {
    guard let mean = ExactSum(x).mean(count: x.count) else { return nil }
    let pooled = ExactSum(zip(x, sizes).map { $0 * $1 }).value / ExactSum(sizes).value
    switch kind {
    case .individuals:
      let ranges = zip(x, x.dropFirst()).map { abs($1 - $0) }
      return deviation(ranges: ranges, sizes: ranges.map { _ in 2 }).map { (mean, $0) }
    case .means(let deviation): return deviation >= 0 ? (pooled, deviation) : nil
    case .ranges: return deviation(ranges: x, sizes: sizes.map { Int($0) }).map { (mean, $0) }
    case .deviations:
      let scaled = zip(x, sizes).compactMap { deviation, size in size >= 2 ? deviation / c4(size) : nil }
      return scaled.count == x.count ? ExactSum(scaled).mean(count: x.count).map { (mean, $0) } : nil
    case .shares: return (0...1).contains(pooled) ? (pooled, (pooled * (1 - pooled)).squareRoot()) : nil
    case .unitCounts:
      let share = ExactSum(x).value / ExactSum(sizes).value
      guard (0...1).contains(share), let size = ExactSum(sizes).mean(count: sizes.count) else { return nil }
      return (share, (size * share * (1 - share)).squareRoot())
    case .rates: return pooled >= 0 ? (pooled, pooled.squareRoot()) : nil
    case .eventCounts: return mean >= 0 ? (mean, mean.squareRoot()) : nil
    }
  }

  private static func standardError(_ kind: Kind, size: Double, _ deviation: Double, share: Double) -> Double {
    switch kind {
    case .individuals, .eventCounts: deviation
    case .means, .shares, .rates: deviation / size.squareRoot()
    case .unitCounts: (size * share * (1 - share)).squareRoot()
    case .ranges: deviation * (rangeFactor(Int(size))?.deviation ?? .nan)
    case .deviations: deviation * (1 - c4(size) * c4(size)).squareRoot()
    }
  }

  /// c₄, the mean of the standard deviation of a normal sample: √(2/(n-1)) · Γ(n/2) / Γ((n-1)/2).
  private static func c4(_ size: Double) -> Double {
    (2 / (size - 1)).squareRoot() * exp(lgamma(size / 2) - lgamma((size - 1) / 2))
  }

  /// d₂ and d₃, the mean and the standard deviation of the range of a standard normal sample.
  private static func rangeFactor(_ size: Int) -> (mean: Double, deviation: Double)? {
    guard size >= 2, size - 2 < rangeMeans.count else { return nil }
    return (rangeMeans[size - 2], rangeDeviations[size - 2])
  }

  private static let rangeMeans = [
    1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078, 3.173, 3.258, 3.336, 3.407, 3.472, 3.532, 3.588,
    3.640, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
  ]
  private static let rangeDeviations = [
    0.8525033, 0.8883697, 0.8798108, 0.8640855, 0.8480442, 0.8332108, 0.8198378, 0.8078413, 0.7970584, 0.7873230,
    0.7784873, 0.7704257, 0.7630330, 0.7562217, 0.7499188, 0.7440627, 0.7386021, 0.7334929, 0.7286980, 0.7241851,
    0.7199267, 0.7158987, 0.7120802, 0.7084528,
  ]
}
