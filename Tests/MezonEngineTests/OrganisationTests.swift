// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("Whose event it is") struct OrganisationTests {
  static func fixture(_ indicator: String) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > district > precinct  time zone "Asia/Dushanbe"
        unit attribute settlement one of urban, rural }
      event visit { held time  at unit?  by list of officer  with_officer officer?  planned day? }
      \(indicator)
      """)
    try fixture.unit("R1", "region")
    try fixture.unit("R2", "region")
    try fixture.unit("D1", "district", in: "R1")
    // The district D2 moves to the other region in July, and the precinct P2 becomes urban.
    try fixture.unit("D2", "district", in: "R1", until: "2026-06-30")
    try fixture.unit("D2", "district", in: "R2", from: "2026-07-01")
    try fixture.unit("P1", "precinct", in: "D1", ["settlement": 0])
    try fixture.unit("P2", "precinct", in: "D2", until: "2026-03-31", ["settlement": 1])
    try fixture.unit("P2", "precinct", in: "D2", from: "2026-04-01", until: "2026-09-30", ["settlement": 0])
    for (held, unit) in [
      ("2026-03-31T23:59", "P2"), ("2026-04-01T00:00", "P2"), ("2026-06-30T23:59", "P2"), ("2026-07-01T00:00", "P2"),
      ("2026-10-01T00:00", "P2"), ("2026-05-01T10:00", "D1"), ("2026-05-01T10:00", "?"),
    ] {
      try fixture.event("visit", ["held": .one(held), "at": unit == "?" ? .missing : .one(unit), "by": ["O1", "O1"]])
    }
    return fixture
  }

  @Test func eachEventInTheUnitsOfItsDay() throws {
    let fixture = try Self.fixture("indicator asked { looks at visit value count every half-year split by settlement }")
    let rows: [String] = try shown(fixture.rows("asked", "2026", asOf: "2026-12-31"), fixture).map { row in
      String(row.replacing("settlement=", with: "").prefix { $0 != "(" })
    }
    #expect(
      rows == [
        "2026-H1 R1: 4 ", "2026-H1 R1 rural: 1 ", "2026-H1 R1 unknown: 1 ", "2026-H1 R1 urban: 2 ",
        "2026-H1 R2: 0 ", "2026-H1 R2 rural: 0 ", "2026-H1 R2 urban: 0 ",
        "2026-H1 D1: 1 ", "2026-H1 D1 rural: 0 ", "2026-H1 D1 unknown: 1 ", "2026-H1 D1 urban: 0 ",
        "2026-H1 D2: 3 ", "2026-H1 D2 rural: 1 ", "2026-H1 D2 urban: 2 ",
        "2026-H1 P1: 0 ", "2026-H1 P1 rural: 0 ", "2026-H1 P1 urban: 0 ",
        "2026-H1 P2: 3 ", "2026-H1 P2 rural: 1 ", "2026-H1 P2 urban: 2 ",
        "2026-H2 R1: 0 ", "2026-H2 R1 rural: 0 ", "2026-H2 R1 urban: 0 ",
        "2026-H2 R2: 1 ", "2026-H2 R2 rural: 0 ", "2026-H2 R2 urban: 1 ",
        "2026-H2 D1: 0 ", "2026-H2 D1 rural: 0 ", "2026-H2 D1 urban: 0 ",
        "2026-H2 D2: 1 ", "2026-H2 D2 rural: 0 ", "2026-H2 D2 urban: 1 ",
        "2026-H2 P1: 0 ", "2026-H2 P1 rural: 0 ", "2026-H2 P1 urban: 0 ",
        "2026-H2 P2: 1 ", "2026-H2 P2 rural: 0 ", "2026-H2 P2 urban: 1 ",
      ])
  }

  @Test func lineagesOfManyAreThoseOfEach() throws {
    let fixture = try Self.fixture("indicator asked { looks at visit value count every half-year }")
    let organisation = try fixture.evaluator(asOf: "2026-12-31").organisation
    let first = CalendarDay(daysSinceEpoch: 20_454)
    var (units, days): ([Int32], [Int32]) = ([], [])
    for unit in -1...Int32(organisation.unitCount) {
      for day in [.min, .max] + (-3...370).map({ (first + $0).daysSinceEpoch }) {
        units.append(unit)
        days.append(day)
      }
    }
    let expected = zip(units, days).map { organisation.lineage(of: $0, on: $1) }
    #expect(Set(expected).count > 6)
    #expect(organisation.lineages(of: units, on: days) == expected)
  }

  @Test func unitsHaveRowsOnlyWhileTheyExist() throws {
    let fixture = try Self.fixture("indicator asked { looks at visit value count every month for precinct }")
    let rows = try shown(fixture.rows("asked", "2026-09..2026-11", asOf: "2026-12-31"), fixture)
    #expect(
      rows == [
        "2026-09 P1: 0 (0/-, n 0)", "2026-09 P2: 0 (0/-, n 0)", "2026-10 P1: 0 (0/-, n 0)", "2026-11 P1: 0 (0/-, n 0)",
      ])
  }

  @Test func anOfficerCountsOnceAndOnlyInPost() throws {
    var fixture = try Self.fixture("indicator asked { looks at visit value count every half-year for officer }")
    try fixture.event(
      "visit", ["held": "2026-02-10T10:00", "by": ["O2", "O3", "O2"], "with_officer": "O3"])
    try fixture.post("O1", in: "P1", from: "2026-04-01", until: "2026-06-30")
    try fixture.post("O1", in: "P2", from: "2026-06-30", until: "2026-07-15")
    try fixture.post("O3", in: "D2", as: "head", from: "2026-02-10", until: "2026-02-10")
    // The later of two posts by its first day, then by the unit's code.
    try fixture.post("O3", in: "D1", as: "deputy", from: "2026-02-10", until: "2026-02-28")
    let rows = try shown(fixture.rows("asked", "2026", asOf: "2026-12-31"), fixture)
    // O2 held no post; in the second half only O1 did, for the first visit of July.
    #expect(rows == ["2026-H1 O3@D2: 1 (1/-, n 1)", "2026-H1 O1@P2: 4 (4/-, n 4)", "2026-H2 O1@P2: 1 (1/-, n 1)"])
  }

  @Test func withoutPostsWhoeverIsNamed() throws {
    var fixture = try Self.fixture("indicator asked { looks at visit value count every half-year for officer }")
    try fixture.event("visit", ["held": "2026-02-10T10:00", "by": ["O9", "O10"]])
    let rows = try shown(fixture.rows("asked", "2026", asOf: "2026-12-31"), fixture)
    #expect(
      rows == [
        "2026-H1 O1@: 5 (5/-, n 5)", "2026-H1 O10@: 1 (1/-, n 1)", "2026-H1 O9@: 1 (1/-, n 1)",
        "2026-H2 O1@: 2 (2/-, n 2)",
      ])
  }

  @Test func anotherDayAndOtherOfficersMayDecide() throws {
    var fixture = try Self.fixture(
      "indicator asked { looks at visit value count every half-year for officer belongs to period by planned belongs to officer by with_officer }"
    )
    try fixture.event(
      "visit", ["held": "2026-02-10T10:00", "planned": "2026-07-02", "by": ["O2"], "with_officer": "O3"])
    let rows = try shown(fixture.rows("asked", "2026", asOf: "2026-12-31"), fixture)
    #expect(rows == ["2026-H2 O3@: 1 (1/-, n 1)"])
  }
}

@Suite("Groups of splits") struct SplitTests {
  @Test func everyKindOfGroup() throws {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event visit { held time  at unit  done yes or no?  place reference place?  beats list of reference beat?
        state one of good, unknown?  guests list of person { sex one of female, male? } }
      indicator asked { looks at visit value count every year split by done, place, beats, state, sex of any guests }
      """)
    try fixture.unit("P", "precinct")
    try fixture.event(
      "visit",
      [
        "held": "2026-01-01", "at": "P", "done": "yes", "place": "Café \"A\"", "beats": ["B2", "B1", "B2"],
        "state": "unknown",
        "guests": .records([["sex": "female"], ["sex": "male"], ["sex": "female"], [:]]),
      ])
    try fixture.event("visit", ["held": "2026-01-02", "at": "P", "done": "no", "place": "unknown", "beats": []])
    try fixture.event("visit", ["held": "2026-01-03", "at": "P"])
    let rows: [String] = try shown(fixture.rows("asked", "2026", asOf: "2026-12-31"), fixture).map { row in
      String(row.dropFirst("2026 P".count).prefix { $0 != "(" })
    }
    #expect(
      rows == [
        ": 3 ", " beats=B1: 1 ", " beats=B2: 1 ", " beats=unknown: 2 ", " done=no: 1 ", " done=unknown: 1 ",
        " done=yes: 1 ", " guests.sex=female: 1 ", " guests.sex=male: 1 ", " guests.sex=unknown: 3 ",
        " place=Café \"A\": 1 ", " place=unknown: 2 ", " state=good: 0 ", " state=unknown: 3 ",
      ])
  }
}
