// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonEngine
import MezonPublishing
import MezonSemantics

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
      let rows = run.evaluator.evaluate(indicators, in: run.period, levels: plan.levels, threads: run.threads)
      let edition = ReportEdition(
        programme: programme, plan: plan, organisation: run.files.dataset.organisation,
        rows: Protection(programme: programme).published(rows), period: run.period, asOf: run.evaluator.asOf,
        release: release, provenance: run.provenance)
      var files: [RenderedFile] = []
      var workbooks: [(path: String, content: ReportContent)] = []
      for words in words {
        let content = try ReportContent(edition, words: words)
        let base = output + "/" + SafeFileName.name(name) + (words.language == own ? "" : "." + words.language.code)
        files += try self.files(content, words, renderer, template, base)
        workbooks.append((base + ".xlsx", content))
      }
      files.append(RenderedFile(path: output + "/" + SafeFileName.name(name) + ".meta.json", bytes: meta(edition)))
      for (path, content) in workbooks {
        try EvaluationRun.writeWorkbook(to: path) { temporary throws(WorkbookError) in
          try ReportWorkbook.write(content, to: temporary)
        }
      }
      for file in files { try OutputFile.write(file.bytes, to: file.path) }
      tell(workbooks.map(\.path) + files.map(\.path))
      return try run.keepRejectedRows(besideFolder: output, in: messages.language)
    }
  }

  private func files(
    _ content: ReportContent, _ words: ReportWords, _ renderer: TemplateRenderer, _ template: String, _ base: String
  ) throws -> [RenderedFile] {
    let values = ReportPage(content).values()
    return [
      RenderedFile(path: base + ".html", bytes: Array(try renderer.render(template + ".html", with: values).utf8)),
      RenderedFile(path: base + ".txt", bytes: Array(try renderer.render(template + ".txt", with: values).utf8)),
      RenderedFile(path: base + ".csv", bytes: try ReportCSV.bytes(content, as: .programs, words: words)),
      RenderedFile(path: base + "-people.csv", bytes: try ReportCSV.bytes(content, as: .people, words: words)),
    ]
  }

  /// What made the report, as one JSON object, one member a line.
  private func meta(_ edition: ReportEdition) -> [UInt8] {
    let texts = [
      ("report", edition.plan.id), ("period", edition.period.label), ("as_of", edition.asOf.description),
      ("organisation", "as-was"), ("engine", edition.provenance.engineVersion),
      ("definitions", edition.provenance.definitions), ("data", edition.provenance.data),
    ]
    let lines = texts.map { "  \(JSONText.quoted($0.0)): \(JSONText.quoted($0.1))" } + ["  \"release\": \(release)"]
    return Array(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
  }

  private func tell(_ paths: [String]) {
    guard messages.json else {
      let line = Wording("{0} files in {1}", "файлов: {0}, в {1}")
      return Console.line(line.filled([String(paths.count), output], in: messages.language))
    }
    Console.line("{\"files\":[\(paths.map { JSONText.quoted($0) }.joined(separator: ","))]}")
  }
}
