// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// A condition on the groups of a population.
private indirect enum GroupCondition {
  /// A column's member is one of some.
  case isOne(column: Int, Set<Int>)
  case not(GroupCondition)
  case and(GroupCondition, GroupCondition)
  case or(GroupCondition, GroupCondition)

  func holds(for members: [Int]) -> Bool {
    switch self {
    case .isOne(let column, let wanted): wanted.contains(members[column])
    case .not(let a): !a.holds(for: members)
    case .and(let a, let b): a.holds(for: members) && b.holds(for: members)
    case .or(let a, let b): a.holds(for: members) || b.holds(for: members)
    }
  }
}

// Groups of residents, and what rates are relative to.
extension Checker {
  /// More columns than this would make too many ways to add up a total.
  private static let mostColumns = 4
  private static let mostGroups = 4_096

  /// The columns by which residents are counted apart: declared choices of the same name.
  mutating func collectPopulationGroups() {
    let fixed = RosterSchema.fields(of: .population, unitAttributes: []).map(\.name)
    for name in programmeDeclaration?.populationGroups ?? [] where !name.text.isEmpty {
      guard let choice = symbols.choiceIDs[name.text] else {
        let known = symbols.choiceIDs.keys.filter { !$0.contains(".") }
        report(unknown: "choice", name, in: "the programme", known: known.sorted())
        continue
      }
      guard !fixed.contains(name.text), !symbols.populationGroups.contains(where: { $0.name == name.text }) else {
        report(SemanticRule.duplicateName, [name.text], at: name.range)
        continue
      }
      symbols.populationGroups.append(
        FieldSchema(name: name.text, type: .choice(choice), isOptional: true, privacy: .open))
      if symbols.populationGroups.count > Self.mostColumns || sizes.reduce(1, *) > Self.mostGroups {
        report(
          PopulationRule.tooManyGroups, [plain(Double(Self.mostColumns)), plain(Double(Self.mostGroups))],
          at: name.range)
        symbols.populationGroups.removeLast()
      }
    }
  }

  /// The standard populations, each of all members of one column of the population.
  mutating func collectStandards(_ files: [ParsedFile]) {
    let declared = files.flatMap { file in
      file.definitions.declarations.compactMap { declaration in
        if case .standard(let standard) = declaration { (standard, file.tables[standard.name.text]) } else { nil }
      }
    }
    for (standard, table) in declared where !standard.name.text.isEmpty {
      guard declare("standard population", standard.name) else { continue }
      symbols.faultyStandards.insert(standard.name.text)
      guard let choice = symbols.choiceIDs[standard.choice.text],
        symbols.populationGroups.contains(where: { $0.type == .choice(choice) })
      else {
        report(unknown: "column", standard.choice, in: "the population", known: symbols.populationGroups.map(\.name))
        continue
      }
      let members = symbols.choices[choice.index].members
      var persons = [Double?](repeating: nil, count: members.count)
      var isRight = true
      guard let groups = groups(of: standard, table, choice) else { continue }
      for group in groups {
        guard member(group.member, of: choice) != nil, let place = members.firstIndex(of: group.member.text) else {
          isRight = false
          continue
        }
        if persons[place] != nil { isRight = false }
        persons[place] = group.persons
      }
      let stated = persons.compactMap { $0 }
      guard isRight, stated.count == members.count, stated.contains(where: { $0 > 0 }) else {
        let facts = [standard.name.text, standard.choice.text, members.prefix(20).joined(separator: ", ")]
        report(PopulationRule.incompleteStandard, facts, at: standard.name.range)
        continue
      }
      symbols.faultyStandards.remove(standard.name.text)
      symbols.standards[standard.name.text] = StandardPopulation(
        name: standard.name.text, choice: choice, persons: stated)
    }
  }

  private var sizes: [Int] {
    symbols.populationGroups.map { column in
      guard case .choice(let choice) = column.type else { return 0 }
      return symbols.choices[choice.index].members.count
    }
  }

  /// The plan of what a rate is relative to; nil and a diagnostic where a group is none.
  mutating func exposure(_ clause: ExposureClause) -> ExposurePlan? {
    switch clause {
    case .residents(nil): return .residents(nil)
    case .residents(let condition?): return selection(condition).map { .residents($0) }
    case .officers(let post): return .officers(post: post?.text)
    case .daysInPost: return .daysInPost
    }
  }

  /// The groups for which a condition holds. Complexity: O(groups · size of the condition).
  private mutating func selection(_ written: Expression) -> PopulationSelection? {
    guard let condition = groupCondition(written) else { return nil }
    let sizes = sizes
    let groups = (0..<sizes.reduce(1, *)).filter {
      condition.holds(for: PopulationSelection.members(of: $0, sizes: sizes))
    }
    if groups.isEmpty {
      report(PopulationRule.nobody, at: written.range)
      return nil
    }
    return PopulationSelection(groups: groups)
  }

  private mutating func groupCondition(_ written: Expression) -> GroupCondition? {
    switch written {
    case .and(let left, let right, _):
      guard let (a, b) = both(left, right) else { return nil }
      return .and(a, b)
    case .or(let left, let right, _):
      guard let (a, b) = both(left, right) else { return nil }
      return .or(a, b)
    case .not(let operand, _): return groupCondition(operand).map { .not($0) }
    case .comparison(.equal, let column, let member, _): return isOne(column, [member])
    case .comparison(.notEqual, let column, let member, _): return isOne(column, [member]).map { .not($0) }
    case .isOneOf(let column, let members, let negated, _):
      return isOne(column, members).map { negated ? .not($0) : $0 }
    case .invalid: return nil
    default:
      report(PopulationRule.needsGroup, at: written.range)
      return nil
    }
  }

  private mutating func both(_ left: Expression, _ right: Expression) -> (GroupCondition, GroupCondition)? {
    let (a, b) = (groupCondition(left), groupCondition(right))
    guard let a, let b else { return nil }
    return (a, b)
  }

  private mutating func isOne(_ column: Expression, _ members: [Expression]) -> GroupCondition? {
    guard case .name(let name) = column else {
      report(PopulationRule.needsGroup, at: column.range)
      return nil
    }
    guard let index = symbols.populationGroups.firstIndex(where: { $0.name == name.text }),
      case .choice(let choice) = symbols.populationGroups[index].type
    else {
      report(unknown: "column", name, in: "the population", known: symbols.populationGroups.map(\.name))
      return nil
    }
    var wanted: Set<Int> = []
    for written in members {
      guard case .name(let name) = written else {
        report(PopulationRule.needsGroup, at: written.range)
        return nil
      }
      guard member(name, of: choice) != nil,
        let place = symbols.choices[choice.index].members.firstIndex(of: name.text)
      else { return nil }
      wanted.insert(place)
    }
    return .isOne(column: index, wanted)
  }

  /// A rate is split only by what residents are counted apart by; other parts have no denominator of their own.
  mutating func checkSplits(_ declaration: IndicatorDeclaration, ofRateOf exposure: ExposurePlan, _ splits: [SplitPlan])
  {
    guard let first = declaration.splits.first else { return }
    let isByGroup = splits.allSatisfy { split in symbols.populationGroups.contains { $0.type == split.type } }
    if case .residents = exposure, isByGroup { return }
    report(PopulationRule.noPopulationOfSplit, at: first.range)
  }
}
