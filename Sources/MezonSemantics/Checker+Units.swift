// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Conditions on the attributes of units, and windows.
extension Checker {
  /// Parts of some units only can be taken where the events have a unit, and members of a share do not lie elsewhere.
  mutating func checkUnits(of operand: IndicatorPlan, at range: SourceRange) {
    if case .coverage = operand.value {
      report(SemanticRule.noMeaningFor, ["units where"], at: range)
    } else if operand.unitField == nil {
      report(SemanticRule.noMeaningFor, ["unit"], at: range)
    }
  }

  /// A condition on unit attributes; nil and a diagnostic where it speaks of anything else.
  mutating func unitCondition(_ expression: Expression) -> UnitCondition? {
    switch expression {
    case .truth(let value, _): return .constant(value)
    case .not(let inner, _): return unitCondition(inner).map { .not($0) }
    case .and(let left, let right, _):
      let sides = (unitCondition(left), unitCondition(right))
      if case (let a?, let b?) = sides { return .and(a, b) }
      return nil
    case .or(let left, let right, _):
      let sides = (unitCondition(left), unitCondition(right))
      if case (let a?, let b?) = sides { return .or(a, b) }
      return nil
    case .name(let name):
      guard let (attribute, type) = attribute(name) else { return nil }
      if type == .yesNo { return .isTrue(attribute: attribute) }
    case .isMissing(.name(let name), let negated, _):
      guard let (attribute, _) = attribute(name) else { return nil }
      return negated ? .not(.isMissing(attribute: attribute)) : .isMissing(attribute: attribute)
    case .isOneOf(.name(let name), let members, let negated, _):
      guard let (attribute, type) = attribute(name) else { return nil }
      guard let codes = codes(members, of: type) else { return nil }
      let condition = UnitCondition.isOneOf(attribute: attribute, codes)
      return negated ? .not(condition) : condition
    case .comparison(let comparison, .name(let name), let right, _):
      guard let (attribute, type) = attribute(name) else { return nil }
      return self.comparison(comparison, attribute, type, right)
    case .invalid: return nil
    default: break
    }
    report(SemanticRule.notOfUnits, [expression.range.text], at: expression.range)
    return nil
  }

  private mutating func comparison(
    _ comparison: ComparisonOperator, _ attribute: Int, _ type: ValueType, _ right: Expression
  ) -> UnitCondition? {
    switch (type, right) {
    case (.number, .number(let bound)):
      return .compare(attribute: attribute, comparison, bound.value)
    case (.yesNo, .truth(let truth, _)) where comparison == .equal || comparison == .notEqual:
      let condition = UnitCondition.isTrue(attribute: attribute)
      return truth == (comparison == .equal) ? condition : .not(condition)
    case (.choice, .name) where comparison == .equal || comparison == .notEqual:
      guard let codes = codes([right], of: type) else { return nil }
      let condition = UnitCondition.isOneOf(attribute: attribute, codes)
      return comparison == .equal ? condition : .not(condition)
    default:
      report(SemanticRule.notOfUnits, [right.range.text], at: right.range)
      return nil
    }
  }

  private mutating func attribute(_ name: Name) -> (Int, ValueType)? {
    guard let index = symbols.unitAttributes.firstIndex(where: { $0.name == name.text }) else {
      report(unknown: "unit attribute", name, in: "the programme", known: symbols.unitAttributes.map(\.name))
      return nil
    }
    return (index, symbols.unitAttributes[index].type)
  }

  private mutating func codes(_ members: [Expression], of type: ValueType) -> [Int32]? {
    guard case .choice(let id) = type else {
      if let first = members.first { report(SemanticRule.notOfUnits, [first.range.text], at: first.range) }
      return nil
    }
    let choice = symbols.choices[id.index]
    var codes: [Int32] = []
    for member in members {
      guard case .name(let name) = member else {
        report(SemanticRule.notOfUnits, [member.range.text], at: member.range)
        return nil
      }
      guard let code = choice.members.firstIndex(of: name.text) else {
        report(unknown: "member", name, in: "choice \(choice.name)", known: choice.members)
        return nil
      }
      codes.append(Int32(truncatingIfNeeded: code))
    }
    return codes
  }

  /// The days that count for a period; nil where none are stated.
  mutating func window(_ declaration: IndicatorDeclaration) -> WindowPlan? {
    guard let clause = declaration.window else { return nil }
    switch clause.stretch {
    case .months(let count):
      return bounded(count, 1, 1200).map { .months(Int($0)) }
    case .span(let span):
      guard span.unit == .days || span.unit == .weeks, days(span) > 0 else {
        report(SemanticRule.windowOfDerived, at: clause.range)
        return nil
      }
      return .days(days(span))
    case .yearToDate: return .yearToDate
    case .since(let day): return .since(day.day)
    }
  }
}
