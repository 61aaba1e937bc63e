// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonDiagnostics
import MezonSyntax

// Rosters: rows that hold from a day until a day, and shares of members that have what is asked of them.
extension Checker {
  /// The fields that say on which days rows of a roster hold; nil, and a diagnostic for a roster, where they do not say it.
  mutating func term(of roster: EventDeclaration, _ fields: [FieldSchema]) -> TermSchema? {
    guard roster.isRoster else { return nil }
    guard let written = roster.term else {
      report(SemanticRule.rosterWithoutTerm, [roster.name.text], at: roster.name.range)
      return nil
    }
    guard let from = termField(written.from, of: roster, fields) else { return nil }
    guard !fields[from].isOptional else {
      report(SemanticRule.noOwnTime, [roster.name.text], at: written.from.range)
      return nil
    }
    guard let last = written.until else { return TermSchema(from: from, until: nil) }
    return termField(last, of: roster, fields).map { TermSchema(from: from, until: $0) }
  }

  private mutating func termField(_ name: Name, of roster: EventDeclaration, _ fields: [FieldSchema]) -> Int? {
    guard let index = fields.firstIndex(where: { $0.name == name.text }) else {
      report(unknown: "field", name, in: roster.name.text, known: fields.map(\.name))
      return nil
    }
    guard fields[index].type.isTemporal else {
      report(
        SemanticRule.wrongFieldType, [name.text, "time", fields[index].type.description(symbols)], at: name.range)
      return nil
    }
    return index
  }

  /// Only rows of a roster are in force, and their moment says in which periods they are.
  mutating func checkMoment(_ clause: MomentClause, of declaration: IndicatorDeclaration, _ schema: EventSchema) {
    if schema.term == nil { report(SemanticRule.needsRoster, [schema.name], at: clause.range) }
    if let field = declaration.periodField { report(SemanticRule.twoMoments, [field.text], at: field.range) }
  }

  /// The median of terms, of a roster only.
  mutating func medianTerm(in scope: Scope, at range: SourceRange) -> AggregatePlan {
    if symbols.events[scope.event.index].term == nil {
      report(SemanticRule.needsRoster, [symbols.events[scope.event.index].name], at: range)
    }
    return .medianTerm
  }

  mutating func coverage(
    _ written: CoverageClause, _ moment: MomentClause?, in scope: Scope
  ) -> CoveragePlan? {
    let base: CoveragePlan.Base
    switch written.base {
    case .periods(let grain): base = .periods(Grain(grain))
    case .units: base = .units(level: nil)
    case .officers: base = .officers
    case .named(let name):
      guard let named = coverageBase(name, in: scope) else { return nil }
      base = named
    }
    var isOfPeriods = written.inEvery != nil
    if case .periods = base { isOfPeriods = true }
    if let moment, isOfPeriods { report(SemanticRule.momentOfPeriods, at: moment.range) }
    let bounds = written.bounds.compactMap { bound($0, in: scope) }
    guard bounds.count == written.bounds.count else { return nil }
    var register: CoveragePlan.Register?
    if let named = written.register {
      guard let found = self.register(named.name, named.condition, of: base, in: scope) else { return nil }
      register = found
    }
    if let post = written.post?.name, case .values = base {
      report(OfficerRule.postOfNoUnit, [post.text], at: post.range)
    }
    let post = written.post.map { post, least in
      CoveragePlan.PostCondition(post: post.text, leastDays: max(1, days(least)))
    }
    return CoveragePlan(
      base: base, post: post, register: register, bounds: bounds, inEvery: written.inEvery.map { Grain($0) })
  }

  private mutating func bound(_ written: CoverageBound, in scope: Scope) -> CoveragePlan.Bound? {
    var condition: NodeID?
    if let clause = written.condition {
      guard let node = self.condition(clause, in: scope) else { return nil }
      condition = node
    }
    let limit: CoveragePlan.Bound.Limit
    switch written.limit {
    case .atLeast(let number) where number.isPerCent:
      guard let share = bounded(number, 0, 100) else { return nil }
      limit = .atLeastPerCent(share)
    case .atMost(let number) where number.isPerCent:
      guard let share = bounded(number, 0, 100) else { return nil }
      limit = .atMostPerCent(share)
    case .atLeast(let number) where number.parameter != nil:
      guard let points = number.parameter.flatMap({ bounds($0) }) else { return nil }
      limit = .atLeastFrom(points)
    case .atLeast(let number):
      guard bounded(number, 1, 1_000_000) != nil else { return nil }
      limit = .atLeast(Int(number.value))
    case .atMost(let number):
      guard bounded(number, 0, 1_000_000) != nil else { return nil }
      limit = .atMost(Int(number.value))
    case .none: limit = .atMost(0)
    }
    return CoveragePlan.Bound(limit: limit, condition: condition)
  }

