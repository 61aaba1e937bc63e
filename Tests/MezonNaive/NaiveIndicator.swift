// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// What happens to a looked-at event before caps are applied; the number is that of the clause.
enum NaiveRole: Equatable {
  case leftOut(Int)
  /// By what the value asks of ratings.
  case leftOutOfPanel
  case notYetDue
  case counted
  case notHeldAgainst(Int)
  case missed
}

/// A looked-at event that lies in some period: its role, its day, and to whom it belongs.
struct JudgedEvent {
  let place: Int
  let event: NaiveEvent
  let role: NaiveRole
  let day: CalendarDay
  /// The unit it belongs to and all above it on that day.
  let units: [String]
  /// Officers to whom it belongs: named, and in post on that day.
  let officers: Set<String>
  /// All officers named.
  let named: Set<String>
}

/// An indicator with its event type found, and its looked-at events judged.
struct NaiveIndicator {
  let declaration: IndicatorDeclaration
  let world: NaiveWorld
  let event: String
  let periodField: String
  let unitField: String?
  let officerFields: [String]
  let maturity: NaiveMaturity
  private(set) var events: [JudgedEvent] = []
  /// The period in which rows of a roster are looked at in force, and its last known day; nil for events.
  let period: Period?
  let lastDay: CalendarDay?
  /// The condition on units of which alone the parts are taken.
  private(set) var restriction: Expression?

  /// nil where the declaration names no event type that exists.
  init?(_ declaration: IndicatorDeclaration, _ world: NaiveWorld, in period: Period? = nil) {
    var named = declaration.event
    if case .coverage(let coverage) = declaration.value?.form { named = named ?? coverage.event }
    guard let event = named?.text, let ownTime = world.programme.ownTimeField(of: event) else { return nil }
    self.declaration = declaration
    self.world = world
    self.event = event
    periodField = declaration.periodField?.text ?? ownTime
    unitField = declaration.unitField?.text ?? world.programme.unitField(of: event)
    officerFields =
      declaration.officerFields.isEmpty
      ? world.programme.officerFields(of: event) : declaration.officerFields.map(\.text)
    maturity = NaiveMaturity(of: declaration.counts, base: periodField, ownTime: ownTime)
    self.period = period
    lastDay = period.map { world.lastDay(of: $0) }
    events =
      declaration.officersUnit == nil
      ? world.seenEvents(of: event).compactMap { judged($0) }
      : Set(world.log.posts.map(\.officer)).sorted().flatMap { officer in
        world.seenEvents(of: event).compactMap { judged($0, ofUnitOf: officer) }
      }
  }

  /// The indicator for one period: where rows of a roster are looked at in force, as of the last known day of what it covers.
  func looking(at label: Period) -> NaiveIndicator {
    guard declaration.moment != nil, let period = covered(for: label) else { return self }
    return NaiveIndicator(declaration, world.asOf(world.lastDay(of: period)), in: period) ?? self
  }

  /// The same with the events of some units only.
  func restricted(to condition: Expression?) -> NaiveIndicator {
    guard let condition else { return self }
    var restricted = self
    restricted.restriction = condition
    restricted.events = events.filter { judged in
      judged.units.contains { world.fulfils(condition, $0, on: judged.day) }
    }
    return restricted
  }

  /// Whether a unit belongs to those of which the parts are taken: it or one above it fulfils the condition.
  func includes(_ unit: String, on day: CalendarDay) -> Bool {
    guard let restriction else { return true }
    return world.chain(of: unit, on: day).contains { world.fulfils(restriction, $0, on: day) }
  }

  /// The days whose events count for a period; nil where they have not begun when it ends.
  func covered(for period: Period) -> Period? {
    guard let window = declaration.window else { return period }
    let first: CalendarDay
    switch window.stretch {
    case .months(let count): first = (period.last + 1).adding(months: -Int(count.value))
    case .span(let span): first = period.last - (span.unit == .weeks ? 7 * span.amount : span.amount) + 1
    case .yearToDate: first = world.programme.calendar.period(containing: period.last, grain: .year).first
    case .since(let day): first = day.day
    }
    return Period.range(from: first, through: period.last)
  }

  /// The conditions of the indicator about one event.
  func conditions(at place: Int, of officer: String? = nil) -> NaiveConditions {
    NaiveConditions(
      world: world, place: place, unitField: unitField, dayField: periodField,
      readsOnLastDay: declaration.moment != nil, officer: officer)
  }

  // MARK: Roles

