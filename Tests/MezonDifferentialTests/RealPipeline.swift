// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonNaive
import MezonSemantics
import MezonSyntax

/// A generated programme run through the real thing: parser, checker, ingestion, engine.
struct RealPipeline {
  /// What went wrong before there were rows.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let parsed: ParsedFile
  private let programme: Programme
  private let dataset: Dataset

  /// Checks and reads a generated programme.
  /// - Throws: ``Failure`` when anything in it is refused, for it is meant to be right.
  init(_ generated: ProgrammeGenerator) throws(Failure) {
    parsed = Parser.parse(SourceText(name: "generated.mezon", text: generated.definitions))
    let (programme, diagnostics) = Checker.check([parsed])
    guard let programme, !diagnostics.hasErrors else {
      throw Failure(description: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    }
    var inputs: [Ingestion.Input] = []
    for (table, text) in generated.layout.rosters(of: generated.log, generated.schema) {
      guard let table = RosterTable(rawValue: table) else { throw Failure(description: "no table \(table)") }
      inputs.append(.roster(RosterFile(table, file: "\(table).csv", bytes: Array(text.utf8))))
    }
    let zone = ProgrammeGenerator.zones[generated.schema.zone] ?? .utc
    for (event, source) in zip(generated.schema.events, programme.sources) {
      let text = generated.layout.text(of: event, generated.log, zone: zone)
      inputs.append(.source(source, file: "\(event.name).csv", bytes: Array(text.utf8)))
    }
    let (dataset, report) = Ingestion(programme: programme).dataset(from: inputs)
    // Totals of a population that differ from their parts are warned of, and both are kept.
    guard !report.diagnostics.hasErrors, report.rejected.isEmpty else {
      let all = report.diagnostics + report.rejected.map(\.diagnostic)
      throw Failure(description: all.map { $0.rendered() }.joined(separator: "\n"))
    }
    self.programme = programme
    self.dataset = dataset
  }

  /// All rows, as the naive evaluator writes them.
  func rows(in asked: Period, asOf: CalendarDay?) -> [NaiveRow] {
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: asOf)
    return evaluator.evaluate(Array(programme.indicators.indices), in: asked).map(naive)
  }

  private func naive(_ row: ResultRow) -> NaiveRow {
    let subject: NaiveSubject =
      switch row.subject {
      case .unit(let unit): .unit(dataset.organisation.codes[Int(unit)])
      case .officer(let officer, let unit):
        .officer(dataset.domains[0].text(officer), unit: unit.map { dataset.organisation.codes[Int($0)] })
      }
    var naive = NaiveRow(
      indicator: programme.indicators[row.indicator].id, period: row.period, subject: subject,
      split: row.split.map { $0.name + "=" + $0.group } ?? "")
    (naive.value, naive.numerator, naive.denominator) = (row.value, row.numerator, row.denominator)
    (naive.state, naive.reason, naive.status) = (row.state.rawValue, row.reason, row.status.rawValue)
    (naive.excluded, naive.excepted, naive.notYetDue) = (row.excluded, row.excepted, row.notYetDue)
    (naive.n, naive.completeness) = (row.n, row.completeness)
    (naive.low, naive.high, naive.method) = (row.low, row.high, row.method)
    (naive.baseline, naive.target) = (row.baseline, row.target)
    return naive
  }
}
