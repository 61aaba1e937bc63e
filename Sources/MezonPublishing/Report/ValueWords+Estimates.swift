// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonSyntax

// Estimates from respondents.
extension ValueWords {
  /// The estimate in words, and how respondents enter it.
  func text(_ estimate: EstimatePlan) throws(PublishingFailure) -> String {
    if case .agreement(let agreement, let field) = estimate.form { return try text(agreement, on: field) }
    let value = try form(estimate)
    if let panel = estimate.panel { return try text(value, by: panel) }
    guard let design = estimate.design else { return value }
    let fields = programme.events[plan.event.index].fields
    let parts: [(String, Int?)] = [
      ("weight", design.weight), ("stratum", design.stratum), ("cluster", design.cluster),
    ]
    var words: [String] = []
    for case (let id, let field?) in parts where fields.indices.contains(field) {
      words.append(try self.words.text("survey." + id, ["field": self.words.term(fields[field].name)]))
    }
    for stage in design.laterStages where fields.indices.contains(stage.cluster) {
      var values = ["field": try self.words.term(fields[stage.cluster].name)]
      if let size = stage.size, fields.indices.contains(size) {
        values["size"] = try self.words.term(fields[size].name)
      }
      let id = values["size"] == nil ? "survey.second_stage" : "survey.sized_stage"
      words.append(try self.words.text(id, values))
    }
    if let size = design.stratumSize, fields.indices.contains(size) {
      words.append(try self.words.text("survey.stratum_size", ["field": self.words.term(fields[size].name)]))
    }
    if let remedy = design.lonelyStrata { words.append(try self.words.text("survey.lonely_" + remedy.rawValue)) }
    words += try weighting(design, fields)
    guard !words.isEmpty else { return try self.words.text("survey.plain", ["value": value]) }
    return try self.words.text("survey.design", ["value": value, "design": words.joined(separator: "; ")])
  }

  /// Known totals, replicate weights and waves.
  private func weighting(
    _ design: SurveySchema, _ fields: [FieldSchema]
  ) throws(PublishingFailure) -> [String] {
    var words: [String] = []
    func add(_ id: String, _ field: Int, _ more: [String: String] = [:]) throws(PublishingFailure) {
      guard fields.indices.contains(field) else { return }
      let values = try ["field": self.words.term(fields[field].name)].merging(more) { first, _ in first }
      words.append(try self.words.text("survey." + id, values))
    }
    for margin in design.margins {
      try add(design.isRaked ? "raked" : "post_stratified", margin.field, ["totals": totals(margin, fields)])
    }
    switch design.replicates {
    case .handedIn(let field, let method): try add("replicates", field, ["method": method.rawValue])
    case .jackknife: words.append(try self.words.text("survey.jackknife"))
    case .bootstrap(let count, let seed):
      let values = ["number": self.words.format.number(count), "seed": String(seed)]
      words.append(try self.words.text("survey.bootstrap", values))
    case nil: break
    }
    if let panel = design.panel { try add("panel", panel) }
    return words
  }

  /// The known sizes of the groups of a margin, the last ones where they change.
  private func totals(_ margin: SurveyMargin, _ fields: [FieldSchema]) throws(PublishingFailure) -> String {
    guard fields.indices.contains(margin.field), case .choice(let id) = fields[margin.field].type else { return "" }
    var texts: [String] = []
    for (member, points) in zip(programme.choices[id.index].members, margin.totals) {
      guard let last = points.last else { continue }
      texts.append("\(try words.term(member)) \(words.number(last.value))")
    }
    return texts.joined(separator: ", ")
  }

  private func form(_ estimate: EstimatePlan) throws(PublishingFailure) -> String {
    switch plan.declaration.value?.form {
    case .answering(let answers, let question)?:
      var terms: [String] = []
      for answer in answers { terms.append(try words.term(answer.text)) }
      let values = ["answers": terms.joined(separator: ", "), "question": try words.term(question.text)]
      return try words.text("value.answering", values)
    case .namingEach(let question)?:
      return try words.text("value.naming_each", ["question": words.term(question.text)])
    case .aggregate(.count)? where estimate.design != nil: return try words.text("value.people")
    case .aggregate(.sum(let quantity))? where estimate.design != nil:
      let conditions = ConditionWords(words: words, events: programme.events)
      return try words.text("value.total", ["quantity": conditions.text(quantity)])
    case .aggregate(.median(let quantity))? where estimate.design != nil: return try quantile(0.5, of: quantity)
    case .aggregate(.quantile(let probability, let quantity))? where estimate.design != nil:
      return try quantile(probability.value, of: quantity)
    case .aggregate(let aggregate)?: return try text(aggregate)
    case .ratio(let upper, let lower)?:
      return try words.text("value.ratio", ["upper": text(upper), "lower": text(lower)])
    default: return try words.text("value.share")
    }
  }

  private func quantile(_ probability: Double, of quantity: Expression) throws(PublishingFailure) -> String {
    let quantity = try ConditionWords(words: words, events: programme.events).text(quantity)
    return try words.text("value.weighted_quantile", ["probability": words.number(probability), "quantity": quantity])
  }
}
