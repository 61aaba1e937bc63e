// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The values of several indicators that have the same periods, units and groups: one line a period, unit and group, one column
/// an indicator.
///
/// It is what the wide layout of a ``ResultTable`` writes, made without a row for every value.
package struct WideValues: Sendable {
  private let plans: [IndicatorPlan]
  /// For each indicator what its cells come to.
  private let numbers: [GridNumbers]
  private let grid: CellGrid
  private let groups: GroupLayout
  private let facts: GridFacts
  private let programme: Programme
  private let organisation: Organisation
  private let threads: Int

  /// A line of a period: its cell, and the unit and group that it stands for.
  private typealias Line = (cell: Int, unit: Int, group: Int)

  /// The values of some indicators; nil where they do not share one grid, so that rows must be put together one by one.
  ///
  /// Complexity: O(different exposures · cells).
  ///
  /// - Parameters:
  ///   - isWanted: for each period whether it has lines; nil where all have
  ///   - mayBeEmpty: whether there may be no unit in any of the periods
  ///   - known: the facts of the only grid's cells, where they are known
  init?(
    _ evaluator: Evaluator, _ indicators: [Int], _ cells: [Int: GridCells], _ scope: EvaluationScope, threads: Int,
    only isWanted: [Bool]? = nil, mayBeEmpty: Bool = false, facts known: GridFacts? = nil
  ) {
    let found = indicators.compactMap { cells[$0] }
    let plans = indicators.map { evaluator.programme.indicators[$0] }
    guard let first = found.first, found.count == indicators.count,
      found.allSatisfy({ $0.gridNumber == first.gridNumber }), Set(plans.map(\.id)).count == plans.count,
      plans.allSatisfy({ evaluator.programme.versions(of: $0.id).count == 1 })
    else { return nil }
    let facts = known ?? GridFacts(evaluator, plans, first.grid, first.groups, scope, only: isWanted)
    guard mayBeEmpty || facts.units.contains(where: { $0.contains { $0 != nil } }) else { return nil }
    numbers = plans.indices.map { GridNumbers(plans[$0], found[$0], facts.exposures[$0]) }
    self.plans = plans
    self.facts = facts
    grid = first.grid
    groups = first.groups
    programme = evaluator.programme
    organisation = evaluator.dataset.organisation
    self.threads = threads
  }

  /// Hands out the table as comma-separated text, in parts to be written one after the other, each as soon as it is there.
  ///
  /// Complexity: O(cells · indicators).
  package func writeLines<Failure>(_ body: (_ parts: [[UInt8]]) throws(Failure) -> Void) throws(Failure) {
    try body([Self.header(plans.map(\.id))])
    let texts = LineTexts(grid, groups, organisation, programme)
    try inOrder(grid.periods.periods.count, threads: threads, { csv(ofPeriod: $0, texts) }, body)
  }

  /// The lines of each period, in parts to be written one after the other. Complexity: O(cells · indicators).
  func linesOfPeriods() -> [[[UInt8]]] {
    let texts = LineTexts(grid, groups, organisation, programme)
    return concurrently(grid.periods.periods.count, threads: threads) { period in csv(ofPeriod: period, texts) }
  }

  /// The first line, above the values of some indicators.
  static func header(_ ids: [String]) -> [UInt8] {
    var header = DelimitedWriter()
    for column in ResultColumn.grouping { header.append(column.rawValue) }
    for id in ids { header.append(id) }
    header.endRow()
    return header.takeBytes()
  }

  private func csv(ofPeriod period: Int, _ texts: LineTexts) -> [[UInt8]] {
    let lines = lines(ofPeriod: period, texts)
    let cells = lines.map(\.cell)
    let columns = values(of: cells, lines, period)
    let (count, width) = (cells.count, plans.count)
    var written = NumberLines()
    for (number, line) in lines.enumerated() {
      written.append(
        [texts.periods[period], texts.units[line.unit], texts.groups[line.group]], of: texts.bytes, numbers: width
      ) { columns[$0 &* count &+ number] }
    }
    return written.takeParts()
  }

  /// The lines of a period: by level and unit, and of each first the total.
  private func lines(ofPeriod period: Int, _ texts: LineTexts) -> [Line] {
    var lines: [Line] = []
    let start = period * grid.width
    for unit in texts.unitsInOrder where facts.isThere[period][unit] {
      lines.append((start + unit, unit, 0))
      for group in texts.groupsInOrder {
        guard let place = grid.place(ofGroup: group, unit: unit),
          texts.isFixed[group] || numbers.contains(where: { $0.roles.isTouched(start + place) })
        else { continue }
        lines.append((start + place, unit, group))
      }
    }
    return lines
  }

  /// The values of the lines of a period, indicator after indicator, NaN for none.
  private func values(of cells: [Int], _ lines: [Line], _ period: Int) -> [Double] {
    var known: [StateRule: [Bool]] = [:]
    var values: [Double] = []
    values.reserveCapacity(cells.count * plans.count)
    for (plan, numbers) in zip(plans, numbers) {
      let rule = StateRule(plan)
      // Whether the events of a unit decide, which is the same for most indicators.
      let decide = known[rule] ?? facts.units[period].map { facts in facts.map { plan.state(by: $0) == nil } ?? false }
      known[rule] = decide
      let own = numbers.values(of: cells)
      for (value, line) in zip(own, lines) { values.append(decide[line.unit] ? value : .nan) }
    }
    return values
  }

  /// What of a plan says whether a unit has a value, whatever its events are.
  private struct StateRule: Hashable {
    let effectiveFrom: CalendarDay?
    let effectiveUntil: CalendarDay?
    let completeAtLeast: Double

    init(_ plan: IndicatorPlan) {
      effectiveFrom = plan.effectiveFrom
      effectiveUntil = plan.effectiveUntil
      completeAtLeast = plan.completeAtLeast
    }
  }
}

/// What the lines of a wide table begin with, each made once.
private struct LineTexts: Sendable {
  /// All texts, one behind the other: no list is held for each, which threads would have to count together.
  private(set) var bytes: [UInt8] = []
  private(set) var periods: [Range<Int>] = []
  /// For each unit of the grid.
  private(set) var units: [Range<Int>] = []
  private(set) var groups: [Range<Int>] = []
  /// The units of the grid in the order of lines.
  let unitsInOrder: [Int]
  let groupsInOrder: [Int]
  let isFixed: [Bool]

  /// Complexity: O(periods + units log units + groups).
  init(_ grid: CellGrid, _ layout: GroupLayout, _ organisation: Organisation, _ programme: Programme) {
    let levels = organisation.levels
    unitsInOrder = grid.units.indices.sorted { left, right in
      let (first, second) = (grid.units[left], grid.units[right])
      return (levels[Int(first)], first) < (levels[Int(second)], second)
    }
    groupsInOrder = layout.groupsInOrder
    isFixed = layout.isFixed
    for label in grid.periods.labels {
      periods.append(add([label.label, label.first.description, label.last.description]))
    }
    // A line is of no officer.
    for unit in grid.units {
      units.append(add([organisation.codes[Int(unit)], programme.levels[organisation.levels[Int(unit)]].name, ""]))
    }
    for group in 0..<grid.groupCount {
      groups.append(add([layout.group(group).map { $0.name + "=" + $0.group } ?? ""]))
    }
  }

  /// Adds some fields, with commas between, and tells where they stand.
  private mutating func add(_ texts: [String]) -> Range<Int> {
    var writer = DelimitedWriter()
    for text in texts { writer.append(text) }
    let first = bytes.count
    bytes += writer.takeBytes()
    return first..<bytes.count
  }
}
