// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// What the cells of a grid are judged by besides their events, for some indicators of an event type.
struct GridFacts: Sendable {
  /// For each period and unit; nil where the unit did not exist in the period.
  let units: [[CellFacts?]]
  /// For each period and unit whether it existed.
  let isThere: [[Bool]]
  /// For each indicator that is a rate what every cell is relative to, NaN where that is not known.
  let exposures: [[Double]?]

  /// Complexity: O(periods · units + different exposures · cells).
  ///
  /// - Parameter isWanted: for each period whether it is looked at; nil where all are
  init(
    _ evaluator: Evaluator, _ plans: [IndicatorPlan], _ grid: CellGrid, _ groups: GroupLayout,
    _ scope: EvaluationScope, only isWanted: [Bool]? = nil
  ) {
    let judge = plans.first.map { CellJudge(evaluator, $0, splits: []) }
    let organisation = evaluator.organisation.organisation
    let units = grid.periods.periods.enumerated().map { number, period in
      let label = grid.periods.labels[number]
      let isPassedOver = isWanted.map { !$0[number] } ?? false
      return grid.units.map { unit -> CellFacts? in
        guard !isPassedOver, organisation.exists(unit, from: label.first, until: label.last) else { return nil }
        var facts = judge?.factsWithoutExposure(of: .unit(unit), number: number, period)
        facts?.label = label
        return facts
      }
    }
    self.units = units
    let isThere = units.map { $0.map { $0 != nil } }
    self.isThere = isThere
    var known: [Exposure: [Double]] = [:]
    var table = ExposureTable(evaluator)
    exposures = plans.map { plan in
      guard case .rate(_, let exposure, let isAnnual) = plan.value else { return nil }
      let key = Exposure(plan: exposure, isAnnual: isAnnual)
      if let made = known[key] { return made }
      let judge = CellJudge(
        evaluator, plan, splits: plan.splits.filter { split in scope.splits?.contains(split.name) ?? true })
      let made = Self.exposures(judge, grid, groups, isThere, &table)
      known[key] = made
      return made
    }
  }

  /// What rates are relative to; the same is found out once.
  private struct Exposure: Hashable {
    let plan: ExposurePlan
    let isAnnual: Bool
  }

  private static func exposures(
    _ judge: CellJudge, _ grid: CellGrid, _ groups: GroupLayout, _ isThere: [[Bool]], _ table: inout ExposureTable
  ) -> [Double] {
    let periods = grid.periods.periods
    let residents = (0..<grid.groupCount).map { judge.residents(of: groups.group($0)) }
    var exposures = [Double](repeating: .nan, count: grid.count)
    // By unit and group, whose residents are then looked for once for all periods.
    for unit in grid.units.indices {
      for period in periods.indices where isThere[period][unit] {
        let own = judge.exposure(of: .unit(grid.units[unit]), in: periods[period], &table)
        exposures[period * grid.width + unit] = own ?? .nan
      }
      guard let first = grid.place(ofGroup: 1, unit: unit) else { continue }
      for group in 1..<max(1, grid.groupCount) {
        for period in periods.indices where isThere[period][unit] {
          let start = period * grid.width
          switch residents[group] {
          case .asWhole: exposures[start + first + group - 1] = exposures[start + unit]
          case .unknown: break
          case .selected:
            let own = judge.exposure(residents[group], of: grid.units[unit], in: periods[period], &table)
            exposures[start + first + group - 1] = own ?? .nan
          }
        }
      }
    }
    return exposures
  }
}
