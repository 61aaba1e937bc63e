// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A condition or a quantity, as the planner wrote it.
package indirect enum Expression: Sendable, Hashable {
  /// A field, a unit attribute, or a member of a choice; which one is found by the checker.
  case name(Name)
  /// A number.
  case number(NumberLiteral)
  /// A text.
  case text(TextLiteral)
  /// A day or time.
  case time(TimeLiteral)
  /// `yes` or `no`.
  case truth(Bool, SourceRange)
  /// `sex of any parties`, `any beats`: elements of a list; `field` is nil for a list of plain values.
  case element(field: Name?, quantifier: Quantifier, list: Name, SourceRange)
  /// `decided of first approval with same report`: a field of the first linked event at or after the anchor.
  case firstLinked(field: Name, LinkClause, SourceRange)
  /// `not A`.
  case not(Expression, SourceRange)
  /// `A and B`.
  case and(Expression, Expression, SourceRange)
  /// `A or B`.
  case or(Expression, Expression, SourceRange)
  /// `A is B`, `A >= B` ...
  case comparison(ComparisonOperator, Expression, Expression, SourceRange)
  /// `A is one of B, C` and its negation.
  case isOneOf(Expression, [Expression], negated: Bool, SourceRange)
  /// `A is missing`, and with `negated` `A is present`.
  case isMissing(Expression, negated: Bool, SourceRange)
  /// `closed within 60 days of opened`: `closed` lies at or after `opened` and at most the span later.
  case within(Expression, SpanLiteral, of: Expression, SourceRange)
  /// `announced at least 3 days before held`: a bound on the distance, in the given direction.
  case apart(Expression, Bound, SpanLiteral, Direction, Expression, SourceRange)
  /// `followed by ...`, `linked to ...` and their negations: whether a linked event exists.
  case linked(LinkClause, negated: Bool, SourceRange)
  /// `A + B`, `A - B`, `A * B`, `A / B`; a difference of times is a duration.
  case arithmetic(ArithmeticOperator, Expression, Expression, SourceRange)
  /// `hours from A to B`: elapsed time as a number of that unit (days: calendar days).
  case elapsed(SpanUnit, from: Expression, to: Expression, SourceRange)
  /// `column "title" matches "*beat*"`: a text against a pattern with `*`, `?` and `#`.
  case matches(Expression, TextLiteral, SourceRange)
  /// `column "status"`: the text of a column, only in sources.
  case column(TextLiteral, table: Name?, SourceRange)
  /// A parameter: its value on the day of the record that the condition is about. The parser gives its name only.
  case parameter(ParameterDeclaration, SourceRange)
  /// `attended by the officer`: whether a field names the officer whose figure is made.
  case namesOfficer(Name, SourceRange)
  /// `the last day`: the day as of which a roster is looked at.
  case lastDay(SourceRange)
  /// What could not be understood; a diagnostic has been given.
  case invalid(SourceRange)

  /// Where it stands.
  package var range: SourceRange {
    switch self {
    case .name(let name): name.range
    case .number(let literal): literal.range
    case .text(let literal): literal.range
    case .time(let literal): literal.range
    case .truth(_, let range), .element(_, _, _, let range), .firstLinked(_, _, let range), .not(_, let range),
      .and(_, _, let range), .or(_, _, let range), .comparison(_, _, _, let range), .isOneOf(_, _, _, let range),
      .isMissing(_, _, let range), .within(_, _, _, let range), .apart(_, _, _, _, _, let range),
      .linked(_, _, let range), .arithmetic(_, _, _, let range), .elapsed(_, _, _, let range),
      .matches(_, _, let range), .column(_, _, let range), .parameter(_, let range),
      .namesOfficer(_, let range), .lastDay(let range), .invalid(let range):
      range
    }
  }
}

/// Whether a condition on a list must hold for one element or for all; over an empty list *any* is false, *each* true.
package enum Quantifier: String, Sendable, Hashable {
  case any, each
}

/// How two values are compared.
package enum ComparisonOperator: String, Sendable, Hashable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// How two numbers are combined.
package enum ArithmeticOperator: String, Sendable, Hashable {
  case add, subtract, multiply, divide
}

/// Whether a distance in time has a lower or an upper bound.
package enum Bound: String, Sendable, Hashable {
  case atLeast, atMost
}

/// Which of two times comes first.
package enum Direction: String, Sendable, Hashable {
  case before, after
}

/// The linked events that a condition asks for: `action_completed where done is yes with same action within 90 days of held`.
package struct LinkClause: Sendable, Hashable {
  /// Whether the linked event must lie at or after the anchor (`followed by`) or anywhere in time (`linked to`).
  package let isOrdered: Bool
  /// The linked event type.
  package let event: Name
  /// A condition on the linked event's own fields.
  package let condition: Expression?
  /// The fields that must be equal.
  package let keys: [LinkKey]
  /// The longest distance from the anchor.
  package let window: SpanLiteral?
  /// The field of the looked-at event from which the window runs; nil for its own time.
  package let anchor: Name?
  /// Where it stands.
  package let range: SourceRange
}

/// A pair of fields that links two events: `with same matter`, or `with same case as report` when names differ.
package struct LinkKey: Sendable, Hashable {
  /// The linked event's field.
  package let linked: Name
  /// The looked-at event's field; the same name where only one was written.
  package let own: Name
}
