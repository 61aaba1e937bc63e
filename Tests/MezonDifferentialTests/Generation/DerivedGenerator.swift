// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// Writes indicators that are made from others, such as fit those that a programme has.
struct DerivedGenerator {
  /// What can be made from an indicator.
  private struct Operand {
    let name: String
    let isShare: Bool
    /// Its own unit of measure has no name, and it is no per cent.
    let isPlainCount: Bool
    let isRate: Bool
    let isCoverage: Bool
    let isForOfficers: Bool
    let isForUnits: Bool
    let isHigherBetter: Bool?
    let hasTarget: Bool
    let isNeverScored: Bool
    let levels: [String]
    let grains: [GrainName]
    let splits: [String]
  }

  private let schema: GeneratedSchema
  private let operands: [Operand]

  /// Reads the indicators written so far.
  /// The tables of standard populations that are read from a file, by their names.
  private(set) var tables: [String: String] = [:]

  init(_ schema: GeneratedSchema, _ written: String) {
    self.schema = schema
    let file = Parser.parse(SourceText(name: "written.mezon", text: written)).definitions
    let sensitive = Set(schema.events.filter(\.isSensitive).map(\.name))
    operands = file.declarations.compactMap { declaration in
      guard case .indicator(let indicator) = declaration, let form = indicator.value?.form else { return nil }
      var kinds = (share: false, count: false, rate: false, coverage: false)
      switch form {
      case .share: kinds.share = true
      case .aggregate(.count), .aggregate(.distinct): kinds.count = true
      case .rate: kinds.rate = true
      case .coverage: kinds.coverage = true
      default: break
      }
      var levels: [String] = []
      var isForOfficers = false
      for subject in indicator.subjects {
        switch subject {
        case .officer: isForOfficers = true
        case .anyUnit: levels += schema.trees.flatMap { $0 }
        case .level(let name): levels.append(name.text)
        }
      }
      if indicator.officersUnit != nil {
        isForOfficers = true
      } else if indicator.subjects.isEmpty {
        levels = schema.trees.flatMap { $0 }
      }
      // A survey speaks for some of them only.
      let event = schema.events.first { $0.name == indicator.event?.text }
      if let known = event?.speaksFor(in: schema) { levels = levels.filter(known.contains) }
      return Operand(
        name: indicator.name.text, isShare: kinds.share, isPlainCount: kinds.count, isRate: kinds.rate,
        isCoverage: kinds.coverage, isForOfficers: isForOfficers, isForUnits: !levels.isEmpty,
        isHigherBetter: indicator.betterWhen?.isHigher, hasTarget: indicator.target != nil,
        isNeverScored: indicator.contextOnly != nil || !sensitive.isEmpty, levels: levels,
        grains: indicator.grains.map(\.grain),
        splits: indicator.splits.map { split in
          split.member.map { "\($0.text) of \(split.field.text)" } ?? split.field.text
        })
    }
  }

  /// Some indicators; none where nothing fits.
  mutating func indicators(_ dice: inout Dice) -> String {
    guard dice.chance(60) else { return "" }
    return (1...dice.number(1...3)).compactMap { number in
      // Few rates are by group, so that those that are come more often.
      let rates = operands.filter { $0.isRate && !byGroup($0).isEmpty }
      guard let operand = dice.chance(40) ? dice.pick(rates) ?? dice.pick(operands) : dice.pick(operands) else {
        return nil
      }
      return dice.chance(25) ? index(number, &dice) : indicator(operand, number, &dice)
    }.map { $0 + "\n" }.joined()
  }

