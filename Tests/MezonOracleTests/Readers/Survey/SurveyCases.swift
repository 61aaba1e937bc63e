// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Estimates from samples of several designs, their errors and intervals: 1e-9; 1e-6 where a model was fitted.
  static let surveyReaders: [OracleReader] = [
    OracleReader("survey", "survey_cases.json") { file in
      let json = try file.json()
      let tables = try surveyTables(named: json["meta"], beside: file)
      return json["cases"].elements.enumerated().map { index, element in
        OracleCase(element["id"].text ?? "case \(index + 1)") { comparison in
          try SurveyCase(element, meta: json["meta"], tables: tables).compare(in: &comparison)
        }
      }
    },
    presentationReader,
    .data("survey", "*.csv"),
  ]

  /// The description of a design by its name.
  static func surveyDescription(_ name: String, in meta: JSONValue) throws -> JSONValue {
    let description = meta["designs"][name].isNull ? meta[name] : meta["designs"][name]
    guard description["data"].text != nil else {
      throw OracleTable.Fault(description: "the design \(name) is described nowhere")
    }
    return description
  }

  /// The tables of all designs that are described, by file name; those that are absent are left out.
  static func surveyTables(named meta: JSONValue, beside file: OracleFile) throws -> [String: OracleTable] {
    let descriptions = meta["designs"].keys.map { meta["designs"][$0] } + meta.keys.map { meta[$0] }
    let names = Set(descriptions.compactMap { $0["data"].text })
    var tables: [String: OracleTable] = [:]
    for name in names { tables[name] = try? file.sibling(name).table() }
    return tables
  }
}

/// A case of the survey oracle: a statistic of a design, with its error, interval, degrees of freedom and design effect.
struct SurveyCase {
  let element: JSONValue
  let sample: SurveySample
  let rows: [Int]

  /// Whether R's normal or t limits come from a model fitted by iteration.
  private let tolerance: Tolerance

  init(_ element: JSONValue, meta: JSONValue, tables: [String: OracleTable]) throws {
    self.element = element
    let options = element["options"]
    let name = element["design"].text ?? ""
    let description = try OracleRegistry.surveyDescription(name, in: meta)
    guard let table = tables[description["data"].text ?? ""] else {
      throw OracleTable.Fault(description: "the data of the design \(name) is absent")
    }
    guard let remedy = LonelyClusterRemedy(rawValue: options["survey.lonely.psu"].text ?? "fail") else {
      throw OracleTable.Fault(description: "the remedy \(options["survey.lonely.psu"]) is not known")
    }
    var sample = try SurveySample(
      description, table: table, withPopulations: options["fpc"].bool ?? true, remedy: remedy,
      remedyCoversDomains: options["survey.adjust.domain.lonely"].bool ?? false)
    if let margins = options["poststratify"].text {
      guard let margin = try SurveyMargin.all(in: margins, of: sample.table).first else {
        throw OracleTable.Fault(description: "\(margins) names no totals")
      }
      sample.design = try sample.design.postStratified(by: margin.groups, totals: margin.totals)
    }
    if let margins = options["rake"].text {
      let margins = try SurveyMargin.all(in: margins, of: sample.table).map { ($0.groups, $0.totals) }
      sample.design = try sample.design.raked(to: margins)
    }
    self.sample = sample
    let isGrouped = element["statistic"].text?.hasPrefix("by-") ?? false
    rows = isGrouped ? Array(table.rows.indices) : try sample.rows(in: element["domain"])
    tolerance = .relative(["logit", "likelihood"].contains(options["ci_method"].text) ? 1e-6 : 1e-9, absolute: 1e-14)
  }

  private var options: JSONValue { element["options"] }
  private var formula: String { element["formula"].text ?? "" }
  private var confidence: Double { options["level"].double ?? 0.95 }

  /// The degrees of freedom of the domain with those who gave no answer, as the reference counts them.
  private var degrees: Int { sample.design.degreesOfFreedom(in: rows) }

  func compare(in comparison: inout Comparison) throws {
    if let note = element["note"].text, note.contains("has only one PSU"), element["estimate"].isNull {
      return try compareRefusal(note, in: &comparison)
    }
    if let kind = options["replicates"].text { return try compareReplicates(kind, in: &comparison) }
    let statistic = element["statistic"].text ?? ""
    switch statistic {
    case "proportion": try compareShare(in: &comparison)
    case "quantile": try compareQuantiles(in: &comparison)
    default:
      if statistic.hasPrefix("by-") { return try compareGroups(String(statistic.dropFirst(3)), in: &comparison) }
      if statistic.hasSuffix("(factor)") {
        return try compareLevels(String(statistic.dropLast("(factor)".count)), in: &comparison)
      }
      compare([try estimate(statistic, formula, in: rows)], in: &comparison)
    }
  }

