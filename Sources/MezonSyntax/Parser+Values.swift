// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// What kind of number an indicator is.
extension Parser {
  mutating func parseValue(from start: Int) -> ValueClause {
    let form = parseValueForm()
    let panel = parsePanel()
    var measure: MeasureName?
    if at(.inMeasure), eat(.inMeasure) { measure = parseMeasure() }
    return ValueClause(form: form, panel: panel, measure: measure, range: range(from: start))
  }

  mutating func parseMeasure() -> MeasureName? {
    let start = index
    if eat(.perCent) { return .perCent(range(from: start)) }
    if eat(.points) { return .points(range(from: start)) }
    for (keyword, unit) in Self.spanKeywords where eat(keyword) { return .span(unit, range(from: start)) }
    let name = parseName(Expected.measureName)
    return name.text.isEmpty ? nil : .named(name)
  }

  private mutating func parseValueForm() -> ValueForm {
    let start = index
    if eat(.shareAnswering) {
      let answers = parseNames(Expected.choiceMember)
      expect(.toQuestion)
      return .answering(answers, to: parseName(Expected.field))
    }
    if eat(.shareNamingEach) { return .namingEach(parseName(Expected.field)) }
    if eat(.agreementOn) { return parseAgreementValue() }
    if let derived = parseDerivedForm() { return .derived(derived) }
    if eat(.shareOf) { return parseShareOf(from: start) }
    if eat(.share) { return .share }
    if eat(.ratioOf) {
      let numerator = parseRatioSide()
      expect(.ratioTo)
      return .ratio(numerator, parseRatioSide())
    }
    if eat(.ratePer) {
      let number = parseNumber()
      if eat(.daysInPost) { return .rate(per: number, of: .daysInPost, isAnnual: false) }
      return .rate(per: number, of: parsePersons(), isAnnual: eat(.aYear))
    }
    let aggregate = parseAggregate()
    return parseRange(of: aggregate, from: start).map { .derived($0) } ?? .aggregate(aggregate)
  }

  /// `sum of hours where task is ceremony`: an aggregate, of some of the counted events where a condition is stated.
  private mutating func parseRatioSide() -> Aggregate {
    let aggregate = parseAggregate()
    return eat(.whereCondition) ? .onlyWhere(aggregate, parseCondition()) : aggregate
  }

  private mutating func parseAggregate() -> Aggregate {
    let start = index
    // In Russian the one spelling begins with the other.
    if eat(.distinct) { return .distinct(parseName(Expected.field)) }
    if eat(.count) { return .count }
    if eat(.sumOf) { return .sum(parseQuantity()) }
    if eat(.meanOf) { return .mean(parseQuantity()) }
    if eat(.medianTerm) { return .medianTerm(range(from: start)) }
    if eat(.medianOf) { return .median(parseQuantity()) }
    if eat(.quantile) {
      let probability = parseNumber()
      expect(.quantileOf)
      return .quantile(probability, parseQuantity())
    }
    let forms: [Keyword] = [
      .share, .count, .distinct, .sumOf, .meanOf, .medianOf, .quantile, .ratioOf, .ratePer, .changeOf, .gapOf,
      .minimumOf, .maximumOf, .computedAs,
    ]
    reportExpected(anyOf: forms)
    return .count
  }

  /// `months having at least 1 reporting_meeting`, `units with officer in post P at least 90 days having at least 1`,
  /// `officers in post P having at least 1`.
  private mutating func parseShareOf(from start: Int) -> ValueForm {
    let base = parseCoverageBase()
    switch base {
    case .units, .named:
      guard eat(.whereCondition) else { break }
      let condition = parseCondition()
      return .derived(.shareOfUnits(UnitShareClause(base: base, condition: condition, range: range(from: start))))
    case .periods, .officers: break
    }
    return .coverage(parseCoverage(of: base, from: start))
  }

  private mutating func parseCoverage(of base: CoverageClause.Base, from start: Int) -> CoverageClause {
    var post: (name: Name, least: SpanLiteral?)?
    let canHavePost =
      switch base {
      case .periods: false
      case .officers: eat(.inPost)
      case .units, .named: eat(.withOfficerInPost)
      }
    if canHavePost {
      let name = parseName(Expected.post)
      post = (name, eat(.atLeast) ? parseSpan() : nil)
    }
    if case .officers = base, post == nil, at(.withOfficerInPost) { reportExpected(anyOf: [.inPost, .having]) }
    let register = parseRegister()
    expect(.having)
    let bounds = parseBounds()
    let inEvery = eat(.inEvery) ? parseGrain()?.grain : nil
    return CoverageClause(
      base: base, post: post, register: register, bounds: bounds, inEvery: inEvery, range: range(from: start))
  }

  private mutating func parseCoverageBase() -> CoverageClause.Base {
    let start = index
    let grains: [(Keyword, GrainName)] = [
      (.days, .day), (.weeks, .week), (.months, .month), (.quarters, .quarter), (.halfYears, .halfYear),
      (.years, .year),
    ]
    for (keyword, grain) in grains where eat(keyword) { return .periods(grain) }
    if eat(.units) { return .units(range(from: start)) }
    if eat(.officers) { return .officers(range(from: start)) }
    return .named(parseName(Expected.coverageBase))
  }
}
