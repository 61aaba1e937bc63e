// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("A workbook")
struct WorkbookTests {
  @Test("equal calls give equal bytes")
  func deterministic() throws {
    let folder = try SampleWorkbook()
    let first = try Data(contentsOf: folder.write(named: "first.xlsx", fillMeetings))
    let second = try Data(contentsOf: folder.write(named: "second.xlsx", fillMeetings))
    #expect(first == second)
    #expect(first.count > 5_000)
  }

  @Test("dropped without being closed, it writes nothing")
  func dropped() throws {
    let folder = try SampleWorkbook()
    let path = folder.folder.appendingPathComponent("never.xlsx").path
    do {
      let book = try Workbook(path: path, properties: SampleWorkbook.properties)
      try fillMeetings(book)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// The code of the error that `body` throws on a workbook with one sheet, and its place.
  private func failure(_ body: (borrowing Workbook, WorkbookSheet) throws -> Void) throws -> WorkbookError? {
    let folder = try SampleWorkbook()
    do {
      _ = try folder.write { book in try body(book, book.addSheet(titled: "Open days")) }
      return nil
    } catch let error as WorkbookError {
      return error
    }
  }

  @Test("a number must be finite", arguments: [Double.nan, .infinity, -.infinity])
  func finite(number: Double) throws {
    let error = try failure { book, sheet in try book.write(.number(number), at: cell(6, 1), on: sheet) }
    #expect(error?.code == .numberNotFinite)
    #expect(error?.place == "sheet \"Open days\", cell B7")
    let cached = try failure { book, sheet in
      try book.write(.formula(CellFormula("1/0", cached: .number(number))), at: cell(0, 0), on: sheet)
    }
    #expect(cached?.code == .numberNotFinite)
  }

  static let outside = [cell(-1, 0), cell(0, -1), cell(1_048_576, 0), cell(0, 16_384), cell(.max, .max), cell(.min, 0)]

  @Test("a cell must exist", arguments: outside)
  func exists(position: CellPosition) throws {
    let blank = try failure { book, sheet in try book.write(.blank, at: position, on: sheet) }
    #expect(blank?.code == .outsideSheet)
    let link = try failure { book, sheet in
      try book.write(.link(text: "there", sheet: sheet, cell: position), at: cell(0, 0), on: sheet)
    }
    #expect(link?.code == .outsideSheet)
    let pane = try failure { book, sheet in try book.freezePanes(at: position, on: sheet) }
    #expect(pane?.code == .outsideSheet)
  }

  @Test("the last cell of a sheet can be written")
  func lastCell() throws {
    let error = try failure { book, sheet in
      try book.write(.number(1), at: cell(CellPosition.rowLimit - 1, CellPosition.columnLimit - 1), on: sheet)
    }
    #expect(error == nil)
  }

  @Test("text longer than a cell holds is refused, not cut")
  func tooLong() throws {
    let long = String(repeating: "ж", count: CellText.lengthLimit + 1)
    let pairs = String(repeating: "🙂", count: CellText.lengthLimit / 2 + 1)
    for text in [long, pairs] {
      let error = try failure { book, sheet in try book.write(.text(text), at: cell(0, 0), on: sheet) }
      #expect(error?.code == .textTooLong)
    }
    let footer = try failure { book, sheet in
      var printing = PrintSetUp()
      printing.footer = PageFooter(left: [.text(String(repeating: "&", count: 130))])
      try book.setPrinting(printing, on: sheet)
    }
    #expect(footer?.code == .textTooLong)
  }

  @Test("a date lies from 1900 to 9999", arguments: [(1899, false), (1900, true), (9999, true), (1, false)])
  func dates(year: Int, isAccepted: Bool) throws {
    let day = try #require(CalendarDay(year: year, month: 12, day: 31))
    let error = try failure { book, sheet in try book.write(.date(day), at: cell(0, 0), on: sheet) }
    #expect(error?.code == (isAccepted ? nil : .dayOutsideCalendar))
  }

  @Test("a formula has 1 to 8,192 characters")
  func formulas() throws {
    for expression in ["", "=", String(repeating: "1+", count: 5_000) + "1"] {
      let error = try failure { book, sheet in
        try book.write(.formula(CellFormula(expression, cached: .number(0))), at: cell(0, 0), on: sheet)
      }
      #expect(error?.code == .formulaInvalid)
    }
  }

  @Test("a sheet of another workbook is refused")
  func foreignSheet() throws {
    let folder = try SampleWorkbook()
    var foreign: WorkbookSheet?
    _ = try folder.write { book in
      _ = try book.addSheet(titled: "First")
      foreign = try book.addSheet(titled: "Second")
    }
    let other = try #require(foreign)
    let error = try failure { book, _ in try book.write(.number(1), at: cell(0, 0), on: other) }
    #expect(error?.code == .unknownSheet)
    let link = try failure { book, sheet in
      try book.write(.link(text: "", sheet: other), at: cell(0, 0), on: sheet)
    }
    #expect(link?.code == .unknownSheet)
  }

  @Test("a workbook needs a sheet and a creation time")
  func missingParts() throws {
    let folder = try SampleWorkbook()
    let none = #expect(throws: WorkbookError.self) { try folder.write { _ in } }
    #expect(none?.code == .noSheet)
    for seconds: Int64 in [0, -1, 253_402_300_800] {
      let properties = DocumentProperties(title: "", created: Instant(microseconds: seconds * 1_000_000))
      let error = #expect(throws: WorkbookError.self) {
        _ = try Workbook(path: "unused.xlsx", properties: properties)
      }
      #expect(error?.code == .creationTimeMissing)
    }
  }

  @Test("an empty chart and a second filter are refused")
  func chartAndFilter() throws {
    let chart = try failure { book, sheet in
      let empty = WorkbookChart(
        .line, title: "", categoryAxisTitle: "", valueAxisTitle: "", source: sheet, series: [], alternativeText: "")
      try book.add(empty, at: cell(0, 0), on: sheet)
    }
    #expect(chart?.code == .chartEmpty)
    let filter = try failure { book, sheet in
      try book.addFilter(over: CellRange(cell(0, 0), cell(3, 3)), on: sheet)
      try book.addFilter(over: CellRange(cell(5, 0), cell(8, 3)), on: sheet)
    }
    #expect(filter?.code == .filterInvalid)
  }

  @Test("a place that cannot be written is an error with the system's reason", arguments: ["missing/report.xlsx", "."])
  func unwritable(name: String) throws {
    let folder = try SampleWorkbook()
    let error = #expect(throws: WorkbookError.self) { try folder.write(named: name, fillMeetings) }
    #expect(error?.code == .cannotCreate)
    #expect(error?.cause?.isEmpty == false)
  }

  @Test(
    "a full disk is an error",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "skipped, no /dev/full"))
  func fullDisk() throws {
    let book = try Workbook(path: "/dev/full", properties: SampleWorkbook.properties)
    try fillMeetings(book)
    do {
      try book.close()
      Issue.record("a full disk went unnoticed")
    } catch let error {
      #expect(error.code == .cannotWrite)
    }
  }

  @Test("every error names its code, rule and remedy", arguments: WorkbookError.Code.allCases)
  func wording(code: WorkbookError.Code) throws {
    let error = try failure { _, _ in throw WorkbookError(code, at: "sheet \"A\"") }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("sheet \"A\": "))
    #expect(text.hasSuffix("[\(code.rawValue)]"))
    #expect(text.contains("; "))
  }
}