  /// The estimate of a statistic of an expression in a domain.
  private func estimate(_ statistic: String, _ formula: String, in rows: [Int]) throws -> SurveyEstimate {
    if statistic == "ratio" {
      let parts = formula.split(whereSeparator: { "/,".contains($0) }).map { part in
        String(part).replacing("~", with: "").trimmed
      }
      guard parts.count == 2 else { throw OracleTable.Fault(description: "\(formula) is no ratio") }
      let (first, second) = (try sample.numbers(parts[0]), try sample.numbers(parts[1]))
      let known = rows.filter { first[$0] != nil && second[$0] != nil }
      return try sample.design.ratio(of: first.map { $0 ?? .nan }, to: second.map { $0 ?? .nan }, in: known)
    }
    let (values, known) = sample.known(try sample.numbers(formula), in: rows)
    switch statistic {
    case "mean": return try sample.design.mean(of: values, in: known)
    case "total": return try sample.design.total(of: values, in: known)
    case "var": return try sample.design.populationVariance(of: values, in: known)
    default: throw OracleTable.Fault(description: "no reader knows the statistic \(statistic)")
    }
  }

  /// Compares estimates with the reference's, part by part; what the reference leaves out is not compared.
  private func compare(_ estimates: [SurveyEstimate], in comparison: inout Comparison) {
    for (index, estimate) in estimates.enumerated() {
      number("estimate", estimate.value, at: index, in: &comparison)
      number("se", estimate.standardError, at: index, in: &comparison)
      let interval = estimate.interval(confidence: confidence, degreesOfFreedom: Double(degrees))
      number("ci_low", interval?.low, at: index, in: &comparison)
      number("ci_high", interval?.high, at: index, in: &comparison)
      if let expected = element["df"].double {
        comparison.same("df", degrees, Int(expected))
      }
      let effect = estimate.designEffect(withReplacement: (options["deff"].text ?? "").contains("replace"))
      if !element["deff"].isNull { number("deff", effect, at: index, in: &comparison) }
    }
    for key in ["estimate", "se"] { comparison.same("\(key)s", estimates.count, element[key].elements.count) }
  }

  /// Compares a number with an element of one of the reference's lists, where there is one.
  private func number(_ key: String, _ result: Double?, at index: Int, in comparison: inout Comparison) {
    let list = element[key].elements
    guard index < list.count else { return }
    let label = element["labels"].elements.dropFirst(index).first?.text ?? ""
    comparison.number("\(key) \(label)", result, list[index].double, within: tolerance)
  }

  private func compareRefusal(_ note: String, in comparison: inout Comparison) throws {
    do {
      compare([try estimate(element["statistic"].text ?? "", formula, in: rows)], in: &comparison)
    } catch SurveyFault.lonelyCluster(let stage, let stratum, _) {
      let name = sample.stratumNames.indices.contains(stratum) ? sample.stratumNames[stratum] : "\(stratum)"
      comparison.same("the refusal", "Stratum (\(name)) has only one PSU at stage \(stage)", note)
    }
  }

  private func compareReplicates(_ kind: String, in comparison: inout Comparison) throws {
    guard ["JK1", "JKn"].contains(kind), let statistic = element["statistic"].text else {
      return comparison.unknown("the replicates \(kind)")
    }
    let replicates = try sample.design.jackknife()
    let estimate = try estimate(statistic, formula, in: rows)
    let (values, known) = sample.known(statistic == "ratio" ? [] : try sample.numbers(formula), in: rows)
    let variance = replicates.variance { weights in
      let weight = known.reduce(0) { $0 + weights[$1] }
      let total = known.reduce(0) { $0 + weights[$1] * values[$1] }
      return statistic == "total" ? total : total / weight
    }
    guard ["mean", "total"].contains(statistic) else { return comparison.unknown("\(statistic) by replicates") }
    number("estimate", estimate.value, at: 0, in: &comparison)
    number("se", variance.squareRoot(), at: 0, in: &comparison)
    if let expected = element["df"].double {
      comparison.same("df", replicates.degreesOfFreedom, Int(expected))
    }
  }

