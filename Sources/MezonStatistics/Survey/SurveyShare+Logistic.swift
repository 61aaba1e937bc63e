// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A logistic model without any variable but its intercept, fitted to weighted answers of yes and no.
///
/// The fit is by iteratively reweighted least squares as R's `glm` does it: from a start that shrinks each answer towards
/// a half, until the deviance moves by less than 1e-8 of itself. Where all answers are the same the best intercept is
/// infinite, and the fit stops at a finite one that is as good. Source: P. McCullagh, J. A. Nelder, Generalized Linear
/// Models (1989), sections 2.5 and 4.4.
struct InterceptModel {
  /// The weights of yes and of no, scaled so that the mean weight is 1.
  let yes: Double
  let no: Double

  /// How many answers there are.
  let count: Int

  /// The log odds.
  private(set) var logit = 0.0

  /// The share that the log odds give.
  private(set) var share = 0.5

  /// The information by which the last step was taken: that at the log odds before it.
  private(set) var information = 0.0

  /// Fits the model to answers with weights above 0; there has to be one.
  init(weights: [Double], isYes: [Bool]) {
    count = weights.count
    let mean = weights.reduce(0, +) / Double(weights.count)
    var (yes, no) = (0.0, 0.0)
    for (weight, isYes) in zip(weights, isYes) {
      if isYes { yes += weight / mean } else { no += weight / mean }
    }
    (self.yes, self.no) = (yes, no)
    fit(weights: weights.map { $0 / mean }, isYes: isYes)
  }

  /// 2·Σ w·ln(1 / likelihood) at a share.
  private func deviance(_ share: Double) -> Double {
    (yes > 0 ? 2 * yes * log(1 / share) : 0) + (no > 0 ? 2 * no * log(1 / (1 - share)) : 0)
  }

  private mutating func fit(weights: [Double], isYes: [Bool]) {
    // The first step starts each answer from its own share, the others from the common one.
    var (sum, scale, previous) = (0.0, 0.0, 0.0)
    for (weight, isYes) in zip(weights, isYes) {
      let answer = isYes ? 1.0 : 0
      let start = (weight * answer + 0.5) / (weight + 1)
      let information = weight * start * (1 - start)
      sum += information * log(start / (1 - start)) + weight * (answer - start)
      scale += information
      previous += 2 * weight * log(1 / (isYes ? start : 1 - start))
    }
    information = scale
    logit = sum / scale
    share = LogitScale.share(logit)
    for _ in 1..<25 {
      let current = deviance(share)
      if abs(current - previous) / (abs(current) + 0.1) < 1e-8 { break }
      previous = current
      information = (yes + no) * share * (1 - share)
      logit += (yes - (yes + no) * share) / information
      share = LogitScale.share(logit)
    }
  }

  /// The limits of the log odds that the likelihood does not rule out, read off a table as R's `confint` does.
  ///
  /// The signed root of the deviance is worked out in steps of a fifth of the way, put through a cubic spline, and read
  /// back between points of it: within 1e-5 of the exact limits. Source: W. N. Venables, B. D. Ripley, Modern Applied
  /// Statistics with S (2002), section 8.4.
  ///
  /// - Parameters:
  ///   - error: the standard error of the log odds by the design, above 0.
  ///   - t: the point of the t distribution for the confidence.
  /// - Returns: nil where all answers are the same.
  func profileLimits(error: Double, t: Double) -> Interval? {
    guard yes > 0, no > 0, count > 1, error > 0 else { return nil }
    // By how much the design multiplies the model's own variance: it stretches the scale of the deviance.
    let cutoff = t * error * information.squareRoot()
    let tail = NormalDistribution.tails(at: cutoff).upper / 4
    guard let end = StudentTDistribution(degreesOfFreedom: Double(count - 1))?.quantile(upperTail: tail), end.isFinite
    else { return nil }
    let dispersion = Double(count) / Double(count - 1)
    let least = deviance(share)
    func signedRoot(_ logit: Double, _ side: Double) -> Double {
      side * (max(0, deviance(LogitScale.share(logit)) - least) / dispersion).squareRoot()
    }
    var points: [(logit: Double, root: Double)] = [(logit, 0)]
    for side in [-1.0, 1] {
      var step = 0.0
      var root = 0.0
      while step < 10, abs(root) < end {
        step += 1
        let point = logit + side * step * (end / 5) * error
        root = signedRoot(point, side)
        points.append((point, root))
      }
    }
    points.sort { $0.root < $1.root }
    guard let spline = CubicSpline(x: points.map(\.logit), y: points.map(\.root)) else { return nil }
    let grid = spline.grid(count: 3 * points.count)
    guard let low = grid.x(at: -cutoff), let high = grid.x(at: cutoff) else { return nil }
    return Interval(low: LogitScale.share(low), high: LogitScale.share(high))
  }
}

