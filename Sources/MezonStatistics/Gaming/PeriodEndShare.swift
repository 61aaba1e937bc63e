// SPDX-License-Identifier: Apache-2.0

/// The share of cases that fall in the last days of a period, as where a month's figures are made up on its last days.
package struct PeriodEndShare: Equatable, Sendable {
  /// The cases in the last days.
  package let inLastDays: Int
  /// All cases of the period.
  package let total: Int
  /// The share that the last days would have if all days were alike.
  package let expectedShare: Double
  /// The share that they have.
  package let observedShare: Double
  /// Observed over expected.
  package let ratio: Double
  /// The exact probability of as many in the last days or more.
  package let pValue: Double

  /// Compares the last days; nil for counts below 0, more than all, no case, or a share not strictly between 0 and 1.
  ///
  /// - Parameter expectedShare: from the calendar, as 5 of 31 days; from the working days where work follows those.
  package init?(inLastDays: Int, total: Int, expectedShare: Double) {
    guard inLastDays >= 0, inLastDays <= total, total > 0, expectedShare > 0, expectedShare < 1,
      let binomial = BinomialDistribution(trials: total, probability: expectedShare)
    else { return nil }
    self.inLastDays = inLastDays
    self.total = total
    self.expectedShare = expectedShare
    observedShare = Double(inLastDays) / Double(total)
    ratio = observedShare / expectedShare
    pValue = binomial.tails(at: inLastDays - 1).upper
  }

  /// The exact interval for the share; nil for a confidence not strictly between 0 and 1.
  package func interval(confidence: Double) -> Interval? {
    ProportionInterval.clopperPearson(successes: inLastDays, trials: total, confidence: confidence)
  }

  /// The evidence of too many cases in the last days.
  ///
  /// - Returns: refused where fewer than five cases are expected in the last days.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard Double(total) * expectedShare >= 5 else { return .failure(.tooFewCases) }
    return .success(
      Evidence(test: .periodEnd, pValue: pValue, observed: observedShare, expected: expectedShare, cases: total))
  }
}
