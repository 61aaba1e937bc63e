// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Comparisons of two values and of two times.
extension Checker {
  /// A comparison of two lowered sides; nil and a diagnostic where their types do not fit.
  mutating func comparison(
    _ comparison: ComparisonOperator, _ left: Typed?, _ right: Typed?, _ writtenLeft: Expression,
    _ writtenRight: Expression, in scope: Scope
  ) -> NodeID? {
    guard let left, let right else { return nil }
    let range = writtenLeft.range.union(writtenRight.range)
    if case .choice(let id) = left.type, case .text(let text) = writtenRight {
      let members = symbols.choices[id.index].members
      let meant = members.contains(text.text) ? text.text : Spelling.nearest(to: text.text, among: members)
      let facts = [left.type.description(symbols), right.type.description(symbols)]
      diagnostics.append(Diagnostic(SemanticRule.typesDiffer, facts, at: range, suggestion: meant))
      return nil
    }
    guard let (a, b) = aligned(left, right, at: range) else { return nil }
    let isEquality = comparison == .equal || comparison == .notEqual
    if !isEquality, !left.type.isOrdered {
      report(SemanticRule.needsOrder, [left.type.description(symbols)], at: range)
      return nil
    }
    return graph.intern(.compare(comparison, a, b))
  }

  /// The nodes of two sides if they can be compared.
  private mutating func aligned(_ left: Typed, _ right: Typed, at range: SourceRange) -> (NodeID, NodeID)? {
    switch (left.type, right.type) {
    case (.number(let a, _), .number(let b, _)):
      if a != b, !left.isLiteral, !right.isLiteral {
        report(SemanticRule.measuresDiffer, [shown(a), shown(b)], at: range)
        return nil
      }
    case (.reference(let a), .reference(let b)):
      guard a == b else {
        report(SemanticRule.domainsDiffer, [symbols.domains[a.index], symbols.domains[b.index]], at: range)
        return nil
      }
    // A code of a domain or of a unit is written as a text.
    case (.reference, .text) where right.isLiteral, (.unit, .text) where right.isLiteral,
      (.text, .reference) where left.isLiteral, (.text, .unit) where left.isLiteral:
      break
    case (let a, let b) where a.isTemporal && b.isTemporal: break
    case (let a, let b) where a == b && a != .yesNo || a == .yesNo && b == .yesNo: break
    default:
      report(
        SemanticRule.typesDiffer, [left.type.description(symbols), right.type.description(symbols)], at: range)
      return nil
    }
    return (left.node, right.node)
  }

  func shown(_ measure: Measure) -> String { measure == .plain ? "a bare number" : measure.name }

  mutating func within(
    _ later: Expression, _ span: SpanLiteral, _ anchor: Expression, in scope: Scope
  ) -> NodeID? {
    let a = temporal(later, in: scope)
    let b = temporal(anchor, in: scope)
    guard let a, let b else { return nil }
    guard let unit = SpanUnit(span.unit) else {
      let isOrdered = graph.intern(.compare(.greaterOrEqual, a, b))
      let isInTime = graph.intern(.compare(.lessOrEqual, a, monthsLater(b, span)))
      return graph.intern(.and(isOrdered, isInTime))
    }
    return graph.intern(.within(later: a, span: span.amount, unit: unit, anchor: b))
  }

  mutating func apart(
    _ left: Expression, _ bound: Bound, _ span: SpanLiteral, _ direction: Direction, _ right: Expression,
    in scope: Scope
  ) -> NodeID? {
    let a = temporal(left, in: scope)
    let b = temporal(right, in: scope)
    guard let a, let b else { return nil }
    // "left before right" measures from left to right.
    let (from, to) = direction == .before ? (a, b) : (b, a)
    guard let unit = SpanUnit(span.unit) else {
      // Months run forward from the earlier of the two.
      if bound == .atLeast { return graph.intern(.compare(.greaterOrEqual, to, monthsLater(from, span))) }
      let sameDay = graph.intern(.monthsLater(from, 0))
      let isOrdered = graph.intern(.compare(.greaterOrEqual, to, sameDay))
      return graph.intern(.and(isOrdered, graph.intern(.compare(.lessOrEqual, to, monthsLater(from, span)))))
    }
    let distance = graph.intern(.elapsed(unit, from: from, to: to))
    let limit = graph.intern(.literal(.number(Double(span.amount))))
    if bound == .atLeast { return graph.intern(.compare(.greaterOrEqual, distance, limit)) }
    let zero = graph.intern(.literal(.number(0)))
    let notNegative = graph.intern(.compare(.greaterOrEqual, distance, zero))
    return graph.intern(.and(notNegative, graph.intern(.compare(.lessOrEqual, distance, limit))))
  }

  private mutating func monthsLater(_ time: NodeID, _ span: SpanLiteral) -> NodeID {
    graph.intern(.monthsLater(time, span.months ?? 0))
  }

  /// A time or a day; nil and a diagnostic for anything else.
  mutating func temporal(_ expression: Expression, in scope: Scope) -> NodeID? {
    guard let typed = operand(expression, in: scope) else { return nil }
    guard typed.type.isTemporal else {
      report(SemanticRule.needsTime, [typed.type.description(symbols)], at: expression.range)
      return nil
    }
    return typed.node
  }
}
