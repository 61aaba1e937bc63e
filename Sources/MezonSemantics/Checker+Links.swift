// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Linked events.
extension Checker {
  /// The scope of an event type's own rows.
  func scope(of id: EventID, place: String, unitField: Int? = nil, spanUnit: SpanUnit? = nil) -> Scope {
    let event = symbols.events[id.index]
    return Scope(
      event: id, owner: "event \(event.name)", fields: event.fields, unitField: unitField ?? event.unitField,
      mappedFields: nil, place: place, spanUnit: spanUnit, dayField: event.ownTimeField)
  }

  /// The plan of a link; nil and diagnostics where something in it is wrong.
  mutating func link(_ link: LinkClause, in scope: Scope, at range: SourceRange) -> PlanLink? {
    guard scope.mappedFields == nil, scope.allowsLinks else {
      report(SemanticRule.linkOutsideIndicator, [scope.place], at: range)
      return nil
    }
    guard let target = symbols.eventIDs[link.event.text] else {
      report(unknown: "event", link.event, in: "the programme", known: symbols.events.map(\.name))
      return nil
    }
    for id in [scope.event, target] where symbols.events[id.index].survey != nil {
      report(SurveyRule.linkedSurvey, [symbols.events[id.index].name], at: range)
      return nil
    }
    if symbols.events[target.index].ratings != nil {
      report(RatingRule.linkedRatings, [symbols.events[target.index].name], at: range)
      return nil
    }
    var inner = self.scope(of: target, place: scope.place)
    inner.hasLastDay = scope.hasLastDay
    var condition: NodeID?
    if let written = link.condition {
      guard let node = self.condition(written, in: inner) else { return nil }
      condition = node
    }
    var keys: [PlanLinkKey] = []
    for key in link.keys {
      guard let pair = self.key(key, from: scope, to: inner) else { return nil }
      keys.append(pair)
    }
    var anchor: Int?
    if let written = link.anchor {
      guard let field = field(written, in: scope, type: "time", where: \.isTemporal) else { return nil }
      anchor = field
    }
    return PlanLink(
      base: scope.event, target: target, condition: condition, keys: keys, isOrdered: link.isOrdered,
      anchorField: anchor, span: link.window.map { PlanSpan($0) })
  }

  /// A pair of fields that share a value; their types must be codes of one domain.
  private mutating func key(_ key: LinkKey, from base: Scope, to target: Scope) -> PlanLinkKey? {
    guard let own = base.field(named: key.own.text) else {
      report(unknown: "field", key.own, in: base.owner, known: base.fields.map(\.name))
      return nil
    }
    guard let linked = target.field(named: key.linked.text) else {
      report(unknown: "field", key.linked, in: target.owner, known: target.fields.map(\.name))
      return nil
    }
    for (index, name, scope) in [(own, key.own, base), (linked, key.linked, target)]
    where scope.fields[index].privacy == .identifying {
      report(scope.fields[index].hidingRule, [name.text], at: name.range)
      return nil
    }
    let (a, b) = (keyType(base.fields[own].type), keyType(target.fields[linked].type))
    switch (a, b) {
    case (.reference(let first), .reference(let second)) where first != second:
      let range = key.own.range.union(key.linked.range)
      report(SemanticRule.domainsDiffer, [symbols.domains[first.index], symbols.domains[second.index]], at: range)
      return nil
    case (.reference, .reference), (.unit, .unit), (.text, .text): break
    case (.choice(let first), .choice(let second)) where first == second: break
    default:
      report(
        SemanticRule.typesDiffer, [a.description(symbols), b.description(symbols)], at: key.linked.range)
      return nil
    }
    return PlanLinkKey(base: own, target: linked)
  }

  private func keyType(_ type: ValueType) -> ValueType {
    if case .list(let element) = type { element } else { type }
  }

  /// The index of a field that must be of some type.
  mutating func field(
    _ name: Name, in scope: Scope, type wanted: String, where fits: (ValueType) -> Bool
  ) -> Int? {
    guard let index = scope.field(named: name.text) else {
      report(unknown: "field", name, in: scope.owner, known: scope.fields.map(\.name))
      return nil
    }
    guard fits(scope.fields[index].type) else {
      report(
        SemanticRule.wrongFieldType, [name.text, wanted, scope.fields[index].type.description(symbols)],
        at: name.range)
      return nil
    }
    return index
  }

  mutating func firstLinked(
    _ field: Name, _ link: LinkClause, in scope: Scope, at range: SourceRange
  ) -> Typed? {
    guard let plan = self.link(link, in: scope, at: range) else { return nil }
    let target = symbols.events[plan.target.index]
    guard let index = target.field(named: field.text) else {
      report(unknown: "field", field, in: "event \(target.name)", known: target.fields.map(\.name))
      return nil
    }
    guard target.fields[index].privacy != .identifying else {
      report(target.fields[index].hidingRule, [field.text], at: field.range)
      return nil
    }
    switch target.fields[index].type {
    case .list, .records:
      report(SemanticRule.listNeedsQuantifier, [field.text], at: field.range)
      return nil
    default:
      return Typed(node: graph.intern(.linkFirst(plan, field: index)), type: target.fields[index].type)
    }
  }
}
