// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// What the designs of a survey say of one indicator's estimates: standard error, design effect, interval.
///
/// A class, for it remembers what the respondents of a period add (docs/evaluation.md, 9).
final class SurveyDesigns {
  /// What a design says of an estimate.
  struct Precision {
    /// nil where the design gives none: without degrees of freedom, or for a share of 0 or 1 by a method that has none there.
    let interval: Interval?
    let estimate: SurveyEstimate
    /// The effective respondents; nil where none compare.
    let effectiveRespondents: Double?
    /// Of a share.
    var share: SurveyShare?
    /// nil for a quantile, and where no comparison needs it.
    var figure: SurveyFigure?

    init(interval: Interval?, estimate: SurveyEstimate, effectiveRespondents: Double?) {
      self.interval = interval.flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
      self.estimate = estimate
      self.effectiveRespondents = effectiveRespondents
    }
  }

  /// The quantities of the respondents of a period, in the order of its design.
  private struct Quantities {
    let numerators: [Double]
    let denominators: [Double]
    let isIn: [Bool]
  }

  /// A cell: a period's respondents, and which of them it is about.
  private struct Cell {
    let period: Period
    let whole: PeriodDesign
    let quantities: Quantities
    /// Places in the design, ascending.
    let domain: [Int]
    let isIn: [Bool]
  }

  let frame: SurveyFrame
  private let key: SurveyKey
  private let columns: RespondentColumns
  private let keepsFigures: Bool
  private var quantities: [Period: Quantities] = [:]

  /// Complexity: O(rows).
  init(_ columns: RespondentColumns, _ frame: SurveyFrame, _ key: SurveyKey, keepsFigures: Bool) {
    self.columns = columns
    self.frame = frame
    self.key = key
    self.keepsFigures = keepsFigures
  }

  /// What the design says of the estimate from the rows of a cell, ascending; `naming` as in ``RespondentColumns/figure(_:naming:_:adjusted:)``.
  ///
  /// nil for a quantile without an interval. Complexity: O(respondents of the cell + clusters), with replicates times their number.
  func precision(
    _ rows: [Int32], naming: [Int32]?, in period: Period, _ wanted: IntervalPlan?, scale: Double
  ) -> Result<Precision, SurveyFault>? {
    switch frame.design(of: period) {
    case .failure(let fault): return .failure(fault)
    case .success(let whole):
      let quantities = quantities(of: period, whole)
      var isIn = quantities.isIn
      if let naming {
        isIn = [Bool](repeating: false, count: isIn.count)
        for row in naming { if let place = whole.place(of: row) { isIn[place] = true } }
      }
      let cell = Cell(
        period: period, whole: whole, quantities: quantities,
        domain: rows.filter(columns.isCounted).compactMap { whole.place(of: $0) }, isIn: isIn)
      do {
        guard var precision = try precision(cell, wanted) else { return nil }
        if keepsFigures { precision.figure = try figure(cell, precision.estimate, scale: scale) }
        return .success(precision)
      } catch {
        return .failure(error)
      }
    }
  }

  private func quantities(of period: Period, _ whole: PeriodDesign) -> Quantities {
    if let known = quantities[period] { return known }
    func taken(_ values: [Double]) -> [Double] { whole.rows.map { values[Int($0)] } }
    let numerators = taken(columns.numerators)
    let made = Quantities(
      numerators: numerators, denominators: taken(columns.denominators),
      isIn: columns.plan.form.isShare ? numerators.map { $0 == 1 } : [])
    quantities[period] = made
    return made
  }

  // MARK: Precision

  private func precision(_ cell: Cell, _ wanted: IntervalPlan?) throws(SurveyFault) -> Precision? {
    let confidence = wanted?.confidence ?? 0.95
    let design = cell.whole.design
    switch columns.plan.form {
    case .agreement: return nil
    case .quantile(let probability, _):
      guard wanted?.method == .woodruff else { return nil }
      return try quantile(probability, cell, confidence)
    case .mean:
      let estimate = replicated(try design.mean(of: cell.quantities.numerators, in: cell.domain), cell)
      return Precision(
        interval: estimate.interval(confidence: confidence), estimate: estimate,
        effectiveRespondents: estimate.effectiveRespondents)
    case .total:
      let estimate = replicated(try design.total(of: cell.quantities.numerators, in: cell.domain), cell)
      return Precision(
        interval: estimate.interval(confidence: confidence), estimate: estimate,
        effectiveRespondents: estimate.effectiveRespondents)
    case .ratio:
      let estimate = replicated(
        try design.ratio(of: cell.quantities.numerators, to: cell.quantities.denominators, in: cell.domain), cell)
      return Precision(
        interval: estimate.interval(confidence: confidence), estimate: estimate, effectiveRespondents: nil)
    case .share, .answering, .namingEach:
      let found = try design.share(of: cell.isIn, in: cell.domain)
      let share = SurveyShare(estimate: replicated(found.estimate, cell), successes: found.successes)
      var precision = Precision(
        interval: try interval(of: share, cell, wanted?.method.ofSurveyShare ?? .kornGraubard, confidence),
        estimate: share.estimate, effectiveRespondents: share.effectiveRespondents)
      precision.share = share
      return precision
    }
  }

  private func interval(
    of share: SurveyShare, _ cell: Cell, _ method: SurveyShare.Method, _ confidence: Double
  ) throws(SurveyFault) -> Interval? {
    switch method {
    // Without degrees of freedom too, where the share is 0 or 1.
    case .kornGraubard: return share.kornGraubard(confidence: confidence)
    case .logit, .likelihood:
      var logitVariance: Double?
      if let replicates = cell.whole.replicates {
        guard let variance = replicates.logitVariance(ofReplicates: thetas(cell, replicates)) else { return nil }
        logitVariance = variance
      }
      return try cell.whole.design.interval(
        method, ofShare: cell.isIn, in: cell.domain, confidence: confidence,
        degreesOfFreedom: Double(share.estimate.degreesOfFreedom), logitVariance: logitVariance)
    default: return share.interval(method, confidence: confidence)
    }
  }

