// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// Funnels against a direct count of made-up problems (docs/evaluation.md, section 11).
struct FunnelTests {
  private static let stages = ["analysis", "response", "assessment"]

  /// A problem: the day of its start, and for each stage the days until it was entered, nil for never.
  private struct Problem {
    let start: CalendarDay
    let delays: [Int?]

    /// Whether all stages up to one were entered within 12 months.
    func hasReached(_ place: Int) -> Bool {
      let last = start.adding(months: 12)
      return delays[...place].allSatisfy { delay in delay.map { start + $0 <= last } ?? false }
    }

    /// The days from the stage before to a stage.
    func days(to place: Int) -> Int? {
      guard hasReached(place), let until = delays[place] else { return nil }
      return until - (place == 0 ? 0 : delays[place - 1] ?? 0)
    }
  }

  private static func problems(seed: UInt64) -> [Problem] {
    var state = seed
    func dice(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
    }
    return (0..<24).map { _ in
      Problem(
        start: CalendarDay.epoch + 19_723 + dice(366), delays: (0..<3).map { _ in dice(4) == 0 ? nil : dice(400) })
    }
  }

  private static func median(_ values: [Int]) -> Double? {
    let sorted = values.sorted()
    guard let middle = sorted.dropFirst(sorted.count / 2).first else { return nil }
    return sorted.count % 2 == 1 ? Double(middle) : Double(sorted[sorted.count / 2 - 1] + middle) / 2
  }

  /// What must come out of some problems, as lines of an example.
  private static func expectations(_ problems: [Problem]) -> [String] {
    stages.indices.flatMap { place -> [String] in
      let reached = problems.filter { $0.hasReached(place) }.count
      let before = place == 0 ? problems.count : problems.filter { $0.hasReached(place - 1) }.count
      let lost = before - reached
      func share(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "is undefined" : "= \(100 * Double(part) / Double(whole)) % (\(part) of \(whole))"
      }
      let days = median(problems.compactMap { $0.days(to: place) })
      return [
        "expect 2024 reaching \(stages[place]) \(share(reached, of: problems.count))",
        "expect 2024 lost before \(stages[place]) \(share(lost, of: before))",
        "expect 2024 days to \(stages[place]) \(days.map { "= \($0)" } ?? "is undefined")",
      ]
    }
  }

  private static func entries(_ problems: [Problem]) -> [String] {
    problems.enumerated().flatMap { number, problem -> [String] in
      let entered = zip(stages, problem.delays).compactMap { stage, delay in
        delay.map { "entry entered \(problem.start + $0), problem \"\(number)\", stage \(stage)" }
      }
      return ["entry entered \(problem.start), problem \"\(number)\", stage scanning"] + entered
    }
  }

  private static func times(_ problems: [Problem]) -> [String] {
    problems.map { problem in
      let entered = zip(stages, problem.delays).compactMap { stage, delay in
        delay.map { ", \(stage) \(problem.start + $0)" }
      }
      return "problem found \(problem.start)" + entered.joined()
    }
  }

  private static func definitions(_ looksAt: String, _ naming: String, _ lines: [String]) -> String {
    """
    language 1 keywords en
    event entry {
      entered day  at unit  problem reference problem  stage one of scanning, \(stages.joined(separator: ", "))
    }
    event problem { found day  analysis day?  response day?  assessment day?  at unit }
    funnel sara "SARA" {
      label ru "Цикл"
      looks at \(looksAt)
      goes through stages \(naming)within 12 months { \(stages.joined(separator: "\n")) }
      every year
      better when higher
      interval wilson
      example "as counted" as of 2027-12-31 {
        \(lines.joined(separator: "\n"))
      }
    }
    report all { section "Stages" { sara } }
    """
  }

  private func failures(_ text: String) throws -> [String] {
    let (programme, diagnostics) = Checker.check([Parser.parse(SourceText(name: "f.mezon", text: text))])
    let errors = diagnostics.filter(\.isError).map { "\($0.rule.code) \($0.message(in: .english))" }
    guard let programme else { return errors }
    #expect(programme.indicators.count == 9 && programme.reports.first?.sections.first?.indicators.count == 9)
    let outcomes = ExampleRunner(programme: programme).outcomes()
    #expect(outcomes.count == 9)
    return errors + outcomes.flatMap(\.diagnostics).filter(\.isError).map { $0.message(in: .english) }
  }

  @Test("Linked events that enter stages", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func linked(seed: UInt64) throws {
    let problems = Self.problems(seed: seed)
    let lines = Self.entries(problems) + Self.expectations(problems)
    #expect(
      try failures(
        Self.definitions("entry where stage is scanning", "named by stage with same problem ", lines)) == [])
  }

  @Test("Times of the event itself", arguments: [7, 8, 9, 10, 11, 12] as [UInt64])
  func ownTimes(seed: UInt64) throws {
    let problems = Self.problems(seed: seed)
    let lines = Self.times(problems) + Self.expectations(problems)
    #expect(try failures(Self.definitions("problem", "", lines)) == [])
  }

  @Test("The figures have titles in both languages, and only the share that reached a stage is judged")
  func titles() throws {
    let text = Self.definitions("problem", "", Self.expectations([]) + ["problem found 2024-01-01"])
    let programme = try #require(
      Checker.check([Parser.parse(SourceText(name: "f.mezon", text: text))]).programme)
    let plans = programme.indicators.prefix(6)
    #expect(
      plans.map(\.id) == [
        "sara.analysis", "sara.analysis.lost", "sara.analysis.days", "sara.response", "sara.response.lost",
        "sara.response.days",
      ])
    #expect(plans.map(\.isContextOnly) == [false, true, true, false, true, true])
    #expect(plans.map { $0.isHigherBetter } == [true, nil, nil, true, nil, nil])
    #expect(plans.first?.declaration.title?.text == "SARA: reached \"analysis\"")
    #expect(
      plans.map { $0.declaration.labels.first?.text.text }.prefix(3) == [
        "Цикл: дошло до этапа «analysis»", "Цикл: выбыло перед этапом «analysis»",
        "Цикл: дней до этапа «analysis» от предыдущего",
      ])
  }

  @Test(
    "What is wrong with a funnel is said at its place",
    arguments: [
      ("goes through stages { analysis }", "MZ2016"), ("looks at problem", "MZ2016"),
      ("looks at problem goes through stages { analysis analysis }", "MZ2002"),
      ("looks at problem goes through stages { analyses }", "MZ2001"),
      ("looks at problem goes through stages { at }", "MZ2007"),
      ("looks at entry goes through stages named by stage with same problem { analyses }", "MZ2001"),
      (
        "looks at problem goes through stages { analysis } example \"x\" { expect 2026 reaching respose = 1 % }",
        "MZ2001"
      ),
    ])
  func wrong(clauses: String, code: String) {
    let text =
      Self.definitions("problem", "", []).replacing("report all { section \"Stages\" { sara } }", with: "")
      + "\nfunnel other { \(clauses) }\n"
    let found = Checker.check([Parser.parse(SourceText(name: "f.mezon", text: text))]).diagnostics.filter(\.isError)
    #expect(found.map(\.rule.code).contains(code))
  }
}
