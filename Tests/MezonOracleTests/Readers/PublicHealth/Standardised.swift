// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Directly and indirectly standardised rates, and tables that must be refused.
  static let standardisedReaders: [OracleReader] = [
    OracleReader("phe", "DSR_ISR__testresults_DSR.csv") { file in
      var areas: [String: [DirectStandardisation.Stratum]] = [:]
      for name in ["DSR_ISR__testdata_multiarea.csv", "DSR_ISR__testdata_nonindepe.csv", "DSR_ISR__testdata_1976.csv"] {
        guard let table = try? file.sibling(name).table() else { continue }
        areas.merge(try strata(of: table)) { first, _ in first }
      }
      let known = areas
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          guard let strata = known[try row.text("area")] else {
            return comparison.unknown("the area \(try row.text("area"))")
          }
          try compareDirect(DirectStandardisation(strata: strata), with: row, in: &comparison)
        }
      }
    },
    OracleReader("phe", "DSR_ISR__testresults_ISR.csv") { file in
      let reference = try file.sibling("DSR_ISR__refdata.csv").table().rows.map { row in
        (events: try row.number("refcount"), population: try row.number("refpop"))
      }
      var units: [String: [OracleTable.Row]] = [:]
      for name in ["DSR_ISR__testdata_multiarea_isr.csv", "DSR_ISR__testdata_err2.csv"] {
        for row in (try? file.sibling(name).table().rows) ?? [] { units[try row.text("area"), default: []].append(row) }
      }
      let areas = units
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          guard let bands = areas[try row.text("area")], bands.count == reference.count else {
            return comparison.unknown("the area \(try row.text("area"))")
          }
          try compareIndirect(bands, reference, with: row, in: &comparison)
        }
      }
    },
    OracleReader("phe", "DSR_ISR__testdata_err*.csv") { file in
      let table = try file.table()
      return [
        OracleCase("the table") { comparison in
          let areas = try strata(of: table).values
          comparison.same(
            "refused", areas.contains { DirectStandardisation(strata: $0) == nil }, true)
        }
      ]
    },
    OracleReader("phe", "DSR_ISR__testdata_multiarea_lookup.csv") { file in
      let rows = try file.sibling("DSR_ISR__testdata_multiarea.csv").table().rows
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let area = try row.text("area")
          let counts = try rows.filter { try $0.text("area") == area }.map { try $0.optionalNumber("count") ?? 0 }
          comparison.number("total_count", ExactSum(counts).value, try row.number("total_count"), within: .exact)
        }
      }
    },
    .data("phe", "DSR_ISR__testdata_*.csv"),
    .data("phe", "DSR_ISR__refdata.csv"),
    // Input of the slope index of inequality, without its results.
    .data("phe", "DSR_testdata.csv"),
  ]

  /// The European standard population of 2013 by five years of age, 0-4 to 90 and over.
  private static let europeanStandard: [Double] = [
    5_000, 5_500, 5_500, 5_500, 6_000, 6_000, 6_500, 7_000, 7_000, 7_000, 7_000, 6_500, 6_000, 5_500, 5_000, 4_000,
    2_500, 1_500, 1_000,
  ]

  /// The strata of each area of a table, or of the one area that the file is named after.
  ///
  /// Columns `f1`, `f2`, ... say how many persons had so many events each.
  private static func strata(of table: OracleTable) throws -> [String: [DirectStandardisation.Stratum]] {
    let standardColumn = ["stdpop", "esp1976"].first { table.columns.contains($0) }
    let frequencies = table.columns.filter { $0.wholeMatch(of: /f[0-9]+/) != nil }
    var areas: [String: [DirectStandardisation.Stratum]] = [:]
    for row in table.rows {
      let area = row.fields["area"] ?? "testdata_1976"
      let place = areas[area]?.count ?? 0
      guard let standard = try standardColumn.map({ try row.number($0) }) ?? europeanStandard.dropFirst(place).first
      else { throw OracleTable.Fault(description: "\(row.description): no standard population") }
      // A stratum of which the count is blank had no event.
      let events = try row.optionalNumber("count") ?? 0
      let squares = try frequencies.map { column in
        let times = Double(column.dropFirst()) ?? .nan
        return try (row.optionalNumber(column) ?? 0) * times * times
      }
      areas[area, default: []].append(
        DirectStandardisation.Stratum(
          events: events, population: try row.number("pop"), standard: standard,
          squaredEvents: frequencies.isEmpty ? events : squares.reduce(0, +)))
    }
    return areas
  }

  private static func compareDirect(
    _ rate: DirectStandardisation?, with row: OracleTable.Row, in comparison: inout Comparison
  ) throws {
    comparison.number("total_count", rate?.events, try row.number("total_count"), within: .exact)
    comparison.number("total_pop", rate?.population, try row.number("total_pop"), within: .exact)
    let isShown = (rate?.events ?? 0) >= DirectStandardisation.leastEvents
    let statistic = try row.text("statistic")
    guard let multiplier = statistic.wholeMatch(of: /dsr per ([0-9]+)/).flatMap({ Double($0.1) }) else {
      comparison.same("shown", isShown ? "dsr" : "dsr NA for total count < 10", statistic)
      return comparison.number("value", nil, try row.optionalNumber("value"), within: publicHealth)
    }
    comparison.same("shown", isShown, true)
    comparison.number("value", rate.map { $0.rate * multiplier }, try row.number("value"), within: publicHealth)
    try compareLimits(row, in: &comparison) { rate?.dobsonInterval(confidence: $0)?.scaled(by: multiplier) }
  }

  private static func compareIndirect(
    _ bands: [OracleTable.Row], _ reference: [(events: Double, population: Double)], with row: OracleTable.Row,
    in comparison: inout Comparison
  ) throws {
    let ratio = IndirectStandardisation(
      observed: ExactSum(try bands.map { try $0.optionalNumber("count") ?? 0 }).value,
      strata: try zip(bands, reference).map { band, reference in
        IndirectStandardisation.Stratum(
          population: try band.optionalNumber("pop") ?? 0, referenceRate: reference.events / reference.population)
      })
    comparison.number("observed", ratio?.observed, try row.number("observed"), within: .exact)
    comparison.number("expected", ratio?.expected, try row.number("expected"), within: publicHealth)
    let crude = reference.reduce(0) { $0 + $1.events } / reference.reduce(0) { $0 + $1.population }
    let statistic = try row.text("statistic")
    let multiplier: Double
    if let rate = statistic.wholeMatch(of: /indirectly standardised rate per ([0-9]+)/).flatMap({ Double($0.1) }) {
      multiplier = crude * rate
      comparison.number("ref_rate", multiplier, try row.number("ref_rate"), within: publicHealth)
    } else if let factor = statistic.wholeMatch(of: /indirectly standardised ratio x ([0-9]+)/) {
      multiplier = Double(factor.1) ?? .nan
    } else {
      return comparison.unknown(statistic)
    }
    comparison.number("value", ratio.map { $0.ratio * multiplier }, try row.number("value"), within: publicHealth)
    try compareLimits(row, in: &comparison) { confidence in
      ratio?.interval(.exactBelowTenElseByar, confidence: confidence)?.scaled(by: multiplier)
    }
    let method = (ratio?.observed ?? 0) < PoissonInterval.byarThreshold ? "Exact" : "Byars"
    comparison.same("method", method, try row.text("method"))
  }
}
