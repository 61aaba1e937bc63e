// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  mutating func add(_ indicator: IndicatorDeclaration) {
    block("indicator \(Self.name(indicator.name)) \(Self.title(indicator.title))") { dump in
      dump.describe(indicator)
      dump.line("looks-at", indicator.event.map(Self.name))
      dump.line("population", indicator.population.map(Self.expression))
      for role in indicator.leavesOut { dump.line("leaves-out \(Self.role(role))") }
      dump.line("counts", indicator.counts.map(Self.expression))
      for role in indicator.notHeldAgainst { dump.line("not-held-against \(Self.role(role))") }
      dump.line("value", indicator.value.map(Self.value))
      dump.line("funnel", indicator.funnel.map(Self.funnel))
      dump.line("covers", indicator.window.map(Self.window))
      dump.reach(indicator)
      dump.judge(indicator)
      dump.line("nature", indicator.nature.map { $0.nature?.rawValue ?? "-" })
      for risk in indicator.acceptedRisks { dump.line("accepts \(Self.risk(risk))") }
      for example in indicator.examples { dump.add(example) }
    }
  }

  private mutating func describe(_ indicator: IndicatorDeclaration) {
    labels(indicator.labels)
    labels(indicator.purpose, "purpose")
    line("source", indicator.sourceNote.map(Self.text))
    line("limitations", indicator.limitations.map(Self.text))
    for id in indicator.catalogue { line("catalogue \(Self.text(id))") }
    line("owner", indicator.owner.map(Self.text))
    line("review", indicator.reviewBy.map(Self.time))
    line("from", indicator.effectiveFrom.map(Self.time))
    line("until", indicator.effectiveUntil.map(Self.time))
  }

  private mutating func reach(_ indicator: IndicatorDeclaration) {
    if indicator.officersUnit != nil { line("of-officers-unit") }
    line("moment", indicator.moment?.moment.rawValue)
    line("period-by", indicator.periodField.map(Self.name))
    line("unit-by", indicator.unitField.map(Self.name))
    if !indicator.officerFields.isEmpty { line("officer-by \(Self.names(indicator.officerFields))") }
    if !indicator.subjects.isEmpty {
      let subjects = indicator.subjects.map { subject in
        switch subject {
        case .officer: "@officer"
        case .anyUnit: "@unit"
        case .level(let name): Self.name(name)
        }
      }
      line("for [\(subjects.joined(separator: " "))]")
    }
    if !indicator.grains.isEmpty { line("every [\(indicator.grains.map(\.grain.rawValue).joined(separator: " "))]") }
    if !indicator.splits.isEmpty { line("split [\(indicator.splits.map(Self.split).joined(separator: " "))]") }
  }

  private mutating func judge(_ indicator: IndicatorDeclaration) {
    line("better", indicator.betterWhen.map { $0.isHigher ? "higher" : "lower" })
    line(
      "interval",
      indicator.interval.map { "\($0.method.map(Self.name) ?? "none") \($0.confidence.map(Self.number) ?? "-")" })
    for comparison in indicator.comparisons { line("compared \(Self.comparison(comparison))") }
    line("too-few", indicator.tooFewBelow.map(Self.number))
    line("show-by-rule", indicator.presentation.map(Self.name))
    line("protect", indicator.protectCellsBelow.map(Self.number))
    line("paired", indicator.pairedWith.map(Self.name))
    line("context-only", indicator.contextOnly.map { _ in "yes" })
    line("reported", indicator.reportedWhere.map(Self.expression))
    line("complete", indicator.completeAtLeast.map(Self.number))
    line("exposure", indicator.exposureAtLeast.map(Self.span))
    line("baseline", indicator.baseline.map { "\(Self.number($0.value)) in \($0.period.label)" })
    line(
      "target",
      indicator.target.map { target in
        (target.isLine ? "line" : "steps")
          + target.points.map { " \(Self.number($0.value))@\($0.from.label)" }.joined()
      })
  }

  private mutating func add(_ example: ExampleDeclaration) {
    let asOf = example.asOf.map(Self.time) ?? "-"
    block("example \(Self.text(example.title)) \(asOf)\(example.ignoresTooFew ? " ignoring-too-few" : "")") { dump in
      for fact in example.facts { dump.line(Self.fact(fact)) }
      for expectation in example.expectations { dump.line(Self.expectation(expectation)) }
    }
  }

  static func risk(_ risk: AcceptedRisk) -> String { "\(name(risk.code)) because \(text(risk.reason))" }

  private static func role(_ role: RoleClause) -> String {
    "\(expression(role.condition)) because \(title(role.reason)) cap \(role.cap.map(number) ?? "-")"
  }

  static func split(_ split: SplitClause) -> String {
    (split.member.map { name($0) + "<" } ?? "") + name(split.field)
  }

  private static func value(_ clause: ValueClause) -> String {
    let measure = clause.measure.map { " in " + Self.measure($0) } ?? ""
    return form(clause.form) + (clause.panel.map { " " + Dump.panel($0) } ?? "") + measure
  }

  static func measure(_ measure: MeasureName) -> String {
    switch measure {
    case .perCent: "per-cent"
    case .points: "@points"
    case .span(let unit, _): "@\(unit.rawValue)"
    case .named(let name): Dump.name(name)
    }
  }

  private static func form(_ form: ValueForm) -> String {
    switch form {
    case .share: return "share"
    case .derived(let derived): return Dump.derived(derived)
    case .aggregate(let aggregate): return Dump.aggregate(aggregate)
    case .ratio(let numerator, let denominator):
      return "(ratio \(Dump.aggregate(numerator)) \(Dump.aggregate(denominator)))"
    case .rate(let per, let exposure, let isAnnual):
      return "(rate \(number(per)) \(Dump.exposure(exposure))\(isAnnual ? " annual" : ""))"
    case .answering(let answers, let question): return "(answering \(names(answers)) \(name(question)))"
    case .agreement(let clause, let field): return "\(agreement(clause)) on \(name(field))"
    case .namingEach(let question): return "(naming-each \(name(question)))"
    case .coverage(let clause):
      let base =
        switch clause.base {
        case .periods(let grain): "@\(grain.rawValue)"
        case .units: "@units"
        case .named(let name): Dump.name(name)
        case .officers: "@officers"
        }
      let post = clause.post.map { " post \(name($0.name)) \($0.least.map(span) ?? "-")" } ?? ""
      let inEvery = clause.inEvery.map { " in-every \($0.rawValue)" } ?? ""
      let register = clause.register.map { register in
        " listed \(name(register.name)) \(register.condition.map(expression) ?? "-")"
      }
      let bounds = clause.bounds.map(bound).joined(separator: " ")
      return "(coverage \(base)\(post)\(register ?? "") \(bounds)\(inEvery))"
    }
  }

  static func exposure(_ clause: ExposureClause) -> String {
    switch clause {
    case .residents(let condition): "residents" + (condition.map { " \(expression($0))" } ?? "")
    case .officers(let post): "officers" + (post.map { " post \(name($0))" } ?? "")
    case .daysInPost: "days-in-post"
    }
  }

  private static func bound(_ bound: CoverageBound) -> String {
    let limit =
      switch bound.limit {
      case .atLeast(let least): "least \(number(least))"
      case .atMost(let most): "most \(number(most))"
      case .none: "none"
      }
    let condition = bound.condition.map { " where \(expression($0))" } ?? ""
    return "\(limit) \(bound.event.map(name) ?? "-")\(condition)"
  }

  private static func aggregate(_ aggregate: Aggregate) -> String {
    switch aggregate {
    case .count: "count"
    case .distinct(let field): "(distinct \(name(field)))"
    case .sum(let quantity): "(sum \(expression(quantity)))"
    case .mean(let quantity): "(mean \(expression(quantity)))"
    case .median(let quantity): "(median \(expression(quantity)))"
    case .quantile(let probability, let quantity): "(quantile \(number(probability)) \(expression(quantity)))"
    case .onlyWhere(let aggregate, let condition): "(where \(Dump.aggregate(aggregate)) \(expression(condition)))"
    case .medianTerm: "median-term"
    }
  }

  private static func fact(_ fact: ExampleFact) -> String {
    switch fact {
    case .events(let count, let event, let fields, _):
      return "events \(count.map(number) ?? "-") \(name(event))\(Dump.fields(fields))"
    case .unit(let code, let level, let parent, let from, let until, let fields, _):
      return "unit \(text(code)) \(name(level)) in \(title(parent))\(term(from, until))\(Dump.fields(fields))"
    case .post(let officer, let unit, let post, let from, let until, _):
      return "post \(text(officer)) \(text(unit)) \(name(post))\(term(from, until))"
    case .residents(let count, let unit, let from, let until, let fields, _):
      return "residents \(number(count)) \(text(unit))\(term(from, until))\(Dump.fields(fields))"
    }
  }

  private static func term(_ from: TimeLiteral?, _ until: TimeLiteral?) -> String {
    " \(from.map(time) ?? "-")..\(until.map(time) ?? "-")"
  }

  private static func fields(_ fields: [ExampleField]) -> String {
    fields.map { field in
      switch field.value {
      case .plain(let values): " \(name(field.name))=[\(values.map(expression).joined(separator: " "))]"
      case .records(let records): " \(name(field.name))=" + records.map { "(\(Dump.fields($0)))" }.joined()
      }
    }.joined()
  }

  private static func expectation(_ clause: ExpectClause) -> String {
    var parts = ["expect \(clause.period.label)\(part(clause.part))"]
    if let officer = clause.officer { parts.append("officer \(text(officer))") }
    if let unit = clause.unit { parts.append("unit \(text(unit))") }
    parts += clause.splits.map { "\(split($0.name))=\(name($0.group))" }
    switch clause.outcome {
    case .value(let value, let fraction):
      parts.append("= \(number(value))")
      if let fraction { parts.append("\(number(fraction.numerator))/\(number(fraction.denominator))") }
    case .state(let state): parts.append("is \(name(state))")
    }
    return parts.joined(separator: " ")
  }
}
