// SPDX-License-Identifier: Apache-2.0

package import MezonSemantics

extension Programme {
  /// For each event type that some indicators look at the names of the fields that they read, where an indicator's figures of a period
  /// depend on the events alone whose own time lies in the period; nil where some indicator may look further.
  ///
  /// Complexity: O(nodes of the indicators).
  package func fieldsOfPeriod(by indicators: [Int]) -> [EventID: Set<String>]? {
    var fields: [EventID: Set<String>] = [:]
    for indicator in indicators {
      let plan = self.indicators[indicator]
      guard plan.looksAtItsPeriodAlone(in: self), let read = plan.fields(in: self) else { return nil }
      let schema = events[plan.event.index]
      let names = read.union([schema.ownTimeField]).compactMap { field in
        schema.fields.indices.contains(field) ? schema.fields[field].name : nil
      }
      fields[plan.event, default: []].formUnion(names)
    }
    return fields
  }
}

extension IndicatorPlan {
  /// Whether its figures of a period depend on the events alone whose own time lies in it.
  func looksAtItsPeriodAlone(in programme: Programme) -> Bool {
    let schema = programme.events[event.index]
    guard schema.term == nil, periodField == schema.ownTimeField, window == nil, moment == nil, pairing == nil,
      reportedWhere == nil, comparisons.isEmpty
    else { return false }
    switch value {
    case .share, .rate, .aggregate, .ratio: return true
    case .coverage, .estimate, .derived: return false
    }
  }
}
