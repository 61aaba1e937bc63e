// SPDX-License-Identifier: Apache-2.0

import MezonPublishing
import Testing

@Suite("The reference sheet of an indicator")
struct ReferenceSheetTests {
  private func sheet(_ id: String, _ language: Language) throws -> ReferenceSheet {
    let sample = try SampleReport()
    let plan = try #require(sample.programme.indicator(named: id))
    return try ReferenceSheetBuilder(programme: sample.programme, words: SampleReport.words(language)).sheet(of: plan)
  }

  private func line(_ field: MethodSheet.Field, of sheet: ReferenceSheet) -> [String] {
    sheet.sections.flatMap(\.lines).filter { $0.field == field }.map(\.text)
  }

  @Test("has every part that donors ask for", arguments: [Language.en, .ru])
  func parts(language: Language) throws {
    let sheet = try sheet("resolution", language)
    #expect(sheet.sections.prefix(5).map(\.part) == [.description, .collection, .quality, .targets, .changes])
    for field in MethodSheet.Field.allCases where field != .example {
      let optional: [MethodSheet.Field] = [
        .reported, .complete, .unitField, .pairedWith, .acceptedRisks, .effectiveUntil, .catalogue,
        .precision, .presentation, .comparisons,
      ]
      let isOptional = optional.contains(field)
      #expect(isOptional || !line(field, of: sheet).isEmpty, "\(field)")
    }
    #expect(sheet.title == (language == .en ? "Disputes resolved within 60 days" : "Споры, урегулированные за 60 дней"))
  }

  @Test("says what the definition leaves open")
  func gaps() throws {
    let sheet = try sheet("response", .en)
    #expect(line(.owner, of: sheet) == ["not stated"])
    #expect(line(.dataSource, of: sheet) == ["not stated"])
    #expect(line(.reviewBy, of: sheet) == ["not stated"])
    #expect(line(.target, of: sheet).first?.hasPrefix("along a line") == true)
  }

  @Test("tells each worked example with what comes out")
  func examples() throws {
    let sample = try SampleReport(
      """
      language 1 keywords en
      event visit { held day at unit done yes or no }
      source journal gives visit "Journal" { label ru "Журнал"  file "visits.csv"  held from column "held"  at from column "unit"  done from column "done" }
      indicator visits_done "Visits done" {
        looks at visit  counts where done is yes  value share
        example "half" { visit held 2026-01-05, done yes visit held 2026-01-06, done no
          expect 2026-Q1 = 50 % (1 of 2)
          expect 2026-Q2 is undefined }
      }
      """)
    let plan = try #require(sample.programme.indicator(named: "visits_done"))
    let sheet = try ReferenceSheetBuilder(programme: sample.programme, words: SampleReport.words(.ru)).sheet(of: plan)
    let example = try #require(sheet.sections.last?.lines.first)
    #expect(example.heading == "half")
    #expect(example.text == "2026-Q1: 50 % (1 / 2); 2026-Q2: не определено")
    #expect(line(.dataSource, of: sheet) == ["Журнал (visits.csv)"])
  }
}
