// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonTables

/// Workbooks made of their parts.
private enum MadeWorkbook {
  private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  /// An archive of parts, packed by Python.
  private static func archive(_ parts: [(name: String, text: String)]) throws -> [UInt8] {
    let folder = try ScratchFolder()
    for (place, part) in parts.enumerated() {
      try Data(part.text.utf8).write(to: folder.url.appendingPathComponent("part-\(place)"))
    }
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1] + "/archive", "w", zipfile.ZIP_DEFLATED) as file:
          for place, name in enumerate(sys.argv[2:]):
              file.write(f"{sys.argv[1]}/part-{place}", name)
      """
    _ = try Python.run(["-c", script, folder.url.path] + parts.map(\.name))
    return try Oracle.bytes(folder.url.appendingPathComponent("archive"))
  }

  private static func relationList(_ list: [(type: String, target: String)]) -> String {
    let items = list.enumerated().map { place, relation in
      "<Relationship Id=\"r\(place + 1)\" Type=\"\(relations)/\(relation.type)\" Target=\"\(relation.target)\"/>"
    }
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return "<Relationships xmlns=\"\(package)\">\(items.joined())</Relationships>"
  }

  /// A workbook of one sheet, `rows`.
  /// - Parameters:
  ///   - sheet: what stands in its sheet
  ///   - texts: the texts that its cells share
  static func xlsx(_ sheet: String, texts: [String] = []) throws -> [UInt8] {
    let sheets = "<sheets><sheet name=\"rows\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
    return try archive([
      ("_rels/.rels", relationList([("officeDocument", "xl/workbook.xml")])),
      ("xl/workbook.xml", "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\">\(sheets)</workbook>"),
      (
        "xl/_rels/workbook.xml.rels",
        relationList([("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "texts.xml")])
      ),
      ("xl/texts.xml", "<sst xmlns=\"\(main)\">\(texts.map { "<si><t>\($0)</t></si>" }.joined())</sst>"),
      ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"\(main)\">\(sheet)</worksheet>"),
    ])
  }

  /// A spreadsheet in OpenDocument of one table, `rows`.
  static func ods(_ rows: String) throws -> [UInt8] {
    let names = ["office", "table", "text"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }.joined(separator: " ")
    let table = "<table:table table:name=\"rows\">\(rows)</table:table>"
    let body = "<office:body><office:spreadsheet>\(table)</office:spreadsheet></office:body>"
    return try archive([
      ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
      ("content.xml", "<office:document-content \(names)>\(body)</office:document-content>"),
    ])
  }
}

@Suite("What a row may hold, and files that break off late", .enabled(if: Python.shouldRun(with: "sqlite3")))
struct TableBoundsTests {
  private static let mebibyte = 1 << 20
  private static let part = "xl/worksheets/sheet1.xml"

  /// Reads the first table of a file.
  /// - Returns: how many rows and cells came, and what ended it
  private func read(_ file: any TableFile, _ table: Int = 0) -> (rows: Int, cells: Int, fault: TableFault.Kind?) {
    var (rows, cells) = (0, 0)
    do throws(TableFault) {
      _ = try file.readRows(of: table) { row in
        rows += 1
        cells += row.cells.count
        return true
      }
      return (rows, cells, nil)
    } catch {
      return (rows, cells, error.kind)
    }
  }

  private func row(_ number: Int, _ cells: String) -> String { "<row r=\"\(number)\">\(cells)</row>" }

  private func sheet(_ rows: String) -> String { "<sheetData>\(rows)</sheetData>" }

  @Test("A text that cells share is refused where one of a cell is")
  func longSharedTexts() throws {
    let texts = [0, 1].map { String(repeating: "a", count: Self.mebibyte + $0) }
    func file(_ place: Int) throws -> any TableFile {
      try TableFiles.workbook(
        try MadeWorkbook.xlsx(sheet(row(1, "<c t=\"s\"><v>\(place)</v></c>")), texts: texts))
    }
    #expect(read(try file(0)) == (1, 1, nil))
    #expect(read(try file(1)) == (0, 0, .textTooLong(part: Self.part, limit: Self.mebibyte)))
  }

  @Test("The texts of a row are bounded together, however few of them are in the file")
  func longRows() throws {
    let text = String(repeating: "a", count: Self.mebibyte)
    func shared(_ count: Int) throws -> any TableFile {
      let cells = String(repeating: "<c t=\"s\"><v>0</v></c>", count: count)
      let rows = row(1, "<c><v>1</v></c>") + row(7, cells)
      return try TableFiles.workbook(try MadeWorkbook.xlsx(sheet(rows), texts: [text]))
    }
    #expect(read(try shared(64)) == (2, 65, nil))
    #expect(read(try shared(65)) == (1, 1, .rowTooLong(part: "rows", row: 7, limit: 64 << 20)))

    func repeated(_ length: Int) throws -> any TableFile {
      let text = String(repeating: "a", count: length)
      let cell = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>\(text)</text:p></table:table-cell>"
      return try TableFiles.workbook(try MadeWorkbook.ods("<table:table-row>\(cell)</table:table-row>"))
    }
    #expect(read(try repeated(4096)) == (1, 16_384, nil))
    #expect(read(try repeated(4097)) == (0, 0, .rowTooLong(part: "rows", row: 1, limit: 64 << 20)))
  }

  @Test("The members of a record are bounded where they are wanted, and not gathered where they are not")
  func longRecords() throws {
    // So many members of one name that their cells alone go beyond the bound.
    let members = String(repeating: "\"a\":1,", count: 2_100_000)
    let text = "[{\(members)\n\"b\": [{\"c\": 2}, {\"c\": 3}]}, {\"a\": 4}]"
    let file = try JSONFile(HeldContent(Array(text.utf8)))
    #expect(file.tables.map(\.columns) == [["_index", "a"], ["_index", "_parent_index", "c"]])
    #expect(read(file, 0) == (0, 0, .rowTooLong(part: "records", row: 1, limit: 64 << 20)))
    #expect(read(file, 1) == (2, 6, nil))
  }

  @Test("Merged areas that begin below a row are not kept")
  func mergedAreas() throws {
    let areas = ["A1:C1", "B2:B9", "A3:B3", "A900:B900"].map { "<mergeCell ref=\"\($0)\"/>" }.joined()
    let rows = row(1, "<c><v>1</v></c>") + row(2, "<c><v>1</v></c>")
    let workbook = try TableFiles.workbook(
      try MadeWorkbook.xlsx("\(sheet(rows))<mergeCells>\(areas)</mergeCells>"))
    #expect(try workbook.mergedAreas(of: 0, through: 2).map(\.rows) == [1...1, 2...9])
    #expect(try workbook.mergedAreas(of: 0).count == 4)

    let line = "<table:table-cell table:number-columns-spanned=\"2\"><text:p>a</text:p></table:table-cell>"
    let open = try TableFiles.workbook(
      try MadeWorkbook.ods(String(repeating: "<table:table-row>\(line)</table:table-row>", count: 5)))
    #expect(try open.mergedAreas(of: 0, through: 2).map(\.rows) == [1...1, 2...2])
    #expect(try open.mergedAreas(of: 0).map(\.rows.lowerBound) == [1, 2, 3, 4, 5])
    let scanner = ODSScanner(table: 0) { _ in true }
    try XMLScanner(part: ODSFile.content, handler: scanner).scan(
      try ZipArchive(HeldContent(try MadeWorkbook.ods("<table:table-row>\(line)</table:table-row>"))))
    #expect(scanner.areas.isEmpty)
  }

  @Test("Shared texts without a letter take the memory that is counted for them")
  func emptySharedTexts() throws {
    let count = 1_200_000
    func scan(_ texts: SharedTexts) throws {
      let scanner = try XMLScanner(part: "texts", handler: texts)
      let block = Array(String(repeating: "<si/><si/><si><t>ab</t></si>", count: 1_000).utf8)
      try Array("<sst>".utf8).withUnsafeBytes { try scanner.scan($0) }
      for _ in 0..<(count / 3_000) { try block.withUnsafeBytes { try scanner.scan($0) } }
      try Array("</sst>".utf8).withUnsafeBytes { try scanner.scan($0, isLast: true) }
    }
    let needed = count * 8 + count / 3 * 2
    let texts = SharedTexts(byteLimit: needed)
    try scan(texts)
    #expect(texts.count == count)
    for place in Array(0..<9) + Array(524_280..<524_296) + [count - 2, count - 1] {
      #expect(texts.bytes(place).map { Array($0) } == (place % 3 == 2 ? [0x61, 0x62] : []), "\(place)")
    }
    #expect(texts.bytes(count) == nil)
    // A block of texts and one of where they begin may stand open.
    #expect(texts.reservedBytes <= needed + 2 * (4 << 20) + 4096)
    #expect(throws: TableFault(.tooMuchText(limit: needed - 1))) { try scan(SharedTexts(byteLimit: needed - 1)) }
  }

  @Test("A sheet that breaks off late is a fault, whatever came before")
  func lateInSheet() throws {
    let rows = (1...20_000).map { row($0, "<c><v>\($0)</v></c><c><v>\($0 &* 7_919 % 9_973)</v></c>") }.joined()
    for (rest, end) in [("<row r=\"20001\"><c><v>1</c>", "the tags"), ("<row r=\"3\"/>", "the order")] {
      let broken = try TableFiles.workbook(try MadeWorkbook.xlsx(sheet(rows + rest)))
      let ending = read(broken)
      #expect(ending.rows == 20_000 && ending.fault != nil, "\(end): \(ending)")
    }
    // Bytes of the packed part itself.
    var bytes = try MadeWorkbook.xlsx(sheet(rows))
    #expect(read(try TableFiles.workbook(bytes)) == (20_000, 40_000, nil))
    for place in (bytes.count * 9 / 10)..<(bytes.count * 9 / 10 + 40) { bytes[place] ^= 0x5A }
    let ending = read(try TableFiles.workbook(bytes))
    #expect(ending.rows > 10_000 && ending.rows < 20_000 && ending.fault != nil, "\(ending)")
  }

  @Test("A database with a broken page late in it is a fault, whatever came before")
  func lateInDatabase() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appendingPathComponent("a.db")
    let script = """
      import sqlite3, sys
      base = sqlite3.connect(sys.argv[1])
      base.execute("create table t (a integer, b text)")
      base.executemany("insert into t values (?, ?)", ((n, "word %d" % (n * 7919)) for n in range(20000)))
      base.commit(); base.close()
      """
    _ = try Python.run(["-c", script, path.path])
    var bytes = try Oracle.bytes(path)
    #expect(read(try SQLiteFile(HeldContent(bytes))) == (20_000, 40_000, nil))
    let page = bytes.count / 4096 * 9 / 10 * 4096
    for place in page..<(page + 100) { bytes[place] = 0xEE }
    let ending = read(try SQLiteFile(HeldContent(bytes)))
    #expect(ending.rows > 10_000 && ending.rows < 20_000 && ending.fault != nil, "\(ending)")
  }
}
