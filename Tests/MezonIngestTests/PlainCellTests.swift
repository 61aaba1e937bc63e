// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonIngest
import MezonSemantics
import MezonTestSupport
import Testing

/// Columns of a file's own rows are read many cells at a time; those of joined rows one by one. A file that is joined to itself is read both
/// ways, and both must give the same.
@Suite("Cells read many at a time are what each is by itself")
struct PlainCellTests {
  private static let fields = ["at", "day", "whole", "size", "kind", "word", "place", "agreed", "age", "rank"]

  /// A source of an event, whose cells are those of its own columns or of the joined row.
  private static func source(_ name: String, _ clauses: String, joined: Bool) -> String {
    let end = joined ? " of rows" : ""
    let recodes = [
      "age": " recode \"0\" -> young, \"1\" -> young, \"70\" -> old others refuse",
      "rank": " recode \"A\" -> 1, \"B\" -> 2",
    ]
    let mappings = fields.map { "  `\($0)` from column \"\($0)\"\(end)\(recodes[$0] ?? "")" }.joined(separator: "\n")
    return """
      source \(name) gives \(name) {
        \(clauses)
        \(joined ? "joins rows where \"row\" is \"row\"" : "")
      \(mappings)
      }

      """
  }

  private static func definitions(_ clauses: String) -> String {
    let event = """
       {
        at time
        `day` day?
        whole whole number?
        size number?
        kind one of home, school
        word reference word?
        place unit?
        agreed yes or no?
        age ages?
        `rank` whole number?
      }

      """
    return """
      programme "Test" { time zone "Europe/Berlin" levels country > district }
      domain word
      choice ages one of young, old
      event own \(event) event joined \(event)
      """ + source("own", clauses, joined: false) + source("joined", clauses, joined: true)
  }

  private static let texts: [String: [String]] = [
    "at": [
      "2026-01-05T10:00", "2026-07-05 10:00:30", "2026-03-29T02:30", "2026-10-25T02:30", "2026-02-30T10:00",
      "2026-01-05", "2026-01-05T10:00Z",
      "9999-12-31T23:59", "0001-01-01 00:00", "2026-01-05T24:00", " 2026-01-05T10:00 ", "05.01.2026 10:00", "NA", "",
      "x",
    ],
    "day": [
      "2026-01-05", "2024-02-29", "2025-02-29", "2026-01-05T10:00", "2026-01-05T23:30Z", "05.01.2026", "1900-01-01", "",
      "NA", "2026-1-5",
    ],
    "whole": [
      "", "0", "7", "-7", "+7", "12345678", "123456789", "99", "007", " 5", "\u{A0}5", "1.0", "1e3", "NA",
      "\"\"\"5\"\"\"", "99999999999999999999",
    ],
    "size": ["", "1.25", "1,25", ".5", "5.", ".", "-1.5", "1e400", "0.3333333333", "123456.7", "NA", "99", "1.2.3"],
    "kind": ["home", "school", "", "NA", "scool", " home", "\"home\""],
    "word": [
      "", "a", "b", "NA", "10427", "10427 ", "010427", "5", "\"say \"\"so\"\"\"", "\"say \"\"\"\"so\"\"\"\"\"", "слово",
      "a long word that is rare",
    ],
    "place": ["C", "P1", "P2", "", "NA", "P11", "P1 "],
    "agreed": ["yes", "no", "да", "1", "0", "", "maybe"],
    "age": ["0", "1", "70", "2", "", "NA", "young", "70 "],
    "rank": ["A", "B", "3", "", "1.5", "99", "NA"],
  ]

  private static func log(_ generator: inout SeededGenerator, _ clauses: String) -> String {
    let delimiter = clauses.contains(";") ? ";" : ","
    var texts = texts
    if clauses.contains("time format") {
      for field in ["at", "day"] { texts[field]?.insert("05.01.2026 10:00", at: 0) }
    }
    var text = (["row"] + fields).joined(separator: delimiter) + "\n"
    let rows = Int.random(in: 1...60, using: &generator)
    for row in 0..<rows {
      let isTidy = Int.random(in: 0..<3, using: &generator) > 0
      let cells = fields.map { field -> String in
        let known = texts[field] ?? []
        let text = known[Int.random(in: 0..<(isTidy ? 2 : known.count), using: &generator)]
        return text.contains(delimiter) ? "\"\(text)\"" : text
      }
      text += "r\(row)" + delimiter + cells.joined(separator: delimiter) + "\n"
    }
    return text
  }

  @Test(arguments: [
    "", "missing are \"NA\"", "missing are \"NA\", \"99\", \"1900-01-01\", \"2026-01-05T10:00\"",
    "decimal comma delimiter \";\"",
    "time format \"dd.MM.yyyy HH:mm\"", "time zone \"Asia/Dushanbe\"",
  ])
  func ownAndJoinedColumnsAgree(clauses: String) throws {
    let definitions = Self.definitions(clauses)
    var accepted = 0
    for seed in 0..<60 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let log = Self.log(&generator, clauses)
      var handIn = try HandIn(definitions)
      handIn.add(.units, "code,name,level,parent,from,until\nC,,country,,,\nP1,,district,C,,\nP2,,district,C,,\n")
      try handIn.add("own", log)
      try handIn.add("joined", log, joined: ["rows": log])
      let read = handIn.read()
      #expect(read.codes.allSatisfy { !$0.hasPrefix("MZ30") }, "\(read.report.diagnostics.map { $0.rendered() })")
      for field in Self.fields {
        #expect(read.values("own", field) == read.values("joined", field), "seed \(seed), \(field)")
      }
      func rejected(_ source: String) -> [String] {
        read.report.rejected.filter { $0.source == source }.map {
          "\($0.diagnostic.rule.code) \($0.line) \($0.diagnostic.arguments)"
        }
      }
      #expect(rejected("own") == rejected("joined"), "seed \(seed)")
      accepted += read.values("own", "at").count
    }
    #expect(accepted > 0)
  }
}
