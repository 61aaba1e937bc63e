// SPDX-License-Identifier: Apache-2.0

import MezonEngine
import MezonSemantics

/// Writes the numbers of one figure: the value, and the formula with the numbers filled in.
struct FigureText {
  let plan: IndicatorPlan
  let row: ResultRow
  let words: ReportWords

  /// Whether a figure over protected events rests on too few of them to be shown.
  private var isHidden: Bool {
    plan.isSensitive && !CoarseNumber(min(row.n, row.smallestCount ?? row.n), of: plan).isLarge
  }

  /// Whether value and score may be shown: not where they would tell a small number of protected events.
  var isShown: Bool { row.value != nil && (!plan.isSensitive || !isHidden && !isCount) }

  private var isCount: Bool {
    switch plan.value {
    case .aggregate(.count), .aggregate(.distinct): true
    default: false
    }
  }

  /// The value as it may be shown, for a cell that holds a number; nil where there is none.
  var number: Double? { isShown ? row.value.map { plan.isSensitive ? $0.rounded() : $0 } : nil }

  /// The value in its unit of measure, or why there is none.
  func value() throws(PublishingFailure) -> String {
    if plan.isSensitive {
      if isCount, let value = row.value, let count = Int(exactly: value) {
        return try CoarseNumber(count, of: plan).text(words)
      }
      guard let number else { return try words.text("coarse.hidden") }
      return try amount(number)
    }
    guard let value = row.value else { return try words.text("state." + row.state.rawValue) }
    return try amount(value)
  }

  /// The quotient that gives the value, such as `100 × 12 / 20 = 60 per cent`; nil where it is none or may not be shown.
  func formula() throws(PublishingFailure) -> String? {
    if case .derived(let derived) = plan.value {
      guard !plan.isSensitive, row.value != nil, let formula = derivedFormula(derived) else { return nil }
      return try formula + " = " + value()
    }
    guard !plan.isSensitive, row.value != nil, let numerator = row.numerator, let denominator = row.denominator else {
      return nil
    }
    var quotient = text(numerator) + " / " + text(denominator)
    switch plan.value {
    case .share, .coverage, .ratio: if plan.measure == .perCent { quotient = "100 × " + quotient }
    case .rate(let per, _, _): quotient = text(per) + " × " + quotient
    case .estimate(let estimate): if estimate.form.isShare { quotient = "100 × " + quotient }
    case .aggregate(.mean): break
    case .aggregate, .derived: return nil
    }
    return try quotient + " = " + value()
  }

  /// A number of this indicator in its unit of measure.
  func amount(_ value: Double) throws(PublishingFailure) -> String {
    switch plan.measure {
    case .plain: text(value)
    case .perCent: try words.text("amount.per_cent", ["number": text(value)])
    case .points: try words.text("amount.points", ["number": text(value)])
    case .named, .span, .level:
      try words.text("amount.measure", ["number": text(value), "measure": words.term(plan.measure.name)])
    }
  }

  /// A number with as many fraction digits as it needs, at most one for a share and two for others.
  func text(_ value: Double) -> String {
    let most = plan.measure == .perCent ? 1 : 2
    let rounded = words.format.number(value, fractionDigits: most)
    for digits in 0..<most {
      let shorter = words.format.number(value, fractionDigits: digits)
      let zeros = String(repeating: "0", count: most - digits)
      let separator = digits == 0 ? words.format.decimalSeparator : ""
      if rounded == shorter + separator + zeros { return shorter }
    }
    return rounded
  }
}
