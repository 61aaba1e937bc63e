// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Indicators, clause by clause.
extension Parser {
  static let indicatorClauses: [Keyword] = [
    .label, .purpose, .source, .limitations, .catalogue, .looksAt, .leavesOut, .counts, .notHeldAgainst, .value,
    .belongsToPeriodBy, .belongsToUnitBy, .belongsToOfficerBy, .forSubjects, .every, .splitBy, .betterWhen, .interval,
    .tooFewBelow, .protectCellsBelow, .pairedWith, .contextOnly, .reportedWhere, .completeAtLeast, .exposureAtLeast,
    .baseline, .target, .effectiveFrom, .owner, .reviewBy, .nature, .acceptsRisk, .example, .covers,
    .showByRule, .comparedBy,
  ]
  /// The clauses that speak of events, which what is made from other indicators has none of its own of.
  package static let clausesOfEvents: Set<Keyword> = [
    .looksAt, .leavesOut, .counts, .notHeldAgainst, .belongsToPeriodBy, .belongsToUnitBy, .belongsToOfficerBy,
    .reportedWhere, .completeAtLeast, .exposureAtLeast, .covers,
  ]
  static let repeatableClauses: Set<Keyword> = [
    .label, .purpose, .catalogue, .leavesOut, .notHeldAgainst, .acceptsRisk, .example,
  ]

  mutating func parseIndicator(from start: Int) -> IndicatorDeclaration {
    let name = parseNewName(Expected.indicatorName)
    var indicator = IndicatorDeclaration(name: name, range: name.range)
    indicator.title = parseOptionalText()
    parseBlock(
      of: .indicator, clauses: Self.indicatorClauses,
      single: Set(Self.indicatorClauses).subtracting(Self.repeatableClauses)
    ) { parser, keyword, start in
      parser.parseClause(keyword, from: start, into: &indicator)
    }
    return indicator
  }

  /// `index partnership "..." { made of 40 % ... }`: an indicator whose value is made of weighted parts.
  mutating func parseIndex(from start: Int) -> IndicatorDeclaration {
    let name = parseNewName(Expected.indexName)
    var indicator = IndicatorDeclaration(name: name, range: name.range)
    var parts = IndexClause(range: name.range)
    indicator.title = parseOptionalText()
    let common = Self.indicatorClauses.filter { $0 != .value }
    let clauses = common + Self.indexClauses
    // Clauses of events are read, so that the checker can say why they have no place, but nobody is pointed to them.
    parseBlock(
      of: .index, clauses: clauses, unlisted: Self.clausesOfEvents,
      single: Set(clauses).subtracting(Self.repeatableClauses)
    ) { parser, keyword, start in
      parser.parseIndexClause(keyword, from: start, into: &parts)
      parser.parseClause(keyword, from: start, into: &indicator)
    }
    indicator.value = ValueClause(form: .derived(.index(parts)), measure: nil, range: name.range)
    return indicator
  }

  /// What stands behind the keyword of a clause that indicators have.
  mutating func parseClause(_ keyword: Keyword, from start: Int, into indicator: inout IndicatorDeclaration) {
    parseDescription(keyword, into: &indicator)
    parsePopulation(keyword, from: start, into: &indicator)
    parseReach(keyword, from: start, into: &indicator)
    parseJudgement(keyword, from: start, into: &indicator)
  }

  private mutating func parseDescription(_ keyword: Keyword, into indicator: inout IndicatorDeclaration) {
    switch keyword {
    case .label: indicator.labels.append(parseLocalizedText())
    case .purpose: indicator.purpose.append(parseLocalizedText())
    case .source: indicator.sourceNote = parseText(Expected.text)
    case .limitations: indicator.limitations = parseText(Expected.text)
    case .catalogue: indicator.catalogue.append(parseText(Expected.catalogueID))
    case .owner: indicator.owner = parseText(Expected.text)
    case .reviewBy: indicator.reviewBy = parseTime()
    case .effectiveFrom:
      indicator.effectiveFrom = parseTime()
      if eat(.until) { indicator.effectiveUntil = parseTime() }
    default: break
    }
  }

