// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonTestSupport
import Testing

/// What is to be looked at in a hand-in.
struct HandInQualityTests {
  private static let definitions = """
    programme "Test" { time zone "Asia/Dushanbe" levels district > precinct }
    event meeting "Meeting" {
      number whole number held day at unit kind one of indoor, `open` people whole number? guests list of text?
    }
    source journal gives meeting {
      number from column "number"
      held from column "held"
      at from column "unit"
      kind from column "kind"
      people from column "people"
      guests from column "guests" separated by ";"
    }
    """
  private static let units = """
    code,name,level,parent,from,until
    D,,district,,,
    P1,,precinct,D,,
    P2,,precinct,D,,
    P3,,precinct,D,,2026-01-10
    P4,,precinct,D,2026-02-01,

    """
  private static let header = "number,held,unit,kind,people,guests\n"

  private struct Looked {
    let reading: Reading
    let quality: HandInQuality
    var messages: [String] { messages(.english) }
    func messages(_ language: MessageLanguage) -> [String] {
      quality.findings.flatMap { finding in
        finding.first.map { "\($0.place.prefix)\(finding.rule.code) \($0.message(in: language))" }
      }
    }
    func count(_ code: String) -> Int { quality.findings.first { $0.rule.code == code }?.count ?? 0 }
  }

  private func look(
    _ rows: String, key: [String] = [], handIns: String = "", stated: String? = nil, recorded: String? = nil,
    mostCompared: Int = 1000
  ) throws -> Looked {
    var handIn = try HandIn(Self.definitions)
    handIn.add(.units, Self.units)
    handIn.add(.handIns, "event,unit,from,until,nil\n" + handIns)
    try handIn.add("journal", Self.header + rows)
    let reading = handIn.read()
    let event = try #require(handIn.programme.event(named: "meeting"))
    let period = try stated.map { try PeriodCalendar().parse($0).get() }
    let quality = HandInQuality(
      event, of: reading.dataset, programme: handIn.programme, key: key, handIns: reading.dataset.handIns,
      stated: period, recorded: recorded.flatMap { Instant(iso: $0) }, mostCompared: mostCompared)
    return Looked(reading: reading, quality: quality)
  }

  // MARK: each rule

