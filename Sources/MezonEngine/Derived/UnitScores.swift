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
  /// What was done to the part's value because of outliers among the units; nil where nothing was.
  var treatment: OperandFigure.Treatment?
}

/// Turns the values of an index's parts into scores that can be weighed against each other (docs/evaluation.md, 10).
struct UnitScores {
  private struct Key: Hashable {
    let indicator: Int
    let period: Period
    let level: Int
    let split: SplitGroup?
  }

  /// The values of a part for all units of a level, treated where the index says so.
  private struct Peers {
    var values: [Double] = []
    /// The place of each among them.
    var places: [Subject: Int] = [:]
    var treatment: OperandFigure.Treatment?
  }

  let rows: DerivedRows
  private var peers: [Key: Peers] = [:]
  /// The places of the units of a level in the index; the indicator of a key is the index.
  private var places: [Key: [Subject: IndexPlace]] = [:]

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
      scores.append(score(value, part, operand, index, period, subject, split))
    }
    return scores
  }

  private mutating func score(
    _ value: Double, _ part: DerivedPlan.Index.Part, _ operand: OperandFigure,
    _ index: DerivedPlan.Index, _ period: Period, _ subject: Subject, _ split: SplitGroup?
  ) -> PartScore {
    let isHigher = part.isHigherBetter
    let scale = index.scale ?? DerivedPlan.Index.Scale(low: 0, high: 100)
    switch index.normalisation {
    case .none: return PartScore(value: isHigher ? value : 100 - value)
    case .bounds(let low, let high):
      return PartScore(value: scaled(value, from: low, to: high, scale, turned: !isHigher))
    case .distanceToTarget:
      let target = rows.book.plan(operand.indicator, for: period).target?.value(forPeriodStarting: period.first)
      guard let target, target > 0 else { return PartScore(reason: StateReason.noTarget) }
      if isHigher { return PartScore(value: min(100, max(0, 100 * value / target))) }
      return PartScore(value: value <= target ? 100 : 100 * target / value)
    case .minMax, .zScore, .rank, .percentile, .borda, .percentileRank, .shareOfGreatest:
      let all = peers(index, operand.indicator, period, subject, split)
      let own = all.places[subject].map { all.values[$0] } ?? value
      var score = score(own, among: all.values, index.normalisation, scale, isHigher: isHigher)
      score.treatment = all.treatment
      return score
    }
  }

  /// The score of a value among those of all units of the level.
  private func score(
    _ value: Double, among all: [Double], _ normalisation: DerivedPlan.Index.Normalisation,
    _ scale: DerivedPlan.Index.Scale, isHigher: Bool
  ) -> PartScore {
    switch normalisation {
    case .none, .bounds, .distanceToTarget: return PartScore(value: value)
    case .minMax:
      guard let low = all.min(), let high = all.max(), low < high else {
        return PartScore(value: (scale.low + scale.high) / 2)
      }
      return PartScore(value: scaled(value, from: low, to: high, scale, turned: !isHigher))
    case .zScore:
      let score = SampleStandard(all).score(of: value)
      return PartScore(value: isHigher || score == 0 ? score : -score)
    case .shareOfGreatest:
      guard let greatest = all.max(), greatest > 0 else { return PartScore(reason: StateReason.zeroDenominator) }
      return PartScore(value: 100 * value / greatest)
    case .rank, .percentile, .borda, .percentileRank:
      let worse = Double(all.count { isHigher ? $0 < value : $0 > value })
      let equal = Double(all.count { $0 == value })
      if normalisation == .borda { return PartScore(value: worse) }
      if normalisation == .rank { return PartScore(value: worse + (equal + 1) / 2) }
      if normalisation == .percentile { return PartScore(value: 100 * (worse + equal / 2) / Double(max(1, all.count))) }
      guard all.count > 1 else { return PartScore(value: 50) }
      return PartScore(value: 100 * worse / Double(all.count - 1))
    }
  }

  /// A value between two others on a scale, held within it; turned round where less is better.
  private func scaled(
    _ value: Double, from low: Double, to high: Double, _ scale: DerivedPlan.Index.Scale, turned: Bool
  ) -> Double {
    let width = scale.high - scale.low
    let share = width * (value - low) / (high - low)
    return min(scale.high, max(scale.low, turned ? scale.high - share : scale.low + share))
  }

  /// The values of a part for the units of the cell's level, or for all officers, in the order of rows.
  private mutating func peers(
    _ index: DerivedPlan.Index, _ indicator: Int, _ period: Period, _ subject: Subject, _ split: SplitGroup?
  ) -> Peers {
    let key = Key(indicator: indicator, period: period, level: level(subject), split: split)
    if let known = peers[key] { return known }
    var all = Peers()
    for peer in rows.book.subjects(indicator, period) where level(peer) == key.level {
      guard let value = rows.book.operand(.part, indicator, nil, period, peer, split).value else { continue }
      all.places[peer] = all.values.count
      all.values.append(value)
    }
    if index.treatsOutliers {
      let outcome = OutlierTreatment().treated(all.values)
      all.values = outcome.values.compactMap(\.self)
      all.treatment = OperandFigure.Treatment(outcome.step)
    }
    peers[key] = all
    return all
  }

  private func level(_ subject: Subject) -> Int {
    if case .unit(let unit) = subject { rows.evaluator.organisation.organisation.levels[Int(unit)] } else { -1 }
  }

  // MARK: Places

  /// The place of a unit in the index among the units of its level, and how far it depends on the weights; nil for officers, who are
  /// never ranked, and where the index does not ask for it.
  mutating func place(
    of subject: Subject, _ index: DerivedPlan.Index, _ period: Period, _ split: SplitGroup?
  ) -> IndexPlace? {
    guard case .unit = subject, let variation = index.variation else { return nil }
    let key = Key(indicator: rows.indicator, period: period, level: level(subject), split: split)
    if let known = places[key] { return known[subject] }
    let all = rows.everyone(in: period).filter { level($0) == key.level }
    let found = IndexComponents(&self, index, period, all, split).places(variation)
    places[key] = found
    return found[subject]
  }
}

extension OperandFigure.Treatment {
  /// nil where nothing was done.
  fileprivate init?(_ step: OutlierTreatment.Step) {
    switch step {
    case .none, .winsorised(0): return nil
    case .winsorised(let steps): self = .winsorised(steps)
    case .logarithm: self = .logarithm
    }
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
    switch kernel.aggregate(scores.map(\.value), weights: scores.map(\.weight)) {
    case .success(let mean): return mean
    case .failure(.notPositive): return 0
    case .failure: return .nan
    }
  }

  var kernel: IndexAggregation {
    switch self {
    case .arithmetic: .arithmetic
    case .geometric: .geometric
    case .harmonic: .harmonic
    }
  }
}
