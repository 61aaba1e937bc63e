// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSemantics
import Testing

@Suite("Rows that are refused or set aside, each with its reason")
struct RefusalTests {
  private static let definitions = """
    programme "Test" { time zone "UTC" levels district }
    event visit {
      at      time
      ended   time?
      place   unit
      kind    one of home, school
      seen    yes or no?
      people  whole number?
      cost    number?
      beat    reference beat?
      codes   list of reference code
      guests  list of person { sex one of f, m, age whole number? }
    }
    domain beat
    domain code
    source visits gives visit {
      missing are "NA"
      joins homes where "home" is "id"
      at from column "at"
      ended from column "ended"
      place from column "place"
      kind from column "kind"
      seen from column "seen"
      people from column "people"
      cost from column "cost"
      beat from numbers of 3 to 4 digits in column "note"
      codes from column "codes" separated by "," recode "a" -> "A", "b" -> "B" others refuse
      sex of guests from column "sexes" separated by "/"
      age of guests from column "ages" separated by "/" as whole number
      set aside where column "note" matches "*test*" because "a test"
      set aside exact duplicates because "twice"
      refuse where ended < at because "ends before it starts"
    }
    """
  private static let header = "at,ended,place,kind,seen,people,cost,note,codes,sexes,ages,home"
  private static let good = "2026-01-05T10:00,2026-01-05 11:00,P1,home,yes,3,1.5,beat 0123,a,f/m,30/NA,h1"

  /// Reads one row made from a good one by replacing columns.
  private func rejections(_ changes: [String: String], raw: String? = nil) throws -> [RejectedRow] {
    var handIn = try HandIn(Self.definitions)
    let names = Self.header.split(separator: ",").map(String.init)
    let cells = Self.good.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let row = zip(names, cells).map { changes[$0] ?? $1 }.joined(separator: ",")
    try handIn.add(
      "visits", Self.header + "\n" + (raw ?? row) + "\n", joined: ["homes": "id,x\nh1,1\nh2,2\nh2,3\n"])
    handIn.add(.units, "code,name,level,parent,from,until\nP1,,district,,,\nP2,,district,,2026-02-01,\n")
    let read = handIn.read()
    #expect(read.codes == [])
    let own = read.report.files.filter { $0.source == "visits" && $0.joinedAs == nil }
    #expect(own.map(\.rowsRead) == [1])
    #expect(own.map { $0.accepted + $0.refusedCount + $0.setAsideCount } == [1])
    return read.report.rejected.filter { $0.file == "visits.csv" }
  }

