// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// Makes a whole programme from a number: definitions in the language, rosters and a log.
///
/// The same number always gives the same programme, so that a failure can be looked at again.
struct ProgrammeGenerator {
  let seed: UInt64
  let schema: GeneratedSchema
  let edges: CalendarEdges
  /// Whether an as-of day is asked for, or the latest day of the log is taken.
  let statesAsOf: Bool
  let log: NaiveLog
  let layout: GeneratedLayout
  /// The definitions, with a source for every event type.
  let definitions: String
  /// The tables of standard populations that are read from a file, by their names.
  let standardTables: [String: String]

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    let schema = SchemaGenerator.schema(&dice)
    let edges = CalendarEdges(&dice)
    let rosters = RosterGenerator(schema, edges, &dice)
    let zone = Self.zones[schema.zone] ?? .utc
    let events = LogGenerator(schema: schema, edges: edges, zone: zone, units: rosters.log.units).events(&dice)
    var log = rosters.log
    log.events = events
    let ratings = RatingsGenerator(schema, edges, units: rosters.log.units, zone: zone, seed: seed)
    if let ratings { log.events += ratings.events }
    let indicators = (1...dice.number(1...6)).map { number in
      let event = dice.pick(schema.events) ?? GeneratedEvent(name: "", isSensitive: false, fields: [])
      return IndicatorGenerator(schema, event, edges).indicator(named: "indicator_\(number)", &dice)
    }
    layout = GeneratedLayout(&dice)
    statesAsOf = dice.chance(85)
    var whole = schema
    if let ratings { whole.events.append(ratings.event) }
    let written = whole.written + layout.sources(of: whole) + "\n" + indicators.joined(separator: "\n") + "\n"
    var derived = DerivedGenerator(schema, written)
    definitions =
      written + derived.indicators(&dice)
      + (ratings.map { "\n\($0.indicators)\n" } ?? "")
    standardTables = derived.tables
    self.seed = seed
    self.schema = whole
    self.edges = edges
    self.log = log
  }

  /// The rules of the zones that programmes are in; making them takes long.
  static let zones: [String: TimeZoneRules] = Dictionary(
    uniqueKeysWithValues: ["Asia/Dushanbe", "Europe/Berlin", "America/New_York"].compactMap { name in
      TimeZoneRules(identifier: name).map { (name, $0) }
    })
}
