// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@testable import MezonEngine

/// Groups, filters, parameters and versions: what they mean, and what is refused.
struct ReuseTests {
  private static let events = "language 1 keywords en\n" + fields
  private static let fields = """
    unit of measure people
    event offence { committed day at unit kind one of robbery, snatching, assault, fraud crowd whole number in people? }
    event call { received time at unit priority one of urgent, plain }

    """

  private func diagnostics(_ text: String) -> [Diagnostic] {
    Checker.check([Parser.parse(SourceText(name: "t.mezon", text: Self.events + text))]).diagnostics
  }

  private func codes(_ text: String) -> [String] { diagnostics(text).filter(\.isError).map(\.rule.code) }

  private func programme(_ text: String, header: Bool = true) throws -> Programme {
    let parsed = Parser.parse(SourceText(name: "t.mezon", text: (header ? Self.events : "") + text))
    let (programme, diagnostics) = Checker.check([parsed])
    return try #require(programme, "\(diagnostics.map { $0.rendered() })")
  }

  // MARK: Meaning

  @Test func groupsAndFiltersMeanWhatTheyAreWrittenOutTo() throws {
    let short = try programme(
      """
      group street one of robbery, snatching
      group violent one of street, assault
      filter serious of offence where kind is one of violent and not minor
      filter minor of offence where crowd > 5
      indicator i { looks at offence where serious counts where kind is not one of street value share }
      """)
    let long = try programme(
      """
      indicator i {
        looks at offence where kind is one of robbery, snatching, assault and not crowd > 5
        counts where kind is not one of robbery, snatching value share
      }
      """)
    #expect(short.indicators.map(\.version) == long.indicators.map(\.version))
    #expect(short.shared.map(\.name) == ["street", "violent", "serious", "minor"])
    #expect(short.shared.allSatisfy { $0.users == ["i"] })
  }

  @Test func bothLanguagesGiveOneDigest() throws {
    let english =
      Self.events + """
        group street "Street crime" one of robbery, snatching
        filter serious of offence where kind is one of street
        parameter norm in people { 3,000 from 2026-01-01 2,500.5 from 2027-01-01 }
        parameter least { 2 from 2026-01-01 }
        indicator i { looks at offence where serious counts where crowd >= norm value share effective from 2026-01-01 }
        indicator r { value share of months having at least least offence }
        """
    let parsed = Parser.parse(SourceText(name: "t.mezon", text: english))
    let russian = Formatter.format(parsed, keywords: .russian)
    #expect(russian.contains("отбор") && russian.contains("группа") && russian.contains("параметр"))
    let first = try programme(english, header: false)
    let second = try programme(russian, header: false)
    #expect(first.indicators.map(\.version) == second.indicators.map(\.version))
    #expect(first.indicators.map(\.meaningDigest) == second.indicators.map(\.meaningDigest))
    #expect(first.shared.map(\.text) == second.shared.map(\.text))
  }

  @Test func aParameterHasTheValueOfItsDay() throws {
    var fixture = try Fixture(
      Self.fields + """
        parameter norm in people { 10 from 2026-01-10 20 from 2026-02-01 }
        indicator i { looks at offence counts where crowd >= norm value share every month }
        """)
    try fixture.unit("P1", "organisation")
    for (day, crowd) in [
      ("2026-01-09", "50"), ("2026-01-10", "10"), ("2026-01-31", "19"), ("2026-02-01", "19"), ("2026-02-01", "20"),
    ] {
      try fixture.event("offence", ["committed": .one(day), "at": "P1", "kind": "fraud", "crowd": .one(crowd)])
    }
    let rows = try fixture.rows("i", "2026-01..2026-02", asOf: "2026-12-31")
    // Before the first value the comparison is unknown, so the event is missed.
    #expect(rows.map(\.numerator) == [2, 1])
    #expect(rows.map(\.denominator) == [3, 2])
  }

