// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// What kind of number an indicator is.
extension Parser {
  mutating func parseValue(from start: Int) -> ValueClause {
    let form = parseValueForm()
    var measure: MeasureName?
    if at(.inMeasure), eat(.inMeasure) { measure = parseMeasure() }
    return ValueClause(form: form, measure: measure, range: range(from: start))
  }

  private mutating func parseMeasure() -> MeasureName? {
    let start = index
    if eat(.perCent) { return .perCent(range(from: start)) }
    for (keyword, unit) in Self.spanKeywords where eat(keyword) { return .span(unit, range(from: start)) }
    let name = parseName(Expected.measureName)
    return name.text.isEmpty ? nil : .named(name)
  }

  private mutating func parseValueForm() -> ValueForm {
    let start = index
    if eat(.shareOf) { return .coverage(parseCoverage(from: start)) }
    if eat(.share) { return .share }
    if eat(.ratioOf) {
      let numerator = parseAggregate()
      expect(.ratioTo)
      return .ratio(numerator, parseAggregate())
    }
    if eat(.ratePer) {
      let number = parseNumber()
      let exposure: ValueForm.Exposure
      if eat(.officers) {
        exposure = .officers
      } else {
        exposure = .residents
        if !eat(.residents) { reportExpected(anyOf: [.residents, .officers]) }
      }
      return .rate(per: number, of: exposure, isAnnual: eat(.aYear))
    }
    return .aggregate(parseAggregate())
  }

  private mutating func parseAggregate() -> Aggregate {
    // In Russian the one spelling begins with the other.
    if eat(.distinct) { return .distinct(parseName(Expected.field)) }
    if eat(.count) { return .count }
    if eat(.sumOf) { return .sum(parseQuantity()) }
    if eat(.meanOf) { return .mean(parseQuantity()) }
    if eat(.medianOf) { return .median(parseQuantity()) }
    if eat(.quantile) {
      let probability = parseNumber()
      expect(.quantileOf)
      return .quantile(probability, parseQuantity())
    }
    let forms: [Keyword] = [.share, .count, .distinct, .sumOf, .meanOf, .medianOf, .quantile, .ratioOf, .ratePer]
    reportExpected(anyOf: forms)
    return .count
  }

  /// `months having at least 1 reporting_meeting`, `units with officer in post P at least 90 days having at least 1`.
  private mutating func parseCoverage(from start: Int) -> CoverageClause {
    let base = parseCoverageBase()
    var post: (name: Name, least: SpanLiteral?)?
    if eat(.withOfficerInPost) {
      let name = parseName(Expected.post)
      post = (name, eat(.atLeast) ? parseSpan() : nil)
    }
    expect(.having)
    expect(.atLeast)
    let least = parseWholeNumber()
    let event = isAtName && !isAtLineStart && !at(.inMeasure) ? parseName(Expected.eventType) : nil
    let inEvery = eat(.inEvery) ? parseGrain()?.grain : nil
    return CoverageClause(
      base: base, post: post, atLeast: least, event: event, inEvery: inEvery, range: range(from: start))
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
