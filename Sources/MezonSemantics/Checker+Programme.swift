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
      case .rubric(let rubric): collectRubric(rubric)
      case .unitOfMeasure(let names):
        for name in names where !name.text.isEmpty {
          symbols.measures.insert(name.text)
          noteLook(of: name, among: "unit of measure")
        }
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
    noteLook(of: name, among: kind)
    return true
  }

  /// Notes what a name of a kind looks like; a diagnostic where another name of the kind looks the same.
  mutating func noteLook(of name: Name, among kind: String) {
    var looks = symbols.looks[kind] ?? [:]
    symbols.looks[kind] = nil
    noteLook(of: name, in: &looks)
    symbols.looks[kind] = looks
  }

  private mutating func noteLook(of name: Name, in looks: inout [String: Name]) {
    let look = NameSkeleton.of(name.text)
    guard let first = looks[look] else {
      looks[look] = name
      return
    }
    guard first.text != name.text else { return }
    let note = Diagnostic.Note(Wording("the other one stands here", "другое стоит здесь"), at: .definition(first.range))
    diagnostics.append(
      Diagnostic(SemanticRule.confusableName, [name.text, first.text], at: name.range, notes: [note]))
  }

  /// The members' names; one that stands twice is reported and taken once.
  mutating func uniqueMembers(_ members: [Name]) -> [String] {
    var result: [String] = []
    var looks: [String: Name] = [:]
    var seen: Set<String> = []
    for member in members where !member.text.isEmpty {
      guard seen.insert(member.text).inserted else {
        report(SemanticRule.repeatedMember, [member.text], at: member.range)
        continue
      }
      result.append(member.text)
      noteLook(of: member, in: &looks)
    }
    if result.count > DefinitionBound.members, let first = members.first {
      let facts = [first.text, String(result.count), String(DefinitionBound.members)]
      report(SemanticRule.tooMany, facts, at: first.range)
    }
    return result
  }
}
