// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonCalendar
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
    help: "SOURCE=FILE, or SOURCE/JOINED=FILE; may be repeated. By default the files that the definitions name.")
  var sources: [String] = []

  @Option(name: .customLong("as-of"), help: "The last day that is known; by default the latest day of any event.")
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
  let threads: Int

  /// Reads everything; shows what is wrong with it. A fault of a whole file or of the organisation ends the command.
  init(
    _ options: EvaluationOptions, _ folder: ProgrammeFolder, _ programme: Programme, indicators: [Int],
    _ messages: MessageOptions
  ) throws {
    self.programme = programme
    period = try Self.period(options.period, programme)
    let asOf = try options.asOf.map(Self.day)
    files = try HandedInFiles.read(
      folder, programme, from: SourceArguments(options.sources), events: programme.events(neededBy: indicators))
    Console.show(files.report.diagnostics, in: messages.language)
    if files.report.diagnostics.hasErrors { throw ExitStatus.notUnderstood.exitCode }
    evaluator = Evaluator(programme: programme, dataset: files.dataset, asOf: asOf)
    threads = max(1, options.threads)
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

  /// Says what became of the rows, file by file, on standard error.
  func showReport(in language: MessageLanguage) {
    let line = Wording(
      "{0} ({1}): {2} rows read, {3} accepted, {4} set aside, {5} refused",
      "{0} ({1}): строк прочитано {2}, принято {3}, отложено {4}, отклонено {5}")
    for file in files.report.files {
      let counts = [file.rowsRead, file.accepted, file.setAsideCount, file.refusedCount].map(String.init)
      Console.message(line.filled([file.source, file.file] + counts, in: language))
      for tally in file.setAside + file.refused {
        let reason = tally.rule.message.filled([tally.subject], in: language)
        Console.message("  \(tally.count) \(tally.rule.code) \(tally.subject.isEmpty ? reason : tally.subject)")
      }
    }
  }

  /// Writes refused and set-aside rows with their reasons beside an output, where there are any.
  /// - Returns: the status that they call for.
  func keepRejectedRows(beside path: String, in language: MessageLanguage) throws -> ExitStatus {
    guard !files.report.rejected.isEmpty else { return .done }
    try OutputFile.write(files.report.refusedRowsCSV(in: language), to: path)
    return files.report.hasRefusedRows ? .rowsRefused : .done
  }
}

extension Programme {
  /// The event types that some indicators look at or link to.
  func events(neededBy indicators: [Int]) -> Set<EventID> {
    var events: Set<EventID> = []
    for index in indicators {
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

  /// Indices of indicators by id; all of them when none is named.
  func indicators(named ids: [String]) throws -> [Int] {
    if ids.isEmpty { return Array(indicators.indices) }
    return try ids.map { id in
      guard let index = indicators.firstIndex(where: { $0.id == id }) else {
        throw unknown("indicator", id, among: indicators.map(\.id))
      }
      return index
    }
  }

  /// The failure for a name on the command line that the programme does not know.
  func unknown(_ kind: String, _ name: String, among known: [String]) -> CommandFailure {
    let near = Spelling.nearest(to: name, among: known)
    let shown = near.map { [$0] + known.filter { $0 != near } } ?? known
    return CommandFailure(.usage, CommandRule.unknownArgument, [kind, name, shown.prefix(20).joined(separator: ", ")])
  }
}
