// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The values of several indicators that have the same periods, units and groups: one line a period, unit and group, one column
/// an indicator.
///
/// It is what ``ResultTable/wideCSV()`` writes, made without a row for every value.
package struct WideValues: Sendable {
  private let ids: [String]
  private let grid: CellGrid
  private let groups: GroupLayout
  /// For each indicator its values period by period, NaN where there is none.
  private let values: [[[Double]]]
  /// For each period the places of its lines, in the order of lines, each with the unit and the group.
  private let lines: [[(place: Int, unit: Int, group: Int)]]
  private let programme: Programme
  private let organisation: Organisation
  private let threads: Int

  /// The values of some indicators; nil where they do not share one grid, so that rows must be put together one by one.
  ///
  /// Complexity: O(cells · indicators).
  init?(_ evaluator: Evaluator, _ indicators: [Int], _ cells: [Int: GridCells], _ scope: EvaluationScope, threads: Int)
  {
    let found = indicators.compactMap { cells[$0] }
    let plans = indicators.map { evaluator.programme.indicators[$0] }
    guard let first = found.first, found.count == indicators.count,
      found.allSatisfy({ $0.gridNumber == first.gridNumber }), Set(plans.map(\.id)).count == plans.count,
      plans.allSatisfy({ evaluator.programme.versions(of: $0.id).count == 1 })
    else { return nil }
    let grid = first.grid
    let facts = GridFacts(evaluator, plans[0], grid, first.groups, scope)
    let exposures = facts.exposures(of: plans)
    values = concurrently(indicators.count, threads: threads) { number in
      let rows = GridRows(evaluator, indicator: indicators[number], found[number], scope)
      let numbers = rows.numbers(exposures[number])
      return grid.periods.periods.indices.map { rows.values(ofPeriod: $0, facts.units[$0], numbers) }
    }
    ids = plans.map(\.id)
    self.grid = grid
    groups = first.groups
    programme = evaluator.programme
    organisation = evaluator.dataset.organisation
    self.threads = threads
    lines = Self.lines(grid, first.groups, facts, found, organisation.levels)
    guard lines.contains(where: { !$0.isEmpty }) else { return nil }
  }

  private static func lines(
    _ grid: CellGrid, _ groups: GroupLayout, _ facts: GridFacts, _ cells: [GridCells], _ levels: [Int]
  ) -> [[(place: Int, unit: Int, group: Int)]] {
    let order = groups.groupsInOrder
    let isFixed = groups.isFixed
    let units = grid.units.indices.sorted { left, right in
      let (first, second) = (grid.units[left], grid.units[right])
      return (levels[Int(first)], first) < (levels[Int(second)], second)
    }
    return grid.periods.periods.indices.map { period in
      var lines: [(place: Int, unit: Int, group: Int)] = []
      for unit in units where facts.units[period][unit] != nil {
        lines.append((unit, unit, 0))
        for group in order {
          guard let place = grid.place(ofGroup: group, unit: unit),
            isFixed[group] || cells.contains(where: { $0.roles.isTouched(period * grid.width + place) })
          else { continue }
          lines.append((place, unit, group))
        }
      }
      return lines
    }
  }

  /// The table as comma-separated text.
  package func csv() -> [UInt8] {
    var header = DelimitedWriter()
    for column in ResultColumn.grouping { header.append(column.rawValue) }
    for id in ids { header.append(id) }
    header.endRow()
    let parts = concurrently(lines.count, threads: threads) { period in csv(ofPeriod: period) }
    var bytes = header.takeBytes()
    bytes.reserveCapacity(bytes.count + parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  private func csv(ofPeriod number: Int) -> [UInt8] {
    let label = grid.periods.labels[number]
    let days = [label.label, label.first.description, label.last.description]
    let splits = (0..<grid.groupCount).map { groups.group($0).map { $0.name + "=" + $0.group } ?? "" }
    let values = values.map { $0[number] }
    var writer = DelimitedWriter()
    for line in lines[number] {
      let unit = Int(grid.units[line.unit])
      for text in days { writer.append(text) }
      writer.append(organisation.codes[unit])
      writer.append(programme.levels[organisation.levels[unit]].name)
      writer.appendMissing()
      writer.append(splits[line.group])
      for column in values {
        let value = column[line.place]
        // A value is finite, so what is not stands for none.
        do { try writer.append(value) } catch { writer.appendMissing() }
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}

/// What the cells of a grid are judged by besides their events, for all indicators of an event type.
struct GridFacts: Sendable {
  /// For each period and unit; nil where the unit did not exist in the period.
  let units: [[CellFacts?]]
  private let evaluator: Evaluator
  private let grid: CellGrid
  private let groups: GroupLayout
  private let scope: EvaluationScope

  /// Complexity: O(periods · units).
  init(_ evaluator: Evaluator, _ plan: IndicatorPlan, _ grid: CellGrid, _ groups: GroupLayout, _ scope: EvaluationScope)
  {
    let judge = CellJudge(evaluator, plan, splits: [])
    let organisation = evaluator.organisation.organisation
    units = grid.periods.periods.enumerated().map { number, period in
      let label = grid.periods.labels[number]
      return grid.units.map { unit in
        guard organisation.exists(unit, from: label.first, until: label.last) else { return nil }
        var facts = judge.factsWithoutExposure(of: .unit(unit), number: number, period)
        facts.label = label
        return facts
      }
    }
    self.evaluator = evaluator
    self.grid = grid
    self.groups = groups
    self.scope = scope
  }

  /// For each indicator that is a rate what every cell is relative to, NaN where that is not known; the same once.
  ///
  /// Complexity: O(different exposures · cells).
  func exposures(of plans: [IndicatorPlan]) -> [[Double]?] {
    struct Key: Hashable {
      let plan: ExposurePlan
      let isAnnual: Bool
    }
    var known: [Key: [Double]] = [:]
    var table = ExposureTable(
      evaluator.dataset.population, evaluator.organisation, groupSizes: evaluator.programme.populationGroupSizes)
    return plans.map { plan in
      guard case .rate(_, let exposure, let isAnnual) = plan.value else { return nil }
      let key = Key(plan: exposure, isAnnual: isAnnual)
      if let made = known[key] { return made }
      let made = exposures(of: plan, &table)
      known[key] = made
      return made
    }
  }

  private func exposures(of plan: IndicatorPlan, _ table: inout ExposureTable) -> [Double] {
    let judge = CellJudge(
      evaluator, plan, splits: plan.splits.filter { split in scope.splits?.contains(split.name) ?? true })
    let splits = (0..<grid.groupCount).map(groups.group)
    var exposures = [Double](repeating: .nan, count: grid.count)
    for period in grid.periods.periods.indices {
      for (unit, facts) in units[period].enumerated() {
        guard var facts else { continue }
        let start = period * grid.width
        judge.addExposure(of: .unit(grid.units[unit]), &facts, &table)
        exposures[start + unit] = facts.exposure ?? .nan
        for group in 1..<max(1, grid.groupCount) {
          guard let place = grid.place(ofGroup: group, unit: unit) else { break }
          exposures[start + place] = judge.facts(facts, of: grid.units[unit], splits[group], &table).exposure ?? .nan
        }
      }
    }
    return exposures
  }
}
