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
      dump.reach(indicator)
      dump.judge(indicator)
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
    line("too-few", indicator.tooFewBelow.map(Self.number))
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

  private static func role(_ role: RoleClause) -> String {
    "\(expression(role.condition)) because \(title(role.reason)) cap \(role.cap.map(number) ?? "-")"
  }

  static func split(_ split: SplitClause) -> String {
    (split.member.map { name($0) + "<" } ?? "") + name(split.field)
  }

  private static func value(_ clause: ValueClause) -> String {
    let measure =
      switch clause.measure {
      case .perCent: " in per-cent"
      case .span(let unit, _): " in @\(unit.rawValue)"
      case .named(let name): " in \(Dump.name(name))"
      case nil: ""
      }
    return form(clause.form) + measure
  }

  private static func form(_ form: ValueForm) -> String {
    switch form {
    case .share: return "share"
    case .aggregate(let aggregate): return Dump.aggregate(aggregate)
    case .ratio(let numerator, let denominator):
      return "(ratio \(Dump.aggregate(numerator)) \(Dump.aggregate(denominator)))"
    case .rate(let per, let exposure, let isAnnual):
      return "(rate \(number(per)) \(exposure.rawValue)\(isAnnual ? " annual" : ""))"
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
      return "(coverage \(base)\(post) least \(number(clause.atLeast)) \(clause.event.map(name) ?? "-")\(inEvery))"
    }
  }

  private static func aggregate(_ aggregate: Aggregate) -> String {
    switch aggregate {
    case .count: "count"
    case .distinct(let field): "(distinct \(name(field)))"
    case .sum(let quantity): "(sum \(expression(quantity)))"
    case .mean(let quantity): "(mean \(expression(quantity)))"
    case .median(let quantity): "(median \(expression(quantity)))"
    case .quantile(let probability, let quantity): "(quantile \(number(probability)) \(expression(quantity)))"
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
    case .residents(let count, let unit, let from, let until, _):
      return "residents \(number(count)) \(text(unit))\(term(from, until))"
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
    var parts = ["expect \(clause.period.label)"]
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
