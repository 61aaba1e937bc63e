// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Synchronization
import Testing

/// Of a stored table what is looked at is read alone, and all that is said of it stays the same.
@Suite struct LookedAtTests {
  private static let definitions = """
    language 1 keywords en
    programme "Test" { time zone "Asia/Dushanbe" levels district > precinct }
    event meeting "Meeting" { held time at unit kind one of indoor, outdoor people whole number? }
    source journal gives meeting {
      held from column "held" at from column "at" kind from column "kind" people from column "people"
    }
    """
  private static let units =
    "code,name,level,parent,from,until\nD1,,district,,,\nP1,,precinct,D1,,\nP2,,precinct,D1,,\n"
  private static let log = """
    held,at,kind,people
    2026-01-05T10:00,P1,indoor,5
    2026-01-31T23:59,P2,indoor,
    2026-02-01T00:00,P2,outdoor,7
    2026-02-20T10:00,P1,indoor,8
    2026-03-01T00:00,P2,outdoor,
    2026-05-01T10:00,P2,outdoor,9

    """

  private func programme(_ text: String = definitions) throws -> Programme {
    let (programme, diagnostics) = Checker.check([Parser.parse(SourceText(name: "p.mezon", bytes: Array(text.utf8)))])
    return try #require(programme, "\(diagnostics.map { $0.rendered(in: .english) })")
  }

