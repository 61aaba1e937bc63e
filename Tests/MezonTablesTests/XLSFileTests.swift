// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Testing

@Suite(
  "Workbooks of Excel up to 2003",
  .enabled(
    if: (LibreOffice.program != nil && Python.shouldRun(with: "openpyxl")) || SharedData.isRequired,
    "skipped, no office program"))
struct XLSFileTests {
  @Test("The same cells as in the newer format, but for truth values, which the library gives as empty")
  func cells() throws {
    let folder = try ScratchFolder()
    _ = try Python.run([Oracle.script("make_workbooks.py"), folder.url.path])
    for name in ["from1900", "from1904"] {
      let original = folder.url.appendingPathComponent(name + ".xlsx")
      let old = try LibreOffice.convert(original, to: "xls", in: folder.url)
      let file = try #require(try TableFiles.open(try Oracle.bytes(old), name: "a.xls"))
      let workbook = try TableFiles.workbook(try Oracle.bytes(original))
      #expect(file.tables.map(\.name) == workbook.tables.map(\.name))
      for place in workbook.tables.indices {
        var left = try workbook.cells(of: place).cells.filter { $0.value.kind != "truth" }
        var right = try file.cells(of: place).cells
        // The formula is computed by the program that converts; the last column does not exist in the old format; the length of
        // time is a time of day to the library, and a moment of which the format shows the day alone is that day.
        for reference in ["A7", "A9", "D5", "XFD40"] { (left[reference], right[reference]) = (nil, nil) }
        #expect(
          left == right,
          "\(name) \(place): \(left.filter { right[$0.key] != $0.value }) \(right.filter { left[$0.key] != $0.value })")
      }
    }
  }

  @Test("What is no workbook is a fault")
  func broken() {
    let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    for rest in [0, 100, 5000] {
      #expect(throws: TableFault.self) {
        try TableFiles.open(signature + Array(repeating: UInt8(rest & 0xFF), count: rest), name: "a.xls")
      }
    }
    let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(throws: TableFault(.locked)) {
      try TableFiles.open(signature + Array(repeating: 0, count: 600) + name, name: "a.xlsx")
    }
  }
}
