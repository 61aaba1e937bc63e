// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Whether a value has a meaning for its subjects, and whether it may be judged at all.
extension Checker {
  mutating func checkMeaning(of value: ValuePlan, _ declaration: IndicatorDeclaration, _ reach: IndicatorReach) {
    guard reach.isForOfficers else { return }
    switch value {
    case .rate(_, .daysInPost, _): return
    case .rate: report(SemanticRule.noMeaningFor, ["officer"], at: declaration.name.range)
    case .coverage(let coverage):
      if case .periods = coverage.base { return }
      report(SemanticRule.noMeaningFor, ["officer"], at: declaration.name.range)
    default: return
    }
  }

  mutating func checkSplits(_ declaration: IndicatorDeclaration, _ value: ValuePlan, _ splits: [SplitPlan]) {
    guard let first = declaration.splits.first else { return }
    switch value {
    case .rate(_, let exposure, _): checkSplits(declaration, ofRateOf: exposure, splits)
    case .coverage: report(SemanticRule.noSplitOfValue, ["share of"], at: first.range)
    default: return
    }
  }

  mutating func checkDirection(_ declaration: IndicatorDeclaration) {
    if declaration.contextOnly != nil {
      if let place = declaration.target?.range ?? declaration.betterWhen?.range {
        report(IncentiveRule.contextWithTarget, [declaration.name.text], at: place)
      }
    } else if let target = declaration.target, declaration.betterWhen == nil {
      report(SemanticRule.noDirection, [declaration.name.text], at: target.range)
    }
  }

  /// Whether the looked-at event type or one that a condition links to is sensitive.
  func touchesSensitive(_ event: EventID, _ conditions: [NodeID?], _ value: ValuePlan) -> Bool {
    var events: Set<EventID> = [event]
    for node in conditions.compactMap({ $0 }) + value.nodes { addEvents(of: node, to: &events) }
    return events.contains { symbols.events[$0.index].isSensitive }
  }

  private func addEvents(of id: NodeID, to events: inout Set<EventID>) {
    switch graph[id] {
    case .linkExists(let link), .linkFirst(let link, _):
      events.insert(link.target)
      if let condition = link.condition { addEvents(of: condition, to: &events) }
    default: graph[id].operands.forEach { addEvents(of: $0, to: &events) }
    }
  }

  /// A sensitive event type is judged by what was offered only: by fields of type yes or no, never by its outcome or by time.
  mutating func checkSensitive(
    _ declaration: IndicatorDeclaration, _ event: EventID, counts: NodeID?, value: ValuePlan, maturity: Maturity
  ) {
    let isJudged = declaration.betterWhen != nil || declaration.target != nil
    guard isJudged, declaration.contextOnly == nil else { return }
    let isOfferOnly = maturity.isImmediate && value == .share && (counts.map(isOffer) ?? false)
    if !isOfferOnly {
      let place = declaration.betterWhen?.range ?? declaration.name.range
      report(IncentiveRule.sensitiveScored, [symbols.events[event.index].name], at: place)
    }
  }

  /// Whether a condition speaks of fields of type yes or no only.
  private func isOffer(_ id: NodeID) -> Bool {
    switch graph[id] {
    case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b): isOffer(a) && isOffer(b)
    case .field(let event, let field): symbols.events[event.index].fields[field].type == .yesNo
    case .literal(.truth): true
    default: false
    }
  }
}

extension ValuePlan {
  /// The nodes that the value is made from.
  package var nodes: [NodeID] {
    switch self {
    case .aggregate(let aggregate): aggregate.nodes
    case .ratio(let first, let second): first.nodes + second.nodes
    case .coverage(let plan): plan.bounds.compactMap(\.condition)
    case .estimate(let estimate): estimate.nodes
    case .share, .rate, .derived: []
    }
  }
}

extension AggregatePlan {
  /// The node that is summed or ranked.
  package var nodes: [NodeID] {
    switch self {
    case .sum(let node), .mean(let node), .quantile(_, let node): [node]
    case .onlyWhere(let aggregate, let condition): aggregate.nodes + [condition]
    case .count, .distinct, .medianTerm: []
    }
  }
}

extension PlanNode {
  /// The nodes that this one is computed from, over the same rows.
  package var operands: [NodeID] {
    switch self {
    case .field, .memberField, .element, .unitAttribute, .literal, .lastDay, .namesOfficer, .scale, .linkExists,
      .linkFirst:
      []
    case .isMissing(let a), .not(let a), .matches(let a, _), .quantified(_, _, _, let a),
      .dated(_, let a), .monthsLater(let a, _):
      [a]
    case .compare(_, let a, let b), .and(let a, let b), .or(let a, let b), .arithmetic(_, let a, let b): [a, b]
    case .elapsed(_, let a, let b), .within(let a, _, _, let b): [a, b]
    }
  }
}
