// SPDX-License-Identifier: Apache-2.0

/// A piecewise-linear table from an indicator's value to a score between 0 and 100, with a floor and a cap at its ends.
///
/// Between two points (v0, s0) and (v1, s1) the score is `s0 + (s1 - s0) * (v - v0) / (v1 - v0)`, in this order of
/// operations; below the first point it is the first score, above the last the last (semantics: scores are tables with
/// floors and caps, never cliffs).
package struct ScoreTable: Sendable {
  private let values: [Double]
  private let scores: [Double]

  /// Takes points in ascending order of value; nil when there are none or they do not ascend.
  package init?(_ points: [(value: Double, score: Double)]) {
    guard !points.isEmpty, zip(points, points.dropFirst()).allSatisfy({ $0.value < $1.value }) else { return nil }
    values = points.map(\.value)
    scores = points.map(\.score)
  }

  /// The score of a value. Complexity: O(points).
  package func score(of value: Double) -> Double {
    guard let next = values.firstIndex(where: { value < $0 }) else { return scores[scores.count - 1] }
    guard next > 0 else { return scores[0] }
    let (v0, v1) = (values[next - 1], values[next])
    let (s0, s1) = (scores[next - 1], scores[next])
    return s0 + (s1 - s0) * (value - v0) / (v1 - v0)
  }
}