extension SurveyDesign {
  /// An interval for a share by any method.
  ///
  /// - Parameters:
  ///   - method: which; `logit` and `likelihood` fit a model to the respondents.
  ///   - isIn: whether each respondent has the property.
  ///   - rows: the domain, ascending; all respondents unless named.
  ///   - confidence: two-sided, such as 0.95.
  ///   - degreesOfFreedom: the domain's own unless named.
  ///   - asked: see ``SurveyShare/interval(_:confidence:degreesOfFreedom:asked:)``.
  ///   - logitVariance: the variance of the log odds where it is known from elsewhere, such as from replicates.
  /// - Returns: nil where the method has no interval; see ``SurveyShare/Method``.
  /// - Throws: as ``share(of:in:)``.
  package func interval(
    _ method: SurveyShare.Method, ofShare isIn: [Bool], in rows: [Int]? = nil, confidence: Double,
    degreesOfFreedom: Double? = nil, asked: Int? = nil, logitVariance: Double? = nil
  ) throws(SurveyFault) -> Interval? {
    let share = try share(of: isIn, in: rows)
    guard method == .logit || method == .likelihood else {
      return share.interval(method, confidence: confidence, degreesOfFreedom: degreesOfFreedom, asked: asked)
    }
    let degrees = degreesOfFreedom ?? Double(share.estimate.degreesOfFreedom)
    guard let level = ConfidenceLevel(confidence), let t = level.t(degreesOfFreedom: degrees) else { return nil }
    let (model, found) = try logistic(isIn, in: rows)
    let error = logitVariance?.squareRoot() ?? found
    guard method == .likelihood else { return LogitScale.interval(center: model.logit, margin: t * error) }
    return model.profileLimits(error: error, t: t)
  }

  /// The share that a logistic model without variables fits: the share itself to nine digits, and next to 0 or 1, but
  /// not at them, where all respondents or none have the property.
  package func logisticShare(of isIn: [Bool], in rows: [Int]? = nil) throws(SurveyFault) -> Double {
    try logistic(isIn, in: rows).model.share
  }

  /// The fitted model, and the standard error of its log odds by the design.
  private func logistic(
    _ isIn: [Bool], in rows: [Int]?
  ) throws(SurveyFault) -> (model: InterceptModel, error: Double) {
    guard isIn.count == count else { throw .lengthsDiffer }
    let rows = weightedRows(rows)
    guard !rows.isEmpty else { throw .nothingToEstimate }
    let model = InterceptModel(weights: rows.map { weights[$0] }, isYes: rows.map { isIn[$0] })
    let weight = rows.reduce(0) { $0 + weights[$1] }
    let slope = model.share * (1 - model.share)
    let influences = rows.map { ((isIn[$0] ? 1 : 0) - model.share) * (weights[$0] / weight) / slope }
    let form = SurveyLinearForm(value: model.logit, rows: rows, influences: influences)
    return (model, try variance(of: form).squareRoot())
  }
}
