// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Control charts, funnels, shrinkage and misclassification: labels exact, numbers 1e-9.
  static let processControlReaders: [OracleReader] = [
    series("xmr_nhs.csv", by: ["series", "screen_outliers", "fix_after_n", "improvement_direction"], compareXmR),
    series("qcc_charts.csv", by: ["dataset", "type", "nsigmas"], compareChart),
    series("empirical_bayes_marshall.csv", by: ["data", "family"], compareShrinkage),
    series("funnel_limits.csv", by: ["data_type", "sr_method", "target", "tau2"], compareLimits),
    series("funnel_overdispersion_units.csv", by: ["dataset", "data_type", "method", "trim"], compareFunnel),
    series("unit_reliability.csv", by: ["dataset", "method", "trim"], compareReliability),
    OracleReader("spc", "funnel_overdispersion_summary.csv") { file in
      let units = try file.sibling("funnel_overdispersion_units.csv").table().rows
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let own = try units.filter { unit in
            try ["dataset", "data_type", "method", "trim"].allSatisfy { try unit.text($0) == row.text($0) }
          }
          let plot = try funnel(own, trimming: row.text("trim_kind"))
          comparison.same("n_used", plot?.used, try row.integer("n_used"))
          comparison.number("phi", plot?.dispersion, try row.number("phi"), within: tight)
          comparison.number("tau2", plot?.between, try row.number("tau2"), within: tight)
          comparison.number("target", plot?.target, try row.number("target_transformed"), within: tight)
        }
      }
    },
    .rows("spc", "reliability_misclassification.csv") { row, comparison in
      let errors = Reliability.misclassification(
        reliability: try row.number("reliability"), flagShare: try row.number("flag_share"))
      comparison.number("cut", errors?.cut, try row.number("cut"), within: tight)
      comparison.number("p", errors?.trulyFlagged, try row.number("p_true_and_flagged"), within: tight)
      comparison.number("false", errors?.falseDiscovery, try row.number("false_discovery"), within: tight)
      comparison.number("missed", errors?.missed, try row.number("missed"), within: tight)
      comparison.number("total", errors?.total, try row.number("total_misclassified"), within: tight)
    },
  ]

  private static let tight = Tolerance.relative(1e-9, absolute: 1e-12)

  private typealias Rows = [OracleTable.Row]

  /// A reader of a table in which the rows that are alike in some columns are one case.
  private static func series(
    _ name: String, by columns: [String],
    _ compare: @escaping @Sendable (Rows, OracleFile, inout Comparison) throws -> Void
  ) -> OracleReader {
    OracleReader("spc", name) { file in
      var order: [[String]] = []
      var groups: [[String]: Rows] = [:]
      for row in try file.table().rows {
        let key = try columns.map { try row.text($0) }
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(row)
      }
      return order.map { key in
        let rows = groups[key] ?? []
        return OracleCase(key.joined(separator: " ")) { try compare(rows, file, &$0) }
      }
    }
  }

  @Sendable private static func compareXmR(_ rows: Rows, _: OracleFile, _ comparison: inout Comparison) throws {
    guard let first = rows.first else { return }
    let chart = XmRChart(
      try rows.map { try $0.number("y") }, baseline: try first.optionalNumber("fix_after_n").map { Int($0) },
      screensOutliers: try first.text("screen_outliers") == "TRUE")
    let improvement = XmRChart.Improvement(rawValue: try first.integer("improvement_direction"))
    guard let chart, let improvement else { return comparison.unknown("the direction, or a chart of no values") }
    let meanings = chart.meanings(improvement)
    for (place, row) in rows.enumerated() {
      comparison.number("mean", chart.mean, try row.optionalNumber("mean"), within: tight)
      comparison.number("lpl", chart.limits?.low, try row.optionalNumber("lpl"), within: tight)
      comparison.number("upl", chart.limits?.high, try row.optionalNumber("upl"), within: tight)
      comparison.same("label \(place + 1)", chart.signals[place].rawValue, try row.text("special_cause_type"))
      comparison.same("type \(place + 1)", meanings[place].rawValue, try row.text("point_type"))
      let flags = [("outside", chart.isOutside[place]), ("close", chart.isClose[place])]
      for (name, flag) in flags {
        let text = chart.limits == nil ? "NA" : flag ? "TRUE" : "FALSE"
        comparison.same("\(name) \(place + 1)", text, try row.text(name))
      }
    }
  }

  @Sendable private static func compareChart(_ rows: Rows, _ file: OracleFile, _ comparison: inout Comparison) throws {
    guard let first = rows.first else { return }
    let sizes = try rows.map { try $0.number("size") }
    let kind: ShewhartChart.Kind
    switch try first.text("type") {
    case "xbar":
      let ranges = try file.table().rows.filter {
        try $0.text("dataset") == first.text("dataset") && $0.text("type") == "R"
      }
      let deviation = ShewhartChart.deviation(
        ranges: try ranges.map { try $0.number("statistic") }, sizes: try ranges.map { try $0.integer("size") })
      // The standard deviation of means needs the ranges, which stand beside them; without, it has to be given.
      kind = .means(deviation: try deviation ?? first.number("sd"))
    case "R": kind = .ranges
    case "S": kind = .deviations
    case "p": kind = .shares
    case "np": kind = .unitCounts
    case "u": kind = .rates
    case "c": kind = .eventCounts
    case "xbar.one": kind = .individuals
    default: return comparison.unknown("the chart \(try first.text("type"))")
    }
    let chart = ShewhartChart(
      try rows.map { try $0.number("statistic") }, sizes: sizes, kind: kind, sigmas: try first.number("nsigmas"))
    guard let chart else { return comparison.unknown("a chart that does not exist") }
    let (beyond, runs) = (Set(chart.beyond), Set(chart.runs()))
    for (place, row) in rows.enumerated() {
      comparison.number("center", chart.centres[place], try row.number("center"), within: tight)
      comparison.number("sd", chart.deviation, try row.number("sd"), within: tight)
      comparison.number("lcl", chart.limits[place].low, try row.number("lcl"), within: tight)
      comparison.number("ucl", chart.limits[place].high, try row.number("ucl"), within: tight)
      comparison.same("beyond \(place + 1)", beyond.contains(place), try row.text("beyond") == "TRUE")
      comparison.same("run \(place + 1)", runs.contains(place), try row.text("run") == "TRUE")
    }
  }

  @Sendable private static func compareShrinkage(_ rows: Rows, _: OracleFile, _ comparison: inout Comparison) throws {
    guard let first = rows.first, let family = EmpiricalBayes.Family(rawValue: try first.text("family")) else {
      return comparison.unknown("the family")
    }
    let shrunk = EmpiricalBayes(
      events: try rows.map { try $0.number("n") }, exposures: try rows.map { try $0.number("x") }, family: family)
    for (place, row) in rows.enumerated() {
      comparison.number("raw", shrunk?.raw[place], try row.optionalNumber("raw"), within: tight)
      comparison.number("estmm", shrunk?.estimates[place], try row.optionalNumber("estmm"), within: tight)
      comparison.number("a", shrunk?.variance, try row.optionalNumber("a"), within: .relative(1e-9))
      comparison.number("b", shrunk?.mean, try row.optionalNumber("b"), within: tight)
    }
  }

  private static func measure(_ type: String, _ method: String) -> FunnelPlot.Measure? {
    switch (type, method) {
    case ("SR", "SHMI"): .standardisedRatioLog
    case ("SR", "CQC"): .standardisedRatioRoot
    case ("PR", _): .proportion
    case ("RC", _): .ratioOfCounts
    default: nil
    }
  }

  private static func funnel(_ rows: Rows, trimming kind: String) throws -> FunnelPlot? {
    guard let first = rows.first, let measure = measure(try first.text("data_type"), try first.text("method")) else {
      return nil
    }
    let share = try first.number("trim")
    let trimming: FunnelPlot.Trimming =
      kind == "none" ? .none : kind == "truncation" ? .truncation(share) : .winsorisation(share)
    return FunnelPlot(
      numerators: try rows.map { try $0.number("numerator") },
      denominators: try rows.map { try $0.number("denominator") },
      measure: measure, trimming: trimming)
  }

  /// The plot of the units of a data set, whose way of trimming the summary names.
  private static func funnel(of row: OracleTable.Row, _ file: OracleFile) throws -> FunnelPlot? {
    func isOwn(_ other: OracleTable.Row) throws -> Bool {
      try other.text("dataset") == row.text("dataset") && other.text("method") == row.text("method")
        && other.number("trim") == row.number("trim")
    }
    let summary = try file.sibling("funnel_overdispersion_summary.csv").table().rows.first(where: isOwn)
    let units = try file.sibling("funnel_overdispersion_units.csv").table().rows.filter(isOwn)
    return try summary.flatMap { try funnel(units, trimming: $0.text("trim_kind")) }
  }

  @Sendable private static func compareFunnel(_ rows: Rows, _ file: OracleFile, _ comparison: inout Comparison) throws {
    guard let first = rows.first, let plot = try funnel(of: first, file) else { return comparison.unknown("the plot") }
    for (unit, row) in zip(plot.units, rows) {
      comparison.number("Y", unit.y, try row.optionalNumber("Y"), within: tight)
      comparison.number("s", unit.standardError, try row.optionalNumber("s"), within: tight)
      comparison.number("z", unit.z, try row.optionalNumber("z"), within: tight)
      comparison.number("z_used", unit.trimmed, try row.optionalNumber("z_used"), within: tight)
      comparison.number("z_od", unit.adjusted, try row.optionalNumber("z_od"), within: tight)
    }
  }

  @Sendable private static func compareReliability(
    _ rows: Rows, _ file: OracleFile, _ comparison: inout Comparison
  ) throws {
    guard let first = rows.first, let plot = try funnel(of: first, file) else { return comparison.unknown("the plot") }
    for row in rows {
      let place = try row.integer("unit") - 1
      let unit = plot.units.indices.contains(place) ? plot.units[place] : nil
      comparison.number("tau2", plot.between, try row.number("tau2"), within: tight)
      comparison.number("reliability", unit?.reliability, try row.number("reliability"), within: tight)
      comparison.number("shrunk", unit?.shrunk, try row.number("shrunk"), within: tight)
    }
  }

  @Sendable private static func compareLimits(_ rows: Rows, _: OracleFile, _ comparison: inout Comparison) throws {
    guard let first = rows.first, let measure = measure(try first.text("data_type"), try first.text("sr_method")) else {
      return comparison.unknown("the measure")
    }
    for (level, low, high) in [
      (FunnelLimits.Level.ninetyFive, "ll95", "ul95"), (.ninetyNinePointEight, "ll998", "ul998"),
    ] {
      let curve = FunnelLimits.curve(
        measure, sizes: try rows.map { try $0.number("number_seq") }, target: try first.number("target"),
        between: try first.number("tau2"), level: level)
      for (place, row) in rows.enumerated() {
        comparison.number("\(low) at row \(row.number)", curve?[place].low, try row.number(low), within: tight)
        comparison.number("\(high) at row \(row.number)", curve?[place].high, try row.number(high), within: tight)
      }
    }
  }
}
