// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// What some events come to for indicators that have no grid, such as those of officers; tallies of different events add up to that of
/// all.
struct PassTally: Sendable {
  /// By the places of the indicators; nil for one of whose type there was no event yet.
  private(set) var results: [PassResult?]

  /// Nothing, for so many indicators.
  init(count: Int) { results = Array(repeating: nil, count: count) }

  /// Adds the events of a type that some columns are of. Complexity: that of ``accumulate(_:rows:into:)`` for each indicator.
  mutating func add(
    _ event: EventID, _ evaluator: Evaluator, _ columns: ExpressionColumns, _ indicators: [Int],
    _ scope: EvaluationScope
  ) {
    for (place, indicator) in indicators.enumerated()
    where evaluator.programme.indicators[indicator].event == event {
      let input = IndicatorRun(evaluator, columns, indicator: indicator, scope).input
      var result = results[place] ?? PassResult(input)
      // Nobody else holds it meanwhile, so that it grows where it is.
      results[place] = nil
      accumulate(input, rows: 0..<input.roles.count, into: &result)
      results[place] = result
    }
  }

  /// Adds what another one has. Complexity: O(cells + values).
  mutating func merge(_ other: PassTally) {
    for (place, added) in other.results.enumerated() {
      guard let added else { continue }
      guard var result = results[place] else {
        results[place] = added
        continue
      }
      results[place] = nil
      result.merge(added)
      results[place] = result
    }
  }
}

extension IndicatorPlan {
  /// Whether its cells add up from those of parts of its events.
  var addsUp: Bool {
    guard pairing == nil, moment == nil, reportedWhere == nil else { return false }
    switch value {
    case .share, .rate: return true
    case .aggregate, .ratio: return !value.aggregates.contains { $0.unconditional == .medianTerm }
    case .coverage, .estimate, .derived: return false
    }
  }
}
