// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonDiagnostics
package import MezonSyntax

// Indicators: from the declaration to the plan.
extension Checker {
  /// The plan of an indicator; nil where it is so incomplete that nothing can be planned. Everything wrong is reported.
  mutating func checkIndicator(_ declaration: IndicatorDeclaration) -> IndicatorPlan? {
    guard let event = lookedAtEvent(declaration), let written = declaration.value else {
      if declaration.value == nil { reportMissing(.value, of: declaration.name) }
      return nil
    }
    let reach = self.reach(of: declaration, event: event)
    let scope = self.scope(of: event, place: "the indicator", unitField: reach.unitField)
    let population = declaration.population.flatMap { condition($0, in: scope) }
    let counts = declaration.counts.flatMap { condition($0, in: scope) }
    let leavesOut = roles(declaration.leavesOut, in: scope)
    let notHeldAgainst = roles(declaration.notHeldAgainst, in: scope)
    let (value, measure) = self.value(written, of: declaration, in: scope)
    let maturity =
      declaration.counts.map {
        MaturityDerivation(
          scope: scope, baseField: reach.periodField, ownTimeField: symbols.events[event.index].ownTimeField
        ).maturity(of: $0)
      }
      ?? Maturity()
    checkMeaning(of: value, declaration, reach)
    checkDirection(declaration)
    let isSensitive = touchesSensitive(event, [population, counts] + leavesOut.map(\.condition), value)
    if isSensitive { checkSensitive(declaration, event, counts: counts, value: value, maturity: maturity) }
    let interval = self.interval(declaration, value)
    let reportedWhere = declaration.reportedWhere.flatMap { condition($0, in: scope) }
    let splits = declaration.splits.compactMap { split($0, in: scope) }
    if !splits.isEmpty { checkSplits(declaration, value) }
    checkDates(declaration)
    var plan = IndicatorPlan(
      id: declaration.name.text, event: event, population: population, leavesOut: leavesOut, counts: counts,
      notHeldAgainst: notHeldAgainst, maturity: maturity, value: value, measure: measure,
      periodField: reach.periodField, unitField: reach.unitField, officerFields: reach.officerFields,
      isForOfficers: reach.isForOfficers, levels: reach.levels, grains: grains(declaration), splits: splits,
      isHigherBetter: declaration.betterWhen?.isHigher, interval: interval,
      tooFewBelow: Int(declaration.tooFewBelow?.value ?? 0),
      protectCellsBelow: Int(
        declaration.protectCellsBelow?.value ?? programmeDeclaration?.protectCellsBelow?.value ?? 0),
      reportedWhere: reportedWhere, completeAtLeast: completeness(declaration),
      exposureDaysAtLeast: days(declaration.exposureAtLeast), baseline: baseline(declaration),
      target: target(declaration), effectiveFrom: declaration.effectiveFrom?.day,
      effectiveUntil: declaration.effectiveUntil?.day, version: "", isSensitive: isSensitive,
      isContextOnly: declaration.contextOnly != nil, pairedWith: declaration.pairedWith?.text,
      declaration: declaration)
    plan.version = version(of: plan)
    return plan
  }

  mutating func reportMissing(_ keyword: Keyword, of name: Name, kind: String = "indicator") {
    let spelling = KeywordTable.rows.first { $0.keyword == keyword }?.english.first ?? keyword.rawValue
    report(SemanticRule.missingClause, [kind, name.text, spelling], at: name.range)
  }

  private func version(of plan: IndicatorPlan) -> String {
    let digest = DefinitionDigest.of(PlanText(symbols: symbols, graph: graph).text(of: plan))
    return "\(plan.effectiveFrom.map { "\($0)" } ?? "undated")-\(digest.prefix(12))"
  }

