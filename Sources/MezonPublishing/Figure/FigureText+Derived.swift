// SPDX-License-Identifier: Apache-2.0

import MezonEngine
import MezonSemantics
import MezonSyntax

// Formulas of figures that are made from others, with the numbers filled in.
extension FigureText {
  /// The formula such as `100 × (813 - 1 000) / 1 000`; nil where the value is no formula of few numbers.
  func derivedFormula(_ derived: DerivedPlan) -> String? {
    let values = row.operands.map { $0.value.map(text) ?? "?" }
    func difference(_ first: Int, isRelative: Bool) -> String? {
      guard values.indices.contains(first + 1) else { return nil }
      let (now, before) = (values[first], values[first + 1])
      return isRelative ? "100 × (\(now) - \(before)) / \(before)" : "\(now) - \(before)"
    }
    switch derived {
    case .change(let change):
      guard let first = difference(0, isRelative: change.isRelative) else { return nil }
      guard change.minus != nil, let second = difference(2, isRelative: change.isRelative) else { return first }
      return "(\(first)) - (\(second))"
    case .gap(let gap): return difference(0, isRelative: gap.isRelative)
    case .computed(let quantity):
      let values = Dictionary(zip(derived.operands, values)) { first, _ in first }
      return text(quantity, values, isInner: false)
    case .range: return nil
    case .shareOfUnits: return quotient.map { "100 × " + $0 }
    case .standardised(let rate):
      guard case .standard(_, let weights) = rate.reference else { return quotient }
      let terms = zip(row.operands, weights).filter { $1 > 0 }.map { operand, _ in
        "\(text(operand.weight ?? 0)) × \(operand.value.map(text) ?? "?")"
      }
      return terms.isEmpty ? nil : "(\(terms.joined(separator: " + "))) / 100"
    case .index(let index):
      let used = row.operands.filter { $0.score != nil }
      let terms = used.map { "\(text($0.weight ?? 0)) × \(text($0.score ?? 0))" }
      return index.mean == .arithmetic && !terms.isEmpty ? "(\(terms.joined(separator: " + "))) / 100" : nil
    }
  }

  private var quotient: String? {
    guard let numerator = row.numerator, let denominator = row.denominator else { return nil }
    return "\(text(numerator)) / \(text(denominator))"
  }

  private func text(_ quantity: DerivedPlan.Quantity, _ values: [String: String], isInner: Bool) -> String {
    switch quantity {
    case .number(let number): return words.number(number)
    case .indicator(let id): return values[id] ?? "?"
    case .arithmetic(let operation, let left, let right):
      let sign =
        switch operation {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "×"
        case .divide: "/"
        }
      let whole = "\(text(left, values, isInner: true)) \(sign) \(text(right, values, isInner: true))"
      return isInner ? "(\(whole))" : whole
    }
  }
}

extension FigureBuilder {
  /// The figures that a derived one is made from, each with its period and state; of protected events none.
  func operandLines(_ figure: FigureText) throws(PublishingFailure) -> [FigureContent.Line] {
    guard !figure.plan.isSensitive else { return [] }
    var lines: [FigureContent.Line] = []
    for operand in figure.row.operands {
      let plan = programme.indicators[operand.indicator]
      let label = words.label(plan.declaration.labels, title: plan.declaration.title?.text, name: plan.id)
      var place = words.format.period(operand.period)
      if operand.role == .member || operand.role == .above, case .unit(let unit) = operand.subject {
        place += ", " + organisation.names[Int(unit)]
      }
      if let split = operand.split { place += ", \(try words.term(split.name)) = \(try words.term(split.group))" }
      let role = try words.text("operand." + operand.role.rawValue)
      let values = ["role": role, "indicator": label, "place": place]
      var text = try words.text("state." + operand.state.rawValue)
      if let value = operand.value { text = try words.amount(value, plan.measure) }
      if case .derived(.standardised) = figure.plan.value, let events = operand.numerator,
        let persons = operand.denominator
      {
        var values = ["value": text, "events": figure.text(events), "persons": figure.text(persons)]
        if let weight = operand.weight { values["weight"] = figure.text(weight) }
        text = try words.text(operand.weight == nil ? "operand.group" : "operand.weighted_group", values)
      }
      if let score = operand.score, let weight = operand.weight {
        let scored = ["value": text, "score": figure.text(score), "weight": figure.text(weight)]
        text = try words.text("operand.scored", scored)
        switch operand.treatment {
        case .winsorised(let steps)?:
          text = try words.text("operand.winsorised", ["text": text, "steps": words.format.number(steps)])
        case .logarithm?: text = try words.text("operand.logarithm", ["text": text])
        case nil: break
        }
      }
      lines.append(FigureContent.Line(label: try words.text("operand.label", values), text: text))
    }
    return lines
  }
}
