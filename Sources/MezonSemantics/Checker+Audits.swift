// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Comparisons of figures, and the signs of gaming.
extension Checker {
  /// The resolved comparisons of an indicator with such a value.
  mutating func comparisons(_ declaration: IndicatorDeclaration, _ value: ValuePlan) -> [ComparisonPlan] {
    var plans: [ComparisonPlan] = []
    var kinds: Set<Keyword> = []
    for clause in declaration.comparisons {
      guard kinds.insert(clause.keyword).inserted else {
        report(ComparisonRule.repeatedComparison, at: clause.range)
        continue
      }
      if let plan = comparison(clause, declaration, value) { plans.append(plan) }
    }
    return plans
  }

  private mutating func comparison(
    _ clause: ComparisonClause, _ declaration: IndicatorDeclaration, _ value: ValuePlan
  ) -> ComparisonPlan? {
    if case .controlChart(let periods) = clause.form {
      return bounded(periods, 12, 120).map { .controlChart(periods: Int($0)) }
    }
    switch value {
    case .share, .rate: break
    default:
      let spelling = KeywordTable.canonical(clause.keyword, .english)
      report(ComparisonRule.needsShareOrRate, [spelling, declaration.name.text], at: clause.range)
      return nil
    }
    switch clause.form {
    case .shrinkage: return .shrinkage
    case .reliability: return .reliability
    case .funnel(.byChanceAlone): return .funnel(.byChanceAlone)
    case .funnel(.overDispersed): return .funnel(.overDispersed)
    case .funnel(.winsorised(let share)): return bounded(share, 0, 40).map { .funnel(.winsorised($0 / 100)) }
    case .funnel(.truncated(let share)): return bounded(share, 0, 40).map { .funnel(.truncated($0 / 100)) }
    case .controlChart: return nil
    }
  }