  private func portable(_ programme: Programme) -> (table: PortableTable, days: ClosedRange<Int>?) {
    let (dataset, _) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(Self.units.utf8))),
      .source(programme.sources[0], file: "a.csv", bytes: Array(Self.log.utf8)),
    ])
    let events = PortableEvents(EventID(0), of: dataset, programme: programme)
    return (events.table, events.days)
  }

  /// A table of stretches of two rows, which notes what is read of it.
  private final class Reads: Sendable {
    let stretches = Mutex<[Int: Set<String>]>([:])
    let wholes = Mutex(0)
    /// The stretches of which it was asked where their rows come from.
    let placed = Mutex<Set<Int>>([])

    /// A field of which each code has become another; the same field where none does.
    private static func changing(_ field: PortableTable.Field, _ codes: [Int32]?) -> PortableTable.Field {
      guard let codes, let member = field.members.first, let values = member.column.int32s else { return field }
      let changed = values.indices.map { member.column.isPresent($0) ? codes[Int(values[$0])] : 0 }
      guard let column = Column(.int32(changed), validity: member.column.validity) else { return field }
      return PortableTable.Field(
        name: field.name,
        PortableTable.Member(name: member.name, kind: member.kind, column: column, dictionary: member.dictionary))
    }

    func table(_ table: PortableTable, days: ClosedRange<Int>?, isBroken: Bool = false) -> StoredTable {
      var stored = StoredTable(
        stretchCount: (table.rowCount + 1) / 2, canStretch: { _ in true },
        beginning: { _ in table.keeping([]) },
        stretch: { number, fields, _, changes, places in
          self.stretches.withLock { $0[number] = fields }
          let rows = table.keeping(Array(2 * number..<min(2 * number + 2, table.rowCount)))
          let changed = rows.fields.map { Self.changing($0, changes[$0.name]) }
          guard places else {
            return PortableTable(name: rows.name, fields: changed, rowCount: rows.rowCount, filesOfNoRow: rows.files)
          }
          self.placed.withLock { _ = $0.insert(number) }
          return PortableTable(
            name: rows.name, fields: changed, rowCount: rows.rowCount, files: rows.files, fileOfRow: rows.fileOfRow,
            lineOfRow: rows.lineOfRow)
        },
        whole: {
          self.wholes.withLock { $0 += 1 }
          return table
        })
      stored.days = days
      stored.rowCount = { min(2, table.rowCount - 2 * $0) }
      stored.bounds = { number, field in
        guard !isBroken, let times = table.field(field)?.members.first?.column.int64s else { return nil }
        let own = times[2 * number..<min(2 * number + 2, table.rowCount)]
        return own.min().flatMap { least in own.max().map { least...$0 } }
      }
      return stored
    }
  }

  private func read(
    _ stored: StoredTable, _ programme: Programme, units: String = units, lookingAt looked: [EventID: LookedAt] = [:],
    threads: Int = 1
  ) -> (dataset: Dataset, report: IngestReport) {
    Ingestion(programme: programme, threads: threads).dataset(
      from: [
        .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
        .storedTable(EventID(0), stored, source: "journal"),
      ], lookingAt: looked)
  }

  private func may() throws -> [EventID: LookedAt] {
    let first = try #require(CalendarDay(iso: "2026-05-01"))
    return [EventID(0): LookedAt(from: first, through: first, fields: ["held", "at", "kind"])]
  }

  @Test(arguments: [1, 3]) func otherStretchesArePassedOver(threads: Int) throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    let reads = Reads()
    let stored = reads.table(table, days: days)
    let whole = read(stored, programme)
    let (dataset, report) = read(stored, programme, lookingAt: try may(), threads: threads)
    // Only the last stretch has a day near the first of May, and the number of people is not looked at.
    #expect(reads.stretches.withLock { $0 } == [2: ["held", "at", "kind"]])
    #expect(dataset.events[0].rowCount == 2 && dataset.events[0].lines == [6, 7])
    #expect(dataset.texts.count == whole.dataset.texts.count && dataset.files == whole.dataset.files)
    #expect(report.files.map(\.rowsRead) == whole.report.files.map(\.rowsRead))
    #expect(report.files.map(\.accepted) == whole.report.files.map(\.accepted))
    #expect(report.files.last?.accepted == 6)
  }

  @Test func aDayAtTheEdgeOfTheTimeZoneIsRead() throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    let first = try #require(CalendarDay(iso: "2026-02-01"))
    let looked = [EventID(0): LookedAt(from: first, through: first, fields: ["held"])]
    let reads = Reads()
    let (dataset, _) = read(reads.table(table, days: days), programme, lookingAt: looked)
    #expect(dataset.events[0].lines.contains(4))
    #expect(reads.stretches.withLock { $0[2] } == nil)
  }

  @Test func whereARowMightBeRefusedTheWholeIsRead() throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    let shorter = Self.units.replacing("P2,,precinct,D1,,", with: "P2,,precinct,D1,,2026-03-31")
    let unknown = try self.programme(Self.definitions.replacing("indoor, outdoor", with: "indoor, other"))
    for (programme, units) in [(programme, shorter), (unknown, Self.units)] {
      let reads = Reads()
      let stored = reads.table(table, days: days)
      let whole = read(stored, programme, units: units)
      let narrow = read(stored, programme, units: units, lookingAt: try may())
      #expect(reads.wholes.withLock { $0 } == 2 && whole.report.hasRefusedRows)
      #expect(narrow.report.refusedRowsCSV() == whole.report.refusedRowsCSV())
      #expect(narrow.dataset.events[0].rowCount == whole.dataset.events[0].rowCount)
    }
  }

  /// Takes all events, and looks at those of some days.
  private final class Receiver: EventReceiver {
    let lines = Mutex<[Int: [Int32]]>([:])
    private let wanted: ClosedRange<Int>?

    init(_ day: String?) {
      wanted = day.flatMap { CalendarDay(iso: $0) }.map { Int($0.daysSinceEpoch)...Int($0.daysSinceEpoch) }
    }

    let looksAtPlaces = true
    var earlierValues: (domains: [TextDictionary], texts: TextDictionary)? { nil }
    func receives(_ event: Int, of dataset: Dataset) -> Bool { true }
    func fields(of event: Int) -> Set<Int>? { [0, 1, 2] }
    func days(of event: Int) -> ClosedRange<Int>? { wanted }
    func receive(_ event: Int, of part: Dataset, number: Int) {
      lines.withLock { $0[number, default: []] += part.events[event].lines }
    }
    func begin() {}
    func end(isKept: Bool) {}
    /// The lines of all events in the order of their parts.
    var all: [Int32] { lines.withLock { parts in parts.keys.sorted().flatMap { parts[$0] ?? [] } } }
  }

  @Test(arguments: [1, 3]) func aReceiverIsGivenItsDaysAlone(threads: Int) throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    func give(_ stored: StoredTable, _ receiver: Receiver, units: String = Self.units) -> IngestReport {
      Ingestion(programme: programme, threads: threads).dataset(
        from: [
          .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
          .storedTable(EventID(0), stored, source: "journal"),
        ], giving: receiver
      ).report
    }
    let (all, some, none) = (Receiver(nil), Receiver("2026-05-01"), Receiver("2024-01-01"))
    let reads = Reads()
    let whole = give(Reads().table(table, days: days), all)
    let report = give(reads.table(table, days: days), some)
    #expect(all.all == [2, 3, 4, 5, 6, 7] && some.all == [6, 7])
    #expect(reads.stretches.withLock { $0.keys.sorted() } == [2] && reads.wholes.withLock { $0 } == 0)
    let nothing = give(Reads().table(table, days: days), none)
    #expect(none.all.isEmpty)
    for other in [report, nothing] {
      #expect(other.files.map(\.rowsRead) == whole.files.map(\.rowsRead))
      #expect(other.files.map(\.accepted) == whole.files.map(\.accepted))
    }
    // Where a row might be refused, all of them are looked at, and so where some no longer count or the days are not known.
    let shorter = Self.units.replacing("P1,,precinct,D1,,", with: "P1,,precinct,D1,,2026-01-31")
    let refused = give(Reads().table(table, days: days), some, units: shorter)
    #expect(refused.hasRefusedRows && some.all.count == 2 + 5)
    #expect(
      refused.refusedRowsCSV() == give(Reads().table(table, days: days), all, units: shorter).refusedRowsCSV())
    for stored in [Reads().table(table, days: nil), Reads().table(table, days: days, isBroken: true)] {
      let receiver = Receiver("2026-05-01")
      _ = give(stored, receiver)
      #expect(receiver.all.count == 6)
    }
  }

  /// Takes all events, and counts them.
  private final class Counter: EventReceiver {
    let rows = Mutex(0)
    let looksAtPlaces = false
    let earlierValues: (domains: [TextDictionary], texts: TextDictionary)? = nil

    func receives(_ event: Int, of dataset: Dataset) -> Bool { true }
    func fields(of event: Int) -> Set<Int>? { [0, 1, 2] }
    func days(of event: Int) -> ClosedRange<Int>? { nil }
    func receive(_ event: Int, of part: Dataset, number: Int) { rows.withLock { $0 += part.events[event].rowCount } }
    func begin() {}
    func end(isKept: Bool) {}
  }

  /// Where rows come from is read for stretches alone of which a row might be refused, and the report is that of the whole.
  @Test(arguments: [1, 3]) func aReceiverIsGivenRowsWithoutPlaces(threads: Int) throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    let shorter = Self.units.replacing("P2,,precinct,D1,,", with: "P2,,precinct,D1,,2026-03-31")
    for (units, placed) in [(Self.units, Set<Int>()), (shorter, Set([2]))] {
      let reads = Reads()
      let stored = reads.table(table, days: days)
      let whole = read(stored, programme, units: units)
      let counter = Counter()
      let (_, report) = Ingestion(programme: programme, threads: threads).dataset(
        from: [
          .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
          .storedTable(EventID(0), stored, source: "journal"),
        ], giving: counter)
      #expect(reads.placed.withLock { $0 } == placed)
      #expect(report.refusedRowsCSV() == whole.report.refusedRowsCSV())
      #expect(report.files.map(\.rowsRead) == whole.report.files.map(\.rowsRead))
      #expect(counter.rows.withLock { $0 } == whole.dataset.events[0].rowCount)
    }
  }

  @Test func withoutDaysOrBoundsNothingIsPassedOver() throws {
    let programme = try programme()
    let (table, days) = portable(programme)
    let reads = Reads()
    #expect(read(reads.table(table, days: nil), programme, lookingAt: try may()).dataset.events[0].rowCount == 6)
    #expect(reads.wholes.withLock { $0 } == 1)
    let stored = reads.table(table, days: days, isBroken: true)
    #expect(read(stored, programme, lookingAt: try may()).dataset.events[0].rowCount == 6)
    #expect(reads.wholes.withLock { $0 } == 1)
  }
}
