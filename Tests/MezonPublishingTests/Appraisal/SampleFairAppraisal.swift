// SPDX-License-Identifier: Apache-2.0

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

/// Inspectors of several precincts with leave and closed roads, from definitions and registers to appraisals.
///
/// A1 is the one who is looked at: absent for 36 of 181 days, comparable with A2 to A7. A8 serves too many, A9 was away nearly
/// all the time, B1 serves a village, and what C1 serves is not known.
struct SampleFairAppraisal {
  let edition: AppraisalEdition
  let appraisals: [Appraisal]
  private let explainer: Explainer

  static let definitions = """
    language 1  keywords en
    programme "Test" {
      languages en, ru  levels district > precinct  protect cells below 5
      unit attribute settlement? one of urban, rural
      unit attribute households? whole number
    }
    unit of measure visits
    event visit "Visit" { made day  at unit  by officer  done yes or no  seen yes or no }
    sensitive event violence "Report of violence" { reported day  at unit  by officer  offered yes or no }
    roster leave "Leave" { label ru "Отпуск"  begins day  ends day  by officer  holds from begins until ends }
    roster closed_roads "Closed roads" {
      label ru "Закрытые дороги"  begins day  ends day  at unit  holds from begins until ends
    }
    source visits gives visit {
      made from column "made" at from column "unit" by from column "by" done from column "done"
      seen from column "seen"
    }
    source reports gives violence {
      reported from column "reported" at from column "unit" by from column "by" offered from column "offered"
    }
    source leaves gives leave { begins from column "from" ends from column "until" by from column "officer" }
    source roads gives closed_roads { begins from column "from" ends from column "until" at from column "unit" }
    parameter floor "Floor" in per cent { 10 from 2026-01-01  20 from 2026-07-01 }
    indicator seen "Visits seen to" { looks at visit  counts where seen is yes  value share  for officer  context only }
    indicator visits "Visits" {
      label ru "Посещения"
      looks at visit  value count in visits  for officer  every half-year  better when higher
      target steps 20 from 2026-H1  paired with seen
      accepts risk MZ2515 because "a plan of visits"
    }
    indicator done "Visits completed" {
      label ru "Посещения до конца"
      looks at visit  counts where done is yes  value share  for officer  every half-year  better when higher
      paired with seen
    }
    indicator offered "Help offered" {
      label ru "Помощь предложена"
      looks at violence  counts where offered is yes  value share  for officer  every half-year  better when higher
      paired with seen
    }
    appraisal inspector "Half-year appraisal" {
      label ru "Полугодовая оценка"
      of officers in post inspector
      every half-year
      exposure at least 100 days less leave, closed_roads
      pro rata
      peers same settlement, households within 50 % of the officer's
      part "Work" label ru "Работа" weight 100 {
        visits weight 50 score 0 -> 0, 20 -> 100
        done weight 40 score floor -> 0, 100 -> 100
        offered weight 10 score 0 -> 0, 100 -> 100
      }
      missing re-weight up to 60 %
    }
    """

  static let units = """
    code,level,parent,settlement,households
    D1,district,,,
    D2,district,,,
    U1,precinct,D1,urban,100
    U2,precinct,D1,urban,60
    U3,precinct,D1,urban,70
    U4,precinct,D1,urban,90
    U5,precinct,D1,urban,100
    U6,precinct,D1,urban,110
    U7,precinct,D1,urban,150
    U8,precinct,D1,urban,200
    U9,precinct,D1,urban,100
    V1,precinct,D2,rural,100
    W1,precinct,D1,,100

    """
  /// Officers by unit, with how many visits each made in January 2026.
  static let visits = [
    ("A1", "U1", 10), ("A2", "U2", 2), ("A3", "U3", 4), ("A4", "U4", 6), ("A5", "U5", 8), ("A6", "U6", 10),
    ("A7", "U7", 12), ("A8", "U8", 90), ("A9", "U9", 90), ("B1", "V1", 10), ("C1", "W1", 10),
  ]
  /// Rows of A1 overlap each other and the closed roads; one lies before the post.
  static let leave = """
    from,until,officer
    2024-12-01,2025-01-10,A1
    2026-03-01,2026-03-20,A1
    2026-03-15,2026-03-31,A1
    2026-01-10,2026-06-29,A9
    2026-08-01,2026-09-30,A1

    """
  static let roads = """
    from,until,unit
    2026-03-25,2026-04-05,U1
    2026-02-01,2026-02-10,D2

    """

  init(
    period label: String = "2026-H1", asOf day: String = "2026-12-31",
    changing change: (old: String, new: String) = ("", "")
  ) throws {
    let text = Self.definitions.replacing(change.old, with: change.new)
    let parsed = Parser.parse(SourceText(name: "sample.mezon", text: change.old.isEmpty ? Self.definitions : text))
    let (checked, diagnostics) = Checker.check([parsed])
    #expect(diagnostics.isEmpty, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
    let programme = try #require(checked)
    func input(_ name: String, _ text: String) throws -> Ingestion.Input {
      let source = try #require(programme.sources.first { $0.name == name })
      return .source(source, file: name + ".csv", bytes: Array(text.utf8))
    }
    let posts = Self.visits.map { "\($0.0),\($0.1),inspector,2025-01-11,\n" }.joined()
    let rows = Self.visits.flatMap { officer, unit, count in
      (0..<count).map { "2026-01-0\(1 + $0 % 5),\(unit),\(officer),yes,yes\n" }
    }.joined()
    let (dataset, report) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(Self.units.utf8))),
      .roster(RosterFile(.posts, file: "posts.csv", bytes: Array(("officer,unit,post,from,until\n" + posts).utf8))),
      try input("visits", "made,unit,by,done,seen\n" + rows),
      try input("reports", "reported,unit,by,offered\n2026-01-05,U1,A1,yes\n"),
      try input("leaves", Self.leave), try input("roads", Self.roads),
    ])
    #expect(report.rejected.isEmpty && report.diagnostics.isEmpty)
    let plan = try #require(programme.appraisals.first)
    let period = try PeriodCalendar().parse(label).get()
    let asOf = try #require(CalendarDay(iso: day))
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: asOf)
    let appraiser = Appraiser(plan: plan, evaluator: evaluator)
    appraisals = appraiser.appraisals(in: period, from: evaluator.evaluate(appraiser.indicators, in: period))
    explainer = Explainer(evaluator)
    edition = AppraisalEdition(
      programme: programme, plan: plan, dataset: dataset, period: period, asOf: asOf,
      provenance: ReportEdition.Provenance(engineVersion: "1", definitions: programme.digest, data: "d1g357"))
  }

  func appraisal(_ officer: String) throws -> Appraisal {
    try #require(appraisals.first { edition.officers.text($0.officer) == officer })
  }

  func item(_ officer: String, _ indicator: String) throws -> Appraisal.Item {
    try #require(try appraisal(officer).parts.flatMap(\.items).first { $0.indicator == indicator })
  }

  func content(_ officer: String, _ language: Language = .en) throws -> AppraisalContent {
    let builder = try AppraisalBuilder(edition, words: SampleReport.words(language))
    return try builder.content(of: try appraisal(officer)) { explainer.explanation(of: $0) }
  }

  func summary(_ language: Language = .en) throws -> AppraisalSummary {
    try AppraisalBuilder(edition, words: SampleReport.words(language)).summary(of: appraisals)
  }
}
