// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonIngest
import MezonTables
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

  private func reading(_ log: String, partBytes: Int?, threads: Int, isOpened: Bool = false) throws -> [[String]] {
    try reading(Array(log.utf8), partBytes: partBytes, threads: threads, isOpened: isOpened)
  }

  private func reading(
    _ log: [UInt8], partBytes: Int?, threads: Int, isOpened: Bool, file: String? = nil
  ) throws -> [[String]] {
    var handIn = try HandIn(Self.definitions)
    handIn.add(.units, "code,level,parent\nR,region,\nP1,precinct,R\nP2,precinct,R\n")
    if isOpened {
      try handIn.add("log", opened: Stretches(bytes: log), file: file)
    } else {
      try handIn.add("log", bytes: log, file: file)
    }
    let read = handIn.read(partBytes: partBytes, threads: threads)
    let table = read.dataset.events[0]
    var found = Self.fields.map { read.values("visit", $0) }
    found.append(table.lines.map { "\($0)" })
    found.append(read.report.rejected.map { $0.diagnostic.rendered() })
    found.append(
      read.report.files.map { "\($0.file) \($0.rowsRead) \($0.accepted) \($0.setAsideCount) \($0.refusedCount)" })
    found.append(["\(table.rowCount)"])
    found.append(read.report.diagnostics.map { $0.rendered() })
    found.append(read.report.rejected.map(\.text))
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
        let opened = try reading(log, partBytes: partBytes, threads: threads, isOpened: true)
        #expect(opened == whole, "round \(round), parts of \(partBytes) bytes, not held in memory")
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

  /// What cannot be told from the beginning of a file, or is no text in UTF-8, is read as a whole: nothing else comes out.
  @Test func aFileThatIsOpenedIsReadAsOneThatIsHeld() throws {
    var random = SeededGenerator(seed: 8)
    let log = Self.log(&random, rows: 200, lineEnd: "\n")
    let latin = log.replacing("ёж", with: "hedge")
    var damaged = Array(log.utf8)
    damaged.insert(0xFF, at: damaged.count / 2)
    let cyrillic = try #require(
      log.replacing("plain", with: "участковый пришёл на собрание").data(using: .windowsCP1251))
    let broken = try #require(
      (latin + "2026-01-05T10:00,P1,v1,\"ООО \"Ромашка\" на собрании\",talk,,1\n").data(using: .windowsCP1251))
    let wide = try #require(latin.data(using: .utf16LittleEndian))
    let files: [(name: String, file: String?, bytes: [UInt8])] = [
      ("a text", nil, Array(log.utf8)), ("a mark of byte order", nil, [0xEF, 0xBB, 0xBF] + Array(log.utf8)),
      ("a damaged place", nil, damaged), ("cp1251", nil, Array(cyrillic)), ("UTF-16", nil, [0xFF, 0xFE] + Array(wide)),
      ("cp1251 in a row that is refused for something else", nil, Array(broken)),
      ("blank lines first", nil, [UInt8](repeating: 0x0A, count: 1_100_000) + Array(log.utf8)),
      ("no line end", nil, Array("at,place,visitor,note,kind,codes,people".utf8)), ("nothing", nil, []),
      (
        "JSON", "log.json",
        Array(#"[{"at": "2026-01-05", "place": "P1", "visitor": "v", "note": "n", "kind": "talk"}]"#.utf8)
      ),
      ("another header", nil, Array(log.replacing("people\n", with: "persons\n").utf8)),
      ("a row after the header only", nil, Array(log.utf8.prefix(100))),
    ]
    for (name, file, bytes) in files {
      let held = try reading(bytes, partBytes: nil, threads: 1, isOpened: false, file: file)
      for partBytes in [150, 1_000, 1 << 20] {
        let opened = try reading(bytes, partBytes: partBytes, threads: 2, isOpened: true, file: file)
        #expect(opened == held, "\(name), parts of \(partBytes) bytes")
      }
    }
  }

  @Test func aMediumThatFailsIsToldAndNothingIsTaken() throws {
    var random = SeededGenerator(seed: 9)
    let log = Array(Self.log(&random, rows: 300, lineEnd: "\n").utf8)
    for failing in [0, 10, log.count / 2, log.count - 1] {
      var handIn = try HandIn(Self.definitions)
      handIn.add(.units, "code,level,parent\nR,region,\nP1,precinct,R\n")
      try handIn.add("log", opened: Stretches(bytes: log, failing: failing))
      let read = handIn.read(partBytes: 1_000, threads: 2)
      #expect(read.dataset.events[0].rowCount == 0)
      #expect(read.codes == ["MZ3020"], "byte \(failing)")
    }
  }

  @Test("MZ4064: more different texts than can be read at once")
  func moreTextsThanCanBeRead() throws {
    var handIn = try HandIn(
      """
      programme "p" { levels region }
      event visit { at time note text }
      source log gives visit { at from column "at" note from column "note" }
      """)
    let log = "at,note\n" + (0..<40_000).map { "2024-01-01T10:00,note \($0)\n" }.joined()
    try handIn.add("log", opened: Stretches(bytes: Array(log.utf8)))
    for partBytes in [nil, 50_000] {
      let read = handIn.read(partBytes: partBytes, threads: 2, mostTexts: 30_000)
      #expect(read.codes == ["MZ4064"] && read.dataset.events[0].rowCount <= 40_000)
      #expect(handIn.read(partBytes: partBytes, threads: 2, mostTexts: 40_000).dataset.events[0].rowCount == 40_000)
    }
  }

  /// A medium in memory, which may have a byte that cannot be read.
  private struct Stretches: FileContent {
    struct Fault: Error {}

    let bytes: [UInt8]
    var failing: Int?

    var byteCount: Int { bytes.count }

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
      if let failing, range.contains(failing) { throw Fault() }
      return Array(bytes[range])
    }
  }
}
