// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSemantics

extension ReportPlan {
  /// The grain of which an indicator's periods are shown: the report's, or, where the indicator has no such grain, its own shortest.
  func grain(of plan: IndicatorPlan) -> Grain? { plan.grains.contains(grain) ? grain : plan.grains.min() }

  /// For each indicator of the report, by its index, the grains whose figures it takes to publish the report: those that are shown, and those
  /// of which others are derived, for what is made from a hidden figure is hidden too.
  ///
  /// Complexity: linear in the indicators of the report and what they are derived from.
  package func grainsNeeded(_ programme: Programme) -> [Int: Set<Grain>] {
    var needed: [String: Set<Grain>] = [:]
    func need(_ grains: Set<Grain>, of id: String) {
      let missing = grains.subtracting(needed[id] ?? [])
      guard !missing.isEmpty else { return }
      needed[id, default: []].formUnion(missing)
      for version in programme.versions(of: id) {
        guard case .derived(let derived) = programme.indicators[version].value else { continue }
        for operand in derived.operands { need(missing.union(derived.statedGrains), of: operand) }
      }
    }
    let shown = Set(sections.flatMap(\.indicators))
    for id in shown {
      need(Set(programme.versions(of: id).compactMap { grain(of: programme.indicators[$0]) }), of: id)
    }
    var grains: [Int: Set<Grain>] = [:]
    for (place, plan) in programme.indicators.enumerated() where shown.contains(plan.id) {
      grains[place] = needed[plan.id]
    }
    return grains
  }
}

extension DerivedPlan {
  /// The grain of the period that a change is told from, where one is stated.
  fileprivate var statedGrains: Set<Grain> {
    guard case .change(let change) = self, case .period(let period) = change.earlier else { return [] }
    return period.grain.map { [$0] } ?? []
  }
}
