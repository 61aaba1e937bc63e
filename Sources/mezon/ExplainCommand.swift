// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonPublishing
import MezonSemantics

/// `mezon explain`: where one figure comes from.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a figure: its formula with numbers, the events that counted, those that did not and why.")

  @Argument(help: "The indicator's id.")
  var id: String

  @Option(help: "The unit whose figure it is, by code.")
  var unit: String?

  @Option(help: "The officer whose figure it is, by code.")
  var officer: String?

  @Option(help: "A group of a split, such as kind=land; by default the total.")
  var split: String?

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      guard (unit == nil) != (officer == nil) else { throw CommandFailure(.usage, CommandRule.noSubject) }
      let group = try group()
      let (folder, programme) = try programmeOptions.load(messages)
      let period = try EvaluationRun.period(evaluation.period, programme)
      let versions = try programme.indicators(named: [id])
      let indicators = [programme.version(of: id, on: period.first) ?? versions[0]]
      let plan = programme.indicators[indicators[0]]
      guard let grain = period.grain, plan.grains.contains(grain) else {
        throw EvaluationRun.wrongGrain(period, id, plan.grains.first ?? .quarter, programme)
      }
      let texts = try PublishingTexts(folder)
      let words = try texts.words(Language(rawValue: messages.language.rawValue) ?? .en)
      let renderer = try texts.renderer(["explanation.txt", "figure.txt"])
      let run = try EvaluationRun(evaluation, folder, programme, indicators: indicators, messages)
      run.showReport(in: messages.language)
      let row = try row(of: indicators[0], group, run)
      let explanation = Explainer(run.evaluator).explanation(of: row)
      if messages.json {
        let json = FigureJSON(
          explanation, programme: programme, dataset: run.files.dataset, provenance: run.provenance)
        Console.line(json.text)
      } else {
        let builder = try FigureBuilder(
          programme: programme, organisation: run.files.dataset.organisation, indicators: indicators, words: words)
        let page = try FigurePage(try builder.content(explanation), facts: try facts(run, words), words: words)
        Console.write(Array(try renderer.render("explanation.txt", with: page.values()).utf8))
      }
      return run.files.report.hasRefusedRows ? .rowsRefused : .done
    }
  }

  private func group() throws -> SplitGroup? {
    guard let split else { return nil }
    guard let sign = split.firstIndex(of: "="), sign > split.startIndex else {
      throw CommandFailure(.usage, CommandRule.badSplit, [split])
    }
    return SplitGroup(name: String(split[..<sign]), group: String(split[split.index(after: sign)...]))
  }

  /// The figure of the stated unit or officer, period and group.
  private func row(of indicator: Int, _ group: SplitGroup?, _ run: EvaluationRun) throws -> ResultRow {
    let dataset = run.files.dataset
    let subject = unit ?? officer ?? ""
    var units: [Int32]?
    if let unit {
      guard let index = dataset.organisation.index(of: unit) else {
        throw run.programme.unknown("unit", unit, among: dataset.organisation.codes)
      }
      units = [index]
    }
    let rows = run.evaluator.evaluate(
      [indicator], in: run.period, units: units, splits: group.map { [$0.name] } ?? [], threads: run.threads)
    let row = rows.first { row in
      guard row.period == run.period, row.split == group else { return false }
      switch row.subject {
      case .unit(let index): return officer == nil && units == [index]
      case .officer(let code, _): return officer == dataset.domains[DomainID.officer.index].text(code)
      }
    }
    guard let row else {
      throw CommandFailure(
        .usage, CommandRule.noFigure,
        [id, [subject, split].compactMap { $0 }.joined(separator: ", "), run.period.label])
    }
    return row
  }

  private func facts(_ run: EvaluationRun, _ words: ReportWords) throws -> [FigureContent.Line] {
    try FigurePage.facts(
      period: run.period, unit: unit, officer: officer, split: split, asOf: run.evaluator.asOf,
      provenance: run.provenance, words: words)
  }
}
