// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Surveys: their design, for whom they speak, and what can be estimated from them.
extension Checker {
  /// The design of a survey; what could name a respondent or an officer is reported.
  mutating func surveySchema(
    _ design: SurveyDesign, of declaration: EventDeclaration, _ fields: [FieldSchema]
  ) -> SurveySchema {
    let name = declaration.name.text
    for field in declaration.fields where couldName(field) {
      report(SurveyRule.notAnonymous, [name, field.name.text], at: field.range)
    }
    func isNumber(_ type: ValueType) -> Bool { if case .number = type { true } else { false } }
    func isCode(_ type: ValueType) -> Bool {
      switch type {
      case .unit, .text, .choice, .reference, .number(_, isWhole: true): true
      default: false
      }
    }
    var schema = SurveySchema()
    schema.weight = designField(design.weight, of: "survey \(name)", fields, "number", isNumber)
    schema.stratum = designField(design.stratum, of: "survey \(name)", fields, "code", isCode)
    schema.cluster = designField(design.cluster, of: "survey \(name)", fields, "code", isCode)
    for stage in design.laterStages {
      guard let cluster = designField(stage.cluster, of: "survey \(name)", fields, "code", isCode) else { continue }
      let size = designField(stage.size, of: "survey \(name)", fields, "number", isNumber)
      schema.laterStages.append(SurveyStage(cluster: cluster, size: size))
    }
    schema.stratumSize = designField(design.stratumSize, of: "survey \(name)", fields, "number", isNumber)
    schema.lonelyStrata = design.lonelyStrata
    schema.scales = design.scales.compactMap { scaleSchema($0, of: name, fields) }
    schema.panel = designField(design.panel, of: "survey \(name)", fields, "code", isCode)
    addWeighting(design, of: declaration.name, fields, to: &schema)
    if let stage = design.laterStages.first, design.cluster == nil {
      report(SurveyRule.stageWithoutCluster, at: stage.cluster.range)
    }
    guard let level = design.speaksFor else {
      reportMissing(.speaksFor, of: declaration.name, kind: "survey")
      return schema
    }
    schema.speaksFor = symbols.level(named: level.text)
    if schema.speaksFor == nil {
      report(unknown: "level", level, in: "the programme", known: symbols.levels.map(\.name))
    }
    return schema
  }

  /// The scale of some questions: answers score 1, 2 and so on in their order, of a reversed question the other way round.
  private mutating func scaleSchema(
    _ clause: ScaleClause, of survey: String, _ fields: [FieldSchema]
  ) -> ScaleSchema? {
    guard declare("field \(survey)", clause.name) else { return nil }
    var items: [ScaleSchema.Item] = []
    var counts: Set<Int> = []
    var known: Set<String> = []
    for (question, isReversed) in clause.items {
      guard let field = fields.firstIndex(where: { $0.name == question.text }) else {
        report(unknown: "field", question, in: "survey \(survey)", known: fields.map(\.name))
        return nil
      }
      guard case .choice(let choice) = fields[field].type else {
        report(
          SemanticRule.wrongFieldType, [question.text, "choice", fields[field].type.description(symbols)],
          at: question.range)
        return nil
      }
      let members = symbols.choices[choice.index].members
      let answers = members.filter { member in !clause.excluded.contains { $0.text == member } }
      counts.insert(answers.count)
      known.formUnion(members)
      let scores = members.map { member in
        answers.firstIndex(of: member).map { Double(isReversed ? answers.count - $0 : $0 + 1) }
      }
      items.append(ScaleSchema.Item(field: field, scores: scores))
    }
    if items.count < 2 || counts.count != 1 {
      report(SurveyRule.badScale, [clause.name.text], at: clause.name.range)
      return nil
    }
    for answer in clause.excluded where !known.contains(answer.text) {
      report(unknown: "member", answer, in: "the questions of \(clause.name.text)", known: known.sorted())
    }
    let least = clause.atLeast.flatMap { bounded($0, 1, Double(items.count)) } ?? Double(items.count)
    return ScaleSchema(name: clause.name.text, items: items, least: Int(least))
  }

