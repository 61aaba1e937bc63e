// SPDX-License-Identifier: Apache-2.0

/// Two independent proportions, and the intervals for how they differ; the first is compared to the second.
package struct TwoProportions: Equatable, Sendable {
  /// The successes in the first group.
  package let firstSuccesses: Double
  /// The size of the first group, above 0.
  package let firstTrials: Double
  /// The successes in the second group.
  package let secondSuccesses: Double
  /// The size of the second group, above 0.
  package let secondTrials: Double

  /// Makes a pair; nil for a group without trials or with successes outside 0...trials.
  package init?(firstSuccesses: Int, firstTrials: Int, secondSuccesses: Int, secondTrials: Int) {
    guard firstTrials > 0, secondTrials > 0, (0...firstTrials).contains(firstSuccesses),
      (0...secondTrials).contains(secondSuccesses)
    else { return nil }
    self.firstSuccesses = Double(firstSuccesses)
    self.firstTrials = Double(firstTrials)
    self.secondSuccesses = Double(secondSuccesses)
    self.secondTrials = Double(secondTrials)
  }

  private init(firstSuccesses: Double, firstTrials: Double, secondSuccesses: Double, secondTrials: Double) {
    self.firstSuccesses = firstSuccesses
    self.firstTrials = firstTrials
    self.secondSuccesses = secondSuccesses
    self.secondTrials = secondTrials
  }

  private var firstShare: Double { firstSuccesses / firstTrials }
  private var secondShare: Double { secondSuccesses / secondTrials }

  /// The first proportion less the second.
  package var difference: Double { firstShare - secondShare }

  /// The interval for the difference that squares and adds the distances of the two Wilson limits.
  ///
  /// Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func newcombeDifference(confidence: Double) -> Interval? {
    guard
      let first = ProportionInterval.interval(
        .wilson, successes: firstSuccesses, trials: firstTrials, confidence: confidence),
      let second = ProportionInterval.interval(
        .wilson, successes: secondSuccesses, trials: secondTrials, confidence: confidence)
    else { return nil }
    let below = Self.hypotenuse(firstShare - first.low, second.high - secondShare)
    let above = Self.hypotenuse(first.high - firstShare, secondShare - second.low)
    return Interval(low: max(-1, difference - below), high: min(1, difference + above))
  }

  /// The score interval for the difference, between -1 and 1.
  ///
  /// A difference d belongs to it where (p₁ - p₂ - d)² ≤ z²·V, with V the variance at the likeliest proportions that
  /// differ by d, times N/(N - 1). Source: O. Miettinen, M. Nurminen, Statistics in Medicine 4 (1985), 213-226.
  /// The likeliest proportions and the limits are found by halving, to the last digits of a Double.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func scoreDifference(confidence: Double) -> Interval? {
    guard let level = ConfidenceLevel(confidence) else { return nil }
    return Interval(
      low: Self.boundary(inside: difference, outside: -1) { isRejected(difference: $0, z: level.z) },
      high: Self.boundary(inside: difference, outside: 1) { isRejected(difference: $0, z: level.z) })
  }

  /// The score interval for the first proportion divided by the second, from 0 to infinity.
  ///
  /// Source: as for ``scoreDifference(confidence:)``. The limit is 0 where the first group has no success and infinity
  /// where the second has none.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func scoreRatio(confidence: Double) -> Interval? {
    guard let level = ConfidenceLevel(confidence) else { return nil }
    // The upper limit is found from the other side, where it is a small ratio: large ones would overflow when squared.
    return Interval(low: ratioLow(z: level.z), high: 1 / mirrored.ratioLow(z: level.z))
  }

  /// The score interval for the first group's odds divided by the second's, from 0 to infinity.
  ///
  /// Source: as for ``scoreDifference(confidence:)``, with the correction of the score's bias by J. J. Gart, Biometrika 72
  /// (1985), 673-677. The limit is 0 where the first group has no success or the second no failure, and infinity where
  /// the first has no failure or the second no success.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func scoreOddsRatio(confidence: Double) -> Interval? {
    guard let level = ConfidenceLevel(confidence) else { return nil }
    return Interval(low: oddsRatioLow(z: level.z), high: 1 / mirrored.oddsRatioLow(z: level.z))
  }
}

extension TwoProportions {
  /// The factor N/(N - 1) by which Miettinen and Nurminen correct a variance.
  private var varianceCorrection: Double { (firstTrials + secondTrials) / (firstTrials + secondTrials - 1) }

  /// p₁·(1-p₁)/n₁ + scale²·p₂·(1-p₂)/n₂, corrected.
  private func variance(_ first: Double, _ second: Double, scale: Double) -> Double {
    (first * (1 - first) / firstTrials + scale * scale * second * (1 - second) / secondTrials) * varianceCorrection
  }

  private func isRejected(difference: Double, z: Double) -> Bool {
    let (least, greatest) = (max(0, -difference), min(1, 1 - difference))
    // The likelihood has one peak: its slope falls, and changes sign at the likeliest second proportion.
    let second = Self.boundary(inside: least, outside: greatest) { share in
      let slope =
        Self.slope(firstSuccesses, firstTrials, at: share + difference)
        + Self.slope(secondSuccesses, secondTrials, at: share)
      return slope < 0
    }
    let distance = self.difference - difference
    let first = min(max(second + difference, 0), 1)
    return distance * distance > z * z * variance(first, second, scale: 1)
  }