  @Test func theGoodRowIsAccepted() throws { #expect(try rejections([:]).map(\.diagnostic.rule.code) == []) }

  @Test(
    arguments: [
      (["at": ""], IngestRule.missingValue, 1), (["at": "NA"], IngestRule.missingValue, 1),
      (["kind": " "], IngestRule.missingValue, 38), (["at": "soon"], IngestRule.notATime, 1),
      (["at": "05.01.2026"], IngestRule.notATime, 1), (["at": "2026-02-30"], IngestRule.noSuchDay, 1),
      (["at": "2026-01-05T24:00"], IngestRule.noSuchTime, 1),
      (["ended": "2026-01-05T10:61"], IngestRule.noSuchTime, 18),
      (["at": "0000-01-01"], IngestRule.noSuchDay, 1), (["place": "P9"], IngestRule.unknownUnit, 35),
      (["place": "P2"], IngestRule.unitNotThen, 35), (["kind": "hom"], IngestRule.notAMember, 38),
      (["kind": "Home"], IngestRule.notAMember, 38), (["seen": "perhaps"], IngestRule.notYesNo, 43),
      (["people": "many"], IngestRule.notANumber, 47), (["people": "3.5"], IngestRule.notWhole, 47),
      (["people": "9223372036854775808"], IngestRule.numberOutOfRange, 47),
      (["cost": "1,5".replacing(",", with: "_")], IngestRule.notANumber, 49),
      (["cost": "1e999"], IngestRule.numberOutOfRange, 49), (["cost": "nan"], IngestRule.notANumber, 49),
      (["note": "0123 or 0124"], IngestRule.severalValues, 53), (["codes": "c"], IngestRule.unknownCode, 63),
      (["sexes": "f/x"], IngestRule.notAMember, 65), (["sexes": "f/"], IngestRule.missingValue, 65),
      (["ages": "30.5/3"], IngestRule.notWhole, 69), (["home": "h2"], IngestRule.ambiguousKey, 75),
      (["ended": "2026-01-05 09:00"], IngestRule.refusedByRule, nil),
      (["note": "TEST 12"], IngestRule.setAsideByRule, nil),
      (["ages": "30"], IngestRule.unequalLists, nil), (["place": "\u{FEFF}P1"], IngestRule.unknownUnit, 35),
    ] as [([String: String], DiagnosticRule, Int?)])
  func aBadCellIsNamed(changes: [String: String], rule: DiagnosticRule, column: Int?) throws {
    let rejected = try rejections(changes)
    #expect(rejected.map(\.diagnostic.rule.code) == [rule.code])
    #expect(rejected.map(\.line) == [2])
    #expect(rejected.map(\.column) == [column])
    let row = try #require(rejected.first)
    for value in changes.values where !value.isEmpty { #expect(row.text.contains(value)) }
    for language in MessageLanguage.allCases {
      #expect(!row.diagnostic.message(in: language).contains("{"))
      #expect(!row.diagnostic.remedy(in: language).contains("{"))
    }
  }

  private static let brokenRows: [String: String] = [
    "unclosed": "2026-01-05T10:00,\"open", "short": "a,b", "long": good + ",more",
    "text after quote": "\"2026-01-05\"x" + good.dropFirst(16), "nul": good.replacing("home", with: "ho\0me"),
    "long cell": good.replacing("P1", with: String(repeating: "x", count: (1 << 20) + 1)),
    "endless": String(repeating: String(repeating: "x", count: 1000) + ",", count: 17_000),
  ]

  @Test(
    arguments: [
      ("unclosed", IngestRule.unclosedQuote), ("short", IngestRule.tooFewCells), ("long", IngestRule.tooManyCells),
      ("text after quote", IngestRule.textAfterQuote), ("nul", IngestRule.nulByte),
      ("long cell", IngestRule.fieldTooLong), ("endless", IngestRule.rowTooLong),
    ] as [(String, DiagnosticRule)])
  func aBrokenRowIsKept(name: String, rule: DiagnosticRule) throws {
    let row = try #require(Self.brokenRows[name])
    let rejected = try rejections([:], raw: row)
    #expect(rejected.map(\.diagnostic.rule.code) == [rule.code])
    #expect(rejected.first?.bytes.count ?? 0 >= row.utf8.count)
  }

  @Test func brokenUTF8IsRefusedAtItsCharacter() throws {
    var handIn = try HandIn(Self.definitions)
    let bytes = Array((Self.header + "\n" + Self.good.replacing("P1", with: "Я#") + "\n").utf8)
    try handIn.add(
      "visits", bytes: bytes.map { $0 == 0x23 ? 0xFF : $0 }, joined: ["homes": "id\nh1\n"])
    handIn.add(.units, "code,level\nP1,district\n")
    let read = handIn.read()
    #expect(read.rejected == ["MZ3106:2"])
    #expect(read.report.rejected.first?.column == 36)
    #expect(read.report.rejected.first?.bytes.contains(0xFF) == true)
    #expect(read.report.rejected.first?.text.contains("Я\u{FFFD}") == true)
  }

  @Test("A row whose list no longer fits beside those of the rows before it")
  func listsHaveABound() throws {
    var handIn = try HandIn(Self.definitions)
    let rows = [("f/m", "30/4"), ("f", "3"), ("f", "4"), ("f", "5")].map { sexes, ages in
      Self.good.replacing("f/m", with: sexes).replacing("30/NA", with: ages)
    }
    try handIn.add("visits", ([Self.header] + rows).joined(separator: "\n"), joined: ["homes": "id\nh1\n"])
    handIn.add(.units, "code,level\nP1,district\n")
    let read = handIn.read(mostListElements: 3)
    // Rows of one batch are added together, so that the bound is kept between batches, with room for one.
    #expect(read.rejected.isEmpty)
    let none = handIn.read(mostListElements: 1)
    #expect(none.rejected == ["MZ3221:2"])
    #expect(none.report.rejected.first?.diagnostic.message(in: .english).hasPrefix("guests") == true)
  }

  @Test func didYouMean() throws {
    #expect(try rejections(["kind": "schol"]).first?.diagnostic.suggestion == "school")
    #expect(try rejections(["place": "p1"]).first?.diagnostic.suggestion == "P1")
  }

  @Test func anEqualRowIsADuplicateOfTheFirst() throws {
    var handIn = try HandIn(Self.definitions)
    let quoted = Self.good.replacing("home", with: "\"home\"")
    let homes = ["homes": "id\nh1\n"]
    try handIn.add(
      "visits", [Self.header, Self.good, quoted, Self.good, quoted].joined(separator: "\n"), joined: homes)
    try handIn.add("visits", Self.header + "\r\n" + Self.good + "\r\n", file: "again.csv", joined: homes)
    handIn.add(.units, "code,level\nP1,district\n")
    let read = handIn.read()
    // A row that is only written in another way is no exact duplicate.
    #expect(read.rejected == ["MZ3303:4", "MZ3303:5", "MZ3303:2"])
    #expect(
      read.report.rejected.map { $0.diagnostic.arguments } == [
        ["twice", "visits.csv", "2"], ["twice", "visits.csv", "3"], ["twice", "visits.csv", "2"],
      ])
    #expect(read.values("visit", "kind") == ["home", "home"])
  }

  @Test func rulesComeBeforeFaultsAndAnUnreadableCellAnswersNothing() throws {
    // The test entry is set aside although its place is unknown; an unreadable end is not "before" anything.
    #expect(try rejections(["place": "P9", "note": "a test"]).map(\.diagnostic.rule.code) == ["MZ3302"])
    #expect(try rejections(["ended": "2026-99-99"]).map(\.diagnostic.rule.code) == ["MZ3206"])
  }

  @Test func theReportCountsByReasonAndWritesAllRows() throws {
    var handIn = try HandIn(Self.definitions)
    let rows = [
      Self.good, Self.good.replacing("beat", with: "test"), Self.good.replacing("home", with: "hut"),
      Self.good.replacing("home", with: "tent, \"big\"").replacing("tent, \"big\"", with: "\"tent, \"\"big\"\"\""),
      "short",
    ]
    try handIn.add("visits", ([Self.header] + rows).joined(separator: "\n"), joined: ["homes": "id\nh1\nh1\n\"\"\n"])
    handIn.add(.units, "code,level\nP1,district\n")
    let read = handIn.read()
    let files = read.report.files
    #expect(files.map(\.source) == ["units", "visits", "visits"])
    #expect(files.map(\.joinedAs) == [nil, "homes", nil])
    #expect(files.map(\.rowsRead) == [1, 3, 5])
    #expect(files.map(\.accepted) == [1, 0, 0])
    #expect(files[1].refused.map { "\($0.rule.code) \($0.subject) \($0.count)" } == ["MZ3201 id 1", "MZ3216 id 2"])
    #expect(files[2].setAside.map { "\($0.rule.code) \($0.subject) \($0.count)" } == ["MZ3302 a test 1"])
    #expect(files[2].refused.map { "\($0.rule.code) \($0.subject) \($0.count)" } == ["MZ3107  1", "MZ3215 homes 3"])
    #expect(read.report.hasRefusedRows)
    let table = String(decoding: read.report.refusedRowsCSV(), as: UTF8.self)
    #expect(table.hasPrefix("file,line,column,code,reason,row\njoined.csv,2,,MZ3216,"))
    #expect(table.contains("visits.csv,6,6,MZ3107,\"the row has 1 cells, the header 12\",short\n"))
    let russian = String(decoding: read.report.refusedRowsCSV(in: .russian), as: UTF8.self)
    #expect(russian.contains("отложено: a test"))
  }
}
