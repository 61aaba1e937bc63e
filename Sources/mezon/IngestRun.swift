// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonStore

/// One hand-in of files: what was read, and how it goes into the store.
final class IngestRun {
  let report: IngestReport
  private let folder: String
  private let title: String
  private let rosters: [HandIn]
  /// The hand-in of events; nil for a roster, which is one of the rosters.
  private let handIn: HandIn?
  private let rosterSource: String
  /// When the last commit was recorded.
  private(set) var recordedText: String?

  /// Reads the files by their source.
  init(_ command: IngestCommand, _ programmeFolder: ProgrammeFolder, _ programme: Programme) throws {
    guard let source = programme.sources.first(where: { $0.name == command.source }) else {
      throw programme.unknown("source", command.source, among: programme.sources.map(\.name))
    }
    folder = StoreAccess.folder(of: programmeFolder)
    title = "mezon/" + programme.title
    rosterSource = "source/" + source.name
    let files = try command.files.map {
      NamedBytes(file: programmeFolder.shownName(of: $0), bytes: try InputFile.bytes($0))
    }
    let arguments = try SourceArguments(command.joined.map { "\(source.name)/\($0)" })
    let joined =
      files.isEmpty
      ? [:]
      : try HandedInFiles.joinedFiles(
        of: source, programmeFolder, stated: arguments.joined[source.name] ?? [:])
    let isRoster = if case .roster = source.target { true } else { false }
    let current = try StoreRosters(
      programmeFolder, programme, handedIn: isRoster && !files.isEmpty ? (source, files) : nil, joined: joined)
    rosters = try current.handIns(by: command.by, because: command.because)
    let inputs = isRoster ? [] : files.map { Ingestion.Input.source(source, $0, joined: joined) }
    let (dataset, report) = Ingestion(programme: programme).dataset(from: current.inputs + inputs)
    self.report = report
    guard case .event(let event) = source.target else {
      guard !files.isEmpty else { throw CommandFailure(.usage, CommandRule.handInNeedsFile) }
      handIn = nil
      return
    }
    let store = StoreAccess.exists(folder) ? try StoreAccess.open(folder) : nil
    var tables: [HandIn.Rows] = []
    if !files.isEmpty {
      tables.append(try Self.rows(event, command, dataset, programme, store, folder))
    }
    if let fact = try Self.fact(event, command, dataset, programme) { tables.append(fact) }
    guard !tables.isEmpty else { throw CommandFailure(.usage, CommandRule.handInNeedsFile) }
    let mode: HandIn.Mode = command.retract ? .retract : command.replaces.map { .replace($0) } ?? .add
    handIn = HandIn(
      mode, source: source.name, by: command.by, because: command.because,
      inputs: Self.inputs(files, joined, command), tables: tables)
  }

  /// What was read, by content; what the unit says of the period is a part of it.
  private static func inputs(
    _ files: [NamedBytes], _ joined: [String: NamedBytes], _ command: IngestCommand
  ) -> [Commit.Input] {
    let others = joined.sorted { $0.key < $1.key }.map { "\($0.key) \(Digest256(of: $0.value.bytes).hex)" }
    let said = [command.unit, command.period, command.isNil ? "nil" : nil].compactMap { $0 }
    let context = Array((others + said).joined(separator: "\n").utf8)
    func digest(_ bytes: [UInt8]) -> Digest256 {
      // A file by itself is known by its own SHA-256, as any tool prints it.
      context.isEmpty ? Digest256(of: bytes) : Digest256(of: Digest256(of: bytes).bytes + context)
    }
    let read = files.map { Commit.Input(name: $0.file, bytes: $0.bytes.count, digest: digest($0.bytes)) }
    return read.isEmpty ? [Commit.Input(name: "", bytes: 0, digest: digest([]))] : read
  }

  private static func rows(
    _ event: EventID, _ command: IngestCommand, _ dataset: Dataset, _ programme: Programme, _ store: Store?,
    _ folder: String
  ) throws -> HandIn.Rows {
    let schema = programme.events[event.index]
    var key = command.key
    for name in key where schema.field(named: name) == nil {
      throw programme.unknown("field", name, among: schema.fields.map(\.name))
    }
    if key.isEmpty, let store {
      let snapshot = try StoreAccess.run(folder) { () throws(StoreFault) in try store.snapshot() }
      key = snapshot.parts(schema.name, role: .events).last?.entry.key ?? []
    }
    let events = PortableEvents(event, of: dataset, programme: programme)
    let identities = events.identifying.map { found in
      Identity(
        row: found.row, field: found.field, child: found.child,
        values: found.values.map { Identity.Value(name: $0.name, text: $0.text) })
    }
    return HandIn.Rows(events.table, role: .events, key: key, identities: identities, days: events.days)
  }

  /// That a unit handed in for a period, where it says so.
  private static func fact(
    _ event: EventID, _ command: IngestCommand, _ dataset: Dataset, _ programme: Programme
  ) throws -> HandIn.Rows? {
    guard let unit = command.unit, let label = command.period else {
      if command.unit != nil || command.period != nil || command.isNil {
        throw CommandFailure(.usage, CommandRule.handInNeedsFile)
      }
      return nil
    }
    guard dataset.organisation.index(of: unit) != nil else {
      throw programme.unknown("unit", unit, among: dataset.organisation.codes)
    }
    let period = try EvaluationRun.period(label, programme)
    let cells = [
      ("event", programme.events[event.index].name), ("unit", unit), ("from", period.first.description),
      ("until", period.last.description), ("nil", command.isNil ? "yes" : "no"),
    ]
    let fields = cells.compactMap { name, text in
      Column(.int32([0])).map {
        PortableTable.Field(
          name: name,
          PortableTable.Member(name: "", kind: .text, column: $0, dictionary: TextDictionary([text])))
      }
    }
    return PortableTable(
      name: RosterTable.handIns.rawValue, fields: fields, rowCount: 1, files: ["mezon ingest"], fileOfRow: [0],
      lineOfRow: [1]
    ).map { HandIn.Rows($0, role: .facts) }
  }

  // MARK: the store

  /// What the hand-in would do; nothing is changed.
  func trial() throws -> HandInOutcome {
    let store = StoreAccess.exists(folder) ? try StoreAccess.open(folder) : nil
    var outcome = HandInOutcome()
    for handIn in (handIn.map { [$0] } ?? rosters.filter { $0.source == rosterSource }) {
      outcome = try StoreAccess.run(folder) { () throws(StoreFault) in try StoreWriter.trial(handIn, store) }
    }
    return outcome
  }

  /// Hands in: first the rosters that have changed, each by itself, then the events.
  func commit() throws -> HandInOutcome {
    let writer = try StoreAccess.writer(folder, named: title)
    var outcome = HandInOutcome()
    try StoreAccess.run(folder) { () throws(StoreFault) in
      for roster in rosters {
        let result = try writer.commit(roster)
        if roster.source == rosterSource { outcome = result }
      }
      if let handIn { outcome = try writer.commit(handIn) }
    }
    recordedText = writer.store.head.commit.recordedText
    return outcome
  }

  /// Says what became of the rows, file by file, on standard error.
  func showReport(in language: MessageLanguage) { IngestReportText.show(report, in: language) }
}