  private var mirrored: TwoProportions {
    TwoProportions(
      firstSuccesses: secondSuccesses, firstTrials: secondTrials, secondSuccesses: firstSuccesses,
      secondTrials: firstTrials)
  }

  private func ratioLow(z: Double) -> Double {
    guard firstSuccesses > 0 else { return 0 }
    return Self.lowerBoundary { ratio in
      // The likeliest second proportion is a root of n·θ·p² - (θ·(n₁ + x₂) + x₁ + n₂)·p + x₁ + x₂, with n and x the sums.
      let successes = firstSuccesses + secondSuccesses
      let linear = ratio * (firstTrials + secondSuccesses) + firstSuccesses + secondTrials
      let discriminant = linear * linear - 4 * (firstTrials + secondTrials) * ratio * successes
      let second = min(1, 2 * successes / (linear + max(0, discriminant).squareRoot()))
      let distance = firstShare - ratio * secondShare
      return distance > 0 && distance * distance > z * z * variance(min(1, ratio * second), second, scale: ratio)
    }
  }

  private func oddsRatioLow(z: Double) -> Double {
    let (firstFailures, secondFailures) = (firstTrials - firstSuccesses, secondTrials - secondSuccesses)
    guard firstSuccesses > 0, secondFailures > 0 else { return 0 }
    return Self.lowerBoundary { oddsRatio in
      let (success, failure) = likeliestSecond(oddsRatio: oddsRatio)
      let sum = failure + oddsRatio * success
      let (first, firstRest) = (oddsRatio * success / sum, failure / sum)
      let firstVariance = firstTrials * first * firstRest
      let secondVariance = secondTrials * success * failure
      let total = firstVariance + secondVariance
      let product = firstVariance * secondVariance
      // x₁ - n₁·p₁, in which nothing is lost where p₁ is next to 0 or 1.
      let distance = firstSuccesses * firstRest - firstFailures * first
      let score = distance * total - (first - success) * (product / total)
      return score > 0 && score * score > z * z * total * product * varianceCorrection
    }
  }

  /// The likeliest second proportion of groups whose odds have a given ratio, and 1 less it with its own digits.
  ///
  /// The first is a root of n₂·(ψ-1)·p² + (n₁·ψ + n₂ - x·(ψ-1))·p - x, with x all successes; the second of the same
  /// equation for failures, in which ψ is inverted.
  private func likeliestSecond(oddsRatio: Double) -> (success: Double, failure: Double) {
    let successes = firstSuccesses + secondSuccesses
    let failures = firstTrials + secondTrials - successes
    return (
      Self.positiveRoot(
        square: secondTrials * (oddsRatio - 1),
        linear: firstTrials * oddsRatio + secondTrials - successes * (oddsRatio - 1), constant: successes),
      Self.positiveRoot(
        square: secondTrials * (1 - oddsRatio),
        linear: firstTrials + secondTrials * oddsRatio - failures * (1 - oddsRatio), constant: failures * oddsRatio)
    )
  }

  /// The root p of square·p² + linear·p = constant between 0 and 1, in the form that subtracts no nearly equal numbers.
  private static func positiveRoot(square: Double, linear: Double, constant: Double) -> Double {
    let root = max(0, linear * linear + 4 * square * constant).squareRoot()
    return min(1, linear > 0 ? 2 * constant / (linear + root) : (root - linear) / (2 * square))
  }

  /// The slope of a binomial log-likelihood, x/p - (n-x)/(1-p), without the terms of no successes or no failures.
  private static func slope(_ successes: Double, _ trials: Double, at share: Double) -> Double {
    (successes > 0 ? successes / share : 0) - (trials > successes ? (trials - successes) / (1 - share) : 0)
  }

  /// Where a condition begins to hold on the way from a point where it does not to the end of the range.
  ///
  /// - Returns: the end itself where the condition holds nowhere before it.
  private static func boundary(inside: Double, outside: Double, _ holds: (Double) -> Bool) -> Double {
    var (near, far) = (inside, outside)
    for _ in 0..<70 {
      let middle = near + (far - near) / 2
      if middle == near || middle == far { break }
      if holds(middle) { far = middle } else { near = middle }
    }
    return far
  }

  /// Where a condition that holds at small numbers ceases to hold on the way up from 0.
  ///
  /// The bit patterns of positive numbers are in their order: halving them finds numbers of any size alike.
  private static func lowerBoundary(isTooLow: (Double) -> Bool) -> Double {
    var (low, high) = (UInt64(0), 1e100.bitPattern)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isTooLow(Double(bitPattern: middle)) { low = middle } else { high = middle }
    }
    return Double(bitPattern: low)
  }

  /// √(a² + b²) for two numbers between 0 and 1.
  private static func hypotenuse(_ first: Double, _ second: Double) -> Double {
    (first * first + second * second).squareRoot()
  }
}
