// SPDX-License-Identifier: Apache-2.0

/// What one explained figure says in one language, before any format: the number with its formula, and the events behind it by role.
///
/// Of a protected kind of events it holds rough numbers only; of no event a field that is not open to its own people.
package struct FigureContent: Hashable, Sendable {
  /// A statement with its label.
  package struct Line: Hashable, Sendable {
    /// What is stated.
    package let label: String
    /// The statement.
    package let text: String
  }

  /// One event.
  package struct Event: Hashable, Sendable {
    /// Its own time.
    package let time: String
    /// Its fields.
    package let fields: [Line]
    /// File and line.
    package let place: String
  }

  /// The events that one clause gave one role.
  package struct Role: Hashable, Sendable {
    /// The role with the number of events, rough for protected kinds.
    package let heading: String
    /// The clause, its reason, and what lies beyond its cap.
    package let lines: [Line]
    /// The events, by own time; none for protected kinds.
    package let events: [Event]
  }

  /// The indicator's id.
  package let id: String
  /// The indicator's label.
  package let title: String
  /// The definition's version.
  package let version: String
  /// The value in its unit of measure, or the state in words.
  package let value: String
  /// The target in its unit of measure; empty without one.
  package let target: String
  /// How the value stands to the target; empty without a value.
  package let status: String
  /// Value, formula, state, reason, interval, target and status, as far as there are any.
  package let lines: [Line]
  /// The roles in the order in which they apply.
  package let roles: [Role]
  /// Whether the numbers are rough, because the kind of events is protected.
  package let isCoarse: Bool
}
