// SPDX-License-Identifier: Apache-2.0

/// How far values are from the others, by median and median deviation, which a few wild values do not move.
///
/// z = 0.6745·(x - median) / MAD, with MAD the median of |x - median|, is a standard score for normal values. Source:
/// B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers (1993), with the limit 3.5.
package struct RobustOutliers: Equatable, Sendable {
  /// The median of the values.
  package let median: Double
  /// The median of the distances from it.
  package let medianDeviation: Double
  /// For each value its score; nil where more than half of the values are the same, for 0 divides nothing.
  package let scores: [Double]?

  /// Scores values; nil without one or where one is not finite.
  ///
  /// - Complexity: O(n log n).
  package init?(_ values: [Double]) {
    guard values.allSatisfy(\.isFinite), let median = SortedSample(values).median,
      let deviation = SortedSample(values.map { abs($0 - median) }).median
    else { return nil }
    self.median = median
    medianDeviation = deviation
    let scale = NormalDistribution.quantile(0.75)
    scores = deviation > 0 ? values.map { scale * ($0 - median) / deviation } : nil
  }

  /// Which values are beyond a limit; nil without scores.
  package func isBeyond(limit: Double = 3.5) -> [Bool]? { scores?.map { abs($0) > limit } }

  /// The evidence of the farthest value beyond the limit, its p-value times the number of values.
  ///
  /// The p-value is that of Student's t with 0.37·(n - 1) degrees of freedom: the median deviation knows the spread no
  /// better than a standard deviation of that many values.
  ///
  /// - Returns: refused below 20 values, and where the median deviation is 0.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard let scores else { return .failure(.noVariation) }
    guard scores.count >= 20, let t = StudentTDistribution(degreesOfFreedom: 0.37 * Double(scores.count - 1)) else {
      return .failure(.tooFewCases)
    }
    let farthest = scores.max { abs($0) < abs($1) } ?? 0
    let pValue = min(1, 2 * t.tails(at: abs(farthest)).upper * Double(scores.count))
    return .success(Evidence(test: .outlier, pValue: pValue, observed: farthest, expected: 0, cases: scores.count))
  }
}
