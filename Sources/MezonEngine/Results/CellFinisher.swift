// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// What a cell is judged by besides its events.
struct CellFacts {
  /// The days whose events count.
  let period: Period
  /// The period that the row stands for.
  var label: Period
  /// Whether the period's last day is not after the as-of day.
  let isOver: Bool
  /// Why a recording audit failed.
  var auditFailure: String?
  var completeness: Double?
  /// For officers the days in post.
  var daysInPost: Int?
  /// Residents or officers; nil when unknown.
  var exposure: Double?
  /// For a share of members: all of them.
  var members: [Int32] = []
  /// For a share of periods: how many of them lie inside, ended or not.
  var periodCount = 0

  init(period: Period, isOver: Bool) {
    self.period = period
    label = period
    self.isOver = isOver
  }
}

/// A figure before its state is decided.
struct Figure {
  var numerator: Double?
  var denominator: Double?
  var n: Int
  var value: Double?
  /// Why there is no value; empty when there is one.
  var reason = ""
  var isShare = false
  /// Of a survey's share: the smaller number above 0 of respondents who are in it or who are not, whatever their weight.
  var smallestGroup: Int?
  /// What a rule of presentation says of it; nil where none is asked.
  var presentation: SurveyFacts.Presentation?
  /// Why it is too unreliable to be shown; nil where it is not.
  var unreliable: String?
  /// The agreement of raters that is the value itself; nil for others.
  var agreement: AgreementCoefficient?
  /// The survival of terms, of which the value is the median.
  var survival: SurvivalCurve?
  /// The values of which the value is a quantile.
  var sample: SortedSample?
  /// Why those who speak are too few for a value; nil where they are enough.
  var tooFew: String?
}

/// The reasons of states, as they stand in results.
enum StateReason {
  static let failedAudit = "failed_audit"
  static let notInForce = "not_in_force"
  static let exposureTooShort = "exposure_too_short"
  static let noHandIn = "no_hand_in"
  static let incomplete = "incomplete"
  static let nothingDue = "nothing_due"
  static let periodNotOver = "period_not_over"
  static let zeroDenominator = "zero_denominator"
  static let noValues = "no_values"
  static let noPopulation = "no_population"
  static let noParameterValue = "no_parameter_value"
  static let notFinite = "not_finite"
  static let medianNotReached = "median_not_reached"
  static let noDesignInterval = "no_design_interval"
  static let lonelyStratum = "lonely_stratum"
  static let badStratumSize = "bad_stratum_size"
  // Of ratings.
  static let tooFewRaters = "too_few_raters"
  static let oneBody = "one_body"
  static let lowAgreement = "low_agreement"
  static let agreementUnknown = "agreement_unknown"
  static let nothingRatedTwice = "nothing_rated_twice"
  static let oneCategory = "one_category"
  static let tooManyRaters = "too_many_raters"
  static let weightsOfSample = "weights_of_sample"
  static let badMargins = "bad_margins"
  static let badReplicates = "bad_replicates"
  static let belowMinimum = "below_minimum"

  /// The reason of a rule of presentation why a share is not shown.
  static func unreliable(_ reason: String) -> String { "nchs_" + reason }

  // Of what is made from other indicators.
  static let zeroEarlier = "zero_earlier"
  static let negativeEarlier = "negative_earlier"
  static let noEarlierPeriod = "no_earlier_period"
  static let absentThen = "absent_then"
  static let noMembers = "no_members"
  static let noTarget = "no_target_of_part"

  /// The reason that names an operand's state.
  static func operand(_ state: ValueState) -> String { "operand_" + state.rawValue }
}

/// Makes rows of results from the parts of cells (docs/evaluation.md, 6 to 8).
///
/// A class, for a plan is large and is read for every row.
final class CellFinisher {
  let plan: IndicatorPlan
  let indicator: Int
  let layout: RoleLayout
  let coverage: CoverageRule?
  let respondents: Respondents?
  let panel: PanelFigures?
  /// The intervals of the counts from 0 on that are known.
  let countIntervals: [Interval?]

  init(
    _ plan: IndicatorPlan, indicator: Int, layout: RoleLayout, coverage: CoverageRule?, respondents: Respondents?,
    panel: PanelFigures?, intervals: CountIntervals = CountIntervals()
  ) {
    self.plan = plan
    self.indicator = indicator
    self.layout = layout
    self.coverage = coverage
    self.respondents = respondents
    self.panel = panel
    countIntervals = intervals.intervals(of: plan.interval)
  }

  /// What a share is multiplied by to stand in the indicator's unit.
  var scale: Double { plan.shareScale }

