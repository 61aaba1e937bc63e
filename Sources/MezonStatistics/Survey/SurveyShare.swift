// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The share of a domain's population that has a property, estimated from a survey.
package struct SurveyShare: Equatable, Sendable {
  /// The share, between 0 and 1, with its standard error.
  package let estimate: SurveyEstimate

  /// How many respondents of the domain have the property.
  package let successes: Int

  /// Makes a share of an estimate between 0 and 1, of which so many respondents have the property.
  package init(estimate: SurveyEstimate, successes: Int) {
    self.estimate = estimate
    self.successes = successes
  }

  /// The methods of intervals, for definitions that choose one.
  package enum Method: String, CaseIterable, Sendable {
    /// Korn and Graubard's with the effective respondents never above the respondents, and the respondents themselves at
    /// shares of 0 and 1: the one to publish.
    case kornGraubard
    /// The estimate ± t standard errors, which may pass 0 and 1 and is a point at them.
    case wald
    /// A logistic model's intercept ± t standard errors, found by reweighting until the deviance moves by less than 1e-8.
    case logit
    /// ``wald`` in the scale of the log odds; none at 0 and 1.
    case xlogit
    /// ``wald`` in the scale of the arcsine of the root; none at 0 and 1.
    case asin
    /// Korn and Graubard's as first published, with the effective respondents as they come; none at 0 and 1.
    case beta
    /// Wilson's with the effective respondents; none at 0 and 1.
    case wilson
    /// The profile of the logistic model's likelihood, scaled by the design; none at 0 and 1.
    case likelihood
  }

  /// The respondents of a simple random sample that would tell as much, p·(1-p)/variance; nil at shares of 0 and 1, and
  /// where there is no variance.
  package var effectiveRespondents: Double? {
    let variation = estimate.value * (1 - estimate.value)
    return variation > 0 && estimate.variance > 0 ? variation / estimate.variance : nil
  }

  /// The interval by Korn and Graubard: Clopper and Pearson's for the effective number of respondents.
  ///
  /// The effective number is p·(1-p)/variance, times the square of the ratio of the t points with n - 1 and with the
  /// design's degrees of freedom, and at most n. Where the share is 0 or 1 it is n, for no variance can be estimated; so it
  /// is where the clusters do not differ at all, for it grows beyond n as their variance falls to 0.
  /// Sources: E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998), 193-201; National Center for Health Statistics,
  /// Vital and Health Statistics 2(175) (2017).
  ///
  /// - Parameters:
  ///   - confidence: two-sided, such as 0.95.
  ///   - degreesOfFreedom: the estimate's own unless named.
  /// - Returns: nil for a confidence not strictly between 0 and 1, and without degrees of freedom where the share is in
  ///   between.
  package func kornGraubard(confidence: Double, degreesOfFreedom: Double? = nil) -> Interval? {
    let respondents = Double(estimate.respondents)
    guard let level = ConfidenceLevel(confidence) else { return nil }
    var effective = respondents
    if estimate.value > 0, estimate.value < 1 {
      let degrees = degreesOfFreedom ?? Double(estimate.degreesOfFreedom)
      guard level.t(degreesOfFreedom: degrees) != nil else { return nil }
      if estimate.variance > 0 {
        guard let corrected = corrected(level: level, degreesOfFreedom: degrees) else { return nil }
        effective = min(corrected, respondents)
      }
    }
    return clopperPearson(effective: effective, tail: level.tail)
  }

  /// The effective respondents corrected for the degrees of freedom; nil where they are none.
  private func corrected(level: ConfidenceLevel, degreesOfFreedom: Double, asked: Int? = nil) -> Double? {
    guard let effective = effectiveRespondents,
      let simple = level.t(degreesOfFreedom: Double((asked ?? estimate.respondents) - 1)),
      let design = level.t(degreesOfFreedom: degreesOfFreedom)
    else { return nil }
    return effective * (simple / design) * (simple / design)
  }

  private func clopperPearson(effective: Double, tail: Double) -> Interval {
    let (successes, failures) = (effective * estimate.value, effective * (1 - estimate.value))
    return Interval(
      low: BetaDistribution(a: successes, b: failures + 1)?.quantile(tail) ?? 0,
      high: BetaDistribution(a: successes + 1, b: failures)?.quantile(upperTail: tail) ?? 1)
  }

  /// An interval by a formula of the share, its variance and its degrees of freedom.
  ///
  /// - Parameters:
  ///   - method: which formula.
  ///   - confidence: two-sided, such as 0.95.
  ///   - degreesOfFreedom: the estimate's own unless named.
  ///   - asked: how many the domain has together with those who gave no answer, whom R counts in `beta`; the respondents
  ///     unless named.
  /// - Returns: nil for `logit` and `likelihood`, which need the respondents (see
  ///   ``SurveyDesign/interval(_:ofShare:in:confidence:degreesOfFreedom:asked:)``); where a method has none; for a confidence
  ///   not strictly between 0 and 1; without degrees of freedom.
  package func interval(
    _ method: Method, confidence: Double, degreesOfFreedom: Double? = nil, asked: Int? = nil
  ) -> Interval? {
    let degrees = degreesOfFreedom ?? Double(estimate.degreesOfFreedom)
    guard let level = ConfidenceLevel(confidence), let t = level.t(degreesOfFreedom: degrees) else { return nil }
    let (share, error) = (estimate.value, estimate.standardError)
    let isInside = share > 0 && share < 1
    switch method {
    case .kornGraubard: return kornGraubard(confidence: confidence, degreesOfFreedom: degrees)
    case .wald: return Interval(low: share - t * error, high: share + t * error)
    case .xlogit:
      guard isInside else { return nil }
      let margin = t * error / (share * (1 - share))
      return LogitScale.interval(center: log(share / (1 - share)), margin: margin)
    case .asin:
      guard isInside else { return nil }
      let margin = t * error / (2 * (share * (1 - share)).squareRoot())
      let angle = asinRoot(share)
      return Interval(low: squareOfSine(angle - margin), high: squareOfSine(angle + margin))
    case .beta:
      let effective = corrected(level: level, degreesOfFreedom: degrees, asked: asked)
      return effective.map { clopperPearson(effective: $0, tail: level.tail) }
    case .wilson:
      guard let effective = effectiveRespondents else { return nil }
      return Self.wilson(share: share, effective: effective, z: t)
    case .logit, .likelihood: return nil
    }
  }

  private func asinRoot(_ share: Double) -> Double { Glibc.asin(share.squareRoot()) }

  private func squareOfSine(_ angle: Double) -> Double {
    let sine = sin(angle)
    return sine * sine
  }

  private static func wilson(share: Double, effective: Double, z: Double) -> Interval {
    let square = z * z / effective
    let center = (share + square / 2) / (1 + square)
    let margin = z / (1 + square) * (share * (1 - share) / effective + square / (4 * effective)).squareRoot()
    return Interval(low: center - margin, high: center + margin)
  }
}

