// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

@Suite("What is said of a worked example that does not come out")
struct ExampleFailureTests {
  /// The diagnostics of an indicator's only example: their codes, and their messages.
  private func outcome(_ expectation: String) throws -> (codes: [String], message: String) {
    let text = """
      language 1 keywords en
      event dispute { opened time closed time? at unit kind one of land, water }
      indicator closed_in_time {
        looks at dispute
        counts where closed within 3 days of opened
        value share
        every month
        split by kind
        too few below 2
        example "two of three" as of 2026-12-31 {
          dispute opened 2026-01-05, closed 2026-01-08, kind land
          dispute opened 2026-01-05, closed 2026-01-05, kind land
          dispute opened 2026-01-05, kind water
          \(expectation)
        }
      }
      """
    let (checked, diagnostics) = Checker.check([Parser.parse(SourceText(name: "a.mezon", text: text))])
    #expect(diagnostics.filter(\.isError).map { $0.rendered() } == [])
    let found = ExampleRunner(programme: try #require(checked)).outcomes().flatMap(\.diagnostics)
    for diagnostic in found { #expect(!diagnostic.message(in: .russian).contains("{")) }
    return (found.map(\.rule.code), found.first?.message(in: .english) ?? "")
  }

  @Test(
    arguments: [
      ("expect 2026-01 = 66.7 % (2 of 3)", nil, ""),
      ("expect 2026-01 = 50 %", "MZ3501", "expected 50 %, but it is 66.6667 (2 of 3)"),
      ("expect 2026-01 = 66.67 % (4 of 6)", "MZ3501", "expected 66.67 %, but it is 66.6667 (2 of 3)"),
      (
        "expect 2026-01 split by kind water = 0 %", "MZ3502", "expected 0 %, but the state is too_few (below_minimum)"
      ),
      ("expect 2026-01 is undefined", "MZ3502", "expected undefined, but the state is value (66.6667 (2 of 3))"),
      ("expect 2026-Q1 = 66.7 %", "MZ3503", "the indicator has no figure for expect 2026-Q1 = 66.7 %"),
      (
        "expect 2026-01 for unit \"Q\" = 50 %", "MZ3503",
        "the indicator has no figure for expect 2026-01 for unit \"Q\" = 50 %"
      ),
      ("expect 2026-01 is nocases", "MZ3504", "\"nocases\" is not a state"),
      ("", "MZ3505", "the example expects nothing"),
    ] as [(String, String?, String)])
  func isSaid(expectation: String, code: String?, message: String) throws {
    let found = try outcome(expectation)
    #expect(found.codes == [code].compactMap(\.self))
    #expect(found.message == message)
  }
}
