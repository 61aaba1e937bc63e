// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
package import MezonSemantics
import MezonStatistics

/// The findings of an audit with the names behind their numbers, ready to be written; internal, as its first words say.
package struct AuditTable: Sendable {
  /// The first words of everything that holds leads.
  package static let notice =
    "Internal leads for a sampled audit by someone other than the appraiser: no proof, never a score, not for publication."

  /// The columns, in their order.
  package static let columns = [
    "internal", "audit", "period", "watch", "test", "level", "unit", "officer", "outcome", "observed", "expected",
    "cases", "p_value", "adjusted_p_value", "reason",
  ]

  private let plan: AuditPlan
  private let period: Period
  private let findings: AuditFindings
  private let names: ResultTable

  package init(_ findings: AuditFindings, of plan: AuditPlan, in period: Period, _ evaluator: Evaluator) {
    self.plan = plan
    self.period = period
    self.findings = findings
    names = ResultTable([], of: evaluator)
  }

  /// One line a lead, strongest first, then one a test without an answer.
  package func csv() -> [UInt8] {
    var writer = DelimitedWriter()
    for column in Self.columns { writer.append(column) }
    writer.endRow()
    for row in rows {
      for field in row { field.append(to: &writer) }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// One object: what it is, how it was made, and the findings.
  package func json(asOf: CalendarDay, definitions: String, data: String) -> [UInt8] {
    let objects = rows.map { row in
      "{"
        + zip(Self.columns, row).dropFirst().map { jsonText($0) + ":" + $1.json }.joined(separator: ",") + "}"
    }
    var text = String(decoding: meta(asOf: asOf, definitions: definitions, data: data).dropLast(3), as: UTF8.self)
    text += ",\n  \"findings\": [" + objects.map { "\n    " + $0 }.joined(separator: ",") + "\n  ]\n}\n"
    return Array(text.utf8)
  }

  /// What stands once beside the table: one JSON object, of which the first member says that it is internal.
  package func meta(asOf: CalendarDay, definitions: String, data: String) -> [UInt8] {
    let members = [
      ("internal", jsonText(Self.notice)), ("as_of", jsonText(asOf.description)),
      ("engine", jsonText(ResultMeta.engineVersion)), ("definitions", jsonText(definitions)),
      ("data", jsonText(data)), ("audit", jsonText(plan.digest)),
      ("false_discovery_rate", jsonNumber(plan.falseDiscoveryRate)), ("tests_with_an_answer", String(findings.tried)),
      ("tests_without_an_answer", String(findings.refused.count)), ("leads", String(findings.leads.count)),
      ("seed", jsonText(String(findings.seed))), ("deals", String(findings.deals)),
    ]
    let lines = members.map { "  " + jsonText($0) + ": " + $1 }
    return Array(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
  }

  private var rows: [[ResultField]] {
    let leads = findings.leads.map { lead in
      row(lead.key, test: lead.evidence.test, "lead")
        + [
          .number(lead.evidence.observed), .number(lead.evidence.expected), .count(lead.evidence.cases),
          .number(lead.evidence.pValue), .number(lead.adjusted), .empty,
        ]
    }
    let refused = findings.refused.map { key, reason in
      row(key, test: key.test, "no_answer") + [.empty, .empty, .empty, .empty, .empty, .text(reason.code)]
    }
    return leads + refused
  }

  private func row(_ key: AuditFindings.Key, test: GamingTest, _ outcome: String) -> [ResultField] {
    let unit = key.subject.flatMap { names.unit(of: $0) }
    let level = unit.map { names.organisation.levels[Int($0)] } ?? key.level
    var officer = ResultField.empty
    if case .officer(let code, _) = key.subject, let officers = names.officers, Int(code) < officers.count {
      officer = .text(officers.text(code))
    }
    let levels = names.programme.levels
    return [
      .text(outcome == "lead" ? "a lead to look into, no proof" : "no answer"), .text(plan.id), .text(period.label),
      .text(plan.wordings[key.watch]), .text(test.code),
      levels.indices.contains(level) ? .text(levels[level].name) : .empty,
      unit.map { .text(names.organisation.codes[Int($0)]) } ?? .empty, officer, .text(outcome),
    ]
  }
}
