// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonTestSupport
import Testing

@Suite("Whatever bytes are handed in, every row is accounted for")
struct MutationTests {
  private static let isSlow = ProcessInfo.processInfo.environment["MEZON_SLOW_TESTS"] == "1"
  private static let seed: UInt64 = 20_261_122

  private static let log = """
    at;ended;place;kind;people;note;codes;sexes;ages;home
    2026-01-05T10:00;2026-01-05 11:00;P1;home;3;"beat 0123; late";a,b;f/m;30/;h1
    2026-01-06T10:00Z;;P2;school;;;"";;;h2
    2026-01-07 10:00+05:00;NA;P1;"ho""me";4;test;c;m;1;h3
    2026-01-08;2026-01-01;P1;home;5;"two
    lines";b;f;;h1

    """
  private static let homes = "id,place\nh1,P1\nh2,P2\n\"h3\",P9\n"
  private static let units =
    "code,name,level,parent,from,until\nC,,country,,,\nP1,Один,district,C,2020-01-01,\nP2,,district,C,,2026-12-31\n"
  private static let definitions = """
    programme "Test" { time zone "Asia/Dushanbe" levels country > district }
    event visit {
      at time  ended time?  place unit  kind one of home, school  people whole number?  beat reference beat?
      codes list of reference code  guests list of person { sex one of f, m, age whole number? }
      lasted number in hours?  from_home reference code?
    }
    domain beat
    domain code
    source visits gives visit {
      missing are "NA"
      joins homes where "home" is "id"
      at from column "at"
      ended from column "ended"
      place from column "place"
      kind from column "kind" recode "ho\\"me" -> home
      people from column "people"
      beat from numbers of 3 to 4 digits in column "note"
      codes from column "codes" separated by ","
      sex of guests from column "sexes" separated by "/"
      age of guests from column "ages" separated by "/"
      lasted computed as hours from at to ended
      from_home from column "place" of homes
      set aside where column "note" matches "*test*" because "a test"
      set aside exact duplicates because "twice"
      refuse where ended < at because "ends before it starts"
    }
    """

