// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Standard populations that a file says.
extension Checker {
  /// How many persons each group has by a declaration: as it is written out, or by the rows of its table. Rows that are recoded to
  /// one member are added up. Nil where that is not said, which is reported.
  mutating func groups(
    of standard: StandardDeclaration, _ table: StandardTable?, _ choice: ChoiceID
  ) -> [(persons: Double, member: Name)]? {
    guard let clause = standard.table else { return standard.groups.map { ($0.persons.value, $0.member) } }
    guard standard.groups.isEmpty else {
      report(StandardTableRule.writtenAndRead, [standard.name.text], at: standard.name.range)
      return nil
    }
    let parts: [(Keyword, TextLiteral?)] = [
      (.file, clause.layout.file), (.groupsFromColumn, clause.groups), (.personsFromColumn, clause.persons),
    ]
    if let missing = parts.first(where: { $0.1 == nil }) {
      let word = spelling(missing.0, at: standard.name.range)
      report(StandardTableRule.incomplete, [standard.name.text, word], at: standard.name.range)
      return nil
    }
    guard let recodes = memberRecodes(clause, choice) else { return nil }
    guard let table else {
      let file = clause.layout.file
      report(
        StandardTableRule.notRead, [standard.name.text, file?.text ?? ""], at: file?.range ?? standard.name.range)
      return nil
    }
    diagnostics += table.diagnostics
    return table.diagnostics.hasErrors ? nil : groups(table, recodes, choice)
  }

  /// What the texts of a table stand for.
  private struct GroupRecodes {
    /// The member of a text.
    var members: [String: Name] = [:]
    /// The member of all texts that are neither recoded nor members.
    var others: Name?
    /// Whether rows with such texts are passed over.
    var passesOver = false
  }

  private mutating func memberRecodes(_ clause: StandardTableClause, _ choice: ChoiceID) -> GroupRecodes? {
    var recodes = GroupRecodes()
    var isRight = true
    for recode in clause.recodes {
      let member = recodedMember(recode.value, choice)
      if member == nil { isRight = false }
      recodes.members[recode.code.text] = member
    }
    switch clause.others {
    case .value(let value):
      recodes.others = recodedMember(value, choice)
      if recodes.others == nil { isRight = false }
    case .missing: recodes.passesOver = true
    case .refuse, nil: break
    }
    return isRight ? recodes : nil
  }

  private mutating func recodedMember(_ value: Expression, _ choice: ChoiceID) -> Name? {
    if case .name(let name) = value { return member(name, of: choice) == nil ? nil : name }
    let known = symbols.choices[choice.index]
    let facts = [known.name, known.members.prefix(20).joined(separator: ", ")]
    report(StandardTableRule.recodeNeedsMember, facts, at: value.range)
    return nil
  }

  private mutating func groups(
    _ table: StandardTable, _ recodes: GroupRecodes, _ choice: ChoiceID
  ) -> [(persons: Double, member: Name)]? {
    let known = symbols.choices[choice.index]
    var seen: Set<String> = []
    var sums: [(persons: Double, member: Name)] = []
    var isRight = true
    for (group, persons) in table.rows {
      let own = known.members.contains(group.text) ? group : recodes.others
      if let member = recodes.members[group.text] ?? own {
        guard seen.insert(group.text).inserted else {
          report(StandardTableRule.repeatedGroup, [group.text], at: group.range)
          isRight = false
          continue
        }
        if let place = sums.firstIndex(where: { $0.member.text == member.text }) {
          sums[place].persons += persons
        } else {
          sums.append((persons, member))
        }
      } else if !recodes.passesOver {
        diagnostics.append(
          Diagnostic(
            StandardTableRule.unknownGroup, [group.text, known.name], at: group.range,
            suggestion: Spelling.nearest(to: group.text, among: known.members)))
        isRight = false
      }
    }
    return isRight ? sums : nil
  }
}
