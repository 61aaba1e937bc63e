// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// What kind of number an indicator is, and in which unit.
extension Checker {
  mutating func value(
    _ clause: ValueClause, of declaration: IndicatorDeclaration, in scope: Scope
  ) -> (ValuePlan, Measure) {
    var scope = scope
    if case .span(let unit, _)? = clause.measure { scope.spanUnit = unit }
    let (plan, own): (ValuePlan, Measure)
    switch clause.form {
    case .share: (plan, own) = (.share, .perCent)
    case .aggregate(let written):
      let (aggregate, measure) = self.aggregate(written, in: scope)
      (plan, own) = (.aggregate(aggregate), measure)
    case .ratio(let first, let second):
      let (a, above) = aggregate(first, in: scope)
      let (b, below) = aggregate(second, in: scope)
      (plan, own) = (.ratio(a, b), above == below ? .plain : above)
    case .rate(let per, let exposure, let isAnnual):
      (plan, own) = (.rate(per: bounded(per, 1, 1e12) ?? 1, exposure, isAnnual: isAnnual), .plain)
    case .coverage(let coverage):
      (plan, own) = (self.coverage(coverage, in: scope).map { .coverage($0) } ?? .share, .perCent)
    }
    return (plan, measure(clause.measure, of: own))
  }

  /// The stated unit if it fits the value's own; a count may be stated in any declared unit.
  private mutating func measure(_ stated: MeasureName?, of own: Measure) -> Measure {
    guard let stated else { return own }
    let (measure, range): (Measure, SourceRange) =
      switch stated {
      case .perCent(let range): (.perCent, range)
      case .span(let unit, let range): (.span(unit), range)
      case .named(let name): (declaredMeasure(name), name.range)
      }
    if measure == own { return own }
    if own == .plain, case .named = measure { return measure }
    report(SemanticRule.badMeasure, [shown(own), shown(measure)], at: range)
    return own
  }

  private mutating func aggregate(_ written: Aggregate, in scope: Scope) -> (AggregatePlan, Measure) {
    switch written {
    case .count: return (.count, .plain)
    case .distinct(let name):
      let fits: (ValueType) -> Bool = { type in
        switch type {
        case .number, .records, .list(.records): false
        default: true
        }
      }
      guard let index = field(name, in: scope, type: "code", where: fits) else { return (.count, .plain) }
      if scope.fields[index].privacy == .identifying {
        report(SemanticRule.identifyingField, [name.text], at: name.range)
      }
      return (.distinct(field: index), .plain)
    case .sum(let expression):
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .sum($0) } ?? .count, measure)
    case .mean(let expression):
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .mean($0) } ?? .count, measure)
    case .median(let expression):
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .quantile(0.5, $0) } ?? .count, measure)
    case .quantile(let probability, let expression):
      let (node, measure) = quantity(expression, in: scope)
      let scaled = bounded(probability, 0, 1) ?? 0.5
      return (node.map { .quantile(scaled, $0) } ?? .count, measure)
    }
  }

  private mutating func quantity(_ expression: Expression, in scope: Scope) -> (NodeID?, Measure) {
    guard let typed = operand(expression, in: scope), let measure = quantity(typed, expression) else {
      return (nil, .plain)
    }
    return (typed.node, measure)
  }

  private mutating func coverage(_ written: CoverageClause, in scope: Scope) -> CoveragePlan? {
    let base: CoveragePlan.Base
    switch written.base {
    case .periods(let grain): base = .periods(Grain(grain))
    case .units: base = .units(level: nil)
    case .officers: base = .officers
    case .named(let name):
      guard let named = coverageBase(name, in: scope) else { return nil }
      base = named
    }
    if bounded(written.atLeast, 1, 1_000_000) == nil { return nil }
    let post = written.post.map { post, least in
      CoveragePlan.PostCondition(post: post.text, leastDays: max(1, days(least)))
    }
    return CoveragePlan(
      base: base, post: post, atLeast: Int(written.atLeast.value), inEvery: written.inEvery.map { Grain($0) })
  }

  /// A level, or a domain that a field of the event names.
  private mutating func coverageBase(_ name: Name, in scope: Scope) -> CoveragePlan.Base? {
    if let level = symbols.level(named: name.text) { return .units(level: level) }
    if let domain = symbols.domainIDs[name.text] {
      let type = ValueType.reference(domain)
      if let index = scope.fields.firstIndex(where: { $0.type == type || $0.type == .list(type) }) {
        return .values(field: index)
      }
    }
    let known = symbols.levels.map(\.name) + symbols.domains.dropFirst()
    report(unknown: "level or domain", name, in: scope.owner, known: known)
    return nil
  }

  mutating func interval(_ declaration: IndicatorDeclaration, _ value: ValuePlan) -> IntervalPlan? {
    let fitting: [IntervalPlan.Method]
    switch value {
    case .share, .coverage: fitting = [.wilson, .clopperPearson, .jeffreys, .agrestiCoull]
    case .rate, .aggregate(.count): fitting = [.exactPoisson, .byar]
    default: fitting = []
    }
    guard let clause = declaration.interval else {
      if case .aggregate = value { return nil }
      return fitting.first.map { IntervalPlan(method: $0, confidence: 0.95) }
    }
    guard let method = clause.method else { return nil }
    let name = String(method.text.map { $0 == "-" ? "_" : $0 })
    guard let known = fitting.first(where: { $0.rawValue == name }) else {
      let names = fitting.map(\.rawValue) + ["none"]
      diagnostics.append(
        Diagnostic(
          SemanticRule.badInterval, [method.text, "this value", names.joined(separator: ", ")], at: method.range,
          suggestion: Spelling.nearest(to: name, among: names)))
      return nil
    }
    let confidence = clause.confidence.flatMap { bounded($0, 50, 99.99) } ?? 95
    return IntervalPlan(method: known, confidence: confidence / 100)
  }
}
