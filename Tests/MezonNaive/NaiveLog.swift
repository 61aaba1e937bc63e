// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// A stretch of days, both ends included.
package struct NaiveTerm: Hashable, Sendable {
  /// The first day.
  package let from: CalendarDay
  /// The last day.
  package let until: CalendarDay

  /// A stretch; without an end on a side it is open there.
  package init(_ from: CalendarDay? = nil, _ until: CalendarDay? = nil) {
    self.from = from ?? .first
    self.until = until ?? .last
  }

  /// The days of a period.
  package init(_ period: Period) {
    from = period.first
    until = period.last
  }

  /// Whether a day lies in it.
  package func contains(_ day: CalendarDay) -> Bool { from <= day && day <= until }

  /// Whether it has a day in common with another.
  package func overlaps(_ other: NaiveTerm) -> Bool { from <= other.until && other.from <= until }
}

/// Where a unit stood for some days.
package struct NaiveUnit: Sendable {
  package let code: String
  package let level: String
  package let parent: String?
  package let term: NaiveTerm
  package let attributes: [String: NaiveValue]

  /// Puts a row together.
  package init(
    _ code: String, level: String, parent: String? = nil, term: NaiveTerm = NaiveTerm(),
    attributes: [String: NaiveValue] = [:]
  ) {
    self.code = code
    self.level = level
    self.parent = parent
    self.term = term
    self.attributes = attributes
  }
}

/// A post that an officer held in a unit for some days.
package struct NaivePost: Sendable {
  package let officer: String
  package let unit: String
  package let post: String
  package let term: NaiveTerm

  /// Puts a row together.
  package init(_ officer: String, in unit: String, as post: String, _ term: NaiveTerm) {
    self.officer = officer
    self.unit = unit
    self.post = post
    self.term = term
  }
}

/// How many residents a unit had for some days.
package struct NaivePopulation: Sendable {
  package let unit: String
  package let term: NaiveTerm
  package let residents: Int
  /// Whom the row counts, by column; all of them where a column is not there.
  package let groups: [String: String]

  /// Puts a row together.
  package init(_ unit: String, _ term: NaiveTerm, residents: Int, groups: [String: String] = [:]) {
    self.unit = unit
    self.term = term
    self.residents = residents
    self.groups = groups
  }
}

/// A hand-in of one event type by a unit, or a recording audit that it failed, for some days.
package struct NaiveNotice: Sendable {
  package let event: String
  package let unit: String
  package let term: NaiveTerm
  /// Why an audit failed; empty for a hand-in.
  package let reason: String

  /// Puts a row together.
  package init(_ event: String, _ unit: String, _ term: NaiveTerm, reason: String = "") {
    self.event = event
    self.unit = unit
    self.term = term
    self.reason = reason
  }
}

/// Everything that was handed in, in the order in which it was read.
package struct NaiveLog: Sendable {
  package var events: [NaiveEvent] = []
  package var units: [NaiveUnit] = []
  package var posts: [NaivePost] = []
  package var population: [NaivePopulation] = []
  package var handIns: [NaiveNotice] = []
  package var audits: [NaiveNotice] = []

  /// A log in which nothing happened.
  package init() {}
}
