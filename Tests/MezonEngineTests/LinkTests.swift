// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("Linked events") struct LinkTests {
  /// One event of the log: its day or time, keys, and what the conditions ask.
  struct Fact {
    var minute: Int
    var keys: [String]
    var other: String?
    var isDone: Bool
    /// Minutes from the first day to the anchor field; nil when it is missing.
    var anchor: Int?
  }

  static let definitions = """
    event call { at_time time  at unit?  street list of reference street  house reference house?  done yes or no
      ended time?  ended_day day? }
    """

  static func fixture(_ facts: [Fact], _ indicator: String, zone: String = "UTC") throws -> Fixture {
    var fixture = try Fixture("programme \"T\" { time zone \"\(zone)\" }\n" + definitions + "\n" + indicator)
    for fact in facts {
      try fixture.event(
        "call",
        [
          "at_time": .one(clock(fact.minute)), "street": .many(fact.keys),
          "house": fact.other.map { .one($0) } ?? .missing,
          "done": fact.isDone ? "yes" : "no", "ended": fact.anchor.map { .one(clock($0)) } ?? .missing,
          "ended_day": fact.anchor.map { .one(String(clock($0).prefix(10))) } ?? .missing,
        ])
    }
    return fixture
  }

  static func clock(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let (day, rest) = minute.quotientAndRemainder(dividingBy: 1440)
    return "2026-01-\(two(day + 1))T\(two(rest / 60)):\(two(rest % 60))"
  }

  /// Which events another one must be: by a window in minutes or days from an anchor.
  struct Rule: Sendable, CustomTestStringConvertible {
    let condition: String
    var usesStreet = true
    var usesHouse = false
    var needsDone = false
    var isOrdered = true
    /// Where the window starts, nil when missing; by days when the anchor is a day.
    let anchor: @Sendable (Fact) -> Int?
    var anchorIsDay = false
    var mostDays: Int?
    var mostMinutes: Int?
    var testDescription: String { condition }

    /// What a look at all events says: whether one is linked, nil for unknown.
    func isLinked(_ place: Int, _ facts: [Fact]) -> Bool? {
      let own = facts[place]
      if isOrdered, anchor(own) == nil { return nil }
      return facts.indices.contains { other in
        guard other != place, !needsDone || facts[other].isDone else { return false }
        if usesStreet, Set(own.keys).isDisjoint(with: facts[other].keys) { return false }
        if usesHouse, own.other == nil || own.other != facts[other].other { return false }
        guard isOrdered, let start = anchor(own) else { return true }
        let minute = facts[other].minute
        if let mostMinutes { return minute >= start && minute - start <= mostMinutes }
        let days = minute / 1440 - start / 1440
        let isAfter = anchorIsDay ? days >= 0 : minute >= start
        return isAfter && mostDays.map { days <= $0 } ?? true
      }
    }
  }

  static let rules: [Rule] = [
    Rule(condition: "followed by call with same street within 2 days", anchor: { $0.minute }, mostDays: 2),
    Rule(condition: "followed by call with same street within 0 days", anchor: { $0.minute }, mostDays: 0),
    Rule(condition: "followed by call with same street within 90 minutes", anchor: { $0.minute }, mostMinutes: 90),
    Rule(condition: "followed by call with same street", anchor: { $0.minute }),
    Rule(
      condition: "followed by call where done with same street within 1 days of ended", needsDone: true,
      anchor: { $0.anchor }, mostDays: 1),
    Rule(
      condition: "followed by call with same street within 1 days of ended_day",
      anchor: { $0.anchor.map { $0 / 1440 * 1440 } }, anchorIsDay: true, mostDays: 1),
    Rule(
      condition: "followed by call with same street within 30 hours of ended_day",
      anchor: { $0.anchor.map { $0 / 1440 * 1440 } }, anchorIsDay: true, mostMinutes: 1800),
    Rule(
      condition: "followed by call with same street, house within 3 days", usesHouse: true,
      anchor: { $0.minute }, mostDays: 3),
    Rule(
      condition: "linked to call where done with same house", usesStreet: false, usesHouse: true, needsDone: true,
      isOrdered: false, anchor: { $0.minute }),
    Rule(condition: "linked to call with same street", isOrdered: false, anchor: { $0.minute }),
  ]

  @Test(arguments: rules) func eachPairOfEvents(rule: Rule) throws {
    // All pairs of two events over a small domain, in one log of many streets that do not meet.
    var facts: [Fact] = []
    for (gap, apart) in [0, 1, 90, 91, 1439, 1440, 1441, 2880, 4320, 4321].enumerated() {
      for anchor in [nil, 0, 600, 1440, 3000] as [Int?] {
        for sameHouse in [true, false] {
          for isDone in [true, false] {
            let street = "S\(gap)-\(anchor ?? -1)-\(sameHouse)-\(isDone)"
            facts.append(Fact(minute: 600, keys: [street], other: street, isDone: isDone, anchor: anchor))
            facts.append(
              Fact(
                minute: 600 + apart, keys: [street], other: sameHouse ? street : nil, isDone: !isDone,
                anchor: anchor.map { $0 + 700 }))
          }
        }
      }
    }
    try check(rule, facts)
  }

  @Test(arguments: rules, [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]) func randomLogs(rule: Rule, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let facts = (0..<120).map { _ in
      let keys = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Int.random(in: 0..<20, using: &random) == 0 ? "?" : "S\(Int.random(in: 0..<6, using: &random))"
      }
      let minute = 60 * Int.random(in: 0..<(12 * 24), using: &random)
      return Fact(
        minute: minute, keys: keys,
        other: Bool.random(using: &random) ? "H\(Int.random(in: 0..<3, using: &random))" : nil,
        isDone: Bool.random(using: &random),
        anchor: Bool.random(using: &random) ? minute + 60 * Int.random(in: 0..<72, using: &random) : nil)
    }
    try check(rule, facts)
  }

  private func check(_ rule: Rule, _ facts: [Fact]) throws {
    let found = try truths(of: rule.condition, event: "call") { try Self.fixture(facts, $0) }
    let known = facts.map { fact in
      Fact(
        minute: fact.minute, keys: fact.keys.filter { $0 != "?" }, other: fact.other, isDone: fact.isDone,
        anchor: fact.anchor)
    }
    let expected = facts.indices.map { rule.isLinked($0, known) }
    #expect(found.count == expected.count)
    for place in facts.indices where found[place] != expected[place] {
      Issue.record("event \(place), \(facts[place]): found \(String(describing: found[place]))")
    }
  }

  @Test func theEarliestLinkedEventAndTheFirstRead() throws {
    var fixture = try Fixture(
      """
      event filing { filed day  at unit?  number_of reference filing }
      event approval { decided day  report_of reference filing  level whole number }
      indicator asked { looks at filing where level of first approval with same report_of as number_of > 1 value count }
      """)
    for report in ["R1", "R2", "R3", "R4"] {
      try fixture.event("filing", ["filed": "2026-01-10", "number_of": .one(report)])
    }
    for (report, day, level) in [
      ("R1", "2026-02-01", "1"), ("R1", "2026-01-15", "2"), ("R1", "2026-01-15", "1"), ("R2", "2026-01-11", "1"),
      ("R2", "2026-01-12", "2"), ("R3", "2026-01-09", "2"), ("R3", "2026-01-10", "1"),
    ] {
      try fixture.event("approval", ["decided": .one(day), "report_of": .one(report), "level": .one(level)])
    }
    let plan = try #require(fixture.programme.indicators.first)
    let columns = try fixture.evaluator(asOf: "2026-12-31").expressionColumns()
    let vector = try columns.truths(#require(plan.population), of: plan.event)
    // R3 has its first approval on the day of the report itself; R4 has none.
    #expect(vector.values == [Truth.yes, Truth.no, Truth.no, Truth.unknown])
  }

  @Test func eventsAfterTheAsOfDayAreNotSeen() throws {
    let facts = [
      Fact(minute: 0, keys: ["S"], other: nil, isDone: false, anchor: nil),
      Fact(minute: 1440, keys: ["S"], other: nil, isDone: false, anchor: nil),
    ]
    let fixture = try Self.fixture(
      facts, "indicator asked { looks at call where followed by call with same street value count }")
    let plan = try #require(fixture.programme.indicators.first)
    for (asOf, expected) in [("2026-01-01", 0), ("2026-01-02", 1)] {
      let columns = try fixture.evaluator(asOf: asOf).expressionColumns()
      let counted = columns.roles(of: plan).filter { $0 == RoleLayout(plan).counted }.count
      #expect(counted == expected, "\(asOf)")
    }
  }

  @Test func daysThatFallWhereClocksAreSetBackOverMidnight() throws {
    // St. John's set its clocks back at 00:01 of 7 November 2010 to 23:01 of the 6th: a later instant, an earlier day.
    var fixture = try Fixture(
      """
      programme "T" { time zone "America/St_Johns" }
      event call { at_time time  at unit?  street reference street }
      indicator asked { looks at call where followed by call with same street within 0 days value count }
      """)
    let zone = fixture.zone
    let change = try #require(
      zone.transitions.first { transition in
        zone.day(of: Instant(microseconds: transition.start)).description == "2010-11-06"
          && zone.day(of: Instant(microseconds: transition.start - 1)).description == "2010-11-07"
      })
    try fixture.event("call", ["at_time": "2010-11-06T12:00", "street": "S"])
    try fixture.event("call", ["at_time": "2010-11-07T00:00:30", "street": "S"])
    try fixture.event("call", ["at_time": "2010-11-07T00:02", "street": "S"])
    let plan = try #require(fixture.programme.indicators.first)
    let columns = try fixture.evaluator(asOf: "2010-12-31").expressionColumns()
    let frame = columns.frame(plan.event)
    #expect(frame.ownTimes[1] < change.start)
    let vector = try columns.truths(#require(plan.population), of: plan.event)
    #expect(vector.values == [Truth.no, Truth.yes, Truth.no])
  }
}
