// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// Explains figures of one evaluator: by which formula they are made, and by which clause each event of a cell has its role.
///
/// It works on the very columns and roles that the figures are made from, and keeps them, so that explaining the figures of many
/// officers costs one pass over the events for each indicator.
package final class Explainer {
  private let evaluator: Evaluator
  private let columns: ExpressionColumns
  private var lookedAt: [LookKey: LookedAtEvents] = [:]
  private var coverages: [LookKey: CoverageRule] = [:]

  /// An indicator, and the period where what is looked at depends on it.
  private struct LookKey: Hashable {
    let indicator: Int
    let period: Period?
  }

  /// Takes the evaluator whose figures are explained.
  package init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    columns = evaluator.expressionColumns()
  }

  /// The explanation of one cell of an indicator, or of one group of it; nil when there is no row for it.
  /// - Complexity: that of evaluating the indicator for the period.
  package func explanation(
    of indicator: Int, in period: Period, subject: Subject, split: SplitGroup? = nil
  ) -> Explanation? {
    let rows = evaluator.evaluate([indicator], in: period, splits: split.map { [$0.name] } ?? [])
    return rows.first { row in
      row.period.first == period.first && row.period.last == period.last && row.split == split
        && row.subject.isSame(as: subject)
    }.map { explanation(of: $0) }
  }

  /// The explanation of a figure that the evaluator made.
  /// - Complexity: O(n log n) in the events the first time an indicator is explained, then O(events of the subject).
  package func explanation(of row: ResultRow) -> Explanation {
    let plan = evaluator.programme.indicators[row.indicator]
    if case .derived = plan.value {
      return Explanation(
        row: row, formula: .derived, population: nil, notLookedAt: 0, roles: [], members: [],
        isCoarse: plan.hidesEvents)
    }
    let events = events(of: row)
    let layout = events.run.input.layout
    let rowsOfRole = events.rowsOfRoles(row)
    let counts = rowsOfRole.map { Int32(truncatingIfNeeded: $0.count) }
    let capped = RoleCounts(counts[...], layout: layout)
    let writer = RoleWriter(
      evaluator: evaluator, columns: events.run.columns, events: events, row: row, rowsOfRole: rowsOfRole)
    var roles: [Explanation.Role?] = []
    for (clause, rule) in plan.leavesOut.prefix(layout.leavesOutCount).enumerated() {
      let excess = capped.excess(ofClause: clause)
      roles.append(writer.role(.leftOut, layout.leftOut(by: clause), clause: clause, rule, excess: excess))
    }
    roles.append(writer.role(.notYetDue, layout.notYetDue))
    roles.append(writer.role(.counted, layout.counted, range: plan.declaration.counts?.range))
    for (clause, rule) in plan.notHeldAgainst.prefix(layout.notHeldCount).enumerated() {
      let excess = capped.excess(ofClause: layout.leavesOutCount + clause)
      roles.append(writer.role(.notHeldAgainst, layout.notHeld(by: clause), clause: clause, rule, excess: excess))
    }
    roles.append(writer.role(.missed, layout.missed))
    return Explanation(
      row: row, formula: formula(row, plan, capped), population: plan.declaration.population?.range,
      notLookedAt: rowsOfRole[0].count, roles: roles.compactMap { $0 },
      members: members(row, plan, events, counted: rowsOfRole[Int(layout.counted)]), isCoarse: plan.hidesEvents)
  }

  private func events(of row: ResultRow) -> LookedAtEvents {
    let plan = evaluator.programme.indicators[row.indicator]
    let key = LookKey(indicator: row.indicator, period: plan.moment == nil ? nil : row.period)
    if let known = lookedAt[key] { return known }
    let made = LookedAtEvents(
      evaluator, key.period.map { evaluator.expressionColumns(for: plan, in: $0) } ?? columns,
      indicator: row.indicator, asked: row.period, only: key.period)
    lookedAt[key] = made
    return made
  }

  private func formula(_ row: ResultRow, _ plan: IndicatorPlan, _ roles: RoleCounts) -> Formula {
    let factor = plan.measure == .perCent ? 100.0 : 1
    switch plan.value {
    case .share: return .share(factor: factor, counted: roles.counted, missed: roles.missed)
    // A condition of its own has only a side of a ratio.
    case .aggregate(.count), .aggregate(.onlyWhere): return .count(roles.counted)
    case .aggregate(.distinct(let field)):
      let fields = evaluator.programme.events[plan.event.index].fields
      let name = fields.indices.contains(field) ? fields[field].name : ""
      return .distinct(field: name, values: Int(row.numerator ?? 0))
    case .aggregate(.sum): return .sum(row.numerator, values: row.n)
    case .aggregate(.mean): return .mean(sum: row.numerator, values: row.n)
    case .aggregate(.medianTerm): return .medianTerm(values: row.n)
    case .aggregate(.quantile(let probability, _)): return .quantile(probability: probability, values: row.n)
    case .ratio: return .ratio(numerator: row.numerator, denominator: row.denominator)
    case .rate(let per, _, _): return .rate(per: per, counted: roles.counted, exposure: row.denominator)
    case .estimate(let estimate):
      if estimate.panel == nil {
        switch estimate.form {
        case .total: return .total(row.numerator, respondents: row.n)
        case .quantile(let probability, _): return .weightedQuantile(probability: probability, respondents: row.n)
        default: break
        }
      }
      return .estimate(
        factor: factor, numerator: row.numerator, denominator: row.denominator, respondents: row.n)
    case .derived: return .derived
    case .coverage:
      return .coverage(factor: factor, having: Int(row.numerator ?? 0), all: Int(row.denominator ?? 0))
    }
  }

  /// What a share is taken of, but for officers.
  private func members(
    _ row: ResultRow, _ plan: IndicatorPlan, _ events: LookedAtEvents, counted: [Int]
  ) -> [CoverageMember] {
    guard !plan.hidesEvents, let coverage = plan.value.coverage, let input = events.run.input.coverage else {
      return []
    }
    if case .officers = coverage.base { return [] }
    let key = LookKey(indicator: row.indicator, period: plan.moment == nil ? nil : row.period)
    let rule = coverages[key] ?? CoverageRule(coverage, events.run)
    coverages[key] = rule
    var counts: [MemberCount] = []
    for event in counted {
      let within = input.withinPeriods?[event] ?? 0
      for member in input.members(of: event, lineages: events.run.input.lineages) {
        let key = MemberCount.key(member: member, period: within)
        input.forEachBound(of: event) { counts.append(MemberCount(key: key, bound: $0, count: 1)) }
      }
    }
    let period = plan.window?.covered(for: row.period) ?? row.period
    let all = rule.members(of: row.subject, in: period)
    let having = Set(rule.having(all, counts, in: period))
    var countOfMember: [Int32: Int] = [:]
    for count in counts where count.bound == MemberCount.whole { countOfMember[count.member, default: 0] += 1 }
    let written = Self.bounds(of: plan)
    return all.map { member in
      let isHaving = having.contains(member)
      let broken = isHaving ? nil : rule.brokenBound(member, counts, in: row.period)
      return CoverageMember(
        code: code(of: member, coverage, plan), counted: countOfMember[member] ?? 0, isHaving: isHaving,
        broken: written.count > 1 ? broken.flatMap { written.indices.contains($0) ? written[$0].range : nil } : nil)
    }
  }

  private static func bounds(of plan: IndicatorPlan) -> [CoverageBound] {
    if case .coverage(let clause)? = plan.declaration.value?.form { clause.bounds } else { [] }
  }

  private func code(of member: Int32, _ coverage: CoveragePlan, _ plan: IndicatorPlan) -> String {
    switch coverage.base {
    case .periods(let grain): return evaluator.calendar.period(ordinal: member, grain: grain).label
    case .units: return evaluator.dataset.organisation.codes[Int(member)]
    case .officers: return ""
    case .values(let field):
      var type = evaluator.programme.events[plan.event.index].fields[field].type
      if case .list(let element) = type { type = element }
      guard case .reference(let id) = type, evaluator.dataset.domains.indices.contains(id.index), member >= 0,
        Int(member) < evaluator.dataset.domains[id.index].count
      else { return "" }
      return evaluator.dataset.domains[id.index].text(member)
    }
  }
}

