// SPDX-License-Identifier: Apache-2.0

import Glibc
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
  /// Why those who speak are too few; nil where they are enough.
  var tooFewReason: String?
  /// Whether the value has no meaning before the period is over, which it is not.
  var mustWaitForEnd = false
  var interval: (low: Double?, high: Double?, method: String)?
  /// Of a survey's estimate: who moves it, and by how much.
  var sample: [NaiveSampleMember] = []

  /// Nothing yet.
  init() {}

  init(of cell: NaiveCell, _ group: NaiveGroup?, _ counted: [JudgedEvent], _ roles: NaiveRoleCounts) {
    switch cell.indicator.form {
    case .share: setShare(roles.counted, of: roles.counted + roles.missed, cell.indicator.declaration.interval)
    case .aggregate(let aggregate):
      let made = NaiveAggregate(aggregate, counted, cell)
      setAggregate(made, counted.count)
      if let survival = made.survival, value != nil { setTermInterval(survival, cell.indicator.declaration.interval) }
      if let probability = aggregate.probability, let clause = cell.indicator.declaration.interval {
        setQuantileInterval(probability, of: made.values.sorted(), clause)
      }
      if case .count = aggregate, let clause = cell.indicator.declaration.interval {
        setCountInterval(counted.count, clause)
      }
    case .ratio(let first, let second):
      setRatio(NaiveAggregate(first, counted, cell), to: NaiveAggregate(second, counted, cell))
      n = counted.count
    case .rate(let scale, let exposure, let isAnnual):
      setRate(counted.count, per: scale.value, cell.exposure(to: exposure, isAnnual: isAnnual, of: group))
      setRateInterval(counted.count, per: scale.value, cell.indicator.declaration.interval)
    case .answering, .namingEach, .agreement: break
    case .coverage(let clause):
      let coverage = NaiveCoverage(clause, cell, counted)
      setShare(coverage.having, of: coverage.all, cell.indicator.declaration.interval)
      mustWaitForEnd = coverage.mustWaitForEnd
      let isUnknown = clause.bounds.contains { bound in
        guard case .atLeast(let least) = bound.limit else { return false }
        return cell.world.programme.number(least, on: cell.period.first) == nil
      }
      if isUnknown {
        (numerator, value, interval, undefinedReason) = (nil, nil, nil, "no_parameter_value")
      }
    // Made from the rows of others; see NaiveDerived.
    case .derived: break
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

  /// Between the two values that too seldom have fewer values below them, or more, than the quantile would have.
  private mutating func setQuantileInterval(_ probability: Double, of sorted: [Double], _ clause: IntervalClause) {
    guard let method = clause.methodName, !sorted.isEmpty, probability > 0, probability < 1 else { return }
    let tail = (1 - (clause.confidence?.value ?? 95) / 100) / 2 * (1 + 1e-12)
    let count = Double(sorted.count)
    // How likely it is that just so many of the values lie below the quantile.
    let terms = sorted.indices.map { place -> Double in
      let below = Double(place)
      let choices = lgamma(count + 1) - lgamma(below + 1) - lgamma(count - below + 1)
      return exp(choices + below * log(probability) + (count - below) * log(1 - probability))
    }
    let fewer = sorted.indices.map { rank in terms[..<rank].reduce(0, +) }
    let low = sorted.indices.last { fewer[$0] + terms[$0] <= tail }.map { sorted[$0] }
    let high = sorted.indices.first { 1 - fewer[$0] - terms[$0] <= tail }.map { sorted[$0] }
    if low != nil || high != nil { interval = (low, high, method) }
  }

  private mutating func setTermInterval(_ survival: NaiveSurvival, _ clause: IntervalClause?) {
    guard clause == nil || clause?.method != nil else { return }
    let limits = survival.medianLimits(confidence: (clause?.confidence?.value ?? 95) / 100)
    if let low = limits.low { interval = (low, limits.high, clause?.methodName ?? "brookmeyer_crowley") }
  }

  private mutating func setRateInterval(_ count: Int, per scale: Double, _ clause: IntervalClause?) {
    guard let exposure = denominator, exposure > 0, clause == nil || clause?.method != nil else { return }
    let method = clause?.methodName ?? "exact"
    let poisson = NaivePoisson(count, confidence: (clause?.confidence?.value ?? 95) / 100)
    guard let (low, high) = poisson.interval(method) else { return }
    interval = (scale * low / exposure, scale * high / exposure, method)
  }
}

extension Aggregate {
  /// Which quantile it is; nil for others.
  fileprivate var probability: Double? {
    switch self {
    case .median: 0.5
    case .quantile(let probability, _): probability.value
    default: nil
    }
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
  private(set) var survival: NaiveSurvival?
  /// Of a quantile: the present values, in any order.
  private(set) var values: [Double] = []

  init(_ aggregate: Aggregate, _ counted: [JudgedEvent], _ cell: NaiveCell) {
    func numbers(_ quantity: Expression) -> [Double] {
      counted.compactMap { judged in
        let conditions = cell.indicator.conditions(at: judged.place)
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
    case .onlyWhere(let aggregate, let condition):
      let met = counted.filter { judged in
        cell.indicator.conditions(at: judged.place).truth(of: condition) == true
      }
      self = NaiveAggregate(aggregate, met, cell)
    case .median(let quantity): setQuantile(0.5, numbers(quantity))
    case .quantile(let probability, let quantity): setQuantile(probability.value, numbers(quantity))
    case .medianTerm:
      let survival = NaiveSurvival(counted.compactMap { NaiveSurvival.Term($0.event, cell.world) })
      present = survival.terms.count
      value = survival.median
      if value == nil { undefinedReason = survival.terms.isEmpty ? "no_values" : "median_not_reached" }
      self.survival = survival
    }
  }

  /// Hyndman and Fan's type 7: at the place (n - 1)p of the sorted values, counted from 0, linearly between two.
  private mutating func setQuantile(_ probability: Double, _ numbers: [Double]) {
    present = numbers.count
    values = numbers
    value = Self.quantile(probability, of: numbers)
    if value == nil { undefinedReason = "no_values" }
  }

  /// The quantile of type 7; nil of no values.
  static func quantile(_ probability: Double, of numbers: [Double]) -> Double? {
    let sorted = numbers.sorted()
    guard let last = sorted.last else { return nil }
    let place = Double(sorted.count - 1) * probability
    let lower = Int(place.rounded(.down))
    let upper = lower + 1 < sorted.count ? sorted[lower + 1] : last
    return sorted[lower] + (place - Double(lower)) * (upper - sorted[lower])
  }
}
