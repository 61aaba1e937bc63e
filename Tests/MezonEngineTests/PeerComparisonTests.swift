// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonSemantics
import Testing

@testable import MezonEngine

/// What comparisons say of figures, against formulas written out here.
@Suite struct PeerComparisonTests {
  /// Twelve precincts with so many meetings, of which so many were announced.
  private func programme(_ compared: String, value: String = "counts where announced is yes value share") throws
    -> Fixture
  {
    var fixture = try Fixture(
      """
      programme "P" { levels country > precinct }
      event meeting { held day at unit announced yes or no }
      indicator open { looks at meeting \(value) every quarter compared by \(compared) better when higher }
      """)
    try fixture.unit("C", "country")
    return fixture
  }

  private static let open = [30, 31, 29, 28, 32, 30, 27, 33, 30, 29, 44, 8]

  private func shares(_ compared: String, _ open: [Int] = open, of whole: Int = 50) throws -> [ResultRow] {
    var fixture = try programme(compared)
    for (unit, share) in open.enumerated() {
      let code = String(format: "P%02d", unit)
      try fixture.unit(code, "precinct", in: "C")
      for meeting in 0..<whole {
        try fixture.event(
          "meeting", ["held": "2026-02-03", "at": .one(code), "announced": meeting < share ? "yes" : "no"])
      }
    }
    return try fixture.rows(nil, "2026-Q1", asOf: "2026-12-31")
      .filter { row in if case .unit(let unit) = row.subject { unit > 0 } else { false } }
  }

  private func number(_ row: ResultRow, _ name: String, _ member: String) throws -> Double {
    let json = try #require(row.details.first { $0.name == name }?.json)
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(object?[member] as? Double)
  }

  @Test("By chance alone the limits are those of the arcsine's scale, and most units cannot be told apart")
  func funnel() throws {
    let rows = try shares("funnel")
    #expect(rows.count == 12)
    let target = 351.0 / 600
    let centre = asin(target.squareRoot())
    for row in rows {
      let finding = try #require(row.comparisons.first)
      let share = try #require(row.value) / 100
      let z = (asin(share.squareRoot()) - centre) / (1 / (2 * 50.0.squareRoot()))
      let expected =
        z > 3.090232
        ? "above_99_8"
        : z > 1.959964
          ? "above_95"
          : z < -3.090232 ? "below_99_8" : z < -1.959964 ? "below_95" : "not_distinguishable"
      #expect(finding.code == expected)
      #expect(abs(try number(row, "funnel", "z") - z) < 1e-9)
      #expect(abs(try number(row, "funnel", "target") - 100 * target) < 1e-9)
      let low = pow(sin(centre - 1.959964 / (2 * 50.0.squareRoot())), 2)
      #expect(abs(try #require(finding.numbers["low"]) - 100 * low) < 1e-9)
    }
    #expect(rows.filter { $0.comparisons[0].code == "not_distinguishable" }.count == 10)
    #expect(rows[10].comparisons[0].code == "above_99_8" && rows[11].comparisons[0].code == "below_99_8")
    #expect(rows[0].details.map(\.name) == ["funnel"])
  }

  @Test("What units vary more than chance widens the limits, and trimming keeps outliers from widening them")
  func overDispersion() throws {
    let (plain, trimmed) = (try shares("funnel over-dispersed"), try shares("funnel winsorised 20 %"))
    #expect(try number(plain[0], "funnel", "between") > number(trimmed[0], "funnel", "between"))
    let width = { (row: ResultRow) in
      (row.comparisons[0].numbers["high"] ?? 0) - (row.comparisons[0].numbers["low"] ?? 0)
    }
    #expect(width(plain[0]) > width(trimmed[0]))
    #expect(plain[11].comparisons[0].code != "not_distinguishable")
    let cut = try shares("funnel truncated 20 %")
    #expect(cut[11].comparisons[0].code == "below_99_8")
  }

  @Test("Too few units and too few cases are not compared, and it says why")
  func refusals() throws {
    #expect(try shares("funnel", [20, 30]).allSatisfy { $0.comparisons[0].code == "too_few_units" })
    #expect(try shares("funnel over-dispersed", [20, 30, 25]).allSatisfy { $0.comparisons[0].code == "too_few_units" })
    #expect(try shares("funnel", [20, 30, 25]).allSatisfy { !$0.comparisons[0].isMissing })
    // Of 50 with one open in fifty fewer than five are expected.
    let small = try shares("funnel", [1, 0, 2, 1])
    #expect(small.allSatisfy { $0.comparisons[0].isMissing && $0.details[0].json == #"{"missing":"too_few_units"}"# })
    let none = try shares("funnel, reliability", [20, 30, 25], of: 0)
    #expect(none.allSatisfy { $0.comparisons.map(\.code) == ["no_figure", "no_figure"] })
  }

