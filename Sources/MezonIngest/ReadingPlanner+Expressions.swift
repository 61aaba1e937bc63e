// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// What kind of value an expression of a source gives.
enum RowKind: Equatable {
  case number, instant, day, truth, text, member(ChoiceID)
  /// A list as a whole, of which only emptiness can be asked.
  case list
  /// A field without a mapping fits everywhere.
  case anything

  /// The word for it in the language.
  var word: String {
    switch self {
    case .number: "number"
    case .instant: "time"
    case .day: "day"
    case .truth: "yes no"
    case .text: "text"
    case .member: "one of"
    case .list: "list"
    case .anything: "value"
    }
  }

  /// Whether both can be compared with each other.
  func isComparable(with other: RowKind) -> Bool {
    switch (self, other) {
    case (.list, _), (_, .list): false
    case (.anything, _), (_, .anything): true
    case (.instant, .day), (.day, .instant): true
    default: self == other
    }
  }
}

// Expressions of sources: over mapped fields and columns.
extension ReadingPlanner {
  /// An expression with its kind and, while a comparison is put together, the list of which it names an element.
  typealias Operand = (expression: RowExpression, kind: RowKind, element: (list: Int, quantifier: Quantifier)?)

  /// A condition of a row rule.
  mutating func condition(_ expression: Expression) throws(ReadingFailure) -> RowExpression {
    let operand = try operand(expression, expecting: nil)
    guard operand.kind == .truth || operand.kind == .anything else {
      throw unfit(expression, "where", .truth)
    }
    return quantified(operand)
  }

  /// A quantity that becomes a field's value.
  mutating func quantity(
    _ expression: Expression, for type: ValueType, name: String
  ) throws(ReadingFailure) -> RowExpression {
    let wanted = kind(of: type)
    var expected: ChoiceID?
    if case .choice(let choice) = type { expected = choice }
    let operand = try operand(expression, expecting: expected)
    let isTime = (wanted == .instant || wanted == .day) && (operand.kind == .instant || operand.kind == .day)
    guard operand.kind == wanted || operand.kind == .anything || isTime, operand.element == nil else {
      throw unfit(expression, name, wanted)
    }
    return operand.expression
  }

  private func unfit(_ expression: Expression, _ name: String, _ kind: RowKind) -> ReadingFailure {
    ReadingFailure(
      Diagnostic(IngestRule.unfitValue, [expression.range.text, name, kind.word], at: expression.range))
  }

  private func kind(of type: ValueType) -> RowKind {
    switch type {
    case .time: .instant
    case .day: .day
    case .unit, .text, .reference: .text
    case .yesNo: .truth
    case .number: .number
    case .choice(let choice): .member(choice)
    case .list, .records: .list
    }
  }

  private func quantified(_ operand: Operand) -> RowExpression {
    guard let element = operand.element else { return operand.expression }
    return .quantified(element.quantifier, list: element.list, operand.expression)
  }

  private mutating func truth(_ expression: Expression) throws(ReadingFailure) -> RowExpression {
    try condition(expression)
  }

  private mutating func operand(
    _ expression: Expression, expecting choice: ChoiceID?
  ) throws(ReadingFailure) -> Operand {
    switch expression {
    case .name(let name): return try named(name, expecting: choice)
    case .number(let literal): return (.number(literal.value), .number, nil)
    case .text(let literal): return (.text(FieldText.trimmedBytes(literal.text)), .text, nil)
    case .time(let literal):
      return literal.microseconds == nil
        ? (.day(literal.day.daysSinceEpoch), .day, nil) : (.instant(constants.clock.instant(literal)), .instant, nil)
    case .truth(let truth, _): return (.truth(truth), .truth, nil)
    case .column(let name, let join, _): return (.column(try column(name, of: join)), .text, nil)
    case .element(let field, let quantifier, let list, _):
      return try element(field, quantifier, of: list)
    case .not(let operand, _): return (.not(try truth(operand)), .truth, nil)
    case .and(let left, let right, _): return (.and(try truth(left), try truth(right)), .truth, nil)
    case .or(let left, let right, _): return (.or(try truth(left), try truth(right)), .truth, nil)
    case .comparison(let comparison, let left, let right, _):
      return closed(try self.comparison(comparison, left, right))
    case .isOneOf(let operand, let members, let negated, _):
      return closed(try membership(operand, members, negated: negated))
    case .isMissing(let operand, let negated, _): return closed(try missing(operand, negated: negated))
    case .matches(let operand, let pattern, _):
      let text = try self.operand(operand, expecting: nil)
      guard text.kind == .text || text.kind == .anything else { throw unfit(operand, "matches", .text) }
      return closed((.matches(text.expression, GlobPattern(pattern.text)), .truth, text.element))
    case .within, .apart: return closed(try distance(expression))
    case .arithmetic(let operation, let left, let right, _):
      return (.arithmetic(operation, try number(left), try number(right)), .number, nil)
    case .elapsed(let unit, let from, let to, _):
      return (.elapsed(unit, from: try time(from), to: try time(to)), .number, nil)
    case .firstLinked, .linked, .parameter, .namesOfficer, .lastDay, .invalid:
      throw ReadingFailure(Diagnostic(IngestRule.notInSource, at: expression.range))
    }
  }

  /// A comparison with its quantifier put around it.
  private func closed(_ operand: Operand) -> Operand { (quantified(operand), .truth, nil) }

