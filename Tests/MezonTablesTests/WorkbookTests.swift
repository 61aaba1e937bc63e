// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonTables

@Suite(
  "Workbooks, read a second time by openpyxl", .enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
struct WorkbookTests {
  /// Compares all cells and merged areas of a file with openpyxl's.
  /// - Returns: the number of cells
  private func expectSame(_ url: URL, _ other: OpenPyXL, leavingOut: Set<String> = []) throws -> Int {
    let file = try TableFiles.workbook(try Oracle.bytes(url))
    #expect(file.tables.map(\.name) == other.sheets, "\(url.lastPathComponent)")
    var count = 0
    for (place, table) in file.tables.enumerated() {
      let expected = try #require(other.tables[table.name])
      let read = try file.cells(of: place).cells.filter { !leavingOut.contains($0.key) }
      let same = expected.read.filter { !leavingOut.contains($0.key) }
      #expect(read == same, "\(url.lastPathComponent) \(table.name): \(Self.difference(read, same))")
      let merged = try file.mergedAreas(of: place).map { area in
        "\(CellReference.letters(area.columns.lowerBound))\(area.rows.lowerBound):"
          + "\(CellReference.letters(area.columns.upperBound))\(area.rows.upperBound)"
      }
      #expect(merged.sorted() == expected.merged, "\(url.lastPathComponent) \(table.name)")
      count += read.count
    }
    return count
  }

  private static func difference(_ left: ReadTable, _ right: ReadTable) -> String {
    let places = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
    return places.prefix(8).map { "\($0): \(left[$0]?.description ?? "-") / \(right[$0]?.description ?? "-")" }
      .joined(separator: "; ")
  }

  private func workbooks(_ folder: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: SharedData.url("data/" + folder), includingPropertiesForKeys: nil)
      .filter { $0.pathExtension.lowercased() == "xlsx" }.sorted { $0.path < $1.path }
  }

  @Test(
    "The forms of twenty regions and the courts' tables",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func real() throws {
    let forms = try workbooks("kz_crime_forms")
    #expect(forms.count == 20)
    let files = forms + (try workbooks("kg_courts_2015_2017"))
    #expect(files.count == 23)
    let readings = try OpenPyXL.read(files)
    var count = 0
    for file in files { count += try expectSame(file, try #require(readings[file.path])) }
    #expect(count == 7_198)
  }

  @Test("Every kind of cell, days counted from 1900 and from 1904")
  func kinds() throws {
    let folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_workbooks.py"), folder.url.path])
    let files = ["from1900.xlsx", "from1904.xlsx"].map { folder.url.appendingPathComponent($0) }
    let readings = try OpenPyXL.read(files)
    for file in files {
      #expect(try expectSame(file, try #require(readings[file.path])) == 33)
      let opened = try TableFiles.workbook(try Oracle.bytes(file))
      #expect(opened.tables.map(\.isHidden) == [false, true, false])
      let (cells, notes) = try opened.cells(of: 0)
      #expect(notes.map(\.kind) == [.formulaWithoutValue])
      #expect(notes.first?.place == "D5")
      #expect(cells["A3"]?.text == "2026-01-05T00:00:00")
      #expect(cells["A8"]?.text == "09:30:00")
      #expect(cells["B7"]?.text == "0.29")
    }
  }

  @Test(
    "The same workbooks as OpenDocument", .enabled(if: LibreOffice.program != nil || SharedData.isRequired, "no office")
  )
  func openDocument() throws {
    let folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_workbooks.py"), folder.url.path])
    let original = folder.url.appendingPathComponent("from1900.xlsx")
    var files = [original]
    if SharedData.root != nil { files += try workbooks("kz_crime_forms").prefix(2) }
    for file in files {
      let converted = try LibreOffice.convert(file, to: "ods", in: folder.url)
      let open = try TableFiles.workbook(try Oracle.bytes(converted))
      let workbook = try TableFiles.workbook(try Oracle.bytes(file))
      #expect(open.tables.map(\.name) == workbook.tables.map(\.name))
      for place in workbook.tables.indices {
        let (cells, notes) = try workbook.cells(of: place)
        var left = cells
        var right = try open.cells(of: place).cells
        // A formula that was never computed is computed by the program that converts; lengths of time have no kind of their own.
        for note in notes where note.kind == .formulaWithoutValue { right[note.place] = nil }
        // OpenDocument keeps fifteen digits of a number here.
        if file == original { for place in ["A9", "B12"] { (left[place], right[place]) = (nil, nil) } }
        #expect(left == right, "\(file.lastPathComponent) \(place): \(Self.difference(left, right))")
        #expect(Set(try open.mergedAreas(of: place)) == Set(try workbook.mergedAreas(of: place)))
      }
    }
  }

  @Test("Shared texts are found however many blocks of memory they take, and take no more than they may")
  func sharedTexts() throws {
    let lengths = (0..<900).map { $0 * 7919 % 30_000 }
    func item(_ place: Int, _ length: Int) -> String {
      "<si><t>" + String(repeating: Character(UnicodeScalar(UInt8(0x61 + place % 26))), count: length) + "</t></si>"
    }
    let xml = Array(("<sst>" + lengths.enumerated().map { item($0, $1) }.joined() + "</sst>").utf8)
    func scan(_ texts: SharedTexts) throws {
      let scanner = try XMLScanner(part: "texts", handler: texts)
      for start in stride(from: 0, to: xml.count, by: 64 << 10) {
        let block = Array(xml[start..<min(xml.count, start + (64 << 10))])
        try block.withUnsafeBytes { try scanner.scan($0) }
      }
    }
    let needed = lengths.reduce(0) { $0 + $1 + 8 }
    let texts = SharedTexts(byteLimit: needed)
    try scan(texts)
    #expect(texts.count == lengths.count && needed > 12 << 20)
    for (place, length) in lengths.enumerated() {
      let expected = [UInt8](repeating: UInt8(0x61 + place % 26), count: length)
      #expect(texts.bytes(place).map { Array($0) } == expected)
    }
    #expect(texts.bytes(lengths.count) == nil && texts.bytes(-1) == nil)
    #expect(throws: TableFault(.tooMuchText(limit: needed - 1))) { try scan(SharedTexts(byteLimit: needed - 1)) }
    #expect(SharedTexts.byteLimit(packedBytes: 1 << 20) == 128 << 20)
    #expect(SharedTexts.byteLimit(packedBytes: 10 << 20) == 160 << 20)
    #expect(SharedTexts.byteLimit(packedBytes: .max) <= 1 << 30)
  }

  @Test("A form of a number is a date by its letters alone")
  func forms() {
    let cases: [(String, SerialDate.Shown)] = [
      ("General", .number), ("0.00", .number), ("#,##0.00\" дн.\"", .number), ("dd.mm.yyyy", .day), ("mmm-yy", .day),
      ("[$-419]d mmm yyyy\" г.\";@", .day), ("h:mm", .timeOfDay), ("mm:ss", .timeOfDay), ("[h]:mm", .number),
      ("[Red]0;[Blue]-0", .number), ("dd.mm.yyyy hh:mm", .dayAndTime), ("0\\d", .number), ("@", .number),
      ("_-* #,##0_-;-* #,##0_-", .number), ("yyyy", .day), ("[mm]:ss", .number),
    ]
    for (code, shown) in cases { #expect(CellFormats.shown(code: code) == shown, "\(code)") }
  }

  @Test("Days of both counts, and the day that never was")
  func serials() {
    #expect(SerialDate.text(1, .day, from1904: false) == "1900-01-01")
    #expect(SerialDate.text(59, .day, from1904: false) == "1900-02-28")
    #expect(SerialDate.text(60, .day, from1904: false) == nil)
    #expect(SerialDate.text(61, .day, from1904: false) == "1900-03-01")
    #expect(SerialDate.text(0, .day, from1904: true) == "1904-01-01")
    #expect(SerialDate.text(46_027.999_999_999, .dayAndTime, from1904: false) == "2026-01-06T00:00:00")
    #expect(SerialDate.text(-1, .day, from1904: false) == nil)
    #expect(SerialDate.text(3e6, .day, from1904: false) == nil)
    #expect(SerialDate.text(46_027.5, .day, from1904: false) == "2026-01-05T12:00:00")
  }

  @Test("References and their limits")
  func references() {
    #expect(CellReference.parse("XFD1048576".utf8).map { [$0.column, $0.row] } == [16_383, 1_048_576])
    for bad in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "A99999999"] {
      #expect(CellReference.parse(bad.utf8) == nil, "\(bad)")
    }
    #expect((0...16_383).allSatisfy { CellReference.column(CellReference.letters($0)) == $0 })
  }

  @Test("Characters that XML cannot hold")
  func escapes() {
    func decoded(_ text: String) -> String? {
      EscapedText.decoded(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(decoded("a_x000D_b") == "a\rb")
    #expect(decoded("_x005F_x000D_") == "_x000D_")
    #expect(decoded("a_xZZZZ_b") == nil)
    #expect(decoded("_x0041_") == "A")
    #expect(decoded("plain") == nil)
  }
}
