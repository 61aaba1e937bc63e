// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// The figures that derived indicators are made from, each computed when it is asked for.
final class NaiveDerivedBook {
  let evaluator: NaiveEvaluator
  private var judged: [String: NaiveIndicator] = [:]

  init(_ evaluator: NaiveEvaluator) { self.evaluator = evaluator }

  var world: NaiveWorld { evaluator.world }

  func declaration(_ name: String) -> IndicatorDeclaration? {
    world.programme.indicators.first { $0.name.text == name }
  }

  /// An indicator of events, with the events of some units only; nil for one that is derived.
  func indicator(_ name: String, _ condition: Expression?) -> NaiveIndicator? {
    let key = "\(name) \(condition.map { "\($0.range.lower)" } ?? "")"
    if let known = judged[key] { return known }
    guard let declaration = declaration(name) else { return nil }
    if case .derived = declaration.value?.form { return nil }
    let made = NaiveIndicator(declaration, world)?.restricted(to: condition)
    judged[key] = made
    return made
  }

  /// The same as it is seen in a period.
  func indicator(_ name: String, _ condition: Expression?, in period: Period) -> NaiveIndicator? {
    guard declaration(name)?.moment != nil else { return indicator(name, condition) }
    let key = "\(name) \(condition.map { "\($0.range.lower)" } ?? "") \(period)"
    if let known = judged[key] { return known }
    let made = indicator(name, nil)?.looking(at: period).restricted(to: condition)
    judged[key] = made
    return made
  }

  func rows(of declaration: IndicatorDeclaration, in asked: Period) -> [NaiveRow] {
    guard case .derived(let form) = declaration.value?.form else { return [] }
    let derived = NaiveDerived(self, declaration, form)
    let periods = derived.grains.flatMap { world.programme.calendar.periods(of: $0, in: asked) }
    return Set(periods).sorted().flatMap { derived.rows(in: $0) }
  }

  // MARK: What an indicator offers

  func operands(_ form: DerivedForm) -> [String] {
    switch form {
    case .change(let clause): [clause.indicator.text]
    case .gap(let clause): [clause.indicator.text]
    case .range(let clause): [clause.indicator.text]
    case .standardised(let clause): [clause.indicator.text]
    case .shareOfUnits(let clause): clause.bound.map { [$0.indicator.text] } ?? []
    case .index(let clause): clause.parts.map(\.indicator.text)
    case .computed(let expression): names(expression)
    }
  }

  private func names(_ expression: Expression) -> [String] {
    switch expression {
    case .name(let name): return [name.text]
    case .arithmetic(_, let left, let right, _):
      let left = names(left)
      return left + names(right).filter { !left.contains($0) }
    default: return []
    }
  }

  func derived(_ name: String) -> NaiveDerived? {
    guard let declaration = declaration(name), case .derived(let form) = declaration.value?.form else { return nil }
    return NaiveDerived(self, declaration, form)
  }

  func grains(_ name: String) -> [Grain] { derived(name)?.grains ?? indicator(name, nil)?.grains ?? [] }
  func levels(_ name: String) -> [String] { derived(name)?.levels ?? indicator(name, nil)?.levels ?? [] }

  /// A row of an indicator; nil where there is none.
  func row(
    _ name: String, _ condition: Expression?, _ period: Period, _ subject: NaiveSubject, _ split: String
  ) -> NaiveRow? {
    if let derived = derived(name) {
      return derived.rows(in: period).first { $0.subject.isSame(as: subject) && $0.split == split }
    }
    guard let indicator = indicator(name, condition, in: period),
      evaluator.subjects(of: indicator, in: period).contains(where: { $0.isSame(as: subject) }),
      let cell = NaiveCell(indicator, period, subject)
    else { return nil }
    if split.isEmpty { return cell.row(of: nil) }
    return evaluator.groups(of: cell).first { $0.label == split }.map { cell.row(of: $0) }
  }

  /// The groups of a subject's rows.
  func groups(_ name: String, _ condition: Expression?, _ period: Period, _ subject: NaiveSubject) -> [String] {
    if let derived = derived(name) {
      return derived.rows(in: period).filter { $0.subject.isSame(as: subject) && !$0.split.isEmpty }.map(\.split)
    }
    guard let indicator = indicator(name, condition, in: period),
      evaluator.subjects(of: indicator, in: period).contains(where: { $0.isSame(as: subject) }),
      let cell = NaiveCell(indicator, period, subject)
    else { return [] }
    return evaluator.groups(of: cell).map(\.label)
  }

  /// A row as an operand; a group without events counts 0 where the value is a count.
  func operand(
    _ name: String, _ condition: Expression?, _ period: Period?, _ subject: NaiveSubject?, _ split: String
  ) -> NaiveRow {
    guard let period else { return absent(name, "undefined", "no_earlier_period") }
    guard let subject else { return absent(name, "not_applicable", "absent_then") }
    if let row = row(name, condition, period, subject, split) { return row }
    guard !split.isEmpty, let total = row(name, condition, period, subject, "") else {
      return absent(name, "not_applicable", "absent_then")
    }
    var row = absent(name, total.state, total.reason)
    row.completeness = total.completeness
    guard total.state == "value" else { return row }
    switch declaration(name)?.value?.form {
    case .aggregate(.count), .aggregate(.distinct), .aggregate(.sum):
      row.value = 0
      row.numerator = 0
    default: (row.state, row.reason) = ("undefined", "no_values")
    }
    return row
  }

  private func absent(_ name: String, _ state: String, _ reason: String) -> NaiveRow {
    var row = NaiveRow(
      indicator: name, period: world.programme.calendar.period(containing: .epoch, grain: .day), subject: .unit(""),
      split: "")
    (row.state, row.reason) = (state, reason)
    return row
  }
}

extension NaiveSubject {
  /// Whether both are the same unit, or the same officer in whatever unit.
  func isSame(as other: NaiveSubject) -> Bool {
    switch (self, other) {
    case (.unit(let left), .unit(let right)): left == right
    case (.officer(let left, _), .officer(let right, _)): left == right
    default: false
    }
  }
}