  /// The plan of an audit; everything wrong is reported.
  mutating func checkAudit(_ declaration: AuditDeclaration, _ indicators: [IndicatorPlan]) -> AuditPlan? {
    var levels: Set<Int> = []
    var isForOfficers = false
    for subject in declaration.subjects {
      switch subject {
      case .officer: isForOfficers = true
      case .anyUnit: levels.formUnion(symbols.levels.indices)
      case .level(let name):
        if let level = symbols.level(named: name.text) {
          levels.insert(level)
        } else {
          report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name) + ["officer", "unit"])
        }
      }
    }
    if declaration.subjects.isEmpty { isForOfficers = true }
    if declaration.watches.isEmpty {
      report(ComparisonRule.noWatches, [declaration.name.text], at: declaration.name.range)
    }
    let grain = Grain(declaration.grain?.grain ?? .quarter)
    let reach = AuditReach(grain: grain, isForOfficers: isForOfficers, levels: levels.sorted())
    let watches = declaration.watches.compactMap { watch($0, reach, indicators) }
    let rate = declaration.falseDiscoveries.flatMap { bounded($0, 0.1, 50) } ?? 5
    var plan = AuditPlan(
      id: declaration.name.text, grain: grain, isForOfficers: isForOfficers, levels: reach.levels, watches: watches,
      falseDiscoveryRate: rate / 100, declaration: declaration)
    let text = PlanText(symbols: symbols, graph: graph)
    plan.wordings = plan.watches.map { text.text(of: $0) }
    plan.digest = DefinitionDigest.of(text.text(of: plan))
    return plan
  }

  private mutating func watch(
    _ clause: WatchClause, _ reach: AuditReach, _ indicators: [IndicatorPlan]
  ) -> AuditPlan.Watch? {
    if let name = clause.form.indicator {
      return figureSign(clause.form, name, reach, indicators).map {
        AuditPlan.Watch(sign: $0, event: nil, condition: nil)
      }
    }
    guard let name = clause.event, let event = symbols.eventIDs[name.text] else {
      if let name = clause.event {
        report(unknown: "event", name, in: "the programme", known: symbols.events.map(\.name))
      }
      return nil
    }
    let schema = symbols.events[event.index]
    if schema.survey != nil {
      report(ComparisonRule.surveyWatched, [schema.name], at: name.range)
      return nil
    }
    if reach.isForOfficers, schema.officerFields.isEmpty {
      report(SemanticRule.noMeaningFor, ["officer"], at: name.range)
    }
    if !reach.levels.isEmpty, schema.unitField == nil { report(SemanticRule.noMeaningFor, ["unit"], at: name.range) }
    var scope = self.scope(of: event, place: "the audit", unitField: schema.unitField)
    scope.allowsLinks = false
    scope.dayField = schema.ownTimeField
    let condition = clause.condition.flatMap { self.condition($0, in: scope) }
    guard let sign = eventSign(clause.form, in: scope) else { return nil }
    return AuditPlan.Watch(sign: sign, event: event, condition: condition)
  }

  private mutating func eventSign(_ form: WatchForm, in scope: Scope) -> AuditPlan.Sign? {
    switch form {
    case .terminalDigits(let quantity): return self.quantity(quantity, in: scope).0.map { .terminalDigits($0) }
    case .leadingDigits(let quantity): return self.quantity(quantity, in: scope).0.map { .leadingDigits($0) }
    case .periodEnd(let name, let days):
      guard let field = field(name, in: scope, type: "time", where: \.isTemporal), let days = bounded(days, 1, 180)
      else { return nil }
      return .periodEnd(field: field, lastDays: Int(days))
    case .bunching(let quantity, let threshold, let width):
      guard let node = self.quantity(quantity, in: scope).0, let width = bounded(width, 1e-6, 1e12) else { return nil }
      return .bunching(node, threshold: threshold.value, width: width)
    case .jump(let quantity, let threshold, let width):
      guard let node = self.quantity(quantity, in: scope).0, let width = bounded(width, 1e-6, 1e12) else { return nil }
      return .jump(node, cutOff: threshold.value, width: width)
    case .downgrading(let name, let members, let stratum): return downgrading(name, members, stratum, in: scope)
    case .identicalLists(let name):
      let isList: (ValueType) -> Bool = { if case .list = $0 { true } else { false } }
      guard let field = openField(name, in: scope, type: "list", where: isList) else { return nil }
      return .identicalLists(field: field)
    case .outliers, .changePoints, .dispersion: return nil
    }
  }

  /// A field that does not identify anybody.
  private mutating func openField(
    _ name: Name, in scope: Scope, type: String, where fits: (ValueType) -> Bool
  ) -> Int? {
    guard let index = field(name, in: scope, type: type, where: fits) else { return nil }
    guard scope.fields[index].privacy != .identifying else {
      report(SemanticRule.identifyingField, [name.text], at: name.range)
      return nil
    }
    return index
  }

  private mutating func downgrading(
    _ name: Name, _ members: [Name], _ stratum: Name, in scope: Scope
  ) -> AuditPlan.Sign? {
    func isChoice(_ type: ValueType) -> Bool { if case .choice = type { true } else { false } }
    func isCode(_ type: ValueType) -> Bool {
      switch type {
      case .choice, .reference, .unit, .yesNo: true
      default: false
      }
    }
    guard let index = openField(name, in: scope, type: "choice", where: isChoice),
      let strata = openField(stratum, in: scope, type: "code", where: isCode),
      case .choice(let choice) = scope.fields[index].type
    else { return nil }
    let known = symbols.choices[choice.index].members
    var milder: [Int32] = []
    for member in members {
      if let place = known.firstIndex(of: member.text) {
        milder.append(Int32(place))
      } else {
        report(unknown: "member", member, in: name.text, known: known)
      }
    }
    return .downgrading(field: index, milder: milder.sorted(), stratum: strata)
  }

  private mutating func figureSign(
    _ form: WatchForm, _ name: Name, _ reach: AuditReach, _ indicators: [IndicatorPlan]
  ) -> AuditPlan.Sign? {
    guard let plan = indicators.last(where: { $0.id == name.text }) else {
      report(unknown: "indicator", name, in: "the programme", known: indicators.map(\.id))
      return nil
    }
    let hasSubjects =
      (!reach.isForOfficers || plan.isForOfficers) && reach.levels.allSatisfy { plan.levels.contains($0) }
    if !hasSubjects || !plan.grains.contains(reach.grain) {
      let subjects = (reach.isForOfficers ? ["officer"] : []) + reach.levels.map { symbols.levels[$0].name }
      let facts = [name.text, subjects.joined(separator: ", "), reach.grain.rawValue]
      report(ComparisonRule.notOfFigures, facts, at: name.range)
      return nil
    }
    switch form {
    case .outliers: return .outliers(indicator: plan.id)
    case .changePoints(_, let periods):
      return bounded(periods, 20, 120).map { .changePoints(indicator: plan.id, periods: Int($0)) }
    case .dispersion(_, let periods):
      guard case .aggregate(.count) = plan.value else {
        report(ComparisonRule.needsCount, [plan.id], at: name.range)
        return nil
      }
      return bounded(periods, 6, 120).map { .dispersion(indicator: plan.id, periods: Int($0)) }
    default: return nil
    }
  }
}

/// Whose figures an audit looks at, in which periods.
private struct AuditReach {
  let grain: Grain
  let isForOfficers: Bool
  let levels: [Int]
}

extension ComparisonClause {
  /// The keyword that states it.
  fileprivate var keyword: Keyword {
    switch form {
    case .funnel: .funnelLimits
    case .shrinkage: .shrinkage
    case .reliability: .reliability
    case .controlChart: .controlChart
    }
  }
}
