// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

/// What happened in the officer's unit, while in post there (docs/evaluation.md, section 4).
@Suite("Events of the officer's unit") struct OfficersUnitTests {
  private static let definitions = """
    programme "T" { levels region > district > precinct }
    event session {
      held day  closed day?  at unit  attended list of officer  chaired officer?  people whole number  topic text?
    }
    indicator participation {
      looks at session of the officer's unit while in post
      counts where attended by the officer
      value share
    }
    indicator chaired {
      looks at session of the officer's unit while in post where not chaired by the officer
      leaves out where people < 3 because "too small" at most 50 %
      counts where closed within 10 days of held
      value sum of people
      for officer
    }
    indicator topics {
      looks at session of the officer's unit while in post
      value ratio of distinct topic where attended by the officer to count
      for officer
    }
    """

  /// Two precincts of a district, one of which goes to another district in March; O1 moves from one precinct to the other.
  private static func fixture() throws -> Fixture {
    var fixture = try Fixture(definitions)
    try fixture.unit("R", "region")
    for district in ["D1", "D2"] { try fixture.unit(district, "district", in: "R") }
    try fixture.unit("P1", "precinct", in: "D1", until: "2026-02-28")
    try fixture.unit("P1", "precinct", in: "D2", from: "2026-03-01")
    try fixture.unit("P2", "precinct", in: "D1")
    try fixture.post("O1", in: "P1", from: "2026-01-10", until: "2026-02-10")
    try fixture.post("O1", in: "P2", from: "2026-02-11")
    try fixture.post("O2", in: "P1")
    try fixture.post("H1", in: "D1", as: "head")
    let sessions: [(String, String, FactValue, FactValue, String, FactValue)] = [
      ("2026-01-09", "P1", ["O1"], nil, "5", "a"), ("2026-01-10", "P1", ["O2", "O1"], "O2", "2", "a"),
      ("2026-02-10", "P1", nil, "O1", "4", "b"), ("2026-02-11", "P1", ["O1"], nil, "6", "a"),
      ("2026-02-11", "P2", ["O1", "H1"], "H1", "7", nil), ("2026-03-05", "P1", ["O2"], nil, "1", "c"),
    ]
    for (day, unit, attended, chair, people, topic) in sessions {
      try fixture.event(
        "session",
        [
          "held": .one(day), "closed": .one(day), "at": .one(unit), "attended": attended, "chaired": chair,
          "people": .one(people), "topic": topic,
        ])
    }
    return fixture
  }

  private func row(_ indicator: String, _ officer: String) throws -> ResultRow {
    let fixture = try Self.fixture()
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let code = try #require(evaluator.dataset.domains.first?.code(of: officer))
    let rows = try fixture.rows(indicator, "2026-Q1", asOf: "2026-12-31")
    return try #require(rows.first { if case .officer(code, _) = $0.subject { true } else { false } })
  }

  @Test(
    "Sessions of the unit count on the days in post there, whomever they name",
    // O1: of 10 January, 10 and (in P2) 11 February; O2: all five of P1, of which two were attended; H1: D1 has P1 until February.
    arguments: [("O1", 2.0, 3.0), ("O2", 2, 5), ("H1", 1, 5)])
  func participation(officer: String, part: Double, whole: Double) throws {
    let row = try row("participation", officer)
    #expect(row.numerator == part && row.denominator == whole)
    #expect(row.value == 100 * part / whole && row.method == "wilson")
  }

  @Test("There are rows of officers only")
  func subjects() throws {
    for row in try Self.fixture().rows("participation", "2026-Q1") {
      guard case .officer = row.subject else {
        Issue.record("\(row.subject)")
        continue
      }
    }
  }

  // O1 has the sessions of 2 and 7 people, that of 4 being chaired by O1; O2 those of 5, 4, 6 and 1. The smallest is left out.
  @Test("Each officer's sums and caps are of the officer's own events", arguments: [("O1", 7.0), ("O2", 15)])
  func sums(officer: String, sum: Double) throws {
    let row = try row("chaired", officer)
    #expect(row.excluded == 1 && row.value == sum)
  }

  @Test("Different values are those of the officer's own events", arguments: [("O1", 1.0, 3.0), ("O2", 2, 5)])
  func different(officer: String, part: Double, whole: Double) throws {
    let row = try row("topics", officer)
    #expect(row.numerator == part && row.denominator == whole)
  }

  @Test("An explanation lists the sessions that the officer stayed away from")
  func explanation() throws {
    let fixture = try Self.fixture()
    let explainer = Explainer(try fixture.evaluator(asOf: "2026-12-31"))
    let explanation = explainer.explanation(of: try row("participation", "O1"))
    let missed = try #require(explanation.roles.first { $0.role == .missed })
    #expect(missed.events.map(\.day.description) == ["2026-02-10"])
    #expect(missed.events.map(\.line) == [4])
    let counted = try #require(explanation.roles.first { $0.role == .counted })
    #expect(counted.events.map(\.day.description) == ["2026-01-10", "2026-02-11"])
    #expect(counted.events.allSatisfy { event in event.fields.contains { $0.name == "attended" } })
  }

  @Test("Where no posts are known, nobody has a unit")
  func noPosts() throws {
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("R", "region")
    try fixture.event("session", ["held": "2026-01-09", "at": "R", "attended": ["O1"], "people": "5"])
    #expect(try fixture.rows("participation", "2026-Q1").isEmpty)
  }
}
