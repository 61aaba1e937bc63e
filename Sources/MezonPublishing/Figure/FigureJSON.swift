// SPDX-License-Identifier: Apache-2.0

package import MezonColumns
import MezonDiagnostics
package import MezonEngine
package import MezonSemantics

/// An explained figure as one JSON document with stable names.
///
/// Of protected kinds of events it has rough numbers as texts, as in ``FigureContent``; of no event a field that is not open.
package struct FigureJSON {
  /// The document on one line.
  package private(set) var text = ""
  private let explanation: Explanation
  private let plan: IndicatorPlan
  private let schema: EventSchema

  /// Writes an explanation. Complexity: linear in its events.
  package init(
    _ explanation: Explanation, programme: Programme, dataset: Dataset, provenance: ReportEdition.Provenance
  ) {
    self.explanation = explanation
    let row = explanation.row
    plan = programme.indicators[row.indicator]
    schema = programme.events[plan.event.index]
    var members = [
      ("indicator", Self.quoted(plan.id)), ("version", Self.quoted(plan.version)),
      ("period", Self.quoted(row.period.label)),
    ]
    switch row.subject {
    case .unit(let unit): members.append(("unit", Self.quoted(dataset.organisation.codes[Int(unit)])))
    case .officer(let code, _):
      members.append(("officer", Self.quoted(dataset.domains[DomainID.officer.index].text(code))))
    }
    if let split = row.split { members.append(("split", Self.quoted(split.name + "=" + split.group))) }
    members += figure(row)
    if !row.operands.isEmpty, !explanation.isCoarse {
      let operands = row.operands.map { operand in
        Self.object([
          ("role", Self.quoted(operand.role.rawValue)),
          ("indicator", Self.quoted(programme.indicators[operand.indicator].id)),
          ("period", Self.quoted(operand.period.label)), ("value", Self.number(operand.value)),
          ("state", Self.quoted(operand.state.rawValue)), ("reason", Self.quoted(operand.reason)),
          ("n", String(operand.n)), ("score", Self.number(operand.score)), ("weight", Self.number(operand.weight)),
        ])
      }
      members.append(("operands", Self.list(operands)))
    }
    members.append(("roles", Self.list(roles())))
    members += [
      ("engine", Self.quoted(provenance.engineVersion)), ("definitions", Self.quoted(provenance.definitions)),
      ("data", Self.quoted(provenance.data)),
    ]
    text = Self.object(members)
  }

  private func figure(_ row: ResultRow) -> [(String, String)] {
    var members = [
      ("unit_of_measure", Self.quoted(plan.measure.name)), ("coarse", explanation.isCoarse ? "true" : "false"),
    ]
    // Of ratings the events are not told, but the figure is.
    if plan.isSensitive { return members }
    let numbers = [
      ("value", row.value), ("numerator", row.numerator), ("denominator", row.denominator), ("low", row.low),
      ("high", row.high), ("baseline", row.baseline), ("target", row.target),
    ]
    members += [("state", Self.quoted(row.state.rawValue)), ("reason", Self.quoted(row.reason))]
    members += numbers.map { ($0.0, Self.number($0.1)) }
    members += [("n", String(row.n)), ("status", Self.quoted(row.status.rawValue))]
    members += [
      ("method", row.method.isEmpty ? "null" : Self.quoted(row.method)),
      ("confidence", row.method.isEmpty ? "null" : Self.number(plan.interval?.confidence)),
      ("details", row.detailsJSON),
    ]
    return members
  }

  /// The roles; of protected events with those that no event has, for that one is missing would tell that it is empty.
  private func roles() -> [String] {
    var roles = explanation.roles.map(role)
    for absent in [EventRole.notYetDue, .counted, .missed] where explanation.isCoarse {
      guard !explanation.roles.contains(where: { $0.role == absent }) else { continue }
      roles.append(Self.object([("role", Self.quoted(absent.rawValue)), ("count", Self.quoted(coarse(0)))]))
    }
    return roles
  }

  private func coarse(_ count: Int) -> String { CoarseNumber(count, of: plan).notation }

  private func role(_ role: Explanation.Role) -> String {
    var members = [("role", Self.quoted(role.role.rawValue))]
    if let reason = role.reason { members.append(("reason", Self.quoted(reason))) }
    if let range = role.range {
      let line = range.source.position(of: range.lower).line
      members.append(("clause", Self.object([("file", Self.quoted(range.source.name)), ("line", String(line))])))
    }
    guard !explanation.isCoarse else {
      return Self.object(members + [("count", Self.quoted(coarse(role.count)))])
    }
    members += [("count", String(role.count)), ("beyond_cap", String(role.beyondCap))]
    return Self.object(members + [("events", Self.list(role.events.map(event)))])
  }

  private func event(_ event: Explanation.Event) -> String {
    let open = event.fields.filter { name, _ in
      schema.field(named: name).map { schema.fields[$0].privacy == .open } ?? false
    }
    return Self.object([
      ("file", Self.quoted(event.file)), ("line", String(event.line)), ("day", Self.quoted(event.day.description)),
      ("beyond_cap", event.isBeyondCap ? "true" : "false"),
      ("due_on", event.dueOn.map { Self.quoted($0.description) } ?? "null"),
      ("linked", Self.list(event.linked.map(linked))),
      ("fields", Self.object(open.map { ($0.name, Self.quoted($0.value)) })),
    ])
  }

  private func linked(_ event: Explanation.LinkedEvent) -> String {
    Self.object([
      ("type", Self.quoted(event.type)), ("file", Self.quoted(event.file)), ("line", String(event.line)),
      ("day", Self.quoted(event.day.description)),
    ])
  }

  private static func quoted(_ text: String) -> String { JSONText.quoted(text) }
  private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { quoted($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
  }

  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    var digits: [UInt8] = []
    NumberFormat.append(finite: value, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}
