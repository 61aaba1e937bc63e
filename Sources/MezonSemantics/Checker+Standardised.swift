// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Standardised rates, and shares of units by a figure of theirs.
extension Checker {
  /// A rate of residents by groups, in line with a standard population or with the rates of a unit above.
  mutating func standardised(
    _ clause: StandardisedClause, of operand: IndicatorPlan, _ stated: MeasureName?
  ) -> (DerivedPlan, Measure)? {
    let name = clause.split.resultName
    guard case .rate(_, .residents, _) = operand.value,
      let split = operand.splits.first(where: { $0.name == name }), case .choice(let choice) = split.type,
      symbols.populationGroups.contains(where: { $0.type == split.type })
    else {
      report(SemanticRule.needsRateByGroup, [operand.id, name], at: clause.range)
      return nil
    }
    let reference: DerivedPlan.Standardised.Reference
    switch clause.reference {
    case .standard(let name):
      guard let standard = symbols.standards[name.text] else {
        if symbols.faultyStandards.contains(name.text) { return nil }
        report(unknown: "standard population", name, in: "the programme", known: symbols.standards.keys.sorted())
        return nil
      }
      guard standard.choice == choice else {
        let facts = [name.text, symbols.choices[standard.choice.index].name, symbols.choices[choice.index].name]
        report(SemanticRule.otherGroups, facts, at: name.range)
        return nil
      }
      reference = .standard(standard.name, standard.persons)
    case .ratesOf(let name):
      guard let level = symbols.level(named: name.text) else {
        report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name))
        return nil
      }
      guard operand.levels.contains(level) else {
        let known = operand.levels.map { symbols.levels[$0].name }.joined(separator: ", ")
        report(SemanticRule.notOfOperand, ["level", name.text, operand.id, known], at: name.range)
        return nil
      }
      reference = .unit(level: level)
    }
    let plan = DerivedPlan.Standardised(
      indicator: operand.id, split: name, groups: symbols.choices[choice.index].members, reference: reference)
    // An indirectly standardised figure is a ratio, whatever its rate counts.
    if case .unit = reference { return (.standardised(plan), measure(stated, of: .plain)) }
    return (.standardised(plan), measure(stated, of: operand.measure))
  }

  /// The share of the units whose figure is on one side of a bound.
  mutating func unitShare(
    _ clause: UnitShareClause, of operand: IndicatorPlan, _ stated: MeasureName?
  ) -> (DerivedPlan, Measure)? {
    guard let (comparison, _, literal) = clause.bound, let bound = datedValue(literal, in: operand.measure) else {
      return nil
    }
    let level: Int
    switch clause.base {
    case .named(let name):
      guard let known = symbols.level(named: name.text) else {
        report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name))
        return nil
      }
      level = known
    default:
      // The lowest level, of the only tree in which the indicator has figures.
      let trees = Set(operand.levels.map { symbols.levels[$0].tree })
      let lowest = trees.count == 1 ? symbols.levels.lastIndex { trees.contains($0.tree) } : nil
      level = lowest ?? -1
    }
    guard operand.levels.contains(level) else {
      let known = operand.levels.map { symbols.levels[$0].name }.joined(separator: ", ")
      let name = symbols.levels.indices.contains(level) ? symbols.levels[level].name : "units"
      report(SemanticRule.notOfOperand, ["level", name, operand.id, known], at: clause.range)
      return nil
    }
    let plan = DerivedPlan.UnitShare(indicator: operand.id, level: level, comparison: comparison, bound: bound)
    return (.shareOfUnits(plan), measure(stated, of: .perCent))
  }
}