  /// The row of a cell, and for a group of the cell of its total; nil stands for one without events.
  func row(
    _ parts: Accumulator, cell: Int?, of total: Int? = nil, _ facts: CellFacts, subject: Subject, split: SplitGroup?
  ) -> ResultRow {
    let roles = cell.map { RoleCounts(parts.counts(of: $0), layout: layout) } ?? RoleCounts()
    let counts = parts.members.isEmpty ? [] : cell.map { parts.members[$0] } ?? []
    var figure = figure(roles, facts, having: counts) { plan, store in
      AggregateFigure(plan, store: store, parts, cell: cell, counted: roles.counted)
    }
    var precision: SurveyDesigns.Precision?
    if let respondents {
      let isAnswer = split != nil && split?.name == plan.answerSplit?.name
      (figure, precision) = respondents.estimate(
        parts.respondents(of: isAnswer ? total : cell), naming: isAnswer ? parts.respondents(of: cell) : nil,
        in: facts.period, plan.interval, scale)
    }
    let ofPanel = panel.map { panel in
      let isAnswer = split != nil && split?.name == plan.answerSplit?.name
      return panel.figure(
        parts.respondents(of: isAnswer ? total : cell), naming: isAnswer ? parts.respondents(of: cell) : nil,
        in: facts.period)
    }
    if let ofPanel { figure = ofPanel.figure }
    var row = row(roles, figure, facts, subject: subject, split: split, byDesign: precision)
    guard respondents != nil || ofPanel != nil else { return row }
    let scaleReliability = respondents?.reliability(parts.respondents(of: cell))
    row.details += (ofPanel?.details ?? []) + (scaleReliability?.details ?? [])
    row.details += row.surveyFacts?.details ?? []
    row.scaleReliability = row.value == nil ? nil : scaleReliability?.remark
    row.panel = ofPanel?.remark
    if ofPanel != nil { row.details.sort { $0.name < $1.name } }
    return row
  }

  /// The row of a cell whose aggregates are known.
  func row(
    _ roles: RoleCounts, _ facts: CellFacts, subject: Subject, split: SplitGroup?,
    _ aggregate: (AggregatePlan, Int) -> AggregateFigure
  ) -> ResultRow {
    row(roles, figure(roles, facts, aggregate: aggregate), facts, subject: subject, split: split, byDesign: nil)
  }

  private func row(
    _ roles: RoleCounts, _ figure: Figure, _ facts: CellFacts, subject: Subject, split: SplitGroup?,
    byDesign precision: SurveyDesigns.Precision?
  ) -> ResultRow {
    var (state, reason) = state(roles, facts, figure)
    var value = state == .value ? figure.value : nil
    if let found = value, !found.isFinite { (state, reason, value) = (.undefined, StateReason.notFinite, nil) }
    let target = plan.target?.value(forPeriodStarting: facts.label.first)
    let survey = precision?.facts(scale: figure.isShare ? scale : 1, figure.presentation)
    var row = ResultRow(
      indicator: indicator, period: facts.label, subject: subject, split: split, value: value, state: state,
      reason: reason, numerator: figure.numerator.flatMap { $0.isFinite ? $0 : nil },
      denominator: figure.denominator.flatMap { $0.isFinite ? $0 : nil }, excluded: roles.excluded,
      excepted: roles.excepted, notYetDue: roles.notYetDue, n: figure.n, completeness: facts.completeness,
      low: nil, high: nil, method: "", baseline: plan.baseline?.value, target: target, status: .noValue,
      details: details(roles, facts))
    row.surveyFacts = survey
    if state == .tooFew, figure.unreliable != nil { (row.numerator, row.denominator) = (nil, nil) }
    row.surveyFigure = precision?.figure
    let byDesign = precision?.interval?.scaled(by: figure.isShare ? scale : 1)
    if value != nil, let found = byDesign ?? interval(figure), let plan = plan.interval {
      // A limit that the data cannot give is left out.
      row.low = found.low.isFinite ? found.low : nil
      row.high = found.high.isFinite ? found.high : nil
      row.method = plan.method.rawValue
    }
    row.smallestCount = figure.smallestGroup
    row.status = plan.status(of: row)
    return row
  }

  private func details(_ roles: RoleCounts, _ facts: CellFacts) -> [(name: String, json: String)] {
    var details: [(name: String, json: String)] = []
    if let reason = facts.auditFailure { details.append(("audit", jsonText(reason))) }
    if roles.beyondCaps > 0 { details.append(("beyond_cap", String(roles.beyondCaps))) }
    if case .aggregate(.quantile) = plan.value {
      details.append(("quantile_type", String(QuantileType.standard.rawValue)))
    }
    return details
  }

