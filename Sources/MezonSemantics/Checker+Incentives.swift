// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// What a judged figure does to the people who are judged by it (docs/incentives.md).
extension Checker {
  /// Checks the incentives of an indicator; `isScored` tells whether an appraisal scores it.
  private mutating func checkIncentives(_ plan: IndicatorPlan, _ origins: IncentiveOrigins, isScored: Bool) {
    var risks = AcceptedRisks(plan.declaration.acceptedRisks)
    checkTargetReach(plan)
    if !plan.isContextOnly, plan.isJudged || isScored || plan.value.isIndex {
      checkNature(plan, origins, &risks)
      for origin in origins.ofEvents { checkRefusals(origin, at: plan.judgedPlace, &risks) }
      if origins.isBareNumber { warn(IncentiveRule.rawCount, [plan.id], at: plan.judgedPlace, &risks) }
      // What is judged itself has been warned of where it stands.
      for origin in origins.ofEvents where origin.id == plan.id || !origin.isJudged {
        checkValueForm(origin, of: plan, &risks)
        checkDenominator(origin, of: plan, &risks)
      }
      checkTargetCourse(plan, &risks)
      let hasPair = plan.pairedWith.map { $0 != plan.id } ?? false
      if !hasPair, plan.target != nil || isScored {
        let place = plan.declaration.target?.range ?? plan.judgedPlace
        warn(IncentiveRule.noCounterIndicator, [plan.id], at: place, &risks)
      }
    }
    checkNeedless(risks)
  }

  /// Checks the incentives of all indicators and of the appraisals that score them.
  mutating func checkIncentives(_ indicators: [IndicatorPlan], _ declarations: [Declaration]) {
    let appraisals = declarations.compactMap { declaration -> AppraisalDeclaration? in
      if case .appraisal(let appraisal) = declaration { appraisal } else { nil }
    }
    let scored = Set(appraisals.flatMap(\.parts).flatMap(\.items).map(\.indicator.text))
    let versions = Dictionary(grouping: indicators, by: \.id)
    for plan in indicators {
      let name = plan.declaration.name
      if let known = outcomes[name]?.incentives {
        diagnostics += known
        continue
      }
      let before = diagnostics.count
      checkIncentives(plan, IncentiveOrigins(of: plan, among: versions), isScored: scored.contains(plan.id))
      if !plan.value.isDerived { outcomes[name]?.incentives = Array(diagnostics[before...]) }
    }
    for appraisal in appraisals { checkIncentives(appraisal, versions.compactMapValues(\.first)) }
  }

  /// What is only asked for by the end of a period, of an indicator or of what it is made from.
  private mutating func checkValueForm(
    _ origin: IndicatorPlan, of plan: IndicatorPlan, _ risks: inout AcceptedRisks
  ) {
    guard case .coverage(let coverage) = origin.value else { return }
    let place = plan.declaration.value?.range ?? plan.judgedPlace
    if case .periods(let grain) = coverage.base {
      if plan.grains.contains(grain) { warn(IncentiveRule.allOrNothing, [plan.id], at: place, &risks) }
    } else if coverage.asksForActs, origin.moment == nil, plan.grains.contains(where: \.invitesBunching) {
      warn(IncentiveRule.bunching, [plan.id], at: place, &risks)
    }
  }

  /// Who is judged by an officer's figure writes the records that it is made of.
  private mutating func checkDenominator(
    _ origin: IndicatorPlan, of plan: IndicatorPlan, _ risks: inout AcceptedRisks
  ) {
    guard plan.isForOfficers else { return }
    // What a panel asks of ratings is not in the hands of who is rated.
    let written = origin.leavesOut.filter { $0.range != origin.declaration.value?.panel?.range }
    for role in written + origin.notHeldAgainst where role.cap == nil {
      warn(IncentiveRule.uncappedRole, [plan.id], at: origin.id == plan.id ? role.range : plan.judgedPlace, &risks)
    }
    // The events of the unit are not the officer's own to record or to leave out.
    if case .ratio = origin.value, !origin.isOfOfficersUnit {
      let place = plan.declaration.value?.range ?? plan.judgedPlace
      warn(IncentiveRule.denominatorControlled, [plan.id], at: place, &risks)
    }
  }

