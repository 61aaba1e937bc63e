// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// The fields and links that a definition speaks of, found by walking its expressions.
struct FieldsInUse {
  /// A field of the looked-at event, or a member of its child records.
  struct Place: Hashable, Comparable {
    let field: Int
    /// -1 for the field itself.
    let member: Int

    static func < (left: Place, right: Place) -> Bool { (left.field, left.member) < (right.field, right.member) }
  }

  private(set) var places: Set<Place> = []
  private(set) var links: [PlanLink] = []
  private let event: EventID
  private var visited: Set<NodeID> = []

  /// Complexity: O(nodes of the definition).
  init(_ plan: IndicatorPlan, _ programme: Programme) {
    let graph = programme.graph
    event = plan.event
    var pending = [plan.population, plan.counts].compactMap { $0 } + plan.value.nodes
    pending += plan.leavesOut.map(\.condition) + plan.notHeldAgainst.map(\.condition)
    while let node = pending.popLast() {
      guard visited.insert(node).inserted else { continue }
      note(graph[node])
      pending += graph[node].operands
    }
    note(field: programme.events[plan.event.index].ownTimeField)
    note(field: plan.baseField)
    if let until = programme.events[plan.event.index].term?.until { note(field: until) }
    if let unit = plan.unitField { note(field: unit) }
    for window in plan.maturity.relative { note(field: window.field) }
    switch plan.value {
    case .aggregate(.distinct(let field)): note(field: field)
    case .coverage(let coverage):
      if case .values(let field) = coverage.base { note(field: field) }
    case .estimate(let estimate): for field in estimate.fields { note(field: field) }
    default: break
    }
  }

  private mutating func note(field: Int) { places.insert(Place(field: field, member: -1)) }

  private mutating func note(_ node: PlanNode) {
    switch node {
    case .field(event, let field): note(field: field)
    case .element(event, let list): note(field: list)
    case .namesOfficer(event, let field): note(field: field)
    case .scale(event, let scale): for item in scale.items { note(field: item.field) }
    case .memberField(event, let list, let member): places.insert(Place(field: list, member: member))
    case .linkExists(let link), .linkFirst(let link, _):
      for key in link.keys { note(field: key.base) }
      if let anchor = link.anchorField { note(field: anchor) }
      if !links.contains(link) { links.append(link) }
    default: break
    }
  }
}
