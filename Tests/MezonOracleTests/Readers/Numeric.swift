// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Sums to the bit, quantiles of samples and distributions to 1e-9, NIST's moments to their certified digits.
  static let numericReaders: [OracleReader] = [
    .elements("numeric", "exact_sums.json", name: "name", compare: compareSum),
    .elements("numeric", "nist_strd_univariate.json", of: "datasets", name: "name", compare: compareMoments),
    .elements("numeric", "quantile_functions.json", name: "fn", compare: compareDistributionQuantile),
    OracleReader("numeric", "quantiles_hyndman_fan.csv") { file in
      var samples: [String: ValueDistribution] = [:]
      for row in try file.sibling("quantile_series.csv").table().rows {
        samples[try row.text("series"), default: ValueDistribution()].add(try row.number("x"))
      }
      let sorted = samples.mapValues { $0.sorted() }
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          guard let type = QuantileType(rawValue: try row.integer("type")) else {
            return comparison.unknown("the quantile type \(try row.text("type"))")
          }
          let quantile = sorted[try row.text("series")]?.quantile(try row.number("p"), type: type)
          comparison.number("quantile", quantile, try row.number("quantile"), within: .relative(1e-9))
        }
      }
    },
    .data("numeric", "quantile_series.csv"),
  ]

  private static func double(bits: JSONValue) throws -> Double {
    guard let text = bits.text, let pattern = UInt64(text.dropFirst(2), radix: 16) else {
      throw OracleTable.Fault(description: "\(bits) is no bit pattern")
    }
    return Double(bitPattern: pattern)
  }

  /// The sum in the order given, and merged from two halves of which each is added from its end.
  @Sendable private static func compareSum(_ element: JSONValue, _ comparison: inout Comparison) throws {
    let values = try element["x_bits"].elements.map(double(bits:))
    let expected = try double(bits: element["sum_bits"]).bitPattern
    comparison.same("the sum's bits", ExactSum(values).value.bitPattern, expected)
    var halves = ExactSum(values.suffix(values.count / 2).reversed())
    halves.merge(ExactSum(values.dropLast(values.count / 2).reversed()))
    comparison.same("the merged sum's bits", halves.value.bitPattern, expected)
  }

  /// Means, deviations and first autocorrelations of data written as decimals.
  ///
  /// A result inherits the error of taking the decimals to Doubles, which is at most half a unit of rounding of a value.
  @Sendable private static func compareMoments(_ element: JSONValue, _ comparison: inout Comparison) throws {
    let values = element["data"].doubles.compactMap { $0 }
    comparison.same("n", values.count, element["n"].int)
    let moments = SampleMoments(values)
    let spread = element["certified_sd"].double ?? .nan
    let conversion = (values.map(\.ulp).max() ?? 0) / spread
    comparison.number("the mean", moments.mean, element["certified_mean"].double, within: .relative(2.3e-16))
    comparison.number(
      "the deviation", moments.standardDeviation, spread, within: .relative(max(5e-15, conversion)))
    comparison.number(
      "the autocorrelation", Autocorrelation.lagOne(values), element["certified_lag1"].double,
      within: .relative(max(5e-15, 4 * conversion)))
  }

  @Sendable private static func compareDistributionQuantile(
    _ element: JSONValue, _ comparison: inout Comparison
  ) throws {
    guard let probability = element["p"].double else { return comparison.unknown("no probability") }
    let quantile: Double?
    switch (element["fn"].text, element["df"].double, element["a"].double, element["b"].double) {
    case ("normal_quantile", nil, nil, nil): quantile = NormalDistribution.quantile(probability)
    case ("t_quantile", let df?, nil, nil):
      quantile = StudentTDistribution(degreesOfFreedom: df)?.quantile(probability)
    case ("chisq_quantile", let df?, nil, nil):
      quantile = ChiSquaredDistribution(degreesOfFreedom: df)?.quantile(probability)
    case ("beta_quantile", nil, let a?, let b?): quantile = BetaDistribution(a: a, b: b)?.quantile(probability)
    default: return comparison.unknown("\(element["fn"].text ?? "no function")")
    }
    // Next to 1 the nearest Double to a probability is a slightly different one.
    let conversion = probability.ulp / min(probability, 1 - probability)
    comparison.number("the quantile", quantile, element["value"].double, within: .relative(max(1e-13, conversion)))
  }
}
