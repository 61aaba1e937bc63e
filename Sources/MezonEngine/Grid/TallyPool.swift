// SPDX-License-Identifier: Apache-2.0

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
  func takeAll() -> [Tally] {
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
