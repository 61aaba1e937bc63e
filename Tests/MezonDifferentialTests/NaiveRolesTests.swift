// SPDX-License-Identifier: Apache-2.0

import MezonNaive
import Testing

/// Roles, maturity and caps of docs/evaluation.md, sections 2 and 3, computed by hand.
@Suite("The naive evaluator judges events") struct NaiveRolesTests {
  private static let dispute = """
    event dispute {
      opened day
      closed day?
      at unit
      kind one of land, water, other
      outcome one of resolved, withdrawn, pending ?
      matter reference matter ?
    }
    domain matter
    """

  private func table(_ clauses: String) throws -> NaiveTable {
    try NaiveTable(Self.dispute + "\nindicator i { looks at dispute \(clauses) value share every quarter for country }")
  }

  @Test("A share is counted over counted and missed, with Wilson's interval")
  func share() throws {
    var table = try table("counts where outcome is resolved")
    for outcome in ["resolved", "pending", "pending", "resolved"] {
      try table.add("dispute", ["opened": "2026-02-01", "at": "D1", "kind": "land", "outcome": outcome])
    }
    try table.add("dispute", ["opened": "2026-02-01", "at": "D3", "kind": "land"])
    let row = try table.row("2026-Q1")
    #expect(row.value == 40 && row.numerator == 2 && row.denominator == 5 && row.n == 5)
    // SciPy: binomtest(2, 5).proportion_ci(method="wilson")
    let (low, high) = (try #require(row.low), try #require(row.high))
    #expect(abs(low - 11.762077423) < 1e-8 && abs(high - 76.927571872) < 1e-8 && row.method == "wilson")
  }

  @Test("A window of days is over at the end of its last day", arguments: [("2026-03-11", 0), ("2026-03-12", 1)])
  func maturity(asOf: String, due: Int) throws {
    var table = try table("counts where closed within 10 days of opened")
    try table.add("dispute", ["opened": "2026-03-02", "closed": "2026-03-03", "at": "D1", "kind": "land"])
    let row = try table.row("2026-Q1", asOf: asOf)
    #expect(row.n == due && row.notYetDue == 1 - due)
    #expect(row.state == (due == 1 ? "value" : "not_yet_due"))
  }

  @Test("Windows in a chain add up", arguments: [("2026-04-10", 0), ("2026-04-11", 1)])
  func chainedWindows(asOf: String, due: Int) throws {
    var table = try table(
      """
      counts where outcome is resolved and closed within 10 days of opened
        and not followed by dispute with same matter within 30 days of closed
      """)
    try table.add(
      "dispute", ["opened": "2026-03-02", "at": "D1", "kind": "land", "outcome": "resolved", "closed": "2026-03-05"])
    #expect(try table.row("2026-Q1", asOf: asOf).n == due)
  }

  @Test("A recurrence within the window undoes success, one after it does not", arguments: [(4, 0.0), (5, 50.0)])
  func recurrence(day: Int, value: Double) throws {
    var table = try table(
      "counts where outcome is resolved and not followed by dispute with same matter within 30 days of closed")
    for (opened, outcome) in [("2026-03-02", "resolved"), ("2026-04-0\(day)", "pending")] {
      try table.add(
        "dispute",
        ["opened": opened, "at": "D1", "kind": "land", "outcome": outcome, "closed": "2026-03-05", "matter": "m"])
    }
    try table.add("dispute", ["opened": "2026-03-03", "at": "D1", "kind": "land", "outcome": "pending"])
    #expect(try table.row("2026-Q1", asOf: "2026-12-31").value == value)
  }

  @Test("What exceeds a cap is missed")
  func caps() throws {
    var table = try table(
      """
      leaves out where kind is other because "not ours" at most 29 %
      counts where outcome is resolved
      not held against where outcome is withdrawn at most 50 %
      """)
    // 29 % of 100 are 29 exactly, though 0.29 * 100 is less than 29 in binary.
    for index in 0..<100 {
      let kind = index < 40 ? "other" : "land"
      let outcome = index < 80 ? "withdrawn" : "resolved"
      try table.add("dispute", ["opened": "2026-02-01", "at": "D1", "kind": kind, "outcome": outcome])
    }
    let row = try table.row("2026-Q1", asOf: "2026-12-31")
    // 29 left out; of the other 71 at most 35 excepted: 40 were withdrawn and not of another kind.
    #expect(row.excluded == 29 && row.excepted == 35)
    #expect(row.numerator == 20 && row.denominator == 20 + 11 + 5)
  }

  @Test("A comparison with a missing value holds neither way")
  func unknown() throws {
    for condition in ["outcome is resolved", "outcome is not resolved", "not (outcome is resolved)"] {
      var table = try table("counts where \(condition)")
      try table.add("dispute", ["opened": "2026-02-01", "at": "D1", "kind": "land"])
      #expect(try table.row("2026-Q1").value == 0, "\(condition)")
    }
    var table = try table("counts where outcome is missing and not (outcome is resolved and kind is water)")
    try table.add("dispute", ["opened": "2026-02-01", "at": "D1", "kind": "land"])
    #expect(try table.row("2026-Q1").value == 100)
  }

  @Test("Events after the as-of day are not seen")
  func asOf() throws {
    var table = try table("counts where outcome is resolved")
    for opened in ["2026-02-01", "2026-02-02"] {
      try table.add("dispute", ["opened": opened, "at": "D1", "kind": "land", "outcome": "resolved"])
    }
    #expect(try table.row("2026-Q1", asOf: "2026-02-01").n == 1)
    #expect(try table.row("2026-Q1").n == 2)
    #expect(try table.row("2026-Q1", asOf: "2026-01-31").reason == "zero_denominator")
  }
}
