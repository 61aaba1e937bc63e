// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// Rubrics and ratings by several raters: what is refused, and what comes out.
@Suite("Ratings") struct RatingCheckTests {
  private func file(_ declarations: String, clauses: String = "rates person  rater in rater  body in side")
    -> ParsedFile
  {
    let text = """
      language 1 keywords en
      rubric care { 1 "none" 2 "some" 3 "much" }
      ratings opinion {
        rated day
        at unit
        by officer
        person reference person
        rater reference rater
        side one of council, school, clinic
        quality rating on care?
        speed rating on care?
        verdict one of bad, good?
        topic reference topic?
        seen yes or no?
        story text?
        papers list of reference paper
        themes list of one of respect, haste?
        \(clauses)
      }
      \(declarations)
      """
    return Parser.parse(SourceText(name: "t.mezon", text: text))
  }

  private func codes(_ file: ParsedFile) -> [String] {
    Checker.check([file]).diagnostics.filter(\.isError).map(\.rule.code)
  }

  @Test(
    "What a rubric or ratings cannot be",
    arguments: [
      ("rubric r { 1 \"a\" }", "MZ2321"), ("rubric r { 2 \"a\" 1 \"b\" }", "MZ2321"),
      ("rubric r { 1 \"a\" 2 \"b\" 2 \"c\" }", "MZ2321"), ("rubric r { 1 ru \"a\" 2 \"b\" }", "MZ2321"),
      ("rubric care { 1 \"a\" 2 \"b\" }", "MZ2002"), ("event e { on day q rating on care }", "MZ2337"),
      ("ratings r { on day q rating on zeal rates q rater in q }", "MZ2001"),
    ])
  func badDeclarations(declaration: String, code: String) {
    #expect(codes(file(declaration)).first == code)
  }

  @Test(
    "Who rated what must be known of every rating",
    arguments: [
      ("rates person", ["MZ2016"]), ("rater in rater", ["MZ2016"]), ("rates quality  rater in rater", ["MZ2015"]),
      ("rates person  rater in by", ["MZ2015"]), ("rates person  rater in rater  body in topic", ["MZ2015"]),
      ("rates person  rater in rater  narrative in side", ["MZ2015"]),
      ("rates person  rater in rater  evidence in sheets", ["MZ2001"]),
    ])
  func badClauses(clauses: String, expected: [String]) {
    #expect(codes(file("", clauses: clauses)) == expected)
  }

  @Test(
    "What an indicator of ratings cannot ask for",
    arguments: [
      ("value median of quality", "MZ2325"), ("value share", "MZ2325"), ("value distinct person", "MZ2325"),
      ("value ratio of count to count by at least 5 raters", "MZ2327"), ("value distinct rater", "MZ2325"),
      ("value median of quality by at least 4 raters", "MZ2326"),
      ("value median of quality + speed by at least 5 raters", "MZ2328"),
      ("value median of quality by at least 5 raters from council pooled", "MZ2330"),
      ("value median of quality by at least 5 raters from council, police pooled", "MZ2001"),
      ("value median of quality by at least 5 raters from council, council pooled", "MZ2032"),
      ("value median of quality by at least 5 raters narrative required", "MZ2329"),
      ("value median of quality by at least 5 raters evidence required", "MZ2329"),
      ("value median of quality by at least 5 raters agreement kappa", "MZ2001"),
      ("value median of quality by at least 5 raters agreement krippendorff linear", "MZ2001"),
      ("value median of quality by at least 5 raters agreement percent ordinal", "MZ2001"),
      ("value median of quality by at least 5 raters agreement cohen at least 1.5", "MZ2022"),
      ("value median of quality by at least 5 raters split by side", "MZ2323"),
      ("value median of quality by at least 5 raters split by rater", "MZ2013"),
      ("value median of quality by at least 5 raters split by quality", "MZ2017"),
      ("value median of quality by at least 5 raters leaves out where side is school because \"x\"", "MZ2323"),
      ("value median of quality by at least 5 raters leaves out where quality is 1 because \"x\"", "MZ2336"),
      ("value median of quality by at least 5 raters reported where speed > 1", "MZ2336"),
      ("counts where quality > 1 value count", "MZ2336"),
      ("value share naming each themes", "MZ2325"),
      ("value agreement on story by percent", "MZ2015"), ("value agreement on side by percent", "MZ2323"),
      ("value agreement on topic by gwet linear", "MZ2335"), ("value agreement on seen by percent within 1", "MZ2335"),
      ("value agreement on quality by percent for officer", "MZ2018"),
      ("value agreement on quality by percent by at least 5 raters", "MZ2327"),
      ("value median of quality by at least 5 raters interval wilson", "MZ2029"),
    ])
  func badIndicators(clauses: String, code: String) {
    #expect(codes(file("indicator i { looks at opinion \(clauses) }")).first == code)
  }

