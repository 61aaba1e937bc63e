// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The rows of one derived indicator for some periods.
struct DerivedRows {
  let book: FigureBook
  let indicator: Int
  let plan: IndicatorPlan
  let derived: DerivedPlan
  let periods: [Period]
  let scope: EvaluationScope

  var evaluator: Evaluator { book.evaluator }

  /// nil for an indicator that is made from events.
  init?(_ book: FigureBook, _ indicator: Int, _ periods: [Period], _ scope: EvaluationScope) {
    let plan = book.plan(indicator)
    guard case .derived(let derived) = plan.value else { return nil }
    self.book = book
    self.indicator = indicator
    self.plan = plan
    self.derived = derived
    self.periods = periods
    self.scope = scope
  }

  /// One figure that the value of a cell is made from.
  struct Source {
    let role: OperandFigure.Role
    let indicator: Int
    var condition: UnitCondition?
    /// nil where there is no such period.
    let period: Period?
  }

  /// The rows, in the order of the results table. Complexity: that of the operands, and O(rows).
  func rows() -> [ResultRow] {
    requireOperands()
    let splits = plan.splits.map(\.name).filter { scope.splits?.contains($0) ?? true }
    var scores = UnitScores(self)
    var rows: [ResultRow] = []
    for period in periods {
      for subject in subjects(in: period, scope) {
        rows.append(row(period, subject, nil, &scores))
        for group in groups(period, subject, splits) { rows.append(row(period, subject, group, &scores)) }
      }
    }
    return rows
  }

  private func requireOperands() {
    var needed: [FigureBook.TableKey: [Period]] = [:]
    for source in periods.flatMap(sources) {
      guard let period = source.period else { continue }
      needed[FigureBook.TableKey(indicator: source.indicator, condition: source.condition), default: []].append(period)
    }
    // In an order that does not depend on hashes, though the figures would be the same.
    for key in needed.keys.sorted(by: { $0.indicator < $1.indicator }) {
      book.require(key.indicator, key.condition, needed[key] ?? [])
    }
  }

  /// For whom the indicator has figures in a period, whatever is asked for.
  func everyone(in period: Period) -> [Subject] { subjects(in: period, EvaluationScope(asked: period)) }

  private func subjects(in period: Period, _ scope: EvaluationScope) -> [Subject] {
    var officers: [Int32] = []
    if plan.isForOfficers {
      if evaluator.roster.isKnown {
        let count = evaluator.dataset.domains.first?.count ?? 0
        officers = evaluator.roster.officers(in: period).filter { $0 >= 0 && Int($0) < count }
      } else {
        var named: Set<Int32> = []
        for operand in derived.operands {
          for case .officer(let officer, _) in book.subjects(book.place(of: operand), period) { named.insert(officer) }
        }
        officers = named.sorted()
      }
    }
    return evaluator.subjects(levels: plan.levels, officers: officers, in: period, scope)
  }

  /// The groups that any figure behind the cell has, in the order of rows.
  private func groups(_ period: Period, _ subject: Subject, _ splits: [String]) -> [SplitGroup] {
    guard !splits.isEmpty, case .unit(let unit) = subject,
      scope.splits(level: evaluator.organisation.organisation.levels[Int(unit)])
    else { return [] }
    var found: Set<SplitGroup> = []
    for source in sources(period) {
      guard let own = source.period else { continue }
      for whose in subjects(of: source, subject, in: period) {
        found.formUnion(book.groups(source.indicator, source.condition, own, whose).filter { splits.contains($0.name) })
      }
    }
    return found.sorted { precedes("\($0.name)=\($0.group)", "\($1.name)=\($1.group)") }
  }

  // MARK: Operands

  /// Whose figures a source stands for in a cell: the members of a range, the unit above, or the cell's own subject.
  private func subjects(of source: Source, _ subject: Subject, in period: Period) -> [Subject] {
    if let level = derived.memberLevel { return units(of: level, under: subject, in: period) }
    if source.role == .above { return unitAbove(subject, in: period).map { [$0] } ?? [] }
    return [subject]
  }

  /// The units of a level that stood in or below a unit on a day of a period.
  private func units(of level: Int, under subject: Subject, in period: Period) -> [Subject] {
    guard case .unit(let unit) = subject else { return [] }
    let organisation = evaluator.organisation
    let own = organisation.lineages(under: unit, in: period).map { organisation.lineages[$0].chain[0] }
    return Set(own).filter { organisation.organisation.levels[Int($0)] == level }.sorted().map { .unit($0) }
  }

  /// The figures behind every cell of a period, in the order of the formula.
  func sources(_ period: Period) -> [Source] {
    switch derived {
    case .change(let change):
      let place = book.place(of: change.indicator)
      let before = earlier(change.earlier, than: period)
      var sources = [
        Source(role: .now, indicator: place, condition: change.among, period: period),
        Source(role: .before, indicator: place, condition: change.among, period: before),
      ]
      if let minus = change.minus {
        sources.append(Source(role: .otherNow, indicator: place, condition: minus.condition, period: period))
        sources.append(Source(role: .otherBefore, indicator: place, condition: minus.condition, period: before))
      }
      return sources
    case .gap(let gap):
      let place = book.place(of: gap.indicator)
      switch gap.sides {
      case .groups(let first, let second):
        return [
          Source(role: .first, indicator: place, condition: first, period: period),
          Source(role: .second, indicator: place, condition: second.condition, period: period),
        ]
      case .unitAbove:
        return [
          Source(role: .first, indicator: place, period: period),
          Source(role: .above, indicator: place, period: period),
        ]
      }
    case .range(let range): return [Source(role: .member, indicator: book.place(of: range.indicator), period: period)]
    case .standardised(let rate):
      return [Source(role: .member, indicator: book.place(of: rate.indicator), period: period)]
    case .shareOfUnits(let share):
      return [Source(role: .member, indicator: book.place(of: share.indicator), period: period)]
    case .computed, .index:
      return derived.operands.map { Source(role: .part, indicator: book.place(of: $0), period: period) }
    }
  }

