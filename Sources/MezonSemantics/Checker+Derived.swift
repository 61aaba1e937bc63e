// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Indicators made from others: from the declaration to the plan.
extension Checker {
  /// The plan of an indicator made from others; nil where an operand is unknown or could not be planned itself.
  mutating func checkDerived(
    _ declaration: IndicatorDeclaration, places: [String: Int], _ plans: [IndicatorPlan?]
  ) -> IndicatorPlan? {
    guard let form = declaration.derivedForm else { return nil }
    refuseClausesOfEvents(declaration)
    if case .shareOfUnits(let share) = form, share.bound == nil {
      report(SemanticRule.needsBoundOfFigure, at: share.condition.range)
      return nil
    }
    var operands: [IndicatorPlan] = []
    var isWhole = true
    for name in form.operands {
      guard let place = places[name.text] else {
        report(unknown: "indicator", name, in: "the programme", known: places.keys.sorted())
        isWhole = false
        continue
      }
      if let plan = plans[place] {
        if !operands.contains(where: { $0.id == plan.id }) { operands.append(plan) }
      } else {
        isWhole = false
      }
    }
    checkOrigin(declaration, form, operands)
    guard isWhole, let first = operands.first,
      let (derived, measure) = derivedValue(form, declaration, operands)
    else {
      if form.operands.isEmpty { reportMissing(.madeOf, of: declaration.name) }
      return nil
    }
    checkDirection(declaration)
    checkDates(declaration)
    _ = presentation(declaration, nil)
    let reach = derivedReach(declaration, derived, operands)
    let grains = derivedGrains(declaration, operands)
    let protection = max(
      Int(declaration.protectCellsBelow?.value ?? programmeDeclaration?.protectCellsBelow?.value ?? 0),
      operands.map(\.protectCellsBelow).max() ?? 0)
    var plan = IndicatorPlan(
      id: declaration.name.text, event: first.event, population: nil, leavesOut: [], counts: nil, notHeldAgainst: [],
      maturity: Maturity(), value: .derived(derived.canonical(over: grains)), measure: measure, moment: nil,
      periodField: first.periodField, baseField: first.baseField, unitField: first.unitField, officerFields: [],
      isForOfficers: reach.isForOfficers, levels: reach.levels,
      grains: grains, splits: derivedSplits(declaration, derived, operands),
      isHigherBetter: declaration.betterWhen?.isHigher, interval: derivedInterval(declaration, derived, operands),
      tooFewBelow: Int(declaration.tooFewBelow?.value ?? 0), protectCellsBelow: protection, reportedWhere: nil,
      completeAtLeast: 0, exposureDaysAtLeast: 0, baseline: baseline(declaration, measure),
      target: target(declaration, measure),
      effectiveFrom: declaration.effectiveFrom?.day, effectiveUntil: declaration.effectiveUntil?.day, version: "",
      isSensitive: operands.contains(where: \.isSensitive),
      isContextOnly: declaration.contextOnly != nil || operands.contains(where: \.isContextOnly),
      pairedWith: declaration.pairedWith?.text, declaration: declaration)
    plan.comparisons = comparisons(declaration, plan.value)
    plan.version = version(of: plan, meaning(of: plan, derived, operands, withEnd: true), madeFrom: operands)
    // A lock keeps what is written here; each operand has an entry of its own.
    plan.meaningDigest = DefinitionDigest.of(meaning(of: plan, derived, operands))
    return plan
  }

  /// The plan as canonical text. The interval that every comparison of survey figures has is not written out, so that a definition
  /// which states none keeps the digest that it had before there was one.
  private func meaning(
    of plan: IndicatorPlan, _ derived: DerivedPlan, _ operands: [IndicatorPlan], withEnd: Bool = false
  ) -> String {
    var written = plan
    var suffix = ""
    if contrastMethods(derived, operands) == [.wald] {
      if plan.declaration.interval == nil {
        written.interval = nil
      } else if plan.interval == nil {
        suffix = "\ninterval none stated"
      }
    }
    return PlanText(symbols: symbols, graph: graph).text(of: written, withEnd: withEnd) + suffix
  }

