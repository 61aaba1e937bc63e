// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive
import Testing

/// Values, states and targets of docs/evaluation.md, sections 4 to 8, computed by hand.
@Suite("The naive evaluator makes values") struct NaiveValuesTests {
  private static let meeting = """
    event meeting {
      held day
      at unit
      by list of officer
      attendees whole number ?
      beats list of reference beat ?
      closed day ?
    }
    domain beat
    """

  private func table(_ clauses: String) throws -> NaiveTable {
    try NaiveTable(Self.meeting + "\nindicator i { looks at meeting \(clauses) every quarter for unit, officer }")
  }

  private func unitTable(_ clauses: String) throws -> NaiveTable {
    try NaiveTable(Self.meeting + "\nindicator i { looks at meeting \(clauses) every quarter for unit }")
  }

  private func term(_ from: String, _ until: String? = nil) -> NaiveTerm {
    NaiveTerm(CalendarDay(iso: from), until.flatMap { CalendarDay(iso: $0) })
  }

  // MARK: Aggregates

  @Test(
    "Aggregates take the present values of counted events",
    arguments: [
      ("count", 4, 4), ("sum of attendees", 33, 3), ("mean of attendees", 11, 3), ("median of attendees", 10, 3),
      ("quantile 0.25 of attendees", 6, 3), ("distinct beats", 3, 4), ("ratio of sum of attendees to count", 8.25, 4),
      ("mean of attendees / 2", 5.5, 3),
    ])
  func aggregates(value: String, expected: Double, n: Int) throws {
    var table = try unitTable("value \(value)")
    for (attendees, beats) in [("2", "a b"), ("10", "b"), ("21", "c"), (nil, nil)] {
      var fields = ["held": "2026-01-05", "at": "D1"]
      fields["attendees"] = attendees
      fields["beats"] = beats
      try table.add("meeting", fields)
    }
    let row = try table.row("2026-Q1")
    #expect(row.value == expected && row.n == n)
  }

  @Test("Without values there is none to show, and nothing counted adds up to 0")
  func noValues() throws {
    for (value, reason) in [
      ("sum of attendees", "no_values"), ("mean of attendees", "zero_denominator"),
      ("median of attendees", "no_values"),
    ] {
      var table = try unitTable("value \(value)")
      try table.add("meeting", ["held": "2026-01-05", "at": "D1"])
      let row = try table.row("2026-Q1")
      #expect(row.state == "undefined" && row.reason == reason && row.value == nil)
    }
    #expect(try unitTable("value sum of attendees").row("2026-Q1", asOf: "2026-12-31").value == 0)
  }

  // MARK: Exposure

  @Test("A rate is per resident on each day, summed over the tree")
  func rates() throws {
    var table = try unitTable("value rate per 1,000 residents a year")
    for (district, residents) in [("D1", 3000), ("D2", 1000)] {
      table.log.population.append(NaivePopulation(district, NaiveTerm(), residents: residents))
    }
    try table.add("meeting", ["held": "2026-01-05", "at": "D1"])
    let row = try table.row("2026-Q1", unit: "R1", asOf: "2026-12-31")
    // 4000 residents on 90 of 365 days.
    #expect(row.denominator == 4000.0 * 90 / 365)
    #expect(row.value == 1000 / (4000.0 * 90 / 365))
    #expect(row.method == "exact")
    #expect(try table.row("2026-Q1", asOf: "2026-12-31").reason == "no_population")
    // As of the end of January there are only 31 days.
    #expect(try table.row("2026-Q1", unit: "R1", asOf: "2026-01-31").denominator == 4000.0 * 31 / 365)
  }

  @Test("Officers in post on a share of the days are that share of an officer")
  func officersOfExposure() throws {
    var table = try unitTable("value rate per 10 officers")
    table.log.posts.append(NaivePost("O1", in: "D1", as: "inspector", term("2026-01-01")))
    table.log.posts.append(NaivePost("O2", in: "D2", as: "inspector", term("2026-02-15")))
    for _ in 0..<3 { try table.add("meeting", ["held": "2026-01-05", "at": "D1"]) }
    let row = try table.row("2026-Q1", unit: "R1", asOf: "2026-12-31")
    #expect(row.denominator == 1.5 && row.value == 20)
  }

  // MARK: Coverage

  @Test("A share of units, months, officers and beats has what was asked for")
  func coverage() throws {
    let expectations = [
      ("share of units having at least 1", 2.0, 3.0), ("share of units having at least 1 in every month", 1, 3),
      ("share of region having at least 1", 2, 2), ("share of months having at least 2", 1, 3),
      ("share of officers having at least 2", 1, 2), ("share of beat having at least 2", 1, 3),
      ("share of units with officer in post inspector at least 60 days having at least 1", 1, 1),
    ]
    for (value, having, all) in expectations {
      var table = try unitTable("value \(value)")
      table.log.posts.append(NaivePost("O1", in: "D1", as: "inspector", term("2026-01-01", "2026-03-01")))
      table.log.posts.append(NaivePost("O2", in: "D2", as: "inspector", term("2026-02-01", "2026-02-28")))
      for (held, unit, officers, beats) in [
        ("2026-01-05", "D1", "O1 O2", "a"), ("2026-02-05", "D1", "O1", "a b"), ("2026-03-05", "D1", "", "c"),
        ("2026-02-20", "D3", "", ""),
      ] {
        try table.add("meeting", ["held": held, "at": unit, "by": officers, "beats": beats])
      }
      let row = try table.row("2026-Q1", asOf: "2026-12-31")
      #expect(row.numerator == having && row.denominator == all, "\(value): \(row)")
    }
  }

