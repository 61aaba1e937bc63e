// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Programmes, choices, domains and units of measure.
extension Checker {
  mutating func collectProgramme(_ declarations: [Declaration]) {
    for declaration in declarations {
      guard case .programme(let programme) = declaration else { continue }
      if let first = programmeDeclaration {
        let note = Diagnostic.Note(
          Wording("declared first here", "впервые описано здесь"), at: .definition(first.range))
        diagnostics.append(Diagnostic(SemanticRule.twoProgrammes, at: programme.range, notes: [note]))
        continue
      }
      programmeDeclaration = programme
    }
    if let month = programmeDeclaration?.fiscalYearFirstMonth {
      if let fiscal = PeriodCalendar(fiscalYearFirstMonth: Int(month.value)) {
        calendar = fiscal
      } else {
        report(SemanticRule.badNumber, [month.range.text, "1", "12"], at: month.range)
      }
    }
    if let zone = programmeDeclaration?.timeZone, TimeZoneRules(identifier: zone.text) == nil {
      report(SemanticRule.badTimeZone, [zone.text], at: zone.range)
    }
    collectLevels()
  }

  private mutating func collectLevels() {
    let trees = programmeDeclaration?.levelTrees ?? []
    for (tree, names) in trees.enumerated() {
      for (depth, name) in names.enumerated() where !name.text.isEmpty {
        guard symbols.level(named: name.text) == nil else {
          report(SemanticRule.duplicateName, [name.text], at: name.range)
          continue
        }
        symbols.levels.append(LevelSchema(name: name.text, tree: tree, depth: depth))
      }
    }
    // A file without a programme, such as one of a library, is checked and run as if there were one level.
    if symbols.levels.isEmpty { symbols.levels = [LevelSchema(name: "organisation", tree: 0, depth: 0)] }
  }

  mutating func collectNames(_ declarations: [Declaration]) {
    for declaration in declarations {
      switch declaration {
      case .choice(let choice) where !choice.name.text.isEmpty:
        guard declare("choice", choice.name) else { continue }
        _ = symbols.addChoice(ChoiceSchema(name: choice.name.text, members: uniqueMembers(choice.members)))
      case .domain(let name) where !name.text.isEmpty:
        guard declare("domain", name) else { continue }
        _ = symbols.domain(named: name.text)
      case .unitOfMeasure(let names):
        for name in names where !name.text.isEmpty { symbols.measures.insert(name.text) }
      default: continue
      }
    }
    for attribute in programmeDeclaration?.unitAttributes ?? [] {
      symbols.unitAttributes.append(schema(of: attribute, in: "unit"))
    }
  }

  /// Notes where a name of a kind stands; false and a diagnostic when it stands twice.
  mutating func declare(_ kind: String, _ name: Name) -> Bool {
    let key = "\(kind) \(name.text)"
    if let first = symbols.places[key] {
      report(duplicate: name, first: first)
      return false
    }
    symbols.places[key] = name.range
    return true
  }

  /// The members' names; one that stands twice is reported and taken once.
  mutating func uniqueMembers(_ members: [Name]) -> [String] {
    var result: [String] = []
    for member in members where !member.text.isEmpty {
      if result.contains(member.text) {
        report(SemanticRule.repeatedMember, [member.text], at: member.range)
      } else {
        result.append(member.text)
      }
    }
    return result
  }
}
