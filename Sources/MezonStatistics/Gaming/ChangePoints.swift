// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where the level of a series changes, how many times, and how surely.
///
/// For each number of changes the segments with the least sum of squares about their means are found exactly; the number is
/// that of the least Bayesian information criterion. Source: J. Bai, P. Perron, J. Applied Econometrics 18 (2003), 1-22;
/// A. Zeileis et al., J. Statistical Software 7 (2002), 1-38.
package struct ChangePoints: Equatable, Sendable {
  /// For 0, 1, 2 ... changes the least sum of squares.
  package let squares: [Double]
  /// For 0, 1, 2 ... changes the criterion: n·(ln(squares/n) + 1 + ln 2π) + 2·(changes + 1)·ln n.
  package let criterion: [Double]
  /// For 0, 1, 2 ... changes how many values lie up to and with the last before each.
  package let places: [[Int]]
  /// The greatest F statistic of one change against none, over all places that leave the least segment on both sides.
  package let greatestF: Double
  /// The place of that statistic.
  package let greatestFPlace: Int
  /// Which number of changes has the least criterion.
  package let best: Int
  /// The shortest segment that was allowed.
  package let leastSegment: Int
  private let values: [Double]

  /// Looks for changes.
  ///
  /// - Parameters:
  ///   - values: in the order of time, finite.
  ///   - trimming: the shortest segment, as a share of all values; from above 0 to ½.
  /// - Returns: nil where a segment would be shorter than two values, or the values do not vary.
  /// - Complexity: O(n² · changes).
  package init?(_ values: [Double], trimming: Double = 0.15) {
    let n = values.count
    guard trimming > 0, trimming <= 0.5, values.allSatisfy(\.isFinite), let mean = ExactSum(values).mean(count: n)
    else {
      return nil
    }
    let least = Int((Double(n) * trimming).rounded(.down))
    guard least >= 2, 2 * least <= n else { return nil }
    let sums = SegmentSums(values.map { $0 - mean })
    let whole = sums.squares(0, n)
    guard whole > 0 else { return nil }
    let most = max(1, Int((Double(n) / Double(least)).rounded(.up)) - 2)
    let found = Self.segmentations(sums, count: n, least: least, most: most)
    squares = found.map(\.squares)
    places = found.map(\.places)
    let size = Double(n)
    criterion = squares.enumerated().map { changes, squares in
      size * (log(squares / size) + 1 + log(2 * Double.pi)) + 2 * Double(changes + 1) * log(size)
    }
    best = criterion.enumerated().min { $0.element < $1.element }?.offset ?? 0
    let single = (least...(n - least)).map { place in
      let rest = sums.squares(0, place) + sums.squares(place, n)
      return (f: (whole - rest) / (rest / (size - 2)), place: place)
    }
    guard let top = single.max(by: { $0.f < $1.f }) else { return nil }
    (greatestF, greatestFPlace) = (top.f, top.place)
    (leastSegment, self.values) = (least, values)
  }

  /// The best place of each number of changes, by dynamic programming over the last segment.
  private static func segmentations(
    _ sums: SegmentSums, count: Int, least: Int, most: Int
  ) -> [(squares: Double, places: [Int])] {
    var ends: [(squares: Double, places: [Int])?] = (0...count).map { $0 >= least ? (sums.squares(0, $0), []) : nil }
    var found = [(squares: sums.squares(0, count), places: [Int]())]
    for changes in 1...most {
      var next = [(squares: Double, places: [Int])?](repeating: nil, count: count + 1)
      let first = (changes + 1) * least
      guard first <= count else { break }
      for end in first...count {
        var best: (squares: Double, start: Int)?
        for start in (changes * least)...(end - least) {
          guard let before = ends[start] else { continue }
          let squares = before.squares + sums.squares(start, end)
          if squares < best?.squares ?? .infinity { best = (squares, start) }
        }
        if let best, let before = ends[best.start] { next[end] = (best.squares, before.places + [best.start]) }
      }
      guard let whole = next[count] else { break }
      found.append(whole)
      ends = next
    }
    return found
  }

  /// The probability of the greatest F or more in a series without change.
  ///
  /// Source: A. Estrella, Econometric Theory 19 (2003), 1128-1143, for the supremum of a squared Bessel process of order 1 over
  /// the trimmed range. It is good in the tail, at values of 5 and more, and below that is no less than what it says at 5; it is
  /// never given below 2⁻⁵², under which it means nothing.
  package var pValue: Double { pValue(statistic: greatestF) }

  /// The same for short series: first the F is brought to the value that has its probability in a series without end.
  ///
  /// One F of n values has the distribution of a squared Student's t with n - 2 degrees of freedom, whose tail is the
  /// heavier the shorter the series.
  package var shortSeriesPValue: Double {
    guard let t = StudentTDistribution(degreesOfFreedom: Double(values.count - 2)) else { return pValue }
    let z = NormalDistribution.quantile(upperTail: t.tails(at: greatestF.squareRoot()).upper)
    return pValue(statistic: z * z)
  }

  private func pValue(statistic: Double) -> Double {
    let share = Double(leastSegment) / Double(values.count)
    let x = max(statistic, 5)
    let range = 2 * log((1 - share) / share)
    let tail = (x / (2 * Double.pi)).squareRoot() * exp(-x / 2) * ((1 - 1 / x) * range + 2 / x)
    return min(max(tail, .ulpOfOne), 1)
  }

  /// The interval of each place of the best number of changes.
  ///
  /// Source: J. Bai, Review of Economics and Statistics 79 (1997), 551-563, with the variances of the segments apart.
  ///
  /// - Returns: for each change the least and the greatest number of values before it; nil for one whose segments do not
  ///   vary or where the distribution gives no limit, and for all for a confidence not strictly between 0 and 1.
  package func intervals(confidence: Double) -> [ClosedRange<Int>?] {
    let chosen = places[best]
    guard confidence > 0, confidence < 1 else { return chosen.map { _ in nil } }
    let edges = [0] + chosen + [values.count]
    return chosen.indices.map { index in
      let before = SampleMoments(values[edges[index]..<edges[index + 1]])
      let after = SampleMoments(values[edges[index + 1]..<edges[index + 2]])
      guard let first = before.mean, let second = after.mean, let spread = before.populationVariance,
        let other = after.populationVariance, spread > 0, other > 0, first != second
      else { return nil }
      let distribution = BreakDistribution(ratio: other / spread)
      let tail = (1 - confidence) / 2
      guard let low = distribution.quantile(tail), let high = distribution.quantile(1 - tail) else { return nil }
      let scale = spread / ((second - first) * (second - first))
      let (start, end) = (
        chosen[index] - Int((high * scale).rounded(.up)), chosen[index] - Int((low * scale).rounded(.down))
      )
      return min(start, end)...max(start, end)
    }
  }

  /// The evidence of a change of level.
  ///
  /// - Returns: refused below 20 values.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard values.count >= 20 else { return .failure(.tooFewCases) }
    return .success(
      Evidence(test: .changePoint, pValue: shortSeriesPValue, observed: greatestF, expected: 1, cases: values.count))
  }
}

