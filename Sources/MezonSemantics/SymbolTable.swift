// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// The names that a programme declares, with what they stand for and where they stand.
struct SymbolTable {
  var choices: [ChoiceSchema] = []
  var choiceIDs: [String: ChoiceID] = [:]
  var domains: [String] = ["officer"]
  var domainIDs: [String: DomainID] = ["officer": .officer]
  var measures: Set<String> = []
  var levels: [LevelSchema] = []
  var unitAttributes: [FieldSchema] = []
  var events: [EventSchema] = []
  var eventIDs: [String: EventID] = [:]
  /// Where each name of a kind was declared first.
  var places: [String: SourceRange] = [:]

  /// A reference domain by name, declared by its first use.
  mutating func domain(named name: String) -> DomainID {
    if let known = domainIDs[name] { return known }
    let id = DomainID(domains.count)
    domains.append(name)
    domainIDs[name] = id
    return id
  }

  mutating func addChoice(_ schema: ChoiceSchema) -> ChoiceID {
    let id = ChoiceID(choices.count)
    choices.append(schema)
    choiceIDs[schema.name] = id
    return id
  }

  func level(named name: String) -> Int? { levels.firstIndex { $0.name == name } }
}
