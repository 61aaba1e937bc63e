// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// Puts what shared names stand for in their places; everything else of a tree stays as it was written.
package struct NameRewriting {
  /// What a name in a condition about an event type stands for; nil to leave it.
  package let expression: (_ name: Name, _ event: String) -> Expression?
  /// The names that a name in a list of members stands for; nil to leave it.
  package let members: (_ name: Name) -> [Name]?

  package init(
    expression: @escaping (_ name: Name, _ event: String) -> Expression?,
    members: @escaping (_ name: Name) -> [Name]?
  ) {
    self.expression = expression
    self.members = members
  }
}

extension Expression {
  /// The expression with its names rewritten; `event` is the type whose records it is about. Complexity: O(size of the result).
  package func rewritten(_ rewriting: NameRewriting, event: String) -> Expression {
    func inner(_ expression: Expression) -> Expression { expression.rewritten(rewriting, event: event) }
    switch self {
    case .name(let name): return rewriting.expression(name, event) ?? self
    case .not(let operand, let range): return .not(inner(operand), range)
    case .and(let left, let right, let range): return .and(inner(left), inner(right), range)
    case .or(let left, let right, let range): return .or(inner(left), inner(right), range)
    case .comparison(let sign, let left, let right, let range):
      return .comparison(sign, inner(left), inner(right), range)
    case .isOneOf(let operand, let members, let negated, let range):
      let listed = members.flatMap { member -> [Expression] in
        if case .name(let name) = member, let names = rewriting.members(name) { return names.map(Expression.name) }
        return [inner(member)]
      }
      return .isOneOf(inner(operand), listed, negated: negated, range)
    case .isMissing(let operand, let negated, let range): return .isMissing(inner(operand), negated: negated, range)
    case .within(let later, let span, let anchor, let range):
      return .within(inner(later), span, of: inner(anchor), range)
    case .apart(let left, let bound, let span, let direction, let right, let range):
      return .apart(inner(left), bound, span, direction, inner(right), range)
    case .linked(let link, let negated, let range): return .linked(link.rewritten(rewriting), negated: negated, range)
    case .firstLinked(let field, let link, let range):
      return .firstLinked(field: field, link.rewritten(rewriting), range)
    case .arithmetic(let sign, let left, let right, let range):
      return .arithmetic(sign, inner(left), inner(right), range)
    case .elapsed(let unit, let from, let to, let range): return .elapsed(unit, from: inner(from), to: inner(to), range)
    case .matches(let operand, let pattern, let range): return .matches(inner(operand), pattern, range)
    case .number, .text, .time, .truth, .element, .column, .parameter, .namesOfficer, .lastDay, .invalid: return self
    }
  }

  /// How many expressions it is made of, and how deep they are nested. Complexity: O(size).
  package var extent: (size: Int, height: Int) {
    func around(_ parts: [Expression]) -> (size: Int, height: Int) {
      let inner = parts.map(\.extent)
      return (1 + inner.reduce(0) { $0 + $1.size }, 1 + (inner.map(\.height).max() ?? 0))
    }
    switch self {
    case .not(let operand, _), .isMissing(let operand, _, _), .matches(let operand, _, _): return around([operand])
    case .and(let left, let right, _), .or(let left, let right, _), .comparison(_, let left, let right, _),
      .within(let left, _, let right, _), .apart(let left, _, _, _, let right, _),
      .arithmetic(_, let left, let right, _), .elapsed(_, let left, let right, _):
      return around([left, right])
    case .isOneOf(let operand, let members, _, _): return around([operand] + members)
    case .linked(let link, _, _), .firstLinked(_, let link, _): return around(link.condition.map { [$0] } ?? [])
    case .name, .number, .text, .time, .truth, .element, .column, .parameter, .namesOfficer, .lastDay, .invalid:
      return (1, 1)
    }
  }
}

extension LinkClause {
  func rewritten(_ rewriting: NameRewriting) -> LinkClause {
    LinkClause(
      isOrdered: isOrdered, event: event, condition: condition?.rewritten(rewriting, event: event.text), keys: keys,
      window: window, anchor: anchor, range: range)
  }
}

extension RoleClause {
  fileprivate func rewritten(_ rewriting: NameRewriting, event: String) -> RoleClause {
    RoleClause(condition: condition.rewritten(rewriting, event: event), reason: reason, cap: cap, range: range)
  }
}

