// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonIngest
import MezonTestSupport
import Testing

/// Files that are no plain text in UTF-8 with one header row, and how a source says what they are.
@Suite("Tables in files of other kinds")
struct TableFileTests {
  private static let definitions = """
    programme "p" { time zone "Asia/Dushanbe" levels district }
    event visit { held time at unit topic text? count number? kind text? place text? }
    source visits gives visit {
      held from column "held"
      at constant "D1"

    """

  /// What a source with some clauses reads from a file.
  private func read(
    _ bytes: [UInt8], _ clauses: String, file: String = "a.csv", joined: [String: String] = [:]
  ) throws -> Reading {
    var handIn = try HandIn(Self.definitions + clauses + "\n}\n")
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\nD2,Two,district,2000-01-01\n")
    try handIn.add("visits", bytes: bytes, file: file, joined: joined)
    return handIn.read()
  }

  private func read(
    _ text: String, _ clauses: String, file: String = "a.csv", joined: [String: String] = [:]
  ) throws -> Reading {
    try read(Array(text.utf8), clauses, file: file, joined: joined)
  }

  /// A text in an encoding, by Python.
  private func encoded(_ text: String, _ codec: String) throws -> [UInt8] {
    Array(try Python.run(["-c", "import sys; sys.stdout.buffer.write(sys.argv[1].encode(sys.argv[2]))", text, codec]))
  }

