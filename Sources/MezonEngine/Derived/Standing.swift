// SPDX-License-Identifier: Apache-2.0

package import MezonSemantics

extension IndicatorPlan {
  /// How a row's value stands against its target (docs/evaluation.md, 8).
  package func status(of row: ResultRow) -> TargetStatus {
    guard let value = row.value else { return .noValue }
    guard let target = row.target, let isHigherBetter else { return .noTarget }
    // A limit that the data cannot give may lie anywhere.
    let low = row.low ?? (row.method.isEmpty ? value : -.infinity)
    let high = row.high ?? (row.method.isEmpty ? value : .infinity)
    if isHigherBetter {
      return low >= target ? .met : high < target ? .notMet : .notDistinguishable
    }
    return high <= target ? .met : low > target ? .notMet : .notDistinguishable
  }
}

extension ResultRow {
  /// The smallest number of people or events above 0 that the row shows; nil where it shows none.
  package func smallestCount(_ value: ValuePlan) -> Int? {
    if case .derived = value { return smallestCount }
    var counts = [n, excluded, excepted, notYetDue].map(Double.init)
    switch value {
    // Numerator and denominator of a survey are weights, which count nobody.
    // nor are those of ratings raters.
    case .estimate(let estimate) where estimate.design != nil || estimate.panel != nil:
      if let smallestCount { counts.append(Double(smallestCount)) }
    case .share, .coverage, .aggregate(.count), .aggregate(.distinct), .estimate:
      counts += [numerator].compactMap { $0 }
      if let numerator, let denominator { counts.append(denominator - numerator) }
    case .rate, .ratio, .aggregate, .derived: break
    }
    return counts.filter { $0 > 0 && $0 < 1e15 }.min().map { Int($0) }
  }
}
