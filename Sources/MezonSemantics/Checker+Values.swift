// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// What kind of number an indicator is, and in which unit.
extension Checker {
  mutating func value(
    _ clause: ValueClause, of declaration: IndicatorDeclaration, in scope: Scope
  ) -> (ValuePlan, Measure) {
    if let panel = clause.panel, symbols.events[scope.event.index].ratings == nil {
      report(RatingRule.noRatings, [symbols.events[scope.event.index].name], at: panel.range)
    }
    if let ratings = symbols.events[scope.event.index].ratings, let (plan, own) = panel(clause, of: ratings, in: scope)
    {
      return (plan, measure(clause.measure, of: own))
    }
    if let survey = symbols.events[scope.event.index].survey {
      let (plan, own) = estimate(clause, of: survey, in: scope)
      return (plan, measure(clause.measure, of: own))
    }
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
    case .rate(let per, let clause, let isAnnual):
      let exposure = self.exposure(clause) ?? .residents(nil)
      (plan, own) = (.rate(per: bounded(per, 1, 1e12) ?? 1, exposure, isAnnual: isAnnual), .plain)
    case .answering(_, let question):
      report(SurveyRule.answersOutsideSurvey, [symbols.events[scope.event.index].name], at: question.range)
      (plan, own) = (.share, .perCent)
    case .namingEach(let question):
      let form = namingEach(question, in: scope) ?? .share
      (plan, own) = (.estimate(EstimatePlan(form: form, design: nil)), .perCent)
    case .coverage(let coverage):
      (plan, own) = (self.coverage(coverage, declaration.moment, in: scope).map { .coverage($0) } ?? .share, .perCent)
    case .agreement(_, let field):
      report(RatingRule.noRatings, [symbols.events[scope.event.index].name], at: field.range)
      (plan, own) = (.share, .perCent)
    // Checked on its own, behind what it is made from.
    case .derived: (plan, own) = (.share, .perCent)
    }
    return (plan, measure(clause.measure, of: own))
  }

  /// The stated unit if it fits the value's own; a count may be stated in any declared unit.
  mutating func measure(_ stated: MeasureName?, of own: Measure) -> Measure {
    guard let stated else { return own }
    let (measure, range): (Measure, SourceRange) =
      switch stated {
      case .perCent(let range): (.perCent, range)
      case .points(let range): (.points, range)
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
        report(scope.fields[index].hidingRule, [name.text], at: name.range)
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
    case .onlyWhere(let aggregate, let expression):
      let (plan, measure) = self.aggregate(aggregate, in: scope)
      // A wait is derived from the windows in the roles only, so there are none here.
      var scope = scope
      scope.allowsLinks = false
      scope.place = "one side of a ratio"
      return (condition(expression, in: scope).map { .onlyWhere(plan, $0) } ?? plan, measure)
    case .medianTerm(let range): return (medianTerm(in: scope, at: range), .span(.days))
    }
  }

  mutating func quantity(_ expression: Expression, in scope: Scope) -> (NodeID?, Measure) {
    guard let typed = operand(expression, in: scope), let measure = quantity(typed, expression) else {
      return (nil, .plain)
    }
    return (typed.node, measure)
  }

  mutating func interval(_ declaration: IndicatorDeclaration, _ value: ValuePlan) -> IntervalPlan? {
    let fitting: [IntervalPlan.Method]
    switch value {
    case .share, .coverage: fitting = [.wilson, .clopperPearson, .jeffreys, .agrestiCoull]
    case .aggregate(.medianTerm): fitting = [.brookmeyerCrowley]
    case .aggregate(.quantile): fitting = [.orderStatistics]
    case .estimate(let estimate): fitting = methods(for: estimate)
    case .rate, .aggregate(.count): fitting = [.exactPoisson, .byar]
    default: fitting = []
    }
    guard let clause = declaration.interval else {
      switch value {
      case .aggregate(.count), .aggregate(.quantile): return nil
      default: break
      }
      // A survey's quantile and the agreement of raters have an interval only where one is stated.
      if case .estimate(let estimate) = value {
        switch estimate.form {
        case .quantile, .agreement: return nil
        default: break
        }
      }
      return fitting.first.map { IntervalPlan(method: $0, confidence: 0.95) }
    }
    return interval(clause, among: fitting)
  }

  /// The interval that a clause asks for by one of the fitting methods; nil where it asks for none, or for one that does not fit.
  mutating func interval(_ clause: IntervalClause, among fitting: [IntervalPlan.Method]) -> IntervalPlan? {
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
