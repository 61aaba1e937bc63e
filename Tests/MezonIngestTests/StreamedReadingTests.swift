// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonIngest
import MezonSemantics
import MezonTables
import MezonTestSupport
import Synchronization
import Testing

/// Large files of any kind are read part by part, and what comes out is what a file that is held gives, row for row and word for word.
@Suite("Large files of any kind", .enabled(if: Python.shouldRun(with: "openpyxl")))
struct StreamedReadingTests {
  /// Definitions in which the source says more of its file, or of its rows.
  static func definitions(
    _ clauses: String = "", note: String = "note", rules: String = ""
  ) -> String {
    """
    programme "p" { levels region > precinct time zone "Asia/Bishkek" }
    event visit { at time place unit visitor reference visitor note text? codes list of reference code? people whole number? }
    domain visitor
    domain code
    source log gives visit {
      \(clauses)
      at from column "at"
      place from column "place"
      visitor from column "visitor"
      note from column "\(note)"
      codes from column "codes" separated by ";"
      people from column "people"
      \(rules)
    }
    """
  }

  static let fields = ["at", "place", "visitor", "note", "codes", "people"]

  /// Rows of a log, some of which are refused, and some of which are the same as others.
  static func rows(_ count: Int, seed: UInt64) -> [[String]] {
    var random = SeededGenerator(seed: seed)
    let notes = ["", "plain", "two\nlines", "a \"word\"", "x,y;z", "участковый пришёл", "\n\n2026-01-05,P1,v1,,,3\n"]
    return (0..<count).map { _ in
      [
        "2026-0\(Int.random(in: 1...9, using: &random))-1\(Int.random(in: 0...9, using: &random))T10:00",
        ["P1", "P2", "P3"][Int.random(in: 0..<3, using: &random)], "v\(Int.random(in: 0..<5, using: &random))",
        notes[Int.random(in: 0..<notes.count, using: &random)],
        ["", "a;b", "c", "a;\(Int.random(in: 0..<9, using: &random))"][Int.random(in: 0..<4, using: &random)],
        ["", "3", "-7", "many"][Int.random(in: 0..<4, using: &random)],
      ]
    }
  }

  static func text(
    _ rows: [[String]], above: String = "", header: [String] = fields, lineEnd: String = "\n", delimiter: String = ","
  ) -> String {
    let lines = ([header] + rows).map { row in
      row.map { cell in
        cell.contains { "\n\",;\t".contains($0) } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }.joined(separator: delimiter)
    }
    return above + lines.map { $0 + lineEnd }.joined()
  }

  // MARK: reading

