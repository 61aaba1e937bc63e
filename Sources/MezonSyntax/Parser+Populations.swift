// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Residents and officers, and standard populations.
extension Parser {
  /// `standard population european of age_group { 22,000 child  78,000 adult }`.
  mutating func parseStandard() -> StandardDeclaration {
    let name = parseNewName(Expected.standardName)
    let title = parseOptionalText()
    let labels = parseLabels()
    expect(.ofOperand)
    let choice = parseName(Expected.choiceName)
    var groups: [(persons: NumberLiteral, member: Name)] = []
    parseBraces { parser in
      guard parser.at(.number) else {
        parser.reportExpected(Expected.number)
        return
      }
      parser.tree.open(.clause)
      defer { parser.tree.close() }
      let persons = parser.parseNumber()
      groups.append((persons, parser.parseName(Expected.choiceMember)))
    }
    return StandardDeclaration(name: name, title: title, labels: labels, choice: choice, groups: groups)
  }

  /// `residents where sex is female`, `officers in post precinct_inspector`.
  mutating func parsePersons() -> ExposureClause {
    if eat(.officers) { return .officers(post: eat(.inPost) ? parseName(Expected.post) : nil) }
    guard eat(.residents) else {
      reportExpected(anyOf: [.residents, .officers, .daysInPost])
      return .residents(where: nil)
    }
    return .residents(where: eat(.whereCondition) ? parseCondition() : nil)
  }
}
