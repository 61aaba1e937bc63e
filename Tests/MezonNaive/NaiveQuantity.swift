// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// The numbers of a cell (docs/evaluation.md, 6).
struct NaiveQuantity {
  var numerator: Double?
  var denominator: Double?
  var n = 0
  var value: Double?
  /// Why there is no value.
  var undefinedReason: String?
  /// Whether the value has no meaning before the period is over, which it is not.
  var mustWaitForEnd = false
  var interval: (low: Double, high: Double, method: String)?

  init(of cell: NaiveCell, _ counted: [JudgedEvent], _ roles: NaiveRoleCounts) {
    switch cell.indicator.form {
    case .share: setShare(roles.counted, of: roles.counted + roles.missed, cell.indicator.declaration.interval)
    case .aggregate(let aggregate):
      setAggregate(NaiveAggregate(aggregate, counted, cell), counted.count)
      if case .count = aggregate, let clause = cell.indicator.declaration.interval {
        setCountInterval(counted.count, clause)
      }
    case .ratio(let first, let second):
      setRatio(NaiveAggregate(first, counted, cell), to: NaiveAggregate(second, counted, cell))
      n = counted.count
    case .rate(let scale, let exposure, let isAnnual):
      setRate(counted.count, per: scale.value, cell.exposure(to: exposure, isAnnual: isAnnual))
      setRateInterval(counted.count, per: scale.value, cell.indicator.declaration.interval)
    case .coverage(let clause):
      let coverage = NaiveCoverage(clause, cell, counted)
      setShare(coverage.having, of: coverage.all, cell.indicator.declaration.interval)
      mustWaitForEnd = coverage.mustWaitForEnd
    }
  }

  private mutating func setShare(_ part: Int, of whole: Int, _ clause: IntervalClause?) {
    numerator = Double(part)
    denominator = Double(whole)
    n = whole
    guard whole > 0 else {
      undefinedReason = "zero_denominator"
      return
    }
    value = 100 * Double(part) / Double(whole)
    guard clause == nil || clause?.method != nil else { return }
    let method = clause?.methodName ?? "wilson"
    let proportion = NaiveProportion(part, of: whole, confidence: (clause?.confidence?.value ?? 95) / 100)
    if let (low, high) = proportion.interval(method) { interval = (100 * low, 100 * high, method) }
  }

  private mutating func setAggregate(_ aggregate: NaiveAggregate, _ counted: Int) {
    numerator = aggregate.numerator
    denominator = aggregate.denominator
    n = aggregate.present ?? counted
    value = aggregate.value
    undefinedReason = aggregate.undefinedReason
  }

  private mutating func setRatio(_ first: NaiveAggregate, to second: NaiveAggregate) {
    numerator = first.value
    denominator = second.value
    if let reason = first.undefinedReason ?? second.undefinedReason {
      undefinedReason = reason
    } else if second.value == 0 {
      undefinedReason = "zero_denominator"
    } else if let top = first.value, let bottom = second.value {
      value = top / bottom
    }
  }

  private mutating func setRate(_ count: Int, per scale: Double, _ exposure: Double?) {
    numerator = Double(count)
    denominator = exposure
    n = count
    guard let exposure else {
      undefinedReason = "no_population"
      return
    }
    guard exposure > 0 else {
      undefinedReason = "zero_denominator"
      return
    }
    value = scale * Double(count) / exposure
  }

  /// A count has an interval only where one is stated.
  private mutating func setCountInterval(_ count: Int, _ clause: IntervalClause) {
    guard let method = clause.methodName else { return }
    let poisson = NaivePoisson(count, confidence: (clause.confidence?.value ?? 95) / 100)
    if let (low, high) = poisson.interval(method) { interval = (low, high, method) }
  }

  private mutating func setRateInterval(_ count: Int, per scale: Double, _ clause: IntervalClause?) {
    guard let exposure = denominator, exposure > 0, clause == nil || clause?.method != nil else { return }
    let method = clause?.methodName ?? "exact"
    let poisson = NaivePoisson(count, confidence: (clause?.confidence?.value ?? 95) / 100)
    guard let (low, high) = poisson.interval(method) else { return }
    interval = (scale * low / exposure, scale * high / exposure, method)
  }
}

extension IntervalClause {
  /// The method's name in results, where hyphens of the definition are underscores.
  fileprivate var methodName: String? { method.map { String($0.text.map { $0 == "-" ? "_" : $0 }) } }
}

/// A number made from counted events.
struct NaiveAggregate {
  var numerator: Double?
  var denominator: Double?
  /// The number of present values, for aggregates of a quantity.
  var present: Int?
  var value: Double?
  var undefinedReason: String?

  init(_ aggregate: Aggregate, _ counted: [JudgedEvent], _ cell: NaiveCell) {
    func numbers(_ quantity: Expression) -> [Double] {
      counted.compactMap { judged in
        let conditions = NaiveConditions(
          world: cell.world, place: judged.place, unitField: cell.indicator.unitField)
        if case .number(let number) = conditions.value(of: quantity) { return number }
        return nil
      }
    }
    switch aggregate {
    case .count:
      numerator = Double(counted.count)
      value = numerator
    case .distinct(let field):
      let values = counted.flatMap { $0.event[field.text].elements }.filter { $0 != .missing }
      numerator = Double(Set(values).count)
      value = numerator
    case .sum(let quantity):
      let numbers = numbers(quantity)
      numerator = ExactTotal(numbers).rounded()
      present = numbers.count
      value = numerator
      // Where nothing was counted the sum is 0; where something was but nothing is known of it, there is none.
      if numbers.isEmpty, !counted.isEmpty {
        (numerator, value) = (nil, nil)
        undefinedReason = "no_values"
      }
    case .mean(let quantity):
      let numbers = numbers(quantity)
      numerator = ExactTotal(numbers).rounded()
      denominator = Double(numbers.count)
      present = numbers.count
      if numbers.isEmpty {
        undefinedReason = "zero_denominator"
      } else {
        value = ExactTotal(numbers).rounded(dividedBy: numbers.count)
      }
    case .median(let quantity): setQuantile(0.5, numbers(quantity))
    case .quantile(let probability, let quantity): setQuantile(probability.value, numbers(quantity))
    }
  }

  /// Hyndman and Fan's type 7: at the place (n - 1)p of the sorted values, counted from 0, linearly between two.
  private mutating func setQuantile(_ probability: Double, _ numbers: [Double]) {
    let sorted = numbers.sorted()
    present = sorted.count
    guard let last = sorted.last else {
      undefinedReason = "no_values"
      return
    }
    let place = Double(sorted.count - 1) * probability
    let lower = Int(place.rounded(.down))
    let upper = lower + 1 < sorted.count ? sorted[lower + 1] : last
    value = sorted[lower] + (place - Double(lower)) * (upper - sorted[lower])
  }
}
