// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Rubrics, ratings on them, and what several raters say together.
extension Parser {
  private static let ratingsClauses: [Keyword] = [.label, .rates, .raterIn, .bodyIn, .narrativeIn, .evidenceIn]

  /// Behind `rubric`: a block of levels, each with its description, in further languages on lines of their own.
  mutating func parseRubric() -> RubricDeclaration {
    let name = parseNewName(Expected.rubricName)
    var rubric = RubricDeclaration(name: name)
    rubric.title = parseOptionalText()
    parseBraces { parser in
      guard parser.at(.number) || parser.at(.label) else {
        parser.reportExpected(Expected.rubricLevel)
        return
      }
      parser.tree.open(.clause)
      defer { parser.tree.close() }
      if parser.eat(.label) {
        rubric.labels.append(parser.parseLocalizedText())
        return
      }
      let number = parser.parseWholeNumber()
      rubric.levels.append(RubricLevel(number: number, description: parser.parseLocalizedText()))
    }
    return rubric
  }

  /// Behind `ratings`: fields, and who rated what.
  mutating func parseRatings() -> EventDeclaration {
    let name = parseNewName(Expected.ratingsName)
    var event = EventDeclaration(name: name, isSensitive: false, range: name.range)
    event.title = parseOptionalText()
    var clauses = RatingsClauses()
    var seen: Set<Keyword> = []
    parseBraces { parser in
      guard let keyword = parser.longestMatch(of: Self.ratingsClauses) else {
        if let field = parser.parseField() { event.fields.append(field) }
        return
      }
      parser.noteRepetition(
        of: keyword, in: .ratings, single: Set(Self.ratingsClauses).subtracting([.label]), &seen)
      parser.tree.open(.clause)
      _ = parser.eat(keyword)
      switch keyword {
      case .label: event.labels.append(parser.parseLocalizedText())
      case .rates: clauses.item = parser.parseName(Expected.field)
      case .raterIn: clauses.rater = parser.parseName(Expected.field)
      case .bodyIn: clauses.body = parser.parseName(Expected.field)
      case .narrativeIn: clauses.narrative = parser.parseName(Expected.field)
      default: clauses.evidence = parser.parseName(Expected.field)
      }
      parser.tree.close()
    }
    event.ratings = clauses
    return event
  }

  /// `by at least 5 raters ...` behind a value; nil where it does not stand.
  mutating func parsePanel() -> PanelClause? {
    let start = index
    guard eat(.byAtLeast) else { return nil }
    let least = parseWholeNumber()
    expect(.raters)
    var bodies: [Name] = []
    if eat(.fromBodies) {
      bodies = parseNames(Expected.choiceMember)
      expect(.pooled)
    }
    let agreement = eat(.agreement) ? parseAgreement() : nil
    let requiresNarrative = eat(.narrativeRequired)
    let requiresEvidence = eat(.evidenceRequired)
    return PanelClause(
      leastRaters: least, bodies: bodies, agreement: agreement, requiresNarrative: requiresNarrative,
      requiresEvidence: requiresEvidence, range: range(from: start))
  }

  /// `krippendorff ordinal`, `percent within 1`, and with `at least` what is enough.
  private mutating func parseAgreement() -> AgreementClause {
    let start = index
    let method = parseName(Expected.agreementMethod)
    let isBehind = [Keyword.withinTolerance, .narrativeRequired, .evidenceRequired, .inMeasure, .byAtLeast].contains {
      at($0)
    }
    let scale = isAtName && !isBehind ? parseName(Expected.agreementScale) : nil
    let tolerance = eat(.withinTolerance) ? parseNumber() : nil
    let least = eat(.atLeast) ? parseNumber() : nil
    return AgreementClause(
      method: method, scale: scale, tolerance: tolerance, least: least, range: range(from: start))
  }

  /// Behind `agreement on`.
  mutating func parseAgreementValue() -> ValueForm {
    let field = parseName(Expected.field)
    expect(.byMethod)
    return .agreement(parseAgreement(), on: field)
  }
}

extension Expected {
  static let rubricName = Wording("the rubric's name", "имя рубрики")
  static let rubric = Wording("a rubric", "рубрика")
  static let rubricLevel = Wording("a level such as 1 \"...\"", "уровень, например 1 \"...\"")
  static let ratingsName = Wording("the name of the ratings", "имя оценок")
  static let agreementMethod = Wording("a statistic such as krippendorff", "статистика, например krippendorff")
  static let agreementScale = Wording("a scale such as ordinal", "шкала, например ordinal")
}
