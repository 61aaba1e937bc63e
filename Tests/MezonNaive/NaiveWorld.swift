// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonSyntax

/// A programme and what is known of its log on a day: where units stood, who held posts, which events are seen.
package struct NaiveWorld: Sendable {
  package let programme: NaiveProgramme
  package let log: NaiveLog
  /// What happened after the end of this day is not known.
  package let asOf: CalendarDay

  /// The world as of a day, or as of the latest day on which any event has its own time.
  package init(_ programme: NaiveProgramme, _ log: NaiveLog, asOf: CalendarDay? = nil) {
    self.programme = programme
    self.log = log
    self.asOf =
      asOf
      ?? log.events.compactMap { event in
        programme.ownTimeField(of: event.type).flatMap { Self.day(of: event[$0], programme.zone) }
      }.max() ?? .epoch
  }

  /// The local day of a day or time.
  static func day(of value: NaiveValue, _ zone: TimeZoneRules) -> CalendarDay? {
    switch value {
    case .day(let day): day
    case .time(let instant): zone.day(of: instant)
    default: nil
    }
  }

  /// The local day of a day or time; nil for anything else.
  func day(of value: NaiveValue) -> CalendarDay? { Self.day(of: value, programme.zone) }

  /// The instant of a time, or the first one of a day.
  func instant(of value: NaiveValue) -> Instant? {
    switch value {
    case .day(let day): programme.zone.startOfDay(day)
    case .time(let instant): instant
    default: nil
    }
  }

  /// When an event happened.
  func ownTime(of event: NaiveEvent) -> NaiveValue {
    programme.ownTimeField(of: event.type).map { event[$0] } ?? .missing
  }

  /// Whether an event had happened by the end of the as-of day.
  func isSeen(_ event: NaiveEvent) -> Bool {
    day(of: ownTime(of: event)).map { $0 <= asOf } ?? false
  }

  /// The places in the log of the seen events of a type, in the order in which they were read.
  func seenEvents(of type: String) -> [Int] {
    log.events.indices.filter { log.events[$0].type == type && isSeen(log.events[$0]) }
  }

  // MARK: Terms

  /// The first and last day on which a row of a roster holds; nil for an event, and where the first is missing.
  func term(of event: NaiveEvent) -> NaiveTerm? {
    guard let term = programme.term(of: event.type), let from = day(of: event[term.from.text]) else { return nil }
    return NaiveTerm(from, term.until.flatMap { day(of: event[$0.text]) })
  }

  /// The last known day of a period.
  func lastDay(of period: Period) -> CalendarDay { min(period.last, asOf) }

  /// The day on which a row of a roster is looked at in a period; nil where it is not in force.
  func dayInForce(_ event: NaiveEvent, in period: Period, _ moment: TermMoment) -> CalendarDay? {
    guard let term = term(of: event) else { return nil }
    let days = Self.days(of: period).filter { $0 <= lastDay(of: period) && term.contains($0) }
    switch moment {
    case .lastDay: return days.last == lastDay(of: period) ? days.last : nil
    case .during: return days.last
    }
  }

  /// The same log as of an earlier day.
  func asOf(_ day: CalendarDay) -> NaiveWorld { NaiveWorld(programme, log, asOf: day) }

  // MARK: Units

  /// The row of a unit that holds on a day.
  func row(of unit: String, on day: CalendarDay) -> NaiveUnit? {
    log.units.first { $0.code == unit && $0.term.contains(day) }
  }

  /// A unit and all above it on a day, from itself up; nothing when it did not exist.
  func chain(of unit: String, on day: CalendarDay) -> [String] {
    var chain: [String] = []
    var next: String? = unit
    while let code = next, !chain.contains(code) {
      guard let row = row(of: code, on: day) else { return [] }
      chain.append(code)
      next = row.parent
    }
    return chain
  }

  /// Whether a unit is another or stands below it on a day.
  func stands(_ unit: String, in above: String, on day: CalendarDay) -> Bool {
    chain(of: unit, on: day).contains(above)
  }

  /// Whether a unit is another or stands below it on at least one of some days.
  func stands(_ unit: String, in above: String, during days: [CalendarDay]) -> Bool {
    days.contains { stands(unit, in: above, on: $0) }
  }

  /// All units by code.
  var unitCodes: [String] { Self.sorted(Set(log.units.map(\.code))) }

  /// The level of a unit, which is the same in all its rows.
  func level(of unit: String) -> String { log.units.first { $0.code == unit }?.level ?? "" }

  /// The units of some levels that existed on at least one day of a period.
  func units(of levels: [String], in period: Period) -> [String] {
    unitCodes.filter { unit in
      levels.contains(level(of: unit)) && Self.days(of: period).contains { !chain(of: unit, on: $0).isEmpty }
    }
  }

  /// An attribute of a unit on a day.
  func attribute(_ name: String, of unit: NaiveValue, on day: CalendarDay) -> NaiveValue {
    guard let code = unit.code, let row = row(of: code, on: day) else { return .missing }
    return row.attributes[name] ?? .missing
  }

  // MARK: Officers

  /// Whether an officer held a post on a day: any post, where no post is named.
  func holdsPost(_ officer: String, on day: CalendarDay) -> Bool {
    log.posts.contains { $0.officer == officer && $0.term.contains(day) }
  }

  /// The days of a period on which an officer held a post.
  func daysInPost(_ officer: String, in period: Period) -> Int {
    Self.days(of: period).filter { holdsPost(officer, on: $0) }.count
  }

  /// The officers in post, any or one, in a unit or below it on a day.
  func officers(in unit: String, on day: CalendarDay, post: String? = nil) -> Set<String> {
    let held = log.posts.filter { $0.term.contains(day) && (post == nil || $0.post == post) }
    return Set(held.filter { stands($0.unit, in: unit, on: day) }.map(\.officer))
  }

  // MARK: Days and texts

  /// The days of a period.
  static func days(of period: Period) -> [CalendarDay] { (0..<period.days).map { period.first + $0 } }

  /// The days of a period that are known.
  func knownDays(of period: Period) -> [CalendarDay] { Self.days(of: period).filter { $0 <= asOf } }

  /// Texts in the order of their code points.
  static func sorted(_ texts: some Sequence<String>) -> [String] { texts.sorted(by: precedes) }

  /// Whether a text comes before another by code points.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
  }
}
