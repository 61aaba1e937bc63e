// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

/// What a test says of a row: subject, split, value or state with its reason, and the parts.
func shown(_ rows: [ResultRow], _ fixture: Fixture) throws -> [String] {
  let dataset = try fixture.dataset()
  return rows.map { row in
    let split = row.split.map { " \($0.name)=\($0.group)" } ?? ""
    let value = row.value.map { text(of: $0) } ?? row.state.rawValue + " " + row.reason
    let parts = [row.numerator, row.denominator].map { $0.map { text(of: $0) } ?? "-" }.joined(separator: "/")
    return "\(row.period.label) \(fixture.name(row.subject, dataset))\(split): \(value) (\(parts), n \(row.n))"
  }
}

@Suite("Values of cells") struct ValueTests {
  static func meetings(_ value: String, _ rest: String = "") throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > district > precinct  time zone "UTC" }
      unit of measure people
      event meeting { held day  at unit  by list of officer  people_there whole number in people?  cost number?
        beat reference beat?  beats list of reference beat }
      indicator asked { looks at meeting \(value) \(rest) }
      """)
    try fixture.unit("R", "region")
    try fixture.unit("D1", "district", in: "R")
    try fixture.unit("D2", "district", in: "R")
    try fixture.unit("P1", "precinct", in: "D1")
    try fixture.unit("P2", "precinct", in: "D1")
    try fixture.unit("P3", "precinct", in: "D2")
    for (day, unit, people, cost, beats) in [
      ("2026-01-10", "P1", "10", "0.1", ["B1"]), ("2026-01-20", "P1", "20", "0.2", ["B1", "B2"]),
      ("2026-02-10", "P2", "60", "0.3", ["B3"]), ("2026-02-20", "P2", "?", "1e16", []),
      ("2026-03-31", "D2", "5", "1", ["B1", "B1"]),
    ] as [(String, String, String, String, [String])] {
      try fixture.event(
        "meeting",
        [
          "held": .one(day), "at": .one(unit), "people_there": people == "?" ? .missing : .one(people),
          "cost": .one(cost), "beat": beats.first.map { .one($0) } ?? .missing, "beats": .many(beats),
        ])
    }
    return fixture
  }

  @Test(
    arguments: [
      (
        "value count",
        ["R: 5 (5/-, n 5)", "D1: 4 (4/-, n 4)", "D2: 1 (1/-, n 1)", "P1: 2 (2/-, n 2)", "P3: 0 (0/-, n 0)"]
      ),
      (
        "value sum of people_there",
        ["R: 95 (95/-, n 4)", "D1: 90 (90/-, n 3)", "D2: 5 (5/-, n 1)", "P1: 30 (30/-, n 2)", "P3: 0 (0/-, n 0)"]
      ),
      (
        "value mean of people_there",
        [
          "R: 23.75 (95/4, n 4)", "D1: 30 (90/3, n 3)", "D2: 5 (5/1, n 1)", "P1: 15 (30/2, n 2)",
          "P3: undefined zero_denominator (0/0, n 0)",
        ]
      ),
      (
        "value median of people_there",
        [
          "R: 15 (-/-, n 4)", "D1: 20 (-/-, n 3)", "D2: 5 (-/-, n 1)", "P1: 15 (-/-, n 2)",
          "P3: undefined no_values (-/-, n 0)",
        ]
      ),
      (
        "value distinct beats",
        ["R: 3 (3/-, n 5)", "D1: 3 (3/-, n 4)", "D2: 1 (1/-, n 1)", "P1: 2 (2/-, n 2)", "P3: 0 (0/-, n 0)"]
      ),
      (
        "value distinct beat",
        ["R: 2 (2/-, n 5)", "D1: 2 (2/-, n 4)", "D2: 1 (1/-, n 1)", "P1: 1 (1/-, n 2)", "P3: 0 (0/-, n 0)"]
      ),
      (
        "value ratio of sum of people_there to count",
        [
          "R: 19 (95/5, n 5)", "D1: 22.5 (90/4, n 4)", "D2: 5 (5/1, n 1)", "P1: 15 (30/2, n 2)",
          "P3: undefined zero_denominator (0/0, n 0)",
        ]
      ),
      (
        // Beside 1e16 nothing is lost: 10000000000000001.6 is rounded once.
        "value sum of cost",
        [
          "R: 1.0000000000000002e16 (1.0000000000000002e16/-, n 5)", "D1: 1e16 (1e16/-, n 4)",
          "D2: 1 (1/-, n 1)", "P1: 0.30000000000000004 (0.30000000000000004/-, n 2)", "P3: 0 (0/-, n 0)",
        ]
      ),
    ] as [(String, [String])]) func rollUpsAreMadeFromParts(value: String, expected: [String]) throws
  {
    let fixture = try Self.meetings(value, "every quarter")
    let rows = try shown(fixture.rows("asked", "2026-Q1", asOf: "2026-12-31"), fixture)
    let kept = rows.filter { !$0.contains(" P2:") }.map { $0.replacing("2026-Q1 ", with: "") }
    #expect(kept == expected)
  }

  @Test func aSumWithoutAnyKnownValueIsUndefined() throws {
    let fixture = try Self.meetings("where people_there is missing value sum of people_there", "every quarter")
    let rows = try shown(fixture.rows("asked", "2026-Q1", asOf: "2026-12-31"), fixture)
    #expect(rows.first == "2026-Q1 R: undefined no_values (-/-, n 0)")
    #expect(rows.last == "2026-Q1 P3: 0 (0/-, n 0)")
  }

  @Test func everyGrainAndOnlyWholePeriods() throws {
    let fixture = try Self.meetings("value count", "every month, quarter, half-year for region")
    let rows = try shown(fixture.rows("asked", "2026-01..2026-04", asOf: "2026-12-31"), fixture)
    #expect(
      rows == [
        "2026-01 R: 2 (2/-, n 2)", "2026-Q1 R: 5 (5/-, n 5)", "2026-02 R: 2 (2/-, n 2)", "2026-03 R: 1 (1/-, n 1)",
        "2026-04 R: 0 (0/-, n 0)",
      ])
  }

  @Test func onlyWhatIsAskedFor() throws {
    let fixture = try Self.meetings("value count", "every quarter split by beats")
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let period = try fixture.period("2026-Q1")
    func rows(_ levels: [Int]?, _ units: [Int32]?, _ splits: [String]?) throws -> [String] {
      try shown(evaluator.evaluate([0], in: period, levels: levels, units: units, splits: splits), fixture).map {
        String($0.prefix { $0 != ":" }.dropFirst("2026-Q1 ".count))
      }
    }
    let p1 = try #require(evaluator.dataset.organisation.index(of: "P1"))
    #expect(try rows([0], nil, []) == ["R"])
    #expect(try rows(nil, [p1], nil) == ["P1", "P1 beats=B1", "P1 beats=B2"])
    #expect(try rows([0], [p1], nil) == [])
    #expect(try rows([1], nil, ["nothing"]) == ["D1", "D2"])
    #expect(
      try rows([1], nil, nil) == [
        "D1", "D1 beats=B1", "D1 beats=B2", "D1 beats=B3", "D1 beats=unknown", "D2", "D2 beats=B1",
      ])
    #expect(evaluator.evaluate([7, -1], in: period).isEmpty)
  }
}

@Suite("Roles and caps") struct RoleTests {
  static func fixture(_ clauses: String, _ outcomes: [(String, Int)]) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event dispute { opened day  at unit  outcome one of resolved, withdrawn, escalated, mistaken, test_entry }
      indicator asked { looks at dispute \(clauses) value share every year }
      """)
    try fixture.unit("P", "precinct")
    for (outcome, count) in outcomes {
      for _ in 0..<count {
        try fixture.event("dispute", ["opened": "2026-01-05", "at": "P", "outcome": .one(outcome)])
      }
    }
    return fixture
  }

  /// The row's counts as `counted missed excluded excepted`.
  private func counts(_ fixture: Fixture) throws -> [Int] {
    let row = try #require(fixture.rows("asked", "2026", asOf: "2026-12-31").first)
    let counted = Int(row.numerator ?? -1)
    return [counted, Int(row.denominator ?? -1) - counted, row.excluded, row.excepted]
  }

  @Test func theFirstClauseThatHoldsGivesTheRole() throws {
    let fixture = try Self.fixture(
      """
      leaves out where outcome is test_entry because "a test" leaves out where outcome is one of test_entry, mistaken because "an error"
      counts where outcome is one of resolved, withdrawn
      not held against where outcome is one of withdrawn, escalated because "not ours"
      """, [("resolved", 4), ("withdrawn", 2), ("escalated", 3), ("mistaken", 5), ("test_entry", 6)])
    #expect(try counts(fixture) == [6, 0, 11, 3])
  }

  @Test(arguments: [
    // 10 % of 20 are 2; the rest is missed.
    (10, 5, 5, 0, [15, 3, 0, 2]),
    (25, 15, 5, 0, [15, 0, 0, 5]),
    // 29 % of 100 are 29, though 0.29 times 100 is a little less.
    (29, 70, 30, 0, [70, 1, 0, 29]),
    (0, 1, 1, 0, [1, 1, 0, 0]), (100, 0, 3, 0, [0, 0, 0, 3]),
    // Events left out are not among those of which the share is taken.
    (50, 1, 3, 10, [1, 1, 10, 2]),
  ]) func whatIsBeyondACapIsMissed(cap: Int, resolved: Int, withdrawn: Int, left: Int, expected: [Int]) throws {
    let resolvedCount = cap == 10 ? 15 : resolved
    let fixture = try Self.fixture(
      """
      leaves out where outcome is mistaken because "an error"
      counts where outcome is resolved
      not held against where outcome is withdrawn because "their own decision" at most \(cap) %
      """, [("resolved", resolvedCount), ("withdrawn", withdrawn), ("mistaken", left)])
    #expect(try counts(fixture) == expected)
  }

  @Test func whatIsBeyondTheCapOfLeavingOutCountsForTheOtherCaps() throws {
    let fixture = try Self.fixture(
      """
      leaves out where outcome is mistaken because "an error" at most 10 %
      counts where outcome is resolved
      not held against where outcome is withdrawn because "their own decision" at most 50 %
      """, [("mistaken", 10), ("resolved", 2), ("withdrawn", 8)])
    // 2 of 20 are left out, 8 become missed; of the 18 others 9 could be withdrawn.
    #expect(try counts(fixture) == [2, 8, 2, 8])
    let row = try #require(fixture.rows("asked", "2026", asOf: "2026-12-31").first)
    #expect(canonicalDetails(row.details) == "{\"beyond_cap\":8}")
  }

  @Test func capsHoldInEveryCellForItself() throws {
    let fixture = try Self.fixture(
      "counts where outcome is resolved not held against where outcome is withdrawn because \"own\" at most 50 % split by outcome",
      [("resolved", 2), ("withdrawn", 3)])
    let rows = try fixture.rows("asked", "2026", asOf: "2026-12-31")
    let withdrawn = try #require(rows.first { $0.split?.group == "withdrawn" })
    #expect(rows[0].excepted == 2)
    #expect(withdrawn.excepted == 1)
    #expect(withdrawn.denominator == 2)
  }

  @Test(arguments: [1, 2, 3, 7, 10, 29, 50, 55, 57, 58, 70, 99]) func aShareOfEveryTotal(percent: Int) {
    for total in 0...1000 {
      #expect(RoleCounts.most(within: Double(percent) / 100, of: total) == percent * total / 100)
    }
  }
}

