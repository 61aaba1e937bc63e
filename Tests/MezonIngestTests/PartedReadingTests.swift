// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonIngest
import MezonTestSupport
import Testing

@Suite("A file read in parts is the same file") struct PartedReadingTests {
  private static let definitions = """
    programme "p" { levels region > precinct time zone "Asia/Bishkek" }
    choice kind one of talk, patrol
    event visit {
      at time
      place unit
      visitor reference visitor
      note text?
      kind kind
      codes list of reference code?
      people whole number?
    }
    domain visitor
    domain code
    source log gives visit {
      at from column "at"
      place from column "place"
      visitor from column "visitor"
      note from column "note"
      kind from column "kind"
      codes from column "codes" separated by ";"
      people from column "people"
      set aside where column "note" matches "*test*" because "a test"
    }
    """

  private static let fields = ["at", "place", "visitor", "note", "kind", "codes", "people"]

  /// A log with quoted line ends, delimiters and quotes, and with rows that are refused or set aside.
  private static func log(_ random: inout SeededGenerator, rows: Int, lineEnd: String) -> String {
    var text = "at,place,visitor,note,kind,codes,people" + lineEnd
    let notes = [
      "", "plain", "\"two\(lineEnd)lines, and\(lineEnd)more\"", "\"a \"\"word\"\"\"", "a test", "\"\(lineEnd)\"",
      "it's 5\" long",
      "\"x,y,z,1,2,3\(lineEnd)2026-01-05,P1,v1,,talk,,3\"", "ёж",
    ]
    for _ in 0..<rows {
      let day = Int.random(in: 1...31, using: &random)
      let cells = [
        "2026-0\(Int.random(in: 1...9, using: &random))-\(day < 10 ? "0" : "")\(day)T10:00",
        ["P1", "P2", "P3"][Int.random(in: 0..<3, using: &random)], "v\(Int.random(in: 0..<40, using: &random))",
        notes[Int.random(in: 0..<notes.count, using: &random)],
        ["talk", "patrol", "talk", "walk"][Int.random(in: 0..<4, using: &random)],
        ["", "a;b", "c", "a;\(Int.random(in: 0..<9, using: &random))"][Int.random(in: 0..<4, using: &random)],
        ["", "3", "-7", "many"][Int.random(in: 0..<4, using: &random)],
      ]
      let isCut = Int.random(in: 0..<40, using: &random) == 0
      text += cells.prefix(isCut ? 3 : 7).joined(separator: ",") + lineEnd
    }
    return text
  }

  private func reading(_ log: String, partBytes: Int?, threads: Int) throws -> [[String]] {
    var handIn = try HandIn(Self.definitions)
    handIn.add(.units, "code,level,parent\nR,region,\nP1,precinct,R\nP2,precinct,R\n")
    try handIn.add("log", log)
    let read = handIn.read(partBytes: partBytes, threads: threads)
    let table = read.dataset.events[0]
    var found = Self.fields.map { read.values("visit", $0) }
    found.append(table.lines.map { "\($0)" })
    found.append(read.report.rejected.map { $0.diagnostic.rendered() })
    found.append(
      read.report.files.map { "\($0.file) \($0.rowsRead) \($0.accepted) \($0.setAsideCount) \($0.refusedCount)" })
    found.append(["\(table.rowCount)"])
    return found
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func partsAndThreadsDoNotMatter(lineEnd: String) throws {
    var random = SeededGenerator(seed: 12)
    for round in 0..<12 {
      let log = Self.log(&random, rows: 120, lineEnd: lineEnd)
      let whole = try reading(log, partBytes: nil, threads: 1)
      #expect(whole[0].count > 20)
      for (partBytes, threads) in [(60, 1), (200, 2), (333, 3), (1_500, 2), (1 << 20, 2)] {
        let parted = try reading(log, partBytes: partBytes, threads: threads)
        #expect(parted == whole, "round \(round), parts of \(partBytes) bytes")
      }
    }
  }

  @Test func aQuoteThatIsNeverClosedEndsNoPart() throws {
    var random = SeededGenerator(seed: 3)
    let log =
      Self.log(&random, rows: 60, lineEnd: "\n") + "2026-01-05T10:00,P1,v1,\"open,talk,,1\n"
      + Self.log(&random, rows: 60, lineEnd: "\n")
    let whole = try reading(log, partBytes: nil, threads: 1)
    for partBytes in [80, 500, 2_000] {
      #expect(try reading(log, partBytes: partBytes, threads: 2) == whole)
    }
  }
}