/// Running sums, from which the sum of squares about the mean of any stretch is read at once.
private struct SegmentSums {
  private var sums = [0.0]
  private var squared = [0.0]

  /// The values should be about 0, so that little is lost to cancellation.
  init(_ values: [Double]) {
    var (sum, squares) = (ExactSum(), ExactSum())
    for value in values {
      sum.add(value)
      squares.addProduct(value, value)
      sums.append(sum.value)
      squared.append(squares.value)
    }
  }

  /// The sum of squares about their mean of the values from `start` to before `end`.
  func squares(_ start: Int, _ end: Int) -> Double {
    let sum = sums[end] - sums[start]
    return max(0, squared[end] - squared[start] - sum * sum / Double(end - start))
  }
}

/// The distribution of where the maximum lies of a two-sided Brownian motion with drift, whose two sides vary differently.
private struct BreakDistribution {
  /// The variance after the change over that before.
  let ratio: Double

  /// The probability of a place up to x, in units of variance over squared change.
  func probability(_ x: Double) -> Double {
    let size = abs(x)
    guard size > 0 else { return x < 0 ? probability(-1e-12) : probability(1e-12) }
    func product(_ exponent: Double, _ z: Double) -> Double {
      // e^exponent · P(Z < z) without overflow: the tail of the normal distribution falls as fast as the power rises.
      let below = NormalDistribution.tails(at: z).lower
      if below > 1e-280 { return exp(exponent + log(below)) }
      return exp(exponent - z * z / 2) / (-z * (2 * Double.pi).squareRoot()) * (1 - 1 / (z * z) + 3 / (z * z * z * z))
    }
    let root = size.squareRoot()
    let density = (size / (2 * Double.pi)).squareRoot()
    if x < 0 {
      let share = 1 / ratio
      return -density * exp(-size / 8)
        - ratio * (ratio + 2) / (ratio + 1) * product(share * (1 + share) * size / 2, -(0.5 + share) * root)
        + (size / 2 - 2 + (ratio + 2) * (ratio + 2) / (ratio + 1)) * product(0, -root / 2)
    }
    let share = 1 / ratio
    return 1 + share.squareRoot() * density * exp(-share * size / 8)
      + share * (2 * ratio + 1) / (ratio + 1)
      * product((ratio + 1) * size / 2, -(ratio + 0.5) / ratio.squareRoot() * root)
      - ((2 * ratio + 1) * (2 * ratio + 1) / ((ratio + 1) * ratio) - 2 + share * size / 2)
      * product(0, -share.squareRoot() * root / 2)
  }

  /// The place with a probability below it; nil where the two sides' masses leave none on the side of the median.
  func quantile(_ target: Double) -> Double? {
    let middle = probability(0)
    guard middle.isFinite, (target < 0.5) == (target < middle) else { return nil }
    var (near, far) = (0.0, target < middle ? -1.0 : 1.0)
    while (probability(far) - target) * (middle - target) > 0 {
      far *= 2
      guard abs(far) < 1e9 else { return nil }
    }
    for _ in 0..<200 {
      let between = (near + far) / 2
      if between == near || between == far { break }
      if (probability(between) - target) * (middle - target) > 0 { near = between } else { far = between }
    }
    return (near + far) / 2
  }
}