  @Test func aParameterBoundsCoverageFromThePeriodsFirstDay() throws {
    var fixture = try Fixture(
      Self.fields + """
        parameter least { 1 from 2026-01-15 2 from 2026-03-01 }
        indicator i { value share of units having at least least offence every month }
        """)
    try fixture.unit("P1", "organisation")
    for day in ["2026-01-20", "2026-02-10", "2026-03-10"] {
      try fixture.event("offence", ["committed": .one(day), "at": "P1", "kind": "fraud"])
    }
    let rows = try fixture.rows("i", "2026-01..2026-03", asOf: "2026-12-31")
    #expect(rows.map(\.value) == [nil, 100, 0])
    #expect(rows.map(\.reason) == ["no_parameter_value", "", ""])
    #expect(rows[0].state == .undefined)
  }

  @Test func parametersStandForTargetsAndBaselines() throws {
    let text = """
      parameter aim in per cent { 50 from 2025-01-01 60 from 2026-07-01 }
      indicator i {
        looks at offence counts where kind is fraud value share better when higher
        baseline aim in 2025 target aim from 2026-H1, aim from 2026-H2
      }
      """
    let plan = try #require(try programme(text).indicators.first)
    #expect(plan.baseline?.value == 50)
    #expect(plan.target?.points.map(\.value) == [50, 60])
    #expect(codes(text.replacing("2025-01-01", with: "2026-01-01")) == ["MZ2405"])
    #expect(codes(text.replacing("in per cent", with: "in days")) == ["MZ2020", "MZ2020"])
  }

  // MARK: What is refused

  @Test(arguments: [
    ("filter a of offence where b filter b of offence where a", ["MZ2401"]),
    ("group a one of b group b one of a", ["MZ2401"]),
    ("filter a of offence where a", ["MZ2401"]),
    ("filter a of call where priority is urgent indicator i { looks at offence where a value count }", ["MZ2402"]),
    ("filter kind of offence where crowd > 1", ["MZ2403"]),
    ("group robbery one of fraud", ["MZ2403"]),
    ("parameter p { 1 from 2026-01-01 } parameter p { 1 from 2026-01-01 }", ["MZ2002"]),
    ("parameter p { }", ["MZ2406"]),
    ("parameter p { 1 from 2026-02-01 2 from 2026-01-01 }", ["MZ2024"]),
    ("group g one of robbery indicator i { looks at offence where kind is g value count }", ["MZ2407"]),
    ("group g one of robbry indicator i { looks at offence where kind is one of g value count }", ["MZ2001"]),
    ("parameter p { 1.5 from 2026-01-01 } indicator i { value share of months having at least p offence }", ["MZ2413"]),
    (
      "parameter p in days { 1 from 2026-01-01 } indicator i { looks at offence where crowd > p value count }",
      ["MZ2009"]
    ),
    ("filter f of ofence where kind is fraud", ["MZ2001"]),
    ("filter f of offence where kind is frod", ["MZ2001"]),
  ])
  func refused(_ text: String, _ expected: [String]) {
    #expect(codes(text) == expected, "\(diagnostics(text).map { $0.rendered() })")
  }

  @Test func aGroupsMemberIsFoundWithASuggestionAndItsPlace() throws {
    let found = diagnostics(
      "group g one of robbry\nindicator i { looks at offence where kind is one of g value count }")
    let diagnostic = try #require(found.first)
    #expect(diagnostic.suggestion == "robbery")
    #expect(diagnostic.notes.count == 1)
  }

