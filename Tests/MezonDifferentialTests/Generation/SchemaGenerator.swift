// SPDX-License-Identifier: Apache-2.0

/// Makes the declarations of a programme: organisation, attributes, event types.
enum SchemaGenerator {
  static func schema(_ dice: inout Dice) -> GeneratedSchema {
    let main = dice.chance(50) ? ["country", "region", "district"] : ["region", "district"]
    var attributes = [
      GeneratedField(
        name: "settlement", type: .choice(["urban", "rural", "mixed"], name: nil), isOptional: dice.chance(50))
    ]
    if dice.chance(50) { attributes.append(GeneratedField(name: "active", type: .yesNo, isOptional: true)) }
    let names = ["dispute", "meeting", "action"].prefix(dice.number(1...3))
    return GeneratedSchema(
      zone: dice.one(of: "UTC", "Asia/Dushanbe", "Europe/Berlin", "America/New_York"),
      fiscalMonth: dice.one(of: 1, 4, 7), trees: dice.chance(60) ? [main, ["court"]] : [main],
      attributes: attributes,
      populationGroups: dice.one(of: [], ["sex"], ["sex", "age_group"], ["age_group", "sex"]),
      events: names.map { event($0, &dice) } + (dice.chance(60) ? [event("membership", isRoster: true, &dice)] : [])
        + (dice.chance(25) ? [survey(main, &dice)] : []))
  }

  private static func event(_ name: String, isRoster: Bool = false, _ dice: inout Dice) -> GeneratedEvent {
    var fields: [GeneratedField] = []
    func add(_ name: String, _ type: GeneratedType, optional: Int = 50, chance: Int = 60) {
      guard dice.chance(chance) else { return }
      fields.append(GeneratedField(name: name, type: type, isOptional: dice.chance(optional)))
    }
    // Sometimes a field of type time that may be missing comes before the event's own time.
    add("announced", dice.one(of: .time, .day), optional: 100, chance: 25)
    add("opened", dice.chance(60) ? .time : .day, optional: 0, chance: 100)
    add("closed", dice.chance(60) ? .time : .day, optional: isRoster ? 100 : 80, chance: isRoster ? 100 : 80)
    add("decided", .day, chance: 40)
    add("at", .unit, optional: 20, chance: 100)
    add("other_unit", .unit, chance: 30)
    add("by", dice.chance(50) ? .officer : .list(.officer), chance: 70)
    add("helper", .officer, optional: 100, chance: 25)
    add("kind", .choice(["land", "water", "other"], name: nil), optional: 20, chance: 80)
    add("outcome", .choice(["resolved", "pending", "heard"], name: nil), chance: 70)
    add("phase", .choice(GeneratedSchema.stages, name: "stage"), chance: 40)
    add("next_phase", .choice(GeneratedSchema.stages, name: "stage"), chance: 30)
    add("sex", .choice(GeneratedSchema.sexes, name: "sex"), optional: 30, chance: 30)
    add("heard", .yesNo, chance: 50)
    add("attendees", .number(measure: "people", isWhole: true), chance: 60)
    add("cost", .number(measure: "money", isWhole: false), chance: 60)
    add("fee", .number(measure: "money", isWhole: dice.chance(50)), chance: 40)
    add("weight_factor", .number(measure: nil, isWhole: false), chance: 30)
    add("matter", .reference("matter"), chance: 70)
    add("beats", .list(.reference("beat")), chance: 40)
    add("tags", .list(.choice(["red", "green", "blue"], name: nil)), chance: 30)
    add("note", .text, chance: 40)
    if dice.chance(50) { fields.append(parties(&dice)) }
    return GeneratedEvent(name: name, isSensitive: !isRoster && dice.chance(8), fields: fields, isRoster: isRoster)
  }

  private static func survey(_ levels: [String], _ dice: inout Dice) -> GeneratedEvent {
    let answers = GeneratedType.choice(["distrust", "neither", "trust", "dont_know"], name: nil)
    let problems = GeneratedType.choice(["rudeness", "bribes", "slowness"], name: nil)
    let fields = [
      GeneratedField(name: "opened", type: dice.chance(50) ? .day : .time),
      GeneratedField(name: "at", type: .unit),
      GeneratedField(name: "stratum", type: .choice(["a", "b", "c"], name: nil)),
      GeneratedField(name: "psu", type: .reference("beat")),
      GeneratedField(name: "person", type: .reference("matter")),
      GeneratedField(name: "w", type: .number(measure: nil, isWhole: dice.chance(30))),
      GeneratedField(name: "q1", type: answers, isOptional: dice.chance(70)),
      GeneratedField(name: "q2", type: answers, isOptional: dice.chance(50)),
      GeneratedField(name: "problems", type: .list(problems), isOptional: dice.chance(50)),
      GeneratedField(name: "sex", type: .choice(["female", "male"], name: nil), isOptional: dice.chance(40)),
      GeneratedField(name: "people", type: .number(measure: "people", isWhole: true), isOptional: dice.chance(50)),
      GeneratedField(name: "cost", type: .number(measure: "money", isWhole: false), isOptional: dice.chance(50)),
    ]
    let design = dice.some(0...3, of: ["weighted by w", "stratified by stratum", "clustered by psu"])
    let panel = dice.one(of: [], ["panel by person"], ["panel by psu"])
    let scale = "scale regard of q1, \(dice.one(of: "", "reversed "))q2 without answers dont_know"
    return GeneratedEvent(
      name: "perception", isSensitive: false, fields: fields,
      design: design + panel + [scale + dice.one(of: "", " at least 1")]
        + (dice.chance(60) ? ["lonely strata certain"] : [])
        + ["speaks for \(dice.pick(levels) ?? "")"])
  }

  private static func parties(_ dice: inout Dice) -> GeneratedField {
    var members = [GeneratedField(name: "sex", type: .choice(GeneratedSchema.sexes, name: dice.one(of: "sex", nil)))]
    if dice.chance(60) {
      members.append(
        GeneratedField(name: "age", type: .number(measure: nil, isWhole: true), isOptional: dice.chance(60)))
    }
    if dice.chance(50) {
      members.append(
        GeneratedField(
          name: "group", type: .choice(GeneratedSchema.ages, name: dice.one(of: "age_group", nil)), isOptional: true))
    }
    if dice.chance(30) { members.append(GeneratedField(name: "minority", type: .yesNo, isOptional: true)) }
    return GeneratedField(name: "parties", type: .records(members), isOptional: dice.chance(40))
  }
}
