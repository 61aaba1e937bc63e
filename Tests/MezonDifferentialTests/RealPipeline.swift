// SPDX-License-Identifier: Apache-2.0

import MezonAppraisal
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
    let zone = ProgrammeGenerator.zones[generated.schema.zone] ?? .utc
    let sources = generated.schema.events.map { event in
      (file: event.name, text: generated.layout.text(of: event, generated.log, zone: zone))
    }
    try self.init(
      generated.definitions, standardTables: generated.standardTables,
      rosters: generated.layout.rosters(of: generated.log, generated.schema).map { ($0, $1) }, sources: sources)
  }

  /// Checks and reads a generated programme in which there is something to compare.
  init(_ generated: PeerProgramme) throws(Failure) {
    let sources = zip(PeerDefinitions.columns, generated.sources).map { (file: $0.type, text: $1) }
    try self.init(generated.definitions, standardTables: [:], rosters: generated.rosters, sources: sources)
  }

  private init(
    _ definitions: String, standardTables: [String: String], rosters: [(table: String, text: String)],
    sources: [(file: String, text: String)]
  ) throws(Failure) {
    var parsed = Parser.parse(SourceText(name: "generated.mezon", text: definitions))
    for case .standard(let standard) in parsed.definitions.declarations {
      guard let clause = standard.table, let text = standardTables[standard.name.text] else { continue }
      parsed.tables[standard.name.text] = StandardTableReader.table(clause, file: "s.csv", bytes: Array(text.utf8))
    }
    self.parsed = parsed
    let (programme, diagnostics) = Checker.check([parsed])
    guard let programme, !diagnostics.hasErrors else {
      throw Failure(description: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    }
    var inputs: [Ingestion.Input] = []
    for (table, text) in rosters {
      guard let table = RosterTable(rawValue: table) else { throw Failure(description: "no table \(table)") }
      inputs.append(.roster(RosterFile(table, file: "\(table).csv", bytes: Array(text.utf8))))
    }
    for (source, file) in zip(programme.sources, sources) {
      inputs.append(.source(source, file: "\(file.file).csv", bytes: Array(file.text.utf8)))
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

  /// What the programme's first appraisal says of each officer, as the naive one writes it; nil where there is none.
  func appraisals(in period: Period, asOf: CalendarDay?) -> [NaiveAppraised]? {
    guard let plan = programme.appraisals.first else { return nil }
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: asOf)
    let appraiser = Appraiser(plan: plan, evaluator: evaluator)
    let rows = evaluator.evaluate(appraiser.indicators, in: period)
    return appraiser.appraisals(in: period, from: rows).map(naive)
  }

  private func naive(_ appraisal: Appraisal) -> NaiveAppraised {
    var naive = NaiveAppraised(officer: dataset.domains[0].text(appraisal.officer))
    (naive.daysInPost, naive.days) = (appraisal.exposure.daysInPost, appraisal.exposure.days)
    naive.takenOff = appraisal.exposure.takenOff
    naive.items = appraisal.parts.flatMap(\.items).map { item in
      var found = NaiveAppraised.Item(
        indicator: item.indicator, value: item.row.value, target: item.row.target, status: item.row.status.rawValue)
      found.points = item.points?.map(\.value)
      (found.score, found.isHeld, found.reliability) = (item.score, item.isHeld, item.reliability)
      switch item.peers {
      case nil: break
      case .shown(let count, let lower, let median, let upper):
        found.peers = ("shown", [Double(count), lower, median, upper])
      case .tooFew(let least): found.peers = ("too_few", [Double(least)])
      case .notKnown: found.peers = ("not_known", [])
      case .protected: found.peers = ("protected", [])
      }
      return found
    }
    switch appraisal.total {
    case .score(let score): naive.total = ("score", score)
    case .exposureTooShort: naive.total = ("exposure_too_short", 0)
    case .tooMuchMissing(let share): naive.total = ("too_much_missing", share)
    }
    (naive.peerDay, naive.peerCount) = (appraisal.peers?.day, appraisal.peers?.count)
    return naive
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
    naive.comparisons = row.comparisons.map { NaiveFinding($0.name, code: $0.code, numbers: $0.numbers) }
    return naive
  }
}
