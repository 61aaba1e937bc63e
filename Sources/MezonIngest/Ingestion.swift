// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonColumns
import MezonDiagnostics
package import MezonSemantics
import MezonTables

/// A file's name, as messages show it, and its content.
package struct NamedBytes: Sendable {
  package let file: String
  package let bytes: [UInt8]

  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }
}

/// A roster file whose columns are named as the fields of its table (see `RosterSchema`), in any order.
package struct RosterFile: Sendable {
  package let table: RosterTable
  package let file: NamedBytes

  package init(_ table: RosterTable, file: String, bytes: [UInt8]) {
    self.table = table
    self.file = NamedBytes(file: file, bytes: bytes)
  }
}

/// Turns files that were handed in into a data set: definitions and bytes go in, columns and a report come out.
///
/// It opens no file and knows no clock. Units are read first, then posts, population, hand-ins and audits, then
/// events, each in the order given, so that codes of units are known where they are named.
///
/// ```swift
/// let ingestion = Ingestion(programme: programme)
/// let (dataset, report) = ingestion.dataset(from: [
///   .roster(RosterFile(.units, file: "units.csv", bytes: units)),
///   .source(disputes, file: "disputes.csv", bytes: log),
/// ])
/// ```
package struct Ingestion: Sendable {
  /// A file with what reads it.
  package enum Input: Sendable {
    /// A large file of a source, read part by part, with the files that it joins.
    case opened(SourcePlan, OpenFile, joined: [String: OpenFile])
    /// A table of a database of a source, read part by part where it is large, with the files that it joins.
    case database(SourcePlan, DatabaseFile, joined: [String: OpenFile])
    /// A file of a source, with the files that it joins by their names in the definition.
    case source(SourcePlan, NamedBytes, joined: [String: OpenFile])
    case roster(RosterFile)
    /// Rows of a store that count, of an event type.
    case stored(EventID, PortableTable, source: String)
    /// The same, read a stretch at a time where that can be done.
    case storedTable(EventID, StoredTable, source: String)

    /// A file of a source.
    package static func source(
      _ plan: SourcePlan, file: String, bytes: [UInt8], joined: [String: OpenFile] = [:]
    ) -> Input {
      .source(plan, NamedBytes(file: file, bytes: bytes), joined: joined)
    }

    /// The source of a file that is not held, and about how many bytes of text it has; nil for any other.
    var largeFile: (plan: SourcePlan, textBytes: Int)? {
      switch self {
      case .opened(let plan, let file, _): (plan, file.textBytes)
      case .database(let plan, let table, _): table.held == nil ? (plan, table.byteCount) : nil
      case .source, .roster, .stored, .storedTable: nil
      }
    }

    /// Whether it has events: these come last.
    fileprivate var isOfEvents: Bool { rank == RosterTable.allCases.count }

    /// Its place in the order of reading.
    fileprivate var rank: Int {
      let roster: RosterTable? =
        switch self {
        case .source(let plan, _, _), .opened(let plan, _, _), .database(let plan, _, _):
          if case .roster(let table) = plan.target { table } else { nil }
        case .roster(let file): file.table
        case .stored, .storedTable: nil
        }
      return roster.flatMap { RosterTable.allCases.firstIndex(of: $0) } ?? RosterTable.allCases.count
    }
  }

  /// How many elements the lists of one field may have in all rows together: places in a list are 32-bit numbers, and what a
  /// batch holds beside them, accepted and not yet added, is far below the room that is left.
  package static let mostListElements = Int(Int32.max) - (1 << 29)

  /// How many different texts of one kind there may be before more are read; a dictionary holds twice as many.
  package static let mostTexts = 1 << 29

  private let programme: Programme
  private let zone: TimeZoneRules?
  private let threads: Int
  private let partBytes: Int
  private let mostListElements: Int
  private let mostTexts: Int

  /// An ingestion for a programme.
  ///
  /// - Parameters:
  ///   - threads: how many threads read a large file; what is read does not depend on them.
  ///   - partBytes: about how large the parts are in which it is read.
  ///   - mostListElements: how many elements the lists of one field may have in all rows together
  ///   - mostTexts: how many different texts of one kind there may be before more are read
  package init(
    programme: Programme, threads: Int = 1, partBytes: Int = 16 << 20,
    mostListElements: Int = Ingestion.mostListElements, mostTexts: Int = Ingestion.mostTexts
  ) {
    self.programme = programme
    self.threads = threads
    self.partBytes = partBytes
    self.mostListElements = min(mostListElements, Self.mostListElements)
    self.mostTexts = min(mostTexts, Self.mostTexts)
    zone = TimeZoneRules(identifier: programme.timeZone)
  }

  /// The hand-ins that rosters of them state, in an organisation that is known. Complexity: O(bytes).
  package func handIns(in rosters: [Input], _ organisation: Organisation) -> [HandInRow] {
    var builder = DatasetBuilder(programme: programme, zone: zone ?? .utc)
    builder.values.organisation = organisation
    var report = IngestReport()
    for roster in rosters { read(roster, into: &builder, &report, giving: nil) }
    return builder.rosters.handIns
  }

  /// Reads everything that was handed in. Complexity: O(bytes).
  ///
  /// - Parameters:
  ///   - receiver: takes events of the types that it wants; the data set has none of these.
  ///   - sink: takes the events of large files, of one type, group by group; what it took is not in the data set.
  ///   - lookedAt: of some event types what is looked at; the data set need have no more of those that a store holds.
  package func dataset(
    from inputs: [Input], giving receiver: (any EventReceiver)? = nil, sink: (any EventSink)? = nil,
    lookingAt lookedAt: [EventID: LookedAt] = [:]
  ) -> (dataset: Dataset, report: IngestReport) {
    var builder = DatasetBuilder(
      programme: programme, zone: zone ?? .utc, mostListElements: mostListElements, mostTexts: mostTexts)
    var report = IngestReport()
    if zone == nil {
      report.diagnostics.append(Diagnostic(IngestRule.unknownTimeZone, [programme.timeZone], at: .none))
    }
    let ordered = inputs.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
    var hasOrganisation = false
    var isAsked = receiver == nil
    var delivery: EventDelivery?
    var groups: GroupedFiles?
    for (_, input) in ordered where !(sink?.isStopped ?? false) {
      if input.rank > 0, !hasOrganisation {
        report.diagnostics += builder.buildOrganisation()
        hasOrganisation = true
      }
      if input.isOfEvents, !isAsked {
        delivery = receiver.flatMap { EventDelivery($0, &builder, threads: threads) }
        isAsked = true
      }
      if case .storedTable(let event, let table, let source) = input, let looked = lookedAt[event] {
        builder.joinParts(threads: threads)
        if looked.read(table, of: event, from: source, into: &builder, &report, threads: threads) { continue }
      }
      if input.isOfEvents, let sink, groups == nil { groups = GroupedFiles(sink, builder, partBytes: partBytes) }
      let isParted = read(input, into: &builder, &report, giving: delivery, sink: sink)
      groups?.add(input, isParted: isParted, from: &builder, threads: threads)
      delivery?.give(from: &builder)
    }
    if !hasOrganisation { report.diagnostics += builder.buildOrganisation() }
    // What was received before may be all there is.
    if !isAsked { _ = receiver.flatMap { EventDelivery($0, &builder, threads: threads) } }
    report.diagnostics += PopulationAgreement(programme).diagnostics(
      builder.rosters.population, codes: builder.values.organisation.codes)
    return (builder.finish(threads: threads), report)
  }

  /// Reads an input, and returns whether it was read in parts.
  @discardableResult
  private func read(
    _ input: Input, into builder: inout DatasetBuilder, _ report: inout IngestReport, giving delivery: EventDelivery?,
    sink: (any EventSink)? = nil
  ) -> Bool {
    builder.joinParts(threads: threads)
    do {
      switch input {
      case .source(let plan, let file, let joined):
        try read(
          plan, file, try TableLayout(plan.declaration), joined, into: &builder, &report, giving: delivery)
      case .opened(let plan, let file, let joined):
        if try readInParts(plan, file, joined, into: &builder, &report, giving: delivery, sink) { return true }
        try read(
          plan, try file.held(), try TableLayout(plan.declaration), joined, into: &builder, &report, giving: delivery)
      case .database(let plan, let table, let joined):
        try read(plan, table, joined, into: &builder, &report, giving: delivery, sink)
        return table.held == nil
      case .roster(let roster):
        let table = try HandedInTable(
          file: roster.file.file, bytes: roster.file.bytes)
        report.diagnostics += table.warnings
        let fields = RosterSchema.fields(
          of: roster.table, unitAttributes: programme.unitAttributes, populationGroups: programme.populationGroups)
        var planner = ReadingPlanner(
          programme: programme, zone: builder.zone, table: table, fields: fields, roster: roster.table)
        let plan = planner.plan(roster.table)
        report.diagnostics += planner.diagnostics
        if let plan { try run(plan, table, into: &builder, &report) }
      case .stored(let event, let table, let source):
        read(table, event, source, into: &builder, &report)
      case .storedTable(let event, let table, let source):
        if delivery?.give(table, of: event, from: source, into: &builder, &report) ?? false { return false }
        guard let whole = table.whole() else { return false }
        read(whole, event, source, into: &builder, &report)
      }
    } catch {
      report.diagnostics.append(error.diagnostic)
    }
    return false
  }

  private func read(
    _ table: PortableTable, _ event: EventID, _ source: String, into builder: inout DatasetBuilder,
    _ report: inout IngestReport
  ) {
    let rows = StoredRows(table, event, into: &builder, &report.diagnostics)
    var log = RejectionLog(source: source, file: table.files.joined(separator: ", "))
    rows.read(into: &builder, log: &log)
    log.finish(into: &report)
  }

  /// Reads a large file without holding all of it; false, and nothing is read or said, where it must be held.
  private func readInParts(
    _ source: SourcePlan, _ file: OpenFile, _ joined: [String: OpenFile], into builder: inout DatasetBuilder,
    _ report: inout IngestReport, giving delivery: EventDelivery?, _ sink: (any EventSink)?
  ) throws(ReadingFailure) -> Bool {
    guard case .event = source.target else { return false }
    let layout = try TableLayout(source.declaration)
    let beginning = try reading(file.file) {
      try file.content.bytes(0..<min(file.content.byteCount, LargeText.beginningBytes))
    }
    let large = LargeSource(source, joined, programme: programme, threads: threads, giving: delivery, to: sink)
    // What is given away at once need not come in parts that are worth joining.
    let partBytes = delivery == nil ? partBytes : partBytes / 4
    if layout.sheet != nil || TableFiles.isTable(beginning, name: file.file) {
      guard let found = try FoundTable(file: file.file, content: file.content, layout: layout) else { return false }
      let parts = TableParts(found, partBytes: partBytes)
      return try large.read(try parts.beginning(), parts, into: &builder, &report)
    }
    guard file.content.byteCount > 2 * partBytes else { return false }
    let parting = LargeSource.Parting(content: file.content, partBytes: partBytes, mayBeEncoded: layout.encoding == nil)
    if let table = HandedInTable(file: file.file, cut: beginning, layout: layout),
      large.read(table, parting, into: &builder, &report)
    {
      return true
    }
    guard let text = try LargeText(file, layout: layout, partBytes: partBytes) else { return false }
    return try large.read(text.table, text.parts, into: &builder, &report)
  }

  /// Reads a large table of a database.
  private func read(
    _ source: SourcePlan, _ file: DatabaseFile, _ joined: [String: OpenFile], into builder: inout DatasetBuilder,
    _ report: inout IngestReport, giving delivery: EventDelivery?, _ sink: (any EventSink)?
  ) throws(ReadingFailure) {
    var layout = try TableLayout(source.declaration)
    if let sheet = layout.sheet {
      throw ReadingFailure(
        Diagnostic(IngestRule.noSheet, [file.name, sheet, "-"], at: layout.sheetPlace(in: file.name)))
    }
    // A database gives UTF-8.
    layout.encoding = nil
    if let held = file.held {
      return try read(
        source, NamedBytes(file: file.name, bytes: held), layout, joined, into: &builder, &report, giving: delivery)
    }
    let beginning = try DatabaseParts.beginning(of: file)
    let table = try HandedInTable(file: file.name, text: beginning, layout: layout)
    let large = LargeSource(source, joined, programme: programme, threads: threads, giving: delivery, to: sink)
    let parts = DatabaseParts(
      file, after: table.bytesBefore + table.reader.nextRow.byteOffset,
      partBytes: delivery == nil ? partBytes : partBytes / 4)
    guard try large.read(table, parts, into: &builder, &report) else {
      throw ReadingFailure(Diagnostic(IngestRule.tooMuchAtOnce, [String(mostTexts)], at: .file(file.name)))
    }
  }

  private func read(
    _ source: SourcePlan, _ file: NamedBytes, _ layout: TableLayout, _ joined: [String: OpenFile],
    into builder: inout DatasetBuilder, _ report: inout IngestReport, giving delivery: EventDelivery?
  ) throws(ReadingFailure) {
    var table = try HandedInTable(file: file.file, bytes: file.bytes, layout: layout)
    report.diagnostics += table.warnings
    if let unpivot = source.declaration.unpivot { table = try table.unpivoted(unpivot).table }
    var roster: RosterTable?
    if case .roster(let table) = source.target { roster = table }
    var planner = ReadingPlanner(
      programme: programme, zone: builder.zone, table: table, fields: source.fields, roster: roster)
    var logs: [RejectionLog] = []
    let plan = planner.plan(source, joined: joined, values: &builder.values, joinLogs: &logs)
    report.diagnostics += planner.warnings + planner.diagnostics
    for log in logs { log.finish(into: &report) }
    if let plan { try run(plan, table, into: &builder, &report, giving: delivery) }
  }

  private func run(
    _ plan: ReadingPlan, _ table: HandedInTable, into builder: inout DatasetBuilder, _ report: inout IngestReport,
    giving delivery: EventDelivery? = nil
  ) throws(ReadingFailure) {
    var log = RejectionLog(source: plan.source, file: table.file)
    defer { log.finish(into: &report) }
    let reading = PartedReading(
      PartReader(plan: plan, table: table, unpivot: nil), HeldContent(table.bytes), partBytes: partBytes,
      threads: threads)
    if reading.read(into: &builder, log: &log, giving: delivery) { return }
    var reader = SourceReader(plan, table: table)
    var batch = RowBatch()
    try reader.read(into: &builder, log: &log, by: &batch)
  }
}
