// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Writes an indicator of an event type: every form of value, role clauses with caps, splits, grains, targets.
struct IndicatorGenerator {
  let schema: GeneratedSchema
  let event: GeneratedEvent
  let edges: CalendarEdges
  private var conditions: ConditionGenerator

  init(_ schema: GeneratedSchema, _ event: GeneratedEvent, _ edges: CalendarEdges) {
    self.schema = schema
    self.event = event
    self.edges = edges
    conditions = ConditionGenerator(schema: schema, event: event)
  }

  /// What kind of value is being written, for clauses that fit only some.
  enum Kind {
    case share, count, plain, rate, rateOfResidents, rateOfDays, coverageOfPeriods, coverage
    case estimate, namingEach, quantileEstimate
  }

  func indicator(named name: String, _ dice: inout Dice) -> String {
    if !event.isRoster, event.design == nil, !event.units.isEmpty, !event.officers.isEmpty, dice.chance(8) {
      return indicatorOfOfficersUnit(named: name, &dice)
    }
    if !event.isRoster, event.design == nil, dice.chance(5), let funnel = funnel(named: name, &dice) { return funnel }
    let grains = self.grains(&dice)
    let isInForce = event.isRoster && dice.chance(65)
    let (value, kind) = self.value(grains, isInForce: isInForce, &dice)
    var clauses = [lookedAt(isInForce: isInForce, &dice)]
    clauses += roles(&dice)
    if isEstimate(kind) { clauses = clauses.map { $0.replacing(#/ at most [0-9.]+ %$/#, with: "") } }
    clauses.append("value \(value)")
    if dice.chance(15) {
      let since = "since \(edges.asked.first + dice.one(of: -40, 0, 100))"
      let window = dice.one(of: "last 12 months", "last 1 month", "last 30 days", "last 4 weeks", "year to date", since)
      clauses.append("covers \(window)")
    }
    clauses += reach(kind, grains, isInForce: isInForce, of: value, &dice)
    clauses += judgement(kind, of: value, &dice)
    return "indicator \(name) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  /// An indicator of what happens in the officer's unit, with conditions that name the officer.
  private func indicatorOfOfficersUnit(named name: String, _ dice: inout Dice) -> String {
    var own = self
    own.conditions.hasOfficer = true
    let grains = self.grains(&dice)
    var kind = Kind.share
    var value = "share"
    while true {
      (value, kind) = own.value(grains, isInForce: false, &dice)
      if [.share, .count, .plain, .rateOfDays, .coverageOfPeriods].contains(kind) { break }
    }
    let condition = dice.chance(40) ? " where " + own.conditions.condition(&dice) : ""
    var clauses = ["looks at \(event.name) of the officer's unit while in post\(condition)"]
    clauses += own.roles(&dice) + ["value \(value)", "every \(grains.joined(separator: ", "))"]
    if dice.chance(25), let field = dice.pick(event.temporals) { clauses.append("belongs to period by \(field.name)") }
    if dice.chance(20), let field = dice.pick(event.units) { clauses.append("belongs to unit by \(field.name)") }
    if dice.chance(70) { clauses.append("for officer") }
    clauses += judgement(kind, of: value, &dice).filter { !$0.hasPrefix("reported where") }
    return "indicator \(name) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  /// A funnel through times of the event itself; nil where it has none but its own.
  private func funnel(named name: String, _ dice: inout Dice) -> String? {
    let stages = dice.some(
      1...2, of: ["closed", "decided"].filter { known in event.temporals.contains { $0.name == known } })
    guard !stages.isEmpty else { return nil }
    let window = dice.chance(70) ? " within \(conditions.span(&dice))" : ""
    var clauses = [
      lookedAt(isInForce: false, &dice), "goes through stages\(window) { \(stages.joined(separator: "\n")) }",
    ]
    if dice.chance(30) { clauses.append("leaves out where \(conditions.condition(&dice)) because \"out\"") }
    clauses.append("every \(grains(&dice).joined(separator: ", "))")
    if !event.officers.isEmpty, dice.chance(30) { clauses.append("for officer, unit") }
    return "funnel \(name) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  private func lookedAt(isInForce: Bool, _ dice: inout Dice) -> String {
    let condition = dice.chance(50) ? " where " + conditions.condition(&dice) : ""
    guard isInForce else { return "looks at \(event.name)\(condition)" }
    let moment = dice.one(of: "in force on the last day", "in force on the last day", "in force during the period")
    if dice.chance(70) { return "looks at \(event.name) \(moment)\(condition)" }
    return "looks at \(event.name) \(moment) where days from opened to the last day > \(dice.number(0...60))"
  }

  // MARK: Roles

  private func roles(_ dice: inout Dice) -> [String] {
    var clauses: [String] = []
    for _ in 0..<dice.one(of: 0, 0, 1, 2) {
      clauses.append("leaves out where \(conditions.condition(&dice)) because \"out\"\(cap(&dice))")
    }
    if dice.chance(75) {
      clauses.append("counts where \(chain(&dice).joined())\(conditions.condition(&dice))")
    }
    for _ in 0..<dice.one(of: 0, 0, 1, 2) {
      clauses.append("not held against where \(conditions.condition(&dice)) because \"not theirs\"\(cap(&dice))")
    }
    return clauses
  }

  /// Windows that follow each other, from which the wait of an event is derived.
  private func chain(_ dice: inout Dice) -> [String] {
    guard dice.chance(45) else { return [] }
    var before = "opened"
    return ["closed", "decided"].filter { name in event.temporals.contains { $0.name == name } }.compactMap { name in
      guard dice.chance(60) else { return nil }
      defer { before = name }
      return "\(name) within \(conditions.span(&dice)) of \(before) and "
    }
  }

  private func cap(_ dice: inout Dice) -> String {
    dice.chance(50) ? " at most \(dice.one(of: "0", "10", "12.5", "25", "29", "33.3", "58", "100")) %" : ""
  }

  // MARK: Value

  private func value(_ grains: [String], isInForce: Bool, _ dice: inout Dice) -> (String, Kind) {
    if event.design != nil { return estimate(&dice) }
    if dice.chance(5), let field = dice.pick(questions) { return ("share naming each \(field.name)", .namingEach) }
    switch dice.number(0...11) {
    case 0...3: return (dice.one(of: "share", "share in per cent"), .share)
    case 4: return ("count", .count)
    case 5...6: return (aggregate(&dice), .plain)
    case 7: return ("ratio of \(side(&dice)) to \(side(&dice))", .plain)
    case 8: return RateGenerator(schema).rate(&dice)
    default: return coverage(grains, isInForce: isInForce, &dice)
    }
  }

  private func side(_ dice: inout Dice) -> String {
    aggregate(&dice) + (dice.chance(40) ? " where \(conditions.condition(&dice, links: false))" : "")
  }

  /// What can be asked with answers to choose from, but for the design of a survey.
  private var questions: [GeneratedField] {
    event.fields { type in
      switch type {
      case .choice, .list(.choice): true
      default: false
      }
    }
  }

  private func isEstimate(_ kind: Kind) -> Bool { kind == .estimate || kind == .quantileEstimate }

  private func estimate(_ dice: inout Dice) -> (String, Kind) {
    let quantity = dice.one(of: "cost", "people", "people * 0.1", "cost - 1", "regard")
    switch dice.number(0...8) {
    case 8 where event.design?.contains("weighted by w") == true:
      return (dice.one(of: "count", "sum of \(quantity)"), .estimate)
    case 0...1, 8: return ("share", .estimate)
    case 2: return ("share answering trust\(dice.chance(50) ? ", neither" : "") to q1", .estimate)
    case 3: return ("share answering bribes\(dice.chance(50) ? ", slowness" : "") to problems", .estimate)
    case 4: return ("share naming each \(dice.one(of: "problems", "q1"))", .estimate)
    case 5: return ("mean of \(quantity)", .estimate)
    case 6:
      let quantile = dice.one(of: "median", "quantile 0", "quantile 0.35", "quantile 1")
      return ("\(quantile) of \(quantity)", .quantileEstimate)
    default: return ("ratio of sum of cost to sum of people", .estimate)
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
    if event.isRoster, dice.chance(25) { return "median term" }
    if kind == 1, let field = dice.pick(fields) { return "distinct \(field.name)" }
    guard let quantity = conditions.quantity(&dice) else { return "count" }
    let quantile = "quantile \(dice.one(of: "0", "0.1", "0.25", "0.9", "0.95", "1")) of"
    return "\(dice.one(of: "sum of", "mean of", "median of", quantile)) \(quantity)"
  }

  private func coverage(_ grains: [String], isInForce: Bool, _ dice: inout Dice) -> (String, Kind) {
    let least = "having \(bounds(&dice))"
    let canRepeat = !isInForce && !grains.contains("month") && !grains.contains("week") && !grains.contains("day")
    let inEvery = canRepeat && dice.chance(35) ? " in every \(dice.one(of: "month", "month", "week"))" : ""
    switch dice.number(isInForce ? 2...5 : 0...5) {
    case 0...1: return ("share of \(dice.one(of: "days", "weeks", "months", "quarters")) \(least)", .coverageOfPeriods)
    case 2: return ("share of officers\(post("in post", &dice)) \(least)\(inEvery)", .coverage)
    case 3:
      guard let domain = dice.pick(domains(of: event)) else { return ("share of units \(least)\(inEvery)", .coverage) }
      return ("share of \(domain)\(register(of: domain, &dice)) \(least)\(inEvery)", .coverage)
    default:
      let base = dice.one(of: "units", "district", "region")
      return ("share of \(base)\(post("with officer in post", &dice)) \(least)\(inEvery)", .coverage)
    }
  }

  /// The post that must be held, sometimes, and on how many days.
  private func post(_ keyword: String, _ dice: inout Dice) -> String {
    let days = dice.chance(60) ? " at least \(dice.one(of: "1 days", "30 days", "2 weeks"))" : ""
    return dice.chance(40) ? " \(keyword) \(dice.pick(GeneratedSchema.posts) ?? "")\(days)" : ""
  }

  private func domains(of event: GeneratedEvent) -> [String] {
    event.fields.compactMap { field in
      if case .reference(let name) = field.type.element { name } else { nil }
    }
  }

  /// The roster that lists the values of a domain, sometimes.
  private func register(of domain: String, _ dice: inout Dice) -> String {
    let rosters = schema.events.filter { $0.isRoster && domains(of: $0).contains(domain) }
    guard let roster = dice.pick(rosters), dice.chance(70) else { return "" }
    let inner = ConditionGenerator(schema: schema, event: roster)
    return " listed in \(roster.name)\(dice.chance(40) ? " where " + inner.condition(&dice) : "")"
  }

  private func bounds(_ dice: inout Dice) -> String {
    if dice.chance(60) { return "at least \(dice.one(of: "1", "1", "2", "3", "norm"))" }
    let bounds = (0..<dice.number(1...3)).map { _ in
      let limit = dice.one(of: "at least 1", "at most 2", "at most 0", "none", "at least 50 %", "at most 33.3 %")
      return limit + (dice.chance(60) ? " where " + conditions.condition(&dice) : "")
    }
    return bounds.joined(separator: " and having ")
  }

  // MARK: For whom, when, in which parts

  private func grains(_ dice: inout Dice) -> [String] {
    let coarse =
      ["month", "two months", "quarter", "half-year", "year"]
      + (schema.fiscalMonth > 1 ? ["fiscal year"] : [])
    if edges.asked.days <= 92, dice.chance(10) { return [dice.one(of: "week", "day")] }
    return dice.some(1...2, of: coarse)
  }

  private func reach(_ kind: Kind, _ grains: [String], isInForce: Bool, of value: String, _ dice: inout Dice)
    -> [String]
  {
    var clauses = ["every \(grains.joined(separator: ", "))"]
    if !isInForce, dice.chance(25), let field = dice.pick(event.temporals) {
      clauses.append("belongs to period by \(field.name)")
    }
    if dice.chance(20), let field = dice.pick(event.units) { clauses.append("belongs to unit by \(field.name)") }
    if dice.chance(20), let field = dice.pick(event.officers) { clauses.append("belongs to officer by \(field.name)") }
    let canBeForOfficers = !event.officers.isEmpty && kind != .rate && kind != .rateOfResidents && kind != .coverage
    let levels = dice.some(1...2, of: event.speaksFor(in: schema) ?? schema.trees.flatMap { $0 })
    var subjects = dice.one(of: ["unit"], levels, levels)
    if canBeForOfficers, dice.chance(50) { subjects = dice.chance(20) ? ["officer"] : ["officer"] + subjects }
    if dice.chance(85) { clauses.append("for \(subjects.joined(separator: ", "))") }
    if kind == .share || kind == .plain || kind == .count || isEstimate(kind), dice.chance(50) {
      // What is named is split by its answers already.
      let named = value.hasPrefix("share naming each") ? value.split(separator: " ").last.map(String.init) : nil
      clauses.append("split by \(splits(but: named, &dice))")
    }
    let groups = RateGenerator(schema).splits(of: event)
    if kind == .rateOfResidents, !groups.isEmpty, dice.chance(60) {
      clauses.append("split by \(dice.some(1...2, of: groups).joined(separator: ", "))")
    }
    return clauses
  }

  private func splits(but named: String?, _ dice: inout Dice) -> String {
    var splits = event.fields.filter { $0.type.isGroup && $0.type.element != .officer }.map(\.name)
      .filter { $0 != named }
    splits += schema.attributes.map(\.name)
    for field in event.fields {
      guard case .records(let members) = field.type else { continue }
      splits += members.filter { $0.type.isGroup }.map { "\($0.name) of \(dice.chance(50) ? "any " : "")\(field.name)" }
    }
    return dice.some(1...3, of: splits).joined(separator: ", ")
  }

  // MARK: Judgement

  private func judgement(_ kind: Kind, of value: String, _ dice: inout Dice) -> [String] {
    var clauses: [String] = []
    // Without a clause the interval of an estimate is one that the naive evaluator does not know.
    if kind == .estimate || dice.chance(40), let interval = interval(kind, of: value, &dice) {
      clauses.append("interval \(interval)")
    }
    if dice.chance(25) { clauses.append("too few below \(dice.number(1...6))") }
    if dice.chance(20) { clauses.append("reported where \(conditions.condition(&dice))") }
    if dice.chance(20) { clauses.append("complete at least \(dice.one(of: "50", "66.7", "80", "100")) %") }
    if dice.chance(20) { clauses.append("exposure at least \(dice.one(of: "10 days", "60 days", "2 weeks"))") }
    if dice.chance(15) { clauses.append(effective(&dice)) }
    if let comparisons = comparisons(kind, &dice) { clauses.append(comparisons) }
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

  private func comparisons(_ kind: Kind, _ dice: inout Dice) -> String? {
    guard dice.chance(12), event.design == nil, kind != .namingEach else { return nil }
    let chart = "control chart over last \(dice.number(12...15)) periods"
    switch kind {
    case .share, .rate, .rateOfResidents, .rateOfDays:
      let funnel = dice.one(of: "funnel", "funnel over-dispersed", "funnel winsorised 10 %", "funnel truncated 12.5 %")
      return "compared by " + dice.some(1...3, of: [funnel, "shrinkage", "reliability", chart]).joined(separator: ", ")
    default: return "compared by " + chart
    }
  }

  private func interval(_ kind: Kind, of value: String, _ dice: inout Dice) -> String? {
    let method: String
    switch kind {
    case .share, .coverage, .coverageOfPeriods:
      method = dice.one(of: "wilson", "clopper_pearson", "clopper-pearson", "jeffreys", "agresti_coull")
    case .rate, .rateOfResidents, .rateOfDays: method = dice.one(of: "exact", "byar")
    case .count: method = dice.one(of: "exact", "byar")
    case .namingEach: method = dice.one(of: "wilson", "jeffreys")
    case .estimate: return dice.one(of: "none", "wald", "wald 90 %")
    case .plain where value.hasPrefix("median of") || value.hasPrefix("quantile"): method = "order_statistics"
    case .plain, .quantileEstimate: return dice.chance(30) ? "none" : nil
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
