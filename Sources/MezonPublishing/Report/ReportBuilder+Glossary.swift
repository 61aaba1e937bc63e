// SPDX-License-Identifier: Apache-2.0

import MezonEngine

extension ReportBuilder {
  /// The reasons that have words, in the order of the states that they belong to.
  static let reasons = [
    "failed_audit", "not_in_force", "exposure_too_short", "no_hand_in", "incomplete", "nothing_due", "period_not_over",
    "zero_denominator", "no_values", "no_population", "no_parameter_value", "not_finite", "below_minimum", "small_cell",
    "other",
  ]

  /// Every word of states, reasons and statuses with its meaning.
  func glossary() throws(PublishingFailure) -> [ReportContent.Term] {
    let kinds: [(String, [String])] = [
      ("state", ValueState.allCases.map(\.rawValue)), ("reason", Self.reasons),
      ("status", TargetStatus.allCases.map(\.rawValue)),
    ]
    var terms: [ReportContent.Term] = []
    for (kind, codes) in kinds {
      for code in codes {
        terms.append(
          ReportContent.Term(
            kind: try words.text("column." + kind), word: try words.text(kind + "." + code), code: code,
            meaning: try words.text(kind + "." + code + ".meaning")))
      }
    }
    return terms
  }
}
