// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The units that fulfil a condition on their attributes, or stand below one that does, day by day.
struct UnitMask: Sendable {
  /// For each lineage of the organisation whether its unit belongs.
  let contains: [Bool]
  /// For each lineage whether the unit above belongs too.
  private let isBelowOther: [Bool]

  /// Complexity: O(lineages · depth).
  init(_ condition: UnitCondition, _ organisation: OrganisationIndex) {
    var own = [Bool](repeating: false, count: organisation.lineages.count)
    for (number, lineage) in organisation.lineages.enumerated() {
      own[number] = condition.truth(lineage.attributes) == true
    }
    var contains = own
    var isBelowOther = [Bool](repeating: false, count: own.count)
    for (number, lineage) in organisation.lineages.enumerated() {
      // A lineage ends where one above it does, so its first day speaks for all.
      let above = lineage.chain.dropFirst().contains { unit in
        let place = organisation.lineage(of: unit, on: lineage.from.daysSinceEpoch)
        return place >= 0 && own[Int(place)]
      }
      isBelowOther[number] = above
      contains[number] = own[number] || above
    }
    self.contains = contains
    self.isBelowOther = isBelowOther
  }

  /// Whether a unit belongs to both.
  func overlaps(_ other: UnitMask) -> Bool { zip(contains, other.contains).contains { $0 && $1 } }

  /// The units in or below a unit that belong while none between them and it does, with their days in a period.
  func topmost(under unit: Int32, in period: Period, _ organisation: OrganisationIndex) -> [(Int32, DayRange)] {
    organisation.lineages(under: unit, in: period).compactMap { number in
      let lineage = organisation.lineages[number]
      let own = lineage.chain[0]
      guard contains[number], own == unit || !isBelowOther[number] else { return nil }
      return DayRange(from: lineage.from, until: lineage.until).clamped(to: period).map { (own, $0) }
    }
  }
}
