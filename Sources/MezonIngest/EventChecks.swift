// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// What is asked of every event once its cells are read, worked out once for a file.
struct EventChecks: Sendable {
  /// A field of units, which must have existed on the event's day.
  struct UnitField: Sendable {
    let name: String
    let mapping: Int
    let isList: Bool
  }

  /// A list, whose elements of all events together have a limit.
  struct ListField: Sendable {
    let name: String
    let field: Int
    let mapping: Int
  }

  /// The mapping of the event's own time.
  let ownTime: Int?
  /// Whether the own time is an instant rather than a day.
  let isInstant: Bool
  let units: [UnitField]
  let lists: [ListField]
  /// The last day of the term of a roster's row, where the file says it: name, mapping, whether it is an instant.
  let termEnd: (name: String, mapping: Int, isInstant: Bool)?

  /// - Parameters:
  ///   - mappingOfField: for each field its mapping
  ///   - mappingsOfMembers: for each field of child records those of its members
  init(_ event: EventSchema, mappingOfField: [Int?], mappingsOfMembers: [[Int?]]) {
    ownTime = mappingOfField[event.ownTimeField]
    if case .time = event.fields[event.ownTimeField].type { isInstant = true } else { isInstant = false }
    var units: [UnitField] = []
    var lists: [ListField] = []
    for (index, field) in event.fields.enumerated() {
      if let mapping = mappingOfField[index], case .unit = field.type.element {
        units.append(UnitField(name: field.name, mapping: mapping, isList: field.type.isList))
      }
      let mapping = mappingOfField[index] ?? mappingsOfMembers[index].compactMap { $0 }.first
      if field.type.isList, let mapping {
        lists.append(ListField(name: field.name, field: index, mapping: mapping))
      }
    }
    termEnd = event.term?.until.flatMap { field in
      let isInstant = event.fields[field].type == .time
      return mappingOfField[field].map { (event.fields[field].name, $0, isInstant) }
    }
    self.units = units
    self.lists = lists
  }
}
