// SPDX-License-Identifier: Apache-2.0

/// An estimate from a survey with what it takes to judge it.
package struct SurveyEstimate: Equatable, Sendable {
  /// What is estimated.
  package let value: Double

  /// The variance of the estimate, by the design.
  package let variance: Double

  /// First-stage clusters less first-stage strata in the domain; 0 or less where there is nothing to judge by.
  package let degreesOfFreedom: Int

  /// How many respondents the domain has.
  package let respondents: Int

  /// The sum of their weights: the estimated size of the domain.
  package let weight: Double

  /// The variance that a simple random sample of as many, drawn with replacement, would have; nil where no simple sample
  /// compares.
  package let simpleVariance: Double?

  /// Makes an estimate.
  package init(
    value: Double, variance: Double, degreesOfFreedom: Int, respondents: Int, weight: Double,
    simpleVariance: Double? = nil
  ) {
    self.value = value
    self.variance = variance
    self.degreesOfFreedom = degreesOfFreedom
    self.respondents = respondents
    self.weight = weight
    self.simpleVariance = simpleVariance
  }

  /// The standard error.
  package var standardError: Double { variance.squareRoot() }

  /// By how much the design multiplies the variance of a simple random sample of as many respondents (Kish's deff).
  ///
  /// - Parameter withReplacement: whether the simple sample is drawn with replacement; otherwise its variance is less by
  ///   the sampled part of the population.
  /// - Returns: nil where no simple sample compares, its variance is 0, or, without replacement, the weights do not add
  ///   up to more than the respondents.
  package func designEffect(withReplacement: Bool) -> Double? {
    guard let simpleVariance, simpleVariance > 0 else { return nil }
    guard !withReplacement else { return variance / simpleVariance }
    guard weight > Double(respondents) else { return nil }
    return variance / (simpleVariance * ((weight - Double(respondents)) / weight))
  }

  /// How many respondents of a simple random sample would tell as much: respondents by design effect, with replacement.
  ///
  /// - Returns: nil as for ``designEffect(withReplacement:)``, and where the estimate has no variance.
  package var effectiveRespondents: Double? {
    guard variance > 0, let effect = designEffect(withReplacement: true) else { return nil }
    return Double(respondents) / effect
  }

  /// The estimate ± t standard errors.
  ///
  /// - Parameters:
  ///   - confidence: two-sided, such as 0.95.
  ///   - degreesOfFreedom: of the t distribution; the estimate's own unless named, infinity for the normal.
  /// - Returns: nil for a confidence not strictly between 0 and 1, or without degrees of freedom.
  package func interval(confidence: Double, degreesOfFreedom: Double? = nil) -> Interval? {
    guard let level = ConfidenceLevel(confidence),
      let t = level.t(degreesOfFreedom: degreesOfFreedom ?? Double(self.degreesOfFreedom))
    else { return nil }
    return Interval(low: value - t * standardError, high: value + t * standardError)
  }
}

extension ConfidenceLevel {
  /// The point of the t distribution with the level's tail above it; nil for degrees of freedom not above 0.
  func t(degreesOfFreedom: Double) -> Double? {
    StudentTDistribution(degreesOfFreedom: degreesOfFreedom)?.quantile(upperTail: tail)
  }
}

extension SurveyDesign {
  /// The rows of a domain that count: all unless named, without those of no weight.
  func weightedRows(_ rows: [Int]?) -> [Int] {
    let rows = rows ?? Array(weights.indices)
    return hasWeightless ? rows.filter { weights[$0] > 0 } : rows
  }

