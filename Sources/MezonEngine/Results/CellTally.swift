// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// How many events of a cell have which role, once the caps are applied.
struct RoleCounts: Equatable {
  /// Events left out, by clause.
  private(set) var leftOut: [Int]
  private(set) var notYetDue: Int
  private(set) var counted: Int
  /// Events not held against, by clause.
  private(set) var notHeld: [Int]
  private(set) var missed: Int
  /// How many events beyond each clause's cap became missed, clauses of `leaves out` first.
  private(set) var excess: [Int]

  /// Applies the caps to the counts of a cell by role number: those of `leaves out` first, whose excess is then missed and so among the
  /// events of which those of `not held against` may take a share.
  init(_ counts: ArraySlice<Int>?, layout: RoleLayout, plan: IndicatorPlan) {
    let counts = counts.map(Array.init) ?? Array(repeating: 0, count: layout.count + 1)
    leftOut = Array(counts[1..<(1 + layout.leavesOutCount)])
    notYetDue = counts[Int(layout.notYetDue)]
    counted = counts[Int(layout.counted)]
    let firstNotHeld = Int(layout.counted) + 1
    notHeld = Array(counts[firstNotHeld..<(firstNotHeld + layout.notHeldCount)])
    missed = counts[Int(layout.missed)]
    excess = []
    let looked = counts[1..<layout.count].reduce(0, +)
    for (clause, role) in plan.leavesOut.prefix(layout.leavesOutCount).enumerated() {
      let kept = role.cap.map { min(leftOut[clause], Self.most(within: $0, of: looked)) } ?? leftOut[clause]
      excess.append(leftOut[clause] - kept)
      missed += leftOut[clause] - kept
      leftOut[clause] = kept
    }
    let judged = looked - leftOut.reduce(0, +) - notYetDue
    for (clause, role) in plan.notHeldAgainst.prefix(layout.notHeldCount).enumerated() {
      let kept = role.cap.map { min(notHeld[clause], Self.most(within: $0, of: judged)) } ?? notHeld[clause]
      excess.append(notHeld[clause] - kept)
      missed += notHeld[clause] - kept
      notHeld[clause] = kept
    }
  }

  /// Events left out by any clause.
  var excluded: Int { leftOut.reduce(0, +) }
  /// Events not held against by any clause.
  var excepted: Int { notHeld.reduce(0, +) }

  /// The greatest number whose share of a total, as a quotient of doubles, is not above a cap.
  ///
  /// Comparing quotients rather than multiplying keeps 29 of 100 within 29 %, for 0.29 · 100 is below 29 in binary.
  static func most(within cap: Double, of total: Int) -> Int {
    guard total > 0, cap > 0 else { return 0 }
    guard cap < 1 else { return total }
    var most = min(total, Int(cap * Double(total)))
    while most < total, Double(most + 1) / Double(total) <= cap { most += 1 }
    while most > 0, Double(most) / Double(total) > cap { most -= 1 }
    return most
  }
}

/// The value of an aggregate, or why it has none.
enum AggregateValue: Equatable {
  case value(Double)
  case none(reason: String)
}

/// The parts of one cell, ready to be made into figures.
struct CellTally {
  let roles: RoleCounts
  private let parts: Accumulator?
  private let cell: Int
  let members: [MemberCount]

  /// The cell of an accumulator at a place; one without events when there is none.
  init(_ accumulator: Accumulator, at place: Int, layout: RoleLayout, plan: IndicatorPlan) {
    let found = accumulator.index.find(place)
    roles = RoleCounts(found.map(accumulator.counts(of:)), layout: layout, plan: plan)
    parts = found == nil ? nil : accumulator
    cell = found ?? 0
    members = found.flatMap { accumulator.members.isEmpty ? nil : accumulator.members[$0] } ?? []
  }

  /// How many values an aggregate is made from.
  func presentCount(_ store: Int) -> Int { parts?.stores[store].present[cell] ?? 0 }

  /// An aggregate's exact sum, rounded once.
  func sum(_ store: Int) -> Double { parts?.stores[store].sums[cell].value ?? 0 }

  /// The value of an aggregate. Complexity: O(n log n) for quantiles and different values.
  func value(_ aggregate: AggregatePlan, store: Int) -> AggregateValue {
    switch aggregate {
    case .count: return .value(Double(roles.counted))
    case .distinct: return .value(Double(parts?.stores[store].differentCount(cell) ?? 0))
    case .sum:
      // Nothing happened: the sum is 0. Something happened but no value is known: there is no sum.
      if roles.counted > 0, presentCount(store) == 0 { return .none(reason: StateReason.noValues) }
      return .value(sum(store))
    case .mean:
      let count = presentCount(store)
      return parts?.stores[store].sums[cell].mean(count: count).map { .value($0) }
        ?? .none(reason: StateReason.zeroDenominator)
    case .quantile(let probability, _):
      let sample = SortedSample(parts?.stores[store].values[cell] ?? [])
      return sample.quantile(probability).map { .value($0) } ?? .none(reason: StateReason.noValues)
    }
  }
}
