// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonSemantics
import MezonStatistics
import MezonSyntax

/// The place of a unit in an index among the units of its level that have a value, 1 the best, and the places that it takes when the
/// weights are drawn at random around those that are stated (docs/evaluation.md, 10).
package struct IndexPlace: Sendable, Equatable {
  /// With the weights as they are stated; equal values share the best of their places.
  package let place: Int
  /// How many units have one.
  package let ranked: Int
  /// Between these places it is in nine of ten draws.
  package let low: Int
  package let high: Int
  package let best: Int
  package let worst: Int
  /// The mean place over the draws.
  package let mean: Double
  package let variation: DerivedPlan.Index.Variation

  /// As it stands among the details of a row.
  var json: String {
    let numbers = [
      ("best", "\(best)"), ("draws", "\(variation.draws)"), ("high", "\(high)"), ("low", "\(low)"),
      ("mean", jsonNumber(mean)), ("place", "\(place)"), ("ranked", "\(ranked)"), ("seed", "\(variation.seed)"),
      ("spread", jsonNumber(variation.spread)), ("worst", "\(worst)"),
    ]
    return "{" + numbers.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }
}

/// The scores that an index is made of at its lowest level, for all units of a level.
///
/// A part that is itself an index on the same scale and with the same mean is taken apart, so that the weights inside it vary too; any
/// other part is a score by itself.
struct IndexComponents {
  private let subjects: [Subject]
  private let period: Period
  private let split: SplitGroup?
  private let mean: IndexClause.Mean
  private var nodes: [IndexTree.Node] = []
  private var scores: [String: [Double?]] = [:]

  init(
    _ own: inout UnitScores, _ index: DerivedPlan.Index, _ period: Period, _ subjects: [Subject], _ split: SplitGroup?
  ) {
    (self.subjects, self.period, self.split, mean) = (subjects, period, split, index.mean)
    nodes.append(IndexTree.Node(name: "", parent: nil, weight: 1))
    let operands = subjects.map { own.rows.operands(period, $0, split) }
    let scores = zip(subjects, operands).map { own.scores(of: $1, index, period, $0, split) }
    let leastCount = own.rows.plan.tooFewBelow
    let present = zip(operands, scores).map { operands, scores in
      guard let value = index.value(of: scores), mean == .arithmetic || value > 0 else { return false }
      return index.count(operands, scores) >= leastCount
    }
    add(index, scores, operands, present, own.rows, under: "")
  }

  private mutating func add(
    _ index: DerivedPlan.Index, _ scores: [[PartScore]], _ operands: [[OperandFigure]], _ present: [Bool],
    _ rows: DerivedRows, under parent: String
  ) {
    for (place, part) in index.parts.enumerated() {
      let name = parent + "/\(place)"
      nodes.append(IndexTree.Node(name: name, parent: parent, weight: part.weight))
      let known = subjects.indices.map { present[$0] && operands[$0][place].value != nil }
      if index.normalisation == .none, let (inner, plan) = rows.innerIndex(part.indicator, period), plan.mean == mean {
        var own = UnitScores(inner)
        let operands = subjects.map { inner.operands(period, $0, split) }
        let scores = zip(subjects, operands).map { own.scores(of: $1, plan, period, $0, split) }
        add(plan, scores, operands, known, inner, under: name)
      } else {
        self.scores[name] = subjects.indices.map { known[$0] ? scores[$0][place].value : nil }
      }
    }
  }

  /// The place of each unit that has a value. Complexity: O(draws · units · (parts + log units)).
  func places(_ variation: DerivedPlan.Index.Variation) -> [Subject: IndexPlace] {
    // What may be missing has been judged with the weights that are stated; what is left is weighed as it is.
    guard case .success(let tree) = IndexTree.tree(nodes),
      let sensitivity = RankSensitivity.ofWeights(
        tree, indicators: scores, units: subjects.count, aggregation: mean.kernel, missing: .skip(atLeast: 0),
        spread: variation.spread, draws: variation.draws, seed: variation.seed)
    else { return [:] }
    let ranked = sensitivity.units.count { $0 != nil }
    var found: [Subject: IndexPlace] = [:]
    for case (let subject, let places?) in zip(subjects, sensitivity.units) {
      found[subject] = IndexPlace(
        place: places.nominal, ranked: ranked, low: places.low, high: places.high, best: places.best,
        worst: places.worst, mean: places.mean, variation: variation)
    }
    return found
  }
}

extension DerivedRows {
  /// The rows of a part that is an index itself, and how it is made; nil for other parts.
  fileprivate func innerIndex(_ id: String, _ period: Period) -> (DerivedRows, DerivedPlan.Index)? {
    let place = evaluator.programme.version(of: id, on: period.first) ?? book.place(of: id)
    guard let rows = DerivedRows(book, place, [period], EvaluationScope(asked: period)),
      case .index(let index) = rows.derived
    else { return nil }
    return (rows, index)
  }
}

extension DerivedPlan.Index {
  /// The weighted mean of the scores; nil where more is missing than may be.
  func value(of scores: [PartScore]) -> Double? {
    let whole = parts.reduce(0) { $0 + $1.weight }
    let present = zip(parts, scores).compactMap { part, score in score.value.map { (part.weight, $0) } }
    let weight = present.reduce(0) { $0 + $1.0 }
    return weight > 0 && whole - weight <= mostMissing ? mean.mean(of: present) : nil
  }

  /// The smallest number of records behind a part that has a score.
  func count(_ operands: [OperandFigure], _ scores: [PartScore]) -> Int {
    zip(operands, scores).compactMap { $1.value == nil ? nil : $0.n }.min() ?? 0
  }
}
