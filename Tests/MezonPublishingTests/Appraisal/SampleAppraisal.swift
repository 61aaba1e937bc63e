// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonAppraisal
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonPublishing
import MezonSemantics
import MezonSyntax
import Testing

/// Three officers of one precinct in the first half of 2026, from definitions and logs to appraisals.
///
/// A1 has one event of every role and three of a sensitive kind, B2 held the post for one day, C3 all the time without any event.
struct SampleAppraisal {
  let edition: AppraisalEdition
  let appraisals: [Appraisal]
  private let explainer: Explainer

  static let definitions = """
    language 1  keywords en
    programme "Test" { languages en, ru  levels district > precinct  protect cells below 5 }
    event dispute "Dispute" {
      opened day  closed day?  at unit  by list of officer  kind one of land, water, other
      outcome one of resolved, withdrawn, pending  place text  teller text? identifying
    }
    sensitive event violence "Report of violence" { reported day  at unit  by officer  offered yes or no }
    source disputes gives dispute {
      opened from column "opened" closed from column "closed" at from column "unit"
      by from column "by" separated by "+" kind from column "kind" outcome from column "outcome"
      place from column "place" teller from column "teller"
    }
    source reports gives violence {
      reported from column "reported" at from column "unit" by from column "by" offered from column "offered"
    }
    indicator settled "Disputes settled" {
      label ru "Улаженные споры"
      looks at dispute where place is present
      leaves out where kind is other because "not a community dispute"
      counts where outcome is resolved and closed within 30 days of opened
      not held against where outcome is withdrawn because "their own decision" at most 20 %
      value share in per cent  for officer, unit  every half-year  better when higher
      target steps 40 % from 2026-H1
    }
    indicator offered "Referral offered" {
      label ru "Помощь предложена"
      looks at violence  counts where offered is yes
      value share in per cent  for officer  every half-year  better when higher
    }
    indicator reports "Reports of violence" {
      label ru "Сообщения о насилии"
      looks at violence  value count  for officer  every half-year  context only
    }
    appraisal inspector "Half-year appraisal" {
      label ru "Полугодовая оценка"
      of officers in post inspector  every half-year  exposure at least 60 days
      part "Work" label ru "Работа" weight 100 {
        settled weight 60 score 0 -> 0, 100 -> 100
        offered weight 40 score 0 -> 0, 100 -> 100
      }
      missing re-weight up to 50 %
      show reports as context
      objections within 15 days
    }
    """

  /// What a field says that tries to be markup.
  static let injection = "<script>alert(1)</script> & 'x'"
  static let disputes = """
    opened,closed,unit,by,kind,outcome,place,teller
    2026-01-10,2026-01-20,P1,A1+Z9,land,resolved,\(injection),Ivanova
    2026-02-10,2026-02-12,P1,A1,water,resolved,canal,Petrova
    2026-03-01,,P1,A1,land,pending,field,Karimova
    2026-03-05,,P1,A1,other,pending,market,
    2026-03-07,,P1,A1,land,withdrawn,yard,
    2026-03-08,,P1,A1,land,withdrawn,yard,
    2026-06-20,2026-06-25,P1,A1,land,resolved,orchard,

    """
  static let reports = """
    reported,unit,by,offered
    2026-04-01,P1,A1,yes
    2026-04-02,P1,A1,yes
    2026-04-03,P1,A1,no

    """
  static let posts = """
    officer,unit,post,from,until
    A1,P1,inspector,2026-01-01,
    B2,P1,inspector,2026-06-30,
    C3,P1,inspector,2026-01-01,
    Z9,P1,head,2026-01-01,

    """

  init(reports: String = Self.reports) throws {
    let parsed = Parser.parse(SourceText(name: "sample.mezon", text: Self.definitions))
    let (checked, diagnostics) = Checker.check([parsed])
    let programme = try #require(checked, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
    func source(_ name: String) throws -> SourcePlan {
      try #require(programme.sources.first { $0.name == name })
    }
    let units = "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n"
    let (dataset, report) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
      .roster(RosterFile(.posts, file: "posts.csv", bytes: Array(Self.posts.utf8))),
      .source(try source("disputes"), file: "disputes.csv", bytes: Array(Self.disputes.utf8)),
      .source(try source("reports"), file: "reports.csv", bytes: Array(reports.utf8)),
    ])
    #expect(report.rejected.isEmpty && report.diagnostics.isEmpty)
    let plan = try #require(programme.appraisals.first)
    let period = try PeriodCalendar().parse("2026-H1").get()
    let asOf = try #require(CalendarDay(iso: "2026-06-30"))
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: asOf)
    let appraiser = Appraiser(plan: plan, evaluator: evaluator)
    appraisals = appraiser.appraisals(in: period, from: evaluator.evaluate(appraiser.indicators, in: period))
    explainer = Explainer(evaluator)
    edition = AppraisalEdition(
      programme: programme, plan: plan, dataset: dataset, period: period, asOf: asOf,
      provenance: ReportEdition.Provenance(engineVersion: "1", definitions: programme.digest, data: "d1g357"))
  }

  func content(_ officer: String, _ language: Language = .en) throws -> AppraisalContent {
    let builder = try AppraisalBuilder(edition, words: SampleReport.words(language))
    let own = try #require(appraisals.first { edition.officers.text($0.officer) == officer })
    return try builder.content(of: own) { explainer.explanation(of: $0) }
  }

  func summary(_ language: Language = .en) throws -> AppraisalSummary {
    try AppraisalBuilder(edition, words: SampleReport.words(language)).summary(of: appraisals)
  }

  /// An officer's page by a shipped template: `html` or `txt`.
  func page(_ officer: String, _ ending: String, _ language: Language = .en) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Templates")
    let templates = try ["appraisal", "figure"].map { name in
      let file = folder.appendingPathComponent("\(name).\(ending).mustache")
      let source = SourceText(name: file.lastPathComponent, bytes: Array(try Data(contentsOf: file)))
      return Template(name: "\(name).\(ending)", format: ending == "html" ? .html : .plainText, source: source)
    }
    return try TemplateRenderer(templates).render(
      "appraisal." + ending, with: AppraisalPage(content(officer, language)).values())
  }
}
