// SPDX-License-Identifier: Apache-2.0

/// The type of a generated field.
indirect enum GeneratedType: Equatable {
  case time, day, unit, officer, text, yesNo
  case number(measure: String?, isWhole: Bool)
  /// Members, and the name of a declared choice; nil for one written in place.
  case choice([String], name: String?)
  case reference(String)
  /// On a rubric of so many levels from 1.
  case rating(String, levels: Int)
  case list(GeneratedType)
  case records([GeneratedField])

  /// The type as it is written in a definition.
  var written: String {
    switch self {
    case .time: "time"
    case .day: "day"
    case .unit: "unit"
    case .officer: "officer"
    case .text: "text"
    case .yesNo: "yes or no"
    case .number(let measure, let isWhole):
      (isWhole ? "whole number" : "number") + (measure.map { " in " + $0 } ?? "")
    case .choice(let members, let name): name ?? "one of " + members.joined(separator: ", ")
    case .rating(let rubric, _): "rating on " + rubric
    case .reference(let domain): "reference " + domain
    case .list(let element): "list of " + element.written
    case .records(let fields): "list of person { " + fields.map(\.written).joined(separator: "\n    ") + " }"
    }
  }

  var isTemporal: Bool { self == .time || self == .day }

  /// What can split a value: choices, yes or no, and references; or lists of them.
  var isGroup: Bool {
    switch self {
    case .choice, .yesNo, .reference: true
    case .list(let element): element.isGroup
    default: false
    }
  }

  /// The type of an element of a list, or the type itself.
  var element: GeneratedType {
    if case .list(let element) = self { element } else { self }
  }
}

/// A field of a generated event type, of child records, or an attribute of units.
struct GeneratedField: Equatable {
  let name: String
  let type: GeneratedType
  var isOptional = false

  var written: String { name + " " + type.written + (isOptional ? " ?" : "") }
}

/// A generated event type.
struct GeneratedEvent {
  let name: String
  let isSensitive: Bool
  let fields: [GeneratedField]
  /// A roster, whose rows hold from `opened` until `closed`.
  var isRoster = false
  /// For a survey the clauses of its design; nil for other events.
  var design: [String]?
  /// For ratings who rated what; nil for other events.
  var ratings: [String]?

  /// For a survey the levels for which it speaks.
  func speaksFor(in schema: GeneratedSchema) -> [String]? {
    guard let lowest = design?.last?.split(separator: " ").last, let main = schema.trees.first else { return nil }
    return main.prefix { $0 != lowest } + [String(lowest)]
  }

  var written: String {
    let body = (fields.map(\.written) + (design ?? []) + (ratings ?? [])).map { "  " + $0 }.joined(separator: "\n")
    if isRoster { return "roster \(name) {\n\(body)\n  holds from opened until closed\n}" }
    if ratings != nil { return "ratings \(name) {\n\(body)\n}" }
    if design != nil { return "survey \(name) {\n\(body)\n}" }
    return "\(isSensitive ? "sensitive event" : "event") \(name) {\n\(body)\n}"
  }

  /// The fields whose type satisfies a condition.
  func fields(where fits: (GeneratedType) -> Bool) -> [GeneratedField] { fields.filter { fits($0.type) } }

  var temporals: [GeneratedField] { fields(where: \.isTemporal) }
  var units: [GeneratedField] { fields { $0 == .unit } }
  var officers: [GeneratedField] { fields { $0.element == .officer } }
}

/// What a generated programme declares before its indicators.
struct GeneratedSchema {
  let zone: String
  let fiscalMonth: Int
  /// Levels of each tree from the top.
  let trees: [[String]]
  let attributes: [GeneratedField]
  /// The choices by which residents are counted apart.
  let populationGroups: [String]
  var events: [GeneratedEvent]

  /// Codes that events name of each domain.
  static let codes = [
    "matter": ["m1", "m2", "m3"], "beat": ["b1", "b2", "b3", "b10", "unknown", "ж"],
    "rater": (1...9).map { "r\($0)" }, "theme": ["t1", "t2"],
  ]
  static let officers = ["O1", "O2", "O3", "O4", "О5"]
  static let posts = ["inspector", "chief"]
  static let stages = ["scan", "plan", "act"]
  /// Choices of persons.
  static let sexes = ["female", "male"]
  static let ages = ["young", "adult", "old"]

  /// The members of a choice of persons.
  static func members(of choice: String) -> [String] { choice == "sex" ? sexes : ages }

  /// For each event type a filter, and one made from it.
  private var filters: String {
    events.map { event in
      """
      filter early_\(event.name) of \(event.name) where opened < 2026-02-10 or not (opened >= 2026-02-20)
      filter late_\(event.name) of \(event.name) where not early_\(event.name) and norm > 1
      """
    }.joined(separator: "\n")
  }

  var written: String {
    let levels = trees.map { $0.joined(separator: " > ") }.joined(separator: ", ")
    let attributes = attributes.map { "  unit attribute " + $0.written }.joined(separator: "\n")
    let population =
      populationGroups.isEmpty ? "" : "  population by " + populationGroups.joined(separator: ", ")
    return """
      language 1 keywords en

      programme "Generated" {
        time zone "\(zone)"
        fiscal year starts in month \(fiscalMonth)
        levels \(levels)
      \(attributes)
      \(population)
      }
      domain matter
      domain beat
      choice sex one of \(Self.sexes.joined(separator: ", "))
      choice age_group one of \(Self.ages.joined(separator: ", "))
      rubric care { 1 "none" 2 "some" 3 "much" }
      rubric speed { 1 "slow" 2 "fair" 3 "fast" 4 "at once" }
      choice stage one of \(Self.stages.joined(separator: ", "))
      unit of measure people, money
      group begun one of scan, plan
      group whole_course one of begun, act
      parameter norm { 1 from 2025-06-01  3 from 2026-02-01  2 from 2026-02-15 }
      parameter people_norm in people { 2.5 from 2026-01-15  1 from 2026-03-01 }
      \(filters)

      \(events.map(\.written).joined(separator: "\n"))

      """
  }
}
