// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

/// Tables of a store are read by definitions that have changed since they were handed in.
@Suite struct StoredTableTests {
  private static let head = """
    language 1 keywords en
    programme "Test" { time zone "Asia/Dushanbe" levels district > precinct }

    """
  private static let units =
    "code,name,level,parent,from,until\nD1,,district,,,\nP1,,precinct,D1,,\nP2,,precinct,D1,,2026-06-30\n"

  private func programme(_ event: String) throws -> Programme {
    let (programme, diagnostics) = Checker.check([
      Parser.parse(SourceText(name: "p.mezon", bytes: Array((Self.head + event).utf8)))
    ])
    return try #require(programme, "\(diagnostics.map { $0.rendered(in: .english) })")
  }

  private static let event = """
    event meeting "Meeting" { held time at unit kind one of indoor, outdoor people whole number? }
    source journal gives meeting {
      held from column "held" at from column "at" kind from column "kind" people from column "people"
    }
    """

  private func stored(_ units: String = units) throws -> (PortableTable, Programme) {
    let programme = try programme(Self.event)
    let log = "held,at,kind,people\n2026-01-05T10:00,P1,indoor,5\n2026-05-01T10:00,P2,outdoor,\n"
    let (dataset, report) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
      .source(programme.sources[0], file: "a.csv", bytes: Array(log.utf8)),
    ])
    #expect(!report.hasRefusedRows && report.diagnostics.isEmpty)
    let events = PortableEvents(EventID(0), of: dataset, programme: programme)
    #expect(events.table.rowCount == 2 && events.table.files == ["a.csv"])
    #expect(events.days == 20_458...20_574)
    return (events.table, programme)
  }

  private func read(_ table: PortableTable, _ programme: Programme, units: String = units) -> (Dataset, IngestReport) {
    Ingestion(programme: programme).dataset(from: [
      .stored(EventID(0), table, source: "journal"),
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
    ])
  }

  @Test func unchangedDefinitionsGiveTheSameColumns() throws {
    let (table, programme) = try stored()
    let (dataset, report) = read(table, programme)
    #expect(dataset.events[0].rowCount == 2 && report.diagnostics.isEmpty)
    #expect(dataset.events[0].lines == [2, 3])
    #expect(dataset.events[0].files.allSatisfy { dataset.files[Int($0)] == "a.csv" })
    #expect(
      dataset.events[0].columns[3] == .plain(try #require(Column(.int64([5, 0]), validity: Bitmap([true, false])))))
  }

  @Test func aMemberThatIsGoneRefusesItsRows() throws {
    let (table, _) = try stored()
    let changed = try programme(
      "event meeting \"Meeting\" { held time at unit kind one of outdoor, other people whole number? added text? }")
    let (dataset, report) = read(table, changed)
    #expect(dataset.events[0].rowCount == 1)
    #expect(report.rejected.map(\.diagnostic.rule.code) == ["MZ3210"])
    #expect(report.rejected[0].line == 2 && report.rejected[0].file == "a.csv")
  }

  @Test func aUnitThatIsNoLongerThereRefusesItsRows() throws {
    let (table, programme) = try stored()
    let shorter = Self.units.replacing("2026-06-30", with: "2026-03-31")
    let (dataset, report) = read(table, programme, units: shorter)
    #expect(dataset.events[0].rowCount == 1)
    #expect(report.rejected.map(\.diagnostic.rule.code) == ["MZ3212"])
    let fewer = String(Self.units.split(separator: "\n").dropLast().joined(separator: "\n"))
    #expect(read(table, programme, units: fewer).1.rejected.map(\.diagnostic.rule.code) == ["MZ3211"])
  }

  @Test func aFieldOfAnotherKindIsMissing() throws {
    let (table, _) = try stored()
    let changed = try programme(
      "event meeting \"Meeting\" { held time at unit kind list of text people day? }")
    let (dataset, report) = read(table, changed)
    #expect(report.diagnostics.map(\.rule.code) == ["MZ3040", "MZ3040"])
    #expect(dataset.events[0].rowCount == 2)
    guard case .plain(let people) = dataset.events[0].columns[3] else { throw IssueFound() }
    #expect(people.missingCount == 2)
  }

  private struct IssueFound: Error {}
}
