// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// A plan as canonical text: the same for the same meaning, in whichever keyword language it was written.
///
/// It is what a definition's digest is taken of, and what tests compare.
package struct PlanText {
  let symbols: SymbolTable
  let graph: PlanGraph

  /// The text of an indicator: one clause a line. Labels, reasons and examples are not part of it.
  func text(of plan: IndicatorPlan, withEnd: Bool = true) -> String {
    var lines = ["indicator \(plan.id)", "event \(symbols.events[plan.event.index].name)"]
    lines += plan.moment.map { ["moment \($0.rawValue)"] } ?? []
    if plan.isOfOfficersUnit { lines.append("of-officers-unit") }
    lines += plan.population.map { ["population \(text($0))"] } ?? []
    lines += plan.leavesOut.map { "leaves-out \(text($0.condition)) cap \(number($0.cap))" }
    lines += plan.counts.map { ["counts \(text($0))"] } ?? []
    lines += plan.notHeldAgainst.map { "not-held-against \(text($0.condition)) cap \(number($0.cap))" }
    lines += plan.window.map { ["covers \($0)"] } ?? []
    lines.append("value \(text(plan.value, plan.event)) in \(plan.measure.name)")
    let fields = symbols.events[plan.event.index].fields
    let officers = plan.officerFields.map { fields[$0].name }.joined(separator: " ")
    let unit = plan.unitField.map { fields[$0].name } ?? "-"
    let period = plan.periodField == EventSchema.termDay ? "term" : name(ofField: plan.periodField, plan.event)
    lines.append("period-field \(period) unit-field \(unit) officers \(officers)")
    let levels = plan.levels.map { symbols.levels[$0].name }
    lines.append("for officers \(plan.isForOfficers) levels \(levels.joined(separator: " "))")
    lines.append("every \(plan.grains.map(\.rawValue).joined(separator: " "))")
    lines.append("splits \(plan.splits.map(\.name).joined(separator: " "))")
    lines.append("direction \(plan.isHigherBetter.map(String.init) ?? "-") context \(plan.isContextOnly)")
    lines.append("interval \(plan.interval.map { "\($0.method.rawValue) \($0.confidence)" } ?? "none")")
    lines += plan.presentation.map { ["show-by-rule \($0.rawValue)"] } ?? []
    lines += plan.comparisons.isEmpty ? [] : ["compared \(plan.comparisons.map(\.text).joined(separator: " "))"]
    lines.append("too-few \(plan.tooFewBelow) protect \(plan.protectCellsBelow)")
    lines += plan.reportedWhere.map { ["reported \(text($0))"] } ?? []
    lines.append("complete \(plan.completeAtLeast) exposure \(plan.exposureDaysAtLeast)")
    lines += plan.baseline.map { ["baseline \($0.value) in \($0.period.label)"] } ?? []
    if let target = plan.target {
      let points = target.points.map { "\($0.value) from \($0.from)" }
      lines.append("target line \(target.isLine) \(points.joined(separator: " "))")
    }
    let from = plan.effectiveFrom.map { "\($0)" } ?? "-"
    let until = plan.effectiveUntil.map { "\($0)" } ?? "-"
    lines.append("effective \(from)" + (withEnd ? " \(until)" : ""))
    return lines.joined(separator: "\n")
  }

  /// The field's name; "-" where an event without any field lacks its own time, which the checker refuses by itself.
  private func name(ofField field: Int, _ event: EventID) -> String {
    let fields = symbols.events[event.index].fields
    return fields.indices.contains(field) ? fields[field].name : "-"
  }

  private func number(_ value: Double?) -> String { value.map { String($0) } ?? "-" }

  private func text(_ value: ValuePlan, _ event: EventID) -> String {
    switch value {
    case .share: "share"
    case .derived(let plan): text(plan)
    case .aggregate(let aggregate): text(aggregate, event)
    case .ratio(let first, let second): "(ratio \(text(first, event)) \(text(second, event)))"
    case .rate(let per, let exposure, let isAnnual): "(rate \(per) \(text(exposure)) \(isAnnual))"
    case .estimate(let plan): plan.text { text($0) } + (plan.panel?.rating.map { text($0.rubric) } ?? "")
    case .coverage(let plan): text(plan, event)
    }
  }

  /// What raters were told of each level; translations are wording.
  private func text(_ rubric: RubricID) -> String {
    let levels = symbols.rubrics[rubric.index].levels.map { "\($0.number) \(quoted($0.description))" }
    return " (rubric \(levels.joined(separator: " ")))"
  }

  private func text(_ plan: CoveragePlan, _ event: EventID) -> String {
    let post = plan.post.map { "\($0.post) \($0.leastDays)" } ?? "-"
    let register = plan.register.map { register in
      " in \(symbols.events[register.event.index].name) \(register.field) \(register.condition.map { text($0) } ?? "-")"
    }
    let bounds = plan.bounds.map(text).joined(separator: " ")
    return "(coverage \(text(plan.base, event)) \(post)\(register ?? "") \(bounds) \(plan.inEvery?.rawValue ?? "-"))"
  }

  /// A plain lower bound is its number alone, as it was when there were no others.
  private func text(_ bound: CoveragePlan.Bound) -> String {
    let condition = bound.condition.map { text($0) }
    switch bound.limit {
    case .atLeast(let number): return condition.map { "(least \(number) \($0))" } ?? "\(number)"
    case .atLeastFrom(let points): return condition.map { "(least [\(text(points))] \($0))" } ?? "[\(text(points))]"
    case .atMost(let number): return "(most \(number) \(condition ?? "-"))"
    case .atLeastPerCent(let share): return "(least-share \(share) \(condition ?? "-"))"
    case .atMostPerCent(let share): return "(most-share \(share) \(condition ?? "-"))"
    }
  }

  /// All residents are `residents`, as they were before residents had groups.
  private func text(_ exposure: ExposurePlan) -> String {
    switch exposure {
    case .residents(nil): return "residents"
    case .residents(let selection?):
      let choices = symbols.populationGroups.compactMap { column in
        if case .choice(let choice) = column.type { symbols.choices[choice.index].members } else { nil }
      }
      let groups = selection.groups.map { group in
        zip(choices, PopulationSelection.members(of: group, sizes: choices.map(\.count))).map { $0[$1] }
          .joined(separator: "/")
      }
      return
        "(residents \(symbols.populationGroups.map(\.name).joined(separator: "/")) \(groups.joined(separator: " ")))"
    case .officers(let post): return post.map { "(officers \(quoted($0)))" } ?? "officers"
    case .daysInPost: return "days-in-post"
    }
  }

  private func text(_ base: CoveragePlan.Base, _ event: EventID) -> String {
    switch base {
    case .periods(let grain): "periods \(grain.rawValue)"
    case .units(let level): "units \(level.map { symbols.levels[$0].name } ?? "lowest")"
    case .officers: "officers"
    case .values(let field): "values \(symbols.events[event.index].fields[field].name)"
    }
  }

  private func text(_ aggregate: AggregatePlan, _ event: EventID) -> String {
    switch aggregate {
    case .count: "count"
    case .distinct(let field): "(distinct \(symbols.events[event.index].fields[field].name))"
    case .sum(let node): "(sum \(text(node)))"
    case .mean(let node): "(mean \(text(node)))"
    case .quantile(let probability, let node): "(quantile \(probability) \(text(node)))"
    case .onlyWhere(let aggregate, let condition): "(where \(text(condition)) \(text(aggregate, event)))"
    case .medianTerm: "median-term"
    }
  }

  /// A node as an s-expression with the names of fields and members.
  func text(_ id: NodeID) -> String {
    switch graph[id] {
    case .field(let event, let field): name(ofField: field, event)
    case .memberField(let event, let list, let member): memberName(event, list, member)
    case .element: "element"
    case .unitAttribute(_, _, let attribute): "unit.\(symbols.unitAttributes[attribute].name)"
    case .literal(let literal): text(literal)
    case .lastDay: "last-day"
    case .compare(let comparison, let a, let b): "(\(comparison.rawValue) \(text(a)) \(text(b)))"
    case .isMissing(let a): "(missing \(text(a)))"
    case .matches(let a, let pattern): "(matches \(text(a)) \(quoted(pattern)))"
    case .not(let a): "(not \(text(a)))"
    case .and(let a, let b): "(and \(text(a)) \(text(b)))"
    case .or(let a, let b): "(or \(text(a)) \(text(b)))"
    case .arithmetic(let operation, let a, let b): "(\(operation.rawValue) \(text(a)) \(text(b)))"
    case .elapsed(let unit, let a, let b): "(\(unit.rawValue) \(text(a)) \(text(b)))"
    case .within(let a, let span, let unit, let b): "(within \(text(a)) \(span) \(unit.rawValue) \(text(b)))"
    case .quantified(let quantifier, let event, let list, let body):
      "(\(quantifier.rawValue) \(symbols.events[event.index].fields[list].name) \(text(body)))"
    case .dated(let numbers, let day): "(dated \(text(numbers)) \(text(day)))"
    case .linkExists(let link): "(exists \(text(link)))"
    case .monthsLater(let a, let months): "(months-later \(text(a)) \(months))"
    case .namesOfficer(let event, let field): "(names-officer \(name(ofField: field, event)))"
    case .scale(_, let scale):
      "(scale \(scale.items.map { "\($0.field) \($0.scores.map { $0 ?? 0 })" }.joined(separator: " ")) \(scale.least))"
    case .linkFirst(let link, let field):
      "(first \(symbols.events[link.target.index].fields[field].name) \(text(link)))"
    }
  }

  private func text(_ numbers: [DatedNumber]) -> String {
    numbers.map { "\($0.value) from \($0.from)" }.joined(separator: " ")
  }

  private func memberName(_ event: EventID, _ list: Int, _ member: Int) -> String {
    let field = symbols.events[event.index].fields[list]
    guard case .records(let members) = field.type else { return field.name }
    return "\(field.name).\(members[member].name)"
  }

  private func text(_ link: PlanLink) -> String {
    let base = symbols.events[link.base.index]
    let target = symbols.events[link.target.index]
    let keys = link.keys.map { "\(base.fields[$0.base].name)=\(target.fields[$0.target].name)" }
    let anchor = link.anchorField.map { base.fields[$0].name } ?? "-"
    let span =
      switch link.span {
      case .elapsed(let amount, let unit): "\(amount) \(unit.rawValue)"
      case .months(let months): "\(months) months"
      case nil: "-"
      }
    let condition = link.condition.map { text($0) } ?? "-"
    return "\(target.name) \(condition) [\(keys.joined(separator: " "))] \(link.isOrdered) \(anchor) \(span)"
  }

  private func text(_ literal: PlanLiteral) -> String {
    switch literal {
    case .number(let value): String(value)
    case .truth(let value): String(value)
    case .member(let choice, let index): symbols.choices[choice.index].members[index]
    case .text(let text): quoted(text)
    case .day(let day): "day \(day)"
    case .localTime(let day, let microseconds): "time \(day) \(microseconds)"
    }
  }

  private func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\\\""))\"" }
}
