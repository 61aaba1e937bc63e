// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Conditions and quantities, by precedence: or < and < not < comparison < + - < * / < operand.
extension Parser {
  /// The keywords that can follow a quantity in a condition.
  static let comparisonKeywords: [Keyword] = [
    .isNotOneOf, .isOneOf, .isMissing, .isPresent, .isNot, .isEqual, .atLeast, .atMost, .moreThan, .lessThan, .within,
    .matches,
  ]

  /// A condition.
  mutating func parseCondition() -> Expression { parseExpression { $0.parseOr() } }

  /// A quantity: no comparison and no `and`.
  mutating func parseQuantity() -> Expression { parseExpression { $0.parseSum() } }

  private mutating func parseExpression(_ parse: (inout Parser) -> Expression) -> Expression {
    let checkpoint = tree.checkpoint
    defer { tree.wrap(.expression, since: checkpoint) }
    parts = 0
    return parse(&self)
  }

  /// Joins two parts, unless the expression has too many: its height is what whoever walks it must recurse.
  private mutating func joined(
    _ left: Expression, _ right: Expression, _ join: (Expression, Expression, SourceRange) -> Expression
  ) -> Expression {
    parts += 1
    if parts == Self.greatestChain {
      reportFact(Diagnostic(SyntaxRule.tooLong, [String(Self.greatestChain)], at: right.range))
    }
    return parts < Self.greatestChain ? join(left, right, left.range.union(right.range)) : left
  }

  private mutating func parseOr() -> Expression {
    var left = parseAnd()
    while eat(.or) { left = joined(left, parseAnd(), Expression.or) }
    return left
  }

  private mutating func parseAnd() -> Expression {
    var left = parseNot()
    while eat(.and) { left = joined(left, parseNot(), Expression.and) }
    return left
  }

