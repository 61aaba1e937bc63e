// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Conditions and quantities, by precedence: or < and < not < comparison < + - < * / < operand.
extension Parser {
  /// A condition.
  mutating func parseCondition() -> Expression {
    let checkpoint = tree.checkpoint
    defer { tree.wrap(.expression, since: checkpoint) }
    return parseOr()
  }

  /// A quantity: no comparison and no `and`.
  mutating func parseQuantity() -> Expression {
    let checkpoint = tree.checkpoint
    defer { tree.wrap(.expression, since: checkpoint) }
    return parseSum()
  }

  private mutating func parseOr() -> Expression {
    guard depth < Self.greatestDepth else { return tooDeep() }
    depth += 1
    defer { depth -= 1 }
    var left = parseAnd()
    while eat(.or) {
      let right = parseAnd()
      left = .or(left, right, left.range.union(right.range))
    }
    return left
  }

  private mutating func tooDeep() -> Expression {
    let place = range(current)
    report(Diagnostic(SyntaxRule.tooDeep, [String(Self.greatestDepth)], at: place))
    return .invalid(place)
  }

  private mutating func parseAnd() -> Expression {
    var left = parseNot()
    while eat(.and) {
      let right = parseNot()
      left = .and(left, right, left.range.union(right.range))
    }
    return left
  }

  private mutating func parseNot() -> Expression {
    let start = index
    if at(.notFollowedBy) || at(.notLinkedTo) || at(.notHeldAgainst) || !at(.not) { return parseComparison() }
    guard depth < Self.greatestDepth else { return tooDeep() }
    depth += 1
    defer { depth -= 1 }
    _ = eat(.not)
    let operand = parseNot()
    return .not(operand, range(from: start))
  }

  private mutating func parseComparison() -> Expression {
    let start = index
    for (keyword, isOrdered, negated) in [
      (Keyword.notFollowedBy, true, true), (.followedBy, true, false), (.notLinkedTo, false, true),
      (.linkedTo, false, false),
    ] where eat(keyword) {
      let link = parseLink(isOrdered: isOrdered, from: start)
      return .linked(link, negated: negated, range(from: start))
    }
    let left = parseSum()
    if let result = parseMembership(left, from: start) { return result }
    if let result = parseTemporal(left, from: start) { return result }
    let operators: [(Keyword, ComparisonOperator)] = [
      (.isNot, .notEqual), (.isEqual, .equal), (.atLeast, .greaterOrEqual), (.atMost, .lessOrEqual),
      (.moreThan, .greater), (.lessThan, .less),
    ]
    for (keyword, comparison) in operators where eat(keyword) {
      let right = parseSum()
      return .comparison(comparison, left, right, range(from: start))
    }
    let signs: [(TokenKind, ComparisonOperator)] = [
      (.lessOrEqual, .lessOrEqual), (.greaterOrEqual, .greaterOrEqual), (.less, .less), (.greater, .greater),
      (.equal, .equal),
    ]
    for (kind, comparison) in signs where eat(kind) {
      let right = parseSum()
      return .comparison(comparison, left, right, range(from: start))
    }
    return left
  }

  /// `is one of`, `is missing`, `matches`.
  private mutating func parseMembership(_ left: Expression, from start: Int) -> Expression? {
    for (keyword, negated) in [(Keyword.isNotOneOf, true), (.isOneOf, false)] where eat(keyword) {
      var members = [parseSum()]
      while eat(.comma) { members.append(parseSum()) }
      return .isOneOf(left, members, negated: negated, range(from: start))
    }
    for (keyword, negated) in [(Keyword.isMissing, false), (.isPresent, true)] where eat(keyword) {
      return .isMissing(left, negated: negated, range(from: start))
    }
    if eat(.matches) {
      return .matches(left, parseText("a pattern in quotes"), range(from: start))
    }
    return nil
  }

  /// `within 60 days of opened`, `at least 3 days before held`.
  private mutating func parseTemporal(_ left: Expression, from start: Int) -> Expression? {
    if eat(.within) {
      let span = parseSpan()
      expect(.windowOf)
      return .within(left, span, of: parseSum(), range(from: start))
    }
    for (keyword, bound) in [(Keyword.atLeast, Bound.atLeast), (.atMost, .atMost)] {
      guard let length = matcher.length(of: keyword, in: tokens, at: index),
        isSpan(at: index + length), eat(keyword)
      else { continue }
      let span = parseSpan()
      let direction: Direction
      if eat(.before) {
        direction = .before
      } else {
        direction = .after
        expect(.after)
      }
      return .apart(left, bound, span, direction, parseSum(), range(from: start))
    }
    return nil
  }

  /// Whether a number and a unit of time stand at an index.
  private func isSpan(at place: Int) -> Bool {
    guard token(at: place).kind == .number else { return false }
    return [Keyword.minutes, .hours, .days, .weeks].contains {
      matcher.length(of: $0, in: tokens, at: place + 1) != nil
    }
  }

