// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics
import MezonSyntax

/// A part's score in an index; nil where it has none.
struct PartScore {
  var value: Double?
  /// Why there is none although the part has a value.
  var reason = StateReason.noValues
}

/// Turns the values of an index's parts into scores that can be weighed against each other (docs/evaluation.md, 10).
struct UnitScores {
  private struct Key: Hashable {
    let indicator: Int
    let period: Period
    let level: Int
    let split: SplitGroup?
  }

  private let rows: DerivedRows
  private var peers: [Key: [Double]] = [:]

  init(_ rows: DerivedRows) { self.rows = rows }

  /// The scores of a cell's parts, in their order.
  mutating func scores(
    of operands: [OperandFigure], _ index: DerivedPlan.Index, _ period: Period, _ subject: Subject,
    _ split: SplitGroup?
  ) -> [PartScore] {
    var scores: [PartScore] = []
    for (part, operand) in zip(index.parts, operands) {
      guard let value = operand.value else {
        scores.append(PartScore())
        continue
      }
      scores.append(score(value, part, operand, index.normalisation, period, subject, split))
    }
    return scores
  }

  private mutating func score(
    _ value: Double, _ part: DerivedPlan.Index.Part, _ operand: OperandFigure,
    _ normalisation: DerivedPlan.Index.Normalisation, _ period: Period, _ subject: Subject, _ split: SplitGroup?
  ) -> PartScore {
    let isHigher = part.isHigherBetter
    func turned(_ score: Double) -> PartScore { PartScore(value: isHigher ? score : 100 - score) }
    switch normalisation {
    case .none: return turned(value)
    case .bounds(let low, let high): return turned(scaled(value, low, high))
    case .distanceToTarget:
      let target = rows.book.plan(operand.indicator, for: period).target?.value(forPeriodStarting: period.first)
      guard let target, target > 0 else { return PartScore(reason: StateReason.noTarget) }
      if isHigher { return PartScore(value: min(100, max(0, 100 * value / target))) }
      return PartScore(value: value <= target ? 100 : 100 * target / value)
    case .minMax:
      let all = peers(operand.indicator, period, subject, split)
      guard let low = all.min(), let high = all.max(), low < high else { return PartScore(value: 50) }
      return turned(scaled(value, low, high))
    case .zScore:
      let score = SampleStandard(peers(operand.indicator, period, subject, split)).score(of: value)
      return PartScore(value: isHigher || score == 0 ? score : -score)
    case .rank, .percentile:
      let all = peers(operand.indicator, period, subject, split)
      let worse = all.count { isHigher ? $0 < value : $0 > value }
      let equal = all.count { $0 == value }
      if normalisation == .rank { return PartScore(value: Double(worse) + Double(equal + 1) / 2) }
      return PartScore(value: 100 * (Double(worse) + Double(equal) / 2) / Double(max(1, all.count)))
    }
  }

  private func scaled(_ value: Double, _ low: Double, _ high: Double) -> Double {
    min(100, max(0, 100 * (value - low) / (high - low)))
  }

  /// The values of a part for the units of the cell's level, or for all officers, in the order of rows.
  private mutating func peers(
    _ indicator: Int, _ period: Period, _ subject: Subject, _ split: SplitGroup?
  ) -> [Double] {
    func level(_ subject: Subject) -> Int {
      if case .unit(let unit) = subject { rows.evaluator.organisation.organisation.levels[Int(unit)] } else { -1 }
    }
    let key = Key(indicator: indicator, period: period, level: level(subject), split: split)
    if let known = peers[key] { return known }
    let own = key.level
    let values = rows.book.subjects(indicator, period).filter { level($0) == own }.compactMap { peer in
      rows.book.operand(.part, indicator, nil, period, peer, split).value
    }
    peers[key] = values
    return values
  }
}

/// Mean and standard deviation of a sample, from exact sums.
private struct SampleStandard {
  private var mean = 0.0
  private var deviation = 0.0

  init(_ values: [Double]) {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    mean = sum.mean(count: values.count) ?? 0
    var squares = ExactSum()
    for value in values { squares.add((value - mean) * (value - mean)) }
    deviation = values.count > 1 ? (squares.mean(count: values.count - 1) ?? 0).squareRoot() : 0
  }

  /// How many standard deviations a value lies above the mean; 0 where nothing differs.
  func score(of value: Double) -> Double { deviation > 0 ? (value - mean) / deviation : 0 }
}

extension IndexClause.Mean {
  /// The weighted mean of some scores; 0 where the geometric or harmonic mean is asked for and a score is not above 0, no number where a
  /// score is none.
  func mean(of scores: [(weight: Double, value: Double)]) -> Double {
    let kernel: IndexAggregation =
      switch self {
      case .arithmetic: .arithmetic
      case .geometric: .geometric
      case .harmonic: .harmonic
      }
    switch kernel.aggregate(scores.map(\.value), weights: scores.map(\.weight)) {
    case .success(let mean): return mean
    case .failure(.notPositive): return 0
    case .failure: return .nan
    }
  }
}
