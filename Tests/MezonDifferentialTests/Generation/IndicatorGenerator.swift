// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Writes an indicator of an event type: every form of value, role clauses with caps, splits, grains, targets.
struct IndicatorGenerator {
  let schema: GeneratedSchema
  let event: GeneratedEvent
  let edges: CalendarEdges
  private let conditions: ConditionGenerator

  init(_ schema: GeneratedSchema, _ event: GeneratedEvent, _ edges: CalendarEdges) {
    self.schema = schema
    self.event = event
    self.edges = edges
    conditions = ConditionGenerator(schema: schema, event: event)
  }

  /// What kind of value is being written, for clauses that fit only some.
  private enum Kind { case share, count, plain, rate, coverageOfPeriods, coverage }

  func indicator(named name: String, _ dice: inout Dice) -> String {
    let grains = self.grains(&dice)
    let (value, kind) = self.value(grains, &dice)
    var clauses = ["looks at \(event.name)\(dice.chance(50) ? " where " + conditions.condition(&dice) : "")"]
    clauses += roles(&dice)
    clauses.append("value \(value)")
    clauses += reach(kind, grains, &dice)
    clauses += judgement(kind, &dice)
    return "indicator \(name) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  // MARK: Roles

  private func roles(_ dice: inout Dice) -> [String] {
    var clauses: [String] = []
    for _ in 0..<dice.one(of: 0, 0, 1, 2) {
      clauses.append("leaves out where \(conditions.condition(&dice)) because \"out\"\(cap(&dice))")
    }
    if dice.chance(75) {
      let window = dice.chance(40) ? "closed within \(conditions.span(&dice)) of opened and " : ""
      let hasClosed = event.fields.contains { $0.name == "closed" }
      clauses.append("counts where \(hasClosed ? window : "")\(conditions.condition(&dice))")
    }
    for _ in 0..<dice.one(of: 0, 0, 1, 2) {
      clauses.append("not held against where \(conditions.condition(&dice)) because \"not theirs\"\(cap(&dice))")
    }
    return clauses
  }

  private func cap(_ dice: inout Dice) -> String {
    dice.chance(50) ? " at most \(dice.one(of: "0", "10", "12.5", "25", "29", "33.3", "58", "100")) %" : ""
  }

  // MARK: Value

  private func value(_ grains: [String], _ dice: inout Dice) -> (String, Kind) {
    switch dice.number(0...11) {
    case 0...3: return (dice.one(of: "share", "share in per cent"), .share)
    case 4: return ("count", .count)
    case 5...6: return (aggregate(&dice), .plain)
    case 7: return ("ratio of \(aggregate(&dice)) to \(aggregate(&dice))", .plain)
    case 8: return (rate(&dice), .rate)
    default: return coverage(grains, &dice)
    }
  }

  private func aggregate(_ dice: inout Dice) -> String {
    let fields = event.fields.filter { field in
      switch field.type {
      case .number, .records: false
      default: true
      }
    }
    let kind = dice.number(0...6)
    if kind == 0 { return "count" }
    if kind == 1, let field = dice.pick(fields) { return "distinct \(field.name)" }
    guard let quantity = conditions.quantity(&dice) else { return "count" }
    let quantile = "quantile \(dice.one(of: "0", "0.1", "0.25", "0.9", "0.95", "1")) of"
    return "\(dice.one(of: "sum of", "mean of", "median of", quantile)) \(quantity)"
  }

  private func rate(_ dice: inout Dice) -> String {
    let exposure = dice.one(of: "residents", "residents", "officers")
    return "rate per \(dice.one(of: "1", "1,000", "100000")) \(exposure)\(dice.chance(50) ? " a year" : "")"
  }

  private func coverage(_ grains: [String], _ dice: inout Dice) -> (String, Kind) {
    let least = "having at least \(dice.one(of: 1, 1, 2, 3))"
    let canRepeat = !grains.contains("month") && !grains.contains("week") && !grains.contains("day")
    let inEvery = canRepeat && dice.chance(35) ? " in every \(dice.one(of: "month", "month", "week"))" : ""
    switch dice.number(0...5) {
    case 0...1: return ("share of \(dice.one(of: "days", "weeks", "months")) \(least)", .coverageOfPeriods)
    case 2: return ("share of officers \(least)\(inEvery)", .coverage)
    case 3:
      let domain = event.fields.compactMap { field in
        if case .reference(let name) = field.type.element { name } else { nil }
      }
      guard let domain = dice.pick(domain) else { return ("share of units \(least)\(inEvery)", .coverage) }
      return ("share of \(domain) \(least)\(inEvery)", .coverage)
    default:
      let base = dice.one(of: "units", "district", "region")
      let days = dice.chance(60) ? " at least \(dice.one(of: "1 days", "30 days", "2 weeks"))" : ""
      let post = dice.chance(40) ? " with officer in post \(dice.pick(GeneratedSchema.posts) ?? "")\(days)" : ""
      return ("share of \(base)\(post) \(least)\(inEvery)", .coverage)
    }
  }

  // MARK: For whom, when, in which parts

  private func grains(_ dice: inout Dice) -> [String] {
    let coarse =
      ["month", "two months", "quarter", "half-year", "year"]
      + (schema.fiscalMonth > 1 ? ["fiscal year"] : [])
    if edges.asked.days <= 92, dice.chance(10) { return [dice.one(of: "week", "day")] }
    return dice.some(1...2, of: coarse)
  }

  private func reach(_ kind: Kind, _ grains: [String], _ dice: inout Dice) -> [String] {
    var clauses = ["every \(grains.joined(separator: ", "))"]
    if dice.chance(25), let field = dice.pick(event.temporals) {
      clauses.append("belongs to period by \(field.name)")
    }
    if dice.chance(20), let field = dice.pick(event.units) { clauses.append("belongs to unit by \(field.name)") }
    if dice.chance(20), let field = dice.pick(event.officers) { clauses.append("belongs to officer by \(field.name)") }
    let canBeForOfficers = !event.officers.isEmpty && kind != .rate && kind != .coverage
    let levels = dice.some(1...2, of: schema.trees.flatMap { $0 })
    var subjects = dice.one(of: ["unit"], levels, levels)
    if canBeForOfficers, dice.chance(50) { subjects = dice.chance(20) ? ["officer"] : ["officer"] + subjects }
    if dice.chance(85) { clauses.append("for \(subjects.joined(separator: ", "))") }
    if kind == .share || kind == .plain || kind == .count, dice.chance(50) {
      clauses.append("split by \(splits(&dice))")
    }
    return clauses
  }

  private func splits(_ dice: inout Dice) -> String {
    var splits = event.fields.filter { $0.type.isGroup && $0.type.element != .officer }.map(\.name)
    splits += schema.attributes.map(\.name)
    for field in event.fields {
      guard case .records(let members) = field.type else { continue }
      splits += members.filter { $0.type.isGroup }.map { "\($0.name) of \(dice.chance(50) ? "any " : "")\(field.name)" }
    }
    return dice.some(1...3, of: splits).joined(separator: ", ")
  }

  // MARK: Judgement

  private func judgement(_ kind: Kind, _ dice: inout Dice) -> [String] {
    var clauses: [String] = []
    if dice.chance(40), let interval = interval(kind, &dice) { clauses.append("interval \(interval)") }
    if dice.chance(25) { clauses.append("too few below \(dice.number(1...6))") }
    if dice.chance(20) { clauses.append("reported where \(conditions.condition(&dice, links: false))") }
    if dice.chance(20) { clauses.append("complete at least \(dice.one(of: "50", "66.7", "80", "100")) %") }
    if dice.chance(20) { clauses.append("exposure at least \(dice.one(of: "10 days", "60 days", "2 weeks"))") }
    if dice.chance(15) { clauses.append(effective(&dice)) }
    if dice.chance(20) { clauses.append("baseline \(dice.one(of: "41 %", "3.5")) in 2025") }
    if schema.events.contains(where: \.isSensitive) || dice.chance(15) {
      return clauses + (dice.chance(50) ? ["context only"] : [])
    }
    if dice.chance(60) {
      clauses.append("better when \(dice.one(of: "higher", "lower"))")
      if dice.chance(80) { clauses.append("target \(target(&dice))") }
    }
    return clauses
  }

  private func interval(_ kind: Kind, _ dice: inout Dice) -> String? {
    let method: String
    switch kind {
    case .share, .coverage, .coverageOfPeriods:
      method = dice.one(of: "wilson", "clopper_pearson", "clopper-pearson", "jeffreys", "agresti_coull")
    case .rate: method = dice.one(of: "exact", "byar")
    case .count: method = dice.one(of: "exact", "byar")
    case .plain: return dice.chance(30) ? "none" : nil
    }
    return dice.chance(20) ? "none" : method + dice.one(of: "", " 90 %", " 99 %", " 95 %")
  }

  private func effective(_ dice: inout Dice) -> String {
    let first = edges.asked.first
    let from = first + dice.one(of: 0, 1, 31, -400)
    return "effective from \(from)" + (dice.chance(40) ? " until \(from + dice.one(of: 0, 30, 500))" : "")
  }

  private func target(_ dice: inout Dice) -> String {
    let mark = dice.chance(70) ? " %" : ""
    let first = dice.one(of: "2025-Q1", "2026", "2026-02", "2025")
    let second = dice.one(of: "2026-Q2", "2026-04", "2027")
    let values = (dice.one(of: "0", "2", "40", "50"), dice.one(of: "5", "60.5", "100"))
    let points = "\(values.0)\(mark) from \(first), \(values.1)\(mark) from \(second)"
    return "\(dice.one(of: "steps", "line", "")) \(dice.chance(30) ? "\(values.0)\(mark) from \(first)" : points)"
  }
}