  /// The weighted mean of a variable, in linear form: Σ wᵢ·yᵢ / Σ wᵢ with influences wᵢ·(yᵢ - ȳ) / Σ wᵢ.
  ///
  /// - Parameters:
  ///   - values: one for each respondent; those outside the domain are not looked at.
  ///   - rows: the domain; all respondents unless named.
  /// - Throws: ``SurveyFault/nothingToEstimate`` where the domain has no weight.
  package func meanForm(of values: [Double], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyLinearForm {
    guard values.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    let weight = rows.reduce(0) { $0 + weights[$1] }
    guard weight > 0 else { throw .nothingToEstimate }
    let mean = rows.reduce(0) { $0 + weights[$1] * values[$1] } / weight
    return SurveyLinearForm(
      value: mean, rows: rows, influences: rows.map { (values[$0] - mean) * (weights[$0] / weight) })
  }

  /// The weighted total of a variable, in linear form: Σ wᵢ·yᵢ, each respondent's part being its influence.
  package func totalForm(of values: [Double], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyLinearForm {
    guard values.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    let influences = rows.map { values[$0] * weights[$0] }
    return SurveyLinearForm(value: influences.reduce(0, +), rows: rows, influences: influences)
  }

  /// The ratio of two weighted totals, in linear form: R = Σ wᵢ·yᵢ / Σ wᵢ·xᵢ with influences wᵢ·(yᵢ - R·xᵢ) / Σ wᵢ·xᵢ.
  ///
  /// - Throws: ``SurveyFault/nothingToEstimate`` where the denominator's total is 0.
  package func ratioForm(
    of numerators: [Double], to denominators: [Double], in rows: [Int]? = nil
  ) throws(SurveyFault) -> SurveyLinearForm {
    guard numerators.count == count, denominators.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    let denominator = rows.reduce(0) { $0 + weights[$1] * denominators[$1] }
    guard denominator != 0 else { throw .nothingToEstimate }
    let ratio = rows.reduce(0) { $0 + weights[$1] * numerators[$1] } / denominator
    return SurveyLinearForm(
      value: ratio, rows: rows,
      influences: rows.map { (numerators[$0] - ratio * denominators[$0]) * (weights[$0] / denominator) })
  }

  /// The mean of a variable in a domain.
  ///
  /// - Parameters:
  ///   - values: one for each respondent; those outside the domain are not looked at.
  ///   - rows: the domain, ascending; all respondents unless named. Leave out who gave no answer.
  /// - Throws: ``SurveyFault`` where the domain is empty, or a stratum has one cluster and no remedy is named.
  /// - Complexity: O(rows of the domain + clusters).
  package func mean(of values: [Double], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyEstimate {
    let form = try meanForm(of: values, in: rows)
    let spread = sampleVariance(of: values, about: form)
    return try estimate(form, simpleVariance: spread.map { $0 / Double(form.rows.count) })
  }

  /// The total of a variable over the population of a domain.
  ///
  /// - Throws: as ``mean(of:in:)``; a domain without respondents has the total 0, without degrees of freedom.
  package func total(of values: [Double], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyEstimate {
    let form = try totalForm(of: values, in: rows)
    guard !form.rows.isEmpty else { return try estimate(form) }
    let spread = sampleVariance(of: values, about: try meanForm(of: values, in: rows))
    let weight = form.rows.reduce(0) { $0 + weights[$1] }
    return try estimate(form, simpleVariance: spread.map { $0 * weight * weight / Double(form.rows.count) })
  }

  /// The ratio of two totals in a domain: offences by residents, minutes by visits.
  ///
  /// - Throws: as ``mean(of:in:)``, and where the denominator is 0.
  package func ratio(
    of numerators: [Double], to denominators: [Double], in rows: [Int]? = nil
  ) throws(SurveyFault) -> SurveyEstimate {
    try estimate(ratioForm(of: numerators, to: denominators, in: rows))
  }

  /// The variance of a variable in the population of a domain, n/(n-1)·Σ wᵢ·(yᵢ - ȳ)² / Σ wᵢ, as an estimate.
  ///
  /// - Throws: as ``mean(of:in:)``, and for fewer than two respondents.
  package func populationVariance(of values: [Double], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyEstimate {
    let mean = try meanForm(of: values, in: rows)
    guard mean.rows.count > 1 else { throw .nothingToEstimate }
    let factor = Double(mean.rows.count) / Double(mean.rows.count - 1)
    var squares = [Double](repeating: 0, count: count)
    for row in mean.rows {
      let deviation = values[row] - mean.value
      squares[row] = deviation * deviation * factor
    }
    return try estimate(meanForm(of: squares, in: mean.rows))
  }

  /// The difference of two estimates of one design, such as of two waves or two groups, with their covariance.
  ///
  /// For waves that share clusters - a panel, or the same precincts visited again - stack both into one design, with the
  /// same numbers for the same clusters, and take each wave's rows for a domain.
  ///
  /// - Throws: as ``variance(of:)``.
  package func change(
    from earlier: SurveyLinearForm, to later: SurveyLinearForm
  ) throws(SurveyFault) -> SurveyEstimate {
    try estimate(later - earlier)
  }

  /// An estimate with its variance from its linear form.
  package func estimate(
    _ form: SurveyLinearForm, simpleVariance: Double? = nil
  ) throws(SurveyFault) -> SurveyEstimate {
    SurveyEstimate(
      value: form.value, variance: try variance(of: form), degreesOfFreedom: degreesOfFreedom(in: form.rows),
      respondents: form.rows.count, weight: form.rows.reduce(0) { $0 + weights[$1] }, simpleVariance: simpleVariance)
  }

  /// n/(n-1)·Σ wᵢ·(yᵢ - ȳ)² / Σ wᵢ; nil for fewer than two respondents.
  private func sampleVariance(of values: [Double], about mean: SurveyLinearForm) -> Double? {
    guard mean.rows.count > 1 else { return nil }
    var weight = 0.0
    var squares = 0.0
    for row in mean.rows {
      let deviation = values[row] - mean.value
      weight += weights[row]
      squares += weights[row] * deviation * deviation
    }
    return squares / weight * (Double(mean.rows.count) / Double(mean.rows.count - 1))
  }
}

extension SurveyEstimate {
  /// The change between estimates of two samples drawn independently: variances and degrees of freedom add up.
  package static func independentChange(from earlier: SurveyEstimate, to later: SurveyEstimate) -> SurveyEstimate {
    SurveyEstimate(
      value: later.value - earlier.value, variance: earlier.variance + later.variance,
      degreesOfFreedom: earlier.degreesOfFreedom + later.degreesOfFreedom,
      respondents: earlier.respondents + later.respondents, weight: earlier.weight + later.weight)
  }
}