  /// A scale of the survey that a condition or value is about.
  func scale(named name: String, in scope: Scope) -> ScaleSchema? {
    guard scope.mappedFields == nil, symbols.events.indices.contains(scope.event.index) else { return nil }
    return symbols.events[scope.event.index].survey?.scales.first { $0.name == name }
  }

  /// Whether a field, or a member of its records, identifies somebody or names an officer.
  private func couldName(_ field: FieldDeclaration) -> Bool {
    if field.privacy == .identifying { return true }
    switch field.type {
    case .officer, .list(.officer): return true
    case .records(let members): return members.contains { couldName($0) }
    default: return false
    }
  }

  /// A field of a design, which every respondent must have.
  mutating func designField(
    _ name: Name?, of owner: String, _ fields: [FieldSchema], _ kind: String, _ fits: (ValueType) -> Bool
  ) -> Int? {
    guard let name, !name.text.isEmpty else { return nil }
    guard let index = fields.firstIndex(where: { $0.name == name.text }) else {
      report(unknown: "field", name, in: owner, known: fields.map(\.name))
      return nil
    }
    guard fits(fields[index].type), !fields[index].isOptional else {
      let found = fields[index].type.description(symbols) + (fields[index].isOptional ? "?" : "")
      report(SemanticRule.wrongFieldType, [name.text, kind, found], at: name.range)
      return nil
    }
    return index
  }

  /// The levels for which a survey speaks: those asked for, if it speaks for them.
  mutating func levels(
    _ asked: Set<Int>, of survey: SurveySchema, _ declaration: IndicatorDeclaration
  ) -> Set<Int> {
    guard let speaksFor = survey.speaksFor else { return asked }
    let lowest = symbols.levels[speaksFor]
    let levels = symbols.levels
    let fitting = asked.filter { levels[$0].tree == lowest.tree && levels[$0].depth <= lowest.depth }
    for case .level(let name) in declaration.subjects {
      guard let level = symbols.level(named: name.text), !fitting.contains(level) else { continue }
      report(
        SurveyRule.belowRepresentative, [declaration.event?.text ?? "", lowest.name, name.text], at: name.range)
    }
    return fitting
  }

  /// What no indicator of a survey may ask for.
  mutating func checkSurvey(_ declaration: IndicatorDeclaration, _ event: EventID) {
    let schema = symbols.events[event.index]
    guard schema.survey != nil else { return }
    for case .officer(let range) in declaration.subjects { report(SurveyRule.neverForOfficers, at: range) }
    for clause in declaration.leavesOut + declaration.notHeldAgainst {
      if let cap = clause.cap { report(SurveyRule.capInSurvey, [schema.name], at: cap.range) }
    }
  }

  /// The estimate that a value of a survey is.
  mutating func estimate(
    _ clause: ValueClause, of survey: SurveySchema, in scope: Scope
  ) -> (ValuePlan, Measure) {
    let (form, measure) = estimateForm(clause, of: survey, in: scope)
    return (.estimate(EstimatePlan(form: form ?? .share, design: survey)), measure)
  }

