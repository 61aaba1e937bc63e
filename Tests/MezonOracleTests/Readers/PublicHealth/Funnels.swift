// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  /// Curves of funnels, and which units lie outside them.
  static let funnelReaders: [OracleReader] = [
    OracleReader("phe", "testdata_funnel_prop_outputs*.csv") { file in
      // The second file leaves out the populations from 31,000 on.
      let isPart = file.name.contains("axis_variation")
      let units = try shares(in: file.sibling("testdata_funnel_prop_inputs.csv")).filter {
        !isPart || $0.denominator < 31_000
      }
      let average = quotient(units)
      return try file.table().rows.map { row in
        OracleCase(row.description) { try compareShareCurve(row, average: average, in: &$0) }
      }
    },
    OracleReader("phe", "testdata_funnel_prop_inputs.csv") { file in
      let average = quotient(try shares(in: file))
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let (numerator, denominator) = (try row.number("numerator"), try row.number("denominator"))
          let place = significance { confidence in
            FunnelCurve.place(
              ofShare: numerator / denominator, population: denominator, average: average, confidence: confidence)
          }
          comparison.same("significance", place, try row.text("significance"))
        }
      }
    },
    .rows("phe", "testdata_funnel_ratio_outputs.csv", compare: compareRatioCurve),
    .rows("phe", "testdata_funnel_ratio_inputs.csv") { row, comparison in
      let (observed, expected) = (try row.number("obs"), try row.number("expected"))
      let place = significance { FunnelCurve.place(ofEvents: observed, expected: expected, confidence: $0) }
      comparison.same("significance", place, try row.text("significance"))
    },
    OracleReader("phe", "testdata_funnel_rate_outputs*.csv") { file in
      let units = try rateUnits(for: file)
      let average = quotient(units)
      return try file.table().rows.map { row in
        OracleCase(row.description) { try compareRateCurve(row, average: average, in: &$0) }
      }
    },
    OracleReader("phe", "testdata_funnel_rate_dsr_inputs.csv", cases: rateSignificance),
    OracleReader("phe", "testdata_funnel_rate_input_funnels.csv") { file in
      let rows = try file.table().rows
      let greatest = try rows.map { try $0.number("ev") }.max() ?? 0
      return rows.map { row in OracleCase(row.description) { try comparePoint(row, greatest: greatest, in: &$0) } }
    },
  ]

  private static let curve = Tolerance.relative(1e-5)

  private typealias Unit = (numerator: Double, denominator: Double)

  private static func shares(in file: OracleFile) throws -> [Unit] {
    try file.table().rows.map { (try $0.number("numerator"), try $0.number("denominator")) }
  }

  private static func quotient(_ units: [Unit]) -> Double {
    units.reduce(0) { $0 + $1.numerator } / units.reduce(0) { $0 + $1.denominator }
  }

  /// How a place outside the inner or the outer limits is called.
  private static func significance(_ place: (Double) -> FunnelCurve.Place?) -> String {
    for (confidence, name) in [(0.998, "0.001"), (0.95, "0.025")] {
      switch place(confidence) {
      case .above?: return "High (\(name))"
      case .below?: return "Low (\(name))"
      case .inside?: continue
      case nil: return "none"
      }
    }
    return "Not significant"
  }

  private static func compareShareCurve(
    _ row: OracleTable.Row, average: Double, in comparison: inout Comparison
  ) throws {
    comparison.number("Baseline", average * 100, try row.number("Baseline"), within: curve)
    for (confidence, name) in [(0.95, "2s0025"), (0.998, "3s0001")] {
      let limits = FunnelCurve.proportion(
        average: average, population: try row.number("Population"), confidence: confidence)
      // The reference is rounded to six digits after the point.
      let rounded = Tolerance.relative(1e-5, absolute: 5e-7)
      comparison.number(
        "Lower\(name)limit", limits.map { $0.low * 100 }, try row.number("Lower\(name)limit"), within: rounded)
      comparison.number(
        "Upper\(name)limit", limits.map { $0.high * 100 }, try row.number("Upper\(name)limit"), within: rounded)
    }
  }

  /// A number of expected events as the reference has it, which halves E/(1 + O + E) down to steps of 2⁻²⁴.
  ///
  /// It matters only at the upper curve of one event, which it moves by a part of 5e-5.
  private static func halved(_ events: Double?, observed: Double) -> Double? {
    guard let events else { return nil }
    let root = events / (1 + observed + events)
    var (place, step) = (0.5, 0.5)
    while step > 1e-7 {
      step /= 2
      place += place > root ? -step : step
    }
    return (1 + observed) * place / (1 - place)
  }

  @Sendable private static func compareRatioCurve(_ row: OracleTable.Row, _ comparison: inout Comparison) throws {
    let observed = try row.number("Observed_events")
    for (confidence, name) in [(0.95, "2s"), (0.998, "3s")] {
      let expected = FunnelCurve.expectedEvents(observed: observed, confidence: confidence)
      // Fewest events lie at the lower curve where most are expected.
      for (side, limit) in [("lower", expected?.high), ("upper", expected?.low)] {
        let column = "\(side)_\(name)"
        let events = halved(limit, observed: observed)
        comparison.number("\(column)_exp_events", events, try row.number("\(column)_exp_events"), within: curve)
        let ratio = events.map { observed / $0 }
        comparison.number("\(column)_count", ratio.map { $0 - 1 }, try row.number("\(column)_count"), within: curve)
        comparison.number("\(column)_isr", ratio.map { $0 * 100 }, try row.number("\(column)_isr"), within: curve)
      }
    }
  }

  /// How many years the events of the published rates cover.
  private static let years = 3.0

  /// The units behind each of the published curves of rates.
  ///
  /// The first takes them as they are; the second gives the unit with most events five; the third gives it none, and
  /// leaves out populations up to half of the greatest.
  private static func rateUnits(for file: OracleFile) throws -> [Unit] {
    let rows = try file.sibling("testdata_funnel_rate_input_funnels.csv").table().rows
    let units = try rows.map { row -> (events: Double, rate: Double) in
      (try row.number("ev"), try row.number("rate"))
    }
    let greatest = units.map(\.events).max() ?? 0
    switch file.name {
    case "testdata_funnel_rate_outputs_2.csv":
      return units.map { unit in
        let events = unit.events == greatest ? 5 : unit.events
        return (events, events / unit.rate)
      }
    case "testdata_funnel_rate_outputs_3.csv":
      let populations = units.map { $0.events / $0.rate }
      let largest = populations.max() ?? 0
      return zip(units, populations).filter { $1 > largest / 2 }.map { unit, population in
        (unit.events == greatest ? 0 : unit.events, population)
      }
    default: return units.map { ($0.events, $0.events / $0.rate) }
    }
  }

  private static func compareRateCurve(
    _ row: OracleTable.Row, average: Double, in comparison: inout Comparison
  ) throws {
    comparison.number("baseline", average, try row.number("baseline"), within: curve)
    let events = try row.number("Events")
    for (confidence, name) in [(0.95, "2s"), (0.998, "3s")] {
      let expected = FunnelCurve.expectedEvents(observed: events, confidence: confidence)
      for (side, limit) in [("lower", expected?.high), ("upper", expected?.low)] {
        let column = "\(side)_\(name)"
        let limit = halved(limit, observed: events)
        // The reference's rates are per 100,000 persons and year.
        let population = limit.map { $0 / (average / 100_000) / years }
        comparison.number(
          "\(column)_population_1_year", population, try row.number("\(column)_population_1_year"), within: curve)
        comparison.number(
          "\(column)_limit", limit.map { events / $0 * average }, try row.number("\(column)_limit"), within: curve)
      }
    }
  }

  /// Significance by eight ways to give a rate: standardised or crude, with or without the units of no event.
  @Sendable private static func rateSignificance(_ file: OracleFile) throws -> [OracleCase] {
    let rows = try file.table().rows
    let columns = try file.table().columns.filter { $0.contains("_with") }
    return columns.flatMap { column in
      rows.map { row in
        OracleCase("\(row.description), \(column)") { comparison in
          let events = try row.number("count")
          // A unit without events is not among those that the reference was made with.
          if column.hasSuffix("without_0"), events == 0 { return comparison.same("left out", events, 0) }
          let isStandardised = column.hasPrefix("dsr")
          if isStandardised, events < DirectStandardisation.leastEvents {
            let none = "Not applicable for events less than 10 for dsrs"
            return comparison.same("significance", none, try row.text(column))
          }
          let average = quotient(
            try rows.compactMap { try derived($0, column: column) })
          guard let unit = try derived(row, column: column) else { return comparison.unknown("no population") }
          let place = significance { confidence in
            FunnelCurve.place(
              ofEvents: unit.numerator, expected: unit.denominator * average, confidence: confidence)
          }
          comparison.same("significance", place, try row.text(column))
        }
      }
    }
  }

  /// The events of a unit with the population that its rate implies; its own where there are no events; nil where it is
  /// left out.
  private static func derived(_ row: OracleTable.Row, column: String) throws -> Unit? {
    let events = try row.number("count")
    let isStandardised = column.hasPrefix("dsr")
    guard events > 0 else { return isStandardised || column.hasSuffix("without_0") ? nil : (0, try row.number("pop")) }
    let rate: Double
    if isStandardised {
      rate = try row.number("rate_dsr") / 100_000
    } else if column.contains("per_100000") {
      rate = try row.number("rate_crude_per_100000") / 100_000
    } else {
      rate = try row.number("rate_crude_per_100") / 100
    }
    return (events, events / rate)
  }

  /// The points of a chart: rate and yearly population, which a standardised rate of too few events has not.
  ///
  /// The unit with most events was given five for the standardised rate, and none for the crude one with populations.
  private static func comparePoint(
    _ row: OracleTable.Row, greatest: Double, in comparison: inout Comparison
  ) throws {
    let (events, rate) = (try row.number("ev"), try row.number("rate"))
    let isShown = (events == greatest ? 5 : events) >= DirectStandardisation.leastEvents
    let population = events / rate * 100_000
    comparison.number("rate_chart", isShown ? rate : nil, try row.optionalNumber("rate_chart"), within: curve)
    comparison.number(
      "denominator_derived", isShown ? population / years : nil, try row.optionalNumber("denominator_derived"),
      within: curve)
    comparison.number("rate_chart_crude", rate, try row.optionalNumber("rate_chart_crude"), within: curve)
    comparison.number(
      "denominator_derived_crude", population / years, try row.optionalNumber("denominator_derived_crude"),
      within: curve)
    let fiveYears = (events == greatest ? try row.number("pop") : population) / 5
    comparison.number(
      "rate_chart_crude_with_denom", rate, try row.optionalNumber("rate_chart_crude_with_denom"), within: curve)
    comparison.number(
      "denominator_derived_crude_with_denom", fiveYears,
      try row.optionalNumber("denominator_derived_crude_with_denom"), within: curve)
  }
}
