// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Worked examples.
extension Parser {
  mutating func parseExample(from start: Int) -> ExampleDeclaration {
    let title = parseText(Expected.exampleTitle)
    let asOf = eat(.asOf) ? parseTime() : nil
    let ignoresTooFew = eat(.ignoringTooFew)
    var example = ExampleDeclaration(
      title: title, asOf: asOf, ignoresTooFew: ignoresTooFew, range: range(from: start))
    parseBraces { parser in
      let before = parser.index
      parser.tree.open(.fact)
      if parser.eat(.expect) {
        example.expectations.append(parser.parseExpect(from: before))
      } else if let fact = parser.parseFact(from: before) {
        example.facts.append(fact)
      }
      parser.tree.close()
    }
    return example
  }

  private mutating func parseFact(from start: Int) -> ExampleFact? {
    // A keyword with a code or a number behind it is a fact about the organisation; else it is an event's name.
    if stands(.unitLiteral, before: .text), eat(.unitLiteral) { return parseUnitFact(from: start) }
    if stands(.postLiteral, before: .text), eat(.postLiteral) { return parsePostFact(from: start) }
    if stands(.residentsLiteral, before: .number), eat(.residentsLiteral) { return parseResidentsFact(from: start) }
    let count = at(.number) ? parseWholeNumber(most: 100_000) : nil
    guard isAtName else {
      reportExpected(
        Expected.fact, suggestion: nearest(among: [.unitLiteral, .postLiteral, .expect].map { spelling($0) }))
      return nil
    }
    let event = parseName(Expected.eventType)
    let fields = isAtName && !isAtLineStart ? parseExampleFields() : []
    return .events(count: count, event: event, fields: fields, range(from: start))
  }

  /// Whether a keyword of one word stands here and a token of a kind behind it.
  private func stands(_ keyword: Keyword, before kind: TokenKind) -> Bool {
    token(at: index + 1).kind == kind && at(keyword)
  }

  private mutating func parseResidentsFact(from start: Int) -> ExampleFact {
    let number = parseNumber()
    expect(.inUnit)
    let unit = parseText(Expected.unitCode)
    let (from, until) = parseTerm()
    let fields = eat(.comma) ? parseExampleFields() : []
    return .residents(number, unit: unit, from: from, until: until, fields, range(from: start))
  }

  private mutating func parseTerm() -> (from: TimeLiteral?, until: TimeLiteral?) {
    let from = eat(.from) ? parseTime() : nil
    return (from, eat(.until) ? parseTime() : nil)
  }

  private mutating func parseUnitFact(from start: Int) -> ExampleFact {
    let code = parseText(Expected.unitCode)
    expect(.level)
    let level = parseName(Expected.level)
    let parent = eat(.inUnit) ? parseText(Expected.unitCode) : nil
    let (from, until) = parseTerm()
    let fields = eat(.comma) ? parseExampleFields() : []
    return .unit(code: code, level: level, parent: parent, from: from, until: until, fields, range(from: start))
  }

  private mutating func parsePostFact(from start: Int) -> ExampleFact {
    let officer = parseText(Expected.officerCode)
    expect(.inUnit)
    let unit = parseText(Expected.unitCode)
    expect(.asPost)
    let post = parseName(Expected.post)
    expect(.from)
    let from = parseTime()
    let until = eat(.until) ? parseTime() : nil
    return .post(officer: officer, unit: unit, post: post, from: from, until: until, range(from: start))
  }

  /// `kind land, opened 2026-01-05, parties (sex female), (sex male)`.
  private mutating func parseExampleFields() -> [ExampleField] {
    var fields: [ExampleField] = []
    repeat {
      let name = parseName(Expected.fieldName)
      fields.append(ExampleField(name: name, value: parseExampleValue()))
    } while eat(.comma)
    return fields
  }

  private mutating func parseExampleValue() -> ExampleField.Value {
    guard at(.leftParenthesis) else {
      var values = [parseQuantity()]
      // A comma before a literal goes on with the list; before a name it starts the next field.
      while at(.comma), [.text, .number, .time].contains(token(at: index + 1).kind) {
        advance()
        values.append(parseQuantity())
      }
      return .plain(values)
    }
    var records: [[ExampleField]] = []
    repeat {
      records.append(parseExampleRecord())
    } while at(.comma) && token(at: index + 1).kind == .leftParenthesis && eat(.comma)
    return .records(records)
  }

  /// `(sex female, age_group young)`.
  private mutating func parseExampleRecord() -> [ExampleField] {
    nested([]) { parser in
      parser.expect(.leftParenthesis, Expected.leftParenthesis)
      let fields = parser.at(.rightParenthesis) ? [] : parser.parseExampleFields()
      parser.expect(.rightParenthesis, Expected.rightParenthesis)
      return fields
    }
  }

  /// `expect 2026-Q1 for officer "O1" split by kind land = 50 % (1 of 2)`.
  private mutating func parseExpect(from start: Int) -> ExpectClause {
    let period = parsePeriod()
    let part = parseFunnelPart()
    var officer: TextLiteral?
    var unit: TextLiteral?
    while eat(.forSubjects) {
      if eat(.officerSubject) {
        officer = parseText(Expected.officerCode)
      } else {
        expect(.anyUnit)
        unit = parseText(Expected.unitCode)
      }
    }
    var splits: [(name: SplitClause, group: Name)] = []
    if eat(.splitBy) {
      repeat {
        let name = parseSplit()
        splits.append((name, parseGroup()))
      } while eat(.comma)
    }
    let outcome: ExpectClause.Outcome
    if eat(.isEqual) {
      outcome = .state(parseName(Expected.state))
    } else {
      expect(.equal, Expected.equal)
      outcome = parseExpectedValue()
    }
    return ExpectClause(
      period: period, part: part, officer: officer, unit: unit, splits: splits, outcome: outcome,
      range: range(from: start))
  }

  /// A group of a split: of a field that is yes or no, one of these two words.
  private mutating func parseGroup() -> Name {
    let start = index
    for (keyword, text) in [(Keyword.yes, "yes"), (.no, "no")] where eat(keyword) {
      return Name(text: text, range: range(from: start))
    }
    return parseName(Expected.group)
  }

  private mutating func parseExpectedValue() -> ExpectClause.Outcome {
    let signed = parseSignedNumber()
    guard eat(.leftParenthesis) else { return .value(signed, of: nil) }
    let numerator = parseNumber()
    expect(.ofOperand)
    let denominator = parseNumber()
    expect(.rightParenthesis, Expected.rightParenthesis)
    return .value(signed, of: (numerator, denominator))
  }
}
