// SPDX-License-Identifier: Apache-2.0

/// Writes conditions and quantities over the fields of an event type that the checker accepts.
struct ConditionGenerator {
  let schema: GeneratedSchema
  let event: GeneratedEvent
  /// Whether conditions may name the officer of whom a figure is made.
  var hasOfficer = false

  // MARK: Conditions

  /// A condition; links to other events only where they are allowed.
  func condition(_ dice: inout Dice, depth: Int = 0, links: Bool = true) -> String {
    switch dice.number(0...(depth > 1 ? 5 : 11)) {
    case 6...7:
      return
        "\(condition(&dice, depth: depth + 1, links: links)) and \(condition(&dice, depth: depth + 1, links: links))"
    case 8:
      return
        "(\(condition(&dice, depth: depth + 1, links: links)) or \(condition(&dice, depth: depth + 1, links: links)))"
    case 9: return "not (\(condition(&dice, depth: depth + 1, links: links)))"
    case 10...11 where links: return link(&dice, depth: depth) ?? single(&dice, links: links)
    default: return single(&dice, links: links)
    }
  }

  /// A single comparison.
  private func single(_ dice: inout Dice, links: Bool) -> String {
    if hasOfficer, dice.chance(40), let field = dice.pick(event.officers) { return "\(field.name) by the officer" }
    if dice.chance(25) { return temporal(&dice) }
    if dice.chance(10) { return dice.one(of: "early_\(event.name)", "late_\(event.name)", "norm \(order(&dice)) 2") }
    if dice.chance(12), let attribute = dice.pick(schema.attributes) {
      return comparison(attribute.name, attribute.type, &dice)
    }
    let usable = event.fields.filter { !$0.type.isTemporal && $0.type.element != .officer }
    guard let field = dice.pick(usable) else { return "opened >= 2026-02-01" }
    if dice.chance(12) { return "\(field.name) is \(dice.one(of: "missing", "present"))" }
    switch field.type {
    case .list(let element): return comparison("\(quantifier(&dice)) \(field.name)", element, &dice)
    case .records(let members):
      guard let member = dice.pick(members) else { return temporal(&dice) }
      let subject = "\(member.name) of \(quantifier(&dice)) \(field.name)"
      return dice.chance(15) ? "\(subject) is present" : comparison(subject, member.type, &dice)
    case .number: return numeric(field, &dice, links: links)
    default: return comparison(field.name, field.type, &dice)
    }
  }

  private func quantifier(_ dice: inout Dice) -> String { dice.chance(65) ? "any" : "each" }

