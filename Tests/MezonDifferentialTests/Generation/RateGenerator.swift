// SPDX-License-Identifier: Apache-2.0

/// Writes rates: what they are relative to, and by what they can be split.
struct RateGenerator {
  private let schema: GeneratedSchema

  init(_ schema: GeneratedSchema) { self.schema = schema }

  func rate(_ dice: inout Dice) -> (String, IndicatorGenerator.Kind) {
    let scale = "rate per \(dice.one(of: "1", "1,000", "100000"))"
    let annual = dice.chance(50) ? " a year" : ""
    switch dice.number(0...6) {
    case 0...1: return ("\(scale) residents\(annual)", .rateOfResidents)
    case 2...3 where !schema.populationGroups.isEmpty:
      return ("\(scale) residents where \(condition(&dice, depth: 0))\(annual)", .rateOfResidents)
    case 4: return ("\(scale) officers\(annual)", .rate)
    case 5: return ("\(scale) officers in post \(dice.pick(GeneratedSchema.posts) ?? "")\(annual)", .rate)
    default: return ("\(scale) days in post", .rateOfDays)
    }
  }

  /// A condition that holds for some group at least: one that names a member, and perhaps others beside it.
  private func condition(_ dice: inout Dice, depth: Int) -> String {
    let column = dice.pick(schema.populationGroups) ?? ""
    let members = GeneratedSchema.members(of: column)
    let one = "\(column) is \(dice.pick(members) ?? "")"
    switch dice.number(0...4) {
    case 0: return "\(column) is not \(dice.pick(members) ?? "")"
    case 1: return "\(column) is one of \(dice.some(1...2, of: members).joined(separator: ", "))"
    case 2 where depth < 2: return "\(one) or \(condition(&dice, depth: depth + 1))"
    case 3: return "not (\(one))"
    default: return one
    }
  }

  /// The splits of an event type by what residents are counted apart by.
  func splits(of event: GeneratedEvent) -> [String] {
    func isGroup(_ type: GeneratedType) -> Bool {
      if case .choice(_, let name?) = type.element { schema.populationGroups.contains(name) } else { false }
    }
    return event.fields.flatMap { field -> [String] in
      guard case .records(let members) = field.type else { return isGroup(field.type) ? [field.name] : [] }
      return members.filter { isGroup($0.type) }.map { "\($0.name) of any \(field.name)" }
    }
  }
}
