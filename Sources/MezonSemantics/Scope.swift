// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// What the names of a condition can stand for.
struct Scope {
  /// The event type whose rows the condition is about.
  let event: EventID
  /// Its name and fields; those of a roster table where a source fills one.
  let owner: String
  let fields: [FieldSchema]
  /// The event's unit field, through which unit attributes are reached; nil where they are not.
  let unitField: Int?
  /// In sources: columns may be named, linked events may not, and only fields mapped so far are known.
  var mappedFields: Set<Int>?
  /// Whether linked events may be named: where they may, a wait is derived from their windows.
  var allowsLinks = true
  /// What the place is called in messages.
  var place: String
  /// The unit for a difference of times that names none itself.
  var spanUnit: SpanUnit?

  /// The field on whose day parameters are read; nil where they cannot be.
  var dayField: Int?

  /// Whether rows are looked at on a day of the period, which may be named.
  var hasLastDay = false

  /// Whether the rows are those of an officer, who may be named.
  var hasOfficer = false

  func field(named name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// A checked expression: its node and type. An expression with an error has no node.
struct Typed {
  let node: NodeID
  let type: ValueType
  /// Whether it is a literal, which takes on the unit of measure of the other side.
  var isLiteral = false
}
