// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// Makes rows from the cells of one indicator.
///
/// A class, for a plan is large and is read for every cell.
final class GridRows {
  let evaluator: Evaluator
  let plan: IndicatorPlan
  let cells: GridCells
  let scope: EvaluationScope
  private let finisher: CellFinisher
  private let judge: CellJudge
  private let versions: [Int]
  private let indicator: Int
  /// Each unit's place in the grid; -1 for those that are not in it.
  private let places: [Int]
  private let groups: [SplitGroup?]
  private let order: [Int]
  private let isFixed: [Bool]

  /// Complexity: O(rows of the rosters + units + groups).
  init(
    _ evaluator: Evaluator, indicator: Int, _ cells: GridCells, _ scope: EvaluationScope, _ intervals: CountIntervals
  ) {
    self.evaluator = evaluator
    self.indicator = indicator
    let plan = evaluator.programme.indicators[indicator]
    self.plan = plan
    self.cells = cells
    self.scope = scope
    finisher = CellFinisher(
      plan, indicator: indicator, layout: RoleLayout(plan), coverage: nil, respondents: nil, panel: nil,
      intervals: intervals)
    judge = CellJudge(
      evaluator, plan, splits: plan.splits.filter { split in scope.splits?.contains(split.name) ?? true })
    versions = evaluator.programme.versions(of: plan.id)
    var places = [Int](repeating: -1, count: evaluator.organisation.unitCount)
    for (place, unit) in cells.grid.units.enumerated() { places[Int(unit)] = place }
    self.places = places
    groups = (0..<cells.grid.groupCount).map(cells.groups.group)
    order = cells.groups.groupsInOrder
    isFixed = cells.groups.isFixed
  }

  /// Hands out the rows of the indicator in some periods, by their numbers in the grid: by period, level, unit and split. Complexity: O(rows).
  func forEachRow(of periods: Range<Int>, _ exposures: inout ExposureTable, _ body: (ResultRow) -> Void) {
    let grid = cells.grid
    for number in periods {
      let period = grid.periods.periods[number]
      guard computes(period) else { continue }
      let label = grid.periods.labels[number]
      for subject in evaluator.subjects(levels: plan.levels, officers: [], in: label, scope) {
        guard case .unit(let unit) = subject else { continue }
        var facts = judge.facts(subject, number: number, period, nil, &exposures)
        facts.label = label
        let start = number * grid.width
        body(row(start + places[Int(unit)], facts, subject, nil))
        for group in order {
          guard let place = grid.place(ofGroup: group, unit: places[Int(unit)]),
            isFixed[group] || cells.roles.isTouched(start + place)
          else { continue }
          let ownFacts = judge.facts(facts, of: unit, groups[group], &exposures)
          body(row(start + place, ownFacts, subject, groups[group]))
        }
      }
    }
  }

  /// Whether this version of the indicator computes a period, rather than another one.
  private func computes(_ period: Period) -> Bool {
    versions.count == 1 || evaluator.programme.version(of: plan.id, on: period.first) == indicator
  }

  private func row(_ cell: Int, _ facts: CellFacts, _ subject: Subject, _ split: SplitGroup?) -> ResultRow {
    let roles = RoleCounts(cells.roles.counts(of: cell), layout: finisher.layout)
    return finisher.row(roles, facts, subject: subject, split: split) { plan, store in
      cells.aggregates[store].figure(plan, cell: cell, counted: roles.counted)
    }
  }
}

extension GroupLayout {
  /// The groups in the order of rows, as distances from the total.
  var groupsInOrder: [Int] { (1..<max(1, count)).sorted { ranks[$0] < ranks[$1] } }

  /// For each group whether it has a row in every cell.
  var isFixed: [Bool] {
    var isFixed = [Bool](repeating: false, count: count)
    for group in fixed { isFixed[Int(group)] = true }
    return isFixed
  }
}
