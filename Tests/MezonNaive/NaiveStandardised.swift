// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

// Standardised rates, and shares of units by a figure of theirs (docs/evaluation.md, 10).
extension NaiveDerivedValue {
  mutating func setStandardised(_ clause: StandardisedClause, _ operands: [NaiveRow], _ book: NaiveDerivedBook) {
    guard allHaveValues(operands.filter { !["value", "undefined", "too_few"].contains($0.state) }) else { return }
    if operands.contains(where: { $0.numerator == nil || $0.denominator == nil }) {
      return fail("undefined", "no_population")
    }
    func group(_ row: NaiveRow) -> String { String(row.split.drop { $0 != "=" }.dropFirst()) }
    switch clause.reference {
    case .standard(let name):
      let weights = book.world.programme.persons(inStandard: name.text)
      let whole = weights.values.reduce(0, +)
      let used = operands.filter { weights[group($0), default: 0] > 0 }
      numerator = used.reduce(0) { $0 + ($1.numerator ?? 0) }
      denominator = used.reduce(0) { $0 + ($1.denominator ?? 0) }
      n = Int(numerator ?? 0)
      if used.contains(where: { $0.denominator == 0 }) { return fail("undefined", "zero_denominator") }
      guard case .rate(let per, _, _)? = book.declaration(clause.indicator.text)?.value?.form else { return }
      var (rate, variance) = (0.0, 0.0)
      for row in used {
        let (events, persons) = (row.numerator ?? 0, row.denominator ?? 1)
        let weight = weights[group(row), default: 0] / whole
        rate += weight * events / persons
        variance += weight * weight * events / persons / persons
      }
      direct = (rate, variance, per.value)
      value = per.value * rate
    case .ratesOf:
      let count = operands.count / 2
      let pairs = zip(operands.prefix(count), operands.suffix(count)).filter { ($0.0.denominator ?? 0) > 0 }
      numerator = pairs.reduce(0) { $0 + ($1.0.numerator ?? 0) }
      n = Int(numerator ?? 0)
      if pairs.contains(where: { $0.1.denominator == 0 }) { return fail("undefined", "zero_denominator") }
      let expected = pairs.reduce(0.0) { sum, pair in
        sum + (pair.0.denominator ?? 0) * (pair.1.numerator ?? 0) / (pair.1.denominator ?? 1)
      }
      denominator = expected
      if expected == 0 { return fail("undefined", "zero_denominator") }
      value = (numerator ?? 0) / expected
    }
  }

  mutating func setShare(
    _ clause: UnitShareClause, _ members: [NaiveRow], _ book: NaiveDerivedBook, _ period: Period
  ) {
    let values = members.compactMap(\.value)
    n = values.count
    guard let (comparison, _, literal) = clause.bound,
      let bound = book.world.programme.number(literal, on: period.first)
    else { return fail("undefined", "no_parameter_value") }
    guard !values.isEmpty else {
      if members.isEmpty { fail("undefined", "no_members") } else { _ = allHaveValues(members) }
      return
    }
    let holding = values.filter { value in
      switch comparison {
      case .equal: value == bound
      case .notEqual: value != bound
      case .less: value < bound
      case .lessOrEqual: value <= bound
      case .greater: value > bound
      case .greaterOrEqual: value >= bound
      }
    }
    numerator = Double(holding.count)
    denominator = Double(values.count)
    value = 100 * Double(holding.count) / Double(values.count)
  }

  /// The interval of such a figure with the name of its method; nil for other figures.
  func interval(_ form: DerivedForm, _ declaration: IndicatorDeclaration) -> (Double, Double, String)? {
    let confidence = (declaration.interval?.confidence?.value ?? 95) / 100
    if let clause = declaration.interval, clause.method == nil { return nil }
    let stated = declaration.interval?.method.map { String($0.text.map { $0 == "-" ? "_" : $0 }) }
    switch form {
    case .standardised(let clause):
      guard let numerator, let denominator else { return nil }
      let count = NaivePoisson(Int(numerator), confidence: confidence)
      if case .ratesOf = clause.reference {
        return count.interval(stated ?? "exact").map {
          ($0.0 / denominator, $0.1 / denominator, stated ?? "exact")
        }
      }
      guard let direct, numerator > 0, let limits = count.interval("byar") else { return nil }
      let stretch = (direct.variance / numerator).squareRoot()
      return (
        direct.per * (direct.rate + stretch * (limits.0 - numerator)),
        direct.per * (direct.rate + stretch * (limits.1 - numerator)), "dobson"
      )
    case .shareOfUnits:
      guard let numerator, let denominator else { return nil }
      let share = NaiveProportion(Int(numerator), of: Int(denominator), confidence: confidence)
      return share.interval(stated ?? "wilson").map { (100 * $0.0, 100 * $0.1, stated ?? "wilson") }
    case .change, .gap, .computed, .range, .index: return nil
    }
  }
}

extension NaiveDerived {
  /// The rates of a unit's groups, without the unknown, and behind them those of the unit of reference.
  func groupFigures(_ clause: StandardisedClause, _ period: Period, _ subject: NaiveSubject) -> [NaiveRow] {
    let name = clause.indicator.text
    let prefix = (clause.split.member.map { "\(clause.split.field.text).\($0.text)" } ?? clause.split.field.text) + "="
    let groups = book.groups(name, nil, period, subject).filter { $0.hasPrefix(prefix) && $0 != prefix + "unknown" }
    let own = groups.map { book.operand(name, nil, period, subject, $0) }
    guard case .ratesOf(let level) = clause.reference, case .unit(let unit) = subject,
      let day = NaiveWorld.days(of: period).last(where: { !book.world.chain(of: unit, on: $0).isEmpty }),
      let reference = book.world.chain(of: unit, on: day).first(where: { book.world.level(of: $0) == level.text })
    else { return own }
    return own + groups.map { book.operand(name, nil, period, .unit(reference), $0) }
  }
}
