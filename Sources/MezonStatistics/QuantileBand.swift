// SPDX-License-Identifier: Apache-2.0

/// Bands of about equal numbers of units in the order of their values: deciles, quintiles, quartiles.
///
/// Source: Office for Health Improvement and Disparities, technical guide "Assigning deprivation categories". Units of
/// equal value share the best rank and so are in one band, whatever that does to the bands' sizes.
package enum QuantileBand {
  /// The ranks of values from 1: as many as come before, plus 1.
  ///
  /// - Parameters:
  ///   - values: nil where a unit has none, which gives it no rank.
  ///   - isDescending: whether the greatest value comes first.
  /// - Complexity: O(n log n).
  package static func ranks(of values: [Double?], isDescending: Bool) -> [Int?] {
    let known = values.indices.filter { values[$0].map { !$0.isNaN } ?? false }
    let order = known.sorted { first, second in
      guard let left = values[first], let right = values[second], left != right else { return first < second }
      return (left < right) != isDescending
    }
    var ranks = [Int?](repeating: nil, count: values.count)
    for (place, unit) in order.enumerated() {
      let previous = place > 0 ? order[place - 1] : unit
      ranks[unit] = place > 0 && values[previous] == values[unit] ? ranks[previous] : place + 1
    }
    return ranks
  }

  /// The band of a rank, from 1: bands + 1 - ⌈(n + 1 - rank) / (n / bands)⌉, and at least 1.
  ///
  /// - Parameters:
  ///   - rank: from 1 to the count.
  ///   - count: how many units have a value.
  ///   - bands: how many bands there are, at least 1.
  /// - Returns: nil where there are fewer units than bands, or the rank is out of range.
  package static func band(ofRank rank: Int, count: Int, bands: Int) -> Int? {
    guard bands >= 1, count >= bands, (1...count).contains(rank) else { return nil }
    // In whole numbers, so that no rounding moves a unit across a border.
    let (product, overflow) = (count + 1 - rank).multipliedReportingOverflow(by: bands)
    guard !overflow else { return nil }
    let fromTop = product / count + (product.isMultiple(of: count) ? 0 : 1)
    return max(1, bands + 1 - fromTop)
  }
}
