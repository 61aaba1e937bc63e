// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// The values of the cells of one indicator, without what else a row says.
///
/// They are those of ``CellFinisher``, which makes the rows, worked out kind by kind in loops over many cells: there are a hundred cells for
/// each of the events of a small ministry.
struct GridNumbers: Sendable {
  /// A value, NaN for none, and how many records it is made from.
  private typealias Number = (value: Double, n: Int)

  let roles: GridRoles
  private let aggregates: [GridAggregate]
  private let layout: RoleLayout
  private let value: ValuePlan
  private let tooFewBelow: Int
  private let scale: Double
  private let exposures: [Double]

  /// - Parameter exposures: for each cell what a rate is relative to, NaN where it is not known; nil for what is no rate.
  init(_ plan: IndicatorPlan, _ cells: GridCells, _ exposures: [Double]?) {
    roles = cells.roles
    aggregates = cells.aggregates
    layout = RoleLayout(plan)
    value = plan.value
    tooFewBelow = plan.tooFewBelow
    scale = plan.shareScale
    self.exposures = exposures ?? []
  }

  /// The values of some cells that their events decide, NaN where there is none, or one that is not finite. Complexity: O(cells).
  func values(of cells: [Int]) -> [Double] {
    let events = events(of: cells)
    switch value {
    case .share:
      return values(of: cells, events) { place, _ in
        let (part, whole) = (events.counted[place], events.counted[place] + events.missed[place])
        return (whole > 0 ? scale * Double(part) / Double(whole) : .nan, whole)
      }
    case .rate(let per, _, _):
      return values(of: cells, events) { place, cell in
        // What is not known is no number, and not above 0.
        let (counted, exposure) = (events.counted[place], exposures[cell])
        return (exposure > 0 ? per * Double(counted) / exposure : .nan, counted)
      }
    case .aggregate(let plan):
      let numbers = numbers(of: plan, aggregates[0], cells, events.counted)
      switch plan {
      case .count, .distinct, .onlyWhere:
        return values(of: cells, events) { place, _ in (numbers.values[place], events.counted[place]) }
      default: return values(of: cells, events) { place, _ in (numbers.values[place], numbers.present[place]) }
      }
    case .ratio(let upper, let lower):
      let above = numbers(of: upper, aggregates[0], cells, events.counted).values
      let below = numbers(of: lower, aggregates[1], cells, events.counted).values
      return values(of: cells, events) { place, _ in
        (below[place] != 0 ? above[place] / below[place] : .nan, events.counted[place])
      }
    case .coverage, .estimate, .derived: return [Double](repeating: .nan, count: cells.count)
    }
  }

  /// The values of those cells whose events decide one, of enough records.
  @inline(__always)
  private func values(of cells: [Int], _ events: Events, _ number: (_ place: Int, _ cell: Int) -> Number) -> [Double] {
    var values = [Double](repeating: .nan, count: cells.count)
    for (place, cell) in cells.enumerated() where events.decide[place] {
      let (value, n) = number(place, cell)
      if n >= tooFewBelow { values[place] = value }
    }
    return values
  }

  /// How many events of some cells are counted and missed, and whether these decide: not where nothing is due.
  private struct Events {
    var counted: [Int]
    var missed: [Int]
    var decide: [Bool]

    init(count: Int) {
      counted = Array(repeating: 0, count: count)
      missed = counted
      decide = Array(repeating: true, count: count)
    }
  }

  private func events(of cells: [Int]) -> Events {
    var events = Events(count: cells.count)
    if roles.countsAll {
      events.counted = cells.map { Int(roles.counts[$0]) }
      return events
    }
    let (notYetDue, firstNotHeld) = (Int(layout.notYetDue), Int(layout.counted) + 1)
    let (countedRole, missedRole, stride) = (Int(layout.counted), Int(layout.missed), layout.count)
    roles.counts.withUnsafeBufferPointer { counts in
      events.counted = cells.map { Int(counts[$0 * stride + countedRole]) }
      events.missed = cells.map { Int(counts[$0 * stride + missedRole]) }
      for (place, cell) in cells.enumerated() where events.counted[place] + events.missed[place] == 0 {
        let start = cell * stride
        guard counts[start + notYetDue] > 0 else { continue }
        events.decide[place] = (start + firstNotHeld..<start + missedRole).contains { counts[$0] != 0 }
      }
    }
    if layout.hasCaps { applyCaps(cells, &events) }
    return events
  }

  private func applyCaps(_ cells: [Int], _ events: inout Events) {
    for (place, cell) in cells.enumerated() {
      let roles = RoleCounts(roles.counts(of: cell), layout: layout)
      events.counted[place] = roles.counted
      events.missed[place] = roles.missed
      events.decide[place] = roles.notYetDue == 0 || roles.counted + roles.missed + roles.excepted > 0
    }
  }

  /// What an aggregate comes to in some cells with so many counted events: NaN for no value, and of how many records it is made.
  private func numbers(
    of plan: AggregatePlan, _ aggregate: GridAggregate, _ cells: [Int], _ counted: [Int]
  ) -> (values: [Double], present: [Int]) {
    var values = [Double](repeating: .nan, count: cells.count)
    var present = [Int](repeating: 0, count: cells.count)
    let counted = aggregate.matching.map { matching in cells.map { Int(matching[$0]) } } ?? counted
    switch (plan.unconditional, aggregate.parts) {
    case (.distinct, .different(let counts)):
      for (place, cell) in cells.enumerated() { values[place] = Double(counts[cell]) }
    case (.sum, .sums(let sums)):
      for (place, cell) in cells.enumerated() {
        present[place] = Int(sums.present[cell])
        // Something happened but no value is known: there is no sum.
        if counted[place] == 0 || present[place] > 0 { values[place] = sums.value(cell) }
      }
    case (.mean, .sums(let sums)):
      for (place, cell) in cells.enumerated() {
        present[place] = Int(sums.present[cell])
        values[place] = sums.sum(cell).mean(count: present[place]) ?? .nan
      }
    case (.quantile, .quantiles(let quantiles)):
      for (place, cell) in cells.enumerated() {
        present[place] = Int(quantiles.present[cell])
        values[place] = quantiles.values[cell]
      }
    case (.count, _), (.onlyWhere, _):
      for place in cells.indices { values[place] = Double(counted[place]) }
    default:
      for (place, cell) in cells.enumerated() {
        if case .value(let value) = aggregate.figure(plan, cell: cell, counted: counted[place]).value {
          values[place] = value
        }
      }
    }
    return (values, present)
  }
}

extension IndicatorPlan {
  /// What a share is multiplied by to stand in the indicator's unit.
  var shareScale: Double { measure == .perCent ? 100 : 1 }
}
