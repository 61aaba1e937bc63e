// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// Says a condition or quantity of a definition in the words of a report's language.
///
/// It says what was written, in the order in which it was written; sentences come from the catalogue, one message a form.
struct ConditionWords {
  let words: ReportWords
  /// The event types, for their labels.
  let events: [EventSchema]

  /// How tightly an expression binds; what binds less than its place needs parentheses.
  private enum Binding: Int, Comparable {
    case or, and, not, comparison, sum, product, whole

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  /// An expression in words. Complexity: linear in its size.
  func text(_ expression: Expression) throws(PublishingFailure) -> String {
    switch expression {
    case .or(let left, let right, _):
      return try joined("condition.or", left, right, .or)
    case .and(let left, let right, _):
      return try joined("condition.and", left, right, .and)
    case .not(let operand, _):
      return try words.text("condition.not", ["operand": text(operand, in: .whole)])
    case .comparison(let comparison, let left, let right, _):
      return try joined("condition." + comparison.rawValue, left, right, .sum)
    case .isOneOf(let left, let members, let negated, _):
      var list: [String] = []
      for member in members { list.append(try text(member, in: .sum)) }
      let values = ["left": try text(left, in: .sum), "list": list.joined(separator: ", ")]
      return try words.text(negated ? "condition.notOneOf" : "condition.oneOf", values)
    case .isMissing(let operand, let negated, _):
      return try words.text(negated ? "condition.present" : "condition.missing", ["left": text(operand, in: .sum)])
    case .within, .apart: return try distance(expression)
    case .linked(let link, let negated, _):
      let id = link.isOrdered ? "condition.followed" : "condition.linked"
      return try words.text(negated ? id + "Not" : id, ["link": text(link)])
    case .arithmetic(let operation, let left, let right, _):
      let isSum = operation == .add || operation == .subtract
      return try joined("condition." + operation.rawValue, left, right, isSum ? .sum : .product)
    case .elapsed(let unit, let from, let to, _):
      let values = ["from": try text(from, in: .whole), "to": try text(to, in: .whole)]
      return try words.text("elapsed." + unit.rawValue, values)
    case .firstLinked(let field, let link, _):
      return try words.text("condition.first", ["field": words.term(field.text), "link": text(link)])
    case .matches(let left, let pattern, _):
      return try words.text("condition.matches", ["left": text(left, in: .sum), "pattern": pattern.text])
    case .name, .number, .text, .time, .truth, .element, .column, .parameter, .namesOfficer, .lastDay, .invalid:
      return try atom(expression)
    }
  }

  private func text(_ expression: Expression, in place: Binding) throws(PublishingFailure) -> String {
    let inner = try text(expression)
    return binding(of: expression) < place ? "(" + inner + ")" : inner
  }

  private func binding(of expression: Expression) -> Binding {
    switch expression {
    case .or: .or
    case .and: .and
    case .not: .not
    case .comparison, .isOneOf, .isMissing, .within, .apart, .linked, .matches, .namesOfficer: .comparison
    case .arithmetic(.add, _, _, _), .arithmetic(.subtract, _, _, _): .sum
    case .arithmetic, .elapsed, .firstLinked: .product
    case .name, .number, .text, .time, .truth, .element, .column, .parameter, .lastDay, .invalid: .whole
    }
  }

  /// Two sides of an operator; the right side of a difference or quotient keeps its parentheses.
  private func joined(
    _ id: String, _ left: Expression, _ right: Expression, _ place: Binding
  ) throws(PublishingFailure) -> String {
    let isLeftBound = place == .sum && binding(of: right) == .sum || place == .product && binding(of: right) == .product
    let right = try text(right, in: isLeftBound ? .whole : place)
    return try words.text(id, ["left": text(left, in: place), "right": right])
  }

  private func atom(_ expression: Expression) throws(PublishingFailure) -> String {
    switch expression {
    case .name(let name): return try words.term(name.text)
    case .number(let literal):
      let id = literal.isPerCent ? "amount.per_cent" : "amount.plain"
      return try words.text(id, ["number": words.number(literal.value)])
    case .text(let literal): return try words.text("condition.text", ["text": literal.text])
    case .time(let literal):
      guard let microseconds = literal.microseconds,
        let time = LocalTime(day: literal.day, microsecondOfDay: microseconds)
      else { return words.format.date(literal.day) }
      return words.format.dateTime(time)
    case .namesOfficer(let field, _):
      return try words.text("condition.namesOfficer", ["field": words.term(field.text)])
    case .lastDay: return try words.text("condition.lastDay")
    case .truth(let value, _): return try words.text(value ? "truth.yes" : "truth.no")
    case .element(let field, let quantifier, let list, _):
      guard let field else { return try words.text("element." + quantifier.rawValue, ["list": words.term(list.text)]) }
      let values = ["field": try words.term(field.text), "list": try words.term(list.text)]
      return try words.text("member." + quantifier.rawValue, values)
    case .parameter(let parameter, _): return try text(parameter)
    default: return expression.range.text
    }
  }

  /// A parameter by its title, with all its values.
  private func text(_ parameter: ParameterDeclaration) throws(PublishingFailure) -> String {
    var values: [String] = []
    for point in parameter.points {
      let value = words.number(point.value.value)
      values.append(try words.text("parameter.point", ["value": value, "day": words.format.date(point.from.day)]))
    }
    let name = words.label(parameter.labels, title: parameter.title?.text, name: parameter.name.text)
    return try words.text("condition.parameter", ["name": name, "values": values.joined(separator: "; ")])
  }

  private func distance(_ expression: Expression) throws(PublishingFailure) -> String {
    switch expression {
    case .within(let later, let span, let anchor, _):
      return try words.text(
        "condition.within",
        [
          "later": text(later, in: .sum), "span": words.span(span.amount, span.unit),
          "anchor": text(anchor, in: .sum),
        ])
    case .apart(let left, let bound, let span, let direction, let right, _):
      return try words.text(
        "condition." + bound.rawValue + (direction == .before ? "Before" : "After"),
        [
          "left": text(left, in: .sum), "span": words.span(span.amount, span.unit), "right": text(right, in: .sum),
        ])
    default: return expression.range.text
    }
  }

  /// The linked event with its condition, keys and window.
  private func text(_ link: LinkClause) throws(PublishingFailure) -> String {
    let schema = events.first { $0.name == link.event.text }
    let name = try words.term(link.event.text)
    var result = schema.flatMap { words.own($0.labels) } ?? name
    if let condition = link.condition {
      result = try words.text("link.where", ["link": result, "condition": text(condition, in: .and)])
    }
    var keys: [String] = []
    for key in link.keys {
      let names = ["linked": try words.term(key.linked.text), "own": try words.term(key.own.text)]
      keys.append(try words.text(key.linked.text == key.own.text ? "link.key" : "link.keys", names))
    }
    if !keys.isEmpty { result = try words.text("link.same", ["link": result, "keys": keys.joined(separator: ", ")]) }
    guard let window = link.window else { return result }
    let span = try words.span(window.amount, window.unit)
    guard let anchor = link.anchor else { return try words.text("link.window", ["link": result, "span": span]) }
    return try words.text("link.anchored", ["link": result, "span": span, "anchor": words.term(anchor.text)])
  }
}
