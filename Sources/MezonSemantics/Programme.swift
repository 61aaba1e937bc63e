// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// A checked programme: everything its definition files say, resolved and typed.
package struct Programme: Sendable {
  package let title: String
  package let declaration: ProgrammeDeclaration?
  /// Identifier of the zone whose midnights bound periods; `UTC` when none is stated.
  package let timeZone: String
  /// Codes of the publications' languages, the first being the default.
  package let languages: [String]
  package let fiscalYearFirstMonth: Int
  /// From the top of each tree down, tree after tree.
  package let levels: [LevelSchema]
  package let unitAttributes: [FieldSchema]
  /// The columns by which residents are counted apart, each of a declared choice.
  package let populationGroups: [FieldSchema]
  package let choices: [ChoiceSchema]
  /// The rubrics on which something is rated.
  package let rubrics: [RubricSchema]
  /// Names of reference domains; the first is `officer`.
  package let domains: [String]
  package let events: [EventSchema]
  package let sources: [SourcePlan]
  package let graph: PlanGraph
  /// In the order of declaration, files by name.
  package var indicators: [IndicatorPlan]
  package let appraisals: [AppraisalPlan]
  package let reports: [ReportPlan]
  package let audits: [AuditPlan]
  /// Standard populations in the order of declaration.
  package let standards: [StandardDeclaration]
  /// Groups, filters and parameters in the order of declaration.
  package let shared: [SharedDefinition]
  /// SHA-256 of the canonical text of all definitions, in hex.
  package let digest: String

  /// The index of an event type by name. Complexity: O(events).
  package func event(named name: String) -> EventID? {
    events.firstIndex { $0.name == name }.map(EventID.init)
  }

  /// Indices of some indicators and of all that they are made from, ascending. Complexity: O(indicators²).
  package func withOperands(_ indices: [Int]) -> [Int] {
    var found: Set<Int> = []
    var pending = indices
    while let index = pending.popLast() {
      guard found.insert(index).inserted, case .derived(let derived) = indicators[index].value else { continue }
      pending += derived.operands.compactMap { id in indicators.firstIndex { $0.id == id } }
    }
    return found.sorted()
  }

  /// An indicator by id, in its newest version. Complexity: O(indicators).
  package func indicator(named id: String) -> IndicatorPlan? {
    versions(of: id).last.map { indicators[$0] }
  }
}

/// The tables that a source can fill besides event types.
package enum RosterTable: String, Sendable, CaseIterable {
  case units, posts, population
  case handIns = "hand_ins"
  case audits
}

/// A checked source: its declaration with the target resolved.
package struct SourcePlan: Sendable {
  package let name: String
  package let target: Target
  /// The target's fields: an event type's, or the roster table's fixed ones (see ``RosterSchema``).
  package let fields: [FieldSchema]
  /// Each mapping of the declaration with the index of its field, and of its member of child records.
  package let mappings: [(mapping: FieldMapping, field: Int, member: Int?)]
  package let declaration: SourceDeclaration

  /// The names of the fields that tell events apart; none where each row is an event of its own.
  package var key: [String] { declaration.key.map(\.text) }

  /// What the rows become.
  package enum Target: Sendable, Hashable {
    case event(EventID)
    case roster(RosterTable)
  }
}

/// A checked report.
package struct ReportPlan: Sendable {
  package let id: String
  package let grain: Grain
  /// Levels (indices into ``Programme/levels``), from the top.
  package let levels: [Int]
  package let sections: [Section]
  package let declaration: ReportDeclaration

  /// A section with its indicators.
  package struct Section: Sendable {
    package let title: TextLiteral
    package let labels: [LocalizedText]
    package let indicators: [String]
  }
}
