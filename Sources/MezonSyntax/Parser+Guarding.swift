// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// What an event is in essence, and accepted risks.
extension Parser {
  /// What stands behind `nature`.
  mutating func parseNature(from start: Int) -> NatureClause {
    let natures = ActivityNature.allCases
    if let keyword = longestMatch(of: natures.map(\.keyword)), eat(keyword) {
      return NatureClause(nature: natures.first { $0.keyword == keyword }, range: range(from: start))
    }
    reportExpected(anyOf: natures.map(\.keyword))
    return NatureClause(nature: nil, range: range(from: start))
  }

  /// What stands behind `accepts risk`.
  mutating func parseAcceptedRisk(from start: Int) -> AcceptedRisk {
    let code = parseName(Expected.warningCode)
    expect(.because)
    return AcceptedRisk(code: code, reason: parseText(Expected.reason), range: range(from: start))
  }
}
