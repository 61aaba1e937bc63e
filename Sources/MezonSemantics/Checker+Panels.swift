// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// What several raters say together.
extension Checker {
  /// The value that several raters make, or their agreement; nil for a plain count of ratings.
  mutating func panel(
    _ clause: ValueClause, of ratings: RatingsSchema, in scope: Scope
  ) -> (ValuePlan, Measure)? {
    if case .agreement(let agreement, let field) = clause.form {
      return agreementValue(agreement, field, clause, ratings, in: scope)
    }
    guard let written = clause.panel else {
      switch clause.form {
      case .aggregate(.count), .coverage: return nil
      default:
        report(RatingRule.needsPanel, [symbols.events[scope.event.index].name], at: clause.range)
        return (.share, .perCent)
      }
    }
    let (form, measure) = panelForm(clause, in: scope)
    checkRequirements(written, ratings, in: scope)
    let rating = form.flatMap { ratedField($0, in: scope) }
    if form != nil, rating == nil, let agreement = written.agreement {
      report(RatingRule.agreementOfNothing, at: agreement.range)
    }
    var agreement = written.agreement.flatMap { self.agreement($0) }
    if agreement == nil, rating != nil {
      agreement = AgreementPlan(method: .krippendorff, scale: .ordinal, tolerance: 0, least: nil)
    }
    var estimate = EstimatePlan(form: form ?? .share, design: nil)
    estimate.panel = PanelPlan(
      ratings: ratings, leastRaters: leastRaters(written), bodies: bodies(written, ratings, in: scope), rating: rating,
      agreement: rating == nil ? nil : agreement)
    return (.estimate(estimate), measure)
  }

  private mutating func leastRaters(_ panel: PanelClause) -> Int {
    let least = panel.leastRaters
    if least.value < Double(PanelPlan.fewestRaters) {
      report(RatingRule.tooFewRaters, [least.range.text, String(PanelPlan.fewestRaters)], at: least.range)
    }
    return Int(min(least.value, 1e9))
  }

  private mutating func panelForm(_ clause: ValueClause, in scope: Scope) -> (EstimatePlan.Form?, Measure) {
    switch clause.form {
    case .share: return (.share, .perCent)
    case .namingEach(let question): return (namingEach(question, in: scope), .perCent)
    case .aggregate(.mean(let expression)):
      let (node, measure) = quantity(expression, in: scope)
      return (node.flatMap { rated($0, .mean($0), expression, in: scope) }, measure)
    case .aggregate(.median(let expression)):
      let (node, measure) = quantity(expression, in: scope)
      return (node.flatMap { rated($0, .quantile(0.5, $0), expression, in: scope) }, measure)
    case .aggregate(.quantile(let probability, let expression)):
      let (node, measure) = quantity(expression, in: scope)
      let wanted = bounded(probability, 0, 1) ?? 0.5
      return (node.flatMap { rated($0, .quantile(wanted, $0), expression, in: scope) }, measure)
    default:
      report(RatingRule.notOfRaters, at: clause.range)
      return (nil, .plain)
    }
  }

  /// The form, where its quantity is a rating; else nil and a diagnostic.
  private mutating func rated(
    _ node: NodeID, _ form: EstimatePlan.Form, _ expression: Expression, in scope: Scope
  ) -> EstimatePlan.Form? {
    if ratedField(form, in: scope) != nil { return form }
    report(RatingRule.notARating, [expression.range.text], at: expression.range)
    return nil
  }

  /// The rating that a form ranks or adds up; nil where it is none.
  private func ratedField(_ form: EstimatePlan.Form, in scope: Scope) -> PanelPlan.Rating? {
    let node: NodeID
    switch form {
    case .mean(let quantity), .quantile(_, let quantity): node = quantity
    default: return nil
    }
    guard case .field(_, let field) = graph[node], case .number(.level(let rubric), _) = scope.fields[field].type
    else { return nil }
    return PanelPlan.Rating(field: field, rubric: rubric)
  }

  /// `from kenesh, ayil_okmotu pooled`: members of the body's choice, two or more.
  private mutating func bodies(_ panel: PanelClause, _ ratings: RatingsSchema, in scope: Scope) -> [Int] {
    guard let first = panel.bodies.first else { return [] }
    guard let body = ratings.body, case .choice(let id) = scope.fields[body].type else {
      report(RatingRule.lacksField, [symbols.events[scope.event.index].name, "body in"], at: first.range)
      return []
    }
    let choice = symbols.choices[id.index]
    var members: Set<Int> = []
    for name in panel.bodies where !name.text.isEmpty {
      guard let member = choice.members.firstIndex(of: name.text) else {
        report(unknown: "member", name, in: "choice \(choice.name)", known: choice.members)
        continue
      }
      if !members.insert(member).inserted { report(SemanticRule.repeatedMember, [name.text], at: name.range) }
    }
    if panel.bodies.count < 2 { report(RatingRule.oneBody, [first.text], at: first.range) }
    return members.sorted()
  }

  private mutating func checkRequirements(_ panel: PanelClause, _ ratings: RatingsSchema, in scope: Scope) {
    let name = symbols.events[scope.event.index].name
    if panel.requiresNarrative, ratings.narrative == nil {
      report(RatingRule.lacksField, [name, "narrative in"], at: panel.range)
    }
    if panel.requiresEvidence, ratings.evidence == nil {
      report(RatingRule.lacksField, [name, "evidence in"], at: panel.range)
    }
  }