extension Subject {
  /// Whether both are the same unit or the same officer, in whatever unit.
  fileprivate func isSame(as other: Subject) -> Bool {
    switch (self, other) {
    case (.unit(let one), .unit(let two)): one == two
    case (.officer(let one, _), .officer(let two, _)): one == two
    default: false
    }
  }
}

/// Writes the events of each role.
private struct RoleWriter {
  private let evaluator: Evaluator
  private let columns: ExpressionColumns
  private let events: LookedAtEvents
  private let rowsOfRole: [[Int]]
  private let texts: FieldTexts

  init(
    evaluator: Evaluator, columns: ExpressionColumns, events: LookedAtEvents, row: ResultRow, rowsOfRole: [[Int]]
  ) {
    self.evaluator = evaluator
    self.columns = columns
    self.events = events
    self.rowsOfRole = rowsOfRole
    texts = FieldTexts(evaluator, events.run.plan, events.used, subject: row.subject)
  }

  private var plan: IndicatorPlan { events.run.plan }

  /// A role with its events; nil where none has it and no clause gives it.
  func role(
    _ role: EventRole, _ number: UInt16, clause: Int? = nil, _ rule: RolePlan? = nil, range: SourceRange? = nil,
    excess: Int = 0
  ) -> Explanation.Role? {
    let found = rowsOfRole[Int(number)]
    guard clause != nil || !found.isEmpty else { return nil }
    let shown: ShownCount =
      plan.hidesEvents ? .coarse(found.count, threshold: plan.protectCellsBelow) : .exactly(found.count)
    // The earliest events keep the role, those beyond the cap are the latest.
    let kept = found.count - excess
    return Explanation.Role(
      role: role, clause: clause, reason: rule?.reason, range: rule?.range ?? range, cap: rule?.cap,
      count: found.count, beyondCap: excess, shownCount: shown,
      events: plan.hidesEvents
        ? []
        : found.enumerated().map { place, row in event(row, isBeyondCap: place >= kept, isDue: role != .notYetDue) })
  }