@Suite("How long an event must wait") struct MaturityTests {
  static let definitions = """
    programme "T" { levels precinct  time zone "Asia/Dushanbe" }
    event call { received time  arrived time?  day_of day  closed day?  at unit  matter reference matter? }
    """

  /// Whether a call received on 10 January 2026 at 22:30 is due as of a day.
  private func isDue(_ clauses: String, asOf: String, _ fields: [String: FactValue] = [:]) throws -> Bool {
    var fixture = try Fixture(Self.definitions + "indicator asked { looks at call \(clauses) value share every year }")
    try fixture.unit("P", "precinct")
    let call: [String: FactValue] = ["received": "2026-01-10T22:30", "day_of": "2026-01-10", "at": "P", "matter": "M"]
    try fixture.event("call", call.merging(fields) { $1 })
    let row = try #require(fixture.rows("asked", "2026", asOf: asOf).first)
    #expect(row.notYetDue + row.n == 1)
    return row.notYetDue == 0
  }

  @Test(arguments: [
    ("counts where closed within 60 days of received", "2026-03-10", "2026-03-11"),
    ("counts where closed within 2 weeks of received", "2026-01-23", "2026-01-24"),
    ("counts where arrived within 90 minutes of received", "2026-01-09", "2026-01-10"),
    ("counts where arrived within 91 minutes of received", "2026-01-10", "2026-01-11"),
    ("counts where arrived within 2 hours of day_of", "2026-01-09", "2026-01-10"),
    (
      "counts where closed within 60 days of received and not followed by call with same matter within 90 days of closed",
      "2026-06-08", "2026-06-09"
    ),
    (
      "counts where closed within 1 days of received and not followed by call with same matter within 1 hours of closed",
      "2026-01-11", "2026-01-12"
    ),
    ("belongs to period by day_of counts where closed within 3 days of day_of", "2026-01-12", "2026-01-13"),
  ]) func dueFromTheFirstDayAtWhoseEndTheWaitIsOver(clauses: String, before: String, first: String) throws {
    if before > "2026-01-09" { #expect(try !isDue(clauses, asOf: before)) }
    #expect(try isDue(clauses, asOf: first))
  }

  @Test func aWindowFromAFieldOfItsOwnBindsOnlyWhereItIsThere() throws {
    let clauses = "counts where not followed by call with same matter within 5 days of closed"
    #expect(try isDue(clauses, asOf: "2026-01-10"))
    #expect(try !isDue(clauses, asOf: "2026-02-04", ["closed": "2026-01-31"]))
    #expect(try isDue(clauses, asOf: "2026-02-05", ["closed": "2026-01-31"]))
  }

  @Test func whatLiesInADayToComeIsNotYetDue() throws {
    #expect(try !isDue("belongs to period by day_of", asOf: "2026-01-14", ["day_of": "2026-01-15"]))
    #expect(try isDue("belongs to period by day_of", asOf: "2026-01-15", ["day_of": "2026-01-15"]))
  }
}
