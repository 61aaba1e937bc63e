// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MezonDiagnostics
import MezonEngine
import MezonPublishing
import MezonSemantics
import MezonStore

/// `mezon publish`: a report for the public, protected.
struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Write a report: workbook, page, text and tables, protected for publication.")

  @Argument(help: "The report's name.")
  var name: String

  @Option(name: .shortAndLong, help: "The folder for the report.")
  var output: String

  @Option(help: "The number of the release, from 1; a corrected one has a higher number.")
  var release = 1

  @Option(help: "A language of the programme; by default all of them.")
  var language = "all"

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if release < 1 { throw ValidationError("--release is a number from 1") }
  }

  func run() throws {
    try messages.run {
      let (folder, programme) = try programmeOptions.load(messages)
      guard let plan = programme.reports.first(where: { $0.id == name }) else {
        throw programme.unknown("report", name, among: programme.reports.map(\.id))
      }
      let faults = try LockFile.faults(in: programme, folder)
      guard faults.isEmpty else {
        Console.show(faults, in: messages.language)
        return .wrongFound
      }
      let languages = try programme.publishingLanguages(language)
      let own = try programme.publishingLanguages().first
      let texts = try PublishingTexts(folder)
      let template = plan.declaration.template?.text ?? "report"
      let renderer = try texts.renderer([template + ".html", template + ".txt"])
      let words = try languages.map { try texts.words($0) }
      let shown = plan.sections.flatMap(\.indicators)
      let indicators = programme.indicators.indices.filter { shown.contains(programme.indicators[$0].id) }
      let run = try EvaluationRun(evaluation, folder, programme, indicators: indicators, messages)
      run.showReport(in: messages.language)
      let rows = run.evaluator.evaluate(
        indicators, in: run.period, levels: plan.levels, grains: plan.grainsNeeded(programme), threads: run.threads)
      let edition = ReportEdition(
        programme: programme, plan: plan, organisation: run.files.dataset.organisation,
        rows: Protection(programme: programme).published(rows), period: run.period, asOf: run.evaluator.asOf,
        release: release, provenance: run.provenance)
      let base = output + "/" + SafeFileName.name(name)
      var status = ExitStatus.done
      var paths: [String] = []
      try OutputBatch.write { batch in
        for words in words {
          let suffix = words.language == own ? "" : "." + words.language.code
          paths += try add(try ReportContent(edition, words: words), words, renderer, template, base + suffix, &batch)
        }
        let digests = try paths.map { path in
          (
            URL(fileURLWithPath: path).lastPathComponent,
            try batch.content(at: path).map { Digest256(of: $0).hex } ?? ""
          )
        }
        try batch.add(meta(edition, digests), at: base + ".meta.json")
        if let home = folder.path, let lock = try LockFile.pinning(Set(shown), of: programme, in: home) {
          try batch.add(LockFile.bytes(lock), at: home + "/" + LockFile.name)
        }
        status = try run.keepRejectedRows(besideFolder: output, in: messages.language, among: &batch)
      }
      tell(paths + [base + ".meta.json"])
      return status
    }
  }

  /// Adds the report in one language. Returns the paths of its files.
  private func add(
    _ content: ReportContent, _ words: ReportWords, _ renderer: TemplateRenderer, _ template: String, _ base: String,
    _ batch: inout OutputBatch
  ) throws -> [String] {
    let values = ReportPage(content).values()
    try batch.addWorkbook(at: base + ".xlsx") { temporary throws(WorkbookError) in
      try ReportWorkbook.write(content, to: temporary)
    }
    let files = [
      (".html", Array(try renderer.render(template + ".html", with: values).utf8)),
      (".txt", Array(try renderer.render(template + ".txt", with: values).utf8)),
      (".csv", try ReportCSV.bytes(content, as: .programs, words: words)),
      ("-people.csv", try ReportCSV.bytes(content, as: .people, words: words)),
    ]
    for (ending, bytes) in files { try batch.add(bytes, at: base + ending) }
    return [base + ".xlsx"] + files.map { base + $0.0 }
  }

  /// What made the report, and the SHA-256 of each of its files, as one JSON object, one member a line.
  private func meta(_ edition: ReportEdition, _ digests: [(name: String, digest: String)]) -> [UInt8] {
    let texts = [
      ("report", edition.plan.id), ("period", edition.period.label), ("as_of", edition.asOf.description),
      ("organisation", "as-was"), ("engine", edition.provenance.engineVersion),
      ("definitions", edition.provenance.definitions), ("data", edition.provenance.data),
    ]
    let files = digests.sorted { $0.name < $1.name }.map { name, digest in
      "    \(JSONText.quoted(name)): \(JSONText.quoted(digest))"
    }
    let lines =
      texts.map { "  \(JSONText.quoted($0.0)): \(JSONText.quoted($0.1))" } + [
        "  \"release\": \(release)", "  \"files\": {\n" + files.joined(separator: ",\n") + "\n  }",
      ]
    return Array(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
  }

  private func tell(_ paths: [String]) {
    guard messages.json else {
      let line = Wording("files: {0}, in {1}", "файлов: {0}, в {1}")
      return Console.line(line.filled([String(paths.count), output], in: messages.language))
    }
    Console.line("{\"files\":[\(paths.map { JSONText.quoted($0) }.joined(separator: ","))]}")
  }
}
