// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonTestSupport

@testable import MezonEngine

/// A programme with an indicator of every kind, and a log of random events for it.
enum RandomLog {
  /// The programme and its types of events.
  static let types = """
    programme "T" { levels region > district > precinct  time zone "Asia/Dushanbe"
      unit attribute settlement one of urban, rural }
    unit of measure people
    event dispute { opened time  closed time?  at unit?  by list of officer  matter reference matter?
      kind one of land, water, other  outcome one of resolved, withdrawn, pending
      guests whole number in people?  cost number?  secret text identifying
      parties list of person { sex one of female, male?  name text identifying  minority yes or no? sensitive } }
    sensitive event violence { reported day  at unit  offered yes or no }

    """

  static let definitions =
    types + """
      indicator resolution { looks at dispute where kind is not other
        leaves out where matter is missing because "no matter" at most 20 %
        counts where outcome is resolved and closed within 30 days of opened and not followed by dispute with same matter within 10 days of closed
        not held against where outcome is withdrawn because "own decision" at most 10 %
        value share  for officer, unit  every month, quarter  split by kind, sex of any parties, settlement }
      indicator cases { looks at dispute value count for officer, unit every quarter split by matter }
      indicator people_there { looks at dispute value sum of guests for unit every quarter split by kind }
      indicator total_cost { looks at dispute value mean of cost for officer, unit every quarter }
      indicator waiting { looks at dispute value quantile 0.9 of hours from opened to closed for unit every half-year split by kind }
      indicator matters { looks at dispute value distinct matter for officer, unit every quarter split by kind }
      indicator per_case { looks at dispute value ratio of sum of cost to distinct matter for unit every quarter }
      indicator offence_rate { looks at dispute value rate per 1,000 residents a year every quarter context only }
      indicator active { looks at dispute value share of precinct having at least 2 dispute every quarter }
      indicator regular { looks at dispute value share of months having at least 1 dispute for officer, unit every quarter }
      indicator known { looks at dispute value share of matter having at least 2 dispute every quarter }
      indicator crew { looks at dispute value share of officers having at least 1 dispute every quarter }
      indicator referrals { looks at violence counts where offered value share every quarter context only }
      """

  static func fixture(seed: UInt64, events: Int, _ definitions: String = definitions) throws -> Fixture {
    var random = SeededGenerator(seed: seed)
    var fixture = try Fixture(definitions)
    try fixture.unit("R", "region")
    for district in 0..<3 {
      try fixture.unit("D\(district)", "district", in: "R")
      for precinct in 0..<3 {
        let code = "P\(district)\(precinct)"
        let next = "D\((district + 1) % 3)"
        try fixture.unit(code, "precinct", in: "D\(district)", until: "2026-05-15", ["settlement": Int32(precinct % 2)])
        try fixture.unit(code, "precinct", in: precinct == 0 ? next : "D\(district)", from: "2026-05-16")
        try fixture.residents(Int64.random(in: 100...3000, using: &random), in: code)
        try fixture.post("O\(district)\(precinct)", in: code, from: "2026-01-15")
      }
    }
    for _ in 0..<events { try addEvent(to: &fixture, &random) }
    for number in 0..<40 {
      try fixture.event(
        "violence",
        [
          "reported": .one(CalendarDay.text(Int.random(in: 0..<300, using: &random))), "at": "P00",
          "offered": number % 3 == 0 ? "yes" : "no",
        ])
    }
    return fixture
  }

  private static func addEvent(to fixture: inout Fixture, _ random: inout SeededGenerator) throws {
    func maybe(_ text: String, _ chance: Int) -> FactValue {
      Int.random(in: 0..<100, using: &random) < chance ? .one(text) : .missing
    }
    let opened = Int.random(in: 0..<330, using: &random)
    let hour = 10 + Int.random(in: 0..<14, using: &random)
    let precinct = "\(Int.random(in: 0..<3, using: &random))\(Int.random(in: 0..<3, using: &random))"
    let sexes: [[String: String]] = [["sex": "female", "name": "N"], ["sex": "male", "name": "N"], ["name": "N"]]
    let outcomes = ["resolved", "resolved", "withdrawn", "pending"]
    try fixture.event(
      "dispute",
      [
        "opened": .one(CalendarDay.text(opened) + "T\(hour):00"),
        "closed": maybe(CalendarDay.text(opened + Int.random(in: 0..<45, using: &random)) + "T23:30", 80),
        "at": maybe("P" + precinct, 95),
        "by": .many((0..<Int.random(in: 0...2, using: &random)).map { _ in "O" + precinct }),
        "matter": maybe("M\(Int.random(in: 0..<40, using: &random))", 75),
        "kind": .one(["land", "water", "other"][Int.random(in: 0..<3, using: &random)]),
        "outcome": .one(outcomes[Int.random(in: 0..<4, using: &random)]),
        "guests": maybe(String(Int.random(in: 0..<500, using: &random)), 90),
        "cost": maybe(String(Double.random(in: -1e6...1e6, using: &random)), 90), "secret": "a secret",
        "parties": .records(
          (0..<Int.random(in: 0...3, using: &random)).map { _ in sexes[Int.random(in: 0..<3, using: &random)] }),
      ])
  }
}

extension CalendarDay {
  /// The day so many days after 2026-01-01, as a text.
  static func text(_ days: Int) -> String { (CalendarDay(daysSinceEpoch: 20_454) + days).description }
}
