// SPDX-License-Identifier: Apache-2.0

/// The type of a generated field.
indirect enum GeneratedType: Equatable {
  case time, day, unit, officer, text, yesNo
  case number(measure: String?, isWhole: Bool)
  /// Members, and the name of a declared choice; nil for one written in place.
  case choice([String], name: String?)
  case reference(String)
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

  var written: String {
    let body = fields.map { "  " + $0.written }.joined(separator: "\n")
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
  let events: [GeneratedEvent]

  /// Codes that events name of each domain.
  static let codes = ["matter": ["m1", "m2", "m3"], "beat": ["b1", "b2", "b3", "b10"]]
  static let officers = ["O1", "O2", "O3", "O4", "O5"]
  static let posts = ["inspector", "chief"]
  static let stages = ["scan", "plan", "act"]

  var written: String {
    let levels = trees.map { $0.joined(separator: " > ") }.joined(separator: ", ")
    let attributes = attributes.map { "  unit attribute " + $0.written }.joined(separator: "\n")
    return """
      language 1 keywords en

      programme "Generated" {
        time zone "\(zone)"
        fiscal year starts in month \(fiscalMonth)
        levels \(levels)
      \(attributes)
      }
      domain matter
      domain beat
      choice stage one of \(Self.stages.joined(separator: ", "))
      unit of measure people, money

      \(events.map(\.written).joined(separator: "\n"))

      """
  }
}
