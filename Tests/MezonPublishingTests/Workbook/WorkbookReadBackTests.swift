// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonPublishing
import MezonTestSupport
import Testing

@Suite(
  "A workbook, read back by another program", .serialized,
  .enabled(if: LibreOffice.shouldRun, "skipped, no LibreOffice"))
struct WorkbookReadBackTests {
  @Test("every cell comes back as it was written")
  func everyCell() throws {
    let folder = try SampleWorkbook()
    let sheets = try LibreOffice.cached(folder.write(fillMeetings))
    #expect(Set(sheets.keys) == ["Contents", "Reporting meetings- held-due"])
    let contents = try #require(sheets["Contents"])
    let table = try #require(sheets["Reporting meetings- held-due"])
    #expect(contents["A1"]?.value == .text("Reporting meetings"))
    #expect(contents["A2"]?.value == .text("=cmd|' /C calc'!A0"))
    #expect(contents["A2"]?.formula == nil)
    #expect(table["A3"]?.value == .text("Ўзбекистон & <Ғарб>"))
    #expect(table["B3"]?.value == .number(1_234_567))
    #expect(table["D2"]?.value == .number(0.75))
    #expect(table["D2"]?.formula == "of:=IF([.C2]=0;\"\";[.B2]/[.C2])")
    #expect(table["E2"]?.value == .date("2026-06-30"))
    #expect(table["E3"]?.value == .date("2024-02-29"))
    #expect(table["E4"] == nil, "an absent date is an empty cell")
    #expect(table["B4"]?.value == .number(0), "a true zero is a zero")
  }

  @Test("every formula computed anew equals the value it carries")
  func formulas() throws {
    let folder = try SampleWorkbook()
    let url = try folder.write(fillMeetings)
    let cached = try LibreOffice.cached(url)
    let computed = try LibreOffice.recalculate(url)
    let formulas = cached.values.flatMap(\.values).filter { $0.formula != nil }
    #expect(formulas.count == 5)
    #expect(cached == computed)
    #expect(try LibreOffice.differences(in: url) == [])
  }

  @Test("a wrong cached value is found by computing anew")
  func wrongCache() throws {
    let folder = try SampleWorkbook()
    let url = try folder.write { book in
      let sheet = try book.addSheet(titled: "Sheet")
      try book.write(.formula(CellFormula("1+1", cached: .number(3))), at: cell(0, 0), on: sheet)
    }
    #expect(try LibreOffice.cached(url)["Sheet"]?["A1"]?.value == .number(3))
    #expect(try LibreOffice.recalculate(url)["Sheet"]?["A1"]?.value == .number(2))
    #expect(try LibreOffice.differences(in: url) == ["Sheet!A1: number(3.0) is computed as number(2.0)"])
  }

  static let texts = [
    "plain", "two\nlines", "tab\there", "_x0041_ stays", "_x0041", "emoji 🙂 and ‘quotes’", "'apostrophe first", "007",
    "+992 37 221-00-00",
    "2026-07-14", "1,5", "=1+1", "@SUM(A1)", "-5", "<b>&amp;</b>", "ҳ ӯ қ ғ ҷ ң ү ө ў",
    String(repeating: "ж", count: 32_767),
  ]

  @Test("text stays text, whatever it looks like")
  func text() throws {
    let folder = try SampleWorkbook()
    let url = try folder.write { book in
      let sheet = try book.addSheet(titled: "Sheet")
      for (row, text) in Self.texts.enumerated() { try book.write(.text(text), at: cell(row, 0), on: sheet) }
    }
    let cells = try #require(try LibreOffice.recalculate(url)["Sheet"])
    for (row, text) in Self.texts.enumerated() {
      #expect(cells["A\(row + 1)"]?.value == .text(text))
    }
  }

  static let awkward: [(written: String, read: String)] = [
    ("a\r\nb\rc", "a\nb\nc"), ("nul\u{0}bell\u{7}", "nul\u{FFFD}bell\u{FFFD}"),
    ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"),
    (String(decoding: [0x41, 0xFF, 0x42] as [UInt8], as: UTF8.self), "A\u{FFFD}B"),
  ]

  @Test("text that XML cannot hold is replaced, not lost", arguments: awkward)
  func awkwardText(written: String, read: String) throws {
    let folder = try SampleWorkbook()
    let url = try folder.write { book in
      let sheet = try book.addSheet(titled: written)
      try book.write(.text(written), at: cell(0, 0), on: sheet)
    }
    let sheets = try LibreOffice.recalculate(url)
    #expect(sheets.values.first?["A1"]?.value == .text(read))
  }

  static let titles = [
    "2026", "Q3", "R1C1", "history", "'Quoted'", "[a]:*?/\\", "", "   ",
    "Участковые инспекторы и их отчётные встречи с населением",
    "участковые инспекторы и их отчётные встречи с населением", "TRUE", "q3", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
  ]

  @Test("any title becomes a sheet of its own, with its filter and links intact")
  func anyTitle() throws {
    let folder = try SampleWorkbook()
    let url = try folder.write { book in
      for title in Self.titles {
        let sheet = try book.addSheet(titled: title)
        try book.write(.text(title), at: cell(0, 0), on: sheet)
        try book.write(.number(Double(sheet.index)), at: cell(1, 0), on: sheet)
        try book.addFilter(over: CellRange(cell(0, 0), cell(1, 0)), on: sheet)
        let formula = CellFormula(sheet.reference(cell(1, 0)) + "+1", cached: .number(Double(sheet.index + 1)))
        try book.write(.formula(formula), at: cell(2, 0), on: sheet)
        var printing = PrintSetUp()
        printing.repeatedRows = 0...0
        try book.setPrinting(printing, on: sheet)
      }
    }
    let sheets = try LibreOffice.recalculate(url)
    #expect(sheets.count == Self.titles.count)
    let results = sheets.values.compactMap { $0["A3"]?.value }
    #expect(Set(results) == Set((1...Self.titles.count).map { .number(Double($0)) }))
  }
}
