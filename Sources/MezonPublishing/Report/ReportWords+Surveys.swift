// SPDX-License-Identifier: Apache-2.0

import MezonEngine

// What the design of a survey says of a value.
extension ReportWords {
  /// Standard error, degrees of freedom and what else the design tells, as one sentence.
  func survey(_ facts: SurveyFacts) throws(PublishingFailure) -> String {
    var parts: [String] = []
    func add(_ id: String, _ number: String?) throws(PublishingFailure) {
      if let number { parts.append(try text("design." + id, ["number": number])) }
    }
    func rounded(_ value: Double?, _ digits: Int = 2) -> String? {
      value.flatMap { $0.isFinite ? format.number($0, fractionDigits: digits) : nil }
    }
    try add("standard_error", rounded(facts.standardError))
    try add("degrees_of_freedom", format.number(facts.degreesOfFreedom))
    try add("design_effect", rounded(facts.designEffect))
    try add("effective_n", rounded(facts.effectiveRespondents, 0))
    if let samples = facts.samples { parts.append(try text("design.samples_" + samples)) }
    try add("overlap", facts.overlap.map(format.number))
    try add("covariance", rounded(facts.covariance))
    return try text("design.sentence", ["parts": parts.joined(separator: "; ")])
  }

  /// Cronbach's alpha of a scale with its interval, as one sentence.
  func scale(_ scale: ScaleReliability) throws(PublishingFailure) -> String {
    var values = [
      "alpha": format.number(scale.alpha, fractionDigits: 2), "respondents": format.number(scale.respondents),
    ]
    guard let low = scale.low, let high = scale.high else { return try text("scale.alpha", values) }
    values["low"] = format.number(low, fractionDigits: 2)
    values["high"] = format.number(high, fractionDigits: 2)
    return try text("scale.alpha_interval", values)
  }

  /// Why a share is not shown, or is doubtful, by a rule of presentation; nil where it is simply shown.
  func presentation(_ facts: SurveyFacts) throws(PublishingFailure) -> String? {
    guard let presentation = facts.presentation, presentation.verdict != "show" else { return nil }
    var reasons: [String] = []
    for reason in presentation.reasons { reasons.append(try text("presentation." + reason)) }
    let values = ["rule": presentation.rule.uppercased(), "reasons": reasons.joined(separator: "; ")]
    return try text("presentation." + presentation.verdict, values)
  }
}
