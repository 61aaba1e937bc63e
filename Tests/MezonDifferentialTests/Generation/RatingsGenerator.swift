// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// Adds ratings to a generated programme: an event type, indicators of it, a log. It throws its own dice, so that what the others
/// made stays as it was.
struct RatingsGenerator {
  let event: GeneratedEvent
  let indicators: String
  let events: [NaiveEvent]

  /// nil for programmes without ratings.
  init?(_ schema: GeneratedSchema, _ edges: CalendarEdges, units: [NaiveUnit], zone: TimeZoneRules, seed: UInt64) {
    var dice = Dice(seed: seed ^ 0x7261_7465)
    guard dice.chance(35) else { return nil }
    let event = Self.event(&dice)
    self.event = event
    var own = schema
    own.events = [event]
    events = LogGenerator(schema: own, edges: edges, zone: zone, units: units, manyEvents: true).events(&dice)
    indicators = (1...dice.number(1...3)).map { number in
      Self.indicator("rated_\(number)", event, schema, &dice)
    }.joined(separator: "\n")
  }

  private static func event(_ dice: inout Dice) -> GeneratedEvent {
    let item = dice.one(of: "inspector", "matter", "at", "note")
    var fields = [
      GeneratedField(name: "opened", type: dice.one(of: .day, .time)), GeneratedField(name: "at", type: .unit),
      GeneratedField(name: "inspector", type: .officer),
      GeneratedField(name: "matter", type: .reference("matter")), GeneratedField(name: "note", type: .text),
      GeneratedField(name: "rater", type: .reference("rater")),
      GeneratedField(name: "quality", type: .rating("care", levels: 3), isOptional: dice.chance(50)),
      GeneratedField(name: "haste", type: .rating("speed", levels: 4), isOptional: true),
      GeneratedField(
        name: "verdict", type: .choice(["bad", "fair", "good"], name: nil), isOptional: dice.chance(50)),
      GeneratedField(name: "topic", type: .reference("theme"), isOptional: dice.chance(30)),
      GeneratedField(name: "seen", type: .yesNo, isOptional: dice.chance(50)),
      GeneratedField(name: "themes", type: .list(.choice(["respect", "speed", "truth"], name: nil)), isOptional: true),
      GeneratedField(name: "story", type: .text, isOptional: dice.chance(70)),
      GeneratedField(
        name: "papers", type: dice.one(of: .yesNo, .text, .list(.reference("beat"))), isOptional: dice.chance(60)),
    ]
    var clauses = ["rates \(item)", "rater in rater", "narrative in story", "evidence in papers"]
    if dice.chance(60) {
      fields.append(GeneratedField(name: "body", type: .choice(["kenesh", "council", "ngo"], name: nil)))
      clauses.append("body in body")
    }
    return GeneratedEvent(name: "opinion", isSensitive: false, fields: fields, ratings: clauses)
  }

  private static func indicator(
    _ name: String, _ event: GeneratedEvent, _ schema: GeneratedSchema, _ dice: inout Dice
  ) -> String {
    var clauses = ["looks at opinion"]
    if dice.chance(30) { clauses[0] += " where seen is yes" }
    if dice.chance(25) { clauses.append("leaves out where verdict is bad because \"out\" at most 40 %") }
    let (value, isForOfficers) = Self.value(event, &clauses, &dice)
    clauses.append("value \(value)")
    clauses.append("every \(dice.one(of: "month", "quarter", "year"))")
    let levels = dice.some(1...2, of: schema.trees.flatMap { $0 }).joined(separator: ", ")
    clauses.append("for \(isForOfficers ? dice.one(of: levels, "officer", "officer, \(levels)") : levels)")
    if dice.chance(25), !value.hasPrefix("share naming each") {
      clauses.append("split by \(dice.one(of: "verdict", "seen", "settlement"))")
    }
    if dice.chance(20) { clauses.append("too few below \(dice.number(1...9))") }
    if dice.chance(15) { clauses.append("covers last 2 months") }
    if dice.chance(50) { clauses.append("better when higher  target steps 2 from 2025") }
    return "indicator \(name) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  private static func value(
    _ event: GeneratedEvent, _ clauses: inout [String], _ dice: inout Dice
  ) -> (String, isForOfficers: Bool) {
    if dice.chance(30) {
      let method = dice.one(of: "krippendorff ordinal", "krippendorff interval_scale", "krippendorff ratio_scale")
      let field = dice.one(of: "quality", "haste", "verdict", "topic", "seen")
      let isNamed = field == "topic" || field == "seen"
      let nominal = dice.one(of: "krippendorff nominal", "cohen", "fleiss nominal", "gwet", "percent")
      return ("agreement on \(field) by \(isNamed ? nominal : dice.one(of: method, nominal, statistic(&dice)))", false)
    }
    if dice.chance(15) { return ("count", true) }
    let rating = dice.one(of: "quality", "haste")
    let form: String
    switch dice.number(0...5) {
    case 0...1: form = "median of \(rating)"
    case 2: form = "mean of \(rating)"
    case 3: form = "quantile \(dice.one(of: "0", "0.3", "1")) of \(rating)"
    case 4:
      clauses.append("counts where \(rating) at least 2")
      form = "share"
    default: form = "share naming each \(dice.one(of: "themes", "verdict"))"
    }
    var panel = " by at least \(dice.one(of: 5, 5, 6, 9)) raters"
    if event.ratings?.contains("body in body") ?? false, dice.chance(50) {
      panel += " from \(dice.some(2...3, of: ["kenesh", "council", "ngo"]).joined(separator: ", ")) pooled"
    }
    if !form.hasPrefix("share"), dice.chance(70) {
      let statistic = dice.one(of: "krippendorff ordinal", statistic(&dice))
      panel += " agreement \(statistic)"
      if dice.chance(70) { panel += " at least \(statistic.hasPrefix("percent") ? "31.7" : "0.0137")" }
    }
    if dice.chance(30) { panel += " narrative required" }
    if dice.chance(30) { panel += " evidence required" }
    return (form + panel, true)
  }

  private static func statistic(_ dice: inout Dice) -> String {
    let method = dice.one(of: "cohen", "fleiss", "gwet")
    let scale = dice.one(of: "", " nominal", " ordinal", " linear", " quadratic", " ratio_scale")
    return dice.one(of: method + scale, method + scale, "percent", "percent within 1", "krippendorff nominal")
  }
}
