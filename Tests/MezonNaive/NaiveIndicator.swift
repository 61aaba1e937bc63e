// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// What happens to a looked-at event before caps are applied; the number is that of the clause.
enum NaiveRole: Equatable {
  case leftOut(Int)
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

  /// nil where the declaration names no event type that exists.
  init?(_ declaration: IndicatorDeclaration, _ world: NaiveWorld) {
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
    events = world.seenEvents(of: event).compactMap { judged($0) }
  }

  // MARK: Roles

  private func judged(_ place: Int) -> JudgedEvent? {
    let conditions = NaiveConditions(world: world, place: place, unitField: unitField)
    let event = conditions.event
    guard conditions.holds(declaration.population), let day = world.day(of: event[periodField]) else { return nil }
    let named = Set(officerFields.flatMap { event[$0].elements.compactMap(\.code) })
    return JudgedEvent(
      place: place, event: event, role: role(of: conditions), day: day, units: units(of: event, on: day),
      officers: world.log.posts.isEmpty ? named : named.filter { world.holdsPost($0, on: day) }, named: named)
  }

  private func role(of conditions: NaiveConditions) -> NaiveRole {
    if let clause = declaration.leavesOut.firstIndex(where: { conditions.holds($0.condition) }) {
      return .leftOut(clause)
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
    declaration.subjects.contains { if case .officer = $0 { true } else { false } }
  }

  /// The levels whose units have rows; all where none is named.
  var levels: [String] {
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

  var splits: [NaiveSplit] { declaration.splits.map { NaiveSplit($0, of: event, unitField, world.programme) } }
}

extension ValueForm {
  fileprivate static var count: ValueForm { .aggregate(.count) }
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
