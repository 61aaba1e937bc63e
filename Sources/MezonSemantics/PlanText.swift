// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// A plan as canonical text: the same for the same meaning, in whichever keyword language it was written.
///
/// It is what a definition's digest is taken of, and what tests compare.
package struct PlanText {
  let symbols: SymbolTable
  let graph: PlanGraph

  /// The text of an indicator: one clause a line. Labels, reasons and examples are not part of it.
  func text(of plan: IndicatorPlan) -> String {
    var lines = ["indicator \(plan.id)", "event \(symbols.events[plan.event.index].name)"]
    lines += plan.population.map { ["population \(text($0))"] } ?? []
    lines += plan.leavesOut.map { "leaves-out \(text($0.condition)) cap \(number($0.cap))" }
    lines += plan.counts.map { ["counts \(text($0))"] } ?? []
    lines += plan.notHeldAgainst.map { "not-held-against \(text($0.condition)) cap \(number($0.cap))" }
    lines.append("value \(text(plan.value)) in \(plan.measure.name)")
    lines.append("period-field \(plan.periodField) unit-field \(plan.unitField ?? -1) officers \(plan.officerFields)")
    let levels = plan.levels.map { symbols.levels[$0].name }
    lines.append("for officers \(plan.isForOfficers) levels \(levels.joined(separator: " "))")
    lines.append("every \(plan.grains.map(\.rawValue).joined(separator: " "))")
    lines.append("splits \(plan.splits.map(\.name).joined(separator: " "))")
    lines.append("direction \(plan.isHigherBetter.map(String.init) ?? "-") context \(plan.isContextOnly)")
    lines.append("interval \(plan.interval.map { "\($0.method.rawValue) \($0.confidence)" } ?? "none")")
    lines.append("too-few \(plan.tooFewBelow) protect \(plan.protectCellsBelow)")
    lines += plan.reportedWhere.map { ["reported \(text($0))"] } ?? []
    lines.append("complete \(plan.completeAtLeast) exposure \(plan.exposureDaysAtLeast)")
    lines += plan.baseline.map { ["baseline \($0.value) in \($0.period.label)"] } ?? []
    if let target = plan.target {
      let points = target.points.map { "\($0.value) from \($0.from)" }
      lines.append("target line \(target.isLine) \(points.joined(separator: " "))")
    }
    let from = plan.effectiveFrom.map { "\($0)" } ?? "-"
    lines.append("effective \(from) \(plan.effectiveUntil.map { "\($0)" } ?? "-")")
    return lines.joined(separator: "\n")
  }

  private func number(_ value: Double?) -> String { value.map { String($0) } ?? "-" }

  private func text(_ value: ValuePlan) -> String {
    switch value {
    case .share: "share"
    case .aggregate(let aggregate): text(aggregate)
    case .ratio(let first, let second): "(ratio \(text(first)) \(text(second)))"
    case .rate(let per, let exposure, let isAnnual): "(rate \(per) \(exposure.rawValue) \(isAnnual))"
    case .coverage(let plan):
      "(coverage \(text(plan.base)) \(plan.post.map { "\($0.post) \($0.leastDays)" } ?? "-") \(plan.atLeast) \(plan.inEvery?.rawValue ?? "-"))"
    }
  }

  private func text(_ base: CoveragePlan.Base) -> String {
    switch base {
    case .periods(let grain): "periods \(grain.rawValue)"
    case .units(let level): "units \(level.map { symbols.levels[$0].name } ?? "lowest")"
    case .officers: "officers"
    case .values(let field): "values \(field)"
    }
  }

  private func text(_ aggregate: AggregatePlan) -> String {
    switch aggregate {
    case .count: "count"
    case .distinct(let field): "(distinct \(field))"
    case .sum(let node): "(sum \(text(node)))"
    case .mean(let node): "(mean \(text(node)))"
    case .quantile(let probability, let node): "(quantile \(probability) \(text(node)))"
    }
  }

  /// A node as an s-expression with the names of fields and members.
  func text(_ id: NodeID) -> String {
    switch graph[id] {
    case .field(let event, let field): symbols.events[event.index].fields[field].name
    case .memberField(let event, let list, let member): memberName(event, list, member)
    case .element: "element"
    case .unitAttribute(_, _, let attribute): "unit.\(symbols.unitAttributes[attribute].name)"
    case .literal(let literal): text(literal)
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
    case .linkExists(let link): "(exists \(text(link)))"
    case .linkFirst(let link, let field):
      "(first \(symbols.events[link.target.index].fields[field].name) \(text(link)))"
    }
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
    let span = link.span.map { "\($0.amount) \($0.unit.rawValue)" } ?? "-"
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
