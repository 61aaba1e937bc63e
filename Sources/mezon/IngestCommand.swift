// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonStore
import MezonSyntax

/// `mezon ingest`: validate, map and append to the store.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Hand files in: validate, map and append their rows to the programme's store, whole or not at all.")

  @Argument(help: "The files, all of one source.")
  var files: [String] = []

  @Option(help: "The source that reads them; needed unless one is to be suggested.")
  var source: String = ""

  @Flag(help: "Hand nothing in: propose a source definition for each file, on standard output or in the file of -o.")
  var suggest = false

  @Option(help: "With --suggest: the sheet of a workbook, or the table of another file of tables.")
  var sheet: String?

  @Option(help: "With --suggest: the language of the proposal's keywords, en or ru.")
  var keywords: KeywordLanguage = .english

  @Option(name: .shortAndLong, help: "With --suggest: the file to write the proposal to.")
  var output: String?

  @Option(parsing: .singleValue, help: "NAME=FILE of a joined file; by default the one that the definition names.")
  var joined: [String] = []

  @Option(
    parsing: .singleValue,
    help:
      "A field that tells events apart, where the source does not say it; may be repeated. The store remembers it. Without one each row is an event of its own."
  )
  var key: [String] = []

  @Flag(help: "Say what would happen, and change nothing.")
  var dryRun = false

  @Flag(help: "The rows name events that are to be retracted.")
  var retract = false

  @Option(help: "The number of an earlier hand-in whose place this one takes.")
  var replaces: Int?

  @Option(help: "Who hands in; needed where something is corrected or retracted.")
  var by: String = ""

  @Option(help: "Why; needed where something is corrected or retracted.")
  var because: String = ""

  @Option(help: "The unit that hands in for a period, by code; makes the hand-in known to completeness rules.")
  var unit: String?

  @Option(help: "The period for which the unit hands in, such as 2026-Q1.")
  var period: String?

  @Flag(name: .customLong("nil"), help: "The unit reports that there was nothing in the period.")
  var isNil = false

  @Option(help: "Where refused rows go; by default beside the first file, with the ending .refused.csv.")
  var refused: String?

  @Option(help: "The folder with what was published; by default publications of the programme.")
  var published: String?

  @Option(help: "How many threads read and write; what is stored does not depend on it.")
  var threads: Int = 1

  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  /// Where refused rows go if nobody says it: beside the first file; for a table of a database here, under the table's name.
  private var refusedPlace: String? {
    guard let first = files.first else { return nil }
    let name =
      DatabaseFile.isAddress(first) ? SafeFileName.name(first.split(separator: "#").last.map(String.init) ?? "") : first
    return name + ".refused.csv"
  }

  /// The fields that tell events apart, as the source or else the arguments say; none where neither does.
  func key(of source: SourcePlan) throws -> [String] {
    guard !source.key.isEmpty, !key.isEmpty, source.key != key else { return key.isEmpty ? source.key : key }
    throw CommandFailure(
      .usage, CommandRule.keyContradicts,
      [source.name, source.key.joined(separator: ", "), key.joined(separator: ", ")])
  }

  func validate() throws {
    if !suggest, source.isEmpty { throw ValidationError("name the source that reads the files: --source NAME") }
    if suggest, files.isEmpty { throw ValidationError("name the files to look at") }
  }

  func run() throws {
    try messages.run {
      if suggest {
        return try IngestSuggestion(files: files, sheet: sheet, keywords: keywords, output: output).write(messages)
      }
      let (folder, programme) = try programmeOptions.load(messages)
      let run = try IngestRun(self, folder, programme)
      Console.show(run.report.diagnostics, in: messages.language)
      if run.report.diagnostics.hasErrors { throw ExitStatus.notUnderstood.exitCode }
      run.showReport(in: messages.language)
      // What cannot be read is told before anything is changed.
      let published = try run.published(in: self.published ?? (folder.path ?? ".") + "/publications", folder)
      var outcome = HandInOutcome()
      // The rows that were refused are on the disk before the others come in.
      try OutputBatch.write { batch in
        if !dryRun, !run.report.rejected.isEmpty, let place = refused ?? refusedPlace {
          try batch.add(run.report.refusedRowsCSV(in: messages.language), at: place)
        }
        outcome = try dryRun ? run.trial() : run.commit()
      }
      let report = HandInReport(
        source: source, isTrial: dryRun, recorded: run.recordedText, outcome: outcome, reading: run.report,
        quality: run.quality, published: [try run.changes(outcome, to: published.reports), published.unreadable])
      if messages.json {
        Console.line(report.json(in: messages.language))
      } else {
        report.lines(in: messages.language).forEach { Console.line($0) }
      }
      return run.report.hasRefusedRows || outcome.unmatched > 0 ? .rowsRefused : .done
    }
  }
}