  private func event(_ passRow: Int, isBeyondCap: Bool, isDue: Bool) -> Explanation.Event {
    let row = events.event(of: passRow)
    let (file, line) = place(of: row, plan.event)
    let day = CalendarDay(daysSinceEpoch: events.run.input.days[passRow])
    return Explanation.Event(
      file: file, line: line, day: day, isBeyondCap: isBeyondCap,
      dueOn: isDue ? nil : events.dueDay(ofEvent: row), fields: texts.fields(row),
      linked: events.used.links.compactMap { linked($0, row) })
  }

  private func linked(_ link: PlanLink, _ row: Int) -> Explanation.LinkedEvent? {
    let found = Int(columns.linkedRows(link)[row])
    guard found >= 0 else { return nil }
    let (file, line) = place(of: found, link.target)
    return Explanation.LinkedEvent(
      type: evaluator.programme.events[link.target.index].name, file: file, line: line,
      day: CalendarDay(daysSinceEpoch: columns.frame(link.target).ownDays[found]))
  }

  private func place(of row: Int, _ event: EventID) -> (file: String, line: Int) {
    let table = evaluator.dataset.events[event.index]
    let file = Int(table.files[row])
    let files = evaluator.dataset.files
    return (files.indices.contains(file) ? files[file] : "", Int(table.lines[row]))
  }
}