  private mutating func parsePopulation(
    _ keyword: Keyword, from start: Int, into indicator: inout IndicatorDeclaration
  ) {
    switch keyword {
    case .looksAt:
      indicator.event = parseName(Expected.eventType)
      let unitStart = index
      if eat(.ofOfficersUnit) { indicator.officersUnit = range(from: unitStart) }
      indicator.moment = parseMoment()
      if eat(.whereCondition) { indicator.population = parseCondition() }
    case .leavesOut: indicator.leavesOut.append(parseRole(from: start))
    case .notHeldAgainst: indicator.notHeldAgainst.append(parseRole(from: start))
    case .counts: indicator.counts = parseCondition()
    case .value: indicator.value = parseValue(from: start)
    case .covers: indicator.window = parseWindow(from: start)
    case .reportedWhere: indicator.reportedWhere = parseCondition()
    case .example: indicator.examples.append(parseExample(from: start))
    default: break
    }
  }

  private mutating func parseRole(from start: Int) -> RoleClause {
    let condition = parseCondition()
    let reason = eat(.because) ? parseText(Expected.reason) : nil
    let cap = eat(.atMostShare) ? parseNumber() : nil
    return RoleClause(condition: condition, reason: reason, cap: cap, range: range(from: start))
  }

  private mutating func parseReach(
    _ keyword: Keyword, from start: Int, into indicator: inout IndicatorDeclaration
  ) {
    switch keyword {
    case .belongsToPeriodBy: indicator.periodField = parseName(Expected.field)
    case .belongsToUnitBy: indicator.unitField = parseName(Expected.field)
    case .belongsToOfficerBy: indicator.officerFields = parseNames(Expected.field)
    case .forSubjects:
      repeat { indicator.subjects.append(parseSubject()) } while eat(.comma)
    case .every: indicator.grains = parseGrains()
    case .splitBy:
      repeat { indicator.splits.append(parseSplit()) } while eat(.comma)
    default: break
    }
  }

  mutating func parseSubject() -> SubjectName {
    let start = index
    if eat(.officerSubject) { return .officer(range(from: start)) }
    if eat(.anyUnit) { return .anyUnit(range(from: start)) }
    return .level(parseName(Expected.subject))
  }

  mutating func parseSplit() -> SplitClause {
    let start = index
    let first = parseName(Expected.field)
    guard eat(.ofOperand) else { return SplitClause(member: nil, field: first, range: range(from: start)) }
    _ = eat(.any)
    let list = parseName(Expected.list)
    return SplitClause(member: first, field: list, range: range(from: start))
  }

  private mutating func parseJudgement(
    _ keyword: Keyword, from start: Int, into indicator: inout IndicatorDeclaration
  ) {
    switch keyword {
    case .betterWhen:
      if eat(.lower) {
        indicator.betterWhen = (false, range(from: start))
      } else {
        if !eat(.higher) { reportExpected(anyOf: [.higher, .lower]) }
        indicator.betterWhen = (true, range(from: start))
      }
    case .interval: indicator.interval = parseInterval(from: start)
    case .showByRule: indicator.presentation = parseName(Expected.presentationRule)
    case .comparedBy: indicator.comparisons = parseComparisons()
    case .tooFewBelow: indicator.tooFewBelow = parseWholeNumber()
    case .protectCellsBelow: indicator.protectCellsBelow = parseWholeNumber()
    case .pairedWith: indicator.pairedWith = parseName(Expected.indicator)
    case .contextOnly: indicator.contextOnly = range(from: start)
    case .completeAtLeast: indicator.completeAtLeast = parseNumber()
    case .exposureAtLeast: indicator.exposureAtLeast = parseSpan()
    case .baseline:
      let value = parseSignedNumberOrParameter()
      expect(.inPeriod)
      indicator.baseline = (value, parsePeriod())
    case .target: indicator.target = parseTarget(from: start)
    case .nature: indicator.nature = parseNature(from: start)
    case .acceptsRisk: indicator.acceptedRisks.append(parseAcceptedRisk(from: start))
    default: break
    }
  }

  private mutating func parseInterval(from start: Int) -> IntervalClause {
    if eat(.noInterval) { return IntervalClause(method: nil, confidence: nil, range: range(from: start)) }
    let method = parseName(Expected.method)
    let confidence = at(.number) ? parseNumber() : nil
    return IntervalClause(method: method, confidence: confidence, range: range(from: start))
  }

  private mutating func parseTarget(from start: Int) -> TargetClause {
    let isLine = eat(.line)
    if !isLine { _ = eat(.steps) }
    var points: [(value: NumberLiteral, from: PeriodLiteral)] = []
    repeat {
      let value = parseSignedNumberOrParameter()
      expect(.from)
      points.append((value, parsePeriod()))
    } while eat(.comma)
    return TargetClause(isLine: isLine, points: points, range: range(from: start))
  }
}