  /// The ratings that a panel leaves out: of bodies not asked, without narrative, without evidence.
  mutating func panelRoles(_ declaration: IndicatorDeclaration, _ event: EventID) -> [RolePlan] {
    guard let panel = declaration.value?.panel, let ratings = symbols.events[event.index].ratings else { return [] }
    let fields = symbols.events[event.index].fields
    var roles: [RolePlan] = []
    func field(_ index: Int) -> PlanNode { .field(event, index) }
    if let body = ratings.body, !panel.bodies.isEmpty, case .choice(let id) = fields[body].type {
      let asked = symbols.choices[id.index].members.indices.filter { member in
        panel.bodies.contains { $0.text == symbols.choices[id.index].members[member] }
      }
      let value = graph.intern(field(body))
      let tests = asked.map { member in
        graph.intern(.compare(.equal, value, graph.intern(.literal(.member(id, member)))))
      }
      if let first = tests.first {
        let any = tests.dropFirst().reduce(first) { graph.intern(.or($0, $1)) }
        roles.append(leftOut(graph.intern(.not(any)), "body not asked", panel))
      }
    }
    if panel.requiresNarrative, let narrative = ratings.narrative {
      roles.append(leftOut(graph.intern(.isMissing(graph.intern(field(narrative)))), "no narrative", panel))
    }
    if panel.requiresEvidence, let evidence = ratings.evidence {
      let value = graph.intern(field(evidence))
      var missing = graph.intern(.isMissing(value))
      if case .list = fields[evidence].type {
        // A list that is not missing may still be empty.
        let given = graph.intern(.not(graph.intern(.isMissing(graph.intern(.element(event, list: evidence))))))
        missing = graph.intern(.not(graph.intern(.quantified(.any, event, list: evidence, body: given))))
      } else if fields[evidence].type == .yesNo {
        missing = graph.intern(.or(missing, graph.intern(.not(value))))
      }
      roles.append(leftOut(missing, "no evidence", panel))
    }
    return roles
  }

  private func leftOut(_ condition: NodeID, _ reason: String, _ panel: PanelClause) -> RolePlan {
    RolePlan(condition: condition, reason: reason, cap: nil, range: panel.range)
  }

  // MARK: Agreement

  /// `agreement on quality by krippendorff ordinal`.
  private mutating func agreementValue(
    _ clause: AgreementClause, _ name: Name, _ value: ValueClause, _ ratings: RatingsSchema, in scope: Scope
  ) -> (ValuePlan, Measure) {
    if let panel = value.panel { report(RatingRule.notOfRaters, at: panel.range) }
    let plan = agreement(clause)
    if let least = clause.least { report(RatingRule.boundOnAgreement, at: least.range) }
    let fits: (ValueType) -> Bool = { type in
      switch type {
      case .number, .choice, .yesNo: true
      case .reference(let domain): domain != .officer
      default: false
      }
    }
    guard let plan, let field = field(name, in: scope, type: "rating", where: fits) else { return (.share, .perCent) }
    let schema = scope.fields[field]
    if schema.privacy == .identifying { report(schema.hidingRule, [name.text], at: name.range) }
    if !plan.isNominal, !schema.type.hasOrder {
      report(RatingRule.scaleOfNames, [plan.scale.rawValue, name.text], at: (clause.scale ?? clause.method).range)
    }
    var estimate = EstimatePlan(form: .agreement(plan, field: field), design: nil)
    estimate.panel = PanelPlan(ratings: ratings, leastRaters: 2, bodies: [], rating: nil, agreement: plan)
    return (.estimate(estimate), plan.method == .percent ? .perCent : .plain)
  }

  /// The statistic as written; nil and a diagnostic where there is none such.
  private mutating func agreement(_ clause: AgreementClause) -> AgreementPlan? {
    guard !clause.method.text.isEmpty else { return nil }
    guard let method = AgreementPlan.Method(rawValue: clause.method.text) else {
      let known = AgreementPlan.Method.allCases.map(\.rawValue)
      report(unknown: "agreement", clause.method, in: "the language", known: known)
      return nil
    }
    let scales = AgreementPlan.scales(of: method)
    var scale = AgreementPlan.Scale.nominal
    if let written = clause.scale, !written.text.isEmpty {
      guard method != .percent, let known = scales.first(where: { $0.rawValue == written.text }) else {
        let names = method == .percent ? [] : scales.map(\.rawValue)
        report(unknown: "scale", written, in: method.rawValue, known: names)
        return nil
      }
      scale = known
    } else if method == .krippendorff {
      report(RatingRule.needsScale, [scales.map(\.rawValue).joined(separator: ", ")], at: clause.method.range)
      return nil
    }
    var tolerance = 0.0
    if let written = clause.tolerance {
      if method != .percent { report(RatingRule.toleranceOfPercent, at: written.range) }
      tolerance = bounded(written, 0, 1e9) ?? 0
    }
    let least = clause.least.flatMap { bounded($0, method == .percent ? 0 : -1, method == .percent ? 100 : 1) }
    return AgreementPlan(method: method, scale: scale, tolerance: tolerance, least: least)
  }
}

extension AgreementPlan {
  /// Whether only the same rating agrees.
  fileprivate var isNominal: Bool { scale == .nominal && tolerance == 0 }
}

extension ValueType {
  /// Whether its values have an order: numbers, and members of a choice as they were declared.
  fileprivate var hasOrder: Bool {
    switch self {
    case .number, .choice: true
    default: false
    }
  }
}
