// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("A source proposed from a file")
struct SourceSuggestionTests {
  private static let programme = """
    language 1 keywords en
    programme "p" { time zone "Asia/Dushanbe" levels district }
    """

  private func propose(_ text: String, file: String = "a.csv", keywords: KeywordLanguage = .english) throws -> String {
    try #require(
      SourceSuggestion.propose(file: file, bytes: Array(text.utf8), sheet: nil, keywords: keywords).suggestion
    ).text
  }

  /// The programme that a proposal makes; its diagnostics fail the test.
  private func programme(_ proposal: String) throws -> Programme {
    let files = [("programme.mezon", Self.programme), ("source.mezon", proposal)]
    let checked = Checker.check(files.map { Parser.parse(SourceText(name: $0.0, text: $0.1)) })
    for diagnostic in checked.diagnostics where diagnostic.isError {
      Issue.record("\(diagnostic.rendered())\n\(proposal)")
    }
    return try #require(checked.programme)
  }

  @Test("Kinds of columns, choices, dates as they are written; what could name a person is left out")
  func columns() throws {
    var text = "Отчёт за год;;;;;\nДата;Участок;Тема;Учеников;ФИО;Доля\n"
    for day in 10...29 {
      text += "\(day).01.2026;D1;\(day % 2 == 0 ? "ПДД" : "наркотики");\(day % 5 == 0 ? "" : "\(day)");Иванов;0,5\n"
    }
    let proposal = try propose(text)
    #expect(
      proposal == """
        language 1 keywords en

        # "ФИО" may name a person and was left out.
        event handed_in "a.csv" {
          data       day
          at         unit
          tema       one of pdd, narkotiki
          uchenikov  whole number?
          dolya      number
        }

        source handed_in_file gives handed_in {
          delimiter      ";"
          header in row  2
          time format    "dd.MM.yyyy"
          decimal comma
          data       from column "Дата"
          at         from column "Участок"
          tema       from column "Тема" recode "ПДД" -> pdd, "наркотики" -> narkotiki others refuse
          uchenikov  from column "Учеников"
          dolya      from column "Доля"
        }

        """)
    let plan = try programme(proposal)
    let source = try #require(plan.sources.first)
    let (_, report) = Ingestion(programme: plan).dataset(from: [
      .roster(
        RosterFile(.units, file: "units.csv", bytes: Array("code,name,level,from\nD1,One,district,2000-01-01\n".utf8))),
      .source(source, file: "a.csv", bytes: Array(text.utf8)),
    ])
    #expect(report.files.last?.accepted == 20)
    let russian = try propose(text, keywords: .russian)
    #expect(russian.hasPrefix("язык 1 ключевые слова ru\n") && russian.contains("заголовок в строке"))
    _ = try programme(russian)
  }

  @Test("Keywords as names, empty and repeated names, no date, no unit")
  func names() throws {
    let proposal = try propose("event,,x,x\n1,2,a,b\n3,4,c,d\n")
    #expect(proposal.contains("from column 2") && proposal.contains("from column 4"))
    #expect(proposal.contains("# No column holds a date in every row"))
    #expect(proposal.contains("constant \"UNIT\""))
    _ = try programme(proposal)
    // The names of sheets and columns are data: they cannot break out of their quotes.
    let hostile = try propose("a\"\"b\\,}{\n1,2\n2,3\n")
    _ = try programme(hostile)
    #expect(SourceSuggestion.propose(file: "a.csv", bytes: [], sheet: nil, keywords: .english).suggestion == nil)
  }

  @Test(
    "Real files: the proposal is sound, and reads the whole file but for units that no roster names",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"),
    arguments: [
      ("crime_incidents/medellin_homicides.csv", nil), ("caps_meetings_2016_2017/caps_events.csv", nil),
      ("kz_crime_forms/Abay_region.XLSX", "R1"), ("kg_courts_2015_2017/districts.xlsx", "2016"),
      ("uk_police_2023_03/2023-03-bedfordshire-street.csv", nil), ("central_asia_admin/uz_districts.csv", nil),
      ("kobo_xlsform/formpack_site_inspection_v3.json", nil), ("central_asia_admin/kg_all-district.json", nil),
      ("kobo_xlsform/msna_data.csv", nil),
    ] as [(String, String?)])
  func real(path: String, sheet: String?) throws {
    let bytes = Array(try Data(contentsOf: SharedData.url("data/" + path)))
    let (suggestion, diagnostics) = SourceSuggestion.propose(file: path, bytes: bytes, sheet: sheet, keywords: .english)
    #expect(!diagnostics.hasErrors, "\(diagnostics.map { $0.rendered() })")
    let proposal = try #require(suggestion).text
    let plan = try programme(proposal)
    let source = try #require(plan.sources.first)
    let (_, report) = Ingestion(programme: plan).dataset(from: [
      .roster(
        RosterFile(.units, file: "units.csv", bytes: Array("code,name,level,from\nUNIT,A,district,1900-01-01\n".utf8))),
      .source(source, file: path, bytes: bytes),
    ])
    #expect(report.diagnostics.filter(\.isError).map { $0.rendered() } == [])
    let read = try #require(report.files.last)
    #expect(read.rowsRead > 0)
    for tally in read.refused {
      #expect(tally.subject == "at", "\(path): \(tally.first.diagnostic.rendered())\n\(proposal)")
    }
  }
}