  private func compareShare(in comparison: inout Comparison) throws {
    let methods: [String: SurveyShare.Method] = [
      "mean": .wald, "logit": .logit, "xlogit": .xlogit, "asin": .asin, "beta": .beta, "likelihood": .likelihood,
      "wilson": .wilson,
    ]
    let name = options["ci_method"].text ?? ""
    guard let method = methods[name] else { return comparison.unknown("the interval \(name)") }
    // What stands in parentheses at the end is a remark.
    let condition = formula.replacing(/\ \(p=[^()]*\)$/, with: "")
    let numbers = try sample.numbers(condition)
    let isIn = numbers.map { $0 == 1 }
    let known = rows.filter { numbers[$0] != nil }
    let share = try sample.design.share(of: isIn, in: known)
    let isModel = method == .logit || method == .likelihood
    let value = isModel ? try sample.design.logisticShare(of: isIn, in: known) : share.estimate.value
    number("estimate", value, at: 0, in: &comparison)
    number("se", share.estimate.standardError, at: 0, in: &comparison)
    let interval = try sample.design.interval(
      method, ofShare: isIn, in: known, confidence: confidence, degreesOfFreedom: Double(degrees), asked: rows.count)
    number("ci_low", interval?.low, at: 0, in: &comparison)
    number("ci_high", interval?.high, at: 0, in: &comparison)
    comparison.same("df", degrees, element["df"].int)
    if let expected = options["n_domain_rows"].int {
      // The reference counts the rows of the domain before those without an answer are left out.
      comparison.same("n_domain_rows", rows.count, expected)
    }
  }

  private func compareLevels(_ statistic: String, in comparison: inout Comparison) throws {
    let codes = try SurveySample.codes(of: formula, in: sample.table.rows)
    let known = rows.filter { codes[$0] >= 0 }
    let levels = try SurveySample.levels(of: formula, in: sample.table.rows)
    compare(
      try levels.indices.map { level in
        let isIn = codes.map { $0 == level ? 1.0 : 0 }
        return try statistic == "total"
          ? sample.design.total(of: isIn, in: known) : sample.design.mean(of: isIn, in: known)
      }, in: &comparison)
    comparison.same("labels", levels.map { formula + $0 }, element["labels"].elements.compactMap(\.text))
  }

  private func compareGroups(_ statistic: String, in comparison: inout Comparison) throws {
    let columns = (element["domain"].text ?? "").dropFirst("by ".count).split(separator: ",").map { String($0).trimmed }
    let labels = try sample.table.rows.map { row in try columns.map { try row.text($0) }.joined(separator: ".") }
    compare(
      try element["labels"].elements.compactMap(\.text).map { label in
        try estimate(statistic, formula, in: rows.filter { labels[$0] == label })
      }, in: &comparison)
  }

  private func compareQuantiles(in comparison: inout Comparison) throws {
    let methods: [Substring: SurveyShare.Method] = [
      "mean": .wald, "beta": .beta, "xlogit": .xlogit, "asin": .asin,
    ]
    let kind = options["interval.type"].text ?? ""
    guard let rule = WeightedQuantileRule(rawValue: options["qrule"].text ?? ""),
      let method = methods[kind.prefix { $0 != " " }]
    else { return comparison.unknown("the rule \(options["qrule"]), \(kind)") }
    let (values, known) = sample.known(try sample.numbers(formula), in: rows)
    let probabilities = element["labels"].elements.compactMap { $0.double }
    comparison.same("quantiles", probabilities.count, element["estimate"].elements.count)
    for (index, probability) in probabilities.enumerated() {
      let quantile = try sample.design.quantile(
        probability, of: values, in: known, rule: rule, method: method, confidence: confidence,
        degreesOfFreedom: Double(degrees))
      number("estimate", quantile.value, at: index, in: &comparison)
      number("se", quantile.standardError, at: index, in: &comparison)
      number("ci_low", quantile.low, at: index, in: &comparison)
      number("ci_high", quantile.high, at: index, in: &comparison)
    }
    comparison.same("df", degrees, element["df"].int)
  }
}

/// The known sizes of the groups of a column.
struct SurveyMargin {
  /// The group of each row, numbered from 0.
  let groups: [Int]

  /// The size of each group.
  let totals: [Double]

  /// Reads `stype totals E=4421,H=755; sch.wide totals No=1072,Yes=5122; epsilon=1e-12`.
  static func all(in text: String, of table: OracleTable) throws -> [SurveyMargin] {
    try text.split(separator: ";").compactMap { part in
      guard let match = String(part).trimmed.wholeMatch(of: /(\S+) totals (.+)/) else { return nil }
      let column = String(match.1)
      var sizes: [String: Double] = [:]
      for size in match.2.split(separator: ",") {
        let pair = size.split(separator: "=").map { String($0).trimmed }
        guard pair.count == 2 else { throw OracleTable.Fault(description: "\(size) is no total") }
        sizes[pair[0]] = Double(pair[1])
      }
      let levels = try SurveySample.levels(of: column, in: table.rows)
      return SurveyMargin(
        groups: try SurveySample.codes(of: column, in: table.rows), totals: levels.map { sizes[$0] ?? 0 })
    }
  }
}
