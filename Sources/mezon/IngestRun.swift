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
  private let threads: Int
  private let title: String
  private let rosters: [HandIn]
  /// The hand-in of events; nil for a roster, which is one of the rosters.
  private let handIn: HandIn?
  /// The events that came group by group; nil where all came at once.
  private let grouped: GroupedHandIn?
  private let rosterSource: String
  private let event: EventID?
  private let programme: Programme
  /// The fields that were stated to tell events apart.
  private let statedKey: [String]
  /// What is to be looked at in it; nil for a roster, and for rows that name what is to be retracted.
  let quality: HandInQuality?
  /// When the last commit was recorded.
  private(set) var recordedText: String?

  /// Reads the files by their source.
  init(_ command: IngestCommand, _ programmeFolder: ProgrammeFolder, _ programme: Programme) throws {
    guard let source = programme.sources.first(where: { $0.name == command.source }) else {
      throw programme.unknown("source", command.source, among: programme.sources.map(\.name))
    }
    folder = StoreAccess.folder(of: programmeFolder)
    threads = max(1, command.threads)
    title = "mezon/" + programme.title
    rosterSource = "source/" + source.name
    let store = StoreAccess.exists(folder) ? try StoreAccess.open(folder) : nil
    try Self.checkBeforeReading(command, source, programme, store, folder)
    let isRoster = if case .roster = source.target { true } else { false }
    let rosterFiles = isRoster ? try command.files.map { try HandedInFiles.load($0, programmeFolder) } : []
    let files = try isRoster ? rosterFiles.map { .held($0) } : HandedInFile.events(command.files, programmeFolder)
    let arguments = try SourceArguments(command.joined.map { "\(source.name)/\($0)" })
    let joined =
      files.isEmpty
      ? [:]
      : try HandedInFiles.joinedFiles(
        of: source, programmeFolder, stated: arguments.joined[source.name] ?? [:])
    let current = try StoreRosters(
      programmeFolder, programme, handedIn: rosterFiles.isEmpty ? nil : (source, rosterFiles), joined: joined)
    rosters = try current.handIns(by: command.by, because: command.because)
    self.programme = programme
    statedKey = isRoster ? [] : try command.key(of: source)
    let inputs = isRoster ? [] : files.map { $0.input(source, joined: joined) }
    let ingestion = Ingestion(programme: programme, threads: threads)
    let sink = GroupedHandIn(command, source, programme, store, folder, named: title, rosters: rosters)
    grouped = try files.contains(where: \.isOpened) && sink?.prepare() == false ? nil : sink
    let digests = HandedInDigests(isRoster ? [] : files, threads: threads)
    grouped?.isKnown = { [unowned grouped] in
      let inputs = try Self.inputs(files, digests, joined, command)
      return try grouped?.isThereAlready(source.name, inputs) ?? false
    }
    let (dataset, report) = ingestion.dataset(from: current.inputs + inputs, sink: grouped)
    try grouped?.check()
    for file in files + joined.values { try file.check() }
    self.report = report
    guard case .event(let event) = source.target else {
      guard !files.isEmpty else { throw CommandFailure(.usage, CommandRule.handInNeedsFile) }
      handIn = nil
      self.event = nil
      quality = nil
      return
    }
    self.event = event
    let isGrouped = try grouped?.finish(dataset) ?? false
    var tables: [HandIn.Rows] = []
    if !files.isEmpty, !isGrouped {
      tables.append(try Self.rows(event, try command.key(of: source), dataset, programme, store, folder))
    }
    let fact = try Self.fact(event, command, dataset, programme)
    if let fact { tables.append(fact.rows) }
    let handIns = try Self.handIns(store, dataset, programme, folder) + (fact.map { [$0.row] } ?? [])
    if command.retract {
      quality = nil
    } else if isGrouped {
      quality = try grouped?.quality(handIns, dataset.organisation)
    } else {
      quality = HandInQuality(
        event, of: dataset, programme: programme, key: tables.first { $0.role == .events }?.key ?? [],
        handIns: handIns, stated: fact?.period, recorded: Instant(microseconds: StoreAccess.now()))
    }
    guard !tables.isEmpty || isGrouped else { throw CommandFailure(.usage, CommandRule.handInNeedsFile) }
    let mode: HandIn.Mode = command.retract ? .retract : command.replaces.map { .replace($0) } ?? .add
    handIn = HandIn(
      mode, source: source.name, by: command.by, because: command.because,
      inputs: try Self.inputs(files, digests, joined, command), tables: tables)
  }

  /// Tells what stands against a hand-in and can be known without its files, and makes ready for what must not get out of it.
  private static func checkBeforeReading(
    _ command: IngestCommand, _ source: SourcePlan, _ programme: Programme, _ store: Store?, _ folder: String
  ) throws {
    if case .event(let event) = source.target {
      if IdentifyingValues.names(programme.events[event.index]) { CoreDump.forbid() }
      _ = try key(try command.key(of: source), programme.events[event.index], programme, store, folder)
    }
    try StoreAccess.run(folder) { () throws(StoreFault) in
      if let replaced = command.replaces {
        guard let store else { throw .unknownHandIn(replaced) }
        try store.checkReplacing(replaced, by: command.by, because: command.because)
      }
    }
    if store != nil, !command.dryRun { try StoreAccess.checkLock(folder) }
  }

  /// What was read, by content; what the unit says of the period is a part of it.
  private static func inputs(
    _ files: [HandedInFile], _ digests: HandedInDigests, _ joined: [String: HandedInFile], _ command: IngestCommand
  ) throws -> [Commit.Input] {
    let others = try joined.sorted { $0.key < $1.key }.map { "\($0.key) \(try $0.value.digest().hex)" }
    let said = [command.unit, command.period, command.isNil ? "nil" : nil].compactMap { $0 }
    let context = Array((others + said).joined(separator: "\n").utf8)
    func inContext(_ digest: Digest256) -> Digest256 {
      // A file by itself is known by its own SHA-256, as any tool prints it.
      context.isEmpty ? digest : Digest256(of: digest.bytes + context)
    }
    var read: [Commit.Input] = []
    for file in joined.values { try file.check() }
    for (file, digest) in zip(files, try digests.finish()) {
      read.append(Commit.Input(name: file.name, bytes: file.byteCount, digest: inContext(digest)))
      try file.check()
    }
    return read.isEmpty ? [Commit.Input(name: "", bytes: 0, digest: inContext(Digest256(of: [])))] : read
  }

  /// The fields that tell events apart, as they were stated or else as the store remembers them.
  static func key(
    _ stated: [String], _ schema: EventSchema, _ programme: Programme, _ store: Store?, _ folder: String
  ) throws -> [String] {
    for name in stated {
      guard let field = schema.field(named: name) else {
        throw programme.unknown("field", name, among: schema.fields.filter(\.canTellEventsApart).map(\.name))
      }
      if !schema.fields[field].canTellEventsApart { throw CommandFailure(.usage, SourceKeyRule.noKeyField, [name]) }
    }
    guard stated.isEmpty, let store else { return stated }
    let snapshot = try StoreAccess.run(folder) { () throws(StoreFault) in try store.snapshot() }
    return snapshot.parts(schema.name, role: .events).last?.entry.key ?? []
  }

  private static func rows(
    _ event: EventID, _ stated: [String], _ dataset: Dataset, _ programme: Programme, _ store: Store?,
    _ folder: String
  ) throws -> HandIn.Rows {
    let key = try Self.key(stated, programme.events[event.index], programme, store, folder)
    let events = PortableEvents(event, of: dataset, programme: programme)
    let identities = events.identifying.map(Self.identity)
    return HandIn.Rows(events.table, role: .events, key: key, identities: identities, days: events.days)
  }

  /// The identities of events, row by row; nil where nobody is named in them.
  static func identities(of events: PortableEvents) -> RowIdentities? {
    let values = events.identities
    return values.isEmpty ? nil : RowIdentities { row in values.values(of: row).map(identity) }
  }

  private static func identity(_ found: PortableEvents.Identifying) -> Identity {
    Identity(
      row: found.row, field: found.field, child: found.child,
      values: found.values.map { Identity.Value(name: $0.name, text: $0.text) })
  }

  /// That a unit handed in for a period, where it says so.
  private static func fact(
    _ event: EventID, _ command: IngestCommand, _ dataset: Dataset, _ programme: Programme
  ) throws -> Fact? {
    guard let unit = command.unit, let label = command.period else {
      if command.unit != nil || command.period != nil || command.isNil {
        throw CommandFailure(.usage, CommandRule.handInNeedsFile)
      }
      return nil
    }
    guard let index = dataset.organisation.index(of: unit) else {
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
    let table = PortableTable(
      name: RosterTable.handIns.rawValue, fields: fields, rowCount: 1, files: ["mezon ingest"], fileOfRow: [0],
      lineOfRow: [1])
    let row = HandInRow(
      event: event.index, unit: index, from: period.first, until: period.last, isNil: command.isNil)
    return table.map { Fact(rows: HandIn.Rows($0, role: .facts), row: row, period: period) }
  }

  /// That a unit hands in for a period.
  private struct Fact {
    let rows: HandIn.Rows
    let row: HandInRow
    let period: Period
  }

  // MARK: quality

  /// All hand-ins that are stated before this one: those of the rosters that were read with it, and those of the store.
  private static func handIns(
    _ store: Store?, _ dataset: Dataset, _ programme: Programme, _ folder: String
  ) throws -> [HandInRow] {
    guard let store else { return dataset.handIns }
    let snapshot = try StoreAccess.run(folder) { () throws(StoreFault) in try store.snapshot() }
    let facts = try HandedInFiles.facts(snapshot, folder)
    return dataset.handIns + Ingestion(programme: programme).handIns(in: facts, dataset.organisation)
  }

  /// What is published, as far as it can be read.
  struct Published {
    /// The reports whose figures come from such events.
    let reports: [PublishedReport]
    /// Files of publications that do not say what these are.
    let unreadable: QualityFindings
  }

  /// The published reports whose figures come from such events.
  func published(in folder: String, _ programmeFolder: ProgrammeFolder) throws -> Published {
    var unreadable = QualityFindings(QualityRule.unreadablePublication)
    guard let event else { return Published(reports: [], unreadable: unreadable) }
    let found = try PublishedReport.all(in: folder, programme)
    for path in found.unreadable { unreadable.note([programmeFolder.shownName(of: path)], at: .none) }
    return Published(reports: found.reports.filter { $0.needs(event, programme) }, unreadable: unreadable)
  }

  /// Which of some published reports a hand-in touches.
  func changes(_ outcome: HandInOutcome, to published: [PublishedReport]) throws -> QualityFindings {
    var findings = QualityFindings(QualityRule.publishedChanges)
    guard let event, !published.isEmpty else { return findings }
    let gone = try days(of: outcome.superseded, event)
    for report in published {
      func contains(_ day: Int32) -> Bool { report.period.contains(CalendarDay(daysSinceEpoch: day)) }
      var counts = [RowFate: Int]()
      for (day, fate) in zip(quality?.days ?? [], outcome.fates) where contains(day) { counts[fate, default: 0] += 1 }
      // Of files that were handed in before nothing is new.
      if let grouped, outcome.accepted + outcome.corrected > 0 {
        for fate in [RowFate.accepted, .corrected] { counts[fate, default: 0] += grouped.rows(fate, where: contains) }
      }
      let numbers = [counts[.accepted, default: 0], counts[.corrected, default: 0], gone.filter(contains).count]
      guard numbers.contains(where: { $0 > 0 }) else { continue }
      findings.note(
        [report.name, report.period.label, String(report.release)] + numbers.map(String.init), at: .none)
    }
    return findings
  }

  /// The local days of rows of the store.
  private func days(of places: [RowPlace], _ event: EventID) throws -> [Int32] {
    guard !places.isEmpty, StoreAccess.exists(folder) else { return [] }
    let snapshot = try StoreAccess.run(folder) { () throws(StoreFault) in
      try Store.open(folder, layer: PosixFileLayer()).snapshot()
    }
    let schema = programme.events[event.index]
    let name = schema.fields[schema.ownTimeField].name
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    var days: [Int32] = []
    let rowsOfTables = Dictionary(grouping: places) { [$0.commit, $0.table] }
    for (table, rows) in rowsOfTables.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let read = try StoreAccess.run(folder) { () throws(StoreFault) in
        try snapshot.rows(rows.map(\.row).sorted(), commit: table[0], index: table[1], fields: [name])
      }
      guard let member = read?.field(name)?.members.first else { continue }
      for row in 0..<member.column.count {
        if let day = member.column.value(row, as: Int32.self) {
          days.append(day)
        } else if let time = member.column.value(row, as: Int64.self) {
          days.append(cursor.day(of: Instant(microseconds: time)).daysSinceEpoch)
        }
      }
    }
    return days
  }

  // MARK: the store

  /// What the hand-in would do; nothing is changed.
  func trial() throws -> HandInOutcome {
    if let handIn, let groups = grouped?.groups {
      return try StoreAccess.run(folder) { () throws(StoreFault) in
        try groups.writer.trial(handIn, with: groups)
      }
    }
    let store = StoreAccess.exists(folder) ? try StoreAccess.open(folder) : nil
    var outcome = HandInOutcome()
    for handIn in (handIn.map { [$0] } ?? rosters.filter { $0.source == rosterSource }) {
      outcome = try StoreAccess.run(folder) { () throws(StoreFault) in
        try StoreWriter.trial(handIn, store, threads: threads)
      }
    }
    return outcome
  }

  /// Hands in: first the rosters that have changed, each by itself, then the events.
  func commit() throws -> HandInOutcome {
    let writer = try grouped?.writer ?? StoreAccess.writer(folder, named: title, threads: threads)
    try checkKey(writer.store)
    var outcome = HandInOutcome()
    try StoreAccess.run(folder) { () throws(StoreFault) in
      // What could not be written ends the hand-in before its rosters are in.
      _ = try grouped?.groups?.written()
      if let handIn {
        outcome = try writer.commit(handIn, with: grouped?.groups, after: rosters)
        return
      }
      for roster in rosters {
        let result = try writer.commit(roster)
        if roster.source == rosterSource { outcome = result }
      }
    }
    recordedText = writer.store.head.commit.recordedText
    return outcome
  }

  /// Throws where somebody else has handed in by another key since the events were read; of groups it is told when the store is opened.
  private func checkKey(_ store: Store) throws {
    guard let event, let key = handIn?.tables.first(where: { $0.role == .events })?.key else { return }
    let now = try Self.key(statedKey, programme.events[event.index], programme, store, folder)
    guard now == key else {
      throw GroupedHandIn.keyChanged(programme.events[event.index].name, from: key, to: now, folder)
    }
  }

  /// Says what became of the rows, file by file, on standard error.
  func showReport(in language: MessageLanguage) { IngestReportText.show(report, in: language) }
}
