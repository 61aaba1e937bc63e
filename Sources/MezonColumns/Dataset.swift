// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// Everything that was handed in, ready to be evaluated: events as columns, the organisation, and the rosters.
package struct Dataset: Sendable {
  /// One table per event type of the programme, in its order.
  package var events: [EventTable]
  /// One dictionary per reference domain of the programme, in its order; the first holds the officers.
  package var domains: [TextDictionary]
  /// The dictionary of all fields of type text and of posts' names.
  package var texts: TextDictionary
  package var organisation: Organisation
  package var posts: [PostRow]
  package var population: [PopulationRow]
  package var handIns: [HandInRow]
  package var audits: [AuditRow]
  /// Names of the files that rows came from.
  package var files: [String]

  /// Puts a data set together.
  package init(
    events: [EventTable], domains: [TextDictionary], texts: TextDictionary, organisation: Organisation,
    posts: [PostRow] = [], population: [PopulationRow] = [], handIns: [HandInRow] = [], audits: [AuditRow] = [],
    files: [String] = []
  ) {
    self.events = events
    self.domains = domains
    self.texts = texts
    self.organisation = organisation
    self.posts = posts
    self.population = population
    self.handIns = handIns
    self.audits = audits
    self.files = files
  }
}

/// An officer's post in a unit from a day to a day, inclusive.
package struct PostRow: Sendable, Hashable {
  /// Code in the officers' dictionary.
  package let officer: Int32
  /// Index in ``Organisation/codes``.
  package let unit: Int32
  /// The post's name, such as `precinct_inspector`.
  package let post: String
  package let from: CalendarDay
  package let until: CalendarDay

  package init(officer: Int32, unit: Int32, post: String, from: CalendarDay, until: CalendarDay) {
    self.officer = officer
    self.unit = unit
    self.post = post
    self.from = from
    self.until = until
  }
}

/// How many residents a unit has from a day to a day, inclusive.
package struct PopulationRow: Sendable, Hashable {
  package let unit: Int32
  package let from: CalendarDay
  package let until: CalendarDay
  package let residents: Int64
  /// Whom the row counts: for each column of the population the index of a member, or -1 for all of them.
  package let groups: [Int32]

  package init(unit: Int32, from: CalendarDay, until: CalendarDay, residents: Int64, groups: [Int32] = []) {
    self.unit = unit
    self.from = from
    self.until = until
    self.residents = residents
    self.groups = groups
  }
}

/// A hand-in: a unit reported its events of one type for some days, perhaps none of them.
package struct HandInRow: Sendable, Hashable {
  /// Index of the event type in the programme.
  package let event: Int
  package let unit: Int32
  package let from: CalendarDay
  package let until: CalendarDay
  package let isNil: Bool

  package init(event: Int, unit: Int32, from: CalendarDay, until: CalendarDay, isNil: Bool) {
    self.event = event
    self.unit = unit
    self.from = from
    self.until = until
    self.isNil = isNil
  }
}

/// A recording audit that a unit failed for one event type and some days.
package struct AuditRow: Sendable, Hashable {
  package let event: Int
  package let unit: Int32
  package let from: CalendarDay
  package let until: CalendarDay
  package let reason: String

  package init(event: Int, unit: Int32, from: CalendarDay, until: CalendarDay, reason: String) {
    self.event = event
    self.unit = unit
    self.from = from
    self.until = until
    self.reason = reason
  }
}
