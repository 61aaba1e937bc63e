// SPDX-License-Identifier: Apache-2.0

import MezonPublishing
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("What a report says of raters")
struct PanelReportTests {
  private static let text = """
    language 1 keywords en
    programme "P" { languages en, ru levels region protect cells below 5 }
    rubric care "Care for residents" { label ru "Внимание к жителям" 1 "none" 1 ru "нет" 2 "some" 2 ru "есть" }
    ratings opinion { held day at unit of_whom reference person r reference rater side one of council, school
      quality rating on care story text? rates of_whom rater in r body in side narrative in story }
    indicator engagement "Engagement" {
      looks at opinion
      value median of quality by at least 6 raters from council, school pooled
            agreement krippendorff ordinal at least 0.667 narrative required
      every quarter
    }
    indicator agreed "Agreement" { looks at opinion value agreement on quality by gwet linear every quarter }
    report donors "Report" { every quarter for region section "Ratings" { engagement, agreed } }
    """

  private func sample() throws -> SampleReport {
    var sample = try SampleReport(Self.text, units: [.init(code: "A", level: 0), .init(code: "B", level: 0)])
    try sample.addValue("engagement", "A", 2, n: 9)
    sample.rows[0].smallestCount = 9
    sample.rows[0].panel = PanelRemark(
      statistic: "krippendorff ordinal", agreement: 0.712, isOfCell: true, lowerQuartile: 1, upperQuartile: 2)
    try sample.addAbsent("engagement", "B", .tooFew, "too_few_raters")
    try sample.addValue("agreed", "A", 0.5, n: 7)
    return sample
  }

  @Test("The agreement stands beside the figure, and who must rate where there is none")
  func notes() throws {
    let tables = try sample().content(.en).tables
    let rows = try #require(tables.first).rows
    #expect(
      rows.first?.note
        == "Agreement of the raters 0.71 (krippendorff ordinal); the middle half of the ratings lies between 1 and 2.")
    #expect(rows.last?.reason == "too few raters")
    #expect(rows.last?.note.contains("at least 6 different raters") == true)
    #expect(tables.last?.rows.first?.published.figures?.value == 0.5)
  }

  @Test(
    "The method says whom it asks, how far they must agree, and what each level means",
    arguments: [
      (Language.en, ["at least 6 different raters", "council, school together", "less than 0.667", "2 — some"]),
      (.ru, ["не менее 6 разных оценщиков", "вместе", "меньше 0,667", "«Внимание к жителям»", "2 — есть"]),
    ])
  func method(language: Language, parts: [String]) throws {
    let tables = try sample().content(language).tables
    let lines = try #require(tables.first).method.lines
    let value = try #require(lines.first { $0.field == .value }?.text)
    for part in parts { #expect(value.contains(part), "\(value)") }
    let agreed = try #require(tables.last?.method.lines.first { $0.field == .value }?.text)
    #expect(agreed.contains("gwet linear"))
  }
}
