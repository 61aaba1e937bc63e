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
    var scope = self.scope(of: event, place: "the indicator", unitField: reach.unitField)
    scope.dayField = reach.periodField
    scope.hasLastDay = declaration.moment != nil
    scope.hasOfficer = declaration.officersUnit != nil
    let population = declaration.population.flatMap { condition($0, in: scope) }
    let counts = declaration.counts.flatMap { condition($0, in: scope) }
    let leavesOut = roles(declaration.leavesOut, in: scope) + panelRoles(declaration, event)
    let notHeldAgainst = roles(declaration.notHeldAgainst, in: scope)
    let (value, measure) = self.value(written, of: declaration, in: scope)
    let ownTime = symbols.events[event.index].ownTimeField
    let baseField = declaration.moment == nil ? reach.periodField : ownTime
    let maturity =
      declaration.counts.map {
        MaturityDerivation(
          scope: scope, baseField: baseField, ownTimeField: ownTime
        ).maturity(of: $0)
      }
      ?? Maturity()
    checkMeaning(of: value, declaration, reach)
    checkDirection(declaration)
    let reportedWhere = declaration.reportedWhere.flatMap { condition($0, in: scope) }
    let conditions = [population, counts, reportedWhere] + (leavesOut + notHeldAgainst).map(\.condition)
    let isSensitive = touchesSensitive(event, conditions, value)
    if isSensitive { checkSensitive(declaration, event, counts: counts, value: value, maturity: maturity) }
    let interval = self.interval(declaration, value)
    checkSurvey(declaration, event)
    checkRatings(
      declaration, event,
      RatedConditions(
        declaration, population: population, counts: counts, roles: leavesOut + notHeldAgainst,
        reportedWhere: reportedWhere))
    let splits =
      declaration.splits.compactMap { split($0, in: scope) } + answerSplits(of: value, declaration, in: scope)
    if !splits.isEmpty { checkSplits(declaration, value, splits) }
    if splits.count > DefinitionBound.splits, let last = declaration.splits.last {
      let facts = ["split by", String(splits.count), String(DefinitionBound.splits)]
      report(SemanticRule.tooMany, facts, at: last.range)
    }
    checkDates(declaration)
    var plan = IndicatorPlan(
      id: declaration.name.text, event: event, population: population, leavesOut: leavesOut, counts: counts,
      notHeldAgainst: notHeldAgainst, maturity: maturity, value: value, measure: measure,
      moment: declaration.moment?.moment, periodField: reach.periodField, baseField: baseField,
      unitField: reach.unitField, officerFields: reach.officerFields,
      isForOfficers: reach.isForOfficers, levels: reach.levels, grains: grains(declaration), splits: splits,
      isHigherBetter: declaration.betterWhen?.isHigher, interval: interval,
      tooFewBelow: Int(declaration.tooFewBelow?.value ?? 0),
      protectCellsBelow: Int(
        declaration.protectCellsBelow?.value ?? programmeDeclaration?.protectCellsBelow?.value ?? 0),
      reportedWhere: reportedWhere, completeAtLeast: completeness(declaration),
      exposureDaysAtLeast: days(declaration.exposureAtLeast), baseline: baseline(declaration, measure),
      target: target(declaration, measure), effectiveFrom: declaration.effectiveFrom?.day,
      effectiveUntil: declaration.effectiveUntil?.day, version: "", isSensitive: isSensitive,
      isContextOnly: declaration.contextOnly != nil, pairedWith: declaration.pairedWith?.text,
      declaration: declaration)
    plan.window = window(declaration)
    plan.isOfRatings = symbols.events[event.index].ratings != nil
    plan.isOfOfficersUnit = declaration.officersUnit != nil
    plan.presentation = presentation(declaration, value)
    plan.comparisons = comparisons(declaration, value)
    plan.version = version(of: plan)
    plan.meaningDigest = DefinitionDigest.of(PlanText(symbols: symbols, graph: graph).text(of: plan, withEnd: false))
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

  mutating func baseline(_ declaration: IndicatorDeclaration, _ measure: Measure) -> BaselinePlan? {
    guard let baseline = declaration.baseline, let period = period(baseline.period),
      let value = number(baseline.value, on: period.first, in: measure)
    else { return nil }
    return BaselinePlan(value: value, period: period)
  }

  mutating func target(_ declaration: IndicatorDeclaration, _ measure: Measure) -> TargetPlan? {
    guard let target = declaration.target else { return nil }
    var points: [TargetPlan.Point] = []
    for (written, label) in target.points {
      guard let period = period(label), let value = number(written, on: period.first, in: measure) else { return nil }
      if let last = points.last, period.first <= last.from {
        report(SemanticRule.notAscending, ["target"], at: label.range)
        return nil
      }
      points.append(TargetPlan.Point(value: value, from: period.first))
    }
    return TargetPlan(isLine: target.isLine, points: points)
  }

  mutating func checkDates(_ declaration: IndicatorDeclaration) {
    if let from = declaration.effectiveFrom, let until = declaration.effectiveUntil, until.day < from.day {
      report(SemanticRule.badDates, ["\(until.day)", "\(from.day)"], at: until.range)
    }
  }

  mutating func checkPairs(_ indicators: [IndicatorPlan]) {
    let known = Set(indicators.map(\.id))
    for indicator in indicators {
      guard let pair = indicator.declaration.pairedWith else { continue }
      if !known.contains(pair.text) {
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
