// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@testable import MezonEngine

@Suite("Shares of units, officers, values and periods") struct CoverageTests {
  static func fixture(_ value: String, every: String = "half-year", posts: Bool = false) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > district > precinct  time zone "UTC" }
      event report_day { held day  at unit  by list of officer  beats list of reference beat  open_to_all yes or no }
      indicator asked { looks at report_day counts where open_to_all value \(value) every \(every) for region, district }
      """)
    try fixture.unit("R", "region")
    try fixture.unit("D1", "district", in: "R")
    try fixture.unit("D2", "district", in: "R", until: "2026-05-31")
    try fixture.unit("P1", "precinct", in: "D1")
    try fixture.unit("P2", "precinct", in: "D1")
    try fixture.unit("P3", "precinct", in: "D2", until: "2026-05-31")
    try fixture.unit("P3", "precinct", in: "D1", from: "2026-06-01")
    if posts {
      try fixture.post("O1", in: "P1", from: "2026-01-01", until: "2026-03-31")
      try fixture.post("O2", in: "P1", from: "2026-04-01", until: "2026-06-30")
      try fixture.post("O3", in: "P2", from: "2025-01-01")
      try fixture.post("O4", in: "D1", as: "head")
    }
    for (day, unit, officers, beats, isOpen) in [
      ("2026-01-10", "P1", ["O1"], ["B1"], "yes"), ("2026-02-10", "P1", ["O1", "O3"], ["B1", "B2"], "yes"),
      ("2026-06-10", "P3", ["O3"], ["B3"], "yes"), ("2026-03-10", "P2", ["O2"], ["B4"], "no"),
      ("2025-03-10", "P2", ["O9"], ["B5"], "yes"),
    ] as [(String, String, [String], [String], String)] {
      try fixture.event(
        "report_day",
        [
          "held": .one(day), "at": .one(unit), "by": .many(officers), "beats": .many(beats),
          "open_to_all": .one(isOpen),
        ])
    }
    return fixture
  }

  @Test(arguments: [
    ("share of units having at least 1 report_day", ["R 2/3", "D1 2/3", "D2 0/1"]),
    ("share of units having at least 2 report_day", ["R 1/3", "D1 1/3", "D2 0/1"]),
    ("share of district having at least 1 report_day", ["R 1/2", "D1 1/1", "D2 0/1"]),
    // No unit of a higher level stands in a district.
    ("share of region having at least 1 report_day", ["R 1/1", "D1 0/0", "D2 0/0"]),
    ("share of units having at least 1 report_day in every quarter", ["R 0/3", "D1 0/3", "D2 0/1"]),
    ("share of months having at least 1 report_day", ["R 3/6", "D1 3/6", "D2 0/6"]),
    ("share of beat having at least 1 report_day", ["R 3/5", "D1 3/5", "D2 0/0"]),
    ("share of beat having at least 2 report_day", ["R 1/5", "D1 1/5", "D2 0/0"]),
  ]) func membersThatHaveEnough(value: String, expected: [String]) throws {
    let fixture = try Self.fixture(value)
    let dataset = try fixture.dataset()
    let rows = try fixture.rows("asked", "2026-H1", asOf: "2026-12-31").map { row in
      "\(fixture.name(row.subject, dataset)) \(Int(row.numerator ?? -1))/\(Int(row.denominator ?? -1))"
    }
    #expect(rows == expected)
  }

  @Test(arguments: [
    // P1 had two inspectors of 90 and 91 days; the head of D1 is no inspector, and P3 has none.
    ("share of units with officer in post inspector having at least 1 report_day", ["R 1/2", "D1 1/2", "D2 0/0"]),
    (
      "share of units with officer in post inspector at least 91 days having at least 1 report_day",
      ["R 1/2", "D1 1/2", "D2 0/0"]
    ),
    (
      "share of units with officer in post inspector at least 92 days having at least 1 report_day",
      ["R 0/1", "D1 0/1", "D2 0/0"]
    ),
    ("share of district with officer in post head having at least 1 report_day", ["R 1/1", "D1 1/1", "D2 0/0"]),
    // O2 is named in an event that does not count; O9 holds no post.
    ("share of officers having at least 1 report_day", ["R 2/4", "D1 2/4", "D2 0/0"]),
    ("share of officers having at least 2 report_day", ["R 2/4", "D1 2/4", "D2 0/0"]),
    ("share of officers in post head having at least 1 report_day", ["R 0/1", "D1 0/1", "D2 0/0"]),
    (
      "share of officers in post inspector at least 91 days having at least 1 report_day",
      ["R 1/2", "D1 1/2", "D2 0/0"]
    ),
  ]) func whoHeldAPost(value: String, expected: [String]) throws {
    let fixture = try Self.fixture(value, posts: true)
    let dataset = try fixture.dataset()
    let rows = try fixture.rows("asked", "2026-H1", asOf: "2026-12-31").map { row in
      "\(fixture.name(row.subject, dataset)) \(Int(row.numerator ?? -1))/\(Int(row.denominator ?? -1))"
    }
    #expect(rows == expected)
  }

  @Test(
    "A post is asked of units and officers only",
    arguments: [
      ("share of beat with officer in post inspector having at least 1", "MZ2343"),
      ("share of months with officer in post inspector having at least 1", "MZ1005"),
      ("share of officers with officer in post inspector having at least 1", "MZ1005"),
      ("share of units in post inspector having at least 1", "MZ1005"),
    ]) func postsOfNobody(value: String, code: String)
  {
    let text = """
      language 1 keywords en
      domain beat
      programme "T" { levels district }
      event patrol { held day  at unit  by officer  beat reference beat }
      indicator asked { looks at patrol value \(value) every quarter }
      """
    let file = Parser.parse(SourceText(name: "test.mezon", text: text))
    #expect(Checker.check([file]).diagnostics.contains { $0.rule.code == code })
  }

  @Test func sharesOfMembersWaitForThePeriodsEnd() throws {
    let units = try Self.fixture("share of units having at least 1 report_day")
    #expect(try units.rows("asked", "2026-H1", asOf: "2026-06-29").first?.reason == "period_not_over")
    #expect(try units.rows("asked", "2026-H1", asOf: "2026-06-30").first?.state == .value)
    let months = try Self.fixture("share of months having at least 1 report_day")
    #expect(try months.rows("asked", "2026-H1", asOf: "2026-01-30").first?.reason == "period_not_over")
    let soFar = try #require(months.rows("asked", "2026-H1", asOf: "2026-02-27").first)
    #expect(soFar.value == 100)
    #expect(soFar.denominator == 1)
  }

  @Test func officersRegularity() throws {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event report_day { held day  at unit  by list of officer }
      indicator asked { looks at report_day value share of months having at least 1 report_day every quarter for officer }
      """)
    try fixture.unit("P", "precinct")
    for day in ["2026-01-10", "2026-01-11", "2026-03-31"] {
      try fixture.event("report_day", ["held": .one(day), "at": "P", "by": ["O1"]])
    }
    let row = try #require(fixture.rows("asked", "2026-Q1", asOf: "2026-12-31").first)
    #expect([row.numerator, row.denominator] == [2, 3])
    let share: Double = 200.0 / 3
    #expect(row.value == share)
  }
}

