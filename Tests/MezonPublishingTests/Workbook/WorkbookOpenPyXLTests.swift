// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("A workbook, read back by openpyxl", .enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
struct WorkbookOpenPyXLTests {
  private struct Book: Decodable {
    let sheets: [String: Sheet]
    let title: String
    let creator: String
    let created: String
    let modified: String
  }

  private struct Sheet: Decodable {
    let cells: [String: Cell]
    let frozen: String?
    let filter: String?
    let titleRows: String?
    let orientation: String?
    let fitToWidth: Int?
    let fitToHeight: Int?
    let paper: Int?
    let merged: Int
    let widthOfA: Double
  }

  private struct Cell: Decodable {
    let value: Value
    let type: String
    let format: String
    let bold: Bool
    let wrap: Bool
    let link: String?
  }

  private enum Value: Decodable, Equatable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  private func read(_ url: URL) throws -> Book {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/read_workbook.py")
    return try JSONDecoder().decode(Book.self, from: Python.run([script.path, url.path]))
  }

  @Test("cells, formats and links are as they were written")
  func cells() throws {
    let folder = try SampleWorkbook()
    let book = try read(folder.write(fillMeetings))
    let contents = try #require(book.sheets["Contents"])
    let table = try #require(book.sheets["Reporting meetings- held-due"])
    #expect(contents.cells["A1"]?.link == "'Reporting meetings- held-due'!$A$1")
    #expect(contents.cells["A2"]?.value == .text("=cmd|' /C calc'!A0"))
    #expect(contents.cells["A2"]?.wrap == true)
    #expect(table.cells["A1"]?.bold == true)
    #expect(table.cells["B3"]?.value == .number(1_234_567))
    #expect(table.cells["B3"]?.format == "#,##0")
    #expect(table.cells["D2"]?.value == .text("=IF(C2=0,\"\",B2/C2)"))
    #expect(table.cells["D2"]?.type == "f")
    #expect(table.cells["D2"]?.format == "0.0%")
    #expect(table.cells["E3"]?.value == .text("2024-02-29"))
    #expect(table.cells["E3"]?.type == "d")
    #expect(table.cells["E3"]?.format == "yyyy\\-mm\\-dd")
    #expect(table.cells["E4"] == nil)
  }

  @Test("layout, print set-up and properties are as they were set")
  func layout() throws {
    let folder = try SampleWorkbook()
    let book = try read(folder.write(fillMeetings))
    let table = try #require(book.sheets["Reporting meetings- held-due"])
    #expect(table.frozen == "B2")
    #expect(table.filter == "A1:E4")
    #expect(table.titleRows == "$1:$1")
    #expect(table.orientation == "landscape")
    #expect(table.paper == 9)
    #expect(table.fitToWidth ?? 1 == 1)
    #expect(table.fitToHeight == 0)
    #expect(book.sheets.values.allSatisfy { $0.merged == 0 })
    #expect(abs((book.sheets["Contents"]?.widthOfA ?? 0) - 40.7109375) < 0.001)
    #expect(book.title == "Отчёт за III квартал")
    #expect(book.creator == "Mezon")
    #expect(book.created == "2026-07-14T09:30:00")
    #expect(book.modified == "2026-07-14T09:30:00")
  }
}
