// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// What a cell is judged by besides its events.
struct CellFacts {
  let period: Period
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
  static let notFinite = "not_finite"
  static let belowMinimum = "below_minimum"
}

/// Makes rows of results from the parts of cells (docs/evaluation.md, 6 to 8).
struct CellFinisher {
  let plan: IndicatorPlan
  let indicator: Int
  let coverage: CoverageRule?
  let asOf: CalendarDay

  /// What a share is multiplied by to stand in the indicator's unit.
  private var scale: Double { plan.measure == .perCent ? 100 : 1 }

  /// The row of a cell.
  func row(_ tally: CellTally, _ facts: CellFacts, subject: Subject, split: SplitGroup?) -> ResultRow {
    let figure = figure(tally, facts)
    var (state, reason) = state(tally, facts, figure)
    var value = state == .value ? figure.value : nil
    if let found = value, !found.isFinite { (state, reason, value) = (.undefined, StateReason.notFinite, nil) }
    let target = plan.target?.value(forPeriodStarting: facts.period.first)
    var row = ResultRow(
      indicator: indicator, period: facts.period, subject: subject, split: split, value: value, state: state,
      reason: reason, numerator: figure.numerator.flatMap { $0.isFinite ? $0 : nil },
      denominator: figure.denominator.flatMap { $0.isFinite ? $0 : nil }, excluded: tally.roles.excluded,
      excepted: tally.roles.excepted, notYetDue: tally.roles.notYetDue, n: figure.n, completeness: facts.completeness,
      low: nil, high: nil, method: "", baseline: plan.baseline?.value, target: target, status: .noValue,
      details: details(tally, facts))
    if value != nil, let found = interval(figure), let plan = plan.interval {
      row.low = found.low
      row.high = found.high
      row.method = plan.method.rawValue
    }
    row.status = status(row)
    return row
  }

  private func details(_ tally: CellTally, _ facts: CellFacts) -> [(name: String, json: String)] {
    var details: [(name: String, json: String)] = []
    if let reason = facts.auditFailure { details.append(("audit", jsonText(reason))) }
    let excess = tally.roles.excess.reduce(0, +)
    if excess > 0 { details.append(("beyond_cap", String(excess))) }
    if case .aggregate(.quantile) = plan.value {
      details.append(("quantile_type", String(QuantileType.standard.rawValue)))
    }
    return details
  }

  /// Numerator, denominator, n and value, or why there is none.
  private func figure(_ tally: CellTally, _ facts: CellFacts) -> Figure {
    let counted = tally.roles.counted
    switch plan.value {
    case .share:
      return share(counted, of: counted + tally.roles.missed)
    case .aggregate(let aggregate):
      return single(aggregate, tally)
    case .ratio(let upper, let lower):
      return ratio(tally.value(upper, store: 0), tally.value(lower, store: 1), counted: counted)
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
    case .coverage:
      let having = coverage?.having(facts.members, tally.members, in: facts.period).count ?? 0
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

  private func single(_ aggregate: AggregatePlan, _ tally: CellTally) -> Figure {
    var figure: Figure
    switch aggregate {
    case .count, .distinct: figure = Figure(n: tally.roles.counted)
    case .sum: figure = Figure(n: tally.presentCount(0))
    case .mean:
      figure = Figure(n: tally.presentCount(0))
      figure.numerator = tally.sum(0)
      figure.denominator = Double(figure.n)
    case .quantile: figure = Figure(n: tally.presentCount(0))
    }
    switch tally.value(aggregate, store: 0) {
    case .value(let value):
      figure.value = value
      switch aggregate {
      case .count, .distinct, .sum: figure.numerator = value
      case .mean, .quantile: break
      }
    case .none(let reason): figure.reason = reason
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

  private func state(_ tally: CellTally, _ facts: CellFacts, _ figure: Figure) -> (ValueState, String) {
    if facts.auditFailure != nil { return (.invalid, StateReason.failedAudit) }
    if let from = plan.effectiveFrom, facts.period.first < from { return (.notApplicable, StateReason.notInForce) }
    if let until = plan.effectiveUntil, facts.period.first > until { return (.notApplicable, StateReason.notInForce) }
    if let days = facts.daysInPost, days < plan.exposureDaysAtLeast {
      return (.notApplicable, StateReason.exposureTooShort)
    }
    if let completeness = facts.completeness {
      if completeness == 0 { return (.notReported, StateReason.noHandIn) }
      if completeness < plan.completeAtLeast { return (.notReported, StateReason.incomplete) }
    }
    let roles = tally.roles
    if roles.counted + roles.missed + roles.excepted == 0, roles.notYetDue > 0 {
      return (.notYetDue, StateReason.nothingDue)
    }
    if case .coverage(let coverage) = plan.value, !isDue(coverage, facts) {
      return (.notYetDue, StateReason.periodNotOver)
    }
    if !figure.reason.isEmpty { return (.undefined, figure.reason) }
    if figure.n < plan.tooFewBelow { return (.tooFew, StateReason.belowMinimum) }
    return (.value, "")
  }

  /// Whether a share of members can be told: of units, officers and values when the period is over, of periods when one has ended.
  private func isDue(_ coverage: CoveragePlan, _ facts: CellFacts) -> Bool {
    if case .periods = coverage.base { return !facts.members.isEmpty || facts.periodCount == 0 }
    return facts.isOver
  }

  private func interval(_ figure: Figure) -> Interval? {
    guard let plan = plan.interval, let numerator = figure.numerator else { return nil }
    if figure.isShare {
      guard let method = plan.method.ofProportion, let denominator = figure.denominator else { return nil }
      return ProportionInterval.interval(
        method, successes: numerator, trials: denominator, confidence: plan.confidence)?.scaled(by: scale)
    }
    guard let method = plan.method.ofCount,
      let count = PoissonInterval.interval(method, count: numerator, confidence: plan.confidence)
    else { return nil }
    switch self.plan.value {
    case .aggregate(.count): return count
    case .rate(let per, _, _):
      guard let exposure = figure.denominator else { return nil }
      return Interval(low: per * count.low / exposure, high: per * count.high / exposure)
    default: return nil
    }
  }

  private func status(_ row: ResultRow) -> TargetStatus {
    guard let value = row.value else { return .noValue }
    guard let target = row.target, let isHigherBetter = plan.isHigherBetter else { return .noTarget }
    let low = row.low ?? value
    let high = row.high ?? value
    if isHigherBetter {
      return low >= target ? .met : high < target ? .notMet : .notDistinguishable
    }
    return high <= target ? .met : low > target ? .notMet : .notDistinguishable
  }
}

extension IntervalPlan.Method {
  /// The method for a share; nil for those of counts.
  fileprivate var ofProportion: ProportionInterval.Method? {
    switch self {
    case .wilson: .wilson
    case .clopperPearson: .clopperPearson
    case .jeffreys: .jeffreys
    case .agrestiCoull: .agrestiCoull
    case .exactPoisson, .byar: nil
    }
  }

  /// The method for a count; nil for those of shares.
  fileprivate var ofCount: PoissonInterval.Method? {
    switch self {
    case .exactPoisson: .exact
    case .byar: .byar
    case .wilson, .clopperPearson, .jeffreys, .agrestiCoull: nil
    }
  }
}