  private mutating func estimateForm(
    _ clause: ValueClause, of survey: SurveySchema, in scope: Scope
  ) -> (EstimatePlan.Form?, Measure) {
    switch clause.form {
    case .share: return (.share, .perCent)
    case .answering(let answers, let question): return (answering(answers, question, in: scope), .perCent)
    case .namingEach(let question): return (namingEach(question, in: scope), .perCent)
    case .aggregate(.mean(let expression)):
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .mean($0) }, measure)
    case .aggregate(.count):
      checkTotal(of: survey, in: scope, at: clause.range)
      return (.total(nil), .plain)
    case .aggregate(.sum(let expression)):
      checkTotal(of: survey, in: scope, at: clause.range)
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .total($0) }, measure)
    case .aggregate(.median(let expression)):
      let (node, measure) = quantity(expression, in: scope)
      return (node.map { .quantile(0.5, $0) }, measure)
    case .aggregate(.quantile(let probability, let expression)):
      let (node, measure) = quantity(expression, in: scope)
      let wanted = bounded(probability, 0, 1) ?? 0.5
      return (node.map { .quantile(wanted, $0) }, measure)
    case .ratio(.sum(let first), .sum(let second)):
      let (upper, above) = quantity(first, in: scope)
      let (lower, below) = quantity(second, in: scope)
      guard let upper, let lower else { return (nil, .plain) }
      return (.ratio(upper, lower), above == below ? .plain : above)
    case .aggregate, .ratio, .rate, .coverage, .agreement, .derived:
      report(SurveyRule.noSuchValue, [symbols.events[scope.event.index].name], at: clause.range)
      return (nil, .plain)
    }
  }

  /// A total is one of people, so respondents must stand for people.
  private mutating func checkTotal(of survey: SurveySchema, in scope: Scope, at range: SourceRange) {
    guard survey.weight == nil, survey.margins.isEmpty else { return }
    report(SurveyRule.totalOfSample, [symbols.events[scope.event.index].name], at: range)
  }

  /// `share answering A, B to F`: one of the answers, or any of them where several can be given.
  private mutating func answering(_ answers: [Name], _ question: Name, in scope: Scope) -> EstimatePlan.Form? {
    guard let index = self.question(question, in: scope) else { return nil }
    let isList = if case .list = scope.fields[index].type { true } else { false }
    var whole: NodeID?
    for answer in answers {
      let left: Expression =
        isList ? .element(field: nil, quantifier: .any, list: question, question.range) : .name(question)
      guard let node = condition(.comparison(.equal, left, .name(answer), answer.range), in: scope) else { return nil }
      whole = whole.map { graph.intern(.or($0, node)) } ?? node
    }
    return whole.map { .answering(question: index, condition: $0) }
  }

  /// `share naming each F`.
  mutating func namingEach(_ question: Name, in scope: Scope) -> EstimatePlan.Form? {
    self.question(question, in: scope).map { .namingEach(question: $0) }
  }

  private mutating func question(_ name: Name, in scope: Scope) -> Int? {
    guard let index = field(name, in: scope, type: "choice", where: isAnswer) else { return nil }
    if scope.fields[index].privacy == .identifying {
      report(scope.fields[index].hidingRule, [name.text], at: name.range)
      return nil
    }
    return index
  }

  private func isAnswer(_ type: ValueType) -> Bool {
    switch type {
    case .choice, .yesNo: true
    case .reference(let domain): domain != .officer
    case .list(let element): isAnswer(element)
    default: false
    }
  }

  /// The split by answers that `share naming each` is; one that is also stated is an error.
  mutating func answerSplits(
    of value: ValuePlan, _ declaration: IndicatorDeclaration, in scope: Scope
  ) -> [SplitPlan] {
    guard case .estimate(let estimate) = value, case .namingEach(let question) = estimate.form else { return [] }
    let field = scope.fields[question]
    for split in declaration.splits where split.member == nil && split.field.text == field.name {
      report(SemanticRule.duplicateName, [field.name], at: split.range)
    }
    let type: ValueType = if case .list(let element) = field.type { element } else { field.type }
    return [SplitPlan(name: field.name, source: .field(question), type: type, privacy: field.privacy)]
  }

  /// The intervals that fit an estimate, the usual one first.
  func methods(for estimate: EstimatePlan) -> [IntervalPlan.Method] {
    // What is rated is a sample of what could be: so much has the agreement itself an interval, where its statistic has an error.
    if case .agreement(let agreement, _) = estimate.form {
      switch agreement.method {
      case .cohen, .fleiss, .gwet: return [.wald]
      case .krippendorff, .percent: return []
      }
    }
    // Raters are no sample: their agreement is what is uncertain about their figure.
    if estimate.panel != nil { return [] }
    guard estimate.design != nil else { return [.wilson, .clopperPearson, .jeffreys, .agrestiCoull] }
    switch estimate.form {
    case .share, .answering, .namingEach: return [.kornGraubard, .logit, .beta, .xlogit, .likelihood, .wald]
    case .mean, .total, .ratio: return [.wald]
    case .quantile: return [.woodruff]
    case .agreement: return []
    }
  }
}
