// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Worked examples.
extension Parser {
  mutating func parseExample(from start: Int) -> ExampleDeclaration {
    let title = parseText("the example's title in quotes")
    let asOf = eat(.asOf) ? parseTime() : nil
    let ignoresTooFew = eat(.ignoringTooFew)
    var example = ExampleDeclaration(
      title: title, asOf: asOf, ignoresTooFew: ignoresTooFew, range: range(from: start))
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    while !at(.endOfFile), !at(.rightBrace) {
      let before = index
      tree.open(.fact)
      if eat(.expect) {
        example.expectations.append(parseExpect(from: before))
      } else if let fact = parseFact(from: before) {
        example.facts.append(fact)
      }
      tree.close()
      if index == before { advance() }
      if isAtLineStart, Self.declarationKeywords.contains(where: { at($0) }), !isAtFact { break }
    }
    tree.close()
    expect(.rightBrace, "\"}\"")
    return example
  }

  /// Whether the word here is an event's own name rather than the start of a declaration.
  private var isAtFact: Bool { isAtName }

  private mutating func parseFact(from start: Int) -> ExampleFact? {
    if at(.unitLiteral), token(at: index + 1).kind == .text, eat(.unitLiteral) { return parseUnitFact(from: start) }
    if at(.postLiteral), eat(.postLiteral) { return parsePostFact(from: start) }
    if at(.residentsLiteral), eat(.residentsLiteral) {
      let number = parseNumber()
      expect(.inPeriod)
      let unit = parseText("a unit's code in quotes")
      let (from, until) = parseTerm()
      return .residents(number, unit: unit, from: from, until: until, range(from: start))
    }
    let count = at(.number) ? parseWholeNumber(most: 100_000) : nil
    guard isAtName else {
      reportExpected(language == .english ? "an event, a unit, a post or expect" : "событие, подразделение или ожидается")
      return nil
    }
    let event = parseName("an event type")
    return .events(count: count, event: event, fields: parseExampleFields(), range(from: start))
  }

  private mutating func parseTerm() -> (from: TimeLiteral?, until: TimeLiteral?) {
    let from = eat(.from) ? parseTime() : nil
    return (from, eat(.until) ? parseTime() : nil)
  }

  private mutating func parseUnitFact(from start: Int) -> ExampleFact {
    let code = parseText("a unit's code in quotes")
    expect(.level)
    let level = parseName("a level")
    let parent = eat(.inMeasure) ? parseText("the unit above, in quotes") : nil
    let (from, until) = parseTerm()
    let fields = eat(.comma) ? parseExampleFields() : []
    return .unit(code: code, level: level, parent: parent, from: from, until: until, fields, range(from: start))
  }

  private mutating func parsePostFact(from start: Int) -> ExampleFact {
    let officer = parseText("an officer's code in quotes")
    expect(.inMeasure)
    let unit = parseText("a unit's code in quotes")
    expect(.asOther)
    let post = parseName("a post")
    expect(.from)
    let from = parseTime()
    let until = eat(.until) ? parseTime() : nil
    return .post(officer: officer, unit: unit, post: post, from: from, until: until, range(from: start))
  }

  /// `kind land, opened 2026-01-05, parties (sex female), (sex male)`.
  private mutating func parseExampleFields() -> [ExampleField] {
    guard depth < Self.greatestDepth else { return [] }
    depth += 1
    defer { depth -= 1 }
    var fields: [ExampleField] = []
    guard isAtName, !isAtLineStart || depth > 1 else { return [] }
    repeat {
      let name = parseName("a field")
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
      expect(.leftParenthesis, "\"(\"")
      records.append(parseExampleFields())
      expect(.rightParenthesis, "\")\"")
    } while at(.comma) && token(at: index + 1).kind == .leftParenthesis && eat(.comma)
    return .records(records)
  }

  /// `expect 2026-Q1 for officer "O1" split by kind land = 50 % (1 of 2)`.
  private mutating func parseExpect(from start: Int) -> ExpectClause {
    let period = parsePeriod()
    var officer: TextLiteral?
    var unit: TextLiteral?
    while eat(.forSubjects) {
      if eat(.officerType) {
        officer = parseText("an officer's code in quotes")
      } else {
        expect(.unitLiteral)
        unit = parseText("a unit's code in quotes")
      }
    }
    var splits: [(name: SplitClause, group: Name)] = []
    if eat(.splitBy) {
      repeat {
        let name = parseSplit()
        splits.append((name, parseName("a group")))
      } while eat(.comma)
    }
    let outcome: ExpectClause.Outcome
    if eat(.isEqual) {
      outcome = .state(parseName("a state such as not_yet_due"))
    } else {
      expect(.equal, "\"=\"")
      outcome = parseExpectedValue()
    }
    return ExpectClause(
      period: period, officer: officer, unit: unit, splits: splits, outcome: outcome, range: range(from: start))
  }

  private mutating func parseExpectedValue() -> ExpectClause.Outcome {
    let isNegative = eat(.minus)
    let number = parseNumber()
    let signed = NumberLiteral(
      value: isNegative ? -number.value : number.value, isWhole: number.isWhole, isPerCent: number.isPerCent,
      range: number.range)
    guard eat(.leftParenthesis) else { return .value(signed, of: nil) }
    let numerator = parseNumber()
    expect(.ofOperand)
    let denominator = parseNumber()
    expect(.rightParenthesis, "\")\"")
    return .value(signed, of: (numerator, denominator))
  }
}
