// SPDX-License-Identifier: Apache-2.0

package import MezonSyntax

/// Index of an event type in ``Programme/events``.
package struct EventID: Hashable, Sendable, Comparable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  package static func < (left: EventID, right: EventID) -> Bool { left.index < right.index }
}

/// Index of a reference domain in ``Programme/domains``; the domain of officers is the first.
package struct DomainID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  /// The programme's officers, whom posts name.
  package static let officer = DomainID(0)
}

/// Index of an enumeration in ``Programme/choices``.
package struct ChoiceID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// An enumeration: a declared choice, or one written in a field.
package struct ChoiceSchema: Sendable, Hashable {
  /// The choice's name, or `event.field` for one written in place.
  package let name: String
  /// The members in their order; a member's code in a column is its index here.
  package let members: [String]
}

/// A unit of measure: what a number counts.
package enum Measure: Hashable, Sendable {
  /// A bare number.
  case plain
  /// A declared unit such as meetings.
  case named(String)
  /// Elapsed time.
  case span(SpanUnit)
  /// A level of a rubric.
  case level(RubricID)
  case perCent
  /// Differences of per cents, and scores.
  case points

  /// The unit's name in results: `meetings`, `days`, `per cent`; empty for a bare number.
  package var name: String {
    switch self {
    case .plain: ""
    case .named(let name): name
    case .span(let unit): unit.rawValue
    case .level: "levels"
    case .perCent: "per cent"
    case .points: "points"
    }
  }
}

/// The type of a field or of a value in a condition.
package indirect enum ValueType: Hashable, Sendable {
  /// An instant; stored as microseconds since 1970-01-01T00:00Z.
  case time
  /// A calendar day; stored as days since 1970-01-01.
  case day
  /// A unit of the organisation; stored as a unit's index.
  case unit
  /// A text; stored as a code of the data set's texts.
  case text
  /// Stored as 0 or 1.
  case yesNo
  /// Whole numbers are stored as 64-bit integers, others as doubles.
  case number(Measure, isWhole: Bool)
  /// Stored as the member's index.
  case choice(ChoiceID)
  /// A code of a reference domain; stored as a code of the domain's dictionary.
  case reference(DomainID)
  case list(ValueType)
  /// Child records with fields of their own.
  case records([FieldSchema])
}

/// A field of an event, of child records, or an attribute of units.
package struct FieldSchema: Hashable, Sendable {
  package let name: String
  package let type: ValueType
  package let isOptional: Bool
  package let privacy: Privacy
  /// Whether it says for which body a rater speaks: no body is ever shown apart.
  package var isBody = false

  package init(name: String, type: ValueType, isOptional: Bool, privacy: Privacy) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.privacy = privacy
  }

  /// Whether it may be a part of what tells events apart: a plain field that identifies nobody.
  package var canTellEventsApart: Bool {
    switch type {
    case .list, .records: false
    default: privacy != .identifying
    }
  }
}

/// An event type with its fields.
package struct EventSchema: Hashable, Sendable {
  package let name: String
  package let title: String?
  /// The title in other languages.
  package let labels: [LocalizedText]
  package let isSensitive: Bool
  /// What it is in essence, where the definition says so.
  package var nature: ActivityNature?
  package let fields: [FieldSchema]
  /// The field that is the event's own time: the first of type time or day that may not be missing.
  package let ownTimeField: Int
  /// The first field of type unit.
  package let unitField: Int?
  /// All fields of type officer or list of officer.
  package let officerFields: [Int]
  /// From which day until which day, the last included, a row of a roster holds; nil for events.
  package var term: TermSchema?

  /// Stands for a field where a row's day depends on the period: the day on which a roster's row is looked at.
  package static let termDay = -1
  /// For a survey its design; nil for other event types.
  package let survey: SurveySchema?
  /// For ratings who rated what; nil for other event types.
  package let ratings: RatingsSchema?

  /// The index of a field by name. Complexity: O(fields).
  package func field(named name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// The fields that say on which days a row of a roster holds.
package struct TermSchema: Hashable, Sendable {
  package let from: Int
  /// nil where rows hold without end.
  package let until: Int?
}

/// A level of the organisation.
package struct LevelSchema: Hashable, Sendable {
  package let name: String
  /// Which tree it belongs to; levels of different trees are never rolled up into each other.
  package let tree: Int
  /// 0 at the top of its tree.
  package let depth: Int
}