  @Test("Estimates are drawn towards the figure of all, and those of all have their mean")
  func shrinkage() throws {
    for row in try shares("shrinkage") {
      let estimate = try number(row, "shrinkage", "estimate")
      let (value, mean) = (try #require(row.value), try number(row, "shrinkage", "mean"))
      #expect(abs(mean - 58.5) < 1e-9)
      #expect(estimate >= min(value, mean) - 1e-9 && estimate <= max(value, mean) + 1e-9)
    }
  }

  @Test("Units that do not differ have no reliability, those far apart nearly all")
  func reliability() throws {
    let alike = try shares("reliability", [Int](repeating: 25, count: 12))
    #expect(try alike.allSatisfy { try number($0, "reliability", "value") == 0 && $0.comparisons[0].code == "too_low" })
    #expect(abs(try number(alike[0], "reliability", "false_discovery_of_tenth") - 0.9) < 1e-9)
    let apart = try shares("reliability", [5, 10, 15, 20, 25, 30, 35, 40, 45, 42, 8, 22])
    #expect(
      try apart.allSatisfy { try number($0, "reliability", "value") > 0.8 && $0.comparisons[0].code == "suffices" })
    #expect(try shares("reliability", [20, 30]).allSatisfy { $0.comparisons[0].code == "too_few_units" })
  }

  @Test("A row is compared with all of its level, whichever rows are asked for")
  func scope() throws {
    var fixture = try programme("funnel")
    for unit in 0..<4 {
      try fixture.unit("P\(unit)", "precinct", in: "C")
      for meeting in 0..<40 {
        try fixture.event(
          "meeting", ["held": "2026-02-03", "at": .one("P\(unit)"), "announced": meeting < 15 + unit ? "yes" : "no"])
      }
    }
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let period = try fixture.period("2026-Q1")
    let all = evaluator.evaluate([0], in: period)
    let one = evaluator.evaluate([0], in: period, units: [2])
    let match = try #require(all.first { $0.subject == one[0].subject })
    #expect(one.count == 1 && one[0].comparisons == match.comparisons && !match.comparisons[0].isMissing)
    // The country has no peer.
    #expect(all[0].comparisons[0].code == "too_few_units")
  }

  @Test("Rates are compared by the events that their exposure lets expect")
  func rates() throws {
    var fixture = try programme("funnel, shrinkage, reliability", value: "value rate per 1000 residents")
    for (unit, events) in [20, 18, 22, 60].enumerated() {
      try fixture.unit("P\(unit)", "precinct", in: "C")
      try fixture.residents(2_000, in: "P\(unit)")
      for _ in 0..<events {
        try fixture.event("meeting", ["held": "2026-02-03", "at": .one("P\(unit)"), "announced": "yes"])
      }
    }
    let rows = try fixture.rows(nil, "2026-Q1", asOf: "2026-12-31").dropFirst()
    #expect(
      rows.map { $0.comparisons[0].code } == ["below_95", "below_95", "not_distinguishable", "above_99_8"])
    let low = pow(1 - 1.959964 / (2 * 30.0.squareRoot()), 2) * 15
    #expect(abs(try #require(rows.first?.comparisons[0].numbers["low"]) - low) < 0.02)
  }

  @Test("A control chart reads the last periods up to the row's own, and no others")
  func controlChart() throws {
    var fixture = try programme("control chart over last 24 periods", value: "value count")
    let counts = [9, 11, 10, 9, 10, 11, 10, 9, 11, 10, 10, 9, 40]
    for (quarter, count) in counts.enumerated() {
      let day = String(format: "%04d-%02d-15", 2023 + quarter / 4, quarter % 4 * 3 + 1)
      for _ in 0..<count { try fixture.event("meeting", ["held": .one(day), "at": "C", "announced": "yes"]) }
    }
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    func finding(_ label: String) throws -> ComparisonFinding {
      try #require(evaluator.evaluate([0], in: try fixture.period(label)).first?.comparisons.first)
    }
    #expect(try finding("2026-Q1").code == "special_cause_improvement")
    #expect(try finding("2026-Q1").numbers["periods"] == 13)
    // Before the first event nothing was recorded, which is no 0.
    #expect(try finding("2025-Q4").code == "common_cause" && finding("2025-Q4").numbers["periods"] == 12)
    #expect(try finding("2025-Q3").code == "too_few_periods")
    let running = try fixture.evaluator(asOf: "2026-03-30").evaluate([0], in: try fixture.period("2026-Q1"))
    #expect(running.first?.comparisons.first?.code == "period_not_over")
  }
}
