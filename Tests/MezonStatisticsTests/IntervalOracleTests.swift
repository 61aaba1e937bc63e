// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import MezonTestSupport
import Testing

@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct IntervalOracleTests {
  private static let proportionMethods: [String: ProportionInterval.Method] = [
    "wilson": .wilson, "wilson_cc": .wilsonContinuity, "clopper_pearson": .clopperPearson, "jeffreys_raw": .jeffreys,
    "jeffreys_bcd_modified": .jeffreysModified,
  ]
  private static let poissonMethods: [String: PoissonInterval.Method] = [
    "exact_garwood": .exact, "byar": .byar, "score": .score,
    "phe_rule_exact_below_10_else_byar": .exactBelowTenElseByar,
  ]

  @Test func proportionsAgree() throws {
    let rows = try OracleRow.table("oracles/proportions/proportion_ci.csv")
    #expect(rows.count > 400)
    for row in rows {
      let method = try #require(Self.proportionMethods[try row.text("method")])
      let interval = ProportionInterval.interval(
        method, successes: try row.number("x"), trials: try row.number("n"), confidence: try row.number("level"))
      #expect(isClose(interval?.low, try row.number("low")), "\(row.testDescription): \(String(describing: interval))")
      #expect(
        isClose(interval?.high, try row.number("high")), "\(row.testDescription): \(String(describing: interval))")
    }
  }

  @Test func countsAgree() throws {
    let rows = try OracleRow.table("oracles/proportions/poisson_count_ci.csv")
    #expect(rows.count > 200)
    for row in rows {
      let method = try #require(Self.poissonMethods[try row.text("method")])
      let interval = PoissonInterval.interval(
        method, count: try row.number("events"), confidence: try row.number("level"))
      // Byar's lower limit is blank where the formula has none; ours is 0 there.
      let low = try row.optionalNumber("low") ?? 0
      #expect(isClose(interval?.low, low), "\(row.testDescription): \(String(describing: interval))")
      #expect(
        isClose(interval?.high, try row.number("high")), "\(row.testDescription): \(String(describing: interval))")
    }
  }

  @Test func publishedByarAndWilsonLimitsAgree() throws {
    let rows = try OracleRow.table("oracles/phe/Byars_Wilson__testdata_B_W.csv")
    #expect(!rows.isEmpty)
    for row in rows {
      let percent = try #require(Double(try row.text("confidence").dropLast()))
      let interval =
        try row.text("method") == "Wilson"
        ? ProportionInterval.interval(
          .wilson, successes: try row.number("x"), trials: try row.number("n"), confidence: percent / 100)
        : PoissonInterval.interval(.byar, count: try row.number("x"), confidence: percent / 100)
      let low = try row.optionalNumber("lowercl") ?? 0
      #expect(isClose(interval?.low, low, relative: 1e-8), "\(row.testDescription)")
      #expect(isClose(interval?.high, try row.number("uppercl"), relative: 1e-8), "\(row.testDescription)")
    }
  }
}
