// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSyntax
import Testing

@Suite("Examples notice changes to what they exemplify")
struct ExampleCoverageTests {
  private func survivors(_ indicator: String, keywords: String = "en") -> (changes: [String], noticed: Int) {
    let text = """
      \(keywords == "en" ? "language 1 keywords en" : "язык 1 ключевые слова ru")
      \(keywords == "en" ? "event dispute { opened time closed time? at unit kind one of land, water }" : "событие dispute { opened время closed время? at подразделение kind одно из land, water }")
      \(indicator)
      """
    let coverage = ExampleCoverage(of: [Parser.parse(SourceText(name: "a.mezon", text: text))])
    let changes = coverage.survivors.map { "\($0.kind) \($0.range.text) -> \($0.replacement)" }
    return (changes, coverage.noticed)
  }

  @Test("all of them, where both sides of each boundary are shown")
  func thorough() {
    let found = survivors(
      """
      indicator closed_in_time {
        looks at dispute where kind is land
        counts where closed within 3 days of opened
        value share
        example "the third day is in time, the fourth is late, and water is another matter" as of 2026-12-31 {
          dispute opened 2026-01-05, closed 2026-01-08, kind land
          dispute opened 2026-01-05, closed 2026-01-09, kind land
          dispute opened 2026-01-05, kind water
          expect 2026-Q1 = 50 % (1 of 2)
        }
      }
      """)
    #expect(found.changes == [])
    // Without the clause of what counts, the kind turned round, a day more, a day less.
    #expect(found.noticed == 4)
  }

  @Test("and says which they do not notice")
  func superficial() {
    let found = survivors(
      """
      indicator closed_in_time {
        looks at dispute
        leaves out where kind is water because "another matter"
        counts where closed within 3 days of opened and kind is land
        value share
        example "one of one" as of 2026-12-31 {
          dispute opened 2026-01-05, closed 2026-01-05, kind land
          expect 2026-Q1 = 100 % (1 of 1)
        }
      }
      """)
    #expect(
      found.changes == [
        "clause leaves out where kind is water because \"another matter\" -> ",
        "clause counts where closed within 3 days of opened and kind is land -> ",
        "condition closed within 3 days of opened and -> ", "window 3 -> 4", "window 3 -> 2",
        "word and -> or", "condition and kind is land -> ",
      ])
  }

  @Test("A survivor is a warning at its place")
  func warnings() {
    let text = """
      language 1 keywords en
      event dispute { opened time closed time? at unit }
      indicator closed_in_time {
        looks at dispute
        counts where closed within 3 days of opened
        value share
        example "one of one" as of 2026-12-31 {
          dispute opened 2026-01-05, closed 2026-01-05
          expect 2026-Q1 = 100 %
        }
      }
      """
    let warnings = ExampleCoverage(of: [Parser.parse(SourceText(name: "a.mezon", text: text))]).diagnostics
    #expect(warnings.map(\.rule.code) == ["MZ3506", "MZ3507", "MZ3507"])
    #expect(warnings.allSatisfy { !$0.isError })
    #expect(
      warnings.map { $0.message(in: .english) } == [
        "no example fails without: counts where closed within 3 days of opened",
        "no example fails when \"3\" becomes \"4\"", "no example fails when \"3\" becomes \"2\"",
      ])
  }

  @Test("in Russian as in English")
  func russian() {
    let found = survivors(
      """
      показатель closed_in_time {
        рассматриваются dispute где kind равно land
        засчитываются, если closed в течение 3 дней после opened
        значение доля
        пример "один из одного" по состоянию на 2026-12-31 {
          dispute opened 2026-01-05, closed 2026-01-08, kind land
          dispute opened 2026-01-05, kind water
          ожидается 2026-Q1 = 100 % (1 из 1)
        }
      }
      """, keywords: "ru")
    #expect(found.changes == ["clause засчитываются, если closed в течение 3 дней после opened -> ", "window 3 -> 4"])
  }

  @Test("nothing is tried on files with errors")
  func broken() {
    #expect(survivors("indicator x { looks at nothing value count }").noticed == 0)
    #expect(survivors("indicator x {").changes == [])
  }
}