  /// Bytes that mean something to a reader of delimited text or of dates.
  private static let telling: [[UInt8]] =
    [
      "\"", "\"\"", ";", ",", "\n", "\r", "\r\n", "\0", "\u{FEFF}", "NA", "-", "2026-02-30", "99999999999999999999",
      "é",
      "\u{A0}", "/", "P1", " ", "1e400", "\t", "|",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFF, 0xFE]]

  private static func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let length = min(bytes.count - place, Int.random(in: 0...20, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes.removeSubrange(place..<(place + length))
      case 1: bytes.insert(contentsOf: telling[Int.random(in: 0..<telling.count, using: &generator)], at: place)
      case 2: bytes.insert(contentsOf: Array(bytes[place..<(place + length)]), at: place)
      case 3: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
      case 4: bytes.removeSubrange(place...)
      default:
        let from = Int.random(in: 0...bytes.count, using: &generator)
        bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + length)], at: place)
      }
    }
    return bytes
  }

  @Test func noBytesBreakReading() throws {
    let programme = try HandIn(Self.definitions).programme
    let plan = try #require(programme.sources.first)
    let ingestion = Ingestion(programme: programme)
    for round in 0..<(Self.isSlow ? 200_000 : 5_000) {
      var generator = SeededGenerator(seed: Self.seed &+ UInt64(round))
      let log = Self.mutated(Self.log, &generator)
      let homes = round.isMultiple(of: 3) ? Self.mutated(Self.homes, &generator) : Array(Self.homes.utf8)
      let units = round.isMultiple(of: 5) ? Self.mutated(Self.units, &generator) : Array(Self.units.utf8)
      let (dataset, report) = ingestion.dataset(from: [
        .source(
          plan, file: "log.csv", bytes: log, joined: ["homes": OpenFile(NamedBytes(file: "homes.csv", bytes: homes))]),
        .roster(RosterFile(.units, file: "units.csv", bytes: units)),
      ])
      let files = ["log.csv": log, "homes.csv": homes, "units.csv": units]
      let complaints = Self.complaints(dataset, report, programme, files)
      #expect(complaints == [], "seed \(Self.seed &+ UInt64(round))")
      if !complaints.isEmpty { break }
    }
  }

  /// What is wrong with a reading, whatever was read.
  private static func complaints(
    _ dataset: Dataset, _ report: IngestReport, _ programme: Programme, _ files: [String: [UInt8]]
  ) -> [String] {
    var complaints: [String] = []
    for file in report.files where file.rowsRead != file.accepted + file.setAsideCount + file.refusedCount {
      complaints.append("\(file.file): \(file.rowsRead) rows read, \(file.accepted) accepted")
    }
    let accepted = report.files.filter { $0.file == "log.csv" }.map(\.accepted).reduce(0, +)
    let table = dataset.events[0]
    if table.rowCount != accepted { complaints.append("\(accepted) rows accepted, \(table.rowCount) events") }
    if table.lines != table.lines.sorted() { complaints.append("lines are not in order") }
    if report.files.allSatisfy({ $0.file != "log.csv" }), !report.diagnostics.hasErrors {
      complaints.append("the log was not read, and nobody says why")
    }
    for row in report.rejected {
      guard let bytes = files[row.file] else {
        complaints.append("a row of no file")
        continue
      }
      let lines = bytes.reduce(1) { $1 == 0x0A || $1 == 0x0D ? $0 + 1 : $0 }
      if row.line < 1 || row.line > lines { complaints.append("line \(row.line) of \(lines)") }
      if (row.column ?? 1) < 1 { complaints.append("column \(row.column ?? 0)") }
      // A file that was taken for one in another encoding shows its rows as they were decoded.
      if !row.bytes.isEmpty, !isDecoded(bytes, row.file, report), !contains(bytes, row.bytes) {
        complaints.append("a row that stands nowhere")
      }
    }
    var reader = DelimitedReader(
      source: ArrayByteSource(report.refusedRowsCSV()), format: DelimitedFormat(blockBytes: 4096))
    var batch = RowBatch()
    var count = 0
    while (try? reader.read(into: &batch)) == true { count += batch.rowCount }
    if count != report.rejected.count { complaints.append("\(report.rejected.count) rows rejected, \(count) written") }
    return complaints + badCodes(dataset, programme)
  }

  /// Whether a file begins with the mark of UTF-16, or its encoding was guessed.
  private static func isDecoded(_ bytes: [UInt8], _ file: String, _ report: IngestReport) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    return report.diagnostics.contains { $0.rule == IngestRule.guessedEncoding && $0.arguments.first == file }
  }

  private static func contains(_ bytes: [UInt8], _ row: [UInt8]) -> Bool {
    guard row.count <= bytes.count else { return false }
    return (0...(bytes.count - row.count)).contains { bytes[$0..<($0 + row.count)].elementsEqual(row) }
  }

  /// Codes that stand for nothing, and events without what they must have.
  private static func badCodes(_ dataset: Dataset, _ programme: Programme) -> [String] {
    let table = dataset.events[0]
    var complaints: [String] = []
    for (field, column) in zip(programme.events[0].fields, table.columns) {
      let limit: Int
      switch field.type.plain {
      case .unit: limit = dataset.organisation.codes.count
      case .choice(let choice): limit = programme.choices[choice.index].members.count
      case .reference(let domain): limit = dataset.domains[domain.index].count
      default: limit = .max
      }
      let columns: [Column]
      switch column {
      case .plain(let plain):
        columns = [plain]
        if !field.isOptional, plain.missingCount > 0 { complaints.append("\(field.name) is missing") }
      case .list(let list): columns = list.children
      }
      for case let codes? in columns.map(\.int32s) {
        if case .records = field.type { continue }
        if codes.contains(where: { $0 < 0 || (limit > 0 && Int($0) >= limit) }) {
          complaints.append("\(field.name) has a code without meaning")
        }
      }
    }
    return complaints
  }
}

extension ValueType {
  /// The type of an element.
  fileprivate var plain: ValueType { if case .list(let element) = self { element } else { self } }
}
