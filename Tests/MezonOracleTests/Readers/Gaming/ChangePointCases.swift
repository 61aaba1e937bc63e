// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension OracleRegistry {
  private static let close = Tolerance.relative(1e-6, absolute: 1e-12)

  /// A file in which breakpoints, their F statistics, cumulative sums and dispersions stand together, told apart by members.
  static let changePointReader = OracleReader("gaming", "changepoint_dispersion*.json") { file in
    let cases = try file.json()["cases"].elements
    return cases.enumerated().map { index, element in
      let id = element["id"].text ?? ""
      // A statistic without a series is of the last series before it.
      let series = cases[...index].last { !$0["series"].isNull } ?? .null
      return OracleCase(id) { comparison in
        if !element["series"].isNull { return compareBreaks(element, &comparison) }
        if !element["supF"].isNull { return compareGreatestF(element, series, &comparison) }
        if !element["cusum"].isNull { return compareCusum(element, &comparison) }
        if !element["D"].isNull { return compareDispersion(element, &comparison) }
        comparison.unknown("\(element.keys)")
      }
    }
  }

  private static func changes(_ element: JSONValue) -> ChangePoints? {
    ChangePoints(element["series"].doubles.map { $0 ?? .nan }, trimming: element["h"].double ?? 0.15)
  }

  private static func compareBreaks(_ element: JSONValue, _ comparison: inout Comparison) {
    let changes = changes(element)
    for (names, values) in [(["rss_by_m", "rss"], changes?.squares), (["bic_by_m", "bic"], changes?.criterion)] {
      let expected = names.map { element[$0].doubles }.first { !$0.isEmpty } ?? []
      comparison.same("\(names[0]), how many", values?.count, expected.count)
      for (value, reference) in zip(values ?? [], expected) {
        comparison.number(names[0], value, reference, within: close)
      }
    }
    let places = changes.map { $0.places[$0.best] } ?? []
    comparison.same("breaks", places, element["break_index"].elements.compactMap(\.int))
    if let count = element["n_breaks_bic"].int { comparison.same("number", changes?.best, count) }
    if let year = element["break_year"].int, let start = element["start"].int, let first = places.first {
      comparison.same("year", start + first - 1, year)
    }
    let interval = element["ci_index"].elements.compactMap(\.int)
    guard interval.count == 3 else { return }
    let own = changes?.intervals(confidence: 0.95).first ?? nil
    comparison.same("interval", own.map { [$0.lowerBound, places.first ?? -1, $0.upperBound] } ?? [], interval)
  }

  private static func compareGreatestF(_ element: JSONValue, _ series: JSONValue, _ comparison: inout Comparison) {
    let changes = changes(series)
    comparison.number("supF", changes?.greatestF, element["supF"].double, within: close)
    comparison.same("place", changes?.greatestFPlace, element["F_max_index"].int)
    // The reference is 1 less a probability: it is no finer than the last digits of 1.
    comparison.number("p", changes?.pValue, element["p"].double, within: .relative(1e-6, absolute: 1e-14))
  }

  /// The counts are not given: where the sum is above 0 they follow from it, elsewhere none is as good as any.
  private static func compareCusum(_ element: JSONValue, _ comparison: inout Comparison) {
    let chart = PoissonCusum(
      mean: element["m"].double ?? .nan, reference: element["k"].double ?? .nan, threshold: element["h"].double ?? .nan)
    guard let chart else { return comparison.unknown("a chart that does not exist") }
    let expected = element["cusum"].doubles.map { $0 ?? .nan }
    let before = [0] + expected.dropLast()
    let counts = zip(before, expected).map { last, sum in
      sum > 0 ? chart.count(score: sum - last + chart.reference).rounded() : 0
    }
    for (value, reference) in zip(chart.sums(counts), expected) {
      comparison.number("cusum", value, reference, within: close)
    }
    let alarms = chart.alarms(expected).map { $0 ? 1 : 0 }
    comparison.same("alarms", alarms, element["alarm"].elements.compactMap { $0.int ?? ($0.bool == true ? 1 : 0) })
    for (last, bound) in zip(before, element["upperbound"].doubles) {
      comparison.number("upperbound", chart.leastAlarmingCount(after: last), bound, within: close)
    }
  }

  private static func compareDispersion(_ element: JSONValue, _ comparison: inout Comparison) {
    let dispersion = Dispersion(element["x"].elements.compactMap(\.int))
    comparison.number("D", dispersion?.statistic, element["D"].double, within: close)
    comparison.same("df", dispersion?.degreesOfFreedom, element["df"].int)
    comparison.number("over", dispersion?.overPValue, element["p_over"].double, within: close)
    comparison.number("under", dispersion?.underPValue, element["p_under"].double, within: close)
  }
}
