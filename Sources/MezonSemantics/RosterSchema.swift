// SPDX-License-Identifier: Apache-2.0

/// The fixed fields of the roster tables. Units have the programme's unit attributes
/// behind these, a population the columns of its groups.
package enum RosterSchema {
  /// The fields of a table, in order. In `units`, `posts` ... a unit or officer is written by its code, a text.
  package static func fields(
    of table: RosterTable, unitAttributes: [FieldSchema], populationGroups: [FieldSchema] = []
  ) -> [FieldSchema] {
    switch table {
    case .units:
      [required("code", .text), optional("name", .text), required("level", .text), optional("parent", .text)]
        + term(isFromOptional: true)
        + unitAttributes
    case .posts:
      [required("officer", .text), required("unit", .text), required("post", .text)] + term(isFromOptional: false)
    case .population:
      [required("unit", .text)] + term(isFromOptional: true)
        + [required("residents", .number(.plain, isWhole: true))] + populationGroups
    case .handIns:
      [
        required("event", .text), required("unit", .text), required("from", .day), required("until", .day),
        optional("nil", .yesNo),
      ]
    case .audits:
      [
        required("event", .text), required("unit", .text), required("from", .day), required("until", .day),
        required("reason", .text),
      ]
    }
  }

  private static func required(_ name: String, _ type: ValueType) -> FieldSchema {
    FieldSchema(name: name, type: type, isOptional: false, privacy: .open)
  }

  private static func optional(_ name: String, _ type: ValueType) -> FieldSchema {
    FieldSchema(name: name, type: type, isOptional: true, privacy: .open)
  }

  private static func term(isFromOptional: Bool) -> [FieldSchema] {
    [FieldSchema(name: "from", type: .day, isOptional: isFromOptional, privacy: .open), optional("until", .day)]
  }
}
