// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// A value of an event's field as plainly as it can be held: no codes, no dictionaries, no columns.
package indirect enum NaiveValue: Hashable, Sendable {
  /// The field has no value.
  case missing
  /// A number of any unit of measure.
  case number(Double)
  /// Yes or no.
  case truth(Bool)
  /// A text, a member of a choice, a code of a domain, a unit or an officer, each as it is written.
  case text(String)
  /// A calendar day.
  case day(CalendarDay)
  /// An instant.
  case time(Instant)
  /// The elements of a list.
  case list([NaiveValue])
  /// One child record, by the names of its fields.
  case record([String: NaiveValue])

  /// The elements of a list; none of what is missing; a single value is its own only element.
  package var elements: [NaiveValue] {
    switch self {
    case .missing: []
    case .list(let elements): elements
    default: [self]
    }
  }

  /// The value as a group of a split or as a code, where it has one.
  package var code: String? {
    switch self {
    case .text(let text): text
    case .truth(let truth): truth ? "yes" : "no"
    default: nil
    }
  }
}

/// An event: its type and its fields by name.
package struct NaiveEvent: Sendable {
  /// The event type.
  package let type: String
  /// The fields; one that is absent is missing.
  package let fields: [String: NaiveValue]

  /// Puts an event together.
  package init(type: String, fields: [String: NaiveValue]) {
    self.type = type
    self.fields = fields
  }

  /// The value of a field.
  package subscript(_ field: String) -> NaiveValue { fields[field] ?? .missing }
}