  /// A medium in memory of which no more than some bytes are read at a time.
  struct Stretches: FileContent {
    let bytes: [UInt8]
    var byteCount: Int { bytes.count }
    func bytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }
  }

  /// Takes all events, part by part.
  final class Receiver: EventReceiver {
    private let parts = Mutex<[(isKept: Bool, parts: [Int: Dataset])]>([])
    let looksAtPlaces = true
    let earlierValues: (domains: [TextDictionary], texts: TextDictionary)? = nil

    func receives(_ event: Int, of dataset: Dataset) -> Bool { true }
    func fields(of event: Int) -> Set<Int>? { nil }
    func days(of event: Int) -> ClosedRange<Int>? { nil }
    func begin() { parts.withLock { $0.append((true, [:])) } }
    func end(isKept: Bool) { parts.withLock { $0[$0.count - 1].isKept = isKept } }
    func receive(_ event: Int, of part: Dataset, number: Int) {
      parts.withLock { all in
        if all.isEmpty { all.append((true, [:])) }
        all[all.count - 1].parts[number] = part
      }
    }
    /// How many parts were taken back.
    var takenBack: Int { parts.withLock { all in all.filter { !$0.isKept }.reduce(0) { $0 + $1.parts.count } } }

    /// The parts of what was kept, in their order.
    var all: [Dataset] {
      parts.withLock { all in
        all.filter(\.isKept).flatMap { given in given.parts.keys.sorted().compactMap { given.parts[$0] } }
      }
    }
  }

  /// Takes all events, group by group.
  final class Sink: EventSink {
    private(set) var groups: [Dataset] = []
    private(set) var forgotten = 0
    private var mark = 0
    var rowCount: Int { groups.reduce(0) { $0 + $1.events[0].rowCount } }
    var isStopped: Bool { false }
    func begin() { mark = groups.count }
    func take(_ group: consuming Dataset) { groups.append(group) }
    func forget() {
      forgotten += groups.count - mark
      groups.removeLast(groups.count - mark)
    }
  }

  enum Way: CaseIterable { case kept, sunk, given }

  func handIn(_ definitions: String, _ files: [(name: String, bytes: [UInt8])], isOpened: Bool) throws -> HandIn {
    var handIn = try HandIn(definitions)
    handIn.add(.units, "code,level,parent\nR,region,\nP1,precinct,R\nP2,precinct,R\n")
    for (name, bytes) in files {
      if isOpened {
        try handIn.add("log", opened: Stretches(bytes: bytes), file: name)
      } else {
        try handIn.add("log", bytes: bytes, file: name)
      }
    }
    return handIn
  }

  /// What was read, in words.
  func words(_ programme: Programme, _ parts: [Dataset], _ report: IngestReport) -> [[String]] {
    let readings = parts.map { Reading(programme: programme, dataset: $0, report: report) }
    var found = Self.fields.map { field in readings.flatMap { $0.values("visit", field) } }
    found.append(parts.flatMap { part in part.events[0].lines.map { "\($0)" } })
    found.append(parts.flatMap { part in part.events[0].files.map { part.files[Int($0)] } })
    found.append(report.diagnostics.map { $0.rendered() })
    found.append(report.rejected.map { "\($0.diagnostic.rendered()) \($0.text)" })
    found.append(report.files.map { "\($0.file) \($0.rowsRead) \($0.accepted) \($0.setAsideCount) \($0.refusedCount)" })
    return found
  }

  /// What files give that are held, or open and read in one of the ways; also how many parts there were.
  func reading(
    _ definitions: String, _ files: [(name: String, bytes: [UInt8])], partBytes: Int? = nil, threads: Int = 1,
    _ way: Way? = nil
  ) throws -> (words: [[String]], parts: Int) {
    let handIn = try handIn(definitions, files, isOpened: way != nil)
    switch way {
    case nil, .kept:
      let read = handIn.read(partBytes: partBytes, threads: threads)
      return (words(handIn.programme, [read.dataset], read.report), 1)
    case .sunk:
      let sink = Sink()
      let read = handIn.read(partBytes: partBytes, threads: threads, sink: sink)
      return (words(handIn.programme, sink.groups + [read.dataset], read.report), sink.groups.count)
    case .given:
      let receiver = Receiver()
      let read = handIn.read(partBytes: partBytes.map { 4 * $0 }, threads: threads, giving: receiver)
      #expect(read.dataset.events[0].rowCount == 0)
      return (words(handIn.programme, receiver.all, read.report), receiver.all.count)
    }
  }

  /// Expects of files that are open what the same files give that are held, and that they were read in parts.
  func expectSame(
    _ title: String, _ definitions: String, _ files: [(name: String, bytes: [UInt8])], isParted: Bool = true
  ) throws {
    let held = try reading(definitions, files).words
    #expect(held[0].count > 60, "\(title): \(held.suffix(3))")
    for way in Way.allCases {
      for (partBytes, threads) in [(90, 2), (700, 1), (2_000, 3)] {
        let (opened, parts) = try reading(definitions, files, partBytes: partBytes, threads: threads, way)
        for (one, other) in zip(opened, held) {
          #expect(one == other, "\(title), \(way), parts of \(partBytes) bytes, \(threads) threads")
        }
        if way != .kept, partBytes == 90, isParted { #expect(parts > 3, "\(title), \(way), in \(parts) parts") }
      }
    }
  }
}

// MARK: texts

