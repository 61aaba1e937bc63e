// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("Explanations") struct ExplanationTests {
  @Test(arguments: [1, 2] as [UInt64]) func rolesAddUpToEveryFigure(seed: UInt64) throws {
    let fixture = try RandomLog.fixture(seed: seed, events: 150)
    let evaluator = try fixture.evaluator(asOf: "2026-09-30")
    let explainer = Explainer(evaluator)
    let rows = evaluator.evaluate(Array(fixture.programme.indicators.indices), in: try fixture.period("2026-H1"))
    #expect(rows.count > 500)
    for row in rows {
      let explanation = explainer.explanation(of: row)
      #expect(explanation.total(.leftOut) == row.excluded)
      #expect(explanation.total(.notHeldAgainst) == row.excepted)
      #expect(explanation.total(.notYetDue) == row.notYetDue)
      check(explanation.formula, row, explanation)
      guard !explanation.isCoarse else { continue }
      for role in explanation.roles {
        #expect(role.events.count == role.count)
        #expect(role.events.filter(\.isBeyondCap).count == role.beyondCap)
        #expect(role.events.allSatisfy { row.period.contains($0.day) && $0.file == "facts.csv" && $0.line >= 2 })
      }
    }
  }

  private func check(_ formula: Formula, _ row: ResultRow, _ explanation: Explanation) {
    let counted = explanation.total(.counted)
    switch formula {
    case .share(let factor, let part, let missed):
      #expect(factor == 100 && part == counted && missed == explanation.total(.missed))
      #expect(row.numerator == Double(part) && row.denominator == Double(part + missed))
    case .count(let count): #expect(count == counted && (row.value ?? Double(count)) == Double(count))
    case .distinct(let field, let values): #expect(field == "matter" && row.numerator == Double(values))
    case .sum(let sum, let values): #expect(row.numerator == sum && row.n == values)
    case .mean(let sum, let values): #expect(row.numerator == sum && row.denominator == Double(values))
    case .quantile(let probability, let values): #expect(probability == 0.9 && row.n == values)
    case .ratio(let upper, let lower): #expect(row.numerator == upper && row.denominator == lower)
    case .medianTerm(let values): #expect(row.n == values)
    case .rate(let per, let count, let exposure):
      #expect(per == 1000 && count == counted && row.denominator == exposure)
    case .estimate(_, let upper, let lower, let respondents):
      #expect(row.numerator == upper && row.denominator == lower && row.n == respondents)
    case .total(let sum, let respondents): #expect(row.numerator == sum && row.n == respondents)
    case .weightedQuantile(_, let respondents): #expect(row.n == respondents)
    case .derived: #expect(!row.operands.isEmpty)
    case .coverage(let factor, let having, let all):
      #expect(factor == 100 && row.numerator == Double(having) && row.denominator == Double(all))
      if !explanation.members.isEmpty {
        #expect(explanation.members.count == all && explanation.members.filter(\.isHaving).count == having)
      }
    }
  }

  @Test func whatIsNotYetDueSaysWhenItIs() throws {
    let fixture = try RandomLog.fixture(seed: 9, events: 120)
    let asOf = try #require(try day("2026-06-15"))
    let explainer = Explainer(try fixture.evaluator(asOf: asOf.description))
    let region = try #require(try fixture.dataset().organisation.index(of: "R"))
    let quarter = try fixture.period("2026-Q2")
    let now = try #require(explainer.explanation(of: 0, in: quarter, subject: .unit(region)))
    let waiting = try #require(now.roles.first { $0.role == .notYetDue }).events
    #expect(waiting.count > 5)
    for event in waiting.prefix(6) {
      let due = try #require(event.dueOn)
      #expect(due > asOf)
      for (date, isWaiting) in [(due - 1, true), (due, false)] {
        let later = Explainer(try fixture.evaluator(asOf: date.description))
        let then = try #require(later.explanation(of: 0, in: quarter, subject: .unit(region)))
        let still = then.roles.first { $0.role == .notYetDue }?.events ?? []
        #expect(still.contains { $0.line == event.line } == isWaiting, "line \(event.line) as of \(date)")
      }
    }
  }

  @Test func identifyingAndSensitiveFieldsAndOtherOfficersAreNotShown() throws {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event visit { held time  at unit  by list of officer  with_officer officer?  hurt yes or no? sensitive  note text?
        minutes_there number?  guests list of person { sex one of female, male?  minority yes or no? sensitive  name text identifying } }
      event follow_up { held day  of_unit unit }
      indicator asked { looks at visit where hurt is not yes and with_officer is present
        counts where sex of any guests is female and minority of each guests is not yes and note matches "*" and minutes_there > 5
          and linked to follow_up with same of_unit as at
        value count for officer, unit every year }
      """)
    try fixture.unit("P", "precinct")
    try fixture.event(
      "visit",
      [
        "held": "2026-01-10T09:05", "at": "P", "by": ["O1", "O2"], "with_officer": "O2", "hurt": "no",
        "note": "by the river",
        "minutes_there": "7.5",
        "guests": .records([["sex": "female", "minority": "no", "name": "Zuhro"], ["name": "Ali"]]),
      ])
    try fixture.event("visit", ["held": "2026-01-11T09:05", "at": "P", "by": ["O1"]])
    try fixture.event("follow_up", ["held": "2026-03-01", "of_unit": "P"])
    try fixture.event("follow_up", ["held": "2026-02-01", "of_unit": "P"])
    let dataset = try fixture.dataset()
    let explainer = Explainer(try fixture.evaluator(asOf: "2026-12-31"))
    let first = try #require(dataset.domains[0].code(of: "O1"))
    let second = try #require(dataset.domains[0].code(of: "O2"))
    for (subject, named) in [(Subject.officer(first, unit: nil), ""), (.officer(second, unit: nil), "O2")] {
      let explanation = try #require(explainer.explanation(of: 0, in: fixture.period("2026"), subject: subject))
      let role = try #require(explanation.roles.first { !$0.events.isEmpty })
      let event = try #require(role.events.first)
      #expect(
        event.fields.map { "\($0.name)=\($0.value)" } == [
          "held=2026-01-10 09:05", "at=P", "with_officer=\(named)", "note=by the river", "minutes_there=7.5",
          "guests.sex=female; ",
        ])
      #expect(event.linked.map { "\($0.type) \($0.line) \($0.day)" } == ["follow_up 3 2026-02-01"])
      #expect(explanation.notLookedAt == (named.isEmpty ? 1 : 0))
      #expect(explanation.population?.text.hasPrefix("hurt is not yes") == true)
    }
  }

  @Test func sensitiveTypesAreCountedCoarsely() throws {
    let fixture = try RandomLog.fixture(seed: 4, events: 0)
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let number = try #require(fixture.programme.indicators.firstIndex { $0.id == "referrals" })
    let explainer = Explainer(evaluator)
    for row in evaluator.evaluate([number], in: try fixture.period("2026")) {
      let explanation = explainer.explanation(of: row)
      #expect(explanation.isCoarse)
      #expect(explanation.members.isEmpty)
      for role in explanation.roles {
        #expect(role.events.isEmpty)
        switch role.shownCount {
        case .exactly: Issue.record("an exact count is shown")
        case .below(let bound): #expect(bound == 5 && role.count < bound)
        case .atLeast(let bound): #expect(bound % 5 == 0 && bound <= role.count && role.count < bound + 5)
        }
      }
    }
  }

  @Test func theLatestEventsAreBeyondACap() throws {
    var fixture = try Fixture(
      """
      programme "T" { levels precinct  time zone "UTC" }
      event visit { held day  at unit  outcome one of done, refused }
      indicator asked { looks at visit counts where outcome is done
        not held against where outcome is refused because "their choice" at most 50 % value share every year }
      """)
    try fixture.unit("P", "precinct")
    for (day, outcome) in [
      ("2026-01-04", "refused"), ("2026-01-01", "done"), ("2026-01-02", "refused"), ("2026-01-03", "refused"),
    ] {
      try fixture.event("visit", ["held": .one(day), "at": "P", "outcome": .one(outcome)])
    }
    let explainer = Explainer(try fixture.evaluator(asOf: "2026-12-31"))
    let explanation = try #require(explainer.explanation(of: 0, in: fixture.period("2026"), subject: .unit(0)))
    let role = try #require(explanation.roles.first { $0.role == .notHeldAgainst })
    #expect(role.events.map { "\($0.line) \($0.isBeyondCap)" } == ["4 false", "5 false", "2 true"])
    #expect(role.cap == 0.5)
    #expect(role.reason == "their choice")
    #expect(role.range?.text.contains("refused") == true)
    #expect(explanation.formula == .share(factor: 100, counted: 1, missed: 1))
  }

  @Test func nothingWhereThereIsNoRow() throws {
    let fixture = try ResultTableTests.fixture()
    let explainer = Explainer(try fixture.evaluator(asOf: "2026-12-31"))
    let quarter = try fixture.period("2026-Q1")
    #expect(explainer.explanation(of: 99, in: quarter, subject: .unit(0)) == nil)
    #expect(explainer.explanation(of: 0, in: try fixture.period("2026-01"), subject: .unit(0)) == nil)
    #expect(explainer.explanation(of: 0, in: quarter, subject: .unit(77)) == nil)
    #expect(
      explainer.explanation(of: 0, in: quarter, subject: .unit(0), split: SplitGroup(name: "done", group: "maybe"))
        == nil)
    #expect(
      explainer.explanation(of: 0, in: quarter, subject: .unit(0), split: SplitGroup(name: "done", group: "yes")) != nil
    )
  }
}
