// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// The mean answer to several questions.
@Suite("Scales") struct ScaleTests {
  private func survey(_ scale: String, _ indicator: String = "") -> ParsedFile {
    let text = """
      language 1 keywords en
      survey perception {
        asked day
        at unit
        by_day one of rarely, at_times, often, dont_know?
        at_night one of rarely, at_times, often, dont_know?
        afraid one of never, at_times, always?
        level one of low, high?
        \(scale)
        speaks for organisation
      }
      \(indicator)
      """
    return Parser.parse(SourceText(name: "t.mezon", text: text))
  }

  @Test(
    "What is no scale is an error",
    arguments: [
      ("scale safety of by_day", "MZ2309"), ("scale safety of by_day, level", "MZ2309"),
      ("scale safety of by_day, afraid", "MZ2309"), ("scale safety of by_day, sleep", "MZ2001"),
      ("scale safety of by_day, asked", "MZ2015"), ("scale level of by_day, at_night", "MZ2002"),
      ("scale safety of by_day, at_night at least 3", "MZ2022"),
      ("scale safety of by_day, at_night without answers dont_now", "MZ2001"),
    ])
  func faults(scale: String, code: String) {
    #expect(Checker.check([survey(scale)]).diagnostics.map(\.rule.code) == [code])
  }

  @Test(
    "Answers score in their order, those of a reversed question the other way round",
    arguments: [
      // Scores: 3, 2, 3 - 1 - no answer, 1, 3 - nothing.
      ("", "mean of safety", "= 2.67"), (" at least 2", "mean of safety", "= 2.33"),
      (" at least 1", "mean of safety", "= 1.89"), (" at least 1", "quantile 0 of safety", "= 1"),
      (" at least 1", "mean of safety + 1", "= 2.89"),
    ])
  func example(rule: String, value: String, expected: String) throws {
    let scale = "scale safety of by_day, at_night, reversed afraid without answers dont_know\(rule)"
    let interval = value.hasPrefix("mean") ? "interval none" : ""
    let indicator = """
      indicator i {
        looks at perception
        value \(value)
        every year
        \(interval)
        example "e" as of 2026-12-31 {
          perception asked 2026-05-01, by_day often, at_night at_times, afraid never
          perception asked 2026-05-01, by_day rarely, at_night dont_know
          perception asked 2026-05-01, by_day dont_know, at_night rarely, afraid never
          perception asked 2026-05-01
          expect 2026 \(expected)
        }
      }
      """
    let (programme, diagnostics) = Checker.check([survey(scale, indicator)])
    #expect(diagnostics.map { $0.rendered() } == [])
    for outcome in ExampleRunner(programme: try #require(programme)).outcomes() {
      #expect(outcome.diagnostics.map { $0.rendered() } == [])
    }
  }
}