  /// A comparison of something of a type with values of that type.
  private func comparison(_ subject: String, _ type: GeneratedType, _ dice: inout Dice) -> String {
    switch type {
    case .yesNo:
      // An element of a list stands in a comparison only.
      let alone = subject.contains(" ") ? "\(subject) is yes" : subject
      return dice.one(of: alone, "\(subject) is yes", "\(subject) is no", "\(subject) is not yes")
    case .choice(let members, let name):
      let others = event.fields.filter { $0.type == type && $0.name != subject }
      if name != nil, dice.chance(50), let other = dice.pick(others) { return "\(subject) is \(other.name)" }
      if name == "stage", dice.chance(30) {
        return
          "\(subject) \(dice.one(of: "is one of", "is not one of")) \(dice.one(of: "begun", "act, begun", "whole_course"))"
      }
      return membership(subject, members, &dice)
    case .reference(let domain):
      return membership(subject, (GeneratedSchema.codes[domain] ?? []).map(quoted) + [quoted("none such")], &dice)
    case .unit: return membership(subject, ["D1", "R1", "Court 1"].map(quoted), &dice)
    case .text:
      if dice.chance(50) { return membership(subject, ["abc", "12", "x7"].map(quoted), &dice) }
      return "\(subject) matches \(quoted(dice.one(of: "*#*", "a*", "?#", "ABC*", "*beat ?", "*")))"
    case .number: return "\(subject) \(order(&dice)) \(dice.number(0...8))"
    default: return "opened >= 2026-02-01"
    }
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  private func membership(_ subject: String, _ members: [String], _ dice: inout Dice) -> String {
    let chosen = dice.some(1...2, of: members)
    if dice.chance(40) {
      return "\(subject) \(dice.one(of: "is one of", "is not one of")) \(chosen.joined(separator: ", "))"
    }
    return "\(subject) \(dice.one(of: "is", "is", "is not")) \(chosen[0])"
  }

  private func order(_ dice: inout Dice) -> String {
    dice.one(of: ">=", "<=", "<", ">", "at least", "at most", "more than", "less than", "is", "is not")
  }

  private func numeric(_ field: GeneratedField, _ dice: inout Dice, links: Bool) -> String {
    guard dice.chance(40), let quantity = quantity(&dice, links: links) else {
      return "\(field.name) \(order(&dice)) \(dice.one(of: "0", "1", "2.5", "5", "0.1"))"
    }
    return "\(quantity) \(order(&dice)) \(dice.one(of: "0", "1", "3.5"))"
  }

  // MARK: Times

  private func temporal(_ dice: inout Dice) -> String {
    let names = event.temporals.map(\.name)
    let first = dice.pick(names) ?? "opened"
    let second = dice.pick(names) ?? "opened"
    switch dice.number(0...6) {
    case 0: return "\(first) \(dice.one(of: ">=", "<", "<=", ">", "is")) \(moment(&dice))"
    case 1: return "\(first) \(dice.one(of: ">=", "<", "is", "is not", ">")) \(second)"
    case 2...3: return "\(first) within \(span(&dice)) \(dice.one(of: "of", "after")) \(second)"
    case 4:
      let limit = dice.one(of: "at least", "at most")
      return "\(first) \(limit) \(span(&dice)) \(dice.one(of: "before", "after")) \(second)"
    case 5: return "\(first) is \(dice.one(of: "missing", "present"))"
    default: return "\(elapsed(&dice)) \(order(&dice)) \(dice.one(of: "0", "1", "5", "24"))"
    }
  }

  private func moment(_ dice: inout Dice) -> String {
    dice.one(of: "2026-01-01", "2026-02-01", "2026-02-01T00:00", "2026-03-01T10:00:00", "2026-03-31")
  }

  func span(_ dice: inout Dice) -> String {
    switch dice.number(0...5) {
    case 0: "\(dice.pick(CalendarEdges.windowHours) ?? 1) hours"
    case 1: dice.one(of: "90 minutes", "1 week", "2 weeks", "1 month", "3 months", "1 year")
    default: "\(dice.pick(CalendarEdges.windowDays) ?? 1) days"
    }
  }

  private func elapsed(_ dice: inout Dice) -> String {
    let names = event.temporals.map(\.name)
    let unit = dice.one(of: "days", "hours", "minutes", "weeks")
    return "\(unit) from \(dice.pick(names) ?? "opened") to \(dice.pick(names) ?? "opened")"
  }

  // MARK: Links

  /// The answers of a survey are anonymous, and nothing links to them or from them.
  private func linkTarget(_ dice: inout Dice) -> GeneratedEvent? {
    event.design == nil ? dice.pick(schema.events.filter { $0.design == nil }) : nil
  }

  /// `followed by ...` and its like, or nil where no fields can link.
  private func link(_ dice: inout Dice, depth: Int = 0) -> String? {
    guard let target = linkTarget(&dice), let keys = keys(to: target, &dice) else { return nil }
    let inner = ConditionGenerator(schema: schema, event: target)
    let condition = dice.chance(50) ? " where \(inner.condition(&dice, depth: 1, links: depth == 0))" : ""
    let window = dice.chance(60) ? " within \(span(&dice))\(anchor(&dice))" : ""
    switch dice.number(0...5) {
    case 0: return "linked to \(target.name)\(condition) with same \(keys)"
    case 1: return "not linked to \(target.name)\(condition) with same \(keys)"
    case 2:
      let plain = target.fields.filter { $0.type.element == $0.type && !isRecords($0.type) && $0.type != .officer }
      guard let field = dice.pick(plain) else { return nil }
      let first = "\(field.name) of first \(target.name)\(condition) with same \(keys)\(window)"
      if field.type.isTemporal, dice.chance(60) { return "days from opened to \(first) \(order(&dice)) 5" }
      return dice.chance(50) || field.type.isTemporal ? "\(first) is present" : comparison(first, field.type, &dice)
    case 3: return "not followed by \(target.name)\(condition) with same \(keys)\(window)"
    default: return "followed by \(target.name)\(condition) with same \(keys)\(window)"
    }
  }

  private func anchor(_ dice: inout Dice) -> String {
    guard dice.chance(60), let field = dice.pick(event.temporals) else { return "" }
    return " of \(field.name)"
  }

  private func isRecords(_ type: GeneratedType) -> Bool {
    if case .records = type { true } else { false }
  }

  /// One or two pairs of fields whose values can be the same.
  private func keys(to target: GeneratedEvent, _ dice: inout Dice) -> String? {
    var pairs: [String] = []
    for linked in target.fields {
      for own in event.fields where canLink(linked, own) {
        pairs.append(linked.name == own.name ? own.name : "\(linked.name) as \(own.name)")
      }
    }
    let chosen = dice.some(1...2, of: pairs)
    return chosen.isEmpty ? nil : chosen.joined(separator: ", ")
  }

  private func canLink(_ linked: GeneratedField, _ own: GeneratedField) -> Bool {
    switch (linked.type.element, own.type.element) {
    case (.reference(let a), .reference(let b)): a == b
    case (.officer, .officer), (.unit, .unit), (.text, .text): true
    case (.choice(_, let a), .choice(_, let b)): a != nil && a == b
    default: false
    }
  }

  // MARK: Quantities

  /// A number made of fields, or nil where there is none but elapsed time.
  func quantity(_ dice: inout Dice, links: Bool = true) -> String? {
    if links, dice.chance(10), let linked = linkedQuantity(&dice) { return linked }
    if dice.chance(25) { return elapsed(&dice) }
    let numbers = event.fields { if case .number = $0 { true } else { false } }
    guard let field = dice.pick(numbers) else { return dice.chance(50) ? elapsed(&dice) : nil }
    let same = numbers.filter { measure($0) == measure(field) }
    switch dice.number(0...6) {
    case 0: return "\(field.name) + \(dice.pick(same)?.name ?? "1")"
    case 1: return "\(field.name) - \(dice.pick(same)?.name ?? "1")"
    case 2: return "\(field.name) / \(dice.pick(same)?.name ?? "2")"
    case 3: return "\(field.name) * \(dice.one(of: "2", "0.1", "1.5"))"
    default: return field.name
    }
  }

  /// A number of the first linked event, or the time until it.
  private func linkedQuantity(_ dice: inout Dice) -> String? {
    guard let target = linkTarget(&dice), let keys = keys(to: target, &dice) else { return nil }
    let numbers = target.fields { if case .number = $0 { true } else { false } }
    let window = dice.chance(40) ? " within \(span(&dice))" : ""
    if dice.chance(40), let field = dice.pick(numbers) {
      return "\(field.name) of first \(target.name) with same \(keys)\(window)"
    }
    guard let field = dice.pick(target.temporals) else { return nil }
    return
      "\(dice.one(of: "hours", "days")) from opened to \(field.name) of first \(target.name) with same \(keys)\(window)"
  }

  private func measure(_ field: GeneratedField) -> String? {
    if case .number(let measure, _) = field.type { measure } else { nil }
  }
}
