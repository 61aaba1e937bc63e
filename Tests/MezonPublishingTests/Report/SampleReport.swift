// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonPublishing
import MezonSemantics
import MezonSyntax

@testable import MezonEngine

/// A small programme with a report, and figures put together by hand.
struct SampleReport {
  let programme: Programme
  let organisation: Organisation
  var rows: [ResultRow] = []

  /// Why a sample cannot be made.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init(_ text: String = Self.text, units: [UnitRow] = Self.units) throws {
    let file = Parser.parse(SourceText(name: "sample.mezon", text: text))
    let (programme, diagnostics) = Checker.check([file])
    guard let programme else {
      throw Failure(description: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    }
    self.programme = programme
    organisation = Organisation.build(units).organisation
  }

  static let text = """
    language 1  keywords en
    programme "Community policing" {
      label ru "Полиция и общество"
      ministry en "Ministry of Internal Affairs"
      ministry ru "Министерство внутренних дел"
      languages en, ru
      levels country > region > district
      unit attribute settlement? one of urban, rural
      protect cells below 5
    }
    unit of measure meetings
    choice sex one of female, male
    event dispute "Dispute brought to the police" {
      opened time
      closed time?
      at unit
      matter reference matter
      kind one of land, water, other
      outcome one of resolved, withdrawn, pending
      parties list of person { sex sensitive }
    }
    event call "Call for help" { received time  arrived time?  at unit  urgent yes or no }
    event meeting { held day  at unit }
    indicator resolution "Disputes resolved within 60 days" {
      label ru "Споры, урегулированные за 60 дней"
      purpose "Rewards settling a dispute."
      purpose ru "Поощряет урегулирование спора."
      source "Dispute journal"
      limitations "Resolved is what the inspector writes down."
      looks at dispute
      leaves out where kind is other because "not a community dispute"
      counts where outcome is resolved and closed within 60 days of opened
             and not followed by dispute with same matter within 90 days of closed
      not held against where outcome is withdrawn because "the parties' own decision" at most 10 %
      value share in per cent
      for unit
      every month, quarter
      split by sex of any parties, kind
      better when higher
      interval wilson 95 %
      too few below 10
      baseline 41 % in 2025
      target steps 55 % from 2026-Q1, 65 % from 2027-Q1
      effective from 2026-01-01
      owner "Department of Public Order"
      review by 2027-01-15
    }
    indicator response "Median minutes to arrive" {
      label ru "Медиана времени прибытия, минуты"
      looks at call where urgent is yes
      value median of minutes from received to arrived in minutes
      for unit
      every quarter
      better when lower
      target line 15 from 2026-Q1, 10 from 2027-Q1
    }
    indicator meetings_held "Meetings held" {
      label ru "Проведённые встречи"
      looks at meeting
      value count in meetings
      for unit
      every quarter
      context only
      protect cells below 0
    }
    report donors "Quarterly report to donors" {
      label ru "Квартальный отчёт для доноров"
      every quarter
      for country, region
      section "Disputes" label ru "Споры" { resolution }
      section "Service" label ru "Служба" { response, meetings_held }
    }
    """

  static let units = [
    UnitRow(code: "C", name: "Zarvodiya", level: 0), UnitRow(code: "R1", name: "North", level: 1, parent: "C"),
    UnitRow(code: "R2", name: "Вахдат & <Ғарб>", level: 1, parent: "C"),
    UnitRow(code: "R3", name: "South", level: 1, parent: "C"),
    UnitRow(code: "D1", name: "Lake", level: 2, parent: "R1"),
  ]

  /// Adds the row of a share with an interval of ten points on either side.
  mutating func addShare(
    _ indicator: String, _ unit: String, _ numerator: Int, of denominator: Int, in period: String = "2026-Q3",
    split: SplitGroup? = nil, notYetDue: Int = 0
  ) throws {
    var row = try row(indicator, unit, period, split)
    row.numerator = Double(numerator)
    row.denominator = Double(denominator)
    row.n = denominator
    row.notYetDue = notYetDue
    if denominator == 0 {
      row.state = .undefined
      row.reason = "zero_denominator"
    } else {
      let value = 100 * Double(numerator) / Double(denominator)
      row.value = value
      row.low = max(0, value - 10)
      row.high = min(100, value + 10)
      row.method = "wilson"
      row.status = value >= (row.target ?? 0) ? .met : .notMet
    }
    rows.append(row)
  }

  /// Adds a row with a value that is no quotient.
  mutating func addValue(
    _ indicator: String, _ unit: String, _ value: Double, n: Int, in period: String = "2026-Q3"
  ) throws {
    var row = try row(indicator, unit, period, nil)
    row.value = value
    row.n = n
    rows.append(row)
  }

  /// Adds a row without a value.
  mutating func addAbsent(
    _ indicator: String, _ unit: String, _ state: ValueState, _ reason: String, in period: String = "2026-Q3",
    completeness: Double? = nil
  ) throws {
    var row = try row(indicator, unit, period, nil)
    row.state = state
    row.reason = reason
    row.completeness = completeness
    rows.append(row)
  }