  @Test("A guessed encoding is told with a line to judge by; a stated one is taken silently")
  func encodings() throws {
    let text = "held,тема\n2026-01-05,Земельный спор между соседями\n"
    let topic = "topic from column \"тема\""
    let guessed = try read(encoded(text, "cp1251"), topic)
    #expect(guessed.codes == ["MZ3016"])
    #expect(
      guessed.report.diagnostics.first?.arguments == [
        "a.csv", "windows-1251", "held,тема 2026-01-05,Земельный спор между соседями",
      ])
    #expect(guessed.values("visit", "topic") == ["Земельный спор между соседями"])
    let stated = try read(encoded(text, "koi8_t"), "encoding \"KOI8-T\"\n" + topic)
    #expect(stated.codes == [])
    #expect(stated.values("visit", "topic") == ["Земельный спор между соседями"])
    let wide = try read(encoded(text, "utf-16"), topic)
    #expect(wide.codes == [] && wide.values("visit", "topic") == ["Земельный спор между соседями"])
    #expect(try read(text, "encoding \"no-such\"").codes == ["MZ3017"])
    // A damaged byte in UTF-8 refuses its row; it does not make the file one of another encoding.
    let damaged = try read(Array("held,topic\n2026-01-05,".utf8) + [0xFF, 0x0A] + Array("2026-01-06,спор\n".utf8), "")
    #expect(damaged.rejected == ["MZ3106:2"] && damaged.codes == [])
  }

  @Test("A header of several rows: the levels of a name, a column below a heading, the rows counted as in the file")
  func headers() throws {
    let text = "Отчёт\nheld,Всего,,прим\n,а,б,\n2026-01-05,1,2,x\nbad,1,2,x\n"
    let read = try read(
      text,
      """
      header in rows 2 to 3
      count from column 2 under "Всего"
      topic from column "Всего / а"
      kind from column 4
      place from cell "A1"
      """)
    #expect(read.codes == [])
    #expect(read.values("visit", "count") == ["2.0"])
    #expect(read.values("visit", "topic") == ["1"])
    #expect(read.values("visit", "kind") == ["x"])
    #expect(read.values("visit", "place") == ["Отчёт"])
    #expect(read.rejected == ["MZ3203:5"] || read.rejected.first?.hasSuffix(":5") == true)
    #expect(try self.read(text, "header in rows 2 to 9\ncount from column 1").codes.first == "MZ3005")
    #expect(try self.read("held,a\n", "count from column 3").codes == ["MZ3019"])
    #expect(try self.read("held,a\n", "count from column 1 under \"b\"").codes == ["MZ3001"])
    #expect(try self.read("held,a\n2026-01-05,1\n", "topic from cell \"C7\"").codes == ["MZ3029"])
  }

  @Test("Totals are set aside with their reason, even where they have too few cells")
  func totals() throws {
    let text = "held,topic,n\n2026-01-05,a,1\nИтого по району,,1\n2026-01-06,b,1\nИтоговый,b,1\nВсего\n"
    let read = try read(text, "totals are \"Итого\", \"Всего\"\ntopic from column \"topic\"")
    #expect(read.values("visit", "topic") == ["a", "b"])
    #expect(read.rejected.count == 3)
    #expect(read.rejected.contains("MZ3304:3") && read.rejected.contains("MZ3304:6"))
    // "Итоговый" is another word.
    #expect(read.rejected.contains { $0.hasSuffix(":5") && !$0.hasPrefix("MZ3304") })
  }

  @Test("Columns become rows; a blank stays blank; each row knows its line")
  func unpivoted() throws {
    let text = "held,at,janv,fevr,mars,note\n2026-01-05,x,1,,3,n\n2026-02-05,y,4\n"
    let clauses = """
      rows from columns "janv" to "mars" heading as "month" cell as "cases"
      kind from column "month" recode "janv" -> "01", "fevr" -> "02", "mars" -> "03" others refuse
      count from column "cases"
      topic from column "note"
      """
    let read = try read(text, clauses)
    #expect(read.codes == [])
    #expect(read.values("visit", "kind") == ["01", "02", "03"])
    #expect(read.values("visit", "count") == ["1.0", "-", "3.0"])
    #expect(read.values("visit", "topic") == ["n", "n", "n"])
    #expect(read.rejected == ["MZ3107:3"])
    let clash = clauses.replacingOccurrences(of: "\"cases\"", with: "\"note\"")
    #expect(try self.read(text, clash).codes == ["MZ3002"])
  }

  @Test("Lengths of time in another unit than the field's are converted; what does not come out whole refuses its row")
  func measures() throws {
    var handIn = try HandIn(
      """
      programme "p" { time zone "Asia/Dushanbe" levels district }
      event visit { held day at unit spent whole number in minutes? away number in days? same number in hours? }
      source visits gives visit {
        decimal comma
        held constant 2026-01-05
        at constant "D1"
        spent from column "h" in hours recode "долго" -> 600
        away from column "m" in minutes
        same from column "h2" in hours
      }
      """)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add(
      "visits", "h;m;h2\n1,1;720;1,5\n2;1440;2\nдолго;;\n0,01;1;1\n-0,5;36;\n900000000000000000000;1;1\nx;1;1\n")
    let read = handIn.read()
    #expect(read.codes == [])
    #expect(read.values("visit", "spent") == ["66", "120", "600", "-30"])
    #expect(read.values("visit", "away") == ["0.5", "1.0", "-", "0.025"])
    #expect(read.values("visit", "same") == ["1.5", "2.0", "-", "-"])
    #expect(read.rejected.map { $0.suffix(2) } == [":5", ":7", ":8"], "\(read.rejected)")
  }

  @Test("Keys of several columns, each of which must be there")
  func keys() throws {
    let joined = "a,b,word\n1,2,one\n12,,two\n1,3,three\n1,3,four\n"
    let read = try read(
      "held,x,y\n2026-01-05,1,2\n2026-01-06,12,\n2026-01-07,1,3\n",
      "joins other where \"x\", \"y\" is \"a\", \"b\"\ntopic from column \"word\" of other", joined: ["other": joined])
    #expect(read.values("visit", "topic") == ["one", "-"])
    #expect(read.rejected.sorted() == ["MZ3215:4", "MZ3216:4", "MZ3216:5", "MZ3201:3"].sorted())
  }

  @Test("The name of the file as a value, by its recodes")
  func fileName() throws {
    let clauses = "place from file name recode \"Abay_region\" -> \"KZ-10\" others refuse"
    let read = try read("held\n2026-01-05\n", clauses, file: "forms/Abay_region.XLSX.csv")
    #expect(read.rejected.count == 1)
    let known = try self.read("held\n2026-01-05\n", clauses, file: "forms/Abay_region.csv")
    #expect(known.values("visit", "place") == ["KZ-10"])
  }

  @Test("JSON with a repeat: each element a row, with what stands around it")
  func json() throws {
    let text = """
      [{"held": "2026-01-05", "people": [{"name": "a"}, {"name": "b"}]},
       {"held": "2026-01-06", "people": [{"name": "c"}]}]
      """
    var handIn = try HandIn(
      """
      programme "p" { time zone "Asia/Dushanbe" levels district }
      event visit { held time at unit topic text? }
      source visits gives visit {
        sheet "people"
        joins around sheet "records" where "_parent_index" is "_index"
        held from column "held" of around
        at constant "D1"
        topic from column "name"
      }
      """)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add("visits", text, file: "a.json", joined: ["around": text])
    let read = handIn.read()
    #expect(read.codes == [])
    #expect(read.values("visit", "topic") == ["a", "b", "c"])
    #expect(read.values("visit", "held").map { $0.prefix(10) } == ["2026-01-04", "2026-01-04", "2026-01-05"])
    #expect(try self.read("[{\"held\": 1}", "", file: "a.json").codes == ["MZ3020"])
    #expect(try self.read("[{\"held\": 1}]", "sheet \"x\"", file: "a.json").codes == ["MZ3018"])
    #expect(try self.read("held\n", "sheet \"x\"").codes == ["MZ3018"])
  }

  @Test(
    "Hostile workbooks are diagnostics, not crashes",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func hostile() throws {
    func codes(_ name: String) throws -> [String] {
      let bytes = Array(try Data(contentsOf: SharedData.url("oracles/security/hostile/\(name).xlsx")))
      return try read(bytes, "", file: name + ".xlsx").codes
    }
    #expect(try codes("truncated") == ["MZ3020"])
    for name in ["billion_laughs", "xxe_file", "deep_nesting", "ratio_bomb_200MiB", "many_entries", "case_duplicate"] {
      #expect(try codes(name) == ["MZ3021"], "\(name)")
    }
    #expect(try codes("bad_ref").contains("MZ3028"))
    #expect(try codes("external_link").contains("MZ3027"))
    #expect(try codes("external_hyperlink_formula").contains("MZ3024"))
  }

  @Test("A file with a password and a file of no known kind are told apart")
  func unreadable() throws {
    let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try read(signature + Array(repeating: 0, count: 600) + name, "", file: "a.xlsx").codes == ["MZ3022"])
    // An archive with one empty file, "a".
    let entry: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x5A] + Array(repeating: 0, count: 12) + [1, 0, 0, 0]
    let local = [0x50, 0x4B, 3, 4] + entry + [0x61]
    let central = [0x50, 0x4B, 1, 2, 20, 0] + entry + Array(repeating: 0, count: 14) + [0x61]
    let end: [UInt8] =
      [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, UInt8(central.count), 0, 0, 0, UInt8(local.count), 0, 0, 0, 0, 0]
    #expect(try read(local + central + end, "", file: "a.zip").codes == ["MZ3023"])
  }

  @Test(
    "Formulas that failed are told, and their cells read as they show", .enabled(if: Python.shouldRun(with: "openpyxl"))
  )
  func failedFormulas() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-failed-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: file) }
    let script = """
      import openpyxl, sys
      book = openpyxl.Workbook(); sheet = book.active
      sheet.append(["held", "n"]); sheet.append(["2026-01-05", 1]); sheet.append(["2026-01-06", "#DIV/0!"])
      book.save(sys.argv[1])
      """
    _ = try Python.run(["-c", script, file.path])
    let read = try read(Array(try Data(contentsOf: file)), "count from column \"n\"", file: "a.xlsx")
    #expect(read.codes == ["MZ3026"])
    #expect(read.report.diagnostics.first?.arguments == ["a.xlsx", "1", "B3"])
    #expect(read.values("visit", "count") == ["1.0"])
    #expect(read.rejected == ["MZ3202:3"])
  }

  @Test(
    "Dates of a workbook are read whatever the form of texts beside them",
    .enabled(if: Python.shouldRun(with: "openpyxl")))
  func dates() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-dates-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import datetime, openpyxl, sys
      book = openpyxl.Workbook(); sheet = book.active
      sheet.append(["held", "n"]); sheet.append([datetime.datetime(2026, 1, 5, 9, 30), 1])
      sheet.append(["06.01.2026 10:00", "=1/0"]); sheet.append(["x", 3])
      book.save(sys.argv[1])
      """
    _ = try Python.run(["-c", script, folder.path])
    let read = try read(
      Array(try Data(contentsOf: folder)), "time format \"dd.MM.yyyy HH:mm\"\ncount from column \"n\"", file: "a.xlsx")
    #expect(read.codes == ["MZ3025"])
    #expect(read.values("visit", "held").map { $0.prefix(16) } == ["2026-01-05T04:30", "2026-01-06T05:00"])
    #expect(read.values("visit", "count") == ["1.0", "-"])
    #expect(read.rejected.map { $0.suffix(2) } == [":4"])
  }
}
