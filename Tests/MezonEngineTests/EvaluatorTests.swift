// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("What an indicator's cells hold") struct EvaluatorTests {
  static let definitions = """
    programme "Test" { levels region > precinct  time zone "Asia/Dushanbe" }
    event dispute "Dispute" {
      opened time
      closed time?
      at unit
      by list of officer
      matter reference matter?
      kind one of land, water, other
      outcome one of resolved, withdrawn, pending
      parties list of person { sex one of female, male? }
    }
    indicator resolution "Resolved" {
      looks at dispute
      leaves out where kind is other because "not ours"
      counts where outcome is resolved and closed within 60 days of opened
      not held against where outcome is withdrawn because "own decision"
      value share in per cent
      for officer, unit  every quarter
      split by kind, sex of any parties
    }
    """

  static func fixture() throws -> Fixture {
    var fixture = try Fixture(definitions)
    try fixture.unit("R", "region")
    try fixture.unit("P1", "precinct", in: "R")
    try fixture.unit("P2", "precinct", in: "R")
    try fixture.event(
      "dispute",
      [
        "opened": "2026-01-05T10:00", "closed": "2026-02-01T10:00", "at": "P1", "by": ["O1", "O2"], "kind": "land",
        "outcome": "resolved", "parties": .records([["sex": "female"], ["sex": "male"]]),
      ])
    try fixture.event(
      "dispute",
      [
        "opened": "2026-01-06T10:00", "closed": "2026-06-01T10:00", "at": "P1", "by": ["O1"], "kind": "water",
        "outcome": "resolved", "parties": .records([["sex": "female"]]),
      ])
    try fixture.event(
      "dispute",
      ["opened": "2026-03-31T23:30", "at": "P2", "by": ["O1"], "kind": "land", "outcome": "withdrawn"])
    try fixture.event(
      "dispute", ["opened": "2026-02-01T00:00", "at": "P2", "by": [], "kind": "other", "outcome": "resolved"])
    return fixture
  }

  @Test func sharesOfUnitsOfficersAndGroups() throws {
    let fixture = try Self.fixture()
    let dataset = try fixture.dataset()
    let rows = try fixture.rows("resolution", "2026-Q1", asOf: "2026-12-31")
    let shown = rows.map { row in
      let split = row.split.map { "\($0.name)=\($0.group)" } ?? ""
      let parts = "\(Int(row.numerator ?? -1))/\(Int(row.denominator ?? -1)) -\(row.excluded) ~\(row.excepted)"
      return "\(fixture.name(row.subject, dataset)) \(split) \(row.state.rawValue) \(parts)"
    }
    #expect(
      shown == [
        "O1@  value 1/2 -0 ~1",
        "O2@  value 1/1 -0 ~0",
        "R  value 1/2 -1 ~1",
        "R kind=land value 1/1 -0 ~1",
        "R kind=other undefined 0/0 -1 ~0",
        "R kind=water value 0/1 -0 ~0",
        "R parties.sex=female value 1/2 -0 ~0",
        "R parties.sex=male value 1/1 -0 ~0",
        "R parties.sex=unknown undefined 0/0 -1 ~1",
        "P1  value 1/2 -0 ~0",
        "P1 kind=land value 1/1 -0 ~0",
        "P1 kind=other undefined 0/0 -0 ~0",
        "P1 kind=water value 0/1 -0 ~0",
        "P1 parties.sex=female value 1/2 -0 ~0",
        "P1 parties.sex=male value 1/1 -0 ~0",
        "P2  undefined 0/0 -1 ~1",
        "P2 kind=land undefined 0/0 -0 ~1",
        "P2 kind=other undefined 0/0 -1 ~0",
        "P2 kind=water undefined 0/0 -0 ~0",
        "P2 parties.sex=female undefined 0/0 -0 ~0",
        "P2 parties.sex=male undefined 0/0 -0 ~0",
        "P2 parties.sex=unknown undefined 0/0 -1 ~1",
      ])
    #expect(rows[2].value == 50)
    #expect(rows[2].method == "wilson")
  }

  @Test func whatIsNotYetDueIsApart() throws {
    let fixture = try Self.fixture()
    // The event of 5 January is due as of 6 March, that of 6 January the day after.
    let before = try fixture.rows("resolution", "2026-Q1", asOf: "2026-03-05")
    #expect(before[2].state == .notYetDue)
    #expect(before[2].notYetDue == 2)
    let after = try fixture.rows("resolution", "2026-Q1", asOf: "2026-03-06")
    #expect(after[2].value == 100)
    #expect(after[2].notYetDue == 1)
  }
}
