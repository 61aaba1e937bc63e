// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("Ways to have no number") struct StateTests {
  static func fixture(_ clauses: String, events: Int = 3) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > precinct  time zone "UTC" }
      event visit { held day  closed day?  at unit  by officer  cost number?  checked yes or no }
      event other { held day }
      indicator asked { looks at visit \(clauses) every quarter }
      """)
    try fixture.unit("R", "region")
    try fixture.unit("P1", "precinct", in: "R")
    try fixture.unit("P2", "precinct", in: "R")
    for number in 0..<events {
      try fixture.event(
        "visit",
        [
          "held": "2026-01-10", "closed": "2026-01-20", "at": "P1", "by": "O1", "checked": number == 0 ? "yes" : "no",
        ])
    }
    return fixture
  }

  /// State and reason of each row, by subject.
  private func states(_ fixture: Fixture, _ period: String = "2026-Q1", asOf: String = "2026-12-31") throws -> [String]
  {
    let dataset = try fixture.dataset()
    return try fixture.rows("asked", period, asOf: asOf).map { row in
      #expect((row.value != nil) == (row.state == .value))
      #expect(row.reason.isEmpty == (row.state == .value))
      #expect((row.low == nil) == (row.high == nil))
      return "\(fixture.name(row.subject, dataset)) \(row.state.rawValue) \(row.reason)"
    }
  }

  @Test func aFailedAuditOfTheUnitOrAboveOrBelow() throws {
    var fixture = try Self.fixture("value count")
    try fixture.audit("visit", "P1", from: "2026-03-31", until: "2026-05-01", reason: "three \"ghost\" visits")
    try fixture.audit("other", "P2", from: "2026-01-01", until: "2026-12-31", reason: "another type")
    #expect(try states(fixture) == ["R invalid failed_audit", "P1 invalid failed_audit", "P2 value "])
    #expect(try states(fixture, "2026-Q3") == ["R value ", "P1 value ", "P2 value "])
    let row = try #require(fixture.rows("asked", "2026-Q1", asOf: "2026-12-31").first)
    #expect(canonicalDetails(row.details) == #"{"audit":"three \"ghost\" visits"}"#)
    var above = try Self.fixture("value count")
    try above.audit("visit", "R", from: "2026-03-31", until: "2026-05-01", reason: "none kept")
    #expect(try states(above) == ["R invalid failed_audit", "P1 invalid failed_audit", "P2 invalid failed_audit"])
  }

  @Test func outsideItsTimeInForce() throws {
    let fixture = try Self.fixture("value count effective from 2026-02-01 until 2026-06-30")
    #expect(try states(fixture, "2026-Q1").first == "R not_applicable not_in_force")
    #expect(try states(fixture, "2026-Q2").first == "R value ")
    #expect(try states(fixture, "2026-Q3").first == "R not_applicable not_in_force")
  }

  @Test func tooFewDaysInPost() throws {
    var fixture = try Self.fixture("value count for officer exposure at least 60 days")
    try fixture.post("O1", in: "P1", from: "2026-01-01", until: "2026-02-28")
    try fixture.post("O1", in: "P2", from: "2026-02-20", until: "2026-03-01")
    #expect(try states(fixture) == ["O1@P2 value "])
    var short = try Self.fixture("value count for officer exposure at least 60 days")
    try short.post("O1", in: "P1", from: "2026-01-01", until: "2026-02-28")
    #expect(try states(short) == ["O1@P1 not_applicable exposure_too_short"])
  }

  @Test func handInsThatAreMissing() throws {
    var fixture = try Self.fixture("value count complete at least 50 %")
    #expect(try states(fixture) == ["R value ", "P1 value ", "P2 value "])
    try fixture.handIn("visit", "P1", from: "2026-01-01", until: "2026-02-28")
    try fixture.handIn("visit", "P1", from: "2026-02-15", until: "2026-03-31")
    #expect(try states(fixture) == ["R value ", "P1 value ", "P2 not_reported no_hand_in"])
    #expect(try fixture.rows("asked", "2026-Q1", asOf: "2026-12-31").map(\.completeness) == [0.5, 1, 0])
    // As of the 15 January only the days until then are asked for.
    #expect(try fixture.rows("asked", "2026-Q1", asOf: "2026-01-15").map(\.completeness) == [0.5, 1, 0])
    var less = try Self.fixture("value count complete at least 50 %")
    try less.handIn("visit", "P1", from: "2026-01-01", until: "2026-02-13")
    #expect(try states(less).first == "R not_reported incomplete")
  }

  @Test func eventsThatShowThatAUnitReports() throws {
    let fixture = try Self.fixture("value count reported where checked complete at least 60 %")
    #expect(
      try states(fixture) == ["R not_reported incomplete", "P1 value ", "P2 not_reported no_hand_in"])
    let empty = try Self.fixture("value count reported where checked", events: 0)
    // Where no event of the type stands on any level nothing is expected.
    #expect(try states(empty) == ["R value ", "P1 value ", "P2 value "])
  }

  @Test func nothingIsDueYet() throws {
    let fixture = try Self.fixture("counts where closed within 60 days of held value share")
    #expect(
      try states(fixture, asOf: "2026-03-10") == [
        "R not_yet_due nothing_due", "P1 not_yet_due nothing_due", "P2 undefined zero_denominator",
      ])
    #expect(try states(fixture, asOf: "2026-03-11").first == "R value ")
  }

  @Test func undefinedForEachReason() throws {
    #expect(
      try states(Self.fixture("counts where checked value share", events: 0)).first == "R undefined zero_denominator")
    #expect(try states(Self.fixture("value median of cost")).first == "R undefined no_values")
    #expect(try states(Self.fixture("value rate per 1 residents context only")).first == "R undefined no_population")
    var huge = try Self.fixture("value sum of cost", events: 0)
    for _ in 0..<2 {
      try huge.event("visit", ["held": "2026-01-10", "at": "P1", "by": "O1", "checked": "no", "cost": "1.7e308"])
    }
    #expect(try states(huge).first == "R undefined not_finite")
  }

  @Test func tooFewEvents() throws {
    let fixture = try Self.fixture("counts where checked value share too few below 4")
    #expect(try states(fixture).first == "R too_few below_minimum")
    let enough = try Self.fixture("counts where checked value share too few below 3")
    #expect(try states(enough).first == "R value ")
  }

  @Test func theFirstStateThatApplies() throws {
    var fixture = try Self.fixture(
      "counts where checked value share too few below 100 effective from 2027-01-01", events: 0)
    #expect(try states(fixture).first == "R not_applicable not_in_force")
    try fixture.handIn("visit", "P1", from: "2025-01-01", until: "2025-02-13")
    #expect(try states(fixture).first == "R not_applicable not_in_force")
    try fixture.audit("visit", "R", from: "2026-01-01", until: "2026-12-31", reason: "none kept")
    #expect(try states(fixture).first == "R invalid failed_audit")
  }
}

@Suite("Targets and status") struct StatusTests {
  private func row(_ clauses: String, met: Int, missed: Int, _ period: String = "2026-Q1") throws -> ResultRow {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event visit { held day  at unit  done yes or no }
      indicator asked { looks at visit counts where done value share every quarter \(clauses) }
      """)
    try fixture.unit("P", "precinct")
    for number in 0..<(met + missed) {
      try fixture.event("visit", ["held": "2026-01-10", "at": "P", "done": number < met ? "yes" : "no"])
    }
    return try #require(fixture.rows("asked", period, asOf: "2027-12-31").first)
  }

  @Test(arguments: [
    ("", TargetStatus.noTarget), ("better when higher", .noTarget),
    ("better when higher interval none target steps 60 % from 2026", .met),
    ("better when higher interval none target steps 60.1 % from 2026", .notMet),
    ("better when lower interval none target steps 60 % from 2026", .met),
    ("better when lower interval none target steps 59.9 % from 2026", .notMet),
    ("better when higher target steps 60 % from 2026", .notDistinguishable),
    ("better when higher target steps 10 % from 2026", .met),
    ("better when higher target steps 95 % from 2026", .notMet),
    ("better when lower target steps 95 % from 2026", .met),
    ("better when higher target steps 60 % from 2027", .noTarget),
  ]) func sixOfTen(clauses: String, expected: TargetStatus) throws {
    #expect(try row(clauses, met: 6, missed: 4).status == expected)
  }

  @Test func noValueNoStatus() throws {
    #expect(try row("better when higher target steps 60 % from 2026", met: 0, missed: 0).status == .noValue)
  }

  @Test func aLineIsStraightBetweenItsPoints() throws {
    let clauses = "better when higher target line 40 % from 2026-01, 58 % from 2026-07"
    #expect(try row(clauses, met: 1, missed: 1).target == 40)
    let between: Double = 40 + 18.0 * 90 / 181
    #expect(try row(clauses, met: 1, missed: 1, "2026-Q2").target == between)
    #expect(try row(clauses, met: 1, missed: 1, "2026-Q4").target == 58)
    #expect(try row(clauses, met: 1, missed: 1, "2025-Q4").target == nil)
  }
}
