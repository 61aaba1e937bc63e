// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonSemantics

/// Options of every command that computes figures from files.
struct EvaluationOptions: ParsableArguments {
  @Option(name: .customLong("period"), help: "A period such as 2026-Q1, 2026-07 or 2025-Q1..2026-Q2.")
  var period: String

  @Option(
    name: .customLong("from"), parsing: .singleValue,
    help:
      "SOURCE=FILE, or SOURCE/JOINED=FILE; may be repeated. By default the programme's store, or without one the files that the definitions name."
  )
  var sources: [String] = []

  @Option(
    name: .customLong("as-of"),
    help:
      "The last day that is known, by default the latest day of any event; or, with a store, a time such as 2026-04-01T12:00Z: only what had been handed in by then."
  )
  var asOf: String?

  @Option(help: "How many threads compute; results do not depend on it.")
  var threads: Int = 1
}

/// What a command computes with: the programme, what was handed in, the period and the evaluator.
struct EvaluationRun {
  let programme: Programme
  let files: HandedInFiles
  let period: Period
  let evaluator: Evaluator
  /// The events that were added up as they were read; nil where none were.
  let added: PartedEvaluation?
  let threads: Int

  /// Reads what the indicators and some other event types need; shows what is wrong with it. A fault of a whole file or of the organisation ends the command.
  ///
  /// - Parameters:
  ///   - splitLevels: the levels (indices) of the units that are split; nil for all.
  ///   - lookedAt: of some event types what is looked at, where the last day is stated; what else a store holds of them may be missing
  ///   - parted: makes what adds events up as they are read, for a period and a last day, where that can be done; nil where all events
  ///     are wanted.
  ///   - resuming: makes of this what is wanted of a run that goes on from an earlier one; nil where none does.
  init(
    _ options: EvaluationOptions, _ folder: ProgrammeFolder, _ programme: Programme, indicators: [Int],
    events: Set<EventID> = [], splitLevels: [Int]? = nil,
    lookingAt lookedAt: (Period) -> [EventID: LookedAt] = { _ in [:] },
    parted: (Period, CalendarDay?) -> PartedEvaluation? = { _, _ in nil },
    resuming: (PartedEvaluation) -> ResumedRun.Request? = { _ in nil }, _ messages: MessageOptions
  ) throws {
    self.programme = programme
    period = try Self.period(options.period, programme)
    let needed = programme.events(neededBy: indicators).union(events)
    let store = StoreAccess.folder(of: folder)
    let isStored = options.sources.isEmpty && folder.path != nil && StoreAccess.holdsHandIns(store)
    var asOf: CalendarDay?
    var recorded: Int64?
    if let text = options.asOf {
      // A time says what was recorded by then, a day what had happened by its end.
      recorded = isStored ? Self.recorded(text) : nil
      if recorded == nil {
        asOf = try Self.day(text)
      }
    }
    let added = parted(period, asOf)
    self.added = added
    files =
      try isStored
      ? HandedInFiles.read(
        store, programme, events: needed, asOf: asOf, recordedBy: recorded, giving: added,
        resuming: added.flatMap(resuming), lookingAt: asOf == nil || added != nil ? [:] : lookedAt(period),
        threads: max(1, options.threads))
      : HandedInFiles.read(
        folder, programme, from: SourceArguments(options.sources), events: needed, giving: added,
        threads: max(1, options.threads))
    Console.show(files.report.diagnostics, in: messages.language)
    if files.report.diagnostics.hasErrors { throw ExitStatus.notUnderstood.exitCode }
    evaluator = Evaluator(
      programme: programme, dataset: added?.addingKeptEvents(to: files.dataset) ?? files.dataset, asOf: asOf,
      latestDay: added?.latestDay)
    threads = max(1, options.threads)
    let size = Self.size(files.dataset, programme)
    if let excess = size.excess(of: indicators, programme, in: period, splitLevels: splitLevels) {
      Console.show([excess], in: messages.language)
      throw ExitStatus.wrongFound.exitCode
    }
  }

