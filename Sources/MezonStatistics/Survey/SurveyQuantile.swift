// SPDX-License-Identifier: Apache-2.0

/// A quantile of a domain's population, estimated from a survey.
package struct SurveyQuantile: Equatable, Sendable {
  /// The quantile.
  package let value: Double

  /// The lower limit; nil where the probability's own interval passes 0.
  package let low: Double?

  /// The upper limit; nil where the probability's own interval passes 1.
  package let high: Double?

  /// The limits' distance by twice the t point, as a standard error; nil where a limit is.
  package let standardError: Double?
}

extension SurveyDesign {
  /// A quantile with Woodruff's interval: the interval of the share up to it, read back through the same rule.
  ///
  /// Source: R. S. Woodruff, JASA 47 (1952), 635-646.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1, such as 0.5 for the median.
  ///   - values: one for each respondent; those outside the domain are not looked at.
  ///   - rows: the domain, ascending; all respondents unless named. Leave out who gave no answer.
  ///   - rule: which definition of a quantile.
  ///   - method: which interval for the share.
  ///   - confidence: two-sided, such as 0.95.
  ///   - degreesOfFreedom: the domain's own unless named.
  ///   - shareLimits: the interval of the share of those for whom it is true, where the design itself is not to give it.
  /// - Throws: as ``mean(of:in:)``, and for a probability or confidence that is none.
  /// - Complexity: O(n log n).
  package func quantile(
    _ probability: Double, of values: [Double], in rows: [Int]? = nil, rule: WeightedQuantileRule = .math,
    method: SurveyShare.Method = .wald, confidence: Double = 0.95, degreesOfFreedom: Double? = nil,
    shareLimits: (([Bool]) -> Interval?)? = nil
  ) throws(SurveyFault) -> SurveyQuantile {
    guard values.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    let sample = WeightedSample(values: rows.map { values[$0] }, weights: rows.map { weights[$0] })
    guard let quantile = sample.quantile(probability, rule: rule), let level = ConfidenceLevel(confidence) else {
      throw .nothingToEstimate
    }
    var isBelow = [Bool](repeating: false, count: count)
    for row in rows { isBelow[row] = values[row] <= quantile }
    let degrees = degreesOfFreedom ?? Double(self.degreesOfFreedom(in: rows))
    let limits: Interval? =
      if let shareLimits {
        shareLimits(isBelow)
      } else {
        try interval(method, ofShare: isBelow, in: rows, confidence: confidence, degreesOfFreedom: degrees)
      }
    let low = limits.flatMap { sample.quantile($0.low, rule: rule) }
    let high = limits.flatMap { sample.quantile($0.high, rule: rule) }
    var error: Double?
    if let low, let high, let t = level.t(degreesOfFreedom: degrees) { error = (high - low) / (2 * t) }
    return SurveyQuantile(value: quantile, low: low, high: high, standardError: error)
  }
}
