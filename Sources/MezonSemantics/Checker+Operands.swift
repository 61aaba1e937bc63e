// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Values: fields, literals, elements, arithmetic, elapsed time.
extension Checker {
  /// A value; nil and a diagnostic where it cannot be understood.
  mutating func operand(_ expression: Expression, in scope: Scope, acceptsLists: Bool = false) -> Typed? {
    switch expression {
    case .name(let name): return named(name, in: scope, acceptsLists: acceptsLists)
    case .number(let literal): return number(literal.value)
    case .text(let literal):
      return Typed(node: graph.intern(.literal(.text(literal.text))), type: .text, isLiteral: true)
    case .time(let literal): return time(literal)
    case .truth(let value, _):
      return Typed(node: graph.intern(.literal(.truth(value))), type: .yesNo, isLiteral: true)
    case .column(_, _, let range):
      // In sources columns are texts; they are read there, so the node only carries the type.
      guard scope.mappedFields != nil else {
        report(SemanticRule.columnOutsideSource, at: range)
        return nil
      }
      return Typed(node: graph.intern(.literal(.text(range.text))), type: .text)
    case .arithmetic(let operation, let left, let right, let range):
      return arithmetic(operation, left, right, in: scope, at: range)
    case .elapsed(let unit, let from, let to, _):
      let a = temporal(from, in: scope)
      let b = temporal(to, in: scope)
      guard let a, let b else { return nil }
      return elapsed(unit, a, b)
    case .firstLinked(let field, let link, let range):
      return firstLinked(field, link, in: scope, at: range)
    case .element(_, _, _, let range):
      report(SemanticRule.elementOutsideComparison, at: range)
      return nil
    case .parameter(let parameter, let range): return dated(parameter, in: scope, at: range)
    case .namesOfficer(let name, let range): return namesOfficer(name, in: scope, at: range)
    case .lastDay(let range):
      guard scope.hasLastDay else {
        report(SemanticRule.lastDayOfEvent, at: range)
        return nil
      }
      return Typed(node: graph.intern(.lastDay), type: .day)
    case .invalid: return nil
    case .not, .and, .or, .comparison, .isOneOf, .isMissing, .within, .apart, .linked, .matches:
      return condition(expression, in: scope).map { Typed(node: $0, type: .yesNo) }
    }
  }

  private mutating func number(_ value: Double) -> Typed {
    Typed(
      node: graph.intern(.literal(.number(value))), type: .number(.plain, isWhole: value == value.rounded()),
      isLiteral: true)
  }

  private mutating func time(_ literal: TimeLiteral) -> Typed {
    guard let microseconds = literal.microseconds else {
      return Typed(node: graph.intern(.literal(.day(literal.day.daysSinceEpoch))), type: .day, isLiteral: true)
    }
    let value = PlanLiteral.localTime(day: literal.day.daysSinceEpoch, microseconds: microseconds)
    return Typed(node: graph.intern(.literal(value)), type: .time, isLiteral: true)
  }

  private mutating func elapsed(_ unit: SpanUnit, _ from: NodeID, _ to: NodeID) -> Typed {
    Typed(
      node: graph.intern(.elapsed(unit, from: from, to: to)),
      type: .number(.span(unit), isWhole: unit == .days))
  }

  private mutating func named(_ name: Name, in scope: Scope, acceptsLists: Bool) -> Typed? {
    if let index = scope.field(named: name.text) {
      let field = scope.fields[index]
      guard isUsable(field, name, index, in: scope) else { return nil }
      switch field.type {
      case .list, .records:
        guard acceptsLists else {
          report(SemanticRule.listNeedsQuantifier, [name.text], at: name.range)
          return nil
        }
      default: break
      }
      return Typed(node: graph.intern(.field(scope.event, index)), type: field.type)
    }
    if let scale = scale(named: name.text, in: scope) {
      return Typed(node: graph.intern(.scale(scope.event, scale)), type: .number(.plain, isWhole: false))
    }
    if let unitField = scope.unitField,
      let attribute = symbols.unitAttributes.firstIndex(where: { $0.name == name.text })
    {
      let node = PlanNode.unitAttribute(scope.event, unitField: unitField, attribute: attribute)
      return Typed(node: graph.intern(node), type: symbols.unitAttributes[attribute].type)
    }
    let known = scope.fields.map(\.name) + (scope.unitField == nil ? [] : symbols.unitAttributes.map(\.name))
    report(unknown: "field", name, in: scope.owner, known: known)
    return nil
  }

