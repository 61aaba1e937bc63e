// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// Says in words how an indicator's value is made from its events.
struct ValueWords {
  let programme: Programme
  let plan: IndicatorPlan
  let words: ReportWords

  /// The value in words.
  func text() throws(PublishingFailure) -> String {
    switch plan.value {
    case .share: return try words.text("value.share")
    case .coverage(let coverage): return try text(coverage)
    case .rate(let per, let exposure, let isAnnual):
      let id = "value.rate_" + exposure.rawValue + (isAnnual ? "_year" : "")
      return try words.text(id, ["number": words.number(per)])
    case .ratio, .aggregate: break
    }
    switch plan.declaration.value?.form {
    case .aggregate(let aggregate)?: return try text(aggregate)
    case .ratio(let upper, let lower)?:
      return try words.text("value.ratio", ["upper": text(upper), "lower": text(lower)])
    default: return plan.declaration.value?.range.text ?? ""
    }
  }

  private func text(_ aggregate: Aggregate) throws(PublishingFailure) -> String {
    let conditions = ConditionWords(words: words)
    switch aggregate {
    case .count: return try words.text("value.count")
    case .distinct(let field): return try words.text("value.distinct", ["field": words.term(field.text)])
    case .sum(let quantity): return try words.text("value.sum", ["quantity": conditions.text(quantity)])
    case .mean(let quantity): return try words.text("value.mean", ["quantity": conditions.text(quantity)])
    case .median(let quantity): return try words.text("value.median", ["quantity": conditions.text(quantity)])
    case .quantile(let probability, let quantity):
      let values = ["quantity": try conditions.text(quantity), "probability": words.number(probability.value)]
      return try words.text("value.quantile", values)
    }
  }

  private func text(_ coverage: CoveragePlan) throws(PublishingFailure) -> String {
    var values = ["least": words.format.number(coverage.atLeast)]
    var result: String
    switch coverage.base {
    case .periods(let grain):
      values["grain"] = try words.text("grains." + grain.rawValue)
      result = try words.text("coverage.periods", values)
    case .units(let level?):
      values["level"] = try words.term(programme.levels[level].name)
      result = try words.text("coverage.level", values)
    case .units(nil): result = try words.text("coverage.units", values)
    case .officers: result = try words.text("coverage.officers", values)
    case .values(let field):
      values["field"] = try words.term(programme.events[plan.event.index].fields[field].name)
      result = try words.text("coverage.values", values)
    }
    if let grain = coverage.inEvery {
      let name = try words.text("grain." + grain.rawValue)
      result = try words.text("coverage.in_every", ["coverage": result, "grain": name])
    }
    if let post = coverage.post {
      let values = ["coverage": result, "post": try words.term(post.post)]
      result = try words.text("coverage.post", count: post.leastDays, values)
    }
    return result
  }
}