  /// How many events the files hold.
  var events: Int {
    let sources = programme.sources.filter { if case .event = $0.target { true } else { false } }.map(\.name)
    return files.report.files.reduce(0) { count, file in
      count + (file.joinedAs == nil && sources.contains(file.source) ? file.accepted : 0)
    }
  }

  private static func size(_ dataset: Dataset, _ programme: Programme) -> ResultSize {
    var units = [Int](repeating: 0, count: programme.levels.count)
    for level in dataset.organisation.levels where units.indices.contains(level) { units[level] += 1 }
    return ResultSize(
      unitsOfLevels: units, officers: Set(dataset.posts.map(\.officer)).count,
      codesOfDomains: dataset.domains.map(\.count))
  }

  /// A period of the command line.
  static func period(_ label: String, _ programme: Programme) throws -> Period {
    let calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    switch calendar.parse(label) {
    case .success(let period): return period
    case .failure(let reason): throw CommandFailure(.usage, CommandRule.badPeriod, [label, reason.message])
    }
  }

  /// A day of the command line.
  static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(iso: text) else { throw CommandFailure(.usage, CommandRule.badDay, [text]) }
    return day
  }

  /// The time by which something was recorded, in microseconds, where an option names one; nil for a day, and for none.
  static func recorded(_ text: String?) -> Int64? {
    guard let text, text.contains("T") else { return nil }
    return Instant(iso: text)?.microseconds
  }

  /// Says what became of the rows, file by file, on standard error.
  func showReport(in language: MessageLanguage) { IngestReportText.show(files.report, in: language) }

  /// Writes refused and set-aside rows with their reasons beside an output, where there are any.
  /// - Returns: the status that they call for.
  func keepRejectedRows(
    beside path: String, in language: MessageLanguage, among batch: inout OutputBatch
  ) throws -> ExitStatus {
    guard !files.report.rejected.isEmpty else { return .done }
    try batch.add(files.report.refusedRowsCSV(in: language), at: path)
    return files.report.hasRefusedRows ? .rowsRefused : .done
  }
}

extension Programme {
  /// The event types that some indicators look at or link to.
  func events(neededBy indicators: [Int]) -> Set<EventID> {
    var events: Set<EventID> = []
    for index in withOperands(indicators) {
      let plan = self.indicators[index]
      events.insert(plan.event)
      let roles = (plan.leavesOut + plan.notHeldAgainst).map(\.condition)
      let nodes = [plan.population, plan.counts, plan.reportedWhere].compactMap { $0 } + roles + plan.value.nodes
      for node in nodes { addLinkedEvents(of: node, to: &events) }
    }
    return events
  }

  private func addLinkedEvents(of id: NodeID, to events: inout Set<EventID>) {
    switch graph[id] {
    case .linkExists(let link), .linkFirst(let link, _):
      events.insert(link.target)
      if let condition = link.condition { addLinkedEvents(of: condition, to: &events) }
    default: graph[id].operands.forEach { addLinkedEvents(of: $0, to: &events) }
    }
  }

  /// Indices of indicators by id, of all versions of each; all of them when none is named.
  func indicators(named ids: [String]) throws -> [Int] {
    if ids.isEmpty { return Array(indicators.indices) }
    return try ids.flatMap { id in
      let versions = versions(of: id)
      if versions.isEmpty { throw unknown("indicator", id, among: indicators.map(\.id)) }
      return versions
    }
  }

  /// The failure for a name on the command line that the programme does not know.
  func unknown(_ kind: String, _ name: String, among known: [String]) -> CommandFailure {
    let near = Spelling.nearest(to: name, among: known)
    let shown = near.map { [$0] + known.filter { $0 != near } } ?? known
    return CommandFailure(.usage, CommandRule.unknownArgument, [kind, name, shown.prefix(20).joined(separator: ", ")])
  }
}
