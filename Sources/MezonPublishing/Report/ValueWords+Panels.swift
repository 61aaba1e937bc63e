// SPDX-License-Identifier: Apache-2.0

import MezonEngine
import MezonSemantics

// What several raters say.
extension ValueWords {
  /// The value in words with whom it is asked of, how far they must agree, and what each level means.
  func text(_ value: String, by panel: PanelPlan) throws(PublishingFailure) -> String {
    var parts = [try words.text("panel.raters", ["number": words.format.number(panel.leastRaters)])]
    let fields = programme.events[plan.event.index].fields
    if let body = panel.ratings.body, fields.indices.contains(body), case .choice(let id) = fields[body].type,
      !panel.bodies.isEmpty
    {
      var names: [String] = []
      for member in panel.bodies { names.append(try words.term(programme.choices[id.index].members[member])) }
      parts.append(try words.text("panel.bodies", ["bodies": names.joined(separator: ", ")]))
    }
    if plan.declaration.value?.panel?.requiresNarrative ?? false { parts.append(try words.text("panel.narrative")) }
    if plan.declaration.value?.panel?.requiresEvidence ?? false { parts.append(try words.text("panel.evidence")) }
    if let agreement = panel.agreement {
      var values = ["statistic": agreement.name]
      if let least = agreement.least { values["least"] = words.number(least) }
      parts.append(try words.text(agreement.least == nil ? "panel.agreement" : "panel.agreement_least", values))
    }
    if let rating = panel.rating, programme.rubrics.indices.contains(rating.rubric.index) {
      let rubric = programme.rubrics[rating.rubric.index]
      let levels = rubric.levels.map { "\($0.number) — \(words.own($0.translations) ?? $0.description)" }
      let title = words.own(rubric.labels) ?? rubric.title ?? rubric.name
      parts.append(try words.text("panel.rubric", ["rubric": title, "levels": levels.joined(separator: "; ")]))
    }
    return try words.text("panel.value", ["value": value, "panel": parts.joined(separator: "; ")])
  }

  /// An agreement that is the value itself.
  func text(_ agreement: AgreementPlan, on field: Int) throws(PublishingFailure) -> String {
    let fields = programme.events[plan.event.index].fields
    let name = fields.indices.contains(field) ? fields[field].name : ""
    return try words.text("value.agreement", ["field": words.term(name), "statistic": agreement.name])
  }
}

extension ReportWords {
  /// How far raters agree, and between which levels the middle half of their ratings lies.
  func agreement(_ remark: PanelRemark) throws(PublishingFailure) -> String {
    var values = [
      "statistic": remark.statistic, "low": number(remark.lowerQuartile), "high": number(remark.upperQuartile),
    ]
    guard let agreement = remark.agreement else { return try text("panel.remark_unknown", values) }
    values["agreement"] = format.number(agreement, fractionDigits: 2)
    return try text(remark.isOfCell ? "panel.remark" : "panel.remark_period", values)
  }
}
