// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonEngine
import MezonPublishing
import MezonSemantics

/// `mezon diff`: what changed between two states of the definitions, and which figures move by it.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed between two versions of the definitions, and whose values move.")

  @Argument(help: "The programme's folder, or a definition file, as it was.")
  var old: String

  @Argument(help: "The folder or file as it is. With --period, both are computed from the files of this folder.")
  var new: String

  @Option(help: "Also compute both for a period such as 2026-Q1, and say whose values and bands move.")
  var period: String?

  @Option(
    name: .customLong("from"), parsing: .singleValue, help: "SOURCE=FILE, or SOURCE/JOINED=FILE; may be repeated.")
  var sources: [String] = []

  @Option(name: .customLong("as-of"), help: "The last day that is known; by default the latest day of any event.")
  var asOf: String?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let (_, before) = try load(old)
      let (folder, after) = try load(new)
      let words = try PublishingTexts(folder).words(Language(rawValue: messages.language.rawValue) ?? .en)
      let definitions = try DefinitionComparison(old: before, new: after, words: words)
      var figures: ResultComparison?
      var hasRefusedRows = false
      if let period {
        if folder.path == nil { throw CommandFailure(.fileMissing, CommandRule.noProgramme, file: new) }
        let changed = Set(definitions.entries.filter { $0.fate == .changed }.map(\.id))
        let (oldRows, oldRun) = try rows(period, folder, before, changed)
        let (newRows, newRun) = try rows(period, folder, after, changed)
        figures = ResultComparison(old: (oldRows, oldRun.evaluator), new: (newRows, newRun.evaluator))
        hasRefusedRows = newRun.files.report.hasRefusedRows
      }
      let text = DiffText(definitions, figures, language: messages.language, format: words.format)
      Console.line(messages.json ? text.json() : text.lines().joined(separator: "\n"))
      return hasRefusedRows ? .rowsRefused : .done
    }
  }

  private func load(_ path: String) throws -> (ProgrammeFolder, Programme) {
    let isFile = InputFile.exists(path) && !InputFile.isFolder(path)
    let folder = try isFile ? ProgrammeFolder(path: nil, files: [path]) : ProgrammeFolder.find(path)
    let (programme, diagnostics) = Checker.check(try folder.parsed())
    Console.show(diagnostics, in: messages.language)
    guard let programme else { throw ExitStatus.wrongFound.exitCode }
    return (folder, programme)
  }

  /// The rows of the changed indicators by one side's definitions.
  private func rows(
    _ period: String, _ folder: ProgrammeFolder, _ programme: Programme, _ changed: Set<String>
  ) throws -> ([ResultRow], EvaluationRun) {
    let indicators = programme.indicators.indices.filter { changed.contains(programme.indicators[$0].id) }
    var options = EvaluationOptions()
    options.period = period
    options.sources = sources
    options.asOf = asOf
    options.threads = 1
    let run = try EvaluationRun(options, folder, programme, indicators: indicators, messages)
    return (run.evaluator.evaluate(indicators, in: run.period, threads: run.threads), run)
  }
}
