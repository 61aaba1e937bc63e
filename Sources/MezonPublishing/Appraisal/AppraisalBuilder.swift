// SPDX-License-Identifier: Apache-2.0

package import MezonAppraisal
package import MezonEngine
import MezonSemantics

/// Says appraisals in the language of some words.
package struct AppraisalBuilder: Sendable {
  let edition: AppraisalEdition
  let words: ReportWords
  private let figures: FigureBuilder
  private let captions: AppraisalContent.Captions

  /// Puts what all officers' appraisals repeat into words once.
  /// - Throws: ``PublishingFailure`` when the catalogue lacks a message.
  package init(_ edition: AppraisalEdition, words: ReportWords) throws(PublishingFailure) {
    self.edition = edition
    self.words = words
    let plan = edition.plan
    let names = Set(plan.parts.flatMap { $0.items.map(\.indicator) } + plan.context)
    let indicators = edition.programme.indicators.indices.filter {
      names.contains(edition.programme.indicators[$0].id)
    }
    figures = try FigureBuilder(
      programme: edition.programme, organisation: edition.organisation, indicators: indicators, words: words)
    captions = try AppraisalContent.Captions(words)
  }

  /// What one officer's appraisal says.
  ///
  /// - Parameter explain: gives the explanation of a figure of the officer.
  /// Complexity: linear in the officer's events.
  package func content(
    of appraisal: Appraisal, explain: (ResultRow) -> Explanation
  ) throws(PublishingFailure) -> AppraisalContent {
    var parts: [AppraisalContent.Part] = []
    let isTooShort = appraisal.total == .exposureTooShort
    for part in appraisal.parts {
      let plan = edition.plan.parts[part.index]
      var items: [AppraisalContent.Item] = []
      for item in part.items { items.append(try content(item, isTooShort: isTooShort, explain)) }
      let values = [
        "part": words.label(plan.labels, title: plan.title.text, name: ""), "weight": words.number(plan.weight),
      ]
      parts.append(AppraisalContent.Part(title: try words.text("appraisal.part", values), items: items))
    }
    var context: [FigureContent] = []
    for row in appraisal.context { context.append(try figures.content(explain(row), isBrief: true)) }
    let isCoarse = context.contains(where: \.isCoarse) || parts.flatMap(\.items).contains { $0.figure.isCoarse }
    let officer = edition.officers.text(appraisal.officer)
    return AppraisalContent(
      language: words.language, trial: try words.text("appraisal.trial"), title: edition.title(words),
      officer: officer, facts: try facts(appraisal, officer: officer),
      overall: FigureContent.Line(
        label: try words.text("appraisal.overall"), text: try overall(appraisal.total, days: appraisal.exposure.days)),
      parts: parts, context: context, notes: try notes(isCoarse: isCoarse), objections: try objections(),
      origin: try edition.origin(words), captions: captions)
  }

  private func facts(_ appraisal: Appraisal, officer: String) throws(PublishingFailure) -> [FigureContent.Line] {
    let stated = [
      ("column.officer", officer), ("column.unit", try edition.unit(appraisal.unit, words)),
      ("cover.period", words.format.period(appraisal.period)),
      ("appraisal.in_post", try words.text("count.days", count: appraisal.exposure.daysInPost)),
    ]
    var facts: [FigureContent.Line] = []
    for (label, text) in stated where !text.isEmpty {
      facts.append(FigureContent.Line(label: try words.text(label), text: text))
    }
    return try facts + exposureFacts(appraisal.exposure) + (appraisal.peers.map(peerFacts) ?? [])
  }

  /// The overall score, or why there is none.
  func overall(_ total: Appraisal.Total, days: Int) throws(PublishingFailure) -> String {
    switch total {
    case .score(let score): return try words.text("appraisal.score_of", ["score": points(score)])
    case .exposureTooShort:
      let days = try words.text("count.days", count: days)
      return try words.text("appraisal.too_short", count: edition.plan.exposureDaysAtLeast, ["days": days])
    case .tooMuchMissing(let share):
      let allowed: Double = if case .reweight(let most) = edition.plan.missing { most.value } else { 0 }
      let values = ["missing": oneDigit(share), "allowed": oneDigit(allowed)]
      return try words.text("appraisal.too_much_missing", values)
    }
  }

  /// The id of the sentence on comparisons with others.
  var comparisonNote: String { edition.plan.peers.isEmpty ? "appraisal.no_comparison" : "appraisal.rule_peers" }

  private func points(_ score: Double) -> String { oneDigit(score) }

  private func oneDigit(_ value: Double) -> String {
    let isWhole = (value * 10).rounded().truncatingRemainder(dividingBy: 10) == 0
    return words.format.number(value, fractionDigits: isWhole ? 0 : 1)
  }

  private func content(
    _ item: Appraisal.Item, isTooShort: Bool, _ explain: (ResultRow) -> Explanation
  ) throws(PublishingFailure) -> AppraisalContent.Item {
    let plan = edition.programme.indicators[item.row.indicator]
    let isShown = FigureText(plan: plan, row: item.row, words: words).isShown
    var score = try words.text("appraisal.no_score")
    var treatment = ""
    if let value = item.score, item.isHeld {
      score = points(value)
      treatment = try words.text("appraisal.held")
    } else if let value = item.score {
      let shown = plan.isSensitive ? value.rounded() : value
      score = isShown ? points(shown) : try words.text("appraisal.score_hidden")
    } else if isTooShort {
      treatment = try words.text("appraisal.not_scored")
    } else if item.row.value != nil, !item.isUnreliable {
      treatment = try words.text("appraisal.no_table")
    } else {
      treatment = try words.text(isReweighted ? "appraisal.reweighted" : "appraisal.none_without_value")
    }
    let isScored = item.score != nil && !item.isHeld
    if item.row.value != nil, isShown, isScored || (item.isUnreliable && !isTooShort) {
      treatment = try [reliability(item), treatment].filter { !$0.isEmpty }.joined(separator: " ")
    }
    return AppraisalContent.Item(
      figure: try figures.content(explain(item.row), isBrief: true), weight: words.number(item.weight), score: score,
      treatment: treatment, judging: try judging(item, plan))
  }

  /// What is known of how well the figure tells officers apart, and what follows.
  private func reliability(_ item: Appraisal.Item) throws(PublishingFailure) -> String {
    guard let reliability = item.reliability else { return try words.text("appraisal.reliability_unknown") }
    let values = [
      "reliability": words.format.number(reliability, fractionDigits: 2),
      "least": words.format.number(PeerFigures.leastReliability, fractionDigits: 2),
    ]
    return try words.text(item.isUnreliable ? "appraisal.unreliable" : "appraisal.reliability", values)
  }

  private var isReweighted: Bool { if case .reweight = edition.plan.missing { true } else { false } }

  private func notes(isCoarse: Bool) throws(PublishingFailure) -> [String] {
    var notes: [String] = []
    switch edition.plan.missing {
    case .reweight(let most): notes.append(try words.text("appraisal.rule_reweight", ["allowed": oneDigit(most.value)]))
    case .hold(let score): notes.append(try words.text("appraisal.rule_hold", ["score": oneDigit(score.value)]))
    case .noScore: notes.append(try words.text("appraisal.rule_no_score"))
    }
    if !edition.plan.deductions.isEmpty { notes.append(try words.text("appraisal.rule_exposure")) }
    if edition.plan.isProRata { notes.append(try words.text("appraisal.rule_pro_rata")) }
    let least = words.format.number(PeerFigures.leastReliability, fractionDigits: 2)
    notes.append(try words.text("appraisal.rule_reliability", ["least": least]))
    notes.append(try words.text(comparisonNote))
    notes.append(try words.text("appraisal.own_events"))
    if isCoarse { notes.append(try words.text("appraisal.sensitive")) }
    return notes
  }

  private func objections() throws(PublishingFailure) -> [String] {
    let days = edition.plan.objectionDays
    guard days > 0 else {
      return [try words.text("appraisal.objections_always"), try words.text("appraisal.objections_how")]
    }
    return [
      try words.text("appraisal.objections_within", count: days), try words.text("appraisal.objections_how"),
      try words.text("appraisal.objections_dates"),
    ]
  }
}

extension AppraisalContent.Captions {
  init(_ words: ReportWords) throws(PublishingFailure) {
    context = try words.text("appraisal.context")
    contextNote = try words.text("appraisal.context_note")
    notes = try words.text("sheet.notes")
    objections = try words.text("appraisal.objections")
    origin = try words.text("appraisal.origin")
    indicator = try words.text("column.indicator")
    value = try words.text("column.value")
    target = try words.text("column.target")
    status = try words.text("column.status")
    weight = try words.text("appraisal.weight")
    score = try words.text("appraisal.score")
    version = try words.text("method.version")
    noEvents = try words.text("figure.no_events")
  }
}