  private mutating func number(_ expression: Expression) throws(ReadingFailure) -> RowExpression {
    let operand = try operand(expression, expecting: nil)
    guard operand.kind == .number || operand.kind == .anything, operand.element == nil else {
      throw unfit(expression, "+ - * /", .number)
    }
    return operand.expression
  }

  private mutating func time(_ expression: Expression) throws(ReadingFailure) -> RowExpression {
    let operand = try operand(expression, expecting: nil)
    guard [.instant, .day, .anything].contains(operand.kind), operand.element == nil else {
      throw unfit(expression, "from, to", .instant)
    }
    return operand.expression
  }

  private mutating func named(_ name: Name, expecting choice: ChoiceID?) throws(ReadingFailure) -> Operand {
    if let choice, let member = programme.choices[choice.index].members.firstIndex(of: name.text) {
      return (.member(Int64(member)), .member(choice), nil)
    }
    if let field = fields.firstIndex(where: { $0.name == name.text }) {
      if fields[field].type.isList {
        let lists = mappings.indices.filter { mappings[$0].field == field }
        return (.isEmptyList(lists), .list, nil)
      }
      guard let mapping = mappings.lastIndex(where: { $0.field == field && $0.member == nil }) else {
        guard fields[field].isOptional else {
          throw ReadingFailure(Diagnostic(IngestRule.unknownName, [name.text], at: name.range))
        }
        return (.missing, .anything, nil)
      }
      return (.field(mapping), kind(of: fields[field].type), nil)
    }
    let known = fields.map(\.name) + (choice.map { programme.choices[$0.index].members } ?? [])
    throw ReadingFailure(
      Diagnostic(
        IngestRule.unknownName, [name.text], at: name.range, suggestion: Spelling.nearest(to: name.text, among: known)))
  }

  private mutating func element(
    _ member: Name?, _ quantifier: Quantifier, of list: Name
  ) throws(ReadingFailure) -> Operand {
    let mapping = mappings.indices.first { index in
      let mapping = mappings[index]
      guard fields[mapping.field].name == list.text, mapping.isList else { return false }
      guard let member else { return mapping.member == nil }
      guard let index = mapping.member, case .records(let members) = fields[mapping.field].type else { return false }
      return members[index].name == member.text
    }
    guard let mapping else {
      throw ReadingFailure(Diagnostic(IngestRule.unknownName, [(member ?? list).text], at: (member ?? list).range))
    }
    return (.element(mapping), kind(of: mappings[mapping].type), (mapping, quantifier))
  }

  /// Both sides of a comparison; a bare name is a member of the other side's choice where that has one.
  private mutating func sides(
    _ left: Expression, _ right: Expression
  ) throws(ReadingFailure) -> (Operand, Operand) {
    guard case .name = left else {
      let first = try operand(left, expecting: nil)
      return (first, try operand(right, expecting: choice(of: first.kind)))
    }
    let ofLeft = (try? operand(left, expecting: nil)).flatMap { choice(of: $0.kind) }
    let second = try operand(right, expecting: ofLeft)
    return (try operand(left, expecting: choice(of: second.kind)), second)
  }

  private func choice(of kind: RowKind) -> ChoiceID? { if case .member(let choice) = kind { choice } else { nil } }

  private mutating func comparison(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression
  ) throws(ReadingFailure) -> Operand {
    let (first, second) = try sides(left, right)
    let isEquality = comparison == .equal || comparison == .notEqual
    let isOrdered = [.number, .instant, .day, .anything].contains(first.kind)
    guard first.kind.isComparable(with: second.kind), isEquality || isOrdered else {
      throw unfit(right, left.range.text, first.kind)
    }
    return (
      .compare(comparison, first.expression, second.expression), .truth, first.element ?? second.element
    )
  }

  private mutating func membership(
    _ operand: Expression, _ members: [Expression], negated: Bool
  ) throws(ReadingFailure) -> Operand {
    let first = try self.operand(operand, expecting: nil)
    var result: RowExpression?
    for member in members {
      let second = try self.operand(member, expecting: choice(of: first.kind))
      guard first.kind.isComparable(with: second.kind) else { throw unfit(member, operand.range.text, first.kind) }
      let test = RowExpression.compare(.equal, first.expression, second.expression)
      result = result.map { .or($0, test) } ?? test
    }
    let any = result ?? .truth(false)
    return (negated ? .not(any) : any, .truth, first.element)
  }

  private mutating func missing(_ operand: Expression, negated: Bool) throws(ReadingFailure) -> Operand {
    let value = try self.operand(operand, expecting: nil)
    let test = value.kind == .list ? value.expression : .isMissing(value.expression)
    return (negated ? .not(test) : test, .truth, value.element)
  }

  private mutating func distance(_ expression: Expression) throws(ReadingFailure) -> Operand {
    switch expression {
    case .within(let later, let span, let anchor, _):
      let test = RowExpression.distance(
        span.unit, from: try time(anchor), to: try time(later), least: nil, most: span.amount, ordered: true)
      return (test, .truth, nil)
    case .apart(let first, let bound, let span, let direction, let second, _):
      let (a, b) = (try time(first), try time(second))
      let (from, to) = direction == .before ? (a, b) : (b, a)
      let test = RowExpression.distance(
        span.unit, from: from, to: to, least: bound == .atLeast ? span.amount : nil,
        most: bound == .atMost ? span.amount : nil, ordered: false)
      return (test, .truth, nil)
    default: throw ReadingFailure(Diagnostic(IngestRule.notInSource, at: expression.range))
    }
  }
}
