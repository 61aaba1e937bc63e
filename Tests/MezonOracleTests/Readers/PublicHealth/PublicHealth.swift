// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// The test data of England's public health indicators: 1e-8, curves of funnels 1e-5.
  static let publicHealthReaders: [OracleReader] =
    standardisedReaders + funnelReaders + [
      .rows("phe", "Byars_Wilson__testdata_B_W.csv") { row, comparison in
        let confidence = try percent(row.text("confidence"))
        let interval: Interval?
        switch try row.text("method") {
        case "Wilson":
          interval = ProportionInterval.interval(
            .wilson, successes: try row.number("x"), trials: try row.number("n"), confidence: confidence)
        case "Byars":
          interval = PoissonInterval.interval(.byar, count: try row.number("x"), confidence: confidence)
        default: return comparison.unknown("the interval \(try row.text("method"))")
        }
        // Byar's lower limit is blank where the formula has none; ours is the 0 that no count lies below.
        comparison.number("lowercl", interval?.low, try row.optionalNumber("lowercl") ?? 0, within: publicHealth)
        comparison.number("uppercl", interval?.high, try row.number("uppercl"), within: publicHealth)
      },
      .rows("phe", "Proportion__*.csv") { row, comparison in
        try compareQuotient(row, in: &comparison) { numerator, denominator, confidence in
          ProportionInterval.interval(.wilson, successes: numerator, trials: denominator, confidence: confidence)
        }
      },
      .rows("phe", "Rate__*.csv") { row, comparison in
        try compareQuotient(row, in: &comparison) { numerator, denominator, confidence in
          PoissonInterval.interval(.exactBelowTenElseByar, count: numerator, confidence: confidence)?.scaled(
            by: 1 / denominator)
        }
      },
      OracleReader("phe", "Mean__testdata_Mean_results.csv") { file in
        let values = try file.sibling("Mean__testdata_Mean.csv").table().rows.map { row in
          (try row.text("area"), try row.number("values"))
        }
        return try file.table().rows.map { row in
          OracleCase(row.description) { comparison in
            let area = try row.text("area")
            let isWhole = !values.contains { $0.0 == area }
            let moments = SampleMoments(values.filter { isWhole || $0.0 == area }.map(\.1))
            comparison.number("value_sum", moments.sum.value, try row.number("value_sum"), within: publicHealth)
            comparison.same("value_count", moments.count, try row.integer("value_count"))
            comparison.number("stdev", moments.standardDeviation, try row.number("stdev"), within: publicHealth)
            comparison.number("value", moments.mean, try row.number("value"), within: publicHealth)
            try compareLimits(row, in: &comparison) { MeanInterval.student(moments, confidence: $0) }
          }
        }
      },
      .data("phe", "Mean__testdata_Mean.csv"),
      bandReader,
    ]

  static let publicHealth = Tolerance.relative(1e-8)

  /// The confidence of a text such as `99.8%`.
  static func percent(_ text: String) throws -> Double {
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()) else {
      throw OracleTable.Fault(description: "\(text) is no percentage")
    }
    return percent / 100
  }

  /// A quotient with its limits, all times a multiplier; blank where a part of it is.
  private static func compareQuotient(
    _ row: OracleTable.Row, in comparison: inout Comparison,
    interval: (_ numerator: Double, _ denominator: Double, _ confidence: Double) -> Interval?
  ) throws {
    let multiplier = try row.number("multiplier")
    guard let numerator = try row.optionalNumber("Numerator"), let denominator = try row.optionalNumber("Denominator")
    else {
      comparison.number("value", nil, try row.optionalNumber("value"), within: publicHealth)
      return try compareLimits(row, in: &comparison) { _ in nil }
    }
    let value = numerator / denominator * multiplier
    comparison.number("value", value, try row.optionalNumber("value"), within: publicHealth)
    try compareLimits(row, in: &comparison) { confidence in
      interval(numerator, denominator, confidence)?.scaled(by: multiplier)
    }
  }

  /// Compares the limits of all confidences that a row has: `lower99_8cl` or `lowercl` with a column `confidence`.
  ///
  /// Limits that do not enclose the row's own value are no reference; they are noted, and ours must enclose it.
  static func compareLimits(
    _ row: OracleTable.Row, in comparison: inout Comparison, interval: (Double) -> Interval?
  ) throws {
    for column in row.fields.keys.sorted() where column.hasPrefix("lower") && column.hasSuffix("cl") {
      let level = column.dropFirst("lower".count).dropLast("cl".count)
      let confidence =
        level.isEmpty
        ? try percent(row.text("confidence")) : try percent(level.replacing("_", with: ".") + "%")
      let limits = interval(confidence)
      let (low, high) = (try row.optionalNumber("lower\(level)cl"), try row.optionalNumber("upper\(level)cl"))
      if let value = try row.optionalNumber("value"), let low, let high, !(low...high).contains(value) {
        comparison.contradiction("the reference's limits \(low) to \(high) do not enclose its value \(value)")
        comparison.same("the value's place inside \(level)", limits?.contains(value), true)
        continue
      }
      // A blank pair goes with a confidence that the file does not give for the row.
      if low == nil, high == nil, try row.optionalNumber("value") != nil { continue }
      comparison.number("lower\(level)cl", limits?.low, low, within: publicHealth)
      comparison.number("upper\(level)cl", limits?.high, high, within: publicHealth)
    }
  }

  /// Bands of units by rank; groups are regions, indicators, or everything.
  private static let bandReader = OracleReader("phe", "Quantiles__*.csv") { file in
    var groups: [[String]: [OracleTable.Row]] = [:]
    for row in try file.table().rows {
      let columns: [String]
      switch try row.text("GroupSet") {
      case "None": columns = []
      case "IndSex": columns = ["IndSexRef"]
      case "IndSexReg": columns = ["IndSexRef", "ParentCode"]
      default: throw OracleTable.Fault(description: "\(row.description): no such group")
      }
      groups[try (["QuantileNm", "GroupSet"] + columns).map { try row.text($0) }, default: []].append(row)
    }
    return groups.values.flatMap { rows in
      rows.map { row in OracleCase(row.description) { try compareBand(of: row, in: rows, &$0) } }
    }
  }

  private static func compareBand(
    of row: OracleTable.Row, in group: [OracleTable.Row], _ comparison: inout Comparison
  ) throws {
    let names = [
      "Tertile": 3, "Quartile": 4, "Quintile": 5, "Sextile": 6, "Septile": 7, "Octile": 8, "Nonile": 9, "Decile": 10,
    ]
    let name = try row.text("QuantileNm")
    guard let bands = names[name] else { return comparison.unknown("the bands \(name)") }
    // The worst come first: the least values where high ones are good, as a polarity of false says too.
    let isAscending = try group.allSatisfy {
      let polarity = try $0.text("Polarity").lowercased()
      return polarity == "false" || polarity.contains("high is good")
    }
    let values = try group.map { try $0.optionalNumber("Value") }
    let ranks = QuantileBand.ranks(of: values, isDescending: !isAscending)
    let rank = group.firstIndex { $0.number == row.number }.flatMap { ranks[$0] }
    let count = values.compactMap(\.self).count
    comparison.number(
      "RankinGrp", rank.map(Double.init), try row.optionalNumber("RankinGrp"), within: .exact)
    let band = rank.flatMap { QuantileBand.band(ofRank: $0, count: count, bands: bands) }
    comparison.number(
      "QuantileInGrp", band.map(Double.init), try row.optionalNumber("QuantileInGrp"), within: .exact)
  }
}
