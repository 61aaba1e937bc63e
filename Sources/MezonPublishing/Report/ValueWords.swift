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
    guard let window = plan.window else { return try ownText() }
    return try words.text("window.value", ["value": ownText(), "window": text(window)])
  }

  private func ownText() throws(PublishingFailure) -> String {
    switch plan.value {
    case .derived(let derived): return try text(derived)
    case .share: return try words.text("value.share")
    case .coverage(let coverage): return try text(coverage)
    case .rate(let per, let exposure, let isAnnual):
      return try text(exposure, per: per, isAnnual)
    case .estimate(let estimate): return try text(estimate)
    case .ratio, .aggregate: break
    }
    switch plan.declaration.value?.form {
    case .aggregate(let aggregate)?: return try text(aggregate)
    case .ratio(let upper, let lower)?:
      return try words.text("value.ratio", ["upper": text(upper), "lower": text(lower)])
    default: return plan.declaration.value?.range.text ?? ""
    }
  }

  func text(_ aggregate: Aggregate) throws(PublishingFailure) -> String {
    let conditions = ConditionWords(words: words, events: programme.events)
    switch aggregate {
    case .count: return try words.text("value.count")
    case .distinct(let field): return try words.text("value.distinct", ["field": words.term(field.text)])
    case .sum(let quantity): return try words.text("value.sum", ["quantity": conditions.text(quantity)])
    case .mean(let quantity): return try words.text("value.mean", ["quantity": conditions.text(quantity)])
    case .median(let quantity): return try words.text("value.median", ["quantity": conditions.text(quantity)])
    case .quantile(let probability, let quantity):
      let values = ["quantity": try conditions.text(quantity), "probability": words.number(probability.value)]
      return try words.text("value.quantile", values)
    case .onlyWhere(let aggregate, let condition):
      return try words.text("value.where", ["value": text(aggregate), "condition": conditions.text(condition)])
    case .medianTerm: return try words.text("value.median_term")
    }
  }

  private func text(_ coverage: CoveragePlan) throws(PublishingFailure) -> String {
    var values = ["having": try bounds()]
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
      if let register = coverage.register {
        values["register"] = try words.term(programme.events[register.event.index].name)
        result = try words.text("coverage.listed", values)
      } else {
        result = try words.text("coverage.values", values)
      }
    }
    if let grain = coverage.inEvery {
      let name = try words.text("grain." + grain.rawValue)
      result = try words.text("coverage.in_every", ["coverage": result, "grain": name])
    }
    if let post = coverage.post {
      let values = ["coverage": result, "post": try words.term(post.post)]
      let message = coverage.base == .officers ? "coverage.officers_post" : "coverage.post"
      result = try words.text(message, count: post.leastDays, values)
    }
    return result
  }

  /// What a member must have, as it was written.
  private func bounds() throws(PublishingFailure) -> String {
    guard case .coverage(let clause)? = plan.declaration.value?.form else { return "" }
    let conditions = ConditionWords(words: words, events: programme.events)
    var parts: [String] = []
    for (place, bound) in clause.bounds.enumerated() {
      var text: String
      switch bound.limit {
      case .atLeast(let number) where number.parameter != nil:
        text = try words.text("bound.least", ["number": points(ofBound: place)])
      case .atLeast(let number): text = try self.text("bound.least", number)
      case .atMost(let number): text = try self.text("bound.most", number)
      case .none: text = try words.text("bound.none")
      }
      if let condition = bound.condition {
        text = try words.text("bound.where", ["bound": text, "condition": conditions.text(condition)])
      }
      parts.append(text)
    }
    return parts.joined(separator: "; ")
  }

  /// The values of a bound that a parameter gives, each with the day from which it holds.
  private func points(ofBound place: Int) throws(PublishingFailure) -> String {
    guard case .coverage(let coverage) = plan.value, coverage.bounds.indices.contains(place),
      case .atLeastFrom(let points) = coverage.bounds[place].limit
    else { return "" }
    var values: [String] = []
    for point in points {
      let value = words.format.number(Int(point.value))
      values.append(try words.text("parameter.point", ["value": value, "day": words.format.date(point.from)]))
    }
    return "(" + values.joined(separator: "; ") + ")"
  }

  private func text(_ id: String, _ number: NumberLiteral) throws(PublishingFailure) -> String {
    try words.text(number.isPerCent ? id + "_share" : id, ["number": words.number(number.value)])
  }
}