  @Test(
    "Old values of other events are as they were, and nothing links to ratings",
    arguments: [
      (
        "event visit { on day at unit of_whom reference person } indicator i { looks at visit value count by at least 5 raters }",
        "MZ2324"
      ),
      (
        "event visit { on day at unit of_whom reference person } indicator i { looks at visit value agreement on of_whom by percent }",
        "MZ2324"
      ),
      (
        """
        event visit { on day at unit person reference person }
        indicator i { looks at visit counts where linked to opinion with same person value share }
        """, "MZ2322"
      ),
    ])
  func otherEvents(declarations: String, code: String) {
    #expect(codes(file(declarations)).first == code)
  }

  @Test("A level's description, and the number of raters, are part of what a definition means")
  func meaning() throws {
    func digest(_ text: String) throws -> String {
      let parsed = Parser.parse(SourceText(name: "t.mezon", text: text))
      return try #require(Checker.check([parsed]).programme?.indicators.first?.meaningDigest)
    }
    let declarations = "indicator i { looks at opinion value median of quality by at least 5 raters }"
    let text = String(decoding: file(declarations).source.bytes, as: UTF8.self)
    let own = try digest(text)
    #expect(try digest(text.replacing("\"some\"", with: "\"a lot\"")) != own)
    #expect(try digest(text.replacing("at least 5 raters", with: "at least 6 raters")) != own)
    #expect(try digest(text.replacing("2 \"some\"", with: "2 \"some\" 2 ru \"немного\"")) == own)
  }

  /// Facts: five raters of two bodies on person a, one of them twice; two without evidence, one who gave no level.
  private static let facts = """
    opinion rated 2026-05-01, person "a", rater "r1", side council, quality 1, seen yes, papers "p", themes respect
    opinion rated 2026-05-03, person "a", rater "r1", side council, quality 3, seen yes, papers "p", themes haste
    opinion rated 2026-05-01, person "a", rater "r2", side council, quality 2, seen no, papers "p", themes respect
    opinion rated 2026-05-01, person "a", rater "r3", side school, quality 2, seen no, papers "p"
    opinion rated 2026-05-01, person "a", rater "r4", side school, quality 3, seen yes, themes respect
    opinion rated 2026-05-01, person "a", rater "r5", side clinic, quality 3, seen yes, themes "respect", "haste"
    opinion rated 2026-05-01, person "a", rater "r6", side clinic, seen yes, papers "p"
    """

  @Test(
    "Values by raters",
    arguments: [
      ("value median of quality by at least 5 raters", "expect 2026 = 3"),
      ("value mean of quality by at least 5 raters", "expect 2026 = 2.6 (13 of 5)"),
      ("value quantile 0 of quality by at least 5 raters", "expect 2026 = 2"),
      ("value median of quality by at least 6 raters", "expect 2026 is too_few"),
      ("value median of quality by at least 5 raters from council, school pooled", "expect 2026 is too_few"),
      ("value median of quality by at least 5 raters evidence required", "expect 2026 is too_few"),
      ("counts where quality at least 3 value share by at least 5 raters", "expect 2026 = 50 % (3 of 6)"),
      ("value share naming each themes by at least 5 raters", "expect 2026 is too_few"),
      ("value median of quality by at least 5 raters agreement percent at least 50", "expect 2026 is undefined"),
      ("value agreement on quality by percent", "expect 2026 = 0 %"),
      ("value agreement on quality by percent within 1", "expect 2026 = 100 %"),
      ("value agreement on topic by cohen", "expect 2026 is undefined"),
      ("value count", "expect 2026 = 7"),
    ])
  func examples(clauses: String, expectation: String) throws {
    let indicator = """
      indicator i {
        looks at opinion
        \(clauses)
        every year
        example "e" as of 2026-12-31 {
          \(Self.facts)
          \(expectation)
        }
      }
      """
    let parsed = file(indicator, clauses: "rates person  rater in rater  body in side  evidence in papers")
    let (programme, diagnostics) = Checker.check([parsed])
    #expect(diagnostics.map { $0.rendered() } == [])
    for outcome in ExampleRunner(programme: try #require(programme)).outcomes() {
      #expect(outcome.diagnostics.map { $0.rendered() } == [])
    }
  }

  @Test("A level that its rubric does not have is refused in an example")
  func unknownLevel() throws {
    let indicator = """
      indicator i {
        looks at opinion
        value count
        every year
        example "e" { opinion rated 2026-05-01, person "a", rater "r", side council, quality 4  expect 2026 = 1 }
      }
      """
    let programme = try #require(Checker.check([file(indicator)]).programme)
    let found = ExampleRunner(programme: programme).outcomes().flatMap(\.diagnostics)
    #expect(found.map(\.rule.code) == ["MZ3208"])
  }
}
