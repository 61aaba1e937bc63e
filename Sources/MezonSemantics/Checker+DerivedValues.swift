// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Values made from other indicators, with their units of measure.
extension Checker {
  /// The value and its unit of measure; nil and a diagnostic where it cannot be understood.
  mutating func derivedValue(
    _ form: DerivedForm, _ declaration: IndicatorDeclaration, _ operands: [IndicatorPlan]
  ) -> (DerivedPlan, Measure)? {
    guard let operand = operands.first else { return nil }
    let stated = declaration.value?.measure
    switch form {
    case .change(let clause): return change(clause, of: operand, declaration, stated)
    case .gap(let clause): return gap(clause, of: operand, stated)
    case .computed(let expression):
      guard let (quantity, own, _) = self.quantity(expression, operands) else { return nil }
      return (.computed(quantity), computedMeasure(stated, of: own))
    case .range(let clause): return range(clause, of: operand, stated)
    case .index(let clause): return index(clause, declaration, operands)
    case .standardised(let clause): return standardised(clause, of: operand, stated)
    case .shareOfUnits(let clause): return unitShare(clause, of: operand, stated)
    }
  }

  // MARK: Changes and gaps

  private mutating func change(
    _ clause: ChangeClause, of operand: IndicatorPlan, _ declaration: IndicatorDeclaration, _ stated: MeasureName?
  ) -> (DerivedPlan, Measure)? {
    var earlier = DerivedPlan.Earlier.previousPeriod
    switch clause.earlier {
    case .previousPeriod: break
    case .samePeriodLastYear: earlier = .samePeriodLastYear
    case .period(let literal):
      guard let period = period(literal) else { return nil }
      checkBaseline(period, literal, of: operand, declaration)
      earlier = .period(period)
    }
    let conditions = [clause.among, clause.minus?.condition].compactMap { $0 }
    if let first = conditions.first { checkUnits(of: operand, at: first.range) }
    let among = clause.among.flatMap { unitCondition($0) }
    let minus = clause.minus.flatMap { group($0) }
    if conditions.count != [among, minus?.condition].compactMap({ $0 }).count { return nil }
    let isDouble = clause.minus != nil
    let (isRelative, measure) = contrastMeasure(stated, of: operand.measure, isRelative: true, isDouble: isDouble)
    let change = DerivedPlan.Change(
      indicator: operand.id, earlier: earlier, among: among, minus: minus, isRelative: isRelative)
    return (.change(change), measure)
  }

  /// What grows with the length of the period can only be compared with a period of the same length.
  private mutating func checkBaseline(
    _ period: Period, _ literal: PeriodLiteral, of operand: IndicatorPlan, _ declaration: IndicatorDeclaration
  ) {
    let written = declaration.grains.map { Grain($0.grain) }
    let grains = written.isEmpty ? operand.grains : written
    guard operand.growsWithPeriod, let grain = grains.first(where: { $0 != period.grain }) else { return }
    report(SemanticRule.unlikePeriods, [grain.rawValue, period.label, operand.id], at: literal.range)
  }

  private mutating func gap(
    _ clause: GapClause, of operand: IndicatorPlan, _ stated: MeasureName?
  ) -> (DerivedPlan, Measure)? {
    let (isRelative, measure) = contrastMeasure(stated, of: operand.measure, isRelative: false, isDouble: false)
    guard case .groups(let first, let second) = clause.sides else {
      return (.gap(DerivedPlan.Gap(indicator: operand.id, sides: .unitAbove, isRelative: isRelative)), measure)
    }
    checkUnits(of: operand, at: first.range)
    guard let one = unitCondition(first), let other = group(second) else { return nil }
    return (.gap(DerivedPlan.Gap(indicator: operand.id, sides: .groups(one, other), isRelative: isRelative)), measure)
  }

  private mutating func group(_ group: ChangeClause.Group) -> DerivedPlan.Group? {
    switch group {
    case .allUnits: .allUnits
    case .units(let condition): unitCondition(condition).map { .units($0) }
    }
  }

  /// Whether a comparison is relative, and its unit of measure.
  ///
  /// A difference of per cents is in points; so is one of two relative changes.
  private mutating func contrastMeasure(
    _ stated: MeasureName?, of own: Measure, isRelative: Bool, isDouble: Bool
  ) -> (isRelative: Bool, Measure) {
    let relative: Measure = isDouble ? .points : .perCent
    switch (own, stated) {
    case (.perCent, nil), (.perCent, .points?), (.points, nil), (.points, .points?), (.plain, .points?):
      return (false, .points)
    case (.perCent, _?), (.points, _?): break
    case (_, nil): return isRelative ? (true, relative) : (false, own)
    case (_, .perCent?) where !isDouble: return (true, .perCent)
    case (.span(let unit), .span(let other, _)?) where unit == other: return (false, own)
    case (.named(let name), .named(let other)?) where name == other.text: return (false, own)
    default: break
    }
    let fitting = own == .perCent || own == .points ? Measure.points : own
    if let stated { report(SemanticRule.badMeasure, [shown(fitting), stated.range.text], at: stated.range) }
    return (false, fitting)
  }

