// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Conditions: true, false or unknown.
extension Checker {
  /// The node of a condition; nil and a diagnostic where it is none.
  mutating func condition(_ expression: Expression, in scope: Scope) -> NodeID? {
    switch expression {
    case .and(let left, let right, _):
      guard let (a, b) = both(condition(left, in: scope), condition(right, in: scope)) else { return nil }
      return graph.intern(.and(a, b))
    case .or(let left, let right, _):
      if reportsMember(right, after: left, in: scope) { return nil }
      guard let (a, b) = both(condition(left, in: scope), condition(right, in: scope)) else { return nil }
      return graph.intern(.or(a, b))
    case .not(let operand, _):
      return condition(operand, in: scope).map { graph.intern(.not($0)) }
    case .linked(let link, let negated, let range):
      guard let plan = self.link(link, in: scope, at: range) else { return nil }
      let exists = graph.intern(.linkExists(plan))
      return negated ? graph.intern(.not(exists)) : exists
    case .within(let later, let span, let anchor, _):
      return within(later, span, anchor, in: scope)
    case .apart(let left, let bound, let span, let direction, let right, _):
      return apart(left, bound, span, direction, right, in: scope)
    case .truth(let value, _):
      return graph.intern(.literal(.truth(value)))
    case .invalid: return nil
    default: return predicate(expression, in: scope)
    }
  }

  /// Reports `kind is land or water`: behind "or" a whole condition stands, and several members make a list.
  private mutating func reportsMember(_ right: Expression, after left: Expression, in scope: Scope) -> Bool {
    guard case .name(let name) = right, scope.field(named: name.text) == nil else { return false }
    let field: Expression
    let members: [Expression]
    switch left {
    case .comparison(.equal, let operand, let member, _): (field, members) = (operand, [member])
    case .isOneOf(let operand, let known, negated: false, _): (field, members) = (operand, known)
    default: return false
    }
    guard case .choice(let id)? = quietType(field, in: scope), symbols.choices[id.index].members.contains(name.text)
    else { return false }
    let listed = (members.map(\.range.text) + [name.text]).joined(separator: ", ")
    let meant = "\(field.range.text) \(spelling(.isOneOf, at: name.range)) \(listed)"
    let known = scope.fields.map(\.name).prefix(12).joined(separator: ", ")
    if !isQuiet {
      diagnostics.append(
        Diagnostic(
          SemanticRule.unknownName, ["field", name.text, scope.owner, known], at: name.range,
          suggestion: meant))
    }
    return true
  }

  private func both(_ left: NodeID?, _ right: NodeID?) -> (NodeID, NodeID)? {
    guard let left, let right else { return nil }
    return (left, right)
  }

  /// A comparison, a membership or a pattern, perhaps over the elements of a list; or a field of type yes or no.
  private mutating func predicate(_ expression: Expression, in scope: Scope) -> NodeID? {
    switch expression {
    case .comparison(let comparison, let left, let right, _):
      return overElements(left, right, in: scope) { checker, a, b in
        checker.comparison(comparison, a, b, left, right, in: scope)
      }
    case .isOneOf(let left, let members, let negated, _):
      return overElements(left, nil, in: scope) { checker, a, _ in
        checker.membership(a, left, members, negated: negated, in: scope)
      }
    case .isMissing(let operand, let negated, _):
      return overElements(operand, nil, in: scope, acceptsLists: true) { checker, a, _ in
        guard let a else { return nil }
        let missing = checker.graph.intern(.isMissing(a.node))
        return negated ? checker.graph.intern(.not(missing)) : missing
      }
    case .matches(let operand, let pattern, _):
      return overElements(operand, nil, in: scope) { checker, a, _ in
        guard let a else { return nil }
        guard a.type == .text else {
          checker.reportType(SemanticRule.wrongFieldType, operand, "text", a.type)
          return nil
        }
        return checker.graph.intern(.matches(a.node, pattern: pattern.text))
      }
    default:
      guard let typed = operand(expression, in: scope) else { return nil }
      guard typed.type == .yesNo else {
        if isBrokenOff(after: expression.range) { return nil }
        report(SemanticRule.needsCondition, [typed.type.description(symbols)], at: expression.range)
        return nil
      }
      return typed.node
    }
  }

