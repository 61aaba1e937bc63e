// SPDX-License-Identifier: Apache-2.0

/// How the p-values of many tests are adjusted for there being many.
package enum PValueAdjustment: String, CaseIterable, Sendable {
  /// Rate of false discoveries, for independent or positively dependent tests: Y. Benjamini, Y. Hochberg, J. Royal
  /// Statistical Society B 57 (1995), 289-300.
  case benjaminiHochberg
  /// Rate of false discoveries, whatever the dependence: Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001),
  /// 1165-1188.
  case benjaminiYekutieli
  /// Any false discovery at all: S. Holm, Scandinavian J. Statistics 6 (1979), 65-70.
  case holm
  /// Any false discovery at all, by the number of tests.
  case bonferroni

  /// The adjusted p-values, in the order of the p-values: a test stands at a rate where its own is no more.
  ///
  /// - Parameter pValues: each from 0 to 1; one that is NaN stays so and counts as one of the tests.
  /// - Complexity: O(n log n).
  package func adjusted(_ pValues: [Double]) -> [Double] {
    let count = Double(pValues.count)
    let order = pValues.indices.filter { !pValues[$0].isNaN }.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    switch self {
    case .bonferroni:
      for place in order { adjusted[place] = min(1, pValues[place] * count) }
    case .holm:
      var most = 0.0
      for (offset, place) in order.enumerated() {
        most = max(most, pValues[place] * (count - Double(offset)))
        adjusted[place] = min(1, most)
      }
    case .benjaminiHochberg, .benjaminiYekutieli:
      let factor = self == .benjaminiHochberg ? 1 : (1...max(1, pValues.count)).reduce(0) { $0 + 1 / Double($1) }
      var least = 1.0
      for (offset, place) in order.enumerated().reversed() {
        least = min(least, pValues[place] * count * factor / Double(offset + 1))
        adjusted[place] = least
      }
    }
    return adjusted
  }
}
