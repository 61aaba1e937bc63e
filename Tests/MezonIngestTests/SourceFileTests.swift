// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSemantics
import Testing

@Suite("How the file of a source is laid out")
struct SourceFileTests {
  private static func definitions(_ clauses: String, mapping: String = "") -> String {
    """
    programme "Test" { time zone "Asia/Dushanbe" levels district }
    domain word
    event note {
      at    time
      day   day?
      word  reference word?
      size  number?
    }
    source notes gives note {
      \(clauses)
      at from column "at"
      word from column "word"
      \(mapping)
    }
    """
  }

  private func read(
    _ text: String, _ clauses: String = "", mapping: String = "", joined: [String: String] = [:]
  ) throws -> Reading {
    var handIn = try HandIn(Self.definitions(clauses, mapping: mapping))
    try handIn.add("notes", text, joined: joined)
    return handIn.read()
  }

  @Test(arguments: [
    ("at,word\n2026-01-05,a;b\n", "a;b"), ("at;word\n2026-01-05;a,b\n", "a,b"), ("at\tword\n2026-01-05\ta,b\n", "a,b"),
    ("at|word\r\n2026-01-05|a,b\r\n", "a,b"), ("\u{FEFF}at,word\r2026-01-05,ж\r", "ж"),
    ("\n\n\"at\";\"word\"\n2026-01-05;\" a \"\"b\"\" \"", "a \"b\""), ("\"a,b,c,d\";at;word\n;2026-01-05;x", "x"),
  ])
  func theDelimiterIsFoundInTheHeader(text: String, word: String) throws {
    let read = try read(text)
    #expect(read.codes == [])
    #expect(read.values("note", "word") == [word])
  }

  @Test func aStatedDelimiterAndHeaderRowAreUsed() throws {
    let text = "A report, of things, many\nmade by hand\nat|word\n2026-01-05|a,b\n"
    let read = try read(text, "delimiter \"|\" header in row 3")
    #expect(read.codes == [])
    #expect(read.values("note", "word") == ["a,b"])
    #expect(try self.read(text, "delimiter \"/\"").codes == ["MZ3009"])
  }

  @Test(arguments: [
    ("2026-01-05", "", "2026-01-04T19:00:00Z"), ("2026-01-05T10:00", "", "2026-01-05T05:00:00Z"),
    ("2026-01-05 10:00:30.5", "", "2026-01-05T05:00:30.500000Z"), ("2026-01-05T10:00Z", "", "2026-01-05T10:00:00Z"),
    ("2026-01-05T10:00+05:30", "", "2026-01-05T04:30:00Z"),
    ("2026-07-05T10:00", "time zone \"Europe/London\"", "2026-07-05T09:00:00Z"),
    ("05.01.2026 10:00", "time format \"dd.MM.yyyy HH:mm\"", "2026-01-05T05:00:00Z"),
    ("2026-03", "time format \"yyyy-MM\"", "2026-02-28T19:00:00Z"),
    ("2026", "time format \"yyyy\"", "2025-12-31T19:00:00Z"),
  ])
  func timesAreReadInTheirFormAndZone(text: String, clauses: String, instant: String) throws {
    let read = try read("at,word\n\(text),\n", clauses)
    #expect(read.rejected == [])
    #expect(read.values("note", "at") == [instant])
  }

  @Test(arguments: [
    ("2026-01-05", "", "2026-01-05"), ("2026-01-05T23:30", "", "2026-01-05"), ("2026-01-05T23:30Z", "", "2026-01-06"),
    ("2026-01-05T23:30", "time zone \"Europe/London\"", "2026-01-06"),
    ("2026-01-05", "time zone \"America/Chicago\"", "2026-01-05"),
  ])
  func aDayIsTheProgrammesLocalDay(text: String, clauses: String, day: String) throws {
    let read = try read("at,word,day\n2026-01-01,,\(text)\n", clauses, mapping: "day from column \"day\"")
    #expect(read.values("note", "day") == [day])
  }

  @Test func decimalCommas() throws {
    let read = try read(
      "at;word;size\n2026-01-05;;1,25\n2026-01-05;;1.25\n", "decimal comma", mapping: "size from column \"size\"")
    #expect(read.values("note", "size") == ["1.25"])
    #expect(read.rejected == ["MZ3202:3"])
  }

  @Test func aMissingColumnIsADiagnosticAtItsMapping() throws {
    let read = try read("At,wrod\n2026-01-05,a\n")
    #expect(read.codes == ["MZ3001", "MZ3001"])
    #expect(read.report.diagnostics.map(\.suggestion) == ["At", "wrod"])
    let shown = read.report.diagnostics.map { $0.rendered() }
    #expect(shown.first?.contains("notes.csv has no column \"at\"; its header is: At, wrod") == true)
    #expect(shown.first?.contains("at from column \"at\"") == true)
    #expect(read.report.files.isEmpty)
  }

  @Test(arguments: [
    ("", "MZ3003"), ("\n\n", "MZ3003"), ("\u{FEFF}", "MZ3003"), ("at,word,\"x", "MZ3004"), ("at,word,at\n", "MZ3002"),
  ])
  func aFileWithoutAUsableHeaderIsADiagnostic(text: String, code: String) throws {
    let read = try read(text)
    #expect(read.codes == [code])
    #expect(read.report.files.isEmpty)
    #expect(read.dataset.events[0].rowCount == 0)
  }

  @Test func aHeaderWithoutRowsIsAFileWithoutEvents() throws {
    let read = try read("at,word")
    #expect(read.codes == [])
    #expect(read.report.files.map(\.rowsRead) == [0])
    #expect(read.dataset.events[0].rowCount == 0)
  }

  @Test func tooHighAHeaderRow() throws {
    #expect(try read("at,word\n", "header in row 3").codes == ["MZ3005"])
  }

  @Test func linesAreCountedFromTheTopOfTheFile() throws {
    let read = try read("# a comment\n\"two\nlines\"\nat,word\n2026-01-05,\"a\nb\"\nbad,c\n", "header in row 4")
    #expect(read.rejected == ["MZ3205:7"])
    #expect(read.dataset.events[0].lines == [5])
    #expect(read.report.rejected.first?.text == "bad,c")
  }

  @Test func joinedFilesAreLookedUpByKey() throws {
    let read = try read(
      "at,word,key\n2026-01-05,,k1\n2026-01-06,, k2 \n2026-01-07,,k3\n2026-01-08,,\n",
      "joins sizes where \"key\" is \"id\"",
      mapping: "size from column \"size\" of sizes", joined: ["sizes": "size;id\n1.5;k1\n;k2\n9;k9\n"])
    #expect(read.codes == [])
    #expect(read.values("note", "size") == ["1.5", "-", "-", "-"])
  }

  @Test func ajoinedFileMustBeGivenAndHaveItsColumns() throws {
    let mapping = "size from column \"size\" of sizes"
    let clause = "joins sizes where \"key\" is \"id\""
    #expect(try read("at,word,key\n", clause, mapping: mapping).codes.first == "MZ3006")
    #expect(try read("at,word,key\n", clause, mapping: mapping, joined: ["sizes": "id\n"]).codes == ["MZ3001"])
    #expect(try read("at,word\n", clause, mapping: mapping, joined: ["sizes": "id,size\n"]).codes.first == "MZ3001")
  }
}