  private mutating func checkTargetReach(_ plan: IndicatorPlan) {
    guard plan.isShare, let target = plan.declaration.target else { return }
    for point in target.points where !(0...100).contains(point.value.value) {
      report(IncentiveRule.targetBeyondReach, [plain(point.value.value)], at: point.value.range)
    }
  }

  /// Targets close to what is possible at all, and targets that only ever rise.
  private mutating func checkTargetCourse(_ plan: IndicatorPlan, _ risks: inout AcceptedRisks) {
    guard let target = plan.declaration.target, let last = target.points.last, let isHigher = plan.isHigherBetter
    else { return }
    let values = target.points.map(\.value.value)
    if plan.isShare {
      let isNear = isHigher ? (95...100).contains(last.value.value.nextDown) : (0..<5).contains(last.value.value)
      guard isNear else { return }
      warn(IncentiveRule.targetNearLimit, [plan.id, plain(last.value.value)], at: last.value.range, &risks)
    } else if isHigher {
      let rises = zip(values, values.dropFirst()).reversed().prefix { $0 < $1 }.count
      guard rises >= 2 else { return }
      warn(IncentiveRule.growthWithoutEnd, [plan.id, String(rises)], at: target.range, &risks)
    }
  }

  /// Checks an appraisal's score tables for cliffs.
  mutating func checkIncentives(_ declaration: AppraisalDeclaration, _ indicators: [String: IndicatorPlan]) {
    var risks = AcceptedRisks(declaration.acceptedRisks)
    for item in declaration.parts.flatMap(\.items) {
      let isShare = indicators[item.indicator.text]?.isShare ?? false
      let cliffs = scoreTables(of: item).lazy.compactMap { ScoreCliff.first(in: $0, isShare: isShare) }
      guard let cliff = cliffs.first else { continue }
      let facts = [item.indicator.text, plain(cliff.from), plain(cliff.to), plain(cliff.jump)]
      warn(IncentiveRule.cliff, facts, at: item.range, &risks)
    }
    checkNeedless(risks)
  }
}

/// A stretch of a score table that is so steep that a small difference decides.
///
/// Steep is a slope of more than five points of score for a hundredth of the scale; the scale of a share is 100 per cent,
/// that of other values the greatest absolute value in the table.
struct ScoreCliff: Equatable {
  let from: Double
  let to: Double
  let jump: Double

  /// The first cliff between neighbouring points; nil where there is none. Complexity: O(points).
  static func first(in points: [(value: Double, score: Double)], isShare: Bool) -> ScoreCliff? {
    let scale = isShare ? 100 : points.map { abs($0.value) }.max() ?? 0
    for (left, right) in zip(points, points.dropFirst()) {
      let jump = abs(right.score - left.score)
      if jump * scale > 5 * 100 * (right.value - left.value) {
        return ScoreCliff(from: left.value, to: right.value, jump: jump)
      }
    }
    return nil
  }
}

extension IndicatorPlan {
  /// Whether it has a direction or a target.
  var isJudged: Bool { isHigherBetter != nil || target != nil }

  /// Whether its value is a share between 0 and 100 per cent.
  var isShare: Bool {
    switch value {
    case .share, .coverage, .derived(.shareOfUnits): measure == .perCent
    default: false
    }
  }

  /// Where the definition says that the figure is judged.
  var judgedPlace: SourceRange {
    declaration.betterWhen?.range ?? declaration.target?.range ?? declaration.name.range
  }
}

extension CoveragePlan {
  /// Whether a number of acts is asked for by the end of the period, whenever they are done: no share of acts, no upper bound.
  fileprivate var asksForActs: Bool {
    inEvery == nil
      && bounds.contains { bound in
        switch bound.limit {
        case .atLeast, .atLeastFrom: true
        case .atMost, .atLeastPerCent, .atMostPerCent: false
        }
      }
  }
}
