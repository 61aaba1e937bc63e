// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonEngine
import MezonSemantics

/// `mezon evaluate`: internal results, from files.
struct EvaluateCommand: ParsableCommand {
  enum Layout: String, ExpressibleByArgument, CaseIterable { case long, wide }
  enum EngineName: String, ExpressibleByArgument, CaseIterable { case native }

  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Compute figures. Results are internal: they are not protected for publication.")

  @Argument(help: "Ids of indicators; by default all.")
  var ids: [String] = []

  @Option(name: .shortAndLong, help: "Where the table goes: a .csv or .json file; by default standard output.")
  var output: String?

  @Option(parsing: .singleValue, help: "Only this level; may be repeated.")
  var level: [String] = []

  @Option(parsing: .singleValue, help: "Only this unit, by code; may be repeated.")
  var unit: [String] = []

  @Option(parsing: .singleValue, help: "Only this split, by name; may be repeated. `total` for totals alone.")
  var split: [String] = []

  @Option(help: "The organisation: as-was (each event in the unit that existed then).")
  var organisation: String = "as-was"

  @Option(help: "The table's layout: long (one row a value) or wide (one column an indicator, values only).")
  var layout: Layout = .long

  @Option(help: "The engine.")
  var engine: EngineName = .native

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
      let programme = rebase ? dated.rebased() : dated
      let indicators = try programme.indicators(named: ids)
      let run = try EvaluationRun(evaluation, folder, programme, indicators: indicators, messages)
      run.showReport(in: messages.language)
      let rows = run.evaluator.evaluate(
        indicators, in: run.period, levels: try levels(of: programme), units: try units(of: run),
        splits: split.isEmpty ? nil : split, threads: run.threads)
      return try write(rows, of: run)
    }
  }

  private func levels(of programme: Programme) throws -> [Int]? {
    if level.isEmpty { return nil }
    return try level.map { name in
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

  private func write(_ rows: [ResultRow], of run: EvaluationRun) throws -> ExitStatus {
    let table = ResultTable(rows, of: run.evaluator)
    let isJSON = messages.json || (output?.hasSuffix(".json") ?? false)
    let bytes = isJSON ? table.json() : layout == .wide ? table.wideCSV() : table.csv()
    guard let output else {
      Console.write(bytes)
      return run.files.report.hasRefusedRows ? .rowsRefused : .done
    }
    let meta = ResultMeta(
      asOf: run.evaluator.asOf, definitions: run.programme.digest, data: run.files.digest, isRebased: rebase,
      recorded: run.files.recorded)
    var status = ExitStatus.done
    try OutputBatch.write { batch in
      try batch.add(bytes, at: output)
      try batch.add(meta.json(), at: output + ".meta.json")
      status = try run.keepRejectedRows(beside: output + ".refused.csv", in: messages.language, among: &batch)
    }
    return status
  }
}
