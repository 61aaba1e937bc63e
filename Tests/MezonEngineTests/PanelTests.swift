// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

/// What stands beside the figure of several raters, and what never does.
struct PanelTests {
  private func fixture(_ value: String, reach: String = "for officer, district") throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "P" { levels district }
      rubric care { 1 "none" 2 "some" 3 "much" 4 "all" }
      ratings opinion {
        rated day at unit by officer rater reference rater side one of council, school, clinic quality rating on care
        rates by rater in rater body in side
      }
      indicator i { looks at opinion value \(value) \(reach) every year }
      """)
    try fixture.unit("D", "district")
    try fixture.unit("E", "district")
    return fixture
  }

  /// Adds the ratings of an officer, one by each rater, the first two of them of the council.
  private func rate(_ officer: String, in unit: String = "D", _ levels: [Int], _ fixture: inout Fixture) throws {
    for (place, level) in levels.enumerated() {
      try fixture.event(
        "opinion",
        [
          "rated": "2026-05-01", "at": .one(unit), "by": .one(officer), "rater": .one("r\(place)"),
          "side": .one(place < 2 ? "council" : "school"), "quality": .one("\(level)"),
        ])
    }
  }

  private func detail(_ name: String, _ row: ResultRow) -> String? { row.details.first { $0.name == name }?.json }

  @Test("A unit's agreement is that of its own items, an officer's that of all of the period")
  func scopes() throws {
    var fixture = try fixture("median of quality by at least 5 raters agreement krippendorff ordinal")
    try rate("O1", [3, 3, 2, 4, 4], &fixture)
    try rate("O2", [1, 1, 1, 1, 2], &fixture)
    try rate("O3", in: "E", [1, 4, 2, 4, 1], &fixture)
    try rate("O4", in: "E", [4, 1, 3, 2, 4], &fixture)
    let rows = try fixture.rows(nil, "2026")
    #expect(rows.count == 6)
    let units = rows.filter { if case .unit = $0.subject { true } else { false } }
    let agreements = units.compactMap { detail("agreement", $0).flatMap { Double($0) } }
    try #require(agreements.count == 2)
    // Computed by hand from the coincidences.
    #expect(abs(agreements[0] - 0.727_631_578_947_368_4) < 1e-12)
    #expect(abs(agreements[1] + 0.101) < 1e-12)
    #expect(units.allSatisfy { detail("agreement_of", $0) == "\"cell\"" && detail("items", $0) == "2" })
    let officers = rows.filter { if case .officer = $0.subject { true } else { false } }
    #expect(officers.map(\.value) == [3, 1, 2, 3])
    #expect(Set(officers.compactMap { detail("agreement", $0) }).count == 1)
    for row in officers {
      #expect(detail("agreement_of", row) == "\"period\"" && detail("agreement_items", row) == "4")
      #expect(row.details.map(\.name) == row.details.map(\.name).sorted())
    }
    #expect(detail("ratings", officers[0]) == "{\"1\":0,\"2\":1,\"3\":2,\"4\":2}")
    #expect(
      officers[0].panel
        == PanelRemark(
          statistic: "krippendorff ordinal", agreement: officers[0].panel?.agreement, isOfCell: false, lowerQuartile: 3,
          upperQuartile: 4))
  }

  @Test("Below the bound there is no number, but how the ratings lie apart")
  func lowAgreement() throws {
    var fixture = try fixture("mean of quality by at least 5 raters agreement krippendorff ordinal at least 0.667")
    try rate("O1", [1, 4, 2, 4, 1], &fixture)
    try rate("O2", [4, 1, 3, 2, 4], &fixture)
    for row in try fixture.rows(nil, "2026") where row.n > 0 {
      #expect(row.state == .undefined && row.reason == "low_agreement" && row.value == nil)
      #expect(detail("ratings", row) != nil && detail("agreement_least", row) == "0.667")
      #expect(row.panel?.agreement.map { $0 < 0 } == true)
    }
  }

  @Test("Where all ratings are the same nobody knows how far raters agree")
  func unknownAgreement() throws {
    var bound = try fixture("median of quality by at least 5 raters agreement gwet at least 0.5", reach: "for district")
    try rate("O1", [2, 2, 2, 2, 2], &bound)
    let row = try #require(try bound.rows(nil, "2026").first)
    #expect(row.state == .undefined && row.reason == "agreement_unknown")
    #expect(detail("agreement", row) == "null" && detail("agreement_missing", row) == "\"one_category\"")
    var free = try fixture("median of quality by at least 5 raters", reach: "for district")
    try rate("O1", [2, 2, 2, 2, 2], &free)
    #expect(try free.rows(nil, "2026").first?.value == 2)
  }

  @Test("Too few raters, or raters of one body, say nothing at all", arguments: ["median", "mean"])
  func tooFew(statistic: String) throws {
    var few = try fixture("\(statistic) of quality by at least 5 raters", reach: "for district")
    try rate("O1", [1, 2, 3, 4], &few)
    var one = try fixture(
      "\(statistic) of quality by at least 5 raters from council, clinic pooled", reach: "for district")
    for rater in 0..<6 {
      try one.event(
        "opinion",
        ["rated": "2026-05-01", "at": "D", "by": "O1", "rater": .one("r\(rater)"), "side": "council", "quality": "4"])
    }
    for (fixture, reason) in [(few, "too_few_raters"), (one, "one_body")] {
      let row = try #require(try fixture.rows(nil, "2026").first)
      #expect(row.state == .tooFew && row.reason == reason)
      #expect(row.value == nil && row.numerator == nil && row.denominator == nil)
      #expect(row.details.isEmpty && row.panel == nil)
    }
  }

  @Test("No rating is listed in an explanation")
  func explanation() throws {
    var fixture = try fixture(
      "median of quality by at least 5 raters from council, school pooled", reach: "for district")
    try rate("O1", [1, 2, 3, 4, 4, 4], &fixture)
    let evaluator = Evaluator(programme: fixture.programme, dataset: try fixture.dataset(), asOf: nil)
    let year = try PeriodCalendar().parse("2026").get()
    let explanation = try #require(
      Explainer(evaluator).explanation(of: 0, in: year, subject: .unit(0)))
    #expect(explanation.row.value == 3.5 && explanation.isCoarse)
    #expect(explanation.roles.contains { $0.role == .leftOut && $0.reason == "body not asked" })
    for role in explanation.roles {
      #expect(role.events.isEmpty)
      if case .exactly = role.shownCount { Issue.record("an exact number of ratings") }
    }
  }

  @Test("The result is the same whatever the order of rows and the number of threads")
  func order() throws {
    let value = "agreement on quality by cohen quadratic"
    var one = try fixture(value, reach: "for district")
    var other = try fixture(value, reach: "for district")
    let levels = [("O1", [3, 3, 2, 4, 4]), ("O2", [1, 1, 1, 1, 2]), ("O3", [2, 2, 3, 1, 4])]
    for (officer, ratings) in levels { try rate(officer, ratings, &one) }
    for (officer, ratings) in levels.reversed() { try rate(officer, ratings, &other) }
    let first = try #require(try one.rows(nil, "2026").first)
    let second = try #require(try other.rows(nil, "2026").first)
    #expect(first.value == second.value && first.value != nil)
    #expect(first.details.map(\.json) == second.details.map(\.json))
  }

  @Test("An agreement has an interval where one is stated: Student's t by its standard error")
  func agreementInterval() throws {
    func row(_ clause: String) throws -> ResultRow {
      var fixture = try fixture("agreement on quality by gwet linear \(clause)", reach: "for district")
      for (number, levels) in [[1, 1, 2], [3, 3, 3], [4, 3, 4], [2, 2, 2], [1, 2, 1]].enumerated() {
        try rate("O\(number)", levels, &fixture)
      }
      return try #require(try fixture.rows(nil, "2026").first { $0.value != nil })
    }
    #expect(try row("").method == "")
    let found = try row("interval wald 90 %")
    let (value, low, high) = (try #require(found.value), try #require(found.low), try #require(found.high))
    let error = try #require(detail("standard_error", found).flatMap { Double($0) })
    // t of 4 degrees of freedom at 0.95.
    #expect(found.method == "wald" && abs(value - low - 2.131_846_786 * error) < 1e-8)
    #expect(high == min(1, value + (value - low)) || abs(high - min(1, 2 * value - low)) < 1e-12)
    #expect(throws: (any Error).self) { try fixture("agreement on quality by krippendorff ordinal interval wald") }
  }
}
