// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import Synchronization

/// Tallies for threads, each of which takes one at a time.
final class TallyPool<Tally: Sendable>: Sendable {
  fileprivate let make: @Sendable () -> Tally
  private let tallies = Mutex<[Tally]>([])

  /// A pool of tallies that are empty when they are made.
  init(_ make: @escaping @Sendable () -> Tally) { self.make = make }

  /// Calls `body` with a tally that nobody else has meanwhile.
  func use(_ body: (inout Tally) -> Void) {
    var tally = tallies.withLock { $0.popLast() } ?? make()
    body(&tally)
    tallies.withLock { [tally] in $0.append(tally) }
  }

  /// Hands out all of them, of which none is left then.
  fileprivate func takeAll() -> [Tally] {
    tallies.withLock { tallies in
      defer { tallies = [] }
      return tallies
    }
  }
}

extension TallyPool where Tally == GridTally {
  convenience init(_ plan: GridPlan) { self.init { GridTally(plan) } }

  /// What was added to all of them. Complexity: see ``GridTally/merge(_:)``.
  func merged(threads: Int) -> GridTally {
    let all = takeAll()
    return all.count > 1 ? GridTally(all[0].plan, merging: all, threads: threads) : all.first ?? make()
  }
}

extension TallyPool where Tally == PassTally {
  /// For so many indicators.
  convenience init(count: Int) { self.init { PassTally(count: count) } }

  /// What was added to all of them. Complexity: see ``PassTally/merge(_:)``.
  func merged() -> PassTally {
    var all = takeAll()
    var whole = all.popLast() ?? make()
    for tally in all { whole.merge(tally) }
    return whole
  }
}

extension GridTally {
  /// What some tallies have in all, each quantity added up by itself.
  fileprivate init(_ plan: GridPlan, merging all: consuming [GridTally], threads: Int) {
    let order = all[0].order
    let roles = plan.roles.indices.map { number in Handover(all.map { $0.roles[number] }) }
    let aggregates = order.map { number in Handover(all.map { $0.aggregates[number] }) }
    // Nobody else holds them now, so that the first of each grows where it is.
    all = []
    let merged = concurrently(aggregates.count + roles.count, threads: threads) { number -> Merged in
      if number < aggregates.count { return .aggregate(order[number], aggregates[number].merged { $0.merge($1) }) }
      return .role(roles[number - aggregates.count].merged { $0.merge($1) })
    }
    var ofRoles: [RoleTally] = []
    var ofAggregates: [Int: AggregateTally] = [:]
    for part in merged {
      switch part {
      case .role(let tally?): ofRoles.append(tally)
      case .aggregate(let number, let tally?): ofAggregates[number] = tally
      case .role(nil), .aggregate(_, nil): break
      }
    }
    self.init(plan, roles: ofRoles, aggregates: plan.aggregates.indices.compactMap { ofAggregates[$0] })
  }

  private enum Merged: Sendable {
    case role(RoleTally?)
    case aggregate(Int, AggregateTally?)
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