  @Test("A share of units of a period that is not over is not yet due")
  func coverageOfRunningPeriod() throws {
    var table = try unitTable("value share of units having at least 1")
    try table.add("meeting", ["held": "2026-01-05", "at": "D1"])
    let row = try table.row("2026-Q1", asOf: "2026-03-30")
    #expect(row.state == "not_yet_due" && row.reason == "period_not_over")
  }

  // MARK: States and targets

  @Test("The first state that applies is shown")
  func states() throws {
    var table = try unitTable("value count too few below 3 complete at least 50 % effective from 2026-01-01")
    try table.add("meeting", ["held": "2026-01-05", "at": "D1"])
    #expect(try table.row("2026-Q1", asOf: "2026-12-31").state == "too_few")
    #expect(try table.row("2025-Q4", asOf: "2026-12-31").reason == "not_in_force")
    table.log.handIns.append(NaiveNotice("meeting", "D1", term("2026-01-01", "2026-03-31")))
    let row = try table.row("2026-Q1", asOf: "2026-12-31")
    #expect(row.reason == "incomplete" && row.completeness == 1.0 / 3)
    #expect(try table.row("2026-Q1", unit: "R1", asOf: "2026-12-31").completeness == 0.5)
    #expect(try table.row("2026-Q1", unit: "D3", asOf: "2026-12-31").reason == "no_hand_in")
    table.log.audits.append(NaiveNotice("meeting", "D1", term("2026-03-31", "2026-04-01"), reason: "unrecorded"))
    for (unit, state) in [("C", "invalid"), ("R1", "invalid"), ("D1", "invalid"), ("R2", "not_reported")] {
      #expect(try table.row("2026-Q1", unit: unit, asOf: "2026-12-31").state == state)
    }
  }

  @Test("An officer counts while in post, and is shown with the unit of the last post")
  func officers() throws {
    var table = try table("value count exposure at least 30 days")
    table.log.posts.append(NaivePost("O1", in: "D1", as: "inspector", term("2026-01-01", "2026-01-31")))
    table.log.posts.append(NaivePost("O1", in: "D3", as: "chief", term("2026-03-01", "2026-03-31")))
    table.log.posts.append(NaivePost("O2", in: "D1", as: "inspector", term("2026-03-20")))
    for held in ["2026-01-31", "2026-02-01", "2026-03-01"] {
      try table.add("meeting", ["held": held, "at": "D1", "by": "O1 O2"])
    }
    let rows = try table.rows("2026-Q1", asOf: "2026-12-31")
    let first = try #require(rows.first { $0.subject == .officer("O1", unit: "D3") })
    #expect(first.value == 2)
    let second = try #require(rows.first { $0.subject == .officer("O2", unit: "D1") })
    #expect(second.reason == "exposure_too_short" && second.numerator == 0)
  }

  @Test(
    "A target holds by steps or along a line",
    arguments: [
      ("steps 4 from 2026-Q1, 2 from 2026-Q2", "2026-Q1", 4.0, "not_met"),
      ("steps 4 from 2026-Q1, 2 from 2026-Q2", "2026-Q2", 2, "met"),
      ("line 0 from 2026-01, 365 from 2027-01", "2026-Q2", 90, "not_met"),
      ("steps 4 from 2026-Q2", "2026-Q1", nil, "no_target"),
    ])
  func targets(written: String, period: String, target: Double?, status: String) throws {
    var table = try unitTable("value count better when higher target \(written)")
    for held in ["2026-01-05", "2026-01-06", "2026-04-05", "2026-04-05"] {
      try table.add("meeting", ["held": held, "at": "D1"])
    }
    let row = try table.row(period, asOf: "2026-12-31")
    #expect(row.target == target && row.status == status)
  }

  @Test("Groups overlap, and what has none is unknown")
  func groups() throws {
    var table = try unitTable("value count split by beats")
    for beats in ["a b", "b b", ""] { try table.add("meeting", ["held": "2026-01-05", "at": "D1", "beats": beats]) }
    let counts = try ["beats=a", "beats=b", "beats=unknown"].map { try table.row("2026-Q1", split: $0).value }
    #expect(counts == [1, 2, 1])
    let order = try table.rows("2026-Q1").filter { $0.subject == .unit("C") }.map(\.split)
    #expect(order == ["", "beats=a", "beats=b", "beats=unknown"])
  }
}
