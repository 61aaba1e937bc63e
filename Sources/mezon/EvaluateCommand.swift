// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonPublishing
import MezonSemantics

/// `mezon evaluate`: internal results, from files.
struct EvaluateCommand: ParsableCommand {
  enum Layout: String, ExpressibleByArgument, CaseIterable {
    case long, wide

    var ofTable: ResultLayout { self == .long ? .long : .wide }
  }
  enum EngineName: String, ExpressibleByArgument, CaseIterable { case native }

  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Compute figures. Results are internal: they are not protected for publication.")

  @Argument(help: "Ids of indicators; by default all.")
  var ids: [String] = []

  @Option(name: .shortAndLong, help: "Where the table goes: a .csv, .json or .xlsx file; by default standard output.")
  var output: String?

  @Option(parsing: .singleValue, help: "Only this level; may be repeated.")
  var level: [String] = []

  @Option(parsing: .singleValue, help: "Only this unit, by code; may be repeated.")
  var unit: [String] = []

  @Option(parsing: .singleValue, help: "Only this split, by name; may be repeated. `total` for totals alone.")
  var split: [String] = []

  @Option(
    name: .customLong("split-level"), parsing: .singleValue,
    help: "Splits only for units of this level; may be repeated. By default for all.")
  var splitLevel: [String] = []

  @Option(help: "The organisation: as-was (each event in the unit that existed then).")
  var organisation: String = "as-was"

  @Option(help: "The table's layout: long (one row a value) or wide (one column an indicator, values only).")
  var layout: Layout = .long

  @Option(help: "The engine.")
  var engine: EngineName = .native

  @Option(
    help:
      "A folder that keeps what was added up, so that the next run of the same request looks only at what was handed in since; for CSV from a store."
  )
  var keep: String?

