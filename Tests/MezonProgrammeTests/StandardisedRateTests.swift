// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

/// Rates in line with a standard population or with a unit above, and shares of units by a figure of theirs.
@Suite("Standardised rates and shares of units") struct StandardisedRateTests {
  private static let definitions = """
    language 1 keywords en
    choice age one of child, adult, elder
    programme "Test" { levels country > region  population by age }
    standard population european of age { 16,000 child  64,500 adult  19,500 elder }
    standard population workers of age { 0 child  1 adult  0 elder }
    event theft { committed day  at unit  victim age? }
    source thefts gives theft { committed from column "day" at from column "unit" victim from column "age" }
    parameter norm { 300 from 2025-01-01  1000 from 2026-01-01 }
    indicator thefts {
      looks at theft  value rate per 100,000 residents a year  every year  split by victim  context only
    }
    """

  /// Events and residents of each group, by unit.
  private static let counts: [String: [(events: Int, residents: Int)]] = [
    "R1": [(7, 3200), (31, 8100), (54, 2600)], "R2": [(3, 5200), (12, 4000), (9, 900)],
    "R3": [(0, 100), (2, 50), (0, 0)],
  ]

  /// The row of a derived indicator for a unit.
  private func row(
    _ value: String, of unit: String, in year: String = "2025", population: [String: [Int]] = [:], extra: String = ""
  ) throws -> ResultRow {
    let text = Self.definitions + "indicator figure { value \(value)  every year  context only }"
    let (checked, diagnostics) = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))])
    let programme = try #require(checked, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
    let ages = ["child", "adult", "elder"]
    var people = "unit,residents,age\n"
    var events = "day,unit,age\n" + extra
    for (unit, groups) in Self.counts.sorted(by: { $0.key < $1.key }) {
      for (place, group) in groups.enumerated() {
        let residents = population[unit].map { $0[place] } ?? group.residents
        if residents >= 0 { people += "\(unit),\(residents),\(ages[place])\n" }
        events += String(repeating: "2025-05-05,\(unit),\(ages[place])\n", count: group.events)
      }
    }
    let units = "code,level,parent\nC,country,\nR1,region,C\nR2,region,C\nR3,region,C\n"
    let source = try #require(programme.sources.first)
    let (dataset, report) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
      .roster(RosterFile(.population, file: "population.csv", bytes: Array(people.utf8))),
      .source(source, file: "thefts.csv", bytes: Array(events.utf8)),
    ])
    #expect(report.rejected.isEmpty && !report.diagnostics.hasErrors)
    let period = try PeriodCalendar().parse(year).get()
    let asOf = try #require(CalendarDay(iso: "2026-12-31"))
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: asOf)
    let place = try #require(programme.indicators.firstIndex { $0.id == "figure" })
    let code = try #require(dataset.organisation.index(of: unit))
    return try #require(
      evaluator.evaluate([place], in: period).first { $0.subject == .unit(code) && $0.split == nil })
  }

  private struct Oracle: Decodable {
    let direct: [Double]
    let expected: Double
    let exact: [Double]
    let byar: [Double]
  }

  private func oracle(_ unit: String) throws -> Oracle {
    let own = try #require(Self.counts[unit])
    let standard = [16_000, 64_500, 19_500]
    let groups = own.indices.map { place in
      let all = Self.counts.values.map { $0[place] }
      return [
        own[place].events, own[place].residents, standard[place], all.reduce(0) { $0 + $1.events },
        all.reduce(0) { $0 + $1.residents },
      ]
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracles/standardise.py")
    let given = "{\"per\":100000,\"groups\":\(groups)}"
    return try JSONDecoder().decode(Oracle.self, from: Python.run([script.path, given]))
  }

  private func agree(_ row: ResultRow, _ numbers: [Double], _ method: String) {
    for (found, wanted) in zip([row.value, row.low, row.high], numbers) {
      #expect(abs((found ?? .nan) - wanted) <= 1e-9 * abs(wanted), "\(method): \(found ?? .nan), not \(wanted)")
    }
    #expect(row.method == method)
  }

  @Test(
    "A directly standardised rate and Dobson's interval are those of an independent computation",
    .enabled(if: Python.shouldRun(with: "json"), "skipped, no Python"), arguments: ["R1", "R2"])
  func direct(unit: String) throws {
    let row = try row("directly standardised thefts over groups of victim by european", of: unit)
    agree(row, try oracle(unit).direct, "dobson")
    let own = try #require(Self.counts[unit])
    #expect(row.numerator == Double(own.reduce(0) { $0 + $1.events }) && row.n == own.reduce(0) { $0 + $1.events })
    #expect(row.denominator == Double(own.reduce(0) { $0 + $1.residents }))
    #expect(row.details.map(\.name) == ["crude_rate", "groups", "standard"])
  }

  @Test(
    "An indirectly standardised ratio and its interval are those of an independent computation",
    .enabled(if: Python.shouldRun(with: "json"), "skipped, no Python"), arguments: ["R1", "R2"])
  func indirect(unit: String) throws {
    let value = "indirectly standardised thefts over groups of victim by rates of country"
    let oracle = try oracle(unit)
    let row = try row(value, of: unit)
    agree(row, oracle.exact, "exact")
    #expect(abs((row.denominator ?? .nan) - oracle.expected) < 1e-9 * oracle.expected)
    agree(try self.row(value + "  interval byar 95 %", of: unit), oracle.byar, "byar")
    let whole = try self.row(value, of: "C")
    #expect(abs((whole.value ?? .nan) - 1) < 1e-12)
  }

  @Test("A group in which nobody lives, or of which nothing is known, leaves the rate undefined")
  func undefined() throws {
    let direct = "directly standardised thefts over groups of victim by european"
    let empty = try row(direct, of: "R3")
    #expect(empty.state == .undefined && empty.reason == "zero_denominator")
    // The standard has nobody among children and elders, so it does not matter who lives there.
    let workers = try row("directly standardised thefts over groups of victim by workers", of: "R3")
    #expect(workers.value == 4_000.0)
    let unknown = try row(direct, of: "R1", population: ["R1": [3200, -1, 2600]])
    #expect(unknown.state == .undefined && unknown.reason == "no_population")
    let indirect = "indirectly standardised thefts over groups of victim by rates of country"
    #expect(try row(indirect, of: "R3").state == .value)
  }

  @Test("Events of unknown group are in no group")
  func unknownGroup() throws {
    let row = try row(
      "directly standardised thefts over groups of victim by european", of: "R1", extra: "2025-06-06,R1,\n")
    #expect(row.n == 92)
  }

  @Test("No event is a rate of 0 without Dobson's interval; Fay's and Feuer's begins at 0")
  func noEvents() throws {
    let direct = "directly standardised thefts over groups of victim by european"
    let row = try row(direct, of: "R1", in: "2026")
    #expect(row.value == 0 && row.low == nil && row.method.isEmpty)
    let other = try self.row(direct + "  interval fay-feuer 95 %", of: "R1", in: "2026")
    #expect(other.low == 0 && (other.high ?? 0) > 0 && other.method == "fay_feuer")
  }

  @Test("A share of units is of those that have a figure, by the parameter of the first day of the period")
  func shareOfUnits() throws {
    // 662, 238 and 1,333 for 100,000.
    let first = try row("share of region where thefts > norm", of: "C")
    #expect(first.numerator == 2 && first.denominator == 3 && first.n == 3 && first.method == "wilson")
    #expect(first.value == 200.0 / 3)
    let units = try row("share of units where thefts > norm", of: "C", population: ["R2": [5200, -1, 900]])
    #expect(units.numerator == 2 && units.denominator == 2)
    #expect(units.details.map(\.json) == ["3", "1"])
    #expect(try row("share of region where thefts at least 0", of: "C", in: "2026").value == 100)
    let before = try row("share of region where thefts > norm", of: "C", in: "2024")
    #expect(before.state == .undefined && before.reason == "no_parameter_value")
  }

  @Test(
    "What has no meaning is an error",
    arguments: [
      ("directly standardised thefts over groups of victim by nobody", "MZ2001"),
      ("directly standardised thieves over groups of victim by european", "MZ2001"),
      ("directly standardised thefts over groups of sex by european", "MZ2110"),
      ("indirectly standardised thefts over groups of victim by rates of village", "MZ2001"),
      ("directly standardised thefts over groups of victim by european  split by victim", "MZ2019"),
      ("directly standardised thefts over groups of victim by european  interval wilson", "MZ2029"),
      ("share of region where thefts", "MZ2112"), ("share of village where thefts > 3", "MZ2001"),
      ("share of region where thefts > 3  for region", ""), ("share of region where thefts > unknown_norm", "MZ2001"),
      ("share of region where thefts > 3 in minutes", "MZ2020"),
    ])
  func faults(value: String, code: String) {
    let text = Self.definitions + "indicator figure { value \(value)  every year  context only }"
    let codes = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))]).diagnostics.map(\.rule.code)
    #expect(codes == (code.isEmpty ? [] : [code]))
  }
}
