// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonDiagnostics

/// The role of an event in a figure (docs/evaluation.md, 3).
package enum EventRole: String, Sendable, Hashable, CaseIterable {
  case leftOut = "left_out"
  case notYetDue = "not_yet_due"
  case counted
  case notHeldAgainst = "not_held_against"
  case missed
}

/// Where a figure comes from: the figure itself, its formula, and the events of its cell by role and clause.
///
/// It holds facts; whoever shows it finds the words. Of sensitive event types it holds numbers only, and of no event a field
/// that is identifying or sensitive, or an officer other than the one it is about.
package struct Explanation: Sendable {
  /// The figure that is explained.
  package let row: ResultRow
  /// The formula with the numbers of the cell.
  package let formula: Formula
  /// Where the clause stands that says which events are looked at; nil when all of the type are.
  package let population: SourceRange?
  /// How many more events of the type are the subject's in the period, but are not looked at.
  package let notLookedAt: Int
  /// The roles that have a clause or an event, in the order in which they apply.
  package let roles: [Role]
  /// What a share of units, values or periods is taken of; empty for other values, and for officers, who are not named.
  package let members: [CoverageMember]
  /// Whether events are only counted, because their type is sensitive; then ``Role/shownCount`` is what may be shown.
  package let isCoarse: Bool

  /// The events that one clause gave one role.
  package struct Role: Sendable {
    package let role: EventRole
    /// The clause's place among those of its role; nil where the role has no clause.
    package let clause: Int?
    /// The reason that the clause states.
    package let reason: String?
    /// Where the clause stands.
    package let range: SourceRange?
    /// The greatest share of events that the clause may take, between 0 and 1.
    package let cap: Double?
    /// How many events it took.
    package let count: Int
    /// How many of them lie beyond the clause's cap and are missed instead.
    package let beyondCap: Int
    /// The number of events as it may be shown to people: exact, or coarse for sensitive event types.
    package let shownCount: ShownCount
    /// The events, by own time, then place; empty where they are only counted. Those beyond the cap come last.
    package let events: [Event]
  }

  /// One event as its own people may see it.
  package struct Event: Sendable {
    /// The file it came from, by name.
    package let file: String
    /// The line on which its row starts, from 1; for an event of a worked example that of the fact.
    package let line: Int
    /// The local day that decides its period.
    package let day: CalendarDay
    /// Whether it lies beyond the cap of the clause, and so is missed.
    package let isBeyondCap: Bool
    /// For what is not yet due the first day at whose end it is.
    package let dueOn: CalendarDay?
    /// The values of the fields that the definition uses, in the order of the type's fields: a time as local time, missing as an empty text.
    /// Fields that may not be shown are not among them.
    package let fields: [(name: String, value: String)]
    /// The earliest event that each link of the definition found.
    package let linked: [LinkedEvent]
  }

  /// An event that another is linked to.
  package struct LinkedEvent: Sendable {
    /// The event type's name.
    package let type: String
    package let file: String
    package let line: Int
    /// Its own local day.
    package let day: CalendarDay
  }

  /// The events of a role that count as such: those beyond a cap are missed.
  package func total(_ role: EventRole) -> Int {
    let own = roles.lazy.filter { $0.role == role }.reduce(0) { $0 + $1.count - $1.beyondCap }
    let excess = role == .missed ? roles.reduce(0) { $0 + $1.beyondCap } : 0
    return own + excess
  }
}