  private mutating func parseSum() -> Expression {
    let start = index
    var left = parseProduct()
    while at(.plus) || at(.minus) {
      let operation: ArithmeticOperator = at(.plus) ? .add : .subtract
      advance()
      let right = parseProduct()
      left = .arithmetic(operation, left, right, range(from: start))
    }
    return left
  }

  private mutating func parseProduct() -> Expression {
    let start = index
    var left = parseOperand()
    while at(.star) || at(.slash) {
      let operation: ArithmeticOperator = at(.star) ? .multiply : .divide
      advance()
      let right = parseOperand()
      left = .arithmetic(operation, left, right, range(from: start))
    }
    return left
  }

  private mutating func parseOperand() -> Expression {
    let start = index
    switch current.kind {
    case .number: return .number(parseNumber())
    case .text: return .text(parseText(""))
    case .time: return .time(parseTime())
    case .leftParenthesis:
      advance()
      let inner = parseOr()
      expect(.rightParenthesis, "\")\"")
      return inner
    default: break
    }
    if let elapsed = parseElapsed(from: start) { return elapsed }
    if eat(.yes) { return .truth(true, range(from: start)) }
    if eat(.no) { return .truth(false, range(from: start)) }
    if eat(.column) {
      let column = parseText("a column's name in quotes")
      let table = eat(.ofTable) ? parseName("a joined table") : nil
      return .column(column, table: table, range(from: start))
    }
    for (keyword, quantifier) in [(Keyword.any, Quantifier.any), (.each, .each)] where eat(keyword) {
      return .element(field: nil, quantifier: quantifier, list: parseName("a list"), range(from: start))
    }
    guard isAtName else { return missingOperand() }
    return parseNamedOperand(from: start)
  }

  private mutating func missingOperand() -> Expression {
    let place = range(current)
    if current.kind == .word, let keyword = matcher.reserved(in: tokens, at: index) {
      report(Diagnostic(SyntaxRule.reservedName, [spelling(keyword)], at: place))
    } else {
      reportExpected(language == .english ? "a field or a value" : "поле или значение")
    }
    return .invalid(place)
  }

  /// A name, `sex of any parties`, or `decided of first approval with same report`.
  private mutating func parseNamedOperand(from start: Int) -> Expression {
    let name = parseName("")
    guard let length = matcher.length(of: .ofOperand, in: tokens, at: index) else { return .name(name) }
    for (keyword, quantifier) in [(Keyword.any, Quantifier.any), (.each, .each)] {
      guard matcher.length(of: keyword, in: tokens, at: index + length) != nil else { continue }
      _ = eat(.ofOperand)
      _ = eat(keyword)
      return .element(field: name, quantifier: quantifier, list: parseName("a list"), range(from: start))
    }
    guard matcher.length(of: .first, in: tokens, at: index + length) != nil else { return .name(name) }
    _ = eat(.ofOperand)
    _ = eat(.first)
    let link = parseLink(isOrdered: true, from: start)
    return .firstLinked(field: name, link, range(from: start))
  }

  /// `hours from A to B`.
  private mutating func parseElapsed(from start: Int) -> Expression? {
    for (keyword, unit) in [
      (Keyword.minutes, SpanUnit.minutes), (.hours, .hours), (.days, .days), (.weeks, .weeks),
    ] {
      guard let length = matcher.length(of: keyword, in: tokens, at: index),
        matcher.length(of: .from, in: tokens, at: index + length) != nil
      else { continue }
      _ = eat(keyword)
      _ = eat(.from)
      let first = parseOperand()
      expect(.to)
      let second = parseOperand()
      return .elapsed(unit, from: first, to: second, range(from: start))
    }
    return nil
  }

  /// `EVENT where ... with same FIELD as FIELD, ... within 90 days of FIELD`.
  private mutating func parseLink(isOrdered: Bool, from start: Int) -> LinkClause {
    guard depth < Self.greatestDepth else {
      _ = tooDeep()
      let empty = Name(text: "", range: range(current))
      return LinkClause(
        isOrdered: isOrdered, event: empty, condition: nil, keys: [], window: nil, anchor: nil, range: empty.range)
    }
    depth += 1
    defer { depth -= 1 }
    let event = parseName("an event type")
    let condition = eat(.whereCondition) ? parseOr() : nil
    var keys: [LinkKey] = []
    expect(.withSame)
    repeat {
      let linked = parseName("a field")
      let own = eat(.asOther) ? parseName("a field") : linked
      keys.append(LinkKey(linked: linked, own: own))
    } while eat(.comma)
    var window: SpanLiteral?
    var anchor: Name?
    if eat(.within) {
      window = parseSpan()
      if eat(.windowOf) { anchor = parseName("a field") }
    }
    return LinkClause(
      isOrdered: isOrdered, event: event, condition: condition, keys: keys, window: window, anchor: anchor,
      range: range(from: start))
  }
}
