// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// Adds to rows what `compared by` says of them: each is looked at beside the rows of its period, group and level, or beside its own
/// past, which is computed anew (docs/evaluation.md, 13).
struct NaiveComparisons {
  private let evaluator: NaiveEvaluator
  private let declaration: IndicatorDeclaration
  /// All rows of the indicator by their period, as far as they were asked for.
  private var periods: [Period: [NaiveRow]] = [:]

  init(_ evaluator: NaiveEvaluator, _ declaration: IndicatorDeclaration) {
    self.evaluator = evaluator
    self.declaration = declaration
  }

  /// The rows with what their comparisons say.
  mutating func adding(to rows: [NaiveRow]) -> [NaiveRow] {
    guard !declaration.comparisons.isEmpty else { return rows }
    periods = Dictionary(grouping: rows, by: \.period)
    return rows.map { row in
      var row = row
      row.comparisons = declaration.comparisons.map { finding($0.form, row) }
      return row
    }
  }

  private func level(_ subject: NaiveSubject) -> String {
    if case .unit(let unit) = subject { evaluator.world.level(of: unit) } else { "officer" }
  }

  private mutating func finding(_ form: ComparisonClause.Form, _ row: NaiveRow) -> NaiveFinding {
    let name: String
    switch form {
    case .controlChart(let count): return chart(row, Int(count.value))
    case .funnel: name = "funnel"
    case .shrinkage: name = "shrinkage"
    case .reliability: name = "reliability"
    }
    let peers = (periods[row.period] ?? []).filter { other in
      other.split == row.split && level(other.subject) == level(row.subject) && other.state == "value"
        && other.denominator ?? 0 > 0
    }
    guard row.state == "value", let place = peers.firstIndex(where: { $0.subject == row.subject }) else {
      return NaiveFinding(name, code: "no_figure")
    }
    var (isShare, scale) = (true, 100.0)
    if case .rate(let per, _, _)? = declaration.value?.form { (isShare, scale) = (false, per.value) }
    let figures = peers.map { (numerator: $0.numerator ?? 0, denominator: $0.denominator ?? 0) }
    let compared = NaivePeers(isShare: isShare, figures)
    switch form {
    case .funnel(let spread): return compared.funnel(spread, scale: scale)[place]
    case .shrinkage: return compared.shrinkage(scale: scale)[place]
    case .reliability, .controlChart: return compared.reliability()[place]
    }
  }

  private mutating func chart(_ row: NaiveRow, _ count: Int) -> NaiveFinding {
    let name = "control_chart"
    guard row.state == "value" else { return NaiveFinding(name, code: "no_figure") }
    guard row.period.last <= evaluator.world.asOf else { return NaiveFinding(name, code: "period_not_over") }
    let world = evaluator.world
    let event = declaration.event?.text ?? ""
    let first = world.seenEvents(of: event).compactMap { world.day(of: world.ownTime(of: world.log.events[$0])) }.min()
    var values: [Double] = []
    var period = row.period
    while values.count < count, let first, period.last >= first, let value = value(like: row, in: period) {
      values.insert(value, at: 0)
      let earlier = world.programme.calendar.previous(period)
      guard earlier < period else { break }
      period = earlier
    }
    guard values.count >= 12, let chart = NaiveChart(values) else { return NaiveFinding(name, code: "too_few_periods") }
    var code = "common_cause"
    if chart.way != 0 {
      switch declaration.betterWhen?.isHigher {
      case nil: code = chart.way > 0 ? "special_cause_neutral_high" : "special_cause_neutral_low"
      case let isHigher?:
        code = isHigher == (chart.way > 0) ? "special_cause_improvement" : "special_cause_concern"
      }
    }
    return NaiveFinding(
      name, code: code,
      numbers: ["mean": chart.mean, "low": chart.low, "high": chart.high, "periods": Double(values.count)])
  }

  /// The value of the same subject and group in a period; an officer may serve in another unit then.
  private mutating func value(like row: NaiveRow, in period: Period) -> Double? {
    if periods[period] == nil {
      periods[period] = evaluator.plainRows(of: declaration, in: period).filter { $0.period == period }
    }
    return periods[period]?.first { other in
      guard other.split == row.split else { return false }
      switch (other.subject, row.subject) {
      case (.officer(let one, _), .officer(let two, _)): return one == two
      default: return other.subject == row.subject
      }
    }?.value
  }
}