  mutating func reportType(_ rule: DiagnosticRule, _ expression: Expression, _ wanted: String, _ found: ValueType) {
    report(rule, [expression.range.text, wanted, found.description(symbols)], at: expression.range)
  }

  /// Lowers the sides of a predicate. Where one side is `any LIST` or `each LIST`, the predicate becomes the body of a
  /// condition on the list's elements.
  private mutating func overElements(
    _ left: Expression, _ right: Expression?, in scope: Scope, acceptsLists: Bool = false,
    _ body: (inout Checker, Typed?, Typed?) -> NodeID?
  ) -> NodeID? {
    let sides = [left, right].compactMap { side -> (Name?, Quantifier, Name, SourceRange)? in
      if case .element(let field, let quantifier, let list, let range)? = side {
        (field, quantifier, list, range)
      } else {
        nil
      }
    }
    if sides.count > 1 {
      report(SemanticRule.elementOutsideComparison, at: left.range)
      return nil
    }
    let a = lowered(left, expecting: right, in: scope, acceptsLists: acceptsLists)
    let b = right.flatMap { lowered($0, expecting: left, in: scope, acceptsLists: false) }
    if a == nil || (right != nil && b == nil) { return nil }
    guard let result = body(&self, a, b) else { return nil }
    guard let (_, quantifier, list, _) = sides.first, let index = scope.field(named: list.text) else { return result }
    return graph.intern(.quantified(quantifier, scope.event, list: index, body: result))
  }

  /// One side of a predicate; a bare name is a member of the other side's choice where that has one.
  private mutating func lowered(
    _ side: Expression, expecting other: Expression?, in scope: Scope, acceptsLists: Bool
  ) -> Typed? {
    if case .element(let field, _, let list, let range) = side {
      return element(field, of: list, in: scope, at: range)
    }
    if case .name(let name) = side, let other, case .choice(let id)? = quietType(other, in: scope) {
      let isMember = symbols.choices[id.index].members.contains(name.text)
      if isMember || scope.field(named: name.text) == nil { return member(name, of: id) }
    }
    return operand(side, in: scope, acceptsLists: acceptsLists)
  }

  /// The type of a side without reporting anything; diagnostics come when it is lowered itself.
  mutating func quietType(_ expression: Expression, in scope: Scope) -> ValueType? {
    let (before, wasQuiet) = (diagnostics.count, isQuiet)
    isQuiet = true
    defer {
      diagnostics.removeSubrange(before...)
      isQuiet = wasQuiet
    }
    if case .element(let field, _, let list, let range) = expression {
      return element(field, of: list, in: scope, at: range)?.type
    }
    return operand(expression, in: scope)?.type
  }

  /// A member of a choice by name; an unknown one is reported with the nearest.
  mutating func member(_ name: Name, of id: ChoiceID) -> Typed? {
    let choice = symbols.choices[id.index]
    guard let index = choice.members.firstIndex(of: name.text) else {
      report(unknown: "member", name, in: "choice \(choice.name)", known: choice.members)
      return nil
    }
    return Typed(node: graph.intern(.literal(.member(id, index))), type: .choice(id), isLiteral: true)
  }

  private mutating func membership(
    _ left: Typed?, _ written: Expression, _ members: [Expression], negated: Bool, in scope: Scope
  ) -> NodeID? {
    var result: NodeID?
    for member in members {
      let right = lowered(member, expecting: written, in: scope, acceptsLists: false)
      guard let one = comparison(.equal, left, right, written, member, in: scope) else { return nil }
      result = result.map { graph.intern(.or($0, one)) } ?? one
    }
    return negated ? result.map { graph.intern(.not($0)) } : result
  }
}
