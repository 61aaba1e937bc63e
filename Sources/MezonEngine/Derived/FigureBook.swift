// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The figures that derived indicators are made from, each computed once (docs/evaluation.md, 10).
///
/// A class, for what one indicator needs is kept for the next.
final class FigureBook {
  /// The figures of one indicator for all units, or for the parts of some.
  struct TableKey: Hashable {
    let indicator: Int
    let condition: UnitCondition?
  }

  /// One figure of a table; an officer's without the unit, which may change from period to period.
  struct CellKey: Hashable {
    let period: Period
    let subject: Subject
    let split: SplitGroup?

    init(_ period: Period, _ subject: Subject, _ split: SplitGroup?) {
      self.period = period
      if case .officer(let officer, _) = subject {
        self.subject = .officer(officer, unit: nil)
      } else {
        self.subject = subject
      }
      self.split = split
    }
  }

  private struct Table {
    var periods: Set<Period> = []
    var rows: [CellKey: ResultRow] = [:]
    /// The groups of each total, in the order of rows.
    var groups: [CellKey: [SplitGroup]] = [:]
    /// The totals of each period, in the order of rows.
    var subjects: [Period: [Subject]] = [:]
  }

  let evaluator: Evaluator
  private let columns: ExpressionColumns
  private let threads: Int
  private let chunkRows: Int?
  private var exposures: ExposureTable
  private var tables: [TableKey: Table] = [:]
  private var firstDays: [EventID: CalendarDay?] = [:]
  private var masks: [UnitCondition: UnitMask] = [:]
  private let places: [String: Int]

  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, threads: Int, chunkRows: Int?) {
    self.evaluator = evaluator
    self.columns = columns
    self.threads = threads
    self.chunkRows = chunkRows
    exposures = ExposureTable(evaluator)
    places = Dictionary(evaluator.programme.indicators.enumerated().map { ($1.id, $0) }) { first, _ in first }
  }

  /// The place of an indicator in the programme. The checker has seen that it is there.
  func place(of id: String) -> Int { places[id] ?? 0 }

  /// The plan of an indicator.
  func plan(_ indicator: Int) -> IndicatorPlan { evaluator.programme.indicators[indicator] }

  /// The plan of the version of an indicator that computes a period.
  func plan(_ indicator: Int, for period: Period) -> IndicatorPlan {
    plan(evaluator.programme.version(of: plan(indicator).id, on: period.first) ?? indicator)
  }

  /// Those of some periods that a version of an indicator computes.
  private func own(_ version: Int, _ periods: [Period]) -> [Period] {
    let id = plan(version).id
    return periods.filter { evaluator.programme.version(of: id, on: $0.first) == version }
  }

  /// The first own day of any event of a type that is seen; nil where there is none. Complexity: O(rows).
  func firstDay(of event: EventID) -> CalendarDay? {
    if let known = firstDays[event] { return known }
    let frame = columns.frame(event)
    let first = frame.ownDays.indices.lazy.filter { frame.isSeen[$0] == 1 }.map { frame.ownDays[$0] }.min()
    let day = first.map { CalendarDay(daysSinceEpoch: $0) }
    firstDays[event] = .some(day)
    return day
  }

  /// The units that fulfil a condition.
  func mask(_ condition: UnitCondition) -> UnitMask {
    if let known = masks[condition] { return known }
    let made = UnitMask(condition, evaluator.organisation)
    masks[condition] = made
    return made
  }

  /// The rows of a derived indicator that are asked for, in the order of the results table.
  func rows(of indicator: Int, _ scope: EvaluationScope) -> [ResultRow] {
    let plan = plan(indicator)
    let grains = scope.grains(of: indicator, plan)
    let periods = Set(grains.flatMap { evaluator.calendar.periods(of: $0, in: scope.asked) }).sorted()
    return DerivedRows(self, indicator, own(indicator, periods), scope)?.rows() ?? []
  }

  /// Computes figures that are not known yet; all their units, officers and groups.
  func require(_ indicator: Int, _ condition: UnitCondition?, _ periods: [Period]) {
    let key = TableKey(indicator: indicator, condition: condition)
    var table = tables[key] ?? Table()
    let new = Set(periods).subtracting(table.periods).sorted()
    guard let first = new.first else { return }
    let scope = EvaluationScope(asked: first)
    var rows: [ResultRow] = []
    for version in evaluator.programme.versions(of: plan(indicator).id) {
      let own = own(version, new)
      if own.isEmpty { continue }
      if case .derived = plan(version).value {
        rows += DerivedRows(self, version, own, scope)?.rows() ?? []
        continue
      }
      for var run in runs(version, condition.map(mask), own, scope) {
        run.keepsSurveyFigures = plan(version).value.hasDesignVariance
        run.appendRows(run.parts(threads: threads, chunkRows: chunkRows), &exposures, to: &rows)
      }
    }
    table.periods.formUnion(new)
    for row in rows {
      table.rows[CellKey(row.period, row.subject, row.split)] = row
      if let split = row.split {
        table.groups[CellKey(row.period, row.subject, nil), default: []].append(split)
      } else {
        table.subjects[row.period, default: []].append(row.subject)
      }
    }
    tables[key] = table
  }

  /// The runs that make the figures of some periods: one, or where rows of a roster are looked at in force one a period, as of its
  /// last day.
  private func runs(
    _ indicator: Int, _ mask: UnitMask?, _ periods: [Period], _ scope: EvaluationScope
  ) -> [IndicatorRun] {
    guard plan(indicator).moment != nil else {
      return [IndicatorRun(evaluator, columns, indicator: indicator, scope, periods: periods, mask: mask)]
    }
    return periods.map { period in
      let columns = evaluator.expressionColumns(for: plan(indicator), in: period)
      return IndicatorRun(evaluator, columns, indicator: indicator, scope, only: period, mask: mask)
    }
  }

  /// The survey behind a figure; nil where there is none.
  func survey(_ key: SurveyKey) -> SurveyFrame? { columns.surveys[key] }

  /// The groups of a subject's figures, in the order of rows.
  func groups(_ indicator: Int, _ condition: UnitCondition?, _ period: Period, _ subject: Subject) -> [SplitGroup] {
    tables[TableKey(indicator: indicator, condition: condition)]?.groups[CellKey(period, subject, nil)] ?? []
  }

  /// For whom an indicator has figures in a period, in the order of rows.
  func subjects(_ indicator: Int, _ period: Period) -> [Subject] {
    tables[TableKey(indicator: indicator, condition: nil)]?.subjects[period] ?? []
  }

  /// A row that was computed; nil where there is none.
  func row(_ indicator: Int, _ period: Period, _ subject: Subject, _ split: SplitGroup?) -> ResultRow? {
    tables[TableKey(indicator: indicator, condition: nil)]?.rows[CellKey(period, subject, split)]
  }

  /// A figure as an operand. A group without events in a cell that has a figure counts 0, where the value is a count, and else has none.
  func operand(
    _ role: OperandFigure.Role, _ indicator: Int, _ condition: UnitCondition?, _ period: Period, _ subject: Subject,
    _ split: SplitGroup?
  ) -> OperandFigure {
    let table = tables[TableKey(indicator: indicator, condition: condition)]
    func made(_ row: ResultRow?, _ value: Double?, _ state: ValueState, _ reason: String) -> OperandFigure {
      let isOwn = row?.split == split
      return OperandFigure(
        role: role, indicator: indicator, period: period, subject: subject, split: split,
        isOfSomeUnits: condition != nil, value: value, state: state, reason: reason,
        numerator: isOwn ? row?.numerator : value, denominator: isOwn ? row?.denominator : nil,
        n: isOwn ? row?.n ?? 0 : 0, completeness: row?.completeness,
        smallestCount: isOwn ? row.flatMap { $0.smallestCount(plan($0.indicator).value) } : nil,
        surveyFigure: isOwn ? row?.surveyFigure : nil)
    }
    if let row = table?.rows[CellKey(period, subject, split)] { return made(row, row.value, row.state, row.reason) }
    guard split != nil, let total = table?.rows[CellKey(period, subject, nil)] else {
      return made(nil, nil, .notApplicable, StateReason.absentThen)
    }
    guard total.state == .value else { return made(total, nil, total.state, total.reason) }
    switch plan(total.indicator).value {
    case .aggregate(.count), .aggregate(.distinct), .aggregate(.sum): return made(total, 0, .value, "")
    default: return made(total, nil, .undefined, StateReason.noValues)
    }
  }
}
