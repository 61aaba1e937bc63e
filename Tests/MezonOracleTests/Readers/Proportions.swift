// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Intervals of shares, counts, and contrasts of two groups: 1e-9, score intervals found by halving 1e-8.
  static let proportionReaders: [OracleReader] = [
    .rows("proportions", "proportion_ci.csv") { row, comparison in
      let name = try row.text("method")
      guard let method = proportionMethods[name] else { return comparison.unknown("the interval \(name)") }
      let (successes, trials) = (try row.number("x"), try row.number("n"))
      let interval = ProportionInterval.interval(
        method, successes: successes, trials: trials, confidence: try row.number("level"))
      comparison.number("p", successes / trials, try row.number("p"), within: closedForm)
      try compare(interval, with: row, within: closedForm, in: &comparison)
    },
    .rows("proportions", "poisson_count_ci.csv") { row, comparison in
      let name = try row.text("method")
      guard let method = poissonMethods[name] else { return comparison.unknown("the interval \(name)") }
      let interval = PoissonInterval.interval(
        method, count: try row.number("events"), confidence: try row.number("level"))
      // Byar's lower limit is blank where the formula has none; ours is the 0 that no count lies below.
      comparison.number("low", interval?.low, try row.optionalNumber("low") ?? 0, within: closedForm)
      comparison.number("high", interval?.high, try row.number("high"), within: closedForm)
    },
    .rows("proportions", "two_proportions.csv") { row, comparison in
      let pair = TwoProportions(
        firstSuccesses: try row.integer("x1"), firstTrials: try row.integer("n1"),
        secondSuccesses: try row.integer("x2"), secondTrials: try row.integer("n2"))
      let (contrast, name) = (try row.text("contrast"), try row.text("method"))
      guard let method = twoProportionMethods["\(contrast) \(name)"] else {
        return comparison.unknown("the interval \(name) for \(contrast)")
      }
      let interval = try pair.flatMap { method($0)(try row.number("level")) }
      try compare(interval, with: row, within: halved, in: &comparison)
    },
    .rows("proportions", "rate_ratio.csv", compare: compareRateRatio),
    OracleReader("proportions", "direct_std_fayfeuer.csv") { file in
      let strata = try file.sibling("direct_std_input.csv").table().rows.map { row in
        DirectStandardisation.Stratum(
          events: try row.number("count"), population: try row.number("pop"), standard: try row.number("stdpop"))
      }
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          guard try row.text("method") == "fay_feuer_gamma" else {
            return comparison.unknown("the interval \(try row.text("method"))")
          }
          let rate = DirectStandardisation(strata: strata)
          comparison.number("crude", rate?.crudeRate, try row.number("crude"), within: closedForm)
          comparison.number("adjusted", rate?.rate, try row.number("adjusted"), within: closedForm)
          let interval = rate?.fayFeuerInterval(confidence: try row.number("level"))
          try compare(interval, with: row, within: closedForm, in: &comparison)
        }
      }
    },
    .data("proportions", "direct_std_input.csv"),
  ]

  private static let closedForm = Tolerance.relative(1e-9)

  /// The reference halves a difference or a ratio to about ten digits after the point.
  private static let halved = Tolerance.relative(1e-8, absolute: 1e-10)

  private static let proportionMethods: [String: ProportionInterval.Method] = [
    "wilson": .wilson, "wilson_cc": .wilsonContinuity, "clopper_pearson": .clopperPearson, "jeffreys_raw": .jeffreys,
    "jeffreys_bcd_modified": .jeffreysModified, "agresti_coull": .agrestiCoull, "wald": .wald,
  ]

  private static let poissonMethods: [String: PoissonInterval.Method] = [
    "exact_garwood": .exact, "byar": .byar, "score": .score,
    "phe_rule_exact_below_10_else_byar": .exactBelowTenElseByar,
  ]

  private static let twoProportionMethods: [String: @Sendable (TwoProportions) -> (Double) -> Interval?] = [
    "RD newcombe_hybrid_wilson(method 10)": { $0.newcombeDifference(confidence:) },
    "RD miettinen_nurminen_score": { $0.scoreDifference(confidence:) },
    "RR miettinen_nurminen_score": { $0.scoreRatio(confidence:) },
    "OR miettinen_nurminen_score": { $0.scoreOddsRatio(confidence:) },
  ]

  private static func compare(
    _ interval: Interval?, with row: OracleTable.Row, within tolerance: Tolerance, in comparison: inout Comparison
  ) throws {
    comparison.number("low", interval?.low, try row.optionalNumber("low"), within: tolerance)
    comparison.number("high", interval?.high, try row.optionalNumber("high"), within: tolerance)
  }

  @Sendable private static func compareRateRatio(_ row: OracleTable.Row, _ comparison: inout Comparison) throws {
    let pair = TwoRates(
      firstEvents: try row.integer("x1"), firstExposure: try row.number("t1"), secondEvents: try row.integer("x2"),
      secondExposure: try row.number("t2"))
    let confidence = try row.number("level")
    let name = try row.text("method")
    let interval: Interval?
    let pValue: Double?
    switch name {
    case "exact_conditional": (interval, pValue) = (pair?.exactRatio(confidence: confidence), pair?.exactPValue)
    case "score_MN": (interval, pValue) = (pair?.scoreRatio(confidence: confidence), nil)
    case "wald_log": (interval, pValue) = (pair?.logRatio(confidence: confidence), pair?.logPValue)
    default: return comparison.unknown("the interval \(name)")
    }
    comparison.number("ratio", pair?.ratio, try row.optionalNumber("ratio"), within: closedForm)
    try compare(interval, with: row, within: name == "score_MN" ? halved : closedForm, in: &comparison)
    comparison.number("p_value", pValue, try row.optionalNumber("p_value"), within: closedForm)
  }
}
