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
      "A field that tells events apart; may be repeated. The store remembers it. Without one each row is an event of its own."
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

  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

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
      let outcome = try dryRun ? run.trial() : run.commit()
      var status = ExitStatus.done
      if !dryRun, !run.report.rejected.isEmpty, let place = refused ?? files.first.map({ $0 + ".refused.csv" }) {
        try OutputFile.write(run.report.refusedRowsCSV(in: messages.language), to: place)
      }
      if run.report.hasRefusedRows || outcome.unmatched > 0 { status = .rowsRefused }
      show(outcome, run)
      return status
    }
  }

  private func show(_ outcome: HandInOutcome, _ run: IngestRun) {
    let refused = run.report.files.filter { $0.source == source }.reduce(0) { $0 + $1.refusedCount }
    if messages.json {
      var members: [String: JSON] = [
        "source": .string(source), "dry_run": .bool(dryRun), "accepted": .count(outcome.accepted),
        "unchanged": .count(outcome.unchanged), "corrected": .count(outcome.corrected),
        "retracted": .count(outcome.retracted), "refused": .count(refused), "unmatched": .count(outcome.unmatched),
        "alike": .count(outcome.alike),
      ]
      if let commit = outcome.commit { members["hand_in"] = .count(commit) }
      Console.line(String(decoding: JSON.object(members).canonical() ?? [], as: UTF8.self))
      return
    }
    let counts = [outcome.accepted, outcome.unchanged, outcome.corrected, outcome.retracted, refused].map(String.init)
    Console.line(Self.counts.filled([source] + counts, in: messages.language))
    if outcome.unmatched > 0 {
      Console.message(Self.unmatched.filled([String(outcome.unmatched)], in: messages.language))
    }
    if outcome.alike > 0 { Console.message(Self.alike.filled([String(outcome.alike)], in: messages.language)) }
    if let commit = outcome.commit {
      Console.line(Self.committed.filled([String(commit), run.recordedText ?? ""], in: messages.language))
    } else {
      Console.line((dryRun ? Self.tried : Self.nothing).filled([], in: messages.language))
    }
  }

  private static let counts = Wording(
    "{0}: accepted {1}, unchanged {2}, corrected {3}, retracted {4}, refused {5}",
    "{0}: принято {1}, без изменений {2}, исправлено {3}, отозвано {4}, отклонено {5}")
  private static let unmatched = Wording(
    "{0} rows name no event that is there to be retracted", "строк, для которых нет отзываемого события: {0}")
  private static let alike = Wording(
    "{0} rows equal rows of earlier hand-ins and count beside them; if this file continues an earlier one, name the fields that tell events apart with --key, or the earlier hand-in with --replaces",
    "строк, равных строкам прежних сдач и учтённых вместе с ними: {0}; если файл продолжает прежний, назовите поля, отличающие события, через --key или прежнюю сдачу через --replaces"
  )
  private static let committed = Wording("hand-in {0}, recorded {1}", "сдача {0}, записана {1}")
  private static let tried = Wording("tried only: nothing was changed", "только проверка: ничего не изменено")
  private static let nothing = Wording("nothing was changed", "ничего не изменено")
}