  private func row(
    _ indicator: String, _ unit: String, _ period: String, _ split: SplitGroup?
  ) throws -> ResultRow {
    guard let place = programme.indicators.firstIndex(where: { $0.id == indicator }),
      let index = organisation.index(of: unit)
    else { throw Failure(description: "no \(indicator) or \(unit)") }
    let period = try Self.period(period)
    let plan = programme.indicators[place]
    return ResultRow(
      indicator: place, period: period, subject: .unit(index), split: split, value: nil, state: .value, reason: "",
      numerator: nil, denominator: nil, excluded: 0, excepted: 0, notYetDue: 0, n: 0, completeness: nil, low: nil,
      high: nil, method: "", baseline: plan.baseline?.value,
      target: plan.target?.value(forPeriodStarting: period.first), status: .noValue, details: [])
  }

  static func period(_ label: String) throws -> Period { try PeriodCalendar().parse(label).get() }

  /// The figures of the usual sample: every state but one, two splits, a hidden row.
  static func filled() throws -> SampleReport {
    var sample = try SampleReport()
    try sample.addShare("resolution", "C", 620, of: 1_000, notYetDue: 12)
    for (group, numerator, denominator) in [("female", 300, 480), ("male", 320, 520), ("unknown", 0, 0)] {
      try sample.addShare(
        "resolution", "C", numerator, of: denominator, split: SplitGroup(name: "parties.sex", group: group))
    }
    for (group, numerator, denominator) in [("land", 400, 600), ("water", 220, 400)] {
      try sample.addShare(
        "resolution", "C", numerator, of: denominator, split: SplitGroup(name: "kind", group: group))
    }
    try sample.addShare("resolution", "R1", 210, of: 300)
    try sample.addShare("resolution", "R2", 3, of: 690)
    try sample.addAbsent("resolution", "R3", .notReported, "incomplete", completeness: 0.4)
    try sample.addShare("resolution", "D1", 50, of: 100)
    try sample.addValue("response", "C", 12.5, n: 900)
    try sample.addValue("response", "R1", 0, n: 400)
    try sample.addAbsent("response", "R2", .tooFew, "below_minimum")
    try sample.addAbsent("response", "R3", .invalid, "typed in by hand: see Ivanova")
    for period in ["2026-Q2", "2026-Q3"] {
      try sample.addValue("meetings_held", "C", 1_234, n: 1_234, in: period)
      try sample.addValue("meetings_held", "R1", 2, n: 2, in: period)
    }
    return sample
  }

  /// The edition of a period.
  func edition(_ period: String = "2026-Q3", rows published: [PublishedRow]? = nil) throws -> ReportEdition {
    guard let plan = programme.reports.first, let asOf = CalendarDay(iso: "2026-10-10") else {
      throw Failure(description: "no report")
    }
    return ReportEdition(
      programme: programme, plan: plan, organisation: organisation,
      rows: published ?? Protection(programme: programme).published(rows), period: try Self.period(period), asOf: asOf,
      release: 2,
      provenance: ReportEdition.Provenance(engineVersion: "1", definitions: programme.digest, data: "d1g357"))
  }

  /// The content in a language.
  func content(_ language: Language = .en, _ period: String = "2026-Q3") throws -> ReportContent {
    try ReportContent(edition(period), words: Self.words(language))
  }

  /// Takes the last row's value away and gives it another state.
  mutating func setState(_ state: ValueStateSample) {
    guard let last = rows.indices.last else { return }
    rows[last].value = nil
    rows[last].state = ValueState(rawValue: state.rawValue) ?? .invalid
    rows[last].status = .noValue
  }

  /// The words of the shipped catalogues, where given with a programme's own terms, or changed.
  static func words(
    _ language: Language, terms: String? = nil, changed: (String) -> String = { $0 }
  ) throws -> ReportWords {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Templates/messages/\(language.code).po")
    let shipped = try catalogue(changed(String(contentsOf: path, encoding: .utf8)), language)
    guard let terms else { return ReportWords(shipped) }
    return ReportWords(shipped.overridden(by: try catalogue(terms, language)))
  }

  private static func catalogue(_ text: String, _ language: Language) throws -> MessageCatalogue {
    let source = SourceText(name: language.code + ".po", text: text)
    let (catalogue, diagnostics) = MessageCatalogue.read(source, language: language)
    guard diagnostics.isEmpty else {
      throw Failure(description: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    }
    return catalogue
  }
}

/// States in which figures could show what the value does not.
enum ValueStateSample: String {
  case invalid, undefined
  case notYetDue = "not_yet_due"
  case tooFew = "too_few"
}

extension SampleReport {
  /// The numbers of small rows as files would write them: value, parts, counts and ends of the interval.
  static func secretTexts(_ rows: [ResultRow]) throws -> Set<String> {
    let small = rows.filter { row in
      let parts = [row.numerator, row.denominator.flatMap { all in row.numerator.map { all - $0 } }].compactMap { $0 }
      return row.denominator != nil && (parts + [Double(row.notYetDue)]).contains { $0 > 0 && $0 < 5 }
    }
    let numbers = small.flatMap { [$0.value, $0.numerator, $0.denominator, $0.low, $0.high, Double($0.excluded)] }
    return Set(
      numbers.compactMap { $0 }.filter { $0 > 100 || $0 != $0.rounded() }.map { number in
        // The first digits stand in every notation of the number.
        String(number.description.replacing(/\.0$/, with: "").prefix(9))
      })
  }
}
