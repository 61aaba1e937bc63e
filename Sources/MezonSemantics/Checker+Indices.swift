// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Indices: weighted parts, brought to one scale.
extension Checker {
  mutating func index(
    _ clause: IndexClause, _ declaration: IndicatorDeclaration, _ operands: [IndicatorPlan]
  ) -> (DerivedPlan, Measure)? {
    let total = clause.parts.reduce(0) { $0 + $1.weight.value }
    if abs(total - 100) > 1e-9 {
      report(SemanticRule.badWeights, [declaration.name.text, plain(total), "100"], at: declaration.name.range)
    }
    guard let mean = clause.mean?.kind else {
      reportMissing(.combine, of: declaration.name, kind: "index")
      return nil
    }
    var normalisation = DerivedPlan.Index.Normalisation.none
    switch clause.normalisation?.kind {
    case nil: break
    case .bounds(let low, let high)?:
      if high.value <= low.value { report(SemanticRule.notAscending, ["min-max"], at: high.range) }
      normalisation = .bounds(low: low.value, high: high.value)
    case .minMax?: normalisation = .minMax
    case .distanceToTarget?: normalisation = .distanceToTarget
    case .zScore?: normalisation = .zScore
    case .rank?: normalisation = .rank
    case .percentile?: normalisation = .percentile
    case .borda?: normalisation = .borda
    case .percentileRank?: normalisation = .percentileRank
    case .shareOfGreatest?: normalisation = .shareOfGreatest
    }
    if normalisation == .zScore, mean != .arithmetic, let place = clause.mean?.range {
      report(SemanticRule.negativeMean, ["z-score", mean.rawValue], at: place)
    }
    let parts = clause.parts.compactMap { part -> DerivedPlan.Index.Part? in
      guard let operand = operands.first(where: { $0.id == part.indicator.text }) else { return nil }
      return self.part(part, operand, operands, normalisation)
    }
    guard parts.count == clause.parts.count else { return nil }
    let mostMissing = clause.reweightUpTo.flatMap { bounded($0, 0, 100) } ?? 0
    if let place = clause.treatsOutliers, !normalisation.isAmongUnits {
      report(SemanticRule.nothingToTreat, at: place)
    }
    let plan = DerivedPlan.Index(
      parts: parts, mean: mean, normalisation: normalisation, mostMissing: mostMissing,
      scale: scale(clause, normalisation) ?? (normalisation == .none ? operands.first?.scoreScale : nil),
      treatsOutliers: clause.treatsOutliers != nil,
      variation: clause.variation.flatMap { variation($0) })
    let areScores = plan.normalisation == .none && plan.scale != nil
    switch normalisation {
    case .none: return (.index(plan), areScores ? .points : .perCent)
    case .zScore: return (.index(plan), .plain)
    default: return (.index(plan), .points)
    }
  }

  private mutating func scale(
    _ clause: IndexClause, _ normalisation: DerivedPlan.Index.Normalisation
  ) -> DerivedPlan.Index.Scale? {
    guard let (low, high) = clause.scale else { return nil }
    switch normalisation {
    case .minMax, .bounds: break
    default: report(SemanticRule.scaleOfMinMax, at: low.range)
    }
    if high.value <= low.value { report(SemanticRule.notAscending, ["scaled"], at: high.range) }
    return DerivedPlan.Index.Scale(low: low.value, high: high.value)
  }

  private mutating func variation(_ clause: IndexClause.Variation) -> DerivedPlan.Index.Variation? {
    guard let spread = bounded(clause.spread, 0.1, 100), let draws = bounded(clause.draws, 100, 100_000),
      let seed = bounded(clause.seed, 0, 4_294_967_295)
    else { return nil }
    return DerivedPlan.Index.Variation(spread: spread / 100, draws: Int(draws), seed: UInt64(seed))
  }

  /// A part must say what is better, and have what its normalisation takes.
  private mutating func part(
    _ part: IndexClause.Part, _ operand: IndicatorPlan, _ operands: [IndicatorPlan],
    _ normalisation: DerivedPlan.Index.Normalisation
  ) -> DerivedPlan.Index.Part? {
    guard let isHigherBetter = operand.isHigherBetter else {
      // One that is never scored has been reported as such.
      if !operand.isContextOnly { report(SemanticRule.noDirection, [operand.id], at: part.indicator.range) }
      return nil
    }
    if normalisation == .none, !hasCommonScale(operand, operands) {
      report(SemanticRule.unlikeParts, [operand.id], at: part.indicator.range)
    }
    if normalisation == .shareOfGreatest, !isHigherBetter {
      report(SemanticRule.greatestIsWorst, [operand.id], at: part.indicator.range)
    }
    if normalisation == .distanceToTarget, operand.target == nil {
      report(SemanticRule.partWithoutTarget, [operand.id], at: part.indicator.range)
    }
    guard bounded(part.weight, 0, 100) != nil else { return nil }
    return DerivedPlan.Index.Part(
      indicator: operand.id, weight: part.weight.value, isHigherBetter: isHigherBetter)
  }

  /// Whether a part can be weighed as it is: it is in per cent, or all parts are indices that are better when higher and have the
  /// same scale.
  private func hasCommonScale(_ operand: IndicatorPlan, _ operands: [IndicatorPlan]) -> Bool {
    if operands.contains(where: { $0.measure == .perCent }) { return operand.measure == .perCent }
    let scales = Set(operands.map(\.scoreScale))
    return operand.isHigherBetter == true && scales.count == 1 && operand.scoreScale != nil
  }
}

extension IndicatorPlan {
  /// What the scores of an index that are held within a scale lie between; nil for other indicators.
  fileprivate var scoreScale: DerivedPlan.Index.Scale? {
    guard case .derived(.index(let index)) = value, measure == .points else { return nil }
    switch index.normalisation {
    case .bounds, .minMax, .distanceToTarget, .percentile, .percentileRank:
      return index.scale ?? DerivedPlan.Index.Scale(low: 0, high: 100)
    case .none: return index.scale
    case .zScore, .rank, .borda, .shareOfGreatest: return nil
    }
  }
}