  /// A derived indicator has no events of its own, so no clause can speak of them.
  private mutating func refuseClausesOfEvents(_ declaration: IndicatorDeclaration) {
    let clauses: [(Keyword, SourceRange?)] = [
      (.looksAt, declaration.event?.range), (.leavesOut, declaration.leavesOut.first?.range),
      (.counts, declaration.counts?.range), (.notHeldAgainst, declaration.notHeldAgainst.first?.range),
      (.belongsToPeriodBy, declaration.periodField?.range), (.belongsToUnitBy, declaration.unitField?.range),
      (.belongsToOfficerBy, declaration.officerFields.first?.range),
      (.reportedWhere, declaration.reportedWhere?.range), (.completeAtLeast, declaration.completeAtLeast?.range),
      (.exposureAtLeast, declaration.exposureAtLeast?.range), (.covers, declaration.window?.range),
    ]
    for case (let keyword, let range?) in clauses {
      report(
        SemanticRule.clauseOfEvents, [KeywordTable.canonical(keyword, .english), declaration.name.text], at: range)
    }
  }

  /// What is made from a never-scored indicator is never scored either; this cannot be silenced.
  private mutating func checkOrigin(
    _ declaration: IndicatorDeclaration, _ form: DerivedForm, _ operands: [IndicatorPlan]
  ) {
    func isNeverScored(_ plan: IndicatorPlan) -> Bool {
      plan.isContextOnly || (plan.isSensitive && plan.isHigherBetter == nil)
    }
    guard let operand = operands.first(where: isNeverScored) else { return }
    var place = declaration.betterWhen?.range ?? declaration.target?.range
    // An index is a judgement by itself.
    if case .index = form { place = place ?? declaration.name.range }
    if let place { report(IncentiveRule.madeOfContext, [declaration.name.text, operand.id], at: place) }
  }

  // MARK: Reach

  private mutating func derivedReach(
    _ declaration: IndicatorDeclaration, _ derived: DerivedPlan, _ operands: [IndicatorPlan]
  ) -> IndicatorReach {
    var reach = IndicatorReach(periodField: 0, unitField: nil, officerFields: [])
    addSubjects(of: declaration, nil, to: &reach)
    let common = reach.levels.filter { level in operands.allSatisfy { $0.levels.contains(level) } }
    for case .level(let name) in declaration.subjects {
      guard let level = symbols.level(named: name.text),
        let operand = operands.first(where: { !$0.levels.contains(level) })
      else { continue }
      switch derived {
      case .range, .shareOfUnits: continue
      default: break
      }
      let known = operand.levels.map { symbols.levels[$0].name }.joined(separator: ", ")
      report(SemanticRule.notOfOperand, ["level", name.text, operand.id, known], at: name.range)
    }
    switch derived {
    case .range(let range):
      guard case .level(let level) = range.members else {
        reach.levels = common
        break
      }
      reach.levels = reach.levels.filter { isAbove($0, level) }
    case .shareOfUnits(let share): reach.levels = reach.levels.filter { isAbove($0, share.level) }
    case .standardised(let rate):
      reach.levels = common
      if case .unit(let level) = rate.reference {
        reach.levels = common.filter { $0 == level || isAbove(level, $0) }
      }
    case .gap(let gap) where gap.sides == .unitAbove:
      // The unit above must have the figure too.
      reach.levels = common.filter { level in
        let own = symbols.levels[level]
        return common.contains { symbols.levels[$0].tree == own.tree && symbols.levels[$0].depth < own.depth }
      }
    default: reach.levels = common
    }
    let fitsOfficers = operands.allSatisfy(\.isForOfficers) && derived.hasMeaningForOfficers
    if reach.isForOfficers, !fitsOfficers {
      report(SemanticRule.noMeaningFor, ["officer"], at: declaration.name.range)
    }
    if declaration.subjects.isEmpty, reach.levels.isEmpty, fitsOfficers { reach.isForOfficers = true }
    return reach
  }

  /// Whether a level stands above another of the same tree.
  private func isAbove(_ level: Int, _ other: Int) -> Bool {
    let (one, two) = (symbols.levels[level], symbols.levels[other])
    return one.tree == two.tree && one.depth < two.depth
  }

  private mutating func derivedGrains(_ declaration: IndicatorDeclaration, _ operands: [IndicatorPlan]) -> [Grain] {
    let common = Grain.allCases.filter { grain in operands.allSatisfy { $0.grains.contains(grain) } }
    guard !declaration.grains.isEmpty else {
      if common.isEmpty { reportMissing(.every, of: declaration.name) }
      return common
    }
    for (grain, range) in declaration.grains {
      guard let operand = operands.first(where: { !$0.grains.contains(Grain(grain)) }) else { continue }
      let known = operand.grains.map(\.rawValue).joined(separator: ", ")
      report(SemanticRule.notOfOperand, ["every", grain.rawValue, operand.id, known], at: range)
    }
    let written = declaration.grains.map { Grain($0.grain) }
    return common.filter { written.contains($0) }
  }

