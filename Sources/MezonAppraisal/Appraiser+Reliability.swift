// SPDX-License-Identifier: Apache-2.0

import MezonEngine
import MezonSemantics

// How well figures tell officers apart (docs/evaluation.md, 13).
extension Appraiser {
  /// For each scored indicator the reliability of the figures of those who held the post, by officer; none where it cannot be
  /// told. Complexity: O(officers · items · log officers).
  func reliabilities(of candidates: [Candidate]) -> [String: [Int32: Double]] {
    var found: [String: [Int32: Double]] = [:]
    for id in Set(plan.parts.flatMap { $0.items.map(\.indicator) }) {
      var officers: [Int32] = []
      var figures: [(numerator: Double, denominator: Double)] = []
      var value: ValuePlan?
      for candidate in candidates {
        guard let row = candidate.rows[id], row.state == .value, let numerator = row.numerator,
          let denominator = row.denominator, denominator > 0
        else { continue }
        value = evaluator.programme.indicators[row.indicator].value
        officers.append(candidate.officer)
        figures.append((numerator, denominator))
      }
      guard let value, let peers = PeerFigures(value, figures) else { continue }
      for (officer, result) in zip(officers, peers.reliabilities()) {
        if case .success(let reliability) = result { found[id, default: [:]][officer] = reliability }
      }
    }
    return found
  }
}
