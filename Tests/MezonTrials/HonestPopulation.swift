// SPDX-License-Identifier: Apache-2.0

import Foundation
package import MezonStatistics

/// A made-up population of inspectors of whom nobody games anything, and every test that is tried on them.
///
/// They differ as people do: in how much they do, in the sums and times of their cases, in how their lists are answered.
package struct HonestPopulation {
  /// Which inspector, or nil for the population as a whole.
  package typealias Key = Int?

  package private(set) var family: [(key: Key, result: Result<Evidence, GamingRefusal>)] = []

  package init(seed: UInt64, inspectors: Int = 30, deals: Int) {
    var dice = TrialDice(seed: seed)
    var lists: [[[Int]]] = []
    let habits = (0..<12).map { _ in 0.2 + 0.6 * dice.unit() }
    for inspector in 0..<inspectors {
      let workload = 40 + 100 * dice.unit()
      let amounts = (0..<Int(workload)).map { _ in Int(exp(6 + 1.2 * dice.normal())) }
      add(inspector, TerminalDigits(amounts).map(\.evidence))
      let days = (0..<Int(workload)).map { _ in Int(31 * dice.unit()) }
      add(
        inspector,
        PeriodEndShare(inLastDays: days.count { $0 >= 26 }, total: days.count, expectedShare: 5.0 / 31).map(\.evidence))
      let level = 6 + 20 * dice.unit()
      add(inspector, Dispersion((0..<24).map { _ in dice.poisson(level) }).map(\.evidence))
      let values = (0..<Int(3 * workload)).map { _ in 100 + 25 * dice.normal() }
      add(inspector, DensityDiscontinuity(values, cutOff: 100, width: 10).map(\.evidence))
      add(inspector, ChangePoints((0..<36).map { _ in Double(dice.poisson(level)) }).map(\.evidence))
      let shift = 0.1 * dice.normal()
      lists.append((0..<10).map { _ in habits.map { dice.unit() < $0 + shift ? 1 : 0 } })
    }
    let copies = IdenticalLists(units: lists, deals: deals, seed: seed)
    for inspector in 0..<inspectors { add(inspector, copies.map { $0.evidence(unit: inspector) }) }
    addWhole(&dice)
  }

  /// The tests that are about all inspectors together.
  private mutating func addWhole(_ dice: inout TrialDice) {
    let starts = (0..<48).map { Double($0) }
    let hours = starts.map { Double(dice.poisson(90 * exp(-($0 - 20) * ($0 - 20) / 600))) }
    add(
      nil,
      Bunching(binStarts: starts, counts: hours, threshold: 24, excluded: Set(21...26), degree: 5).map(\.evidence))
    let tables = (0..<8).map { _ in
      let share = 0.2 + 0.4 * dice.unit()
      let counts = (0..<2).map { _ in (0..<120).count { _ in dice.unit() < share } }
      return StratifiedOdds.Table(
        Double(counts[0]), Double(120 - counts[0]), Double(counts[1]), Double(120 - counts[1]))
    }
    add(nil, StratifiedOdds(tables).map(\.evidence))
    add(nil, RobustOutliers((0..<30).map { _ in 50 + 8 * dice.normal() }).map(\.evidence))
    add(nil, LeadingDigits((0..<400).map { _ in pow(10, 5 * dice.unit()) }).map(\.evidence))
  }

  private mutating func add(_ key: Key, _ result: Result<Evidence, GamingRefusal>?) {
    if let result { family.append((key, result)) }
  }
}
