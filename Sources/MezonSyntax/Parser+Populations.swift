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
    var table: StandardTableClause?
    var seen: Set<Keyword> = []
    parseBraces { parser in
      parser.tree.open(.clause)
      defer { parser.tree.close() }
      if parser.at(.number) {
        let persons = parser.parseNumber()
        groups.append((persons, parser.parseName(Expected.choiceMember)))
      } else if let keyword = parser.longestMatch(of: Self.standardClauses) {
        parser.noteRepetition(of: keyword, in: .standardPopulation, single: Set(Self.standardClauses), &seen)
        var clause =
          table ?? StandardTableClause(layout: SourceDeclaration(name: name, target: choice, range: name.range))
        let start = parser.index
        _ = parser.eat(keyword)
        parser.parseStandardClause(keyword, from: start, into: &clause)
        table = clause
      } else {
        parser.reportExpected(Expected.number)
      }
    }
    return StandardDeclaration(
      name: name, title: title, labels: labels, choice: choice, groups: groups, table: table)
  }

  /// What says where the table of a standard population stands.
  private static let standardClauses: [Keyword] = [
    .file, .delimiter, .encoding, .sheet, .headerRow, .headerRows, .decimalComma, .groupsFromColumn, .personsFromColumn,
  ]

  private mutating func parseStandardClause(
    _ keyword: Keyword, from start: Int, into table: inout StandardTableClause
  ) {
    switch keyword {
    case .groupsFromColumn:
      table.groups = parseText(Expected.column)
      if eat(.recode) { table.recodes = parseRecodes() }
      if eat(.others) { table.others = parseOthers() }
    case .personsFromColumn: table.persons = parseText(Expected.column)
    default: parseSourceClause(keyword, from: start, into: &table.layout)
    }
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
