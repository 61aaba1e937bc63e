// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Synchronization
import Testing

/// A receiver that does not look at where events come from is given the same events without it, and the report is the same.
@Suite struct PlacelessReadingTests {
  private static let definitions = """
    language 1 keywords en
    programme "Test" { time zone "Asia/Dushanbe" levels district > precinct }
    event meeting "Meeting" { held time at unit topic text people whole number? }
    source journal gives meeting {
      held from column "held" at from column "at" topic from column "topic" people from column "people"
    }
    """
  private static let units = "code,name,level,parent,from,until\nD1,,district,,,\nP1,,precinct,D1,,\n"

  /// Takes all events of some parts, with or without the places that they come from.
  private final class Receiver: EventReceiver {
    let parts = Mutex<[Int: EventTable]>([:])
    let looksAtPlaces: Bool
    let earlierValues: (domains: [TextDictionary], texts: TextDictionary)? = nil

    init(looksAtPlaces: Bool) { self.looksAtPlaces = looksAtPlaces }

    func receives(_ event: Int, of dataset: Dataset) -> Bool { true }
    func fields(of event: Int) -> Set<Int>? { nil }
    func days(of event: Int) -> ClosedRange<Int>? { nil }
    func receive(_ event: Int, of part: Dataset, number: Int) { parts.withLock { $0[number] = part.events[event] } }
    func begin() {}
    func end(isKept: Bool) {}
    var all: [EventTable] { parts.withLock { parts in parts.keys.sorted().compactMap { parts[$0] } } }
  }

  /// A log of some hundred rows: texts on two lines, texts that are new in every row, and now and then a row that is refused.
  private func log(_ rows: Int) -> String {
    var log = "held,at,topic,people\n"
    for row in 0..<rows {
      let topic = row % 7 == 0 ? "\"two\nlines \(row)\"" : "topic \(row % 20)"
      let people = row % 31 == 5 ? "many" : row % 3 == 0 ? "" : "\(row)"
      log += "2026-01-05T10:0\(row % 10),P1,\(topic),\(people)\n"
    }
    return log
  }

  @Test(arguments: [1, 3]) func eventsAreTheSameWithoutPlaces(threads: Int) throws {
    let (checked, diagnostics) = Checker.check([
      Parser.parse(SourceText(name: "p.mezon", bytes: Array(Self.definitions.utf8)))
    ])
    let programme = try #require(checked, "\(diagnostics.map { $0.rendered(in: .english) })")
    let log = log(400)
    func give(_ receiver: Receiver) -> IngestReport {
      Ingestion(programme: programme, threads: threads, partBytes: 1_000).dataset(
        from: [
          .roster(RosterFile(.units, file: "units.csv", bytes: Array(Self.units.utf8))),
          .source(programme.sources[0], file: "a.csv", bytes: Array(log.utf8)),
        ], giving: receiver
      ).report
    }
    let (placed, placeless) = (Receiver(looksAtPlaces: true), Receiver(looksAtPlaces: false))
    let (whole, report) = (give(placed), give(placeless))
    #expect(whole.hasRefusedRows && report.refusedRowsCSV() == whole.refusedRowsCSV())
    #expect(report.files.map(\.accepted) == whole.files.map(\.accepted))
    let (known, others) = (placed.all, placeless.all)
    #expect(known.count > 5 && known.count == others.count)
    for (one, other) in zip(known, others) {
      #expect(one.columns == other.columns && one.rowCount == other.rowCount)
      #expect(other.lines == [Int32](repeating: 0, count: other.rowCount) && other.files == other.lines)
    }
    // A line begins with each row, and one more within each text on two lines.
    var lines: [Int32] = []
    var line: Int32 = 2
    for row in 0..<400 {
      if row % 31 != 5 { lines.append(line) }
      line += row % 7 == 0 ? 2 : 1
    }
    #expect(known.flatMap(\.lines) == lines)
  }
}