  private mutating func derivedSplits(
    _ declaration: IndicatorDeclaration, _ derived: DerivedPlan, _ operands: [IndicatorPlan]
  ) -> [SplitPlan] {
    if case .standardised = derived, let first = declaration.splits.first {
      report(SemanticRule.noSplitOfValue, [declaration.name.text], at: first.range)
      return []
    }
    return declaration.splits.compactMap { clause -> SplitPlan? in
      let name = clause.resultName
      for operand in operands where !operand.splits.contains(where: { $0.name == name }) {
        let known = operand.splits.isEmpty ? "-" : operand.splits.map(\.name).joined(separator: ", ")
        report(SemanticRule.notOfOperand, ["split by", name, operand.id, known], at: clause.range)
        return nil
      }
      return operands.first?.splits.first { $0.name == name }
    }
  }

  // MARK: Interval

  private mutating func derivedInterval(
    _ declaration: IndicatorDeclaration, _ derived: DerivedPlan, _ operands: [IndicatorPlan]
  ) -> IntervalPlan? {
    let fitting = contrastMethods(derived, operands)
    guard let clause = declaration.interval else {
      switch derived {
      case .standardised, .shareOfUnits: return fitting.first.map { IntervalPlan(method: $0, confidence: 0.95) }
      default: break
      }
      guard let base = operands.first?.interval else { return nil }
      return fitting.first.map { IntervalPlan(method: $0, confidence: base.confidence) }
    }
    return interval(clause, among: fitting)
  }

  /// The methods for two independent figures, of other periods or of different units, and for figures of surveys, whose design tells
  /// how they vary together.
  private func contrastMethods(_ derived: DerivedPlan, _ operands: [IndicatorPlan]) -> [IntervalPlan.Method] {
    switch derived {
    case .shareOfUnits: return [.wilson, .clopperPearson, .jeffreys, .agrestiCoull]
    case .standardised(let rate):
      if case .unit = rate.reference { return [.exactPoisson, .byar] }
      return [.dobson, .fayFeuer]
    default: break
    }
    guard let operand = operands.first, operand.window == nil else { return [] }
    if operands.allSatisfy({ $0.window == nil && $0.value.hasDesignVariance }) {
      switch derived {
      case .change, .gap, .computed: return [.wald]
      case .range, .index, .standardised, .shareOfUnits: return []
      }
    }
    let isRelative: Bool
    switch derived {
    case .change(let change):
      // Of all units and of some of them the same events are behind both changes.
      if let minus = change.minus {
        guard change.among != nil, case .units = minus else { return [] }
      }
      isRelative = change.isRelative
    case .gap(let gap):
      guard case .groups(_, .units) = gap.sides else { return [] }
      isRelative = gap.isRelative
    default: return []
    }
    switch (operand.value, isRelative) {
    case (.share, false): return [.newcombe, .miettinenNurminen]
    case (.rate, true), (.aggregate(.count), true): return [.exactPoisson, .score]
    default: return []
    }
  }

  private func version(of plan: IndicatorPlan, _ own: String, madeFrom operands: [IndicatorPlan]) -> String {
    let digest = DefinitionDigest.of(([own] + operands.map { "\($0.id) \($0.version)" }).joined(separator: "\n"))
    return "\(plan.effectiveFrom.map { "\($0)" } ?? "undated")-\(digest.prefix(12))"
  }
}

extension DerivedPlan {
  /// Whether an officer can have such a figure: officers are not in several units at a time.
  fileprivate var hasMeaningForOfficers: Bool {
    switch self {
    case .change(let change): change.among == nil && change.minus == nil
    case .computed, .index: true
    case .gap, .range, .standardised, .shareOfUnits: false
    }
  }
}

extension SplitClause {
  /// The split's name in results.
  var resultName: String { member.map { "\(field.text).\($0.text)" } ?? field.text }
}

extension DerivedPlan {
  /// The same meaning in one form: the year before a year is the period before it.
  fileprivate func canonical(over grains: [Grain]) -> DerivedPlan {
    guard case .change(let change) = self, change.earlier == .samePeriodLastYear,
      grains.allSatisfy({ $0 == .year || $0 == .fiscalYear })
    else { return self }
    return .change(
      Change(
        indicator: change.indicator, earlier: .previousPeriod, among: change.among, minus: change.minus,
        isRelative: change.isRelative))
  }
}