  // MARK: Ranges

  private mutating func range(
    _ clause: RangeClause, of operand: IndicatorPlan, _ stated: MeasureName?
  ) -> (DerivedPlan, Measure)? {
    let members: DerivedPlan.Range.Members
    switch clause.members {
    case .level(let name):
      guard let level = symbols.level(named: name.text) else {
        report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name))
        return nil
      }
      guard operand.levels.contains(level) else {
        let known = operand.levels.map { symbols.levels[$0].name }.joined(separator: ", ")
        report(SemanticRule.notOfOperand, ["level", name.text, operand.id, known], at: name.range)
        return nil
      }
      members = .level(level)
    case .groups(let split):
      let name = split.resultName
      guard operand.splits.contains(where: { $0.name == name }) else {
        let known = operand.splits.isEmpty ? "-" : operand.splits.map(\.name).joined(separator: ", ")
        report(SemanticRule.notOfOperand, ["split by", name, operand.id, known], at: split.range)
        return nil
      }
      members = .groups(name)
    }
    if let stated, operand.measure.name != stated.name {
      report(SemanticRule.badMeasure, [shown(operand.measure), stated.range.text], at: stated.range)
    }
    let range = DerivedPlan.Range(statistic: clause.statistic, indicator: operand.id, members: members)
    return (.range(range), operand.measure)
  }

  // MARK: Arithmetic

  /// A quantity, its unit of measure, and whether it is a constant.
  private mutating func quantity(
    _ expression: Expression, _ operands: [IndicatorPlan]
  ) -> (DerivedPlan.Quantity, Measure, isLiteral: Bool)? {
    switch expression {
    case .number(let literal): return (.number(literal.value), .plain, true)
    case .name(let name):
      guard let operand = operands.first(where: { $0.id == name.text }) else { return nil }
      return (.indicator(operand.id), operand.measure, false)
    case .arithmetic(let operation, let left, let right, let range):
      let first = quantity(left, operands)
      let second = quantity(right, operands)
      guard let (a, above, isFirstLiteral) = first, let (b, below, isSecondLiteral) = second else { return nil }
      let measure: Measure
      switch operation {
      case .subtract where above == .perCent && below == .perCent: measure = .points
      case .add where above == below, .subtract where above == below: measure = above
      case .add where isSecondLiteral, .subtract where isSecondLiteral: measure = above
      case .add where isFirstLiteral, .subtract where isFirstLiteral: measure = below
      case .multiply where above == .plain: measure = below
      case .multiply where below == .plain, .divide where below == .plain: measure = above
      case .divide where above == below: measure = .plain
      // A per cent has no unit of its own, so a bare number by it is a bare number.
      case .divide where above == .plain && below == .perCent: measure = .plain
      default:
        report(SemanticRule.measuresDiffer, [shown(above), shown(below)], at: range)
        return nil
      }
      return (.arithmetic(operation, a, b), measure, isFirstLiteral && isSecondLiteral)
    default:
      report(SemanticRule.needsNumber, [expression.range.text], at: expression.range)
      return nil
    }
  }

  private mutating func computedMeasure(_ stated: MeasureName?, of own: Measure) -> Measure {
    guard let stated else { return own }
    if stated.name == own.name { return own }
    if own == .plain {
      switch stated {
      case .perCent: return .perCent
      case .points: return .points
      case .named(let name): return declaredMeasure(name)
      case .span: break
      }
    }
    report(SemanticRule.badMeasure, [shown(own), stated.range.text], at: stated.range)
    return own
  }
}

extension ChangeClause.Group {
  /// The condition; nil for all units.
  fileprivate var condition: Expression? { if case .units(let condition) = self { condition } else { nil } }
}

extension IndicatorPlan {
  /// Whether a longer period makes the figure greater by itself.
  fileprivate var growsWithPeriod: Bool {
    switch value {
    case .aggregate(.count), .aggregate(.distinct), .aggregate(.sum): true
    case .rate(_, _, let isAnnual): !isAnnual
    case .aggregate, .share, .ratio, .coverage, .estimate, .derived: false
    }
  }
}

extension MeasureName {
  /// Where it stands.
  var range: SourceRange {
    switch self {
    case .perCent(let range), .points(let range), .span(_, let range): range
    case .named(let name): name.range
    }
  }

  /// Its name in results.
  fileprivate var name: String {
    switch self {
    case .perCent: Measure.perCent.name
    case .points: Measure.points.name
    case .span(let unit, _): unit.rawValue
    case .named(let name): name.text
    }
  }
}
