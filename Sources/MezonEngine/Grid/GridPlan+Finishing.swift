// SPDX-License-Identifier: Apache-2.0

import Synchronization

extension GridPlan {
  /// The cells of the indicators, from everything that was added up. Complexity: see ``GridTally``.
  ///
  /// - Parameter isWanted: for each period of the only grid whether its cells are wanted, nil for all; those of others mean nothing
  func cells(_ tally: GridTally, threads: Int, only isWanted: [Bool]? = nil) -> [Int: GridCells] {
    finished([tally], threads: threads, only: isWanted).cells
  }

  /// What some tallies have in all, and the cells of the indicators from it. Each quantity is added up and finished by one thread, so that none waits for
  /// the sums of another. Complexity: see ``GridTally``.
  ///
  /// - Parameters:
  ///   - isWanted: for each period of the only grid whether its cells are wanted, nil for all; those of others mean nothing
  ///   - other: what else is to be done meanwhile, by one thread
  func finished(
    _ all: consuming [GridTally], threads: Int, only isWanted: [Bool]? = nil,
    beside other: @Sendable () -> Void = {}
  ) -> (tally: GridTally, cells: [Int: GridCells]) {
    let finishing = grids.map { grid in isWanted.map { grid.cells.finishing($0) } ?? grid.cells }
    let tallies = TalliesByQuantity(all, of: self)
    // Nobody else holds them now, so that what is added up can grow where it is.
    all = []
    let made = concurrently(1 + tallies.count, threads: threads) { number -> GridPart in
      if number == 0 {
        other()
        return .nothing
      }
      switch tallies.merged(number - 1) {
      case .nothing: return .nothing
      case .role(let role, let tally):
        return .roles(role, tally, tally.finished(finishing[lists[roles[role].list].grid]))
      case .aggregate(let aggregate, let tally):
        let grid = finishing[lists[roles[aggregates[aggregate].roles].list].grid]
        return .aggregate(aggregate, tally, tally.finished(grid, code(of: aggregates[aggregate])))
      }
    }
    var rolesMade: [Int: (tally: RoleTally, made: GridRoles)] = [:]
    var aggregatesMade: [Int: (tally: AggregateTally, made: GridAggregate)] = [:]
    for part in made {
      switch part {
      case .nothing: break
      case .roles(let number, let tally, let made): rolesMade[number] = (tally, made)
      case .aggregate(let number, let tally, let made): aggregatesMade[number] = (tally, made)
      }
    }
    var cells: [Int: GridCells] = [:]
    for indicator in indicators {
      guard let own = rolesMade[indicator.roles]?.made else { continue }
      let grid = lists[roles[indicator.roles].list].grid
      cells[indicator.indicator] = GridCells(
        grid: grids[grid].cells, gridNumber: grid, groups: grids[grid].groups, roles: own,
        aggregates: indicator.aggregates.compactMap { aggregatesMade[$0]?.made })
    }
    let tally = GridTally(
      self, roles: roles.indices.compactMap { rolesMade[$0]?.tally },
      aggregates: aggregates.indices.compactMap { aggregatesMade[$0]?.tally })
    return (tally, cells)
  }
}

/// What one thread makes of what was added up.
private enum GridPart: Sendable {
  case nothing
  case roles(Int, RoleTally, GridRoles)
  case aggregate(Int, AggregateTally, GridAggregate)
}

extension GridTally {
  /// What some tallies have in all, each quantity added up by itself.
  init(_ plan: GridPlan, merging all: consuming [GridTally], threads: Int) {
    let tallies = TalliesByQuantity(all, of: plan)
    // Nobody else holds them now, so that the last of each grows where it is.
    all = []
    var ofRoles: [Int: RoleTally] = [:]
    var ofAggregates: [Int: AggregateTally] = [:]
    for part in concurrently(tallies.count, threads: threads, { tallies.merged($0) }) {
      switch part {
      case .nothing: break
      case .role(let number, let tally): ofRoles[number] = tally
      case .aggregate(let number, let tally): ofAggregates[number] = tally
      }
    }
    self.init(
      plan, roles: plan.roles.indices.compactMap { ofRoles[$0] },
      aggregates: plan.aggregates.indices.compactMap { ofAggregates[$0] })
  }
}

/// Tallies of different events quantity by quantity, the dearest first, so that no thread is left alone with one at the end.
private struct TalliesByQuantity: Sendable {
  enum Merged: Sendable {
    case nothing
    case role(Int, RoleTally)
    case aggregate(Int, AggregateTally)
  }

  private let roles: [Handover<RoleTally>]
  private let aggregates: [Handover<AggregateTally>]
  private let order: [Int]

  init(_ all: [GridTally], of plan: GridPlan) {
    roles = plan.roles.indices.map { number in Handover(all.map { $0.roles[number] }) }
    let weights = plan.aggregates.indices.map { number in all.reduce(0) { $0 + $1.aggregates[number].weight } }
    let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    aggregates = order.map { number in Handover(all.map { $0.aggregates[number] }) }
    self.order = order
  }

  var count: Int { roles.count + aggregates.count }

  /// What there is of a quantity in all; nothing when it is asked again. Complexity: see ``GridTally/merge(_:)``.
  func merged(_ number: Int) -> Merged {
    if number < aggregates.count {
      return aggregates[number].merged { $0.merge($1) }.map { .aggregate(order[number], $0) } ?? .nothing
    }
    let role = number - aggregates.count
    return roles[role].merged { $0.merge($1) }.map { .role(role, $0) } ?? .nothing
  }
}

/// Hands a list over to one thread, which is then the only one that holds it.
private final class Handover<Element: Sendable>: Sendable {
  private let list: Mutex<[Element]>

  init(_ list: [Element]) { self.list = Mutex(list) }

  /// All elements merged into the last; nil without any, and when it is asked again.
  func merged(_ merge: (inout Element, Element) -> Void) -> Element? {
    var elements = list.withLock { list in
      defer { list = [] }
      return list
    }
    guard var whole = elements.popLast() else { return nil }
    while let other = elements.popLast() { merge(&whole, other) }
    return whole
  }
}
