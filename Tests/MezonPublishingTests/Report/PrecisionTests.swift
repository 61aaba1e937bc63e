// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics
import Testing

@testable import MezonEngine
@testable import MezonPublishing

/// How sure a figure is stands wherever the figure stands: in results, in its explanation, in a report and in the reference sheet.
@Suite("How sure a figure is") struct PrecisionTests {
  /// The row that shows a kind best: the first that is none of a group; of answers one of them, for all are 100 per cent.
  private static func shown(_ made: KindsOfFigures) -> [(kind: FigureKind, row: ResultRow, plan: IndicatorPlan)] {
    made.programme.indicators.indices.compactMap { index in
      let rows = made.rows.filter { $0.indicator == index && $0.value != nil }
      let plan = made.programme.indicators[index]
      let kind = FigureKind(plan, in: made.programme)
      let row = kind == .index ? rows.last : rows.first { ($0.split == nil) == (kind != .surveyAnswers) }
      return row.map { (kind, $0, plan) }
    }
  }

  private static func provenance(_ made: KindsOfFigures) -> ReportEdition.Provenance {
    ReportEdition.Provenance(engineVersion: "1", definitions: made.programme.digest, data: "d")
  }

  @Test("Each kind of figure is shown") func kinds() throws {
    let made = try KindsOfFigures()
    let shown = Set(Self.shown(made).map(\.kind))
    let missing = FigureKind.allCases.filter { !shown.contains($0) }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test("Results hold its interval, its method and what stands beside it") func results() throws {
    for (kind, row, plan) in Self.shown(try KindsOfFigures()) {
      #expect(row.method == kind.method, "\(plan.id)")
      #expect((row.low != nil || row.high != nil) == !kind.method.isEmpty, "\(plan.id)")
      let details = row.detailsJSON
      for detail in kind.details { #expect(details.contains("\"\(detail)\":"), "\(plan.id) \(details)") }
      #expect(row.detailsJSON.contains("funnel") == !plan.comparisons.isEmpty, "\(plan.id)")
    }
  }

  @Test("An explanation says the same, for people and for programs", arguments: [Language.en, .ru])
  func explanations(language: Language) throws {
    let made = try KindsOfFigures()
    let words = try SampleReport.words(language)
    let explainer = Explainer(made.evaluator)
    let builder = try FigureBuilder(
      programme: made.programme, organisation: made.evaluator.dataset.organisation, indicators: [], words: words)
    for (kind, row, plan) in Self.shown(made) {
      let explanation = explainer.explanation(of: row)
      let lines = try builder.content(explanation).lines
      let text = lines.map { "\($0.label): \($0.text)" }.joined(separator: "\n")
      let interval = lines.first { $0.label == (language == .en ? "Interval" : "Интервал") }
      #expect((interval != nil) == !kind.method.isEmpty, "\(plan.id): \(text)")
      if let interval { #expect(interval.text.contains("95"), "\(plan.id): \(interval.text)") }
      for sentence in kind.sentences where language == .en { #expect(text.contains(sentence), "\(plan.id): \(text)") }
      #expect(text.lowercased().contains(language == .en ? "funnel" : "воронк") == !plan.comparisons.isEmpty)
      let json = FigureJSON(
        explanation, programme: made.programme, dataset: made.evaluator.dataset, provenance: Self.provenance(made)
      ).text
      let method = kind.method.isEmpty ? "null" : "\"\(kind.method)\""
      #expect(json.contains("\"method\":\(method),"), "\(plan.id): \(json)")
      #expect(json.contains("\"confidence\":\(kind.method.isEmpty ? "null" : "0.95"),"), "\(plan.id)")
      for detail in kind.details { #expect(json.contains("\"\(detail)\":"), "\(plan.id): \(json)") }
    }
  }

  @Test("A report has the limits in columns, the rest in the notes, and the method with the table")
  func reports() throws {
    let made = try KindsOfFigures()
    let report = try #require(made.programme.reports.first)
    let edition = ReportEdition(
      programme: made.programme, plan: report, organisation: made.evaluator.dataset.organisation,
      rows: Protection(programme: made.programme).published(made.rows), period: try SampleReport.period("2026"),
      asOf: made.evaluator.asOf, release: 1, provenance: Self.provenance(made))
    let words = try SampleReport.words(.en)
    let content = try ReportContent(edition, words: words)
    for (kind, row, plan) in Self.shown(made) {
      let table = try #require(content.tables.first { $0.id == plan.id }, "\(plan.id)")
      guard case .unit(let unit) = row.subject else { continue }
      let code = made.evaluator.dataset.organisation.codes[Int(unit)]
      let shown = try #require(
        table.rows.first { $0.unitCode == code && $0.published.split == row.split && $0.published.state == .value },
        "\(plan.id)")
      #expect(shown.published.figures?.low == row.low && shown.published.figures?.high == row.high, "\(plan.id)")
      for sentence in kind.sentences { #expect(shown.note.contains(sentence), "\(plan.id): \(shown.note)") }
      let lines = table.method.lines
      let interval = try #require(lines.first { $0.field == .interval }, "\(plan.id)").text
      #expect((interval == "none") == kind.method.isEmpty, "\(plan.id): \(interval)")
      #expect(lines.contains { $0.field == .precision } == !kind.sentences.isEmpty, "\(plan.id)")
      #expect(lines.contains { $0.field == .comparisons } == !plan.comparisons.isEmpty, "\(plan.id)")
    }
  }

  @Test("The reference sheet says it before there is any figure", arguments: [Language.en, .ru])
  func references(language: Language) throws {
    let made = try KindsOfFigures()
    let builder = ReferenceSheetBuilder(programme: made.programme, words: try SampleReport.words(language))
    for (kind, _, plan) in Self.shown(made) {
      let lines = try builder.sheet(of: plan).sections.flatMap(\.lines)
      let interval = try #require(lines.first { $0.field == .interval }, "\(plan.id)").text
      #expect(interval.contains("95") == !kind.method.isEmpty, "\(plan.id): \(interval)")
      #expect(lines.contains { $0.field == .precision } == !kind.sentences.isEmpty, "\(plan.id)")
    }
  }

  @Test("Every method of an interval has a name in every language", arguments: [Language.en, .ru])
  func methods(language: Language) throws {
    let words = try SampleReport.words(language)
    for method in IntervalPlan.Method.allCases {
      #expect(words.has("interval." + method.rawValue), "\(method)")
    }
  }
}