extension StreamedReadingTests {
  @Test func textsInAnyEncoding() throws {
    let rows = Self.rows(300, seed: 41)
    let text = Self.text(rows)
    let ascii = Self.text(rows.map { $0.map { $0.replacing("участковый пришёл", with: "talk") } }, lineEnd: "\r\n")
    func encoded(_ text: String, _ encoding: String.Encoding) throws -> [UInt8] {
      Array(try #require(text.data(using: encoding)))
    }
    let koi = try Python.run(["-c", "import sys; sys.stdout.buffer.write(sys.argv[1].encode('koi8-r'))", text])
    let files: [(String, [UInt8], encoding: String?)] = [
      ("cp1251", try encoded(text, .windowsCP1251), nil), ("KOI8-R", Array(koi), nil),
      ("cp1251 as stated", try encoded(text, .windowsCP1251), "windows-1251"),
      ("UTF-16LE with a mark", [0xFF, 0xFE] + (try encoded(text, .utf16LittleEndian)), nil),
      ("UTF-16BE with a mark", [0xFE, 0xFF] + (try encoded(text, .utf16BigEndian)), nil),
      ("UTF-16LE", try encoded(ascii, .utf16LittleEndian), nil),
      ("UTF-8 with damage", Array(text.utf8.prefix(3_000)) + [0xFF] + Array(text.utf8.dropFirst(3_000)), nil),
      ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8), nil),
    ]
    for (name, bytes, encoding) in files {
      let clause = encoding.map { "encoding \"\($0)\"" } ?? ""
      try expectSame(name, Self.definitions(clause), [("log.csv", bytes)])
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func textsWithLinesAboveTheHeader(lineEnd: String) throws {
    let rows = Self.rows(200, seed: 42)
    let above = "Form 12" + lineEnd + "\"Interior, ministry\"" + lineEnd
    let text = Self.text(rows, above: above, lineEnd: lineEnd, delimiter: ";")
    try expectSame("header 3", Self.definitions("header in row 3 delimiter \";\""), [("log.csv", Array(text.utf8))])
    let levels = ["time", "where", "who", "", "", "how many"]
    let two = Self.text(rows, above: "Form 12" + lineEnd + levels.joined(separator: ",") + lineEnd, lineEnd: lineEnd)
    let names = ["time / at", "where / place", "who / visitor", "who / note", "who / codes", "how many / people"]
    var definitions = Self.definitions("header in rows 2 to 3")
    for (field, name) in zip(Self.fields, names) {
      definitions = definitions.replacing("column \"\(field)\"", with: "column \"\(name)\"")
    }
    try expectSame("headers 2 and 3", definitions, [("log.csv", Array(two.utf8))])
  }

  /// Within quotes anything may stand that looks like rows, or like the beginning of a quoted cell.
  @Test func quotedCellsThatLookLikeRows() throws {
    var rows = Self.rows(150, seed: 43)
    for place in stride(from: 5, to: 150, by: 9) {
      rows[place][3] = String(repeating: "2026-01-05T10:00,P1,v1,,,3\n", count: place) + "\"\"\n\",\""
    }
    try expectSame("rows within quotes", Self.definitions(), [("log.csv", Array(Self.text(rows).utf8))])
  }

  /// A row that is longer than any part, and than a row may be, is refused, and those behind it are read.
  @Test func aRowBeyondTheLimit() throws {
    var rows = Self.rows(300, seed: 52)
    rows[60][3] = String(repeating: "2026-01-05T10:00,P1,v1,,,3\n", count: 700_000)
    let files = [("log.csv", Array(Self.text(rows).utf8))]
    let held = try reading(Self.definitions(), files).words
    #expect(held[9].count { $0.contains("longer than") } == 1 && held[0].count > 60, "\(held[10])")
    for way in Way.allCases {
      #expect(try reading(Self.definitions(), files, partBytes: 1 << 20, threads: 2, way).words == held, "\(way)")
    }
  }

  @Test func exactDuplicates() throws {
    let rows = Self.rows(250, seed: 44)
    let definitions = Self.definitions(rules: "set aside exact duplicates because \"twice\"")
    let (first, second) = (Array(Self.text(rows).utf8), Array(Self.text(Array(rows.reversed())).utf8))
    try expectSame("duplicates", definitions, [("a.csv", first), ("b.csv", second)])
    let held = try reading(definitions, [("a.csv", first), ("b.csv", second)]).words
    #expect(held[9].count { $0.contains("twice") } > 200)
  }

  @Test func columnsThatBecomeRows() throws {
    let rows = Self.rows(120, seed: 45)
    let wide = rows.map { $0.prefix(3) + ["1", "", "many", "4"] + $0[4...4] }.map { Array($0) }
    let header = ["at", "place", "visitor", "Jan", "Feb", "Mar", "Apr", "codes"]
    let definitions = Self.definitions("rows from columns \"Jan\" to \"Apr\" heading as \"note\" cell as \"people\"")
    let cut = wide.enumerated().map { $0.offset % 17 == 3 ? Array($0.element.prefix(4)) : $0.element }
    try expectSame("columns", definitions, [("log.csv", Array(Self.text(cut, header: header).utf8))])
  }

  /// A definition that does not fit is told as of a file that is held.
  @Test func columnsThatAreNotThere() throws {
    let files = [("log.csv", Array(Self.text(Self.rows(200, seed: 46), header: ["at", "x", "y", "z", "u", "v"]).utf8))]
    let held = try reading(Self.definitions(), files).words
    for way in Way.allCases { #expect(try reading(Self.definitions(), files, partBytes: 100, way).words == held) }
    #expect(!held[8].isEmpty)
  }
}
