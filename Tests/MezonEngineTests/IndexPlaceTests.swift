// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("Places in an index, and its normalisations")
struct IndexPlaceTests {
  private static let definitions = """
    programme "P" { levels country > region }
    event figure { day_of day at unit by officer? a number? b number? }
    indicator a { looks at figure value mean of a every quarter better when higher }
    indicator b { looks at figure value mean of b every quarter better when lower }
    indicator done { looks at figure where a is present value count every quarter for officer, unit better when higher
      accepts risk MZ2515 because "a sample" }
    index varied { made of 60 % a, 40 % b combine arithmetic normalise min-max vary weights by 90 % draws 400 seed 5
      missing re-weight up to 60 % else none every quarter better when higher }
    index inner { made of equal parts a, b combine geometric normalise min-max scaled 1 to 100 every quarter
      better when higher }
    index outer { made of equal parts inner, other combine geometric vary weights by 50 % draws 200 seed 1
      every quarter better when higher }
    index other { made of 100 % a combine geometric normalise min-max scaled 1 to 100 every quarter
      better when higher }
    index greatest { made of 100 % a combine arithmetic normalise share of the greatest every quarter
      better when higher }
    index worse { made of 100 % b combine arithmetic normalise borda every quarter better when higher }
    index share_worse { made of 100 % b combine arithmetic normalise percentile rank every quarter
      better when higher }
    index persons { made of 100 % done combine arithmetic normalise rank vary weights by 20 % draws 100 seed 1
      for officer, region every quarter better when higher }
    index treated { made of 100 % a combine arithmetic normalise min-max treat outliers every quarter
      better when higher }
    """

  private static let figures: [(a: String?, b: String?)] = [
    ("10", "4"), ("8", "1"), ("6", "2"), ("0", "0"), (nil, "3"), ("5", "2"),
  ]

  private func rows(
    _ indicator: String, _ figures: [(a: String?, b: String?)] = figures, units: [Int32]? = nil
  ) throws -> [ResultRow] {
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("K", "country")
    for (number, figure) in figures.enumerated() {
      try fixture.unit("R\(number)", "region", in: "K")
      var fields: [String: FactValue] = [
        "day_of": "2026-01-10", "at": .one("R\(number)"), "by": .one("O\(number)"),
      ]
      fields["a"] = figure.a.map { .one($0) } ?? .missing
      fields["b"] = figure.b.map { .one($0) } ?? .missing
      try fixture.event("figure", fields)
    }
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let place = try #require(fixture.programme.indicators.firstIndex { $0.id == indicator })
    let all = evaluator.evaluate([place], in: try fixture.period("2026-Q1"), units: units)
    return all.filter { row in
      switch row.subject {
      case .unit(let unit): unit > 0
      case .officer: true
      }
    }
  }

  @Test("A place counts from the best, and is asked of all units whatever is shown")
  func places() throws {
    let all = try rows("varied")
    #expect(all.compactMap { $0.place?.place } == [2, 1, 3, 5, 6, 4])
    for row in all {
      let better = all.count { ($0.value ?? -1) > (row.value ?? -1) }
      let place = try #require(row.place)
      #expect(place.place == better + 1 && place.ranked == 6)
      #expect(place.best <= place.low && place.low <= place.place && place.place <= place.high)
      #expect(row.details.map(\.name) == ["parts", "place"])
    }
    // Weights that may all but vanish move somebody.
    #expect(all.contains { ($0.place?.best ?? 0) < ($0.place?.worst ?? 0) })
    let alone = try rows("varied", units: [3])
    #expect(alone.count == 1 && alone.first?.place == all[2].place)
  }

  @Test("Parts that are indices of the same mean are taken apart; one without a value has no place")
  func nested() throws {
    let all = try rows("outer")
    // Region 4 has no figure of a, and nothing may be missing.
    #expect(all.map { $0.value == nil } == [false, false, false, false, true, false])
    #expect(all[4].place == nil && all.compactMap(\.place).allSatisfy { $0.ranked == 5 })
    // With one weight each on two indices the places are those of the values.
    for row in all where row.value != nil {
      #expect(row.place?.place == 1 + all.count { ($0.value ?? -1) > (row.value ?? -1) })
    }
    let inner = try rows("inner")
    let expected = [(100.0 * 1).squareRoot(), (80.2 * 75.25).squareRoot()]
    for (row, value) in zip(inner, expected) { #expect(abs(try #require(row.value) - value) < 1e-9) }
  }

  @Test("Officers are never ranked")
  func officers() throws {
    let all = try rows("persons")
    let officers = all.filter { if case .officer = $0.subject { true } else { false } }
    #expect(officers.count == 5 && officers.allSatisfy { $0.value != nil && $0.place == nil })
    #expect(all.contains { $0.place != nil })
  }

  @Test("Normalisations among the units")
  func normalisations() throws {
    #expect(try rows("greatest").map(\.value) == [100, 80, 60, 0, nil, 50])
    #expect(try rows("worse").map(\.value) == [0, 4, 2, 5, 1, 2])
    #expect(try rows("share_worse").map(\.value) == [0, 80, 40, 100, 20, 40])
  }

  @Test("Outliers are set to the next value, and the row says so")
  func outliers() throws {
    let usual: [(a: String?, b: String?)] = (1...12).map { ("\($0)", "1") }
    let all = try rows("treated", usual + [("900", "1")])
    #expect(all.compactMap(\.value).sorted().suffix(3) == [100 * 10 / 11, 100, 100])
    #expect(all[0].operands.first?.treatment == .winsorised(1))
    #expect(all[0].details.first?.json.contains("\"treatment\":\"winsorised 1\"") == true)
    #expect(try rows("treated", usual)[0].operands.first?.treatment == nil)
  }
}
