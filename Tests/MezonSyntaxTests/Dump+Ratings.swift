// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  mutating func add(_ rubric: RubricDeclaration) {
    block("rubric \(Self.name(rubric.name)) \(Self.title(rubric.title))") { dump in
      dump.labels(rubric.labels)
      for level in rubric.levels { dump.labels([level.description], Self.number(level.number)) }
    }
  }

  mutating func add(_ clauses: RatingsClauses) {
    line("rates", clauses.item.map(Self.name))
    line("rater", clauses.rater.map(Self.name))
    line("body", clauses.body.map(Self.name))
    line("narrative", clauses.narrative.map(Self.name))
    line("evidence", clauses.evidence.map(Self.name))
  }

  static func panel(_ panel: PanelClause) -> String {
    let agreement = panel.agreement.map { " \(self.agreement($0))" } ?? ""
    return "(by \(number(panel.leastRaters)) from \(names(panel.bodies))\(agreement)"
      + (panel.requiresNarrative ? " narrative" : "") + (panel.requiresEvidence ? " evidence" : "") + ")"
  }

  static func agreement(_ clause: AgreementClause) -> String {
    let parts = [clause.tolerance, clause.least].map { $0.map(number) ?? "-" }
    return "(agreement \(name(clause.method)) \(clause.scale.map(name) ?? "-") \(parts.joined(separator: " ")))"
  }
}
