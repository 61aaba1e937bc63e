// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonPublishing
import MezonSemantics
import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("What a report says of comparisons and places")
struct ComparedReportTests {
  private static let text = """
    language 1 keywords en
    programme "P" { languages en, ru levels region protect cells below 5 }
    event meeting { held day at unit announced yes or no }
    indicator open "Open meetings" {
      looks at meeting counts where announced value share every quarter better when higher
      compared by funnel, reliability
    }
    index standing "Standing" {
      made of 100 % open combine arithmetic vary weights by 25 % draws 100 seed 3 every quarter better when higher
    }
    report donors "Report" { every quarter for region section "Meetings" { open, standing } }
    """

  /// Three regions, one above the limits; the numerator of the last is small where asked.
  private func sample(small: Bool = false) throws -> SampleReport {
    var sample = try SampleReport(Self.text, units: ["A", "B", "C"].map { .init(code: $0, level: 0) })
    for (unit, numerator) in [("A", 300), ("B", 480), ("C", small ? 2 : 310)] {
      try sample.addShare("open", unit, numerator, of: 600)
      let code = unit == "B" ? "above_99_8" : "not_distinguishable"
      let numbers = ["target": 60.5, "low": 56.25, "high": 64.5, "units": 3]
      sample.rows[sample.rows.count - 1].comparisons = [
        ComparisonFinding("funnel", code: code, numbers: numbers, []),
        ComparisonFinding("reliability", missing: .tooFewUnits),
      ]
    }
    let standing = try #require(sample.programme.indicators.first { $0.id == "standing" })
    guard case .derived(.index(let index)) = standing.value, let variation = index.variation else {
      throw SampleReport.Failure(description: "no index")
    }
    for (place, unit) in ["B", "C", "A"].enumerated() {
      try sample.addValue("standing", unit, Double(80 - place), n: 600)
      let row = sample.rows[sample.rows.count - 1]
      sample.rows[sample.rows.count - 1].operands = [
        OperandFigure(
          role: .part, indicator: sample.rows[0].indicator, period: row.period, subject: row.subject, split: nil,
          isOfSomeUnits: false, value: row.value, state: .value, reason: "", numerator: nil, denominator: nil, n: 600,
          completeness: nil, smallestCount: nil)
      ]
      sample.rows[sample.rows.count - 1].place = IndexPlace(
        place: place + 1, ranked: 3, low: place + 1, high: 3, best: 1, worst: 3, mean: 2,
        variation: variation)
    }
    return sample
  }

  @Test("Each comparison is a column, with its numbers; a place stands among the notes")
  func columns() throws {
    let tables = try sample().content(.en).tables
    let table = try #require(tables.first)
    let headings = table.columns.map(\.heading)
    #expect(headings.contains("Funnel") && headings.contains("Reliability"))
    let first = try #require(table.rows.first?.compared.first)
    #expect(first.short == "not distinguishable" && first.numbers["low"] == 56.25)
    #expect(first.text.contains("60.5") && first.text.contains("56.25"))
    #expect(table.rows.map { $0.compared[1].short } == ["cannot be told", "cannot be told", "cannot be told"])
    let place = try #require(tables.last?.rows.first { $0.unitCode == "B" }?.note)
    #expect(place.contains("1 of 3") && place.contains("seed 3"), "\(place)")
    let russian = try #require(try sample().content(.ru).tables.first?.rows.first?.compared.first)
    #expect(russian.short == "неотличимо")
  }

  @Test("Where a figure that is compared is hidden, no number of the others and no place gives it away")
  func hiddenPeer() throws {
    let content = try sample(small: true).content(.en)
    let rows = try #require(content.tables.first).rows
    #expect(rows.map { $0.published.state.rawValue } == ["value", "value", "suppressed"])
    #expect(rows[0].compared.first?.text == "not distinguishable")
    #expect(rows.allSatisfy { $0.compared.allSatisfy { $0.numbers.isEmpty } })
    #expect(rows[2].compared.isEmpty)
    for form in ReportCSV.Form.allCases {
      let text = String(decoding: try ReportCSV.bytes(content, as: form, words: SampleReport.words(.en)), as: UTF8.self)
      #expect(!text.contains("56.25") && !text.contains("60.5") && text.contains("not_distinguishable"))
    }
    // The index of the hidden figure is hidden with it, and then no place is told.
    let standing = try #require(content.tables.last).rows
    #expect(standing.count { $0.published.state.rawValue == "suppressed" } == 1)
    #expect(standing.allSatisfy { !$0.note.contains("seed 3") })
  }

  @Test("The delimited forms have a column for the code, the sentence and each number")
  func delimited() throws {
    let content = try sample().content(.en)
    let bytes = try ReportCSV.bytes(content, as: .programs, words: SampleReport.words(.en))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let expected = [
      "funnel", "funnel_label", "funnel_target", "funnel_low", "funnel_high", "funnel_units", "reliability",
      "reliability_label", "reliability_reliability", "reliability_wrong", "reliability_units",
    ]
    #expect(lines[0].hasSuffix("," + expected.map { "\"\($0)\"" }.joined(separator: ",")))
    let row = try #require(lines.first { $0.contains("\"B\"") && $0.contains("above_99_8") })
    #expect(row.contains(",60.5,56.25,64.5,3,\"too_few_units\""), "\(row)")
    // A table without comparisons has as many fields.
    let other = try #require(lines.first { $0.contains("standing") })
    #expect(other.hasSuffix(String(repeating: ",", count: expected.count)))
  }

  @Test("The page says it in a few words")
  func page() throws {
    let content = try sample().content(.en)
    let values = "\(ReportPage(content).values())"
    #expect(values.contains("above the 99.8 % limits") && !values.contains("even the limits that chance passes"))
  }

  @Test(
    "A reader of workbooks finds the sentences under their headings",
    .enabled(if: LibreOffice.shouldRun, "skipped, no LibreOffice"))
  func workbook() throws {
    let folder = try SampleWorkbook()
    let url = folder.folder.appendingPathComponent("report.xlsx")
    try ReportWorkbook.write(sample().content(.en), to: url.path)
    let sheets = try LibreOffice.cached(url)
    let cells = try #require(sheets.first { $0.key.hasPrefix("1.1") }?.value)
    let column = try #require("ABCDEFGHIJKLMNOPQRSTUV".first { cells["\($0)5"]?.value == .text("Funnel") })
    guard case .text(let sentence)? = cells["\(column)7"]?.value else {
      Issue.record("no sentence in \(column)7")
      return
    }
    #expect(sentence.contains("above even the limits") && sentence.contains("56.25"))
  }
}