  private func judged(_ place: Int) -> JudgedEvent? {
    let conditions = conditions(at: place)
    let event = conditions.event
    guard conditions.holds(declaration.population), let day = day(of: event) else { return nil }
    let named = Set(officerFields.flatMap { event[$0].elements.compactMap(\.code) })
    return JudgedEvent(
      place: place, event: event, role: role(of: conditions), day: day, units: units(of: event, on: day),
      officers: world.log.posts.isEmpty ? named : named.filter { world.holdsPost($0, on: day) }, named: named)
  }

  /// An event as an event of an officer, who holds a post in its unit, or in one above it, on its day; nil where they do not.
  private func judged(_ place: Int, ofUnitOf officer: String) -> JudgedEvent? {
    let conditions = conditions(at: place, of: officer)
    let event = conditions.event
    guard conditions.holds(declaration.population), let day = day(of: event) else { return nil }
    let units = units(of: event, on: day)
    guard world.log.posts.contains(where: { $0.officer == officer && units.contains($0.unit) && $0.term.contains(day) })
    else { return nil }
    return JudgedEvent(
      place: place, event: event, role: role(of: conditions), day: day, units: units, officers: [officer], named: [])
  }

  /// The day that decides the period.
  func day(of event: NaiveEvent) -> CalendarDay? {
    guard let moment = declaration.moment?.moment else { return world.day(of: event[periodField]) }
    return period.flatMap { world.dayInForce(event, in: $0, moment) }
  }

  private func role(of conditions: NaiveConditions) -> NaiveRole {
    if let clause = declaration.leavesOut.firstIndex(where: { conditions.holds($0.condition) }) {
      return .leftOut(clause)
    }
    let ratings = world.programme.events.first { $0.name.text == event }?.ratings
    if let panel = declaration.value?.panel, let ratings,
      NaivePanel.leavesOut(conditions.event, panel, ratings).contains(true)
    {
      return .leftOutOfPanel
    }
    if !maturity.isDue(conditions.event, world) { return .notYetDue }
    if conditions.holds(declaration.counts) { return .counted }
    if let clause = declaration.notHeldAgainst.firstIndex(where: { conditions.holds($0.condition) }) {
      return .notHeldAgainst(clause)
    }
    return .missed
  }

  /// The unit of an event and all above it on a day.
  func units(of event: NaiveEvent, on day: CalendarDay) -> [String] {
    guard let unitField, let unit = event[unitField].code else { return [] }
    return world.chain(of: unit, on: day)
  }

  // MARK: For whom and when

  var form: ValueForm { declaration.value?.form ?? .count }

  var isForOfficers: Bool {
    declaration.officersUnit != nil
      || declaration.subjects.contains { if case .officer = $0 { true } else { false } }
  }

  /// The levels whose units have rows; all where none is named.
  var levels: [String] {
    let survey = world.programme.events.first { $0.name.text == event }?.survey
    guard let lowest = survey?.speaksFor?.text else { return namedLevels }
    // A survey speaks for its level and those above.
    let tree = world.programme.levelTrees.first { $0.contains(lowest) } ?? []
    let known = tree.prefix { $0 != lowest } + [lowest]
    return namedLevels.filter(known.contains)
  }

  private var namedLevels: [String] {
    if declaration.officersUnit != nil { return [] }
    if declaration.subjects.isEmpty { return world.programme.levels }
    var levels: [String] = []
    for subject in declaration.subjects {
      switch subject {
      case .officer: break
      case .anyUnit: levels += world.programme.levels
      case .level(let name): levels.append(name.text)
      }
    }
    return levels
  }

  var grains: [Grain] {
    declaration.grains.isEmpty ? [.quarter] : declaration.grains.map { $0.grain.naiveGrain }
  }

  var splits: [NaiveSplit] {
    let stated = declaration.splits.map { NaiveSplit($0, of: event, unitField, world.programme) }
    guard case .namingEach(let field) = form else { return stated }
    return stated + [NaiveSplit(field.text, of: event, unitField, world.programme)]
  }
}

extension ValueForm {
  fileprivate static var count: ValueForm { .aggregate(.count) }

  /// Whether a quantile other than the median is part of it.
  var hasQuantile: Bool {
    switch self {
    case .aggregate(.quantile), .ratio(.quantile, _), .ratio(_, .quantile), .agreement: true
    default: false
    }
  }
}

extension GrainName {
  /// The grain of the calendar.
  var naiveGrain: Grain {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    case .twoMonths: .twoMonths
    case .quarter: .quarter
    case .halfYear: .halfYear
    case .year: .year
    case .fiscalYear: .fiscalYear
    }
  }
}