  /// With Woodruff's interval: limits of the share up to the quantile, read back as values.
  private func quantile(
    _ probability: Double, _ cell: Cell, _ confidence: Double
  ) throws(SurveyFault) -> Precision {
    let design = cell.whole.design
    let weight = cell.domain.reduce(0) { $0 + design.weights[$1] }
    let degrees = degreesOfFreedom(cell)
    var limits: (([Bool]) -> Interval?)?
    if let replicates = cell.whole.replicates {
      limits = { isBelow in
        let thetas = self.ratios(
          isBelow.map { $0 ? 1 : 0 }, [Double](repeating: 1, count: isBelow.count), cell.domain, replicates)
        let share = cell.domain.reduce(0) { $0 + (isBelow[$1] ? design.weights[$1] : 0) } / weight
        return SurveyEstimate(
          value: share, variance: replicates.variance(ofReplicates: thetas), degreesOfFreedom: degrees, respondents: 0,
          weight: 0
        ).interval(confidence: confidence)
      }
    }
    let found = try design.quantile(
      probability, of: cell.quantities.numerators, in: cell.domain, confidence: confidence,
      degreesOfFreedom: Double(degrees), shareLimits: limits)
    let error = found.standardError ?? .nan
    let estimate = SurveyEstimate(
      value: found.value, variance: error * error, degreesOfFreedom: degrees, respondents: cell.domain.count,
      weight: weight)
    var interval: Interval?
    if let low = found.low, let high = found.high { interval = Interval(low: low, high: high) }
    return Precision(interval: interval, estimate: estimate, effectiveRespondents: nil)
  }

  // MARK: Replicates

  /// The estimate with the variance that its replicates give, where the survey has replicate weights.
  private func replicated(_ estimate: SurveyEstimate, _ cell: Cell) -> SurveyEstimate {
    guard let replicates = cell.whole.replicates else { return estimate }
    return SurveyEstimate(
      value: estimate.value, variance: replicates.variance(ofReplicates: thetas(cell, replicates)),
      degreesOfFreedom: degreesOfFreedom(cell), respondents: estimate.respondents, weight: estimate.weight,
      simpleVariance: estimate.simpleVariance)
  }

  /// Clusters less strata of the cell; of replicates that are handed in without clusters their number less 1.
  private func degreesOfFreedom(_ cell: Cell) -> Int {
    if let replicates = cell.whole.replicates, frame.schema.cluster == nil { return replicates.degreesOfFreedom }
    return cell.whole.base.degreesOfFreedom(in: cell.domain)
  }

  /// The estimate by each set of replicate weights.
  private func thetas(_ cell: Cell, _ replicates: ReplicateWeights) -> [Double] {
    if case .total = columns.plan.form {
      return replicates.replicates.map { weights in
        cell.domain.reduce(0) { $0 + weights[$1] * cell.quantities.numerators[$1] }
      }
    }
    let isShare = columns.plan.form.isShare
    return ratios(
      isShare ? cell.isIn.map { $0 ? 1 : 0 } : cell.quantities.numerators, cell.quantities.denominators, cell.domain,
      replicates)
  }

  private func ratios(
    _ numerators: [Double], _ denominators: [Double], _ domain: [Int], _ replicates: ReplicateWeights
  ) -> [Double] {
    replicates.replicates.map { weights in
      var (upper, lower) = (0.0, 0.0)
      for place in domain {
        upper += weights[place] * numerators[place]
        lower += weights[place] * denominators[place]
      }
      return upper / lower
    }
  }

  // MARK: Comparisons

  /// How the estimate of a cell varies with the sample.
  private func figure(
    _ cell: Cell, _ estimate: SurveyEstimate, scale: Double
  ) throws(SurveyFault) -> SurveyFigure? {
    let design = cell.whole.design
    let form: SurveyLinearForm
    switch columns.plan.form {
    case .quantile, .agreement: return nil
    case .mean: form = try design.meanForm(of: cell.quantities.numerators, in: cell.domain)
    case .total: form = try design.totalForm(of: cell.quantities.numerators, in: cell.domain)
    case .ratio:
      form = try design.ratioForm(
        of: cell.quantities.numerators, to: cell.quantities.denominators, in: cell.domain)
    case .share, .answering, .namingEach:
      form = try design.meanForm(of: cell.isIn.map { $0 ? 1 : 0 }, in: cell.domain)
    }
    let isAdjusted = cell.whole.adjustedWeights != nil
    let rows = cell.whole.rows
    return SurveyFigure(
      survey: key, period: cell.period, scale: scale, domain: form.rows.map { rows[$0] },
      rows: isAdjusted ? rows : form.rows.map { rows[$0] },
      influences: isAdjusted ? design.residuals(of: form) : form.influences,
      replicates: cell.whole.replicates.map { thetas(cell, $0) } ?? [], degreesOfFreedom: estimate.degreesOfFreedom)
  }
}

extension IntervalPlan.Method {
  /// The method for a share of a survey; nil for others.
  fileprivate var ofSurveyShare: SurveyShare.Method? {
    switch self {
    case .kornGraubard: .kornGraubard
    case .logit: .logit
    case .beta: .beta
    case .xlogit: .xlogit
    case .likelihood: .likelihood
    case .wald: .wald
    default: nil
    }
  }
}