  @Flag(help: "Compute past periods by the newest version of each definition, not by the one that held then.")
  var rebase = false

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      guard organisation == "as-was" else {
        throw CommandFailure(
          .usage, CommandRule.notThere, ["--organisation \(organisation)", "--organisation as-was"])
      }
      let (folder, dated) = try programmeOptions.load(messages)
      let made = try evaluated(folder, rebase ? dated.rebased() : dated)
      defer { FreedMemory.leave(made.run) }
      made.run.showReport(in: messages.language)
      if let looked = made.looked {
        let numbers = [String(looked.at), String(looked.of)]
        Console.show([Diagnostic(CommandRule.lookedAt, numbers, at: .none)], in: messages.language)
      } else if keep != nil {
        Console.show([Diagnostic(CommandRule.nothingKept, [], at: .none)], in: messages.language)
      }
      return try made.rows.map { try writeWorkbook($0, of: made.run) } ?? write(made)
    }
  }

  /// A table that was made.
  struct Evaluated {
    let run: EvaluationRun
    /// Hands out its bytes, in parts; none for a workbook.
    var parts: (OutputFile.Add) throws -> Void = { _ in }
    /// The rows of a workbook; nil for a text.
    var rows: ResultTable?
    /// Where it is kept for the next run: how many events were looked at, and of how many.
    var looked: (at: Int, of: Int)?

    /// Its bytes, in parts.
    var table: [[UInt8]] {
      get throws {
        var table: [[UInt8]] = []
        try parts { table += $0 }
        return table
      }
    }
  }

  /// Makes the table of a programme, and keeps what is to be kept; it says nothing but what is wrong with the data.
  func evaluated(_ folder: ProgrammeFolder, _ programme: Programme) throws -> Evaluated {
    let indicators = try programme.indicators(named: ids)
    let splitLevels = try levels(splitLevel, of: programme)
    let levels = try levels(level, of: programme)
    func begin(mayResume: Bool) throws -> EvaluationRun {
      try EvaluationRun(
        evaluation, folder, programme, indicators: indicators, splitLevels: splitLevels,
        parted: { period, asOf in
          PartedEvaluation(
            programme,
            PartedEvaluation.Request(
              indicators, in: period, levels: levels, units: unit.isEmpty ? nil : unit,
              splits: split.isEmpty ? nil : split, splitLevels: splitLevels, asOf: asOf))
        },
        resuming: { added in
          keep.map { folder in
            ResumedRun.Request(
              folder: folder, lines: request(programme, indicators), added: added, mayResume: mayResume)
          }
        }, messages)
    }
    try checkKeep(folder)
    var run = try begin(mayResume: true)
    if let kept = try keptTable(of: run) { return kept }
    // What was kept does not go with what there is: everything is looked at again, and kept anew.
    if run.files.resumed?.isResumed ?? false {
      run = try begin(mayResume: false)
      if let kept = try keptTable(of: run) { return kept }
    }
    if output?.hasSuffix(".xlsx") ?? false {
      return Evaluated(run: run, rows: rows(indicators, levels, try units(of: run), splitLevels, of: run))
    }
    let units = try units(of: run)
    return Evaluated(run: run) { try write(indicators, levels, units, splitLevels, of: run, to: $0) }
  }

  /// Sums are kept for tables of a store only, written as CSV.
  private func checkKeep(_ folder: ProgrammeFolder) throws {
    guard keep != nil else { return }
    let isText = !messages.json && ![".json", ".xlsx"].contains { output?.hasSuffix($0) ?? false }
    let isStored =
      evaluation.sources.isEmpty && folder.path != nil && StoreAccess.holdsHandIns(StoreAccess.folder(of: folder))
    guard isText, isStored else { throw CommandFailure(.usage, CommandRule.keepNeedsStore) }
  }

  /// Everything that a figure depends on but what the store holds, line by line.
  private func request(_ programme: Programme, _ indicators: [Int]) -> [String] {
    // The days of events follow from the system's rules of the zone, which may change.
    let zone = (TimeZoneRules(identifier: programme.timeZone) ?? .utc).identity
    return [
      "engine \(ResultMeta.engineVersion) of \(Mezon.engineVersion), build \(Mezon.build)",
      "programme \(programme.digest)",
      "rebased \(rebase)", "layout \(layout.rawValue)",
      "period \(evaluation.period)", "as of \(evaluation.asOf ?? "")",
      "zone \(zone)",
    ] + indicators.map { "indicator \(programme.indicators[$0].id) \($0)" } + level.map { "level \($0)" }
      + unit.map { "unit \($0)" } + split.map { "split \($0)" } + splitLevel.map { "split level \($0)" }
  }

  /// The table of a run that goes on from an earlier one, kept for the next; nil where it must be made another way.
  private func keptTable(of run: EvaluationRun) throws -> Evaluated? {
    // What was said of a table that is not looked at again would not be said again.
    let report = run.files.report
    let isSilent = report.rejected.isEmpty && !report.diagnostics.contains { $0.rule == IngestRule.storedKindDiffers }
    guard let resumed = run.files.resumed, isSilent, let added = run.added,
      let made = added.tableBlocks(layout == .wide ? .wide : .long, run.evaluator, threads: run.threads)
    else { return nil }
    try resumed.keep(made, of: run)
    // Those that are not added up say which day is the last.
    let others = run.files.dataset.events.reduce(0) { $0 + $1.rowCount }
    return Evaluated(
      run: run, parts: { try $0(made.table) }, looked: (added.receivedCount + others, resumed.events))
  }

  /// Hands out the table of results as bytes, in parts.
  private func write(
    _ indicators: [Int], _ levels: [Int]?, _ units: [Int32]?, _ splitLevels: [Int]?, of run: EvaluationRun,
    to add: OutputFile.Add
  ) throws {
    let splits = split.isEmpty ? nil : split
    let isJSON = messages.json || (output?.hasSuffix(".json") ?? false)
    if layout == .wide, !isJSON,
      let wide = run.evaluator.wideValues(
        indicators, in: run.period, levels: levels, units: units, splits: splits, splitLevels: splitLevels,
        threads: run.threads, added: run.added)
    {
      return try wide.writeLines(add)
    }
    if layout == .long, !isJSON {
      return try run.evaluator.writeLines(
        indicators, in: run.period, levels: levels, units: units, splits: splits, splitLevels: splitLevels,
        threads: run.threads, added: run.added, add)
    }
    let table = rows(indicators, levels, units, splitLevels, of: run)
    try add([isJSON ? table.json() : table.csv(.wide)])
  }

  /// The rows of results.
  private func rows(
    _ indicators: [Int], _ levels: [Int]?, _ units: [Int32]?, _ splitLevels: [Int]?, of run: EvaluationRun
  ) -> ResultTable {
    let rows = run.evaluator.evaluate(
      indicators, in: run.period, levels: levels, units: units, splits: split.isEmpty ? nil : split,
      splitLevels: splitLevels, threads: run.threads, added: run.added)
    return ResultTable(rows, of: run.evaluator)
  }

  /// The levels of some names, nil for none.
  private func levels(_ names: [String], of programme: Programme) throws -> [Int]? {
    if names.isEmpty { return nil }
    return try names.map { name in
      guard let index = programme.levels.firstIndex(where: { $0.name == name }) else {
        throw programme.unknown("level", name, among: programme.levels.map(\.name))
      }
      return index
    }
  }

  private func units(of run: EvaluationRun) throws -> [Int32]? {
    if unit.isEmpty { return nil }
    let organisation = run.files.dataset.organisation
    return try unit.map { code in
      guard let index = organisation.index(of: code) else {
        throw run.programme.unknown("unit", code, among: organisation.codes)
      }
      return index
    }
  }

  private func write(_ made: Evaluated) throws -> ExitStatus {
    guard let output else {
      try made.parts { $0.forEach(Console.write) }
      return made.run.files.report.hasRefusedRows ? .rowsRefused : .done
    }
    return try write(output, of: made.run) { batch in try batch.addParts(at: output, made.parts) }
  }

  /// Writes the table as a workbook.
  private func writeWorkbook(_ table: ResultTable, of run: EvaluationRun) throws -> ExitStatus {
    guard let output else { return .done }
    try Self.check(lines: table.lineCount(layout.ofTable), in: output)
    return try write(output, of: run) { batch in
      try batch.addWorkbook(at: output) { temporary throws(WorkbookError) in
        try ResultWorkbook.write(table, layout.ofTable, meta(of: run), to: temporary)
      }
    }
  }

  /// Checks that the lines of a table fit on a sheet.
  static func check(lines: Int, in path: String) throws {
    guard lines <= ResultWorkbook.mostLines else {
      throw CommandFailure(
        .cannotWrite, CommandRule.workbookTooLong, [String(lines), String(ResultWorkbook.mostLines)], file: path)
    }
  }

  private func meta(of run: EvaluationRun) -> ResultMeta {
    ResultMeta(
      asOf: run.evaluator.asOf, definitions: run.programme.digest, data: run.files.digest, isRebased: rebase,
      recorded: run.files.recorded)
  }

  /// Writes a table with what stands once beside it and the rows that were refused, together or not at all.
  private func write(
    _ output: String, of run: EvaluationRun, _ table: (_ batch: inout OutputBatch) throws -> Void
  ) throws -> ExitStatus {
    var status = ExitStatus.done
    try OutputBatch.write { batch in
      try table(&batch)
      try batch.add(meta(of: run).json(), at: output + ".meta.json")
      status = try run.keepRejectedRows(beside: output + ".refused.csv", in: messages.language, among: &batch)
    }
    return status
  }
}
