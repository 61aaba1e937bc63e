// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonEngine
import MezonTestSupport
import Testing

@testable import MezonPublishing

@Suite("A report's workbook")
struct ReportWorkbookTests {
  /// The parts of a workbook by name, as texts.
  static func parts(_ url: URL) throws -> [String: String] {
    let archive = try #require(ZipArchive(Array(try Data(contentsOf: url))))
    return Dictionary(archive.members.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }) { $1 }
  }

  private func write(_ content: ReportContent, in folder: borrowing SampleWorkbook) throws -> URL {
    let url = folder.folder.appendingPathComponent("report-\(UUID().uuidString).xlsx")
    try ReportWorkbook.write(content, to: url.path)
    return url
  }

  @Test("a hidden number stands nowhere in the file, in no formula and no drawing", arguments: ["2026-Q3", "2026"])
  func hiddenNumbers(period: String) throws {
    var sample = try SampleReport.filled()
    try sample.addShare("resolution", "R1", 3, of: 7_654_321, in: "2026-Q2")
    sample.rows[sample.rows.count - 1].excluded = 2_345_678
    // Small on the other side, and hidden by a count beside it.
    try sample.addShare("resolution", "R2", 6_543_210, of: 6_543_212, in: "2026-Q2")
    try sample.addShare("resolution", "R3", 5_432_107, of: 9_876_543, in: "2026-Q2", notYetDue: 2)
    let secret = try SampleReport.secretTexts(sample.rows)
    #expect(secret.count > 12)
    let folder = try SampleWorkbook()
    for language in [Language.en, .ru] {
      let content = try sample.content(language, period)
      let parts = try Self.parts(write(content, in: folder))
      #expect(parts.keys.contains { $0.hasPrefix("xl/charts/chart") })
      for (name, text) in parts {
        for number in secret { #expect(!text.contains(number), "\(number) in \(name)") }
      }
      for form in ReportCSV.Form.allCases {
        let bytes = try ReportCSV.bytes(content, as: form, words: SampleReport.words(language))
        let text = String(decoding: bytes, as: UTF8.self).replacing(",", with: ".")
        for number in secret { #expect(!text.contains(number), "\(number) in the file for \(form)") }
      }
    }
  }

  @Test("the search for hidden numbers finds shown ones")
  func searchFinds() throws {
    var sample = try SampleReport()
    try sample.addShare("resolution", "R1", 7_654_321, of: 9_876_543)
    let folder = try SampleWorkbook()
    let parts = try Self.parts(write(sample.content(), in: folder))
    #expect(parts.values.contains { $0.contains("7654321") })
  }

  @Test("a row without a value has an empty cell in the drawing's range, so that nothing is drawn")
  func gaps() throws {
    let folder = try SampleWorkbook()
    let parts = try Self.parts(write(SampleReport.filled().content(), in: folder))
    let chart = try #require(parts["xl/charts/chart1.xml"])
    let values = try #require(chart.range(of: "<c:val>").map { chart[$0.lowerBound...] })
    #expect(values.contains("<c:ptCount val=\"4\"/>"))
    #expect(values.contains("<c:pt idx=\"0\"><c:v>62</c:v>"))
    #expect(values.contains("<c:pt idx=\"1\"><c:v>70</c:v>"))
    #expect(!values.contains("idx=\"2\""))
    #expect(!values.contains("idx=\"3\""))
  }

  @Test("equal content gives equal bytes")
  func bytes() throws {
    let folder = try SampleWorkbook()
    let first = try Data(contentsOf: write(SampleReport.filled().content(.ru), in: folder))
    let second = try Data(contentsOf: write(SampleReport.filled().content(.ru), in: folder))
    #expect(first == second)
  }

  @Test("long and equal titles give sheets with different, valid names")
  func sheetNames() throws {
    let long = "Disputes resolved within 60 days, as \\\"seen\\\" by [all] of the parties: yes/no?"
    let text = SampleReport.text.replacing("\"Disputes resolved within 60 days\"", with: "\"\(long)\"")
      .replacing("{ resolution }", with: "{ resolution, resolution }")
      .replacing("section \"Service\"", with: "section \"\(long)\"")
    let folder = try SampleWorkbook()
    let parts = try Self.parts(write(SampleReport(text).content(), in: folder))
    let book = try #require(parts["xl/workbook.xml"])
    let names = book.matches(of: /<sheet name="([^"]*)"/).map { String($0.output.1) }
    #expect(names.count == 4 + 2 * 4)
    #expect(Set(names.map { $0.lowercased() }).count == names.count)
    let plain = names.map { $0.replacing("&amp;", with: "&").replacing("&quot;", with: "\"") }
    #expect(plain.allSatisfy { $0.utf16.count <= 31 && !$0.contains(/[\[\]:*?\/\\]/) })
  }

  @Test("a file that cannot be written is an error")
  func unwritable() throws {
    let content = try SampleReport.filled().content()
    #expect(throws: WorkbookError.self) { try ReportWorkbook.write(content, to: "/nowhere/report.xlsx") }
  }
}

@Suite(
  "A report's workbook, read back by LibreOffice", .serialized,
  .enabled(if: LibreOffice.shouldRun, "skipped, no LibreOffice"))
struct ReportWorkbookReadBackTests {
  private func write(_ content: ReportContent, in folder: borrowing SampleWorkbook) throws -> URL {
    let url = folder.folder.appendingPathComponent("report.xlsx")
    try ReportWorkbook.write(content, to: url.path)
    return url
  }