/// Numbers in the scale of the log odds.
enum LogitScale {
  /// The share of given log odds.
  static func share(_ logit: Double) -> Double {
    logit < 0 ? exp(logit) / (1 + exp(logit)) : 1 / (1 + exp(-logit))
  }

  /// The interval of shares that is symmetric in the log odds.
  static func interval(center: Double, margin: Double) -> Interval {
    Interval(low: share(center - margin), high: share(center + margin))
  }
}

extension SurveyDesign {
  /// The share of a domain that has a property.
  ///
  /// An answer to a question of one or of several choices is such a property; so is each level of a factor.
  ///
  /// - Parameters:
  ///   - isIn: whether each respondent has it; those outside the domain are not looked at.
  ///   - rows: the domain, ascending; all respondents unless named. Leave out who gave no answer.
  /// - Throws: as ``mean(of:in:)``.
  /// - Complexity: O(rows of the domain + clusters).
  package func share(of isIn: [Bool], in rows: [Int]? = nil) throws(SurveyFault) -> SurveyShare {
    guard isIn.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    var (weight, held, successes) = (0.0, 0.0, 0)
    for row in rows {
      weight += weights[row]
      if isIn[row] {
        held += weights[row]
        successes += 1
      }
    }
    guard weight > 0 else { throw .nothingToEstimate }
    // All or none have it exactly, whatever the rounding of sums.
    let share = successes == rows.count ? 1 : held / weight
    let influences = rows.map { (isIn[$0] ? 1 - share : -share) * (weights[$0] / weight) }
    let form = SurveyLinearForm(value: share, rows: rows, influences: influences)
    let respondents = Double(rows.count)
    let simple = rows.count > 1 ? share * (1 - share) / (respondents - 1) : nil
    return SurveyShare(estimate: try estimate(form, simpleVariance: simple), successes: successes)
  }
}
