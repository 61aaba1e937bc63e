// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  static func expression(_ expression: Expression) -> String {
    switch expression {
    case .name(let name): Dump.name(name)
    case .number(let literal): number(literal)
    case .text(let literal): text(literal)
    case .time(let literal): time(literal)
    case .truth(let value, _): value ? "yes" : "no"
    case .element(let field, let quantifier, let list, _):
      "(\(quantifier.rawValue) \(field.map(name) ?? "-") \(name(list)))"
    case .firstLinked(let field, let link, _): "(first \(name(field)) \(Dump.link(link)))"
    case .not(let operand, _): "(not \(Dump.expression(operand)))"
    case .and(let left, let right, _): "(and \(Dump.expression(left)) \(Dump.expression(right)))"
    case .or(let left, let right, _): "(or \(Dump.expression(left)) \(Dump.expression(right)))"
    case .comparison(let comparison, let left, let right, _):
      "(\(comparison.rawValue) \(Dump.expression(left)) \(Dump.expression(right)))"
    case .isOneOf(let value, let members, let negated, _):
      "(\(negated ? "not-" : "")one-of \(Dump.expression(value)) [\(members.map(Dump.expression).joined(separator: " "))])"
    case .isMissing(let value, let negated, _): "(\(negated ? "present" : "missing") \(Dump.expression(value)))"
    case .within(let value, let span, let anchor, _):
      "(within \(Dump.expression(value)) \(Dump.span(span)) \(Dump.expression(anchor)))"
    case .apart(let value, let bound, let span, let direction, let anchor, _):
      "(apart \(Dump.expression(value)) \(bound.rawValue) \(Dump.span(span)) \(direction.rawValue) \(Dump.expression(anchor)))"
    case .linked(let link, let negated, _): "(\(negated ? "not-" : "")linked \(Dump.link(link)))"
    case .arithmetic(let operation, let left, let right, _):
      "(\(operation.rawValue) \(Dump.expression(left)) \(Dump.expression(right)))"
    case .elapsed(let unit, let from, let to, _):
      "(elapsed \(unit.rawValue) \(Dump.expression(from)) \(Dump.expression(to)))"
    case .matches(let value, let pattern, _): "(matches \(Dump.expression(value)) \(text(pattern)))"
    case .column(let column, let table, _): "(column \(text(column)) \(table.map(name) ?? "-"))"
    case .parameter(let parameter, _): name(parameter.name)
    case .namesOfficer(let field, _): "(by-officer \(field.text))"
    case .lastDay: "@last-day"
    case .invalid: "invalid"
    }
  }

  private static func link(_ link: LinkClause) -> String {
    var parts = [link.isOrdered ? "later" : "any-time", name(link.event)]
    if let condition = link.condition { parts.append("where \(expression(condition))") }
    parts.append("[" + link.keys.map { "\(name($0.linked))=\(name($0.own))" }.joined(separator: " ") + "]")
    if let window = link.window { parts.append("within \(span(window)) \(link.anchor.map(name) ?? "-")") }
    return parts.joined(separator: " ")
  }
}
