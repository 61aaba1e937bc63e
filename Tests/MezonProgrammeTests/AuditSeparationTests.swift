// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

/// What an audit finds is for whoever audits: no definition can bring it into an appraisal, a publication or a figure.
struct AuditSeparationTests {
  private static let base = """
    language 1 keywords en
    programme "P" { levels precinct }
    event meeting { held day at unit by officer people whole number }
    indicator meetings "Meetings" {
      looks at meeting  value count  every quarter  for officer, unit  better when higher
      accepts risk MZ2515 because "a sample"
    }
    audit signs "Signs" { every quarter for officer watches terminal digits of people among meeting }

    """

  private func diagnostics(_ text: String) -> [Diagnostic] {
    let parsed = Parser.parse(SourceText(name: "audit.mezon", text: Self.base + text))
    return parsed.diagnostics + Checker.check([parsed]).diagnostics
  }

  @Test("The programme without the attempt is right")
  func rightWithout() {
    #expect(diagnostics("").filter(\.isError).map { $0.rendered() } == [])
  }

  @Test(
    "Every way to name an audit where a figure stands is an error",
    arguments: [
      "report r { every quarter for precinct section \"S\" { signs } }",
      """
      appraisal a "A" {
        of officers in post inspector  every quarter
        part "P" weight 100 { signs weight 100 score floor -> 0, 50 -> 60, 70 -> 100 }
      }
      """,
      """
      appraisal a "A" {
        of officers in post inspector  every quarter
        part "P" weight 100 { meetings weight 100 score floor -> 0, 50 -> 60, 70 -> 100 }
        show signs as context
      }
      """,
      "indicator i { value computed as 2 * signs }",
      "indicator i { value change of signs on previous period }",
      "indicator i { value maximum of signs over precinct }",
      "index i { made of 50 % meetings, 50 % signs combine arithmetic normalise rank better when higher }",
      "indicator i { looks at signs value count every quarter }",
      "indicator i { looks at meeting where linked to signs with same at value count every quarter }",
      "indicator i { looks at meeting value count every quarter paired with signs }",
      "audit more { every quarter for officer watches outliers of signs }",
    ])
  func nowhere(_ attempt: String) {
    let errors = diagnostics(attempt).filter(\.isError)
    #expect(errors.contains { $0.rendered().contains("signs") }, "\(errors.map { $0.rendered() })")
  }
}