extension RowRule {
  /// The rule with its names rewritten.
  package func rewritten(_ rewriting: NameRewriting, event: String) -> RowRule {
    RowRule(
      effect: effect, condition: condition?.rewritten(rewriting, event: event), reason: reason, range: range)
  }
}

extension Aggregate {
  fileprivate func rewritten(_ rewriting: NameRewriting, event: String) -> Aggregate {
    func inner(_ expression: Expression) -> Expression { expression.rewritten(rewriting, event: event) }
    return switch self {
    case .count, .distinct, .medianTerm: self
    case .sum(let quantity): .sum(inner(quantity))
    case .mean(let quantity): .mean(inner(quantity))
    case .median(let quantity): .median(inner(quantity))
    case .quantile(let probability, let quantity): .quantile(probability, inner(quantity))
    case .onlyWhere(let aggregate, let condition):
      .onlyWhere(aggregate.rewritten(rewriting, event: event), inner(condition))
    }
  }
}

extension CoverageClause {
  /// The clause with the names in the conditions of its bounds and of its register rewritten.
  fileprivate func rewritten(_ rewriting: NameRewriting, event: String) -> CoverageClause {
    let listed = register.map { register in
      (name: register.name, condition: register.condition?.rewritten(rewriting, event: register.name.text))
    }
    let bounds = bounds.map { bound in
      CoverageBound(
        limit: bound.limit, event: bound.event, condition: bound.condition?.rewritten(rewriting, event: event),
        range: bound.range)
    }
    return CoverageClause(base: base, post: post, register: listed, bounds: bounds, inEvery: inEvery, range: range)
  }
}

extension ValueClause {
  fileprivate func rewritten(_ rewriting: NameRewriting, event: String) -> ValueClause {
    let rewritten: ValueForm =
      switch form {
      case .aggregate(let aggregate): .aggregate(aggregate.rewritten(rewriting, event: event))
      case .ratio(let upper, let lower):
        .ratio(upper.rewritten(rewriting, event: event), lower.rewritten(rewriting, event: event))
      case .coverage(let coverage): .coverage(coverage.rewritten(rewriting, event: event))
      default: form
      }
    return ValueClause(form: rewritten, panel: panel, measure: measure, range: range)
  }
}

extension IndicatorDeclaration {
  /// The name of the event type looked at; nil where none is stated.
  package var eventName: Name? {
    if let event { return event }
    if case .coverage(let coverage)? = value?.form { return coverage.event }
    return nil
  }

  /// Parameters that stand where a number can: in a bound of coverage, a baseline, a target.
  package var parametersAsNumbers: [Name] {
    var numbers = target?.points.map(\.value) ?? []
    if let baseline { numbers.append(baseline.value) }
    if case .coverage(let coverage)? = value?.form {
      numbers += coverage.bounds.compactMap { bound in
        if case .atLeast(let number) = bound.limit { number } else { nil }
      }
    }
    if case .derived(.shareOfUnits(let share))? = value?.form, let bound = share.bound { numbers.append(bound.bound) }
    return numbers.compactMap(\.parameter)
  }

  /// The indicator with the names in its conditions and quantities rewritten.
  package func rewritten(_ rewriting: NameRewriting) -> IndicatorDeclaration {
    guard let event = eventName?.text else { return self }
    var result = self
    result.population = population?.rewritten(rewriting, event: event)
    result.leavesOut = leavesOut.map { $0.rewritten(rewriting, event: event) }
    result.counts = counts?.rewritten(rewriting, event: event)
    result.notHeldAgainst = notHeldAgainst.map { $0.rewritten(rewriting, event: event) }
    result.value = value?.rewritten(rewriting, event: event)
    result.reportedWhere = reportedWhere?.rewritten(rewriting, event: event)
    return result
  }
}

extension FilterDeclaration {
  /// The filter with its written-out condition, where there is one.
  package func written(as condition: Expression?) -> FilterDeclaration {
    FilterDeclaration(
      name: name, title: title, labels: labels, event: event, condition: condition ?? self.condition)
  }
}

extension Name {
  /// A name at a place of one's own choosing, such as that of the group that stands for it.
  package init(_ text: String, at range: SourceRange) {
    self.init(text: text, range: range)
  }
}