  @Test func whatIsImplausible() throws {
    let usual = (1...40).map { "\($0),2026-01-05,P1,open,\(10 + $0 % 7),\n" }.joined()
    let looked = try look(
      usual + "41,2026-03-02,P1,open,900,\n42,2026-03-01,P1,open,-1,\n", key: ["number"],
      recorded: "2026-03-01T10:00:00Z")
    #expect(
      looked.messages == [
        "journal.csv:42: MZ4043 held is 2026-03-02, which lies after the hand-in itself",
        "journal.csv:42: MZ4044 people is 900, while half of all values lie from 11 to 15",
        "journal.csv:43: MZ4045 people is -1, below zero",
      ])
    #expect(looked.messages(.russian)[1].contains("половина значений лежит от 11 до 15"))
    #expect(try look(usual, key: ["number"]).messages == [])
    // Of fewer than twenty values nobody knows what is usual.
    let few = (1...18).map { "\($0),2026-01-05,P1,open,\($0),\n" }.joined()
    #expect(try look(few + "19,2026-01-05,P1,open,900,\n", key: ["number"]).messages == [])
    #expect(
      try look(few + "19,2026-01-05,P1,open,9,\n20,2026-01-05,P1,open,900,\n", key: ["number"]).count("MZ4044") == 1)
  }

  @Test func whatStandsTwice() throws {
    let rows = """
      1,2026-01-05,P1,open,12,a;b;c
      1,2026-01-05,P1,open,12,a;b;c
      1,2026-01-05,P1,open,13,
      2,2026-01-06,P1,indoor,5,c;b;a
      3,2026-01-06,P1,indoor,6,a;b
      4,2026-01-07,P1,indoor,6,a;b

      """
    #expect(
      try look(rows, key: ["number"]).messages == [
        "journal.csv:3: MZ4046 it says in all fields what line 2 of journal.csv says",
        "journal.csv:4: MZ4047 it is of the same number as line 2 of journal.csv and differs in people, guests",
        "journal.csv:5: MZ4048 guests names the same 3 as line 2 of journal.csv, another event",
      ])
    // Without a key, times, units and kinds tell events apart.
    let unkeyed = try look(rows)
    #expect(unkeyed.messages[1].contains("the same held, at, kind as line 2"))
    #expect(unkeyed.count("MZ4047") == 2)
  }

  @Test func whoDidNotReport() throws {
    let rows = "1,2026-01-05,P2,open,12,\n2,2026-01-05,P3,open,12,\n"
    let handIns = "meeting,P1,2026-01-01,2026-01-31,\nmeeting,P2,2026-01-01,2026-01-31,yes\n"
    let looked = try look(rows, key: ["number"], handIns: handIns, stated: "2026-01", recorded: "2026-02-05T10:00:00Z")
    let period = try #require(looked.quality.completeness.first)
    #expect(period.reported == ["P1"] && period.reportedNil == ["P2"] && period.notReported == ["P3"])
    #expect(period.withEventsOnly == ["P3"] && period.expected == 3)
    #expect(period.share == 62.0 / 72.0)
    #expect(looked.quality.daysAfterPeriod == 5)
    #expect(looked.quality.lateness?.medianDays == 31 && looked.quality.lateness?.longestDays == 31)
    #expect(
      looked.messages == [
        "MZ4049 P2 states that there was nothing in 2026-01, and the hand-in has 1 events of it",
        "MZ4050 not reported for 2026-01: 1 of 3 units: P3",
      ])
    // Without a stated hand-in nobody can be said not to have reported.
    let unstated = try look(rows, key: ["number"])
    #expect(unstated.messages == [] && unstated.quality.completeness.map(\.period) == ["2026-01"])
    #expect(unstated.quality.completeness[0].share == nil)
  }

  // MARK: at random

  /// Rows with many mistakes of every kind, looked at a second time in the plainest way.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func countsAddUp(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func pick(_ texts: [String]) -> String { texts[Int(random.next() % UInt64(texts.count))] }
    var lines: [[String]] = []
    for _ in 0..<120 {
      lines.append([
        pick(["1", "2", "3", "4", "5", "six"]), pick(["2026-01-05", "2026-02-06", "2026-01-32", "2027-01-01"]),
        pick(["P1", "P2", "P3", "P4", "P9"]), pick(["open", "indoor"]), pick(["", "5", "6", "-1", "x"]),
        pick(["", "a;b;c", "c;a;b", "a;b"]),
      ])
    }
    let looked = try look(
      lines.map { $0.joined(separator: ",") + "\n" }.joined(), key: ["number"], recorded: "2026-06-01T00:00:00Z")
    let file = try #require(looked.reading.report.files.last)
    #expect(file.rowsRead == lines.count && file.accepted + file.refusedCount + file.setAsideCount == lines.count)
    // Each refused row is kept with its own text and a reason, and its line stands in the tally.
    let rejected = looked.reading.report.rejected
    #expect(rejected.count == file.refusedCount)
    for row in rejected {
      #expect(row.text == lines[row.line - 2].joined(separator: ","))
      #expect(!row.diagnostic.message(in: .english).isEmpty && !row.diagnostic.message(in: .russian).isEmpty)
    }
    #expect(file.refused.flatMap(\.lines).sorted() == rejected.map(\.line))
    #expect(file.refused.allSatisfy { $0.lines.count == $0.count && $0.lines.first == $0.first.line })

    func isBad(_ line: [String]) -> Bool {
      let isGone = line[2] == "P3" && line[1] != "2026-01-05"
      let isYoung = line[2] == "P4" && line[1] == "2026-01-05"
      return line[0] == "six" || line[1] == "2026-01-32" || line[2] == "P9" || line[4] == "x" || isGone || isYoung
    }
    let good = lines.filter { !isBad($0) }
    #expect(good.count == file.accepted)
    #expect(looked.count("MZ4043") == good.count { $0[1] == "2027-01-01" })
    #expect(looked.count("MZ4045") == good.count { $0[4] == "-1" })
    let copies = good.indices.filter { good[..<$0].contains(good[$0]) }
    #expect(looked.count("MZ4046") == copies.count)
    let others = good.indices.filter { row in
      !copies.contains(row) && good[..<row].contains { $0[0] == good[row][0] }
    }
    #expect(looked.count("MZ4047") == others.count)
    func list(_ line: [String]) -> [Substring] { line[5].split(separator: ";").sorted() }
    let lists = good.indices.filter { row in
      guard !copies.contains(row), list(good[row]).count >= 3,
        let first = good.indices.first(where: { !copies.contains($0) && list(good[$0]) == list(good[row]) }),
        first < row
      else { return false }
      return good[first][1] != good[row][1] || good[first][2] != good[row][2]
    }
    #expect(looked.count("MZ4048") == lists.count)
  }

  @Test func tooManyRowsAreNotCompared() throws {
    let rows = "1,2026-01-05,P1,open,1,\n1,2026-01-05,P1,open,1,\n"
    #expect(try look(rows, key: ["number"], mostCompared: 2).messages.map { $0.contains("MZ4046") } == [true])
    #expect(
      try look(rows, key: ["number"], mostCompared: 1).messages == [
        "MZ4052 2 rows are too many to look for repeated rows and lists among them"
      ])
  }
}
