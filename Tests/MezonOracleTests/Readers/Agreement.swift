// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Agreement of raters and reliability of scales: 1e-9, and the five decimals of irrCAC where it rounds.
  static let agreementReaders: [OracleReader] = [
    OracleReader("agreement", "agreement_cases*.json") { file in
      try file.json()["cases"].elements.enumerated().map { index, element in
        let statistic = element["statistic"].text ?? "nothing"
        return OracleCase("case \(index + 1), \(element["id"].text ?? "") \(statistic)") { comparison in
          if statistic == "cronbach_alpha" { return try compareScale(element, file, &comparison) }
          if let model = tableModels[statistic] { return compareTable(element, model, &comparison) }
          if let model = rawModels[statistic] { return compareRatings(element, model, &comparison) }
          switch statistic {
          case "cohen_kappa": compareKappas(element, &comparison)
          case "cohen_kappa_raw": compareLists(element, &comparison)
          case "fleiss_kappa": compareCounts(element, &comparison)
          case "krippendorff_alpha": compareAlpha(element, &comparison)
          default: comparison.unknown("the statistic \(statistic)")
          }
        }
      }
    },
    .data("agreement", "*.csv"),
  ]

  private static let closedForm = Tolerance.relative(1e-9, absolute: 1e-12)
  private static let fiveDecimals = Tolerance.relative(0, absolute: 5.0001e-6)
  private static let threeDecimals = Tolerance.relative(0, absolute: 5.0001e-4)

  private static let tableModels: [String: AgreementCoefficient.ChanceModel] = [
    "scott_table": .pooled, "gwet_table": .gwet, "bp_table": .uniform, "pa_table": .none, "ka_table": .krippendorff,
    "kappa_table": .raters, "cohen_table": .raters,
  ]
  private static let rawModels: [String: AgreementCoefficient.ChanceModel] = [
    "fleiss.kappa.raw": .pooled, "gwet.ac1.raw": .gwet, "bp.coeff.raw": .uniform, "pa.coeff.raw": .none,
    "krippen.alpha.raw": .krippendorff, "conger.kappa.raw": .raters,
  ]
  private static let weights: [String: AgreementWeights] = [
    "none": .identity, "unweighted": .identity, "linear": .linear, "quadratic": .quadratic, "ordinal": .ordinal,
    "radical": .radical, "ratio": .ratio,
  ]

  private static func rows(_ value: JSONValue) -> [[Double?]] { value.elements.map(\.doubles) }

  private static func table(_ element: JSONValue) -> TwoRaterTable? {
    try? TwoRaterTable.table(counts: rows(element["table_rows"]).map { $0.map { $0 ?? .nan } }).get()
  }

  private static func compareKappas(_ element: JSONValue, _ comparison: inout Comparison) {
    let table = table(element)
    for (name, weights) in [("unweighted", AgreementWeights.identity), ("linear", .linear), ("quadratic", .quadratic)] {
      let matrix = weights.matrix(count: table?.counts.count ?? 0)
      let kappa = try? table?.coefficient(.raters, weights: matrix).get()
      comparison.number(name, kappa?.value, element[name].double, within: closedForm)
      comparison.number("\(name)_ase", kappa?.standardError, element["\(name)_ase"].double, within: closedForm)
    }
  }

  private static func compareTable(
    _ element: JSONValue, _ model: AgreementCoefficient.ChanceModel, _ comparison: inout Comparison
  ) {
    let coefficient = try? table(element)?.coefficient(model).get()
    comparison.number("coefficient", coefficient?.value, element["coefficient"].double, within: closedForm)
    comparison.number("se", coefficient?.standardError, element["se"].double, within: closedForm)
    compareInterval(coefficient, element, &comparison)
  }

  private static func compareRatings(
    _ element: JSONValue, _ model: AgreementCoefficient.ChanceModel, _ comparison: inout Comparison
  ) {
    guard let weights = weights[element["weights"].text ?? "unweighted"] else {
      return comparison.unknown("the weights \(element["weights"])")
    }
    let table = try? RatingTable.table(units: rows(element["data"])).get()
    let coefficient = try? table?.coefficient(model, weights: weights).get()
    comparison.number("coefficient", coefficient?.value, element["coefficient"].double, within: fiveDecimals)
    comparison.number("pa", coefficient?.observed, element["pa"].double, within: closedForm)
    comparison.number("pe", coefficient?.expected, element["pe"].double, within: closedForm)
    comparison.number("se", coefficient?.standardError, element["se"].double, within: fiveDecimals)
    compareInterval(coefficient, element, &comparison)
  }

  /// The interval is a text with three decimals, as `(0.34,0.634)`.
  private static func compareInterval(
    _ coefficient: AgreementCoefficient?, _ element: JSONValue, _ comparison: inout Comparison
  ) {
    guard let text = element["ci"].text else { return }
    let limits = text.split { "(), ".contains($0) }.map { Double($0) }
    let interval = coefficient?.interval(confidence: 0.95)
    comparison.number("low", interval?.low, limits.first ?? nil, within: threeDecimals)
    comparison.number("high", interval?.high, limits.last ?? nil, within: threeDecimals)
  }

  private static func compareLists(_ element: JSONValue, _ comparison: inout Comparison) {
    guard let weights = weights[element["weights"].text ?? ""] else {
      return comparison.unknown("the weights \(element["weights"])")
    }
    let table = try? TwoRaterTable.table(first: element["rater1"].doubles, second: element["rater2"].doubles).get()
    let kappa = try? table?.coefficient(.raters, weights: weights.matrix(count: table?.counts.count ?? 0)).get()
    comparison.number("kappa", kappa?.value, element["kappa"].double, within: closedForm)
  }

  private static func compareCounts(_ element: JSONValue, _ comparison: inout Comparison) {
    let models: [String: AgreementCoefficient.ChanceModel] = [
      "fleiss": .pooled, "randolph": .uniform, "uniform": .uniform, "unif": .uniform,
    ]
    guard let model = models[element["method"].text ?? ""] else {
      return comparison.unknown("the method \(element["method"])")
    }
    let table = try? RatingTable.table(counts: rows(element["counts"]).map { $0.map { $0 ?? .nan } }).get()
    comparison.number(
      "kappa", try? table?.coefficient(model).get().value, element["kappa"].double, within: closedForm)
  }

  private static func compareAlpha(_ element: JSONValue, _ comparison: inout Comparison) {
    guard let metric = KrippendorffAlpha.Metric(rawValue: element["level"].text ?? "") else {
      return comparison.unknown("the level \(element["level"])")
    }
    let raters = rows(element["data"])
    let units = (raters.first ?? []).indices.map { unit in raters.map { $0.indices.contains(unit) ? $0[unit] : nil } }
    let alpha = try? KrippendorffAlpha.alpha(units: units, metric: metric).get()
    comparison.number("alpha", alpha?.value, element["alpha"].double, within: closedForm)
  }

  private static func compareScale(_ element: JSONValue, _ file: OracleFile, _ comparison: inout Comparison) throws {
    let table = try file.sibling(element["data"].text ?? "").table()
    let answers = try table.rows.map { row in try table.columns.map { try row.optionalNumber($0) } }
    let alpha = try? CronbachAlpha.alpha(respondents: answers).get()
    let single: [(String, Double?)] = [
      ("raw_alpha", alpha?.value), ("alpha", alpha?.value), ("std_alpha", alpha?.standardised),
      ("G6", alpha?.lambda6), ("average_r", alpha?.meanCorrelation), ("median_r", alpha?.medianCorrelation),
      ("ase", alpha?.standardError),
    ]
    for (name, value) in single where !element[name].isNull {
      comparison.number(name, value, element[name].double, within: closedForm)
    }
    let lists: [(String, [Double?]?)] = [
      ("alpha_if_dropped", alpha?.withoutItem), ("item_total_corrected_r_drop", alpha?.itemRestCorrelations),
    ]
    for (name, values) in lists where !element[name].isNull {
      let expected = element[name].doubles
      comparison.same("\(name), how many", values?.count, expected.count)
      for (value, reference) in zip(values ?? [], expected) {
        comparison.number(name, value, reference, within: closedForm)
      }
    }
    let interval = alpha?.interval(confidence: 0.95)
    for (name, tolerance) in [("feldt", closedForm), ("ci95_feldt", threeDecimals)] where !element[name].isNull {
      let limits = element[name].doubles
      comparison.number("\(name), low", interval?.low, limits.first ?? nil, within: tolerance)
      comparison.number("\(name), high", interval?.high, limits.last ?? nil, within: tolerance)
    }
  }
}
