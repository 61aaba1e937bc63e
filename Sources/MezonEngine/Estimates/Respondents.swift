// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// Makes estimates from the rows of cells, with what the survey's design says of them.
final class Respondents {
  private let columns: RespondentColumns
  /// nil where nothing was drawn.
  private let designs: SurveyDesigns?
  private let presentation: PresentationRule?
  /// For the mean of a scale what each respondent scores on each question; else none.
  private let scores: [[Double?]]

  /// Complexity: O(rows).
  init(_ plan: EstimatePlan, _ run: IndicatorRun) {
    let key = SurveyKey(event: run.plan.event, periodField: run.plan.periodField)
    let frame = plan.design.map { run.columns.survey($0, key) }
    columns = RespondentColumns(plan, run, frame)
    designs = frame.map { [columns] in SurveyDesigns(columns, $0, key, keepsFigures: run.keepsSurveyFigures) }
    presentation = run.plan.presentation
    if case .mean(let node) = plan.form, case .scale(let event, let scale) = run.evaluator.programme.graph[node] {
      scores = run.columns.scores(scale, event)
    } else {
      scores = []
    }
  }

  /// Cronbach's alpha of a scale among the respondents of a cell, unweighted, of those who answered all questions.
  func reliability(_ rows: [Int32]) -> (details: [(name: String, json: String)], remark: ScaleReliability?) {
    guard !scores.isEmpty else { return ([], nil) }
    let respondents = rows.filter(columns.isCounted).map { row in scores.map { $0[Int(row)] } }
      .filter { !$0.contains(nil) }
    switch CronbachAlpha.alpha(respondents: respondents) {
    case .success(let alpha):
      let interval = alpha.interval(confidence: 0.95).flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
      var details = [(name: "cronbach_alpha", json: text(of: alpha.value))]
      if let interval {
        details += [("cronbach_alpha_high", text(of: interval.high)), ("cronbach_alpha_low", text(of: interval.low))]
      }
      return (
        details,
        ScaleReliability(
          alpha: alpha.value, low: interval?.low, high: interval?.high, respondents: respondents.count)
      )
    case .failure(let reason):
      return ([("cronbach_alpha", "null"), ("cronbach_alpha_missing", jsonText(reason.rawValue))], nil)
    }
  }

  /// The estimate from the rows of a cell, ascending; see ``RespondentColumns/figure(_:naming:_:adjusted:)``.
  ///
  /// Where an interval is wanted and the design gives none, there is no value: it would be judged as if it were exact.
  func estimate(
    _ rows: [Int32], naming: [Int32]?, in period: Period, _ interval: IntervalPlan?, _ scale: Double
  ) -> (figure: Figure, precision: SurveyDesigns.Precision?) {
    var adjusted: [Double]?
    if let frame = designs?.frame, !frame.schema.margins.isEmpty {
      switch frame.design(of: period) {
      case .success(let whole): adjusted = whole.adjustedWeights
      // Without its weights there is no estimate, whatever interval is asked for.
      case .failure(let fault):
        var figure = Figure(n: rows.count(where: columns.isCounted), reason: fault.reason)
        figure.isShare = columns.plan.form.isShare
        return (figure, nil)
      }
    }
    var figure = columns.figure(rows, naming: naming, scale, adjusted: adjusted)
    if case .total = columns.plan.form, standForThemselves(in: period) { figure.reason = StateReason.weightsOfSample }
    guard figure.reason.isEmpty,
      let found = designs?.precision(
        rows, naming: naming, in: period, interval, scale: columns.plan.form.isShare ? scale : 1)
    else { return (figure, nil) }
    switch found {
    case .success(let precision):
      judge(precision, &figure)
      // What a rule does not let be shown is not shown for that reason.
      if interval != nil, precision.interval == nil, figure.unreliable == nil {
        figure.reason = StateReason.noDesignInterval
      }
      return (figure, precision)
    case .failure(let fault):
      if interval != nil || presentation != nil { figure.reason = fault.reason }
      return (figure, nil)
    }
  }

  /// Whether the weights of a period add up to its respondents: made for shares and means, they say nothing of how many people
  /// there are.
  private func standForThemselves(in period: Period) -> Bool {
    guard let frame = designs?.frame, frame.schema.margins.isEmpty, case .success(let whole) = frame.design(of: period)
    else { return false }
    let count = Double(whole.rows.count)
    return abs(whole.design.weights.reduce(0, +) - count) <= 1e-6 * count
  }

  /// Whether the share is reliable enough to be shown, where a rule is to say so.
  private func judge(_ precision: SurveyDesigns.Precision, _ figure: inout Figure) {
    guard presentation == .nchs, let share = precision.share else { return }
    let standard = PresentationStandard(share)
    figure.presentation = SurveyFacts.Presentation(
      rule: PresentationRule.nchs.rawValue, verdict: standard.verdict.rawValue, reasons: standard.reasons.map(\.name))
    guard standard.verdict == .suppress else { return }
    let first = standard.reasons.first(where: \.suppresses)?.name ?? ""
    figure.unreliable = StateReason.unreliable(first)
  }
}

extension SurveyDesigns.Precision {
  /// What results say of an estimate besides its interval.
  func facts(scale: Double, _ presentation: SurveyFacts.Presentation?) -> SurveyFacts {
    SurveyFacts(
      standardError: scale * estimate.standardError, degreesOfFreedom: estimate.degreesOfFreedom,
      designEffect: estimate.designEffect(withReplacement: true), effectiveRespondents: effectiveRespondents,
      presentation: presentation)
  }
}

extension PresentationStandard.Reason {
  /// The reason as it stands in results.
  fileprivate var name: String {
    switch self {
    case .fewRespondents: "few_respondents"
    case .fewEffectiveRespondents: "few_effective_respondents"
    case .wideInterval: "wide_interval"
    case .relativelyWideInterval: "relatively_wide_interval"
    case .noInterval: "no_interval"
    case .noneOrAll: "none_or_all"
    case .unreliableComplement: "unreliable_complement"
    case .fewDegreesOfFreedom: "few_degrees_of_freedom"
    }
  }
}

extension SurveyFault {
  /// The fault as a reason in results.
  var reason: String {
    switch self {
    case .lonelyCluster: StateReason.lonelyStratum
    case .invalidPopulation: StateReason.badStratumSize
    case .invalidMargin, .notConverged: StateReason.badMargins
    case .tooFewReplicates: StateReason.badReplicates
    default: StateReason.noDesignInterval
    }
  }
}
