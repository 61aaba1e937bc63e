// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonAppraisal
import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonPublishing
import MezonSemantics

/// `mezon appraise`: each officer's own appraisal, and a summary for the head.
struct AppraiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "appraise",
    abstract: "Write each officer's appraisal. It is a trial without effect on pay or rank.")

  @Argument(help: "The appraisal's name.")
  var name: String

  @Option(name: .shortAndLong, help: "The folder for the appraisals and the summary.")
  var output: String

  @Option(help: "Only this officer, by code; then no summary is written.")
  var officer: String?

  @Option(help: "A language of the programme, or all of them in folders of their own; by default its first.")
  var language: String?

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let (folder, programme) = try programmeOptions.load(messages)
      guard let plan = programme.appraisals.first(where: { $0.id == name }) else {
        throw programme.unknown("appraisal", name, among: programme.appraisals.map(\.id))
      }
      let period = try EvaluationRun.period(evaluation.period, programme)
      guard period.grain == plan.grain else {
        throw EvaluationRun.wrongGrain(period, name, plan.grain, programme)
      }
      let languages = try languages(of: programme)
      let texts = try PublishingTexts(folder)
      let renderer = try texts.renderer(["appraisal.html", "appraisal.txt", "figure.html", "figure.txt"])
      let words = try languages.map { try texts.words($0) }
      let deducted = Set(plan.deductions.map(\.event))
      let run = try EvaluationRun(
        evaluation, folder, programme, indicators: plan.indicators(in: programme), events: deducted,
        lookingAt: { period in
          programme.lookedAt(by: plan.indicators(in: programme), in: period).filter { !deducted.contains($0.key) }
        }, parted: { period, asOf in parted(plan, programme, period, asOf, deducting: deducted) }, messages)
      run.showReport(in: messages.language)
      let appraisals = try appraisals(plan, run)
      let edition = AppraisalEdition(
        programme: programme, plan: plan, dataset: run.files.dataset, period: period, asOf: run.evaluator.asOf,
        provenance: run.provenance)
      let explainer = Explainer(run.evaluator)
      var status = ExitStatus.done
      var paths: [String] = []
      try OutputBatch.write { batch in
        for words in words {
          let builder = try AppraisalBuilder(edition, words: words)
          let base = words.language == languages[0] && language != "all" ? output : output + "/" + words.language.code
          if officer == nil {
            let summary = try builder.summary(of: appraisals)
            paths.append(base + "/summary.xlsx")
            try batch.addWorkbook(at: base + "/summary.xlsx") { temporary throws(WorkbookError) in
              try AppraisalSummaryWorkbook.write(summary, to: temporary)
            }
          }
          for appraisal in appraisals {
            let content = try builder.content(of: appraisal) { explainer.explanation(of: $0) }
            paths += try add(content, renderer, below: base, &batch)
          }
        }
        status = try run.keepRejectedRows(besideFolder: output, in: messages.language, among: &batch)
      }
      tell(officers: appraisals.count, paths: paths)
      return status
    }
  }

  private func languages(of programme: Programme) throws -> [Language] {
    if let language { return try programme.publishingLanguages(language) }
    return Array(try programme.publishingLanguages().prefix(1))
  }

  /// What adds the events of all officers up as they are read, and keeps those of the only one who is asked for; nil where all events are
  /// wanted: for all officers, and where an appraisal takes off days of a roster that it also has a figure of.
  private func parted(
    _ plan: AppraisalPlan, _ programme: Programme, _ period: Period, _ asOf: CalendarDay?,
    deducting deducted: Set<EventID>
  ) -> PartedEvaluation? {
    let indicators = plan.indicators(in: programme)
    guard let officer, deducted.isDisjoint(with: programme.events(neededBy: indicators)) else { return nil }
    return PartedEvaluation(
      programme,
      PartedEvaluation.Request(indicators, in: period, splits: [], asOf: asOf, keepingEventsOf: officer))
  }

  private func appraisals(_ plan: AppraisalPlan, _ run: EvaluationRun) throws -> [Appraisal] {
    let appraiser = Appraiser(plan: plan, evaluator: run.evaluator)
    var wanted: Int32?
    if let officer {
      let names = run.files.dataset.domains[DomainID.officer.index]
      let known = appraiser.officers(in: run.period)
      wanted = known.first { names.text($0) == officer }
      if wanted == nil { throw run.programme.unknown("officer", officer, among: known.map { names.text($0) }) }
    }
    let rows = run.evaluator.evaluate(
      appraiser.indicators, in: run.period, splits: [], threads: run.threads, added: run.added)
    return appraiser.appraisals(in: run.period, from: rows, of: wanted)
  }

  /// Adds one officer's pages. Returns their paths.
  private func add(
    _ content: AppraisalContent, _ renderer: TemplateRenderer, below base: String, _ batch: inout OutputBatch
  ) throws -> [String] {
    let values = AppraisalPage(content).values()
    return try [("html", "appraisal.html"), ("txt", "appraisal.txt")].map { ending, template in
      let path = base + "/" + SafeFileName.name(content.officer) + "." + ending
      try batch.add(Array(try renderer.render(template, with: values).utf8), at: path)
      return path
    }
  }

  private func tell(officers: Int, paths: [String]) {
    guard messages.json else {
      let line = Wording("officers: {0}, files: {1}, in {2}", "сотрудников: {0}, файлов: {1}, в {2}")
      return Console.line(line.filled([String(officers), String(paths.count), output], in: messages.language))
    }
    let list = paths.map { JSONText.quoted($0) }.joined(separator: ",")
    Console.line("{\"officers\":\(officers),\"files\":[\(list)]}")
  }
}

extension Programme {
  /// What some indicators look at of the events of a period, by event type; nothing where they may look at any.
  fileprivate func lookedAt(by indicators: [Int], in period: Period) -> [EventID: LookedAt] {
    (fieldsOfPeriod(by: indicators) ?? [:]).mapValues { LookedAt(from: period.first, through: period.last, fields: $0) }
  }
}

extension AppraisalPlan {
  /// Indices of the indicators that the appraisal scores, shows or compares units by.
  func indicators(in programme: Programme) -> [Int] {
    let names = Set(indicatorIDs)
    return programme.indicators.indices.filter { names.contains(programme.indicators[$0].id) }
  }
}
