// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonIngest
import MezonSemantics
import MezonTables
import MezonTestSupport
import Testing

/// A hand-in whose events come in groups while it is read is the same hand-in, and the same is found in it.
struct GroupedLookTests {
  private static let definitions = """
    programme "p" { levels region > precinct time zone "Asia/Bishkek" }
    event visit {
      at time
      place unit
      visitor reference visitor
      note text?
      people whole number?
      share number
      plain yes or no?
      name text? identifying
      guests list of text?
      seen list of reference visitor?
      party list of person { who text identifying, age whole number? }
    }
    domain visitor
    source log gives visit {
      at from column "at"
      place from column "place"
      visitor from column "visitor"
      note from column "note"
      people from column "people"
      share from column "share"
      plain from column "plain"
      name from column "name"
      guests from column "guests" separated by ";"
      seen from column "seen" separated by ";"
      who of party from column "who" separated by ";"
      age of party from column "age" separated by ";"
    }
    """
  private static let fields = [
    "at", "place", "visitor", "note", "people", "share", "plain", "name", "guests", "seen", "who", "age",
  ]

  /// A log with rows that are refused, repeated as a whole or in part, late, negative and far from others.
  private static func log(_ random: inout SeededGenerator, rows: Int) -> String {
    var text = fields.joined(separator: ",") + "\n"
    var earlier: [[String]] = []
    for _ in 0..<rows {
      func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
      func list(_ texts: [String]) -> String {
        (0..<draw(5)).map { _ in texts[1 + draw(texts.count - 1)] }.joined(separator: ";")
      }
      var cells = [
        "202\(draw(7))-0\(1 + draw(9))-0\(1 + draw(9))T1\(draw(10)):00",
        ["P1", "P2", "P9"][draw(40) == 0 ? 2 : draw(2)],
        "v\(draw(20))", ["", "a", "\"b, c\"", "ёж"][draw(4)],
        draw(6) == 0 ? "" : draw(30) == 0 ? "\(draw(9000))" : draw(50) == 0 ? "-\(draw(5))" : "\(10 + draw(9))",
        draw(30) == 0 ? "-900.5" : "\(draw(90)).\(draw(1000))", ["", "yes", "no"][draw(3)],
        ["", "Ann", "ann", "Bob"][draw(4)], list(["", "a", "b", "c"]), list(["", "v1", "v2", "v3"]),
      ]
      let party = draw(4)
      cells.append((0..<party).map { _ in ["Ann", "Bob", "Ёлка"][draw(3)] }.joined(separator: ";"))
      cells.append((0..<party).map { _ in ["", "7", "8"][draw(3)] }.joined(separator: ";"))
      if !earlier.isEmpty, draw(5) == 0 {
        cells = earlier[draw(earlier.count)]
        // Another number, another name, the same lists on another day, or the elements in another order.
        switch draw(6) {
        case 0: cells[4] = "\(draw(50))"
        case 1: cells[7] = "Cid"
        case 2: cells[0] = "2024-02-0\(1 + draw(9))T10:00"
        case 3: (cells[0], cells[8]) = ("2024-03-01T11:00", String(cells[8].reversed()))
        default: break
        }
      }
      earlier.append(cells)
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Keeps what comes in groups in memory.
  private final class Sink: EventSink {
    var look: GroupedLook
    var tables: [PortableTable] = []
    /// How many groups were taken back.
    private(set) var forgotten = 0
    let event: EventID
    let programme: Programme
    private var mark: (GroupedLook, Int)?

    init(_ event: EventID, _ programme: Programme, _ look: GroupedLook) {
      (self.event, self.programme, self.look) = (event, programme, look)
    }

    /// After how many groups no more are wanted.
    var mostGroups = Int.max
    var isStopped: Bool { tables.count >= mostGroups }
    func begin() { mark = (look, tables.count) }
    func take(_ group: consuming Dataset) {
      let group = consume group
      let table = PortableEvents(event, of: group, programme: programme).all
      look.look(at: group, table)
      tables.append(table)
    }
    func forget() {
      guard let mark else { return }
      look = mark.0
      forgotten += tables.count - mark.1
      tables.removeLast(tables.count - mark.1)
    }
  }

  private struct Groups: EventGroups {
    let tables: [PortableTable]
    var count: Int { tables.count }
    func table(_ group: Int, fields: Set<String>) throws(Never) -> PortableTable { tables[group] }
    func rows(_ rows: [Int], of group: Int) throws(Never) -> PortableTable { tables[group].gathering(rows) }
  }

  private struct Opened: FileContent {
    let bytes: [UInt8]
    var byteCount: Int { bytes.count }
    func bytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }
  }

  /// All that is found, as text.
  private static func words(_ quality: HandInQuality) -> [String] {
    var words = quality.findings.map { finding in
      let first = finding.first.map { "\($0.place.prefix)\($0.rule.code) \($0.message(in: .english))" }
      return "\(finding.rule.code) \(finding.count): " + first.joined(separator: "; ")
    }
    for period in quality.completeness {
      words.append("\(period.period) \(period.expected) \(period.withEventsOnly) \(period.notReported)")
    }
    words.append("\(String(describing: quality.lateness)) \(String(describing: quality.daysAfterPeriod))")
    return words + quality.dayCounts.counted
  }

  /// Rows as text, whatever table they stand in.
  private static func rows(_ table: PortableTable) -> [String] {
    (0..<table.rowCount).map { row in
      let values = table.fields.map { field -> String in
        let member = field.members[0]
        if let lists = field.lists {
          guard lists.isPresent(row) else { return "-" }
          let children = lists.children(of: row).map { child in
            field.members.map { value($0, child) }.joined(separator: "+")
          }
          return "[\(children.joined(separator: " "))]"
        }
        return value(member, row)
      }
      return "\(table.files[Int(table.fileOfRow[row])]):\(table.lineOfRow[row]) " + values.joined(separator: "|")
    }
  }

  private static func value(_ member: PortableTable.Member, _ row: Int) -> String {
    guard member.column.isPresent(row) else { return "-" }
    if member.kind.hasDictionary { return member.dictionary.text(member.column.value(row) ?? 0) }
    switch member.column.storage {
    case .int64(let values): return "\(values[row])"
    case .int32(let values): return "\(values[row])"
    case .float64(let values): return "\(values[row])"
    case .bool(let values): return "\(values[row])"
    }
  }

  private func handIn(_ logs: [String], isOpened: Bool) throws -> HandIn {
    var handIn = try HandIn(Self.definitions)
    handIn.add(.units, "code,level,parent\nR,region,\nP1,precinct,R\nP2,precinct,R\n")
    for (number, log) in logs.enumerated() {
      if isOpened {
        try handIn.add("log", opened: Opened(bytes: Array(log.utf8)), file: "\(number).csv")
      } else {
        try handIn.add("log", log, file: "\(number).csv")
      }
    }
    return handIn
  }

  @Test(arguments: [1, 2, 3])
  func groupsAreTheWhole(threads: Int) throws {
    var random = SeededGenerator(seed: 31)
    var groupCounts: Set<Int> = []
    var found: Set<String> = []
    // In parts of 2,500 bytes each of the files is read as a whole, and several of them make a group.
    for (round, partBytes) in [60, 150, 700, 2_500, 1_000_000, 150].enumerated() {
      let logs = (0...(partBytes == 2_500 ? 9 : 1)).map { _ in Self.log(&random, rows: 120) }
      let key = round % 3 == 1 ? ["visitor", "note"] : []
      let whole = try handIn(logs, isOpened: false)
      let event = try #require(whole.programme.event(named: "visit"))
      let recorded = Instant(iso: "2025-05-05T10:00:00Z")
      let stated = round % 2 == 0 ? nil : try PeriodCalendar().parse("2023-Q1").get()
      let reading = whole.read()
      let expected = HandInQuality(
        event, of: reading.dataset, programme: whole.programme, key: key, handIns: [], stated: stated,
        recorded: recorded)
      for (mostNumbers, atOnce) in [(HandInQuality.mostNumbers, 1 << 19), (3, 1), (3, 5)] {
        let look = GroupedLook(
          event, programme: whole.programme, key: key, stated: stated, recorded: recorded, mostNumbers: mostNumbers,
          comparedAtOnce: atOnce, threads: threads)
        let sink = Sink(event, whole.programme, look)
        let parted = try handIn(logs, isOpened: true).read(partBytes: partBytes, threads: threads, sink: sink)
        groupCounts.insert(sink.tables.count)
        sink.take(parted.dataset)
        let quality = sink.look.quality(Groups(tables: sink.tables), handIns: [], parted.dataset.organisation)
        #expect(Self.words(quality) == Self.words(expected), "parts of \(partBytes) bytes")
        found.formUnion(quality.findings.map(\.rule.code))
        let all = PortableEvents(event, of: reading.dataset, programme: whole.programme).all
        #expect(sink.tables.flatMap(Self.rows) == Self.rows(all), "parts of \(partBytes) bytes")
        #expect(parted.report.rejected.map(\.text) == reading.report.rejected.map(\.text))
        // Numbers that are not counted one by one give the same.
        let passed = HandInQuality(
          event, of: reading.dataset, programme: whole.programme, key: key, handIns: [], stated: stated,
          recorded: recorded, mostNumbers: mostNumbers)
        #expect(Self.words(passed) == Self.words(expected))
      }
    }
    #expect(groupCounts.contains(0) && groupCounts.max() ?? 0 > 5)
    #expect(found.isSuperset(of: ["MZ4046", "MZ4047", "MZ4048"]), "\(found.sorted())")
  }

  /// A sink that has stopped ends the reading: of further files nothing is read.
  @Test func aSinkThatStopsEndsTheReading() throws {
    var random = SeededGenerator(seed: 33)
    let logs = (0...2).map { _ in Self.log(&random, rows: 150) }
    let handIn = try handIn(logs, isOpened: true)
    let event = try #require(handIn.programme.event(named: "visit"))
    let look = GroupedLook(event, programme: handIn.programme, stated: nil, recorded: nil, threads: 2)
    let sink = Sink(event, handIn.programme, look)
    sink.mostGroups = 1
    let read = handIn.read(partBytes: 100, threads: 2, sink: sink)
    #expect(sink.tables.count == 1)
    #expect(read.dataset.events[event.index].rowCount == 0)
  }

  /// A file whose parts turn out to be guessed wrongly gives back what was taken, and comes in groups all the same.
  @Test func whatWasGuessedWronglyIsForgotten() throws {
    var random = SeededGenerator(seed: 32)
    var log = Self.log(&random, rows: 150)
    // Within this quoted cell there are lines that look like rows.
    log += "2024-01-01T10:00,P1,v1,\"\n" + String(repeating: "2024-01-01T10:00,P1,v1,a,1,1.5,yes,,,,,\n", count: 30)
    log += "\",1,1.5,yes,,,,,\n"
    let whole = try handIn([log], isOpened: false).read()
    let programme = whole.programme
    let event = try #require(programme.event(named: "visit"))
    let look = GroupedLook(event, programme: programme, stated: nil, recorded: nil, threads: 2)
    let sink = Sink(event, programme, look)
    let parted = try handIn([log], isOpened: true).read(partBytes: 100, threads: 2, sink: sink)
    let all = PortableEvents(event, of: whole.dataset, programme: programme).all
    let rest = PortableEvents(event, of: parted.dataset, programme: programme).all
    #expect(sink.forgotten > 0 && sink.tables.count > 3)
    #expect(sink.tables.flatMap(Self.rows) + Self.rows(rest) == Self.rows(all))
  }
}

extension DayCounts {
  fileprivate var counted: [String] { days.map { "\($0) \(count(of: $0))" } }
}