  private mutating func parseNot() -> Expression {
    let start = index
    guard at(.not) else { return parseComparison() }
    return nested(.invalid(range(current))) { parser in
      _ = parser.eat(.not)
      let operand = parser.parseNot()
      return .not(operand, parser.range(from: start))
    }
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
      if let result = parseBorrowedSign(comparison, from: start) { return result }
      let right = parseSum()
      return .comparison(comparison, left, right, range(from: start))
    }
    return left
  }

  /// `==` and `<>`, behind their first sign, are those of other languages: they are reported, with the word for them.
  private mutating func parseBorrowedSign(_ comparison: ComparisonOperator, from start: Int) -> Expression? {
    let meant: Keyword
    switch (comparison, current.kind) {
    case (.equal, .equal): meant = .isEqual
    case (.less, .greater): meant = .isNot
    default: return nil
    }
    let connectives = [Keyword.and, .or].map { spelling($0) }
    report(
      Diagnostic(
        SyntaxRule.unexpected, [found] + connectives, at: range(current), suggestion: spelling(meant)))
    advance()
    _ = parseSum()
    return .invalid(range(from: start))
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
      return .matches(left, parseText(Expected.pattern), range(from: start))
    }
    return nil
  }

  /// `within 60 days of opened`, `at least 3 days before held`.
  private mutating func parseTemporal(_ left: Expression, from start: Int) -> Expression? {
    if eat(.within) {
      let span = parseWindowSpan()
      expect(.windowOf)
      // What follows a fault says nothing more.
      guard !hasFailed else { return .invalid(range(from: start)) }
      return .within(left, span, of: parseSum(), range(from: start))
    }
    for (keyword, bound) in [(Keyword.atLeast, Bound.atLeast), (.atMost, .atMost)] {
      guard let length = length(of: keyword, at: index), isSpan(at: index + length), eat(keyword) else { continue }
      let span = parseWindowSpan()
      let direction: Direction
      if eat(.before) {
        direction = .before
      } else {
        direction = .after
        if !eat(.after) { reportExpected(anyOf: [.before, .after]) }
      }
      guard !hasFailed else { return .invalid(range(from: start)) }
      return .apart(left, bound, span, direction, parseSum(), range(from: start))
    }
    return nil
  }

  /// Whether a number and a unit of time stand at an index.
  private func isSpan(at place: Int) -> Bool {
    guard token(at: place).kind == .number else { return false }
    return Self.windowKeywords.contains { length(of: $0.0, at: place + 1) != nil }
  }

  private mutating func parseSum() -> Expression {
    var left = parseProduct()
    while at(.plus) || at(.minus) {
      let operation: ArithmeticOperator = at(.plus) ? .add : .subtract
      advance()
      left = joined(left, parseProduct()) { .arithmetic(operation, $0, $1, $2) }
    }
    return left
  }

  private mutating func parseProduct() -> Expression {
    var left = parseOperand()
    while at(.star) || at(.slash) {
      let operation: ArithmeticOperator = at(.star) ? .multiply : .divide
      advance()
      left = joined(left, parseOperand()) { .arithmetic(operation, $0, $1, $2) }
    }
    return left
  }

  private mutating func parseOperand() -> Expression {
    let start = index
    switch current.kind {
    case .number: return .number(parseNumber())
    case .text: return .text(parseText(Expected.text))
    case .time: return .time(parseTime())
    case .leftParenthesis:
      return nested(.invalid(range(current))) { parser in
        parser.advance()
        let inner = parser.parseOr()
        parser.expect(.rightParenthesis, Expected.rightParenthesis)
        return inner
      }
    default: break
    }
    if let elapsed = parseElapsed(from: start) { return elapsed }
    if eat(.lastDay) { return .lastDay(range(from: start)) }
    if eat(.yes) { return .truth(true, range(from: start)) }
    if eat(.no) { return .truth(false, range(from: start)) }
    if eat(.column) {
      let column = parseText(Expected.column)
      let table = eat(.ofTable) ? parseName(Expected.joinedFile) : nil
      return .column(column, table: table, range(from: start))
    }
    for (keyword, quantifier) in Self.quantifiers where eat(keyword) {
      return .element(field: nil, quantifier: quantifier, list: parseName(Expected.list), range(from: start))
    }
    guard isAtName else {
      reportNoName(Expected.operand)
      return .invalid(range(current))
    }
    return parseNamedOperand(from: start)
  }

  private static let quantifiers: [(Keyword, Quantifier)] = [(.any, .any), (.each, .each)]

  /// A name, `attended by the officer`, `sex of any parties`, or `decided of first approval with same report`.
  private mutating func parseNamedOperand(from start: Int) -> Expression {
    let name = parseName(Expected.field)
    if eat(.byTheOfficer) { return .namesOfficer(name, range(from: start)) }
    guard let length = length(of: .ofOperand, at: index) else { return .name(name) }
    for (keyword, quantifier) in Self.quantifiers where self.length(of: keyword, at: index + length) != nil {
      _ = eat(.ofOperand)
      _ = eat(keyword)
      return .element(field: name, quantifier: quantifier, list: parseName(Expected.list), range(from: start))
    }
    guard self.length(of: .first, at: index + length) != nil else { return .name(name) }
    _ = eat(.ofOperand)
    _ = eat(.first)
    let link = parseLink(isOrdered: true, from: start)
    return .firstLinked(field: name, link, range(from: start))
  }

  /// `hours from A to B`.
  private mutating func parseElapsed(from start: Int) -> Expression? {
    for (keyword, unit) in Self.spanKeywords {
      guard let length = length(of: keyword, at: index), self.length(of: .from, at: index + length) != nil
      else { continue }
      return nested(.invalid(range(current))) { parser in
        _ = parser.eat(keyword)
        _ = parser.eat(.from)
        let first = parser.parseOperand()
        parser.expect(.to)
        let second = parser.parseOperand()
        return .elapsed(unit, from: first, to: second, parser.range(from: start))
      }
    }
    return nil
  }

  /// `EVENT where ... with same FIELD as FIELD, ... within 90 days of FIELD`.
  private mutating func parseLink(isOrdered: Bool, from start: Int) -> LinkClause {
    let refused = LinkClause(
      isOrdered: isOrdered, event: Name(text: "", range: here), condition: nil, keys: [], window: nil, anchor: nil,
      range: here)
    return nested(refused) { parser in
      let event = parser.parseName(Expected.eventType)
      let condition = parser.eat(.whereCondition) ? parser.parseOr() : nil
      let keys = parser.parseLinkKeys()
      let window = parser.eat(.within) ? parser.parseWindowSpan() : nil
      let anchor = window != nil && parser.eat(.windowOf) ? parser.parseName(Expected.field) : nil
      return LinkClause(
        isOrdered: isOrdered, event: event, condition: condition, keys: keys, window: window, anchor: anchor,
        range: parser.range(from: start))
    }
  }

  /// `with same matter, case as report`.
  mutating func parseLinkKeys() -> [LinkKey] {
    var keys: [LinkKey] = []
    expect(.withSame)
    repeat {
      let linked = parseName(Expected.field)
      let own = eat(.asOther) ? parseName(Expected.field) : linked
      keys.append(LinkKey(linked: linked, own: own))
    } while eat(.comma)
    return keys
  }
}