  private mutating func isUsable(_ field: FieldSchema, _ name: Name, _ index: Int, in scope: Scope) -> Bool {
    if let mapped = scope.mappedFields {
      if !mapped.contains(index) { report(SemanticRule.fieldUsedBeforeMapped, [name.text], at: name.range) }
      return mapped.contains(index)
    }
    if field.privacy == .identifying {
      report(field.hidingRule, [name.text], at: name.range)
      return false
    }
    return true
  }

  /// An element of a list, or a member of the records in it.
  mutating func element(_ member: Name?, of list: Name, in scope: Scope, at range: SourceRange) -> Typed? {
    guard let index = scope.field(named: list.text) else {
      report(unknown: "list", list, in: scope.owner, known: scope.fields.map(\.name))
      return nil
    }
    switch scope.fields[index].type {
    case .list(let type) where member == nil:
      guard isUsable(scope.fields[index], list, index, in: scope) else { return nil }
      return Typed(node: graph.intern(.element(scope.event, list: index)), type: type)
    case .records(let members):
      guard let member else {
        report(SemanticRule.listNeedsQuantifier, ["\(members.first?.name ?? "") of \(list.text)"], at: range)
        return nil
      }
      guard let place = members.firstIndex(where: { $0.name == member.text }) else {
        report(unknown: "field", member, in: list.text, known: members.map(\.name))
        return nil
      }
      guard isUsable(members[place], member, index, in: scope) else { return nil }
      let node = PlanNode.memberField(scope.event, list: index, member: place)
      return Typed(node: graph.intern(node), type: members[place].type)
    default:
      report(SemanticRule.notAList, [list.text], at: list.range)
      return nil
    }
  }

  private mutating func arithmetic(
    _ operation: ArithmeticOperator, _ left: Expression, _ right: Expression, in scope: Scope, at range: SourceRange
  ) -> Typed? {
    let a = operand(left, in: scope)
    let b = operand(right, in: scope)
    guard let a, let b else { return nil }
    if operation == .subtract, a.type.isTemporal, b.type.isTemporal {
      guard let unit = scope.spanUnit else {
        report(SemanticRule.needsSpan, at: range)
        return nil
      }
      return elapsed(unit, b.node, a.node)
    }
    guard let first = quantity(a, left), let second = quantity(b, right) else { return nil }
    guard let measure = combined(operation, a, first, b, second, at: range) else { return nil }
    return Typed(
      node: graph.intern(.arithmetic(operation, a.node, b.node)), type: .number(measure, isWhole: false),
      isLiteral: a.isLiteral && b.isLiteral)
  }

  /// The unit of measure of a number; nil and a diagnostic for anything else.
  mutating func quantity(_ typed: Typed, _ written: Expression) -> Measure? {
    if let measure = typed.type.measure { return measure }
    report(SemanticRule.needsNumber, [typed.type.description(symbols)], at: written.range)
    return nil
  }

  private mutating func combined(
    _ operation: ArithmeticOperator, _ a: Typed, _ first: Measure, _ b: Typed, _ second: Measure, at range: SourceRange
  ) -> Measure? {
    switch operation {
    case .add, .subtract:
      if first == second || b.isLiteral { return first }
      if a.isLiteral { return second }
    case .multiply:
      if first == .plain { return second }
      if second == .plain { return first }
    case .divide:
      if second == .plain { return first }
      if first == second { return .plain }
    }
    report(SemanticRule.measuresDiffer, [shown(first), shown(second)], at: range)
    return nil
  }
}
