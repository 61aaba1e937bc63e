// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// Makes figures of what several raters say, with how far they agree (docs/evaluation.md, 9a).
///
/// A class, for it remembers the agreement of each period. Where there are fewer raters than asked for, nothing that they said
/// leaves it.
final class PanelFigures {
  private let plan: PanelPlan
  private let estimate: EstimatePlan
  private let columns: PanelColumns
  private let rubric: RubricSchema?
  private let roles: [UInt16]
  private let counted: UInt16
  private let days: [Int32]
  private var agreements: [Period: PanelAgreement] = [:]

  /// nil where the value is not made by raters. Complexity: O(rows).
  init?(_ run: IndicatorRun) {
    guard let estimate = run.plan.value.estimate, let plan = estimate.panel else { return nil }
    self.plan = plan
    self.estimate = estimate
    columns = PanelColumns(plan, estimate, run)
    rubric = plan.rating.flatMap { rating in
      let rubrics = run.evaluator.programme.rubrics
      return rubrics.indices.contains(rating.rubric.index) ? rubrics[rating.rubric.index] : nil
    }
    roles = run.input.roles
    counted = run.input.layout.counted
    days = run.input.days
  }

  /// A figure, what results say beside it, and what publications do.
  struct Outcome {
    var figure: Figure
    var details: [(name: String, json: String)] = []
    var remark: PanelRemark?
  }

  /// The figure of the rows of a cell, and what results say beside it.
  ///
  /// - Parameters:
  ///   - rows: those of the cell; for the group of an answer those of its total.
  ///   - naming: for the group of an answer the rows of those who gave it.
  func figure(
    _ rows: [Int32], naming: [Int32]?, in period: Period
  ) -> Outcome {
    let (ratings, repeated) = columns.ratings(rows)
    let raters = Set(ratings.map(\.rater)).count
    var figure = Figure(n: raters)
    figure.smallestGroup = raters
    if case .agreement(let agreement, _) = estimate.form {
      return agreementFigure(agreement, ratings, figure)
    }
    guard raters > 0 else {
      figure.reason = StateReason.noValues
      return Outcome(figure: figure)
    }
    if raters < plan.leastRaters {
      figure.tooFew = StateReason.tooFewRaters
    } else if plan.ratings.body != nil, Set(ratings.compactMap(\.body)).count < 2 {
      figure.tooFew = StateReason.oneBody
    }
    guard figure.tooFew == nil else { return Outcome(figure: figure) }
    var outcome = Outcome(figure: figure)
    var details = [("raters", String(raters)), ("items", String(Set(ratings.map(\.item)).count))]
    if repeated > 0 { details.append(("repeated_ratings", String(repeated))) }
    if let rubric { details.append(("ratings", levels(of: ratings, rubric))) }
    set(&outcome.figure, ratings, naming: naming)
    outcome.details = details.map { (name: $0.0, json: $0.1) }
    if let agreement = plan.agreement { judge(agreement, ratings, in: period, &outcome) }
    return outcome
  }

  /// The value: of a rating its mean or a quantile of Hyndman and Fan's type 7, else a share of the ratings.
  private func set(_ figure: inout Figure, _ ratings: [PanelRating], naming: [Int32]?) {
    switch estimate.form {
    case .mean:
      var sum = ExactSum()
      for rating in ratings { sum.add(rating.rating ?? 0) }
      (figure.numerator, figure.denominator) = (sum.value, Double(ratings.count))
      figure.value = sum.mean(count: ratings.count)
    case .quantile(let probability, _):
      figure.value = SortedSample(ratings.compactMap(\.rating)).quantile(probability)
    case .share, .answering, .namingEach, .total, .ratio, .agreement:
      let named = naming.map(Set.init)
      let isShare = estimate.form == .share
      let inShare = ratings.count { rating in
        named?.contains(rating.row) ?? (!isShare || roles[Int(rating.row)] == counted)
      }
      figure.isShare = true
      (figure.numerator, figure.denominator) = (Double(inShare), Double(ratings.count))
      figure.value = 100 * Double(inShare) / Double(ratings.count)
      figure.smallestGroup = [inShare, ratings.count - inShare, figure.n].filter { $0 > 0 }.min()
    }
  }

