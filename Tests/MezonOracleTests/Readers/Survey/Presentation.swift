// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Which shares may be shown; designs are described in the file of survey cases.
  static let presentationReader = OracleReader("survey", "nchs_presentation.csv") { file in
    let meta = try file.sibling("survey_cases.json").json()["meta"]
    let tables = try surveyTables(named: meta, beside: file)
    var samples: [String: SurveySample] = [:]
    for name in Set(try file.table().rows.map { try $0.text("design") }) {
      let description = try surveyDescription(name, in: meta)
      guard let table = tables[description["data"].text ?? ""] else { continue }
      samples[name] = try SurveySample(description, table: table)
    }
    let designs = samples
    return try file.table().rows.map { row in
      OracleCase(row.description) { comparison in
        guard let sample = designs[try row.text("design")] else {
          return comparison.unknown("the design \(try row.text("design"))")
        }
        try compareShown(row, sample, in: &comparison)
      }
    }
  }

  private static func compareShown(
    _ row: OracleTable.Row, _ sample: SurveySample, in comparison: inout Comparison
  ) throws {
    let tolerance = Tolerance.relative(1e-9, absolute: 1e-14)
    let numbers = try sample.numbers(try row.text("variable"))
    let rows = try sample.rows(in: .string(try row.text("domain"))).filter { numbers[$0] != nil }
    let share = try sample.design.share(of: numbers.map { $0 == 1 }, in: rows)
    let shown = PresentationStandard(share)
    comparison.same("nden", share.estimate.respondents, try row.integer("nden"))
    comparison.same("nnum", share.successes, try row.integer("nnum"))
    comparison.number("Proportion", share.estimate.value, try row.number("Proportion"), within: tolerance)
    comparison.number("SE", share.estimate.standardError, try row.number("SE"), within: tolerance)
    comparison.same("degf", share.estimate.degreesOfFreedom, try row.integer("degf"))
    comparison.number("neff", shown.effectiveRespondents, try row.number("neff"), within: tolerance)
    comparison.number("ciw", shown.width, try row.number("ciw"), within: tolerance)
    comparison.number("rciw", shown.relativeWidth, try row.number("rciw"), within: tolerance)
    try compareLimits(row, share, shown, within: tolerance, in: &comparison)
    comparison.same("Display", shown.verdict != .suppress, try row.text("Display") == "TRUE")
    let marks = shown.reasons.compactMap { flags[$0] }.joined(separator: " ")
    comparison.same("flags", shown.verdict == .suppress ? "Px" : marks, try row.text("flags"))
  }

  /// Compares the interval; where the reference has none, at a share of 1, it is the mirror of the one at 0.
  private static func compareLimits(
    _ row: OracleTable.Row, _ share: SurveyShare, _ shown: PresentationStandard, within tolerance: Tolerance,
    in comparison: inout Comparison
  ) throws {
    let (low, high) = (try row.number("LL"), try row.number("UL"))
    guard low.isNaN, high.isNaN, share.estimate.value == 1 else {
      comparison.number("LL", shown.interval?.low, low, within: tolerance)
      comparison.number("UL", shown.interval?.high, high, within: tolerance)
      return
    }
    let none = ProportionInterval.clopperPearson(successes: 0, trials: share.estimate.respondents, confidence: 0.95)
    comparison.number("LL", shown.interval?.low, none.map { 1 - $0.high }, within: tolerance)
    comparison.number("UL", shown.interval?.high, 1, within: tolerance)
  }

  private static let flags: [PresentationStandard.Reason: String] = [
    .noneOrAll: "P0", .unreliableComplement: "Pc", .fewDegreesOfFreedom: "Pd",
  ]
}