  @Test func identifyingFieldsStayClosedThroughFilters() {
    let text = """
      language 1 keywords en
      event e { held day at unit name text identifying }
      filter named of e where name is "x"
      indicator i { looks at e where named value count }
      """
    let found = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))]).diagnostics
    #expect(found.map(\.rule.code) == ["MZ2013"])
  }

  @Test func filtersThatDoubleEachTimeAreRefused() {
    var text = "filter f0 of offence where crowd > 1\n"
    for number in 1...40 {
      text += "filter f\(number) of offence where f\(number - 1) and f\(number - 1)\n"
    }
    let found = codes(text)
    #expect(found.contains("MZ2404"))
    #expect(found.allSatisfy { $0 == "MZ2404" })
  }

  // MARK: Versions

  private static func versions(_ first: String, _ second: String) -> String {
    """
    indicator i { looks at offence value count every month effective \(first) }
    indicator i { looks at offence where kind is fraud value count every month effective \(second) }
    """
  }

  @Test(arguments: [
    ("from 2026-01-01 until 2026-01-31", "from 2026-02-01", []),
    ("from 2026-01-01", "from 2026-02-01", ["MZ2408"]),
    ("from 2026-01-01 until 2026-02-01", "from 2026-02-01", ["MZ2408"]),
    ("from 2026-01-01 until 2026-01-30", "from 2026-02-01", ["MZ2409"]),
    ("from 2026-02-01", "from 2026-01-01 until 2026-01-31", []),
  ])
  func versionsFollowEachOther(_ first: String, _ second: String, _ expected: [String]) {
    #expect(codes(Self.versions(first, second)) == expected)
  }

  @Test func everyVersionIsDated() {
    #expect(
      codes("indicator i { looks at offence value count } indicator i { looks at offence value count }")
        == ["MZ2410", "MZ2410"])
  }

  @Test func aPeriodIsComputedByTheVersionOfItsFirstDay() throws {
    var fixture = try Fixture(
      Self.fields + Self.versions("from 2026-02-01 until 2026-02-28", "from 2026-03-01"))
    try fixture.unit("P1", "organisation")
    for month in ["01", "02", "03"] {
      for kind in ["fraud", "robbery"] {
        try fixture.event("offence", ["committed": .one("2026-\(month)-10"), "at": "P1", "kind": .one(kind)])
      }
    }
    let rows = try fixture.rows("i", "2026-01..2026-03", asOf: "2026-12-31")
    #expect(rows.map(\.value) == [nil, 2, 1])
    #expect(rows.map(\.reason) == ["not_in_force", "", ""])
    #expect(rows.map(\.indicator) == [0, 0, 1])
    let rebased = fixture.programme.rebased()
    #expect(rebased.indicators.count == 1)
    let evaluator = Evaluator(programme: rebased, dataset: try fixture.dataset(), asOf: try day("2026-12-31"))
    let newest = evaluator.evaluate([0], in: try fixture.period("2026-01..2026-03"))
    #expect(newest.map(\.value) == [1, 1, 1])
  }

  @Test func whatIsMadeFromVersionsTakesTheOneOfEachPeriod() throws {
    var fixture = try Fixture(
      Self.fields + Self.versions("from 2026-01-01 until 2026-02-28", "from 2026-03-01") + """

        indicator d { value change of i on previous period }
        indicator e { value computed as 2 * i effective from 2026-01-01 until 2026-01-31 }
        indicator e { value computed as 3 * i effective from 2026-02-01 }
        indicator f { value computed as e - i }
        """)
    try fixture.unit("P1", "organisation")
    for month in ["01", "02", "03"] {
      for kind in ["fraud", "robbery"] {
        try fixture.event("offence", ["committed": .one("2026-\(month)-10"), "at": "P1", "kind": .one(kind)])
      }
    }
    func rows(_ id: String) throws -> [ResultRow] { try fixture.rows(id, "2026-01..2026-03", asOf: "2026-12-31") }
    #expect(try rows("d").map(\.value) == [nil, 0, -50])
    #expect(try rows("d").map(\.reason) == ["operand_not_applicable", "", ""])
    #expect(try rows("e").map(\.value) == [4, 6, 3])
    #expect(try rows("f").map(\.value) == [2, 4, 2])
  }

  // MARK: Lock

  @Test func aPinnedMeaningMayBeRewordedAndEndedButNotChanged() throws {
    let text = "indicator i \"Frauds\" { looks at offence where kind is fraud value count effective from 2026-01-01 }"
    let lock = DefinitionLock(try programme(text))
    func faults(_ changed: String) throws -> [String] {
      lock.faults(in: try programme(changed), lockFile: "definitions.lock").map(\.rule.code)
    }
    #expect(try faults(text) == [])
    #expect(try faults("# why\n" + text.replacing("\"Frauds\"", with: "\"Fraud cases\"")) == [])
    #expect(try faults(text.replacing("2026-01-01", with: "2026-01-01 until 2026-12-31")) == [])
    #expect(try faults(text.replacing("is fraud", with: "is robbery")) == ["MZ2411"])
    #expect(try faults(text.replacing("2026-01-01", with: "2026-02-01")) == ["MZ2412"])
    let filtered = text.replacing("kind is fraud", with: "f") + " filter f of offence where kind is fraud"
    #expect(try faults(filtered) == [])
  }
}