  /// Numerator, denominator, n and value, or why there is none.
  @inline(__always)
  private func figure(
    _ roles: RoleCounts, _ facts: CellFacts, having counts: [MemberCount] = [],
    aggregate: (AggregatePlan, Int) -> AggregateFigure
  ) -> Figure {
    let counted = roles.counted
    switch plan.value {
    case .share:
      return share(counted, of: counted + roles.missed)
    case .aggregate(let plan):
      return single(plan, aggregate(plan, 0), counted: counted)
    case .ratio(let upper, let lower):
      return ratio(aggregate(upper, 0).value, aggregate(lower, 1).value, counted: counted)
    case .rate(let per, _, _):
      var figure = Figure(numerator: Double(counted), denominator: facts.exposure, n: counted)
      guard let exposure = facts.exposure else {
        figure.reason = StateReason.noPopulation
        return figure
      }
      if exposure > 0 {
        figure.value = per * Double(counted) / exposure
      } else {
        figure.reason = StateReason.zeroDenominator
      }
      return figure
    // Made from the rows of others; see FigureBook.
    case .derived: return Figure(n: 0, reason: StateReason.noValues)
    case .estimate: return Figure(n: 0)
    case .coverage(let plan):
      guard plan.bounds.allSatisfy({ $0.isKnown(forPeriodStarting: facts.period.first) }) else {
        let all = facts.members.count
        return Figure(denominator: Double(all), n: all, reason: StateReason.noParameterValue, isShare: true)
      }
      let having = coverage?.having(facts.members, counts, in: facts.period).count ?? 0
      return share(having, of: facts.members.count)
    }
  }

  private func share(_ part: Int, of whole: Int) -> Figure {
    var figure = Figure(numerator: Double(part), denominator: Double(whole), n: whole, isShare: true)
    if whole > 0 {
      figure.value = scale * Double(part) / Double(whole)
    } else {
      figure.reason = StateReason.zeroDenominator
    }
    return figure
  }

  private func single(_ plan: AggregatePlan, _ aggregate: AggregateFigure, counted: Int) -> Figure {
    var figure: Figure
    switch plan {
    case .count, .distinct, .onlyWhere: figure = Figure(n: counted)
    case .sum: figure = Figure(n: aggregate.presentCount)
    case .quantile: figure = Figure(n: aggregate.presentCount, sample: aggregate.sample)
    case .medianTerm: figure = Figure(n: aggregate.presentCount, survival: aggregate.survival)
    case .mean:
      figure = Figure(
        numerator: aggregate.sum, denominator: Double(aggregate.presentCount), n: aggregate.presentCount)
    }
    switch (aggregate.value, plan) {
    case (.value(let value), .mean), (.value(let value), .quantile), (.value(let value), .medianTerm):
      figure.value = value
    case (.value(let value), _):
      figure.value = value
      figure.numerator = value
    case (.none(let reason), _): figure.reason = reason
    }
    return figure
  }

  private func ratio(_ upper: AggregateValue, _ lower: AggregateValue, counted: Int) -> Figure {
    var figure = Figure(n: counted)
    switch lower {
    case .value(let value): figure.denominator = value
    case .none(let reason): figure.reason = reason
    }
    switch upper {
    case .value(let value): figure.numerator = value
    case .none(let reason): figure.reason = reason
    }
    guard let numerator = figure.numerator, let denominator = figure.denominator else { return figure }
    if denominator != 0 {
      figure.value = numerator / denominator
    } else {
      figure.reason = StateReason.zeroDenominator
    }
    return figure
  }

  private func state(_ roles: RoleCounts, _ facts: CellFacts, _ figure: Figure) -> (ValueState, String) {
    if let known = plan.state(by: facts) { return known }
    if roles.counted + roles.missed + roles.excepted == 0, roles.notYetDue > 0 {
      return (.notYetDue, StateReason.nothingDue)
    }
    if case .coverage(let coverage) = plan.value, !isDue(coverage, facts) {
      return (.notYetDue, StateReason.periodNotOver)
    }
    if !figure.reason.isEmpty { return (.undefined, figure.reason) }
    if let reason = figure.tooFew { return (.tooFew, reason) }
    if figure.n < plan.tooFewBelow { return (.tooFew, StateReason.belowMinimum) }
    if let reason = figure.unreliable { return (.tooFew, reason) }
    return (.value, "")
  }

  /// Whether a share of members can be told: of units, officers and values when the period is over, of periods when one has ended.
  private func isDue(_ coverage: CoveragePlan, _ facts: CellFacts) -> Bool {
    // What was in force on a day can be told on that day.
    if plan.moment == .lastDay { return true }
    if case .periods = coverage.base { return !facts.members.isEmpty || facts.periodCount == 0 }
    return facts.isOver
  }
}

extension IndicatorPlan {
  /// The state of a cell that has no value whatever its events are; nil where they decide.
  func state(by facts: CellFacts) -> (ValueState, String)? {
    if facts.auditFailure != nil { return (.invalid, StateReason.failedAudit) }
    if let from = effectiveFrom, facts.label.first < from { return (.notApplicable, StateReason.notInForce) }
    if let until = effectiveUntil, facts.label.first > until { return (.notApplicable, StateReason.notInForce) }
    if let days = facts.daysInPost, days < exposureDaysAtLeast {
      return (.notApplicable, StateReason.exposureTooShort)
    }
    if let completeness = facts.completeness {
      if completeness == 0 { return (.notReported, StateReason.noHandIn) }
      if completeness < completeAtLeast { return (.notReported, StateReason.incomplete) }
    }
    return nil
  }
}
