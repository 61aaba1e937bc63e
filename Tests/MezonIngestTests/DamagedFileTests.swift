// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonIngest
import MezonTestSupport
import Testing

/// A file of each kind that is damaged or refused is named with its reason, and nothing of it is taken.
@Suite("Damaged files", .enabled(if: Python.shouldRun(with: "openpyxl")))
struct DamagedFileTests {
  private static let definitions = """
    programme "p" { time zone "Asia/Dushanbe" levels district }
    event visit { held day at unit topic text? }
    source visits gives visit {
      held from column "held"
      at constant "D1"
      topic from column "topic"
    }
    """

  private func read(_ bytes: [UInt8], _ file: String) throws -> Reading {
    var handIn = try HandIn(Self.definitions)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add("visits", bytes: bytes, file: file)
    return handIn.read()
  }

  /// Files of 3,000 rows, made by Python: the content of one of them.
  private func made(_ kind: String) throws -> [UInt8] {
    let script = """
      import io, json, os, sqlite3, sys, tempfile, zipfile
      rows = [("2026-01-%02d" % (1 + i % 28), "topic %d" % i) for i in range(3000)]
      kind = sys.argv[1]
      if kind == "xlsx":
          import openpyxl
          book = openpyxl.Workbook(write_only=True); sheet = book.create_sheet("s")
          sheet.append(["held", "topic"])
          for row in rows: sheet.append(row)
          out = io.BytesIO(); book.save(out); data = out.getvalue()
      elif kind == "ods":
          cells = lambda row: "".join('<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % c for c in row)
          body = "".join("<table:table-row>%s</table:table-row>" % cells(r) for r in [("held", "topic")] + rows)
          names = " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, n) for n in ("office", "table", "text"))
          xml = '<office:document-content %s><office:body><office:spreadsheet><table:table table:name="s">%s</table:table></office:spreadsheet></office:body></office:document-content>' % (names, body)
          if len(sys.argv) > 2: xml = xml.replace("topic 2000<", "topic 2000<<")
          out = io.BytesIO()
          with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
              z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
              z.writestr("content.xml", xml)
          data = out.getvalue()
      elif kind == "json":
          data = json.dumps([{"held": h, "topic": t} for h, t in rows]).encode()
      else:
          with tempfile.TemporaryDirectory() as folder:
              path = os.path.join(folder, "a.db")
              base = sqlite3.connect(path)
              base.execute("create table visits (held text, topic text)")
              base.executemany("insert into visits values (?, ?)", rows); base.commit(); base.close()
              data = open(path, "rb").read()
      sys.stdout.buffer.write(data)
      """
    return Array(try Python.run(["-c", script] + kind.split(separator: " ").map(String.init)))
  }

  private func expectRefused(_ bytes: [UInt8], _ file: String, because reason: String) throws {
    let read = try read(bytes, file)
    #expect(read.codes == ["MZ3020"], "\(file)")
    let message = read.report.diagnostics.first?.rendered() ?? ""
    #expect(message.contains(file) && message.contains(reason), "\(message)")
    #expect(read.values("visit", "topic") == [], "\(file)")
    #expect(read.report.diagnostics.first?.message(in: .russian).contains("повреждён") == true)
  }

  @Test func workbooks() throws {
    let whole = try made("xlsx")
    #expect(try read(whole, "a.xlsx").values("visit", "topic").count == 3000)
    try expectRefused(Array(whole.prefix(whole.count / 2)), "a.xlsx", because: "zip archive")
    // A byte in the compressed sheet: rows before it could be read, and are not taken.
    var broken = whole
    broken[whole.count / 2] ^= 0x55
    try expectRefused(broken, "a.xlsx", because: "xl/worksheets/sheet1.xml")
  }

  @Test func openDocuments() throws {
    let whole = try made("ods")
    #expect(try read(whole, "a.ods").values("visit", "topic").count == 3000)
    try expectRefused(Array(whole.prefix(whole.count / 2)), "a.ods", because: "zip archive")
    try expectRefused(try made("ods broken"), "a.ods", because: "content.xml:1")
  }

  @Test func oldWorkbooks() throws {
    let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    try expectRefused(signature + Array(repeating: 7, count: 3000), "a.xls", because: "XLS")
  }

  @Test func json() throws {
    let whole = try made("json")
    #expect(try read(whole, "a.json").values("visit", "topic").count == 3000)
    try expectRefused(Array(whole.dropLast(10)), "a.json", because: "a.json:1")
  }

  @Test func databases() throws {
    let whole = try made("sqlite")
    #expect(try read(whole, "a.db").values("visit", "topic").count == 3000)
    // A page in the middle: the rows of those before it come first, and then the fault.
    var broken = whole
    for place in (whole.count / 2)..<(whole.count / 2 + 6000) where place < whole.count { broken[place] = 0xFF }
    try expectRefused(broken, "a.db", because: "SQLite")
    try expectRefused(Array(whole.prefix(whole.count / 3)), "a.db", because: "SQLite")
  }

  /// What the medium says while a text is read is a failure of the file; half of it is not taken for the whole.
  @Test func joinedFiles() throws {
    let definitions = """
      programme "p" { time zone "Asia/Dushanbe" levels district }
      event visit { held day at unit topic text? }
      source visits gives visit {
        joins other where "id" is "id"
        held from column "held"
        at constant "D1"
        topic from column "topic" of other
      }
      """
    var handIn = try HandIn(definitions)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add("visits", "held,id\n2026-01-05,1\n", joined: ["other": "[{\"id\": 1, \"topic\": \"a\"}, {"])
    let read = handIn.read()
    #expect(read.codes.first == "MZ3020" && read.values("visit", "topic") == [], "\(read.codes)")
    #expect(read.report.diagnostics.first?.rendered().contains("joined.json") == true)
  }
}