  /// A level, or a domain that a field of the event names.
  private mutating func coverageBase(_ name: Name, in scope: Scope) -> CoveragePlan.Base? {
    if let level = symbols.level(named: name.text) { return .units(level: level) }
    if let domain = symbols.domainIDs[name.text], let index = field(of: domain, among: scope.fields) {
      return .values(field: index)
    }
    let known = symbols.levels.map(\.name) + symbols.domains.dropFirst()
    report(unknown: "level or domain", name, in: scope.owner, known: known)
    return nil
  }

  /// The first field whose values, or elements, are codes of a domain.
  private func field(of domain: DomainID, among fields: [FieldSchema]) -> Int? {
    let type = ValueType.reference(domain)
    return fields.firstIndex { $0.type == type || $0.type == .list(type) }
  }

  /// The roster that lists the values of a domain.
  private mutating func register(
    _ name: Name, _ written: Expression?, of base: CoveragePlan.Base, in scope: Scope
  ) -> CoveragePlan.Register? {
    let rosters = symbols.events.filter { $0.term != nil }.map(\.name)
    guard let roster = symbols.eventIDs[name.text] else {
      report(unknown: "roster", name, in: "the programme", known: rosters)
      return nil
    }
    guard symbols.events[roster.index].term != nil else {
      report(SemanticRule.needsRoster, [name.text], at: name.range)
      return nil
    }
    var domain: DomainID?
    if case .values(let field) = base {
      switch scope.fields[field].type {
      case .reference(let id), .list(.reference(let id)): domain = id
      default: break
      }
    }
    guard let domain, let field = field(of: domain, among: symbols.events[roster.index].fields) else {
      report(SemanticRule.registerOfOthers, [name.text], at: name.range)
      return nil
    }
    var inner = self.scope(of: roster, place: scope.place)
    inner.hasLastDay = scope.hasLastDay
    var condition: NodeID?
    if let written {
      guard let node = self.condition(written, in: inner) else { return nil }
      condition = node
    }
    return CoveragePlan.Register(event: roster, field: field, condition: condition)
  }
}

// What can be wrong with rosters and with what is asked of their rows.
extension SemanticRule {
  package static let rosterWithoutTerm = DiagnosticRule(
    "MZ2070", .error,
    Wording("roster \"{0}\" does not say when its rows hold", "реестр «{0}»: не сказано, когда строки действуют"),
    remedy: Wording("add: holds from DAY until DAY", "добавьте: срок с ДЕНЬ по ДЕНЬ"))
  package static let needsRoster = DiagnosticRule(
    "MZ2071", .error,
    Wording(
      "\"{0}\" is an event, and only rows of a roster hold for a time",
      "«{0}» — событие, а срок есть только у строк реестра"),
    remedy: Wording("declare it as a roster with holds from", "опишите его как реестр со сроком"))
  package static let lastDayOfEvent = DiagnosticRule(
    "MZ2072", .error,
    Wording(
      "there is no last day here: events are looked at when they happen",
      "здесь нет последнего дня: события рассматриваются, когда происходят"),
    remedy: Wording(
      "look at a roster in force on the last day or during the period",
      "рассматривайте реестр: действующие на последний день или в течение периода"))
  package static let twoMoments = DiagnosticRule(
    "MZ2073", .error,
    Wording(
      "rows in force belong to each period in which they are, not to one by \"{0}\"",
      "действующие строки относятся к каждому своему периоду, а не к одному по «{0}»"),
    remedy: Wording("remove one of the two clauses", "уберите одно из двух предложений"))
  package static let momentOfPeriods = DiagnosticRule(
    "MZ2074", .error,
    Wording(
      "rows in force are looked at once in a period, so its parts cannot be told apart",
      "действующие строки рассматриваются раз за период, его части не различить"),
    remedy: Wording("ask for each shorter period: every month", "задайте более короткий период: за каждый месяц"))
  package static let registerOfOthers = DiagnosticRule(
    "MZ2075", .error,
    Wording(
      "roster \"{0}\" does not list what the share is taken of", "реестр «{0}» не содержит того, от чего берётся доля"),
    remedy: Wording("name a domain of which both have a field", "назовите справочник, поле которого есть у обоих"))
}