  private mutating func indicator(_ operand: Operand, _ number: Int, _ dice: inout Dice) -> String? {
    var clauses: [String] = []
    var value: String
    var keepsSplits = true
    if operand.isRate, let split = dice.pick(byGroup(operand)) {
      return standardised(operand, split, number, &dice)
    }
    switch dice.number(0...10) {
    case 10:
      guard let level = dice.pick(operand.levels) else { return nil }
      let comparison = dice.one(of: ">", ">=", "<", "at most")
      value = "share of \(level) where \(operand.name) \(comparison) \(dice.number(0...60))"
      keepsSplits = false
    case 0...3:
      value = change(operand, &dice)
    case 4...5: value = gap(operand, &dice)
    case 6...7:
      guard let range = range(operand, &dice) else { return nil }
      value = range
      keepsSplits = !range.contains("groups of")
    default: value = "computed as " + computed(operand, &dice)
    }
    clauses.append("value \(value)")
    let isUnitsOnly =
      value.hasPrefix("gap") || value.contains(" over ") || value.contains("units") || value.hasPrefix("share of")
    if operand.isForOfficers, !isUnitsOnly, dice.chance(40) {
      clauses.append("for officer\(operand.isForUnits ? ", unit" : "")")
    } else if !operand.isForUnits {
      return nil
    }
    if keepsSplits, dice.chance(40), let split = dice.pick(operand.splits) { clauses.append("split by \(split)") }
    clauses += judgement(operand, value, &dice)
    return "indicator derived_\(number) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }

  /// The splits of an operand by which residents are counted apart.
  private func byGroup(_ operand: Operand) -> [String] {
    operand.splits.filter { schema.populationGroups.contains(String($0.prefix { $0 != " " })) }
  }

  /// A standard population: written out, or read from a file that names its groups in its own way, some of them in two parts.
  private mutating func standard(_ number: Int, of column: String, _ dice: inout Dice) -> String {
    let groups = GeneratedSchema.members(of: column).enumerated().map { place, member in
      (persons: dice.number(0...3) + (place == 0 ? 1 : 0), member: member)
    }
    guard dice.chance(75) else {
      let written = groups.map { "\($0.persons) \($0.member)" }
      return "standard population standard_\(number) of \(column) {\n\(written.joined(separator: "\n"))\n}"
    }
    var rows = ["total;99;"]
    var recodes: [String] = []
    for (persons, member) in groups {
      let parts = dice.chance(30) ? ["\(member) 1", "\(member) 2"] : dice.chance(50) ? [member] : ["'\(member)'"]
      for part in parts { rows.append("\(part);\(persons);") }
      recodes += parts.filter { $0 != member }.map { "\"\($0)\" -> \(member)" }
    }
    tables["standard_\(number)"] = "group;persons;\n" + rows.joined(separator: "\n") + "\n"
    let recode = recodes.isEmpty ? "" : " recode " + recodes.joined(separator: ", ")
    return """
      standard population standard_\(number) of \(column) {
        file "standard_\(number).csv"
        groups from column "group"\(recode) others missing
        persons from column "persons"
      }
      """
  }

  /// A rate of residents brought in line with a standard population, which is written before it, and with a level above.
  private mutating func standardised(_ operand: Operand, _ split: String, _ number: Int, _ dice: inout Dice) -> String?
  {
    guard operand.isForUnits, let level = dice.pick(operand.levels) else { return nil }
    let column = String(split.prefix { $0 != " " })
    let standard = standard(number, of: column, &dice)
    let interval = dice.chance(20) ? "  interval none\n" : ""
    return """
      \(standard)
      indicator derived_\(number) {
        value directly standardised \(operand.name) over groups of \(split) by standard_\(number)
      \(interval)}
      indicator ratio_\(number) {
        value indirectly standardised \(operand.name) over groups of \(split) by rates of \(level)
      }
      """
  }

  private func change(_ operand: Operand, _ dice: inout Dice) -> String {
    var value = "change of \(operand.name) \(dice.one(of: "on previous period", "on same period last year"))"
    if !operand.isCoverage, operand.isForUnits {
      if dice.chance(40) { value += " among units where \(condition(&dice))" }
      if dice.chance(30) {
        let others = dice.chance(50) ? "settlement is rural" : condition(&dice)
        value += " minus the same among \(dice.chance(30) ? "all units" : "units where \(others)")"
      }
    }
    return value
  }

  private func gap(_ operand: Operand, _ dice: inout Dice) -> String {
    if operand.isCoverage || dice.chance(30) { return "gap of \(operand.name) to the unit above" }
    let other = dice.chance(40) ? "all units" : "units where \(condition(&dice))"
    return "gap of \(operand.name) between units where \(condition(&dice)) and \(other)"
  }

  private func range(_ operand: Operand, _ dice: inout Dice) -> String? {
    let statistic = dice.one(of: "minimum", "maximum", "median", "mean")
    if let split = dice.pick(operand.splits), dice.chance(50) {
      return "\(statistic) of \(operand.name) over groups of \(split)"
    }
    guard let level = dice.pick(operand.levels) else { return nil }
    return "\(statistic) of \(operand.name) over \(level)"
  }

  private func computed(_ operand: Operand, _ dice: inout Dice) -> String {
    let like = operands.filter {
      $0.isShare == operand.isShare && $0.isShare && $0.grains == operand.grains
    }
    if operand.isShare, let other = dice.pick(like), !operand.isForOfficers, operand.splits.isEmpty {
      return dice.one(of: "100 * \(operand.name) / \(other.name)", "\(operand.name) - \(other.name)")
    }
    return dice.one(of: "2 * \(operand.name)", "\(operand.name) / \(operand.name)", "(100 - \(operand.name)) / 4")
  }

  /// A condition on unit attributes.
  private func condition(_ dice: inout Dice) -> String {
    let hasActive = schema.attributes.contains { $0.name == "active" }
    let simple = dice.one(
      of: "settlement is urban", "settlement is not urban", "settlement is one of urban, rural",
      "settlement is missing", "not settlement is rural")
    guard hasActive, dice.chance(50) else { return simple }
    return dice.one(of: "active", "not active", "active is no", "(active or \(simple))", "(active and \(simple))")
  }

  private func judgement(_ operand: Operand, _ value: String, _ dice: inout Dice) -> [String] {
    var clauses: [String] = []
    if dice.chance(20) { clauses.append("too few below \(dice.number(1...4))") }
    let isContrast =
      value.hasPrefix("change") && !value.contains("minus the same") || value.contains("and units where")
    let isDouble = value.contains("minus the same among units where")
    if isContrast || isDouble, dice.chance(25) { clauses.append("interval none") }
    if !operand.isNeverScored, dice.chance(40) {
      // A share has no target below 0.
      let target = "\(value.hasPrefix("share of") ? "" : "-")\(dice.number(6...20))"
      clauses += ["better when \(dice.one(of: "higher", "lower"))", "target \(target) from 2025"]
    }
    return clauses
  }

  private func index(_ number: Int, _ dice: inout Dice) -> String? {
    guard let first = operands.first(where: { $0.isHigherBetter != nil && !$0.isNeverScored && $0.isForUnits }) else {
      return nil
    }
    let parts = operands.filter {
      $0.isHigherBetter != nil && !$0.isNeverScored && $0.grains == first.grains && $0.isForUnits
    }.prefix(3)
    let weights = parts.count == 1 ? [100] : parts.count == 2 ? [30, 70] : [20, 50, 30]
    let made = zip(weights, parts).map { "\($0) % \($1.name)" }.joined(separator: ", ")
    var clauses = ["made of \(made)"]
    var scales = [
      "normalise min-max", "normalise min-max -5 to 80", "normalise rank", "normalise percentile",
      "normalise min-max scaled 1 to 100", "normalise min-max 0 to 40 scaled -10 to 10", "normalise borda",
      "normalise percentile rank",
    ]
    if parts.allSatisfy({ $0.isShare || $0.isCoverage }) { scales.append("") }
    if parts.allSatisfy(\.hasTarget) { scales.append("normalise distance to target") }
    var mean = dice.one(of: "arithmetic", "geometric", "harmonic")
    if mean == "arithmetic" { scales.append("normalise z-score") }
    let scale = dice.pick(scales) ?? ""
    if scale == "normalise z-score" { mean = "arithmetic" }
    clauses += ["combine \(mean)", scale]
    let isAmongUnits = !scale.isEmpty && scale != "normalise distance to target" && !scale.contains("min-max -5 to 80")
    if isAmongUnits, !scale.contains("min-max 0 to 40"), dice.chance(40) { clauses.append("treat outliers") }
    if dice.chance(60) { clauses.append("missing re-weight up to \(dice.one(of: 30, 50, 80)) % else none") }
    if dice.chance(40) { clauses += ["better when higher", "target 50 from 2025"] }
    return "index index_\(number) {\n\(clauses.map { "  " + $0 }.joined(separator: "\n"))\n}"
  }
}
