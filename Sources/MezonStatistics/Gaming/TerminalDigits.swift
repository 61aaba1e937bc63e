// SPDX-License-Identifier: Apache-2.0

/// The last digits of counts or amounts, which are about equally common where the numbers were measured and not made up.
///
/// Invented and rounded numbers end in 0 and 5 too often. Source: J. E. Mosimann et al., Accountability in Research 4
/// (1995), 31-55. It needs numbers of three digits or so with a spread far above ten: of counts of 0 to 20 the last digit is
/// the number itself, or half of it.
package struct TerminalDigits: Equatable, Sendable {
  /// How often each digit, 0 to 9, is the last.
  package let counts: [Int]
  /// Σ (count - n/10)² / (n/10), with 9 degrees of freedom.
  package let chiSquared: Double
  /// The probability of that chi-squared or more.
  package let pValue: Double
  /// The share that ends in 0 or 5.
  package let heapedShare: Double
  /// The exact probability of that share or more, if one in five ends so.
  package let heapingPValue: Double
  /// The spread of the numbers between their quartiles.
  private let middleRange: Double

  /// How many numbers.
  package var cases: Int { counts.reduce(0, +) }

  /// The last digits of whole numbers; nil without one.
  ///
  /// - Complexity: O(n log n).
  package init?(_ values: [Int]) {
    var counts = [Int](repeating: 0, count: 10)
    for value in values { counts[Int(value.magnitude % 10)] += 1 }
    let n = Double(values.count)
    let heaped = counts[0] + counts[5]
    let sorted = SortedSample(values.map { Double($0) })
    guard n > 0, let chi = ChiSquaredDistribution(degreesOfFreedom: 9),
      let binomial = BinomialDistribution(trials: values.count, probability: 0.2), let low = sorted.quantile(0.25),
      let high = sorted.quantile(0.75)
    else { return nil }
    self.counts = counts
    chiSquared = ExactSum(counts.map { (Double($0) - n / 10) * (Double($0) - n / 10) / (n / 10) }).value
    pValue = chi.tails(at: chiSquared).upper
    heapedShare = Double(heaped) / n
    heapingPValue = binomial.tails(at: heaped - 1).upper
    middleRange = high - low
  }

  /// The evidence of heaping or of other favourite digits: twice the smaller of the two p-values.
  ///
  /// - Returns: refused below 50 numbers, of which fewer than five are expected for each digit, and where the middle half of
  ///   the numbers lies within 30, for then the digits cannot be equally common.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard cases >= 50 else { return .failure(.tooFewCases) }
    guard middleRange >= 30 else { return .failure(.smallCounts) }
    return .success(
      Evidence(
        test: .terminalDigits, pValue: min(1, 2 * min(pValue, heapingPValue)), observed: heapedShare, expected: 0.2,
        cases: cases))
  }
}
