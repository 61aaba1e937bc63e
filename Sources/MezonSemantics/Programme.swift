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
  package let choices: [ChoiceSchema]
  /// Names of reference domains; the first is `officer`.
  package let domains: [String]
  package let events: [EventSchema]
  package let sources: [SourcePlan]
  package let graph: PlanGraph
  /// In the order of declaration, files by name.
  package var indicators: [IndicatorPlan]
  package let appraisals: [AppraisalPlan]
  package let reports: [ReportPlan]
  /// SHA-256 of the canonical text of all definitions, in hex.
  package let digest: String

  /// The index of an event type by name. Complexity: O(events).
  package func event(named name: String) -> EventID? {
    events.firstIndex { $0.name == name }.map(EventID.init)
  }

  /// An indicator by id. Complexity: O(indicators).
  package func indicator(named id: String) -> IndicatorPlan? {
    indicators.first { $0.id == id }
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

  /// What the rows become.
  package enum Target: Sendable, Hashable {
    case event(EventID)
    case roster(RosterTable)
  }
}

/// A checked appraisal.
package struct AppraisalPlan: Sendable {
  package let id: String
  package let post: String
  package let grain: Grain
  package let exposureDaysAtLeast: Int
  package let parts: [Part]
  package let missing: MissingRule
  /// Ids of indicators shown as context.
  package let context: [String]
  package let objectionDays: Int
  package let declaration: AppraisalDeclaration

  /// A part of the appraisal with its weight.
  package struct Part: Sendable {
    package let title: TextLiteral
    package let labels: [LocalizedText]
    package let weight: Double
    package let items: [Item]
  }

  /// A scored indicator.
  package struct Item: Sendable {
    package let indicator: String
    package let weight: Double
    /// Ascending by value; scores are held at the ends and linear in between.
    package let points: [(value: Double, score: Double)]
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
