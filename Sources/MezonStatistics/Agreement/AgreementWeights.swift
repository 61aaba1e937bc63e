// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How near two categories are: 1 on the diagonal, down to 0 for the farthest.
///
/// Source of the forms: K. L. Gwet, Handbook of Inter-Rater Reliability (2014), chapter 3. Krippendorff's ordinal metric
/// is not among them: it depends on the ratings, these on the categories alone.
package enum AgreementWeights: String, CaseIterable, Sendable {
  /// Only the same category agrees.
  case identity
  /// 1 - |c - k| / range (Cicchetti and Allison).
  case linear
  /// 1 - ((c - k) / range)² (Fleiss and Cohen).
  case quadratic
  /// 1 - C(d, 2) / C(q, 2), with d the categories from one to the other, both counted: only their order matters.
  case ordinal
  /// 1 - √(|c - k| / range).
  case radical
  /// 1 - ((c - k) / (c + k))², over the same of the outermost categories.
  case ratio

  /// The weights of all pairs of categories.
  ///
  /// - Parameter categories: ascending; the codes of names serve for ``identity`` and ``ordinal``.
  /// - Returns: a square of as many rows as categories, with weights of 1 where there is one category.
  package func matrix(categories: [Double]) -> [[Double]] {
    guard let least = categories.first, let greatest = categories.last, categories.count > 1 else {
      return categories.isEmpty ? [] : [[1]]
    }
    let (range, count) = (greatest - least, Double(categories.count))
    let farthest = (range / (greatest + least)) * (range / (greatest + least))
    return categories.enumerated().map { row, c in
      categories.enumerated().map { column, k in
        guard row != column else { return 1 }
        let distance = abs(c - k)
        switch self {
        case .identity: return 0
        case .linear: return 1 - distance / range
        case .quadratic: return 1 - (distance / range) * (distance / range)
        case .ordinal:
          let steps = Double(abs(row - column) + 1)
          return 1 - (steps * (steps - 1)) / (count * (count - 1))
        case .radical: return 1 - (distance / range).squareRoot()
        case .ratio: return 1 - (distance / (c + k)) * (distance / (c + k)) / farthest
        }
      }
    }
  }

  /// The weights of categories that are equally spaced, as for a table of two raters.
  package func matrix(count: Int) -> [[Double]] { matrix(categories: (0..<max(count, 0)).map { Double($0 + 1) }) }
}
