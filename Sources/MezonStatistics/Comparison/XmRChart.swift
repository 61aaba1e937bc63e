// SPDX-License-Identifier: Apache-2.0

/// A chart of individual values and moving ranges, read by the rules of the NHS programme "Making Data Count".
///
/// The process limits are mean ± 2.66 · mean moving range: 3 standard deviations, estimated from what neighbouring values
/// differ by. Before that, moving ranges of 3.267 times their mean or more can be left out once, so that one jump does not
/// widen the limits. Source: NHS England, Making Data Count; D. J. Wheeler, Understanding Variation (2000).
///
/// The rules assume values in the order of time, at one interval, whose ups and downs owe nothing to each other: seasons
/// and slow drifts set them off without any cause in the process.
package struct XmRChart: Equatable, Sendable {
  /// What a value shows; the first of these that applies is its label.
  package enum Signal: String, CaseIterable, Sendable {
    case aboveLimit = "Above UCL"
    case belowLimit = "Below LCL"
    /// Part of seven values each greater than the one before.
    case rising = "7 Point Trend (Increasing)"
    /// Part of seven values each less than the one before.
    case falling = "7 Point Trend (Decreasing)"
    /// In the outer third towards the limit, with another such among three successive values above the mean.
    case twoInThreeAbove = "2 in 3 Above CL"
    case twoInThreeBelow = "2 in 3 Below CL"
    /// Part of seven successive values above the mean.
    case shiftAbove = "7 Points Above CL"
    case shiftBelow = "7 Points Below CL"
    /// Nothing but the ups and downs of the process.
    case none = "Common Cause"
  }

  /// Which way is better.
  package enum Improvement: Int, Sendable {
    case up = 1
    case down = -1
    case neither = 0
  }

  /// What a signal means to who reads the chart.
  package enum Meaning: String, CaseIterable, Sendable {
    case commonCause = "common_cause"
    case improvement = "special_cause_improvement"
    case concern = "special_cause_concern"
    case neutralHigh = "special_cause_neutral_high"
    case neutralLow = "special_cause_neutral_low"
  }

  /// The values, in the order of time.
  package let values: [Double]
  /// The mean of the values that the limits are worked out from.
  package let mean: Double
  /// The process limits; nil where no moving range is left to work them out from.
  package let limits: Interval?
  /// For each value what it shows.
  package let signals: [Signal]
  /// For each value whether it is outside the limits.
  package let isOutside: [Bool]
  /// For each value whether it is inside the limits and more than two thirds of the way to one.
  package let isClose: [Bool]

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - values: in the order of time, finite; a gap in time is for the caller to judge.
  ///   - baseline: how many values from the first the mean and limits are worked out from; nil for all. More than there are
  ///     is all.
  ///   - screensOutliers: whether great moving ranges are left out.
  /// - Returns: nil without a value, for a baseline below 1, and where a value is not finite.
  /// - Complexity: O(values).
  package init?(_ values: [Double], baseline: Int? = nil, screensOutliers: Bool = true) {
    guard baseline ?? 1 >= 1, values.allSatisfy(\.isFinite) else { return nil }
    let base = values.prefix(baseline ?? values.count)
    guard let mean = ExactSum(base).mean(count: base.count) else { return nil }
    var ranges = zip(base, base.dropFirst()).map { abs($1 - $0) }
    if screensOutliers, let all = ExactSum(ranges).mean(count: ranges.count) {
      ranges = ranges.filter { $0 < 3.267 * all }
    }
    let range = ExactSum(ranges).mean(count: ranges.count)
    self.values = values
    self.mean = mean
    limits = range.map { Interval(low: mean - 2.66 * $0, high: mean + 2.66 * $0) }
    let sides = values.map { $0 > mean ? 1 : $0 < mean ? -1 : 0 }
    let outside = values.map { value in range.map { value > mean + 2.66 * $0 || value < mean - 2.66 * $0 } ?? false }
    let close = zip(values, outside).map { value, isOutside in
      let near = 2 * (2.66 / 3)
      return !isOutside && (range.map { value < mean - near * $0 || value > mean + near * $0 } ?? false)
    }
    (isOutside, isClose) = (outside, close)
    let steps = zip(values, values.dropFirst()).map { $1 > $0 ? 1 : $1 < $0 ? -1 : 0 }
    // Seven values in a trend are six steps.
    let trends = Self.inWindows(count: values.count, length: 7) { start in Self.common(steps[start..<(start + 6)]) }
    let shifts = Self.inWindows(count: values.count, length: 7) { start in Self.common(sides[start..<(start + 7)]) }
    let pairs = Self.inWindows(count: values.count, length: 3) { start in
      close[start..<(start + 3)].count { $0 } >= 2 ? Self.common(sides[start..<(start + 3)]) : 0
    }
    signals = values.indices.map { place in
      if outside[place] { return sides[place] > 0 ? .aboveLimit : .belowLimit }
      if trends[place] != 0 { return trends[place] > 0 ? .rising : .falling }
      if close[place], pairs[place] != 0 { return pairs[place] > 0 ? .twoInThreeAbove : .twoInThreeBelow }
      if shifts[place] != 0 { return shifts[place] > 0 ? .shiftAbove : .shiftBelow }
      return .none
    }
  }

  /// What each value means where one way is better: a trend by where it goes, everything else by the side of the mean.
  package func meanings(_ improvement: Improvement) -> [Meaning] {
    signals.map { signal in
      let way = signal.way
      guard way != 0 else { return .commonCause }
      if improvement == .neither { return way > 0 ? .neutralHigh : .neutralLow }
      return way == improvement.rawValue ? .improvement : .concern
    }
  }

  /// The sign that all have in common; 0 where they differ.
  private static func common(_ signs: ArraySlice<Int>) -> Int {
    guard let first = signs.first else { return 0 }
    return signs.allSatisfy { $0 == first } ? first : 0
  }

  /// For each place the sign of a window that it is part of; 0 where it is part of none.
  private static func inWindows(count: Int, length: Int, _ sign: (Int) -> Int) -> [Int] {
    var signs = [Int](repeating: 0, count: count)
    guard count >= length else { return signs }
    for start in 0...(count - length) {
      let found = sign(start)
      if found != 0 { for place in start..<(start + length) { signs[place] = found } }
    }
    return signs
  }
}

extension XmRChart.Signal {
  /// 1 for a sign of more, -1 for one of less, 0 for none.
  fileprivate var way: Int {
    switch self {
    case .aboveLimit, .rising, .twoInThreeAbove, .shiftAbove: 1
    case .belowLimit, .falling, .twoInThreeBelow, .shiftBelow: -1
    case .none: 0
    }
  }
}