@Suite("Rates over exposure") struct ExposureTests {
  static func fixture(_ value: String) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > precinct  time zone "UTC" }
      event offence { held day  at unit }
      indicator asked { looks at offence value \(value) every quarter, year context only }
      """)
    try fixture.unit("R", "region")
    try fixture.unit("P1", "precinct", in: "R")
    try fixture.unit("P2", "precinct", in: "R", from: "2026-07-01")
    for day in ["2026-01-10", "2026-02-10", "2026-08-10"] {
      try fixture.event("offence", ["held": .one(day), "at": "P1"])
    }
    return fixture
  }

  @Test func residentsOverDays() throws {
    var fixture = try Self.fixture("rate per 1,000 residents a year")
    try fixture.residents(1000, in: "P1", until: "2026-06-30")
    try fixture.residents(3000, in: "P1", from: "2026-07-01")
    try fixture.residents(500, in: "P2")
    let rows = try fixture.rows("asked", "2026", asOf: "2026-12-31")
    let dataset = try fixture.dataset()
    func denominator(_ period: String, _ unit: String) -> Double? {
      rows.first { $0.period.label == period && fixture.name($0.subject, dataset) == unit }?.denominator
    }
    #expect(denominator("2026-Q1", "P1") == 1000.0 * 90 / 365)
    let firstPrecinct: Double = (1000.0 * 181 + 3000.0 * 184) / 365
    let region: Double = (1000.0 * 181 + 3500.0 * 184) / 365
    #expect(denominator("2026", "P1") == firstPrecinct)
    // P2 began in July, and the region is the sum of what stood in it.
    #expect(denominator("2026", "P2") == 500.0 * 184 / 365)
    #expect(denominator("2026", "R") == region)
    let year = try #require(rows.first { $0.period.label == "2026" })
    #expect(year.value == 3000 / region)
    #expect(year.method == "exact")
  }

  @Test func theMeanOfResidentsWithoutAYear() throws {
    var fixture = try Self.fixture("rate per 1 residents")
    try fixture.residents(100, in: "R", until: "2026-01-31")
    try fixture.residents(200, in: "R", from: "2026-02-01")
    let quarter = try #require(fixture.rows("asked", "2026-Q1", asOf: "2026-12-31").first)
    let whole: Double = (100.0 * 31 + 200.0 * 59) / 90
    #expect(quarter.denominator == whole)
    // Until the as-of day only.
    let soFar = try #require(fixture.rows("asked", "2026-Q1", asOf: "2026-02-10").first)
    let known: Double = (100.0 * 31 + 200.0 * 10) / 41
    #expect(soFar.denominator == known)
    #expect(soFar.numerator == 2)
  }

  @Test func leapYearsHaveTheirOwnDays() throws {
    var fixture = try Self.fixture("rate per 1 residents a year")
    try fixture.residents(366, in: "P1")
    let row = try #require(fixture.rows("asked", "2024-Q1", asOf: "2026-12-31").first { $0.subject == .unit(0) })
    #expect(row.denominator == 91)
  }

  @Test func aDayWithoutResidentsMakesItUndefined() throws {
    var fixture = try Self.fixture("rate per 1 residents a year")
    try fixture.residents(100, in: "P1", until: "2026-03-30")
    let rows = try fixture.rows("asked", "2026-Q1", asOf: "2026-12-31")
    #expect(rows.map(\.reason) == ["no_population", "no_population"])
    // A region with one precinct unknown is unknown.
    try fixture.residents(100, in: "P1", from: "2026-03-31")
    let third = try fixture.rows("asked", "2026-Q3", asOf: "2026-12-31")
    #expect(third.map(\.reason) == ["no_population", "", "no_population"])
  }

  @Test func officersInPost() throws {
    var fixture = try Self.fixture("rate per 1 officers")
    try fixture.post("O1", in: "P1")
    try fixture.post("O1", in: "R", as: "head", from: "2026-01-01", until: "2026-01-31")
    try fixture.post("O2", in: "P1", from: "2026-02-01", until: "2026-02-28")
    try fixture.post("O2", in: "P1", as: "second", from: "2026-02-10", until: "2026-03-31")
    let rows = try fixture.rows("asked", "2026-Q1", asOf: "2026-12-31")
    // O1 counts once however many posts; O2 for 59 of the 90 days.
    let officers: Double = 149.0 / 90
    #expect(rows.map(\.denominator) == [officers, officers])
  }
}
