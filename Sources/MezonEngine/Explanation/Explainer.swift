// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Explains figures of one evaluator: by which clause each event of a cell has its role.
///
/// It works on the very columns and roles that the figures are made from, and keeps them, so that explaining the figures of many
/// officers costs one pass over the events for each indicator.
package final class Explainer {
  private let evaluator: Evaluator
  private let columns: ExpressionColumns
  private var lookedAt: [Int: LookedAtEvents] = [:]

  /// Takes the evaluator whose figures are explained.
  package init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    columns = evaluator.expressionColumns()
  }

  /// The explanation of a figure that the evaluator made.
  /// - Complexity: O(n log n) in the events the first time an indicator is explained, then O(events of the subject).
  package func explanation(of row: ResultRow) -> Explanation {
    let plan = evaluator.programme.indicators[row.indicator]
    let events = events(of: row.indicator, plan)
    let layout = RoleLayout(plan)
    var rowsOfRole = [[Int]](repeating: [], count: layout.count)
    for place in events.rows(of: row.subject) where events.isIn(row, place) {
      rowsOfRole[Int(events.roles[place])].append(place)
    }
    var counts = rowsOfRole.map(\.count)
    counts.append(0)
    let capped = RoleCounts(counts[...], layout: layout, plan: plan)
    let fields = FieldTexts(evaluator, plan, subject: row.subject)
    let isCoarse = plan.isSensitive
    var roles: [Explanation.Role] = []
    func add(_ role: EventRole, _ number: UInt16, clause: Int?, _ rule: RolePlan?, _ range: SourceRange?, excess: Int) {
      let found = rowsOfRole[Int(number)]
      guard clause != nil || !found.isEmpty else { return }
      roles.append(
        Explanation.Role(
          role: role, clause: clause, reason: rule?.reason, range: range, count: found.count, beyondCap: excess,
          events: isCoarse ? [] : events.inOrder(found).map { fields.event($0, day: events.days[$0]) }))
    }
    for (clause, rule) in plan.leavesOut.prefix(layout.leavesOutCount).enumerated() {
      add(.leftOut, layout.leftOut(by: clause), clause: clause, rule, rule.range, excess: capped.excess[clause])
    }
    add(.notYetDue, layout.notYetDue, clause: nil, nil, nil, excess: 0)
    add(.counted, layout.counted, clause: nil, nil, plan.declaration.counts?.range, excess: 0)
    for (clause, rule) in plan.notHeldAgainst.prefix(layout.notHeldCount).enumerated() {
      let excess = capped.excess[layout.leavesOutCount + clause]
      add(.notHeldAgainst, layout.notHeld(by: clause), clause: clause, rule, rule.range, excess: excess)
    }
    add(.missed, layout.missed, clause: nil, nil, nil, excess: 0)
    return Explanation(row: row, roles: roles, isCoarse: isCoarse)
  }

  private func events(of indicator: Int, _ plan: IndicatorPlan) -> LookedAtEvents {
    if let known = lookedAt[indicator] { return known }
    let made = LookedAtEvents(evaluator, columns, plan)
    lookedAt[indicator] = made
    return made
  }
}

/// The events that one indicator looks at, with their roles, days, units, officers and groups.
private struct LookedAtEvents {
  let roles: [UInt16]
  let days: [Int32]
  private let ownTimes: [Int64]
  private let lineages: [Int32]?
  private let organisation: OrganisationIndex
  private let splits: [SplitColumn]
  /// All rows that have a role.
  private let all: [Int]
  private var rowsOfOfficer: [Int32: [Int]] = [:]

  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, _ plan: IndicatorPlan) {
    let frame = columns.frame(plan.event)
    roles = columns.roles(of: plan)
    days = frame.days(plan.periodField)
    ownTimes = frame.ownTimes
    organisation = evaluator.organisation
    lineages = plan.unitField.map {
      frame.lineages(unitField: $0, dayField: plan.periodField, in: evaluator.organisation)
    }
    splits = plan.splits.map { columns.groups(of: $0, for: plan) }
    let roles = roles
    all = roles.indices.filter { roles[$0] != RoleLayout.notLookedAt }
    guard plan.isForOfficers else { return }
    let officers = frame.officers(fields: plan.officerFields, dayField: plan.periodField, roster: evaluator.roster)
    for row in all {
      for place in officers.range(of: row) { rowsOfOfficer[officers.officers[place], default: []].append(row) }
    }
  }

  /// The rows that can belong to a subject.
  func rows(of subject: Subject) -> [Int] {
    switch subject {
    case .officer(let officer, _): rowsOfOfficer[officer] ?? []
    case .unit: all
    }
  }

  /// Whether an event belongs to the cell of a figure.
  func isIn(_ result: ResultRow, _ row: Int) -> Bool {
    guard days[row] != missingDay, result.period.contains(CalendarDay(daysSinceEpoch: days[row])) else { return false }
    if case .unit(let unit) = result.subject {
      guard let lineages, lineages[row] >= 0,
        organisation.lineages[Int(lineages[row])].chain.contains(unit)
      else { return false }
    }
    guard let group = result.split else { return true }
    guard let split = splits.first(where: { $0.name == group.name }) else { return false }
    return split.range(of: row).contains { split.groups[Int(split.numbers[$0])] == group.group }
  }

  /// Rows by own time, then by their place.
  func inOrder(_ rows: [Int]) -> [Int] {
    rows.sorted { (ownTimes[$0], $0) < (ownTimes[$1], $1) }
  }
}
