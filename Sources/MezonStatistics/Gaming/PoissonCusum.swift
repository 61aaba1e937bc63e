// SPDX-License-Identifier: Apache-2.0

/// A cumulative sum of counts that rises when they stay above their level: it finds a lasting small rise soon.
///
/// Each count is brought to a standard score, z = (x - 3m + 2·√(x·m)) / (2·√m), and S = max(0, S + z - k) alarms from h on.
/// Source: G. Rossi, L. Lampugnani, M. Marchi, Statistics in Medicine 18 (1999), 2111-2122.
package struct PoissonCusum: Equatable, Sendable {
  /// The mean of a count while nothing is wrong, above 0.
  package let mean: Double
  /// What is taken off each score, half of the rise that matters.
  package let reference: Double
  /// From where on the sum alarms.
  package let threshold: Double

  /// Makes a chart; nil for a mean that is not above 0, or a reference or threshold below 0.
  package init?(mean: Double, reference: Double, threshold: Double) {
    guard mean > 0, mean.isFinite, reference >= 0, reference.isFinite, threshold >= 0, threshold.isFinite else {
      return nil
    }
    self.mean = mean
    self.reference = reference
    self.threshold = threshold
  }

  /// The score of a count.
  package func score(_ count: Double) -> Double {
    (count - 3 * mean + 2 * (count * mean).squareRoot()) / (2 * mean.squareRoot())
  }

  /// The count, not rounded, that has a score; 0 for a score below that of no case.
  package func count(score: Double) -> Double {
    // In √x the score is a quadratic.
    let root = max(0, 4 * mean + 2 * mean.squareRoot() * score).squareRoot() - mean.squareRoot()
    return root > 0 ? root * root : 0
  }

  /// The sums after each count; they are not set back by an alarm.
  package func sums(_ counts: [Double]) -> [Double] {
    var sum = 0.0
    return counts.map { count in
      sum = max(0, sum + score(count) - reference)
      return sum
    }
  }

  /// For each sum whether it alarms.
  package func alarms(_ sums: [Double]) -> [Bool] { sums.map { $0 >= threshold } }

  /// The count from which on the sum after the given one alarms.
  package func leastAlarmingCount(after sum: Double) -> Double { count(score: threshold + reference - sum) }
}
