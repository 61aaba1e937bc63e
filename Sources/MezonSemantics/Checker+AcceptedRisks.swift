// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// The warnings that a definition accepts, and which of them have arisen.
struct AcceptedRisks {
  private let clauses: [AcceptedRisk]
  private var arisen: Set<String> = []

  init(_ clauses: [AcceptedRisk]) { self.clauses = clauses }

  /// Notes that a warning arises; whether a clause accepts it.
  mutating func accept(_ rule: DiagnosticRule) -> Bool {
    arisen.insert(rule.code)
    return clauses.contains { $0.code.text == rule.code }
  }

  /// The clauses whose warning has not arisen.
  var needless: [AcceptedRisk] { clauses.filter { !arisen.contains($0.code.text) } }
}

// Silencing by a written reason.
extension Checker {
  /// Reports a warning unless the definition accepts it.
  mutating func warn(
    _ rule: DiagnosticRule, _ arguments: [String], at range: SourceRange, _ risks: inout AcceptedRisks
  ) {
    if !risks.accept(rule) { report(rule, arguments, at: range) }
  }

  /// Reports clauses that name no warning, an error, or a warning that does not arise.
  mutating func checkNeedless(_ risks: AcceptedRisks) {
    let acceptable = IncentiveRule.acceptable.map(\.code)
    for clause in risks.needless where !clause.code.text.isEmpty {
      let code = clause.code.text
      if acceptable.contains(code) {
        report(IncentiveRule.needlessRisk, [code], at: clause.range)
      } else if IncentiveRule.forbidden.contains(where: { $0.code == code }) {
        report(IncentiveRule.errorAccepted, [code], at: clause.code.range)
      } else {
        let near = Spelling.nearest(to: code, among: acceptable)
        diagnostics.append(
          Diagnostic(
            IncentiveRule.unknownRisk, [code, acceptable.joined(separator: ", ")], at: clause.code.range,
            suggestion: near))
      }
    }
  }
}
