// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Tests for gaming: 1e-6, and refusals exactly.
  static let gamingReaders: [OracleReader] = [
    OracleReader("gaming", "gaming_tests*.json") { file in
      try file.json()["cases"].elements.enumerated().map { index, element in
        let test = element["test"].text ?? "nothing"
        return OracleCase("case \(index + 1), \(test) \(element["id"].text ?? "")") { comparison in
          guard let compare = gamingTests[test] else { return comparison.unknown("the test \(test)") }
          compare(element, &comparison)
        }
      }
    },
    changePointReader,
  ]

  private static let close = Tolerance.relative(1e-6, absolute: 1e-12)

  private static let gamingTests: [String: @Sendable (JSONValue, inout Comparison) -> Void] = [
    "terminal_digit": compareTerminalDigits, "benford_first_digit": compareLeadingDigits,
    "period_end_share": comparePeriodEnd, "deadline_bunching": compareBunching,
    "density_discontinuity": compareDensity, "reclassification_cmh": compareTables,
    "robust_z_iglewicz_hoaglin": compareOutliers, "multiple_testing": compareAdjustments,
    "audit_sample_size": compareSize, "discovery_sample_size": compareDiscovery,
    "finite_population_ci": compareFinitePopulation,
  ]

  @Sendable private static func compareTerminalDigits(_ element: JSONValue, _ comparison: inout Comparison) {
    let digits = TerminalDigits(element["values"].doubles.compactMap { $0.map { Int($0) } })
    comparison.same("counts", digits?.counts ?? [], element["digit_counts"].elements.compactMap(\.int))
    comparison.number("chi2", digits?.chiSquared, element["chi2"].double, within: close)
    comparison.number("p", digits?.pValue, element["p"].double, within: .relative(1e-6))
    comparison.number("share", digits?.heapedShare, element["share_0_or_5"].double, within: close)
    comparison.number("heaping", digits?.heapingPValue, element["p_heaping_exact"].double, within: .relative(1e-6))
  }

  @Sendable private static func compareLeadingDigits(_ element: JSONValue, _ comparison: inout Comparison) {
    let digits = LeadingDigits(element["values"].doubles.compactMap(\.self))
    comparison.same("counts", digits?.counts ?? [], element["counts"].elements.compactMap(\.int))
    comparison.number("chi2", digits?.chiSquared, element["chi2"].double, within: close)
    comparison.number("p", digits?.pValue, element["p"].double, within: .relative(1e-6))
    comparison.number("mad", digits?.meanDeviation, element["mad"].double, within: close)
    let conformity = element["nigrini"].text?.split(separator: " ").first.map(String.init)
    comparison.same("class", digits?.conformity.rawValue, conformity)
    if let isApplicable = element["applicable"].bool {
      comparison.same("applies", digits.map { $0.refusal == nil }, isApplicable)
    }
  }

  @Sendable private static func comparePeriodEnd(_ element: JSONValue, _ comparison: inout Comparison) {
    let share = PeriodEndShare(
      inLastDays: element["in_last_days"].int ?? -1, total: element["total"].int ?? 0,
      expectedShare: element["expected_share"].double ?? .nan)
    comparison.number("share", share?.observedShare, element["observed_share"].double, within: close)
    comparison.number("ratio", share?.ratio, element["ratio"].double, within: close)
    comparison.number("p", share?.pValue, element["p_one_sided"].double, within: .relative(1e-6))
    let (interval, limits) = (share?.interval(confidence: 0.95), element["ci95_share"].doubles)
    comparison.number("low", interval?.low, limits.first ?? nil, within: close)
    comparison.number("high", interval?.high, limits.last ?? nil, within: close)
  }

  @Sendable private static func compareBunching(_ element: JSONValue, _ comparison: inout Comparison) {
    let heap = Bunching(
      binStarts: element["bin_left"].doubles.map { $0 ?? .nan }, counts: element["counts"].doubles.map { $0 ?? .nan },
      threshold: element["threshold"].double ?? .nan,
      excluded: Set(element["excluded_bins"].elements.compactMap(\.int)),
      degree: element["degree"].int ?? 0)
    let curve = element["counterfactual"].doubles
    comparison.same("bins", heap?.counterfactual.count, curve.count)
    for (value, reference) in zip(heap?.counterfactual ?? [], curve) {
      comparison.number("counterfactual", value, reference, within: close)
    }
    // A difference of counts and curve is as exact as those are.
    let size = (element["counts"].doubles.compactMap(\.self).max() ?? 1) * 1e-9
    comparison.number(
      "excess", heap?.excess, element["excess_below"].double, within: .relative(1e-6, absolute: size))
    comparison.number("b", heap?.relativeExcess, element["b_hat"].double, within: .relative(1e-6, absolute: 1e-9))
  }

  @Sendable private static func compareDensity(_ element: JSONValue, _ comparison: inout Comparison) {
    guard let below = element["n_below"].int ?? element["below"].int,
      let above = element["n_above"].int ?? element["above"].int
    else { return comparison.unknown("the sides \(element.keys)") }
    let jump = DensityDiscontinuity(below: below, above: above, beyond: (0, 0))
    comparison.number("p", jump?.pValue, element["p"].double, within: .relative(1e-6))
  }

  @Sendable private static func compareTables(_ element: JSONValue, _ comparison: inout Comparison) {
    let tables = element["tables_before_after_severe_minor"].elements.map { table in
      let cells = table.elements.flatMap(\.doubles).map { $0 ?? .nan } + [.nan, .nan, .nan, .nan]
      return StratifiedOdds.Table(cells[0], cells[1], cells[2], cells[3])
    }
    let odds = StratifiedOdds(tables)
    comparison.number("odds ratio", odds?.oddsRatio, element["mh_odds_ratio"].double, within: close)
    comparison.number("chi2", odds?.chiSquared, element["cmh_chi2"].double, within: close)
    comparison.number("p", odds?.pValue, element["p"].double, within: .relative(1e-6))
    comparison.number("Breslow-Day", odds?.homogeneity, element["breslow_day"].double, within: close)
    comparison.number("its p", odds?.homogeneityPValue, element["breslow_day_p"].double, within: .relative(1e-6))
    let (interval, limits) = (odds?.interval(confidence: 0.95), element["ci95"].doubles)
    comparison.number("low", interval?.low, limits.first ?? nil, within: close)
    comparison.number("high", interval?.high, limits.last ?? nil, within: close)
  }

  @Sendable private static func compareOutliers(_ element: JSONValue, _ comparison: inout Comparison) {
    let outliers = RobustOutliers(element["x"].doubles.map { $0 ?? .nan })
    comparison.number("median", outliers?.median, element["median"].double, within: close)
    comparison.number("mad", outliers?.medianDeviation, element["mad"].double, within: close)
    let expected = element["z"].doubles
    // A score that divides by 0 is none, however the reference says so.
    guard expected.contains(where: { $0?.isFinite ?? false }) else {
      return comparison.same("defined", outliers?.scores == nil, true)
    }
    comparison.same("scores", outliers?.scores?.count, expected.count)
    for (value, reference) in zip(outliers?.scores ?? [], expected) {
      comparison.number("z", value, reference, within: close)
    }
    comparison.same("flags", outliers?.isBeyond() ?? [], element["flag_at_3_5"].elements.compactMap(\.bool))
  }

  @Sendable private static func compareAdjustments(_ element: JSONValue, _ comparison: inout Comparison) {
    let methods: [String: PValueAdjustment] = [
      "fdr_bh": .benjaminiHochberg, "fdr_by": .benjaminiYekutieli, "holm": .holm, "bonferroni": .bonferroni,
    ]
    guard let method = methods[element["method"].text ?? ""] else {
      return comparison.unknown("the method \(element["method"])")
    }
    let adjusted = method.adjusted(element["p"].doubles.map { $0 ?? .nan })
    let expected = element["adjusted"].doubles
    comparison.same("how many", adjusted.count, expected.count)
    for (value, reference) in zip(adjusted, expected) {
      comparison.number("adjusted", value, reference, within: .relative(1e-6))
    }
    let rate = element["alpha"].double ?? 0.05
    comparison.same("reject", adjusted.map { $0 <= rate }, element["reject"].elements.compactMap(\.bool))
  }

  @Sendable private static func compareSize(_ element: JSONValue, _ comparison: inout Comparison) {
    let plan = AuditSample.size(
      population: element["population"].int ?? 0, margin: element["margin"].double ?? .nan,
      confidence: element["level"].double ?? .nan, share: element["p"].double ?? .nan)
    comparison.same("n", plan?.size, element["n"].int)
    comparison.same("n of an endless set", plan?.ofInfinite, element["n_infinite"].int)
  }

  @Sendable private static func compareDiscovery(_ element: JSONValue, _ comparison: inout Comparison) {
    let plan = AuditSample.discovery(
      population: element["population"].int ?? 0, tolerable: element["tolerable_bad"].int ?? 0,
      confidence: element["confidence"].double ?? .nan)
    comparison.same("n", plan?.size, element["n"].int)
    comparison.number("missing", plan?.missing, element["p_zero"].double, within: close)
  }

  @Sendable private static func compareFinitePopulation(_ element: JSONValue, _ comparison: inout Comparison) {
    let population = element["population"].int ?? 0
    let limits = AuditSample.bad(
      population: population, sample: element["sample"].int ?? 0, found: element["errors"].int ?? -1,
      confidence: element["level"].double ?? .nan)
    comparison.same("low_K", limits?.lowerBound, element["low_K"].int)
    comparison.same("high_K", limits?.upperBound, element["high_K"].int)
    let share = { (count: Int?) in count.map { Double($0) / Double(population) } }
    comparison.number("low", share(limits?.lowerBound), element["low"].double, within: close)
    comparison.number("high", share(limits?.upperBound), element["high"].double, within: close)
  }
}
