// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Surveys: the fields of a respondent, and how respondents were chosen.
extension Parser {
  private static let surveyClauses: [Keyword] = [
    .label, .weightedBy, .stratifiedBy, .clusteredBy, .thenClusteredBy, .stratumSizeIn, .speaksFor, .lonelyStrata,
    .scale, .panelBy, .postStratifiedBy, .rakedBy, .replicateWeights, .varianceBy,
  ]
  private static let repeatableSurveyClauses: Set<Keyword> = [.label, .scale, .rakedBy, .thenClusteredBy]

  mutating func parseSurvey(from start: Int) -> EventDeclaration {
    let name = parseNewName(Expected.surveyName)
    var survey = EventDeclaration(name: name, isSensitive: false, range: name.range)
    survey.title = parseOptionalText()
    var design = SurveyDesign()
    var seen: Set<Keyword> = []
    parseBraces { parser in
      guard let keyword = parser.longestMatch(of: Self.surveyClauses) else {
        if let field = parser.parseField() { survey.fields.append(field) }
        return
      }
      parser.noteRepetition(
        of: keyword, in: .survey, single: Set(Self.surveyClauses).subtracting(Self.repeatableSurveyClauses),
        &seen)
      parser.tree.open(.clause)
      _ = parser.eat(keyword)
      if keyword == .label {
        survey.labels.append(parser.parseLocalizedText())
      } else {
        parser.parseSurveyClause(keyword, into: &design)
      }
      parser.tree.close()
    }
    survey.survey = design
    return survey
  }

  private mutating func parseSurveyClause(_ keyword: Keyword, into design: inout SurveyDesign) {
    switch keyword {
    case .weightedBy: design.weight = parseName(Expected.field)
    case .stratifiedBy: design.stratum = parseName(Expected.field)
    case .clusteredBy: design.cluster = parseName(Expected.field)
    case .thenClusteredBy:
      let cluster = parseName(Expected.field)
      design.laterStages.append((cluster, eat(.sizeIn) ? parseName(Expected.field) : nil))
    case .stratumSizeIn: design.stratumSize = parseName(Expected.field)
    case .speaksFor: design.speaksFor = parseName(Expected.level)
    case .lonelyStrata: design.lonelyStrata = parseLonelyStrata()
    case .scale: design.scales.append(parseScale())
    case .panelBy: design.panel = parseName(Expected.field)
    case .postStratifiedBy: design.postStratified = parseMargin()
    case .rakedBy: design.raked.append(parseMargin())
    case .replicateWeights, .varianceBy:
      design.replicates = keyword == .varianceBy ? parseReplication() : parseReplicateWeights()
    default: break
    }
  }

  /// Behind `post-stratified by` and `raked by`.
  private mutating func parseMargin() -> MarginClause {
    let field = parseName(Expected.field)
    expect(.toTotals)
    var totals: [(member: Name, total: NumberLiteral)] = []
    repeat { totals.append((parseName(Expected.choiceMember), parseNumberOrParameter())) } while eat(.comma)
    return MarginClause(field: field, totals: totals)
  }

  /// Behind `replicate weights in`.
  private mutating func parseReplicateWeights() -> ReplicateClause {
    let field = parseName(Expected.field)
    return ReplicateClause(origin: .field(field), method: parseName(Expected.replicateMethod))
  }

  /// Behind `variance by`.
  private mutating func parseReplication() -> ReplicateClause {
    let method = parseName(Expected.varianceMethod)
    let count = at(.number) ? parseWholeNumber(most: 10_000) : nil
    let seed = eat(.seed) ? parseWholeNumber() : nil
    return ReplicateClause(origin: .design(count: count, seed: seed), method: method)
  }

  /// Behind `scale`.
  private mutating func parseScale() -> ScaleClause {
    let name = parseNewName(Expected.scaleName)
    expect(.ofOperand)
    var items: [(question: Name, isReversed: Bool)] = []
    repeat {
      let isReversed = eat(.reversed)
      items.append((parseName(Expected.field), isReversed))
    } while eat(.comma)
    let excluded = eat(.withoutAnswers) ? parseNames(Expected.choiceMember) : []
    let least = eat(.atLeast) ? parseWholeNumber() : nil
    return ScaleClause(name: name, items: items, excluded: excluded, atLeast: least)
  }

  private mutating func parseLonelyStrata() -> LonelyStrata? {
    let remedies: [(Keyword, LonelyStrata)] = [(.centred, .centred), (.averaged, .averaged), (.certain, .certain)]
    for (keyword, remedy) in remedies where eat(keyword) { return remedy }
    reportExpected(anyOf: remedies.map(\.0))
    return nil
  }
}