  private mutating func lookedAtEvent(_ declaration: IndicatorDeclaration) -> EventID? {
    var named = declaration.event
    if case .coverage(let coverage)? = declaration.value?.form, let event = coverage.event {
      if let first = named, first.text != event.text {
        report(duplicate: event, first: first.range)
      }
      named = named ?? event
    }
    guard let named else {
      reportMissing(.looksAt, of: declaration.name)
      return nil
    }
    guard let event = symbols.eventIDs[named.text] else {
      report(unknown: "event", named, in: "the programme", known: symbols.events.map(\.name))
      return nil
    }
    return event
  }

  private mutating func roles(_ clauses: [RoleClause], in scope: Scope) -> [RolePlan] {
    clauses.compactMap { clause in
      if clause.reason == nil { report(SemanticRule.reasonMissing, at: clause.range) }
      guard let node = condition(clause.condition, in: scope) else { return nil }
      var cap: Double?
      if let written = clause.cap {
        cap = bounded(written, 0, 100).map(share(ofHundred:))
      }
      return RolePlan(condition: node, reason: clause.reason?.text, cap: cap, range: clause.range)
    }
  }

  /// A number within bounds; nil and a diagnostic outside.
  mutating func bounded(_ literal: NumberLiteral, _ low: Double, _ high: Double) -> Double? {
    if literal.value >= low, literal.value <= high { return literal.value }
    report(SemanticRule.badNumber, [literal.range.text, plain(low), plain(high)], at: literal.range)
    return nil
  }

  /// The share that a percentage is: the number nearest to the decimal, as 33.3 / 100 is not to 0.333.
  private func share(ofHundred percentage: Double) -> Double { Double("\(percentage)e-2") ?? percentage / 100 }

  func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  func days(_ span: SpanLiteral?) -> Int {
    guard let span else { return 0 }
    return span.unit == .weeks ? span.amount * 7 : span.unit == .days ? span.amount : 1
  }

  private mutating func completeness(_ declaration: IndicatorDeclaration) -> Double {
    declaration.completeAtLeast.flatMap { bounded($0, 0, 100) }.map(share(ofHundred:)) ?? 0
  }

  private func grains(_ declaration: IndicatorDeclaration) -> [Grain] {
    let written = declaration.grains.map { Grain($0.grain) }
    let grains = written.isEmpty ? [Grain.quarter] : written
    return Grain.allCases.filter { grains.contains($0) }
  }

  private mutating func baseline(_ declaration: IndicatorDeclaration) -> BaselinePlan? {
    guard let baseline = declaration.baseline, let period = period(baseline.period) else { return nil }
    return BaselinePlan(value: baseline.value.value, period: period)
  }

  private mutating func target(_ declaration: IndicatorDeclaration) -> TargetPlan? {
    guard let target = declaration.target else { return nil }
    var points: [TargetPlan.Point] = []
    for (value, label) in target.points {
      guard let period = period(label) else { return nil }
      if let last = points.last, period.first <= last.from {
        report(SemanticRule.notAscending, ["target"], at: label.range)
        return nil
      }
      points.append(TargetPlan.Point(value: value.value, from: period.first))
    }
    return TargetPlan(isLine: target.isLine, points: points)
  }

  private mutating func checkDates(_ declaration: IndicatorDeclaration) {
    if let from = declaration.effectiveFrom, let until = declaration.effectiveUntil, until.day < from.day {
      report(SemanticRule.badDates, ["\(until.day)", "\(from.day)"], at: until.range)
    }
  }

  mutating func checkPairs(_ indicators: [IndicatorPlan]) {
    for indicator in indicators {
      guard let pair = indicator.declaration.pairedWith else { continue }
      if !indicators.contains(where: { $0.id == pair.text }) {
        report(unknown: "indicator", pair, in: "the programme", known: indicators.map(\.id))
      }
    }
  }
}

extension Grain {
  /// The calendar's grain for a written one.
  package init(_ name: GrainName) {
    switch name {
    case .day: self = .day
    case .week: self = .week
    case .month: self = .month
    case .twoMonths: self = .twoMonths
    case .quarter: self = .quarter
    case .halfYear: self = .halfYear
    case .year: self = .year
    case .fiscalYear: self = .fiscalYear
    }
  }
}
