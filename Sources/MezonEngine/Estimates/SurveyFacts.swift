// SPDX-License-Identifier: Apache-2.0

/// What the design of a survey says of an estimate, or of a comparison of estimates, besides its interval.
package struct SurveyFacts: Sendable, Equatable {
  /// In the unit of the value; nil where there is none.
  package var standardError: Double?
  package var degreesOfFreedom = 0
  /// By how much the design multiplies the variance of a simple sample with replacement; nil where none compares.
  package var designEffect: Double?
  /// The respondents of a simple sample that would tell as much; nil where none compares.
  package var effectiveRespondents: Double?
  /// Of a comparison of two figures, in the square of their unit.
  package var covariance: Double?
  /// Of a comparison: how many are asked in several waves; nil where the survey does not tell.
  package var overlap: Int?
  /// Of a comparison: how the samples lie to each other: `one`, `overlapping` or `independent`.
  package var samples: String?
  /// What a rule of presentation says; nil where none is asked.
  package var presentation: Presentation?

  /// What a rule of presentation says of a share.
  package struct Presentation: Sendable, Equatable {
    /// The rule's name, such as `nchs`.
    package let rule: String
    /// `show`, `flag` or `suppress`.
    package let verdict: String
    /// All reasons against showing it as it is.
    package let reasons: [String]
  }

  /// The facts as they stand among the details of a row.
  var details: [(name: String, json: String)] {
    var details = [(name: "degrees_of_freedom", json: String(degreesOfFreedom))]
    let numbers = [
      ("covariance", covariance), ("design_effect", designEffect), ("effective_n", effectiveRespondents),
      ("standard_error", standardError),
    ]
    for case (let name, let value?) in numbers where value.isFinite { details.append((name, jsonNumber(value))) }
    if let overlap { details.append(("overlap", String(overlap))) }
    if let samples { details.append(("samples", jsonText(samples))) }
    if let presentation {
      let reasons = presentation.reasons.map(jsonText).joined(separator: ",")
      let json =
        "{\"reasons\":[\(reasons)],\"rule\":\(jsonText(presentation.rule)),\"verdict\":\(jsonText(presentation.verdict))}"
      details.append(("presentation", json))
    }
    return details.sorted { $0.name < $1.name }
  }
}
