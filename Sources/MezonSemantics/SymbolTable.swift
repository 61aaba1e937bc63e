// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// The names that a programme declares, with what they stand for and where they stand.
struct SymbolTable {
  var choices: [ChoiceSchema] = []
  var choiceIDs: [String: ChoiceID] = [:]
  var domains: [String] = ["officer"]
  var domainIDs: [String: DomainID] = ["officer": .officer]
  var rubrics: [RubricSchema] = []
  var measures: Set<String> = []
  var levels: [LevelSchema] = []
  var unitAttributes: [FieldSchema] = []
  /// The columns by which residents are counted apart.
  var populationGroups: [FieldSchema] = []
  var events: [EventSchema] = []
  var eventIDs: [String: EventID] = [:]
  var parameters: [String: ParameterDeclaration] = [:]
  /// Standard populations, those without a fault.
  var standards: [String: StandardPopulation] = [:]
  /// The names of those in which something is wrong, which is reported where they stand.
  var faultyStandards: Set<String> = []
  /// For each place where a group is used, where its members were written.
  var groupPlaces: [SourceRange: [String: SourceRange]] = [:]
  /// Where each name of a kind was declared first.
  var places: [String: SourceRange] = [:]
  /// By kind, the first name of each look.
  var looks: [String: [String: Name]] = [:]

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