  @Test("every formula computed anew gives the value it carries")
  func formulas() throws {
    var sample = try SampleReport.filled()
    // Quotients that no decimal holds exactly, and large numbers.
    var generator = SeededGenerator(seed: 20_261_010)
    for _ in 0..<300 {
      let denominator = Int.random(in: 1...3_000_000, using: &generator)
      let numerator = Int.random(in: 0...denominator, using: &generator)
      try sample.addShare("resolution", "C", numerator, of: denominator, split: SplitGroup(name: "kind", group: "x"))
    }
    let folder = try SampleWorkbook()
    let url = try write(sample.content(.ru), in: folder)
    #expect(try LibreOffice.differences(in: url) == [])
    let formulas = try ReportWorkbookTests.parts(url).values.joined().matches(
      of: /<c [^>]*><f>[^<]*<\/f><v>([^<]*)<\/v>/)
    #expect(formulas.count > 500)
    #expect(formulas.contains { $0.output.1.isEmpty }, "less is better and the value is 0")
  }

  @Test("a table has its labels, numbers, formulas and words where its headings say")
  func table() throws {
    let folder = try SampleWorkbook()
    let sheets = try LibreOffice.cached(write(SampleReport.filled().content(), in: folder))
    #expect(
      Set(sheets.keys) == [
        "Cover", "Contents", "Notes", "States", "1.1 Disputes resolved within 6…", "2.1 Median minutes to arrive",
        "2.2 Meetings held", "M 1.1 Disputes resolved within…", "M 2.1 Median minutes to arrive", "M 2.2 Meetings held",
      ])
    check(cover: try #require(sheets["Cover"]))
    let cells = try #require(sheets["1.1 Disputes resolved within 6…"])
    #expect(cells["A1"]?.value == .text("1.1 Disputes resolved within 60 days"))
    let headings = "ABCDEFGHIJKLMNOPQRSTUV".map { cells["\($0)5"]?.value }
    let expected = [
      "Code", "Unit", "Level", "Period", "Sex (parties)", "Kind", "Numerator", "Denominator", "Value, per cent",
      "Interval from", "Interval to", "Baseline", "Target", "Per cent of target reached", "Left out",
      "Not held against", "Not yet due", "Completeness", "State", "Reason", "Status", "Notes",
    ]
    #expect(headings == expected.map { .text($0) })
    #expect(cells["I6"]?.formula == "of:=IF([.H6]=0;\"\";100*[.G6]/[.H6])")
    #expect(cells["I6"]?.value == .number(62))
    #expect(cells["N6"]?.formula == "of:=IF([.M6]=0;\"\";100*[.I6]/[.M6])")
    #expect(cells["V6"]?.value == .text("12 events are not yet due and not in the figure."))
    // The hidden row: names, baseline, target and words, nothing else.
    let hidden = "ABCDEFGHIJKLMNOPQRSTUV".filter { cells["\($0)8"] != nil }
    #expect(hidden == "ABCDEFLMSTV")
    #expect(cells["R9"]?.value == .number(0.4))
    #expect(cells["S9"]?.value == .text("not reported"))
    // Nothing to divide by: the parts are shown, the value is not.
    #expect(cells["H12"]?.value == .number(0))
    #expect(cells["I12"] == nil)
  }

  /// The cover states who, when, as of when and that it is protected; days are days.
  private func check(cover: [String: LibreOffice.Cell]) {
    #expect(cover["A1"]?.value == .text("Quarterly report to donors"))
    let values = cover.values.map(\.value)
    #expect(values.contains(.text("Ministry of Internal Affairs")))
    #expect(values.contains(.date("2026-07-01")))
    #expect(values.contains(.date("2026-10-10")))
    #expect(values.contains(.number(2)))
    #expect(
      values.contains { value in
        if case .text(let text) = value { text.hasPrefix("This is a protected publication") } else { false }
      })
  }

  @Test("names that look like formulas stay texts", arguments: ["xlsx", "csv"])
  func inertNames(format: String) throws {
    let payloads = try CSVInjection.payloads()
    let units =
      [UnitRow(code: "C", name: "Country", level: 0)]
      + payloads.enumerated().map {
        UnitRow(code: "R\($0 + 10)", name: $1, level: 1, parent: "C")
      }
    var sample = try SampleReport(units: units)
    for index in payloads.indices { try sample.addShare("resolution", "R\(index + 10)", 30, of: 60) }
    let folder = try SampleWorkbook()
    if format == "xlsx" {
      let sheets = try LibreOffice.recalculate(write(sample.content(), in: folder))
      let cells = try #require(sheets["1.1 Disputes resolved within 6…"])
      for (index, payload) in payloads.enumerated() {
        #expect(cells["B\(index + 6)"]?.value == .text(payload))
        #expect(cells["B\(index + 6)"]?.formula == nil)
      }
    } else {
      // Commas are what LibreOffice takes for separators of its own accord.
      let url = folder.folder.appendingPathComponent("report.csv")
      let bytes = try ReportCSV.bytes(sample.content(), as: .programs, words: SampleReport.words(.en))
      try Data(bytes).write(to: url)
      let cells = try #require(try LibreOffice.recalculate(url).values.first)
      #expect(cells.values.allSatisfy { $0.formula == nil })
      #expect(cells.values.contains { $0.value == .text("'+1+1") })
    }
  }
}