  private func earlier(_ earlier: DerivedPlan.Earlier, than period: Period) -> Period? {
    switch earlier {
    case .previousPeriod:
      let previous = evaluator.calendar.previous(period)
      return previous < period ? previous : nil
    case .samePeriodLastYear: return evaluator.calendar.samePeriodLastYear(period)
    case .period(let stated): return stated
    }
  }

  /// The operands of a cell.
  func operands(_ period: Period, _ subject: Subject, _ split: SplitGroup?) -> [OperandFigure] {
    switch derived {
    case .range(let range): return members(range, period, subject, split)
    case .standardised(let rate): return groupFigures(rate, period, subject)
    case .shareOfUnits(let share):
      let place = book.place(of: share.indicator)
      return units(of: share.level, under: subject, in: period).map {
        book.operand(.member, place, nil, period, $0, split)
      }
    case .change, .gap, .computed, .index: break
    }
    return sources(period).map { source in
      var whose: Subject? = subject
      if source.role == .above { whose = unitAbove(subject, in: period) }
      guard let own = source.period, let whose else {
        let reason = source.period == nil ? StateReason.noEarlierPeriod : StateReason.absentThen
        return OperandFigure(
          role: source.role, indicator: source.indicator, period: period, subject: subject, split: split,
          isOfSomeUnits: source.condition != nil, value: nil,
          state: source.period == nil ? .undefined : .notApplicable, reason: reason, numerator: nil, denominator: nil,
          n: 0, completeness: nil, smallestCount: nil)
      }
      return book.operand(source.role, source.indicator, source.condition, own, whose, split)
    }
  }

  /// The next unit above, on the last day of the period on which the unit existed, that has a figure.
  private func unitAbove(_ subject: Subject, in period: Period) -> Subject? {
    guard case .unit(let unit) = subject else { return nil }
    let organisation = evaluator.organisation
    let lineages = organisation.ownLineages(of: unit).map { organisation.lineages[$0] }
    guard let last = lineages.last(where: { $0.from <= period.last && period.first <= $0.until }) else { return nil }
    let levels = book.plan(book.place(of: derived.operands.first ?? ""), for: period).levels
    return last.chain.dropFirst().first { levels.contains(organisation.organisation.levels[Int($0)]) }.map { .unit($0) }
  }

  private func members(
    _ range: DerivedPlan.Range, _ period: Period, _ subject: Subject, _ split: SplitGroup?
  ) -> [OperandFigure] {
    let place = book.place(of: range.indicator)
    switch range.members {
    case .level(let level):
      return units(of: level, under: subject, in: period).map { book.operand(.member, place, nil, period, $0, split) }
    case .groups(let name):
      // The unknown are no group of their own.
      return book.groups(place, nil, period, subject).filter { $0.name == name && $0.group != "unknown" }
        .map { book.operand(.member, place, nil, period, subject, $0) }
    }
  }

  // MARK: Rows

  private func row(
    _ period: Period, _ subject: Subject, _ split: SplitGroup?, _ scores: inout UnitScores
  ) -> ResultRow {
    let operands = operands(period, subject, split)
    var outcome = DerivedOutcome(of: self, operands, period, subject, split, &scores)
    if let value = outcome.value, !value.isFinite { outcome.fail(.undefined, StateReason.notFinite) }
    let isInvalid = outcome.state == .invalid
    if !isInvalid, !isInForce(period) { outcome.fail(.notApplicable, StateReason.notInForce) }
    if outcome.state == .value, outcome.n < plan.tooFewBelow { outcome.fail(.tooFew, StateReason.belowMinimum) }
    let byDesign = designInterval(&outcome, operands)
    var row = ResultRow(
      indicator: indicator, period: period, subject: subject, split: split, value: outcome.value, state: outcome.state,
      reason: outcome.reason, numerator: outcome.numerator, denominator: outcome.denominator, excluded: 0, excepted: 0,
      notYetDue: 0, n: outcome.n,
      completeness: operands.compactMap(\.completeness).min(), low: nil, high: nil, method: "",
      baseline: plan.baseline?.value, target: plan.target?.value(forPeriodStarting: period.first), status: .noValue,
      details: outcome.details)
    if row.value != nil, let method = plan.interval,
      let interval = byDesign ?? outcome.interval(method) ?? contrast(operands, method)
    {
      (row.low, row.high, row.method) = (interval.low, interval.high, method.method.rawValue)
    }
    row.surveyFacts = outcome.surveyFacts
    if let place = outcome.place, row.value != nil {
      row.place = place
      row.details.append(("place", place.json))
    }
    row.operands = outcome.operands
    row.smallestCount = operands.compactMap(\.smallestCount).min()
    row.status = plan.status(of: row)
    return row
  }

  private func isInForce(_ period: Period) -> Bool {
    if let from = plan.effectiveFrom, period.first < from { return false }
    if let until = plan.effectiveUntil, period.first > until { return false }
    return true
  }
}