  /// How many ratings each level has: disagreement is shown, not averaged away.
  private func levels(of ratings: [PanelRating], _ rubric: RubricSchema) -> String {
    let counts = rubric.levels.map { level in
      "\"\(level.number)\":\(ratings.count { $0.rating == Double(level.number) })"
    }
    return "{" + counts.joined(separator: ",") + "}"
  }

  /// The agreement beside a value, and whether it is enough for one.
  private func judge(
    _ plan: AgreementPlan, _ ratings: [PanelRating], in period: Period, _ outcome: inout Outcome
  ) {
    var agreement = PanelAgreement(plan, ratings, categories: categories)
    // One item alone cannot tell raters who agree from raters who give all items the same.
    let isOwn = agreement.items >= 2 && agreement.value != nil
    if !isOwn { agreement = self.agreement(plan, of: period) }
    var details = [
      ("agreement", agreement.value.map(jsonNumber) ?? "null"), ("agreement_statistic", jsonText(plan.name)),
      ("agreement_of", jsonText(isOwn ? "cell" : "period")), ("agreement_items", String(agreement.items)),
      ("agreement_ratings", String(agreement.ratings)),
    ]
    if !agreement.reason.isEmpty { details.append(("agreement_missing", jsonText(agreement.reason))) }
    if let error = agreement.standardError, error.isFinite {
      details.append(("agreement_standard_error", jsonNumber(error)))
    }
    if let least = plan.least {
      details.append(("agreement_least", jsonNumber(least)))
      if let value = agreement.value {
        if value < least { outcome.figure.reason = StateReason.lowAgreement }
      } else {
        outcome.figure.reason = StateReason.agreementUnknown
      }
    }
    let sample = SortedSample(ratings.compactMap(\.rating))
    if let low = sample.quantile(0.25), let high = sample.quantile(0.75) {
      details += [("lower_quartile", jsonNumber(low)), ("upper_quartile", jsonNumber(high))]
      outcome.remark = PanelRemark(
        statistic: plan.name, agreement: agreement.value, isOfCell: isOwn, lowerQuartile: low, upperQuartile: high)
    }
    outcome.details += details.map { (name: $0.0, json: $0.1) }
  }

  /// The agreement of all ratings that count in a period, wherever they belong.
  private func agreement(_ plan: AgreementPlan, of period: Period) -> PanelAgreement {
    if let known = agreements[period] { return known }
    let rows = roles.indices.filter { row in
      roles[row] == counted && days[row] != missingDay && period.contains(CalendarDay(daysSinceEpoch: days[row]))
    }
    let ratings = columns.ratings(rows.map { Int32(truncatingIfNeeded: $0) }).kept
    let made = PanelAgreement(plan, ratings, categories: categories)
    agreements[period] = made
    return made
  }

  private var categories: [Double]? { rubric?.levels.map { Double($0.number) } }

  /// An agreement as a value of its own.
  private func agreementFigure(
    _ plan: AgreementPlan, _ ratings: [PanelRating], _ empty: Figure
  ) -> Outcome {
    let agreement = PanelAgreement(plan, ratings, categories: nil)
    var figure = empty
    figure.n = agreement.items
    figure.value = agreement.value
    figure.reason = agreement.reason
    figure.agreement = agreement.coefficient
    figure.smallestGroup = agreement.items
    var details = [
      ("agreement_statistic", jsonText(plan.name)), ("agreement_ratings", String(agreement.ratings)),
      ("raters", String(empty.n)),
    ]
    if let error = agreement.standardError, error.isFinite {
      details += [("standard_error", jsonNumber(error)), ("degrees_of_freedom", String(agreement.items - 1))]
    }
    return Outcome(figure: figure, details: details.map { (name: $0.0, json: $0.1) })
  }
}
