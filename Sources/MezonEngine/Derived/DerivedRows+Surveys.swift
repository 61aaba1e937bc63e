// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

// The interval of what is made from the estimates of surveys (docs/evaluation.md, 10).
extension DerivedRows {
  /// The interval by the designs of the surveys; where one is wanted and they give none, the value is undefined, for it would be
  /// judged as if it were exact.
  func designInterval(_ outcome: inout DerivedOutcome, _ operands: [OperandFigure]) -> Interval? {
    guard let wanted = plan.interval, wanted.method == .wald, let value = outcome.value,
      let factors = gradient(operands)
    else { return nil }
    let parts = zip(operands, factors).compactMap { operand, factor in
      operand.surveyFigure.map { (figure: $0, factor: factor) }
    }
    guard parts.count == operands.count else {
      outcome.fail(.undefined, StateReason.noDesignInterval)
      return nil
    }
    do {
      let contrast = try SurveyContrast(parts, book.survey)
      outcome.add(contrast.facts)
      let interval = contrast.interval(about: value, confidence: wanted.confidence)
      if interval == nil { outcome.fail(.undefined, StateReason.noDesignInterval) }
      return interval
    } catch {
      outcome.fail(.undefined, error.reason)
      return nil
    }
  }

  /// The derivatives of the value at each operand; nil for a value that is no smooth function of them.
  private func gradient(_ operands: [OperandFigure]) -> [Double]? {
    let values = operands.map { $0.value ?? .nan }
    switch derived {
    case .change(let change): return differences(values, isRelative: change.isRelative)
    case .gap(let gap): return differences(values, isRelative: gap.isRelative)
    case .computed(let quantity):
      let known = Dictionary(zip(derived.operands, values)) { first, _ in first }
      return derived.operands.map { quantity.slope(at: known, along: $0).slope }
    case .range, .index, .standardised, .shareOfUnits: return nil
    }
  }

  /// Of a difference, in per cent of the earlier figure where it is relative, less a second one where there are four figures.
  private func differences(_ values: [Double], isRelative: Bool) -> [Double] {
    stride(from: 0, to: values.count - 1, by: 2).flatMap { place -> [Double] in
      let (now, before) = (values[place], values[place + 1])
      let sign: Double = place == 0 ? 1 : -1
      return isRelative ? [sign * 100 / before, -sign * 100 * now / (before * before)] : [sign, -sign]
    }
  }
}

extension DerivedPlan.Quantity {
  /// The value for some figures, and its derivative at one of them.
  fileprivate func slope(at values: [String: Double], along operand: String) -> (value: Double, slope: Double) {
    switch self {
    case .number(let number): return (number, 0)
    case .indicator(let id): return (values[id] ?? .nan, id == operand ? 1 : 0)
    case .arithmetic(let operation, let left, let right):
      let a = left.slope(at: values, along: operand)
      let b = right.slope(at: values, along: operand)
      switch operation {
      case .add: return (a.value + b.value, a.slope + b.slope)
      case .subtract: return (a.value - b.value, a.slope - b.slope)
      case .multiply: return (a.value * b.value, a.slope * b.value + a.value * b.slope)
      case .divide:
        let quotient = a.value / b.value
        return (quotient, (a.slope - quotient * b.slope) / b.value)
      }
    }
  }
}
