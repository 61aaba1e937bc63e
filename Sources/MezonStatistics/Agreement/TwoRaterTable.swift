// SPDX-License-Identifier: Apache-2.0

/// The ratings of the same units by two raters, as a table of counts: the first's categories by the second's.
///
/// The counts may be weights of units and need not be whole.
package struct TwoRaterTable: Equatable, Sendable {
  /// The counts: a row for each category of the first rater, a column for each of the second.
  package let counts: [[Double]]
  private let total: Double

  /// Makes a table of counts over declared categories, some of which may be empty.
  package static func table(counts: [[Double]]) -> Result<TwoRaterTable, NoAgreement> {
    guard counts.allSatisfy({ $0.count == counts.count }) else { return .failure(.notRectangular) }
    guard counts.joined().allSatisfy(\.isFinite) else { return .failure(.notANumber) }
    guard counts.joined().allSatisfy({ $0 >= 0 }) else { return .failure(.negativeCount) }
    let total = ExactSum(counts.joined()).value
    guard total > 0 else { return .failure(.noUnitRatedTwice) }
    return .success(TwoRaterTable(counts: counts, total: total))
  }

  /// Makes the table of two lists of ratings; pairs with a rating missing are left out.
  ///
  /// The categories are the values that occur, in ascending order.
  package static func table(first: [Double?], second: [Double?]) -> Result<TwoRaterTable, NoAgreement> {
    guard first.count == second.count else { return .failure(.notRectangular) }
    let pairs = zip(first, second).compactMap { x, y in x.flatMap { x in y.map { (x, $0) } } }
    guard pairs.allSatisfy({ $0.0.isFinite && $0.1.isFinite }) else { return .failure(.notANumber) }
    let categories = Set(pairs.flatMap { [$0.0, $0.1] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    var counts = [[Double]](repeating: [Double](repeating: 0, count: categories.count), count: categories.count)
    for (x, y) in pairs {
      guard let row = places[x], let column = places[y] else { continue }
      counts[row][column] += 1
    }
    return table(counts: counts)
  }

  /// Cohen's kappa, weighted or not, or another coefficient of two raters.
  ///
  /// The standard errors are those for a coefficient that is not 0: J. L. Fleiss, J. Cohen, B. S. Everitt, Psychological
  /// Bulletin 72 (1969), 323-327, for Cohen's; K. L. Gwet, Handbook of Inter-Rater Reliability (2014), chapter 5, for the
  /// others.
  ///
  /// - Parameter weights: a square of the table's size; nil for the identity.
  /// - Returns: no value where chance alone gives full agreement, as where all ratings are in one category.
  /// - Complexity: O(categories²).
  package func coefficient(
    _ model: AgreementCoefficient.ChanceModel, weights: [[Double]]? = nil
  ) -> Result<AgreementCoefficient, NoAgreement> {
    let weights = weights ?? AgreementWeights.identity.matrix(count: counts.count)
    guard weights.count == counts.count, weights.allSatisfy({ $0.count == counts.count }) else {
      return .failure(.notRectangular)
    }
    let shares = counts.map { $0.map { $0 / total } }
    let first = shares.map { $0.reduce(0, +) }
    let second = shares.indices.map { column in shares.reduce(0) { $0 + $1[column] } }
    let pooled = zip(first, second).map { ($0 + $1) / 2 }
    let plain = zip(shares, weights).reduce(0) { $0 + dot($1.0, $1.1) }
    let expected = Self.expected(model, weights, first, second, pooled)
    let agrees = model == .krippendorff ? plain + (1 - plain) / (2 * total) : plain
    guard expected < 1 - 1e-14 else { return .failure(.oneCategory) }
    let value = (agrees - expected) / (1 - expected)
    // Krippendorff's correction vanishes with many units: the standard error leaves it out.
    let forError = (plain - expected) / (1 - expected)
    let effects = Self.chanceEffects(model, weights, first, second, pooled)
    var squares = 0.0
    for (row, share) in shares.enumerated() {
      for (column, share) in share.enumerated() {
        let deviation = weights[row][column] - (1 - forError) * (effects.row[row] + effects.column[column])
        squares += share * deviation * deviation
      }
    }
    // What is expected under the uniform model does not depend on the ratings.
    let centre = plain - 2 * (1 - forError) * (model == .uniform ? 0 : expected)
    let variance = (squares - centre * centre) / (total * (1 - expected) * (1 - expected))
    return .success(
      AgreementCoefficient(
        value: value, observed: agrees, expected: expected,
        standardError: total > 1 ? max(0, variance).squareRoot() : nil, units: Int(total.rounded()),
        categoriesUsed: pooled.count { $0 > 0 }))
  }

  private static func expected(
    _ model: AgreementCoefficient.ChanceModel, _ weights: [[Double]], _ first: [Double], _ second: [Double],
    _ pooled: [Double]
  ) -> Double {
    switch model {
    case .none: 0
    case .uniform: uniform(weights)
    case .raters: bilinear(weights, first, second)
    case .pooled, .krippendorff: bilinear(weights, pooled, pooled)
    case .gwet: gwet(weights) * pooled.reduce(0) { $0 + $1 * (1 - $1) }
    }
  }

  /// How the expectation changes with a unit's rating by the first rater and by the second; their mean over the units is
  /// the expectation once for each.
  private static func chanceEffects(
    _ model: AgreementCoefficient.ChanceModel, _ weights: [[Double]], _ first: [Double], _ second: [Double],
    _ pooled: [Double]
  ) -> (row: [Double], column: [Double]) {
    func weighted(_ shares: [Double]) -> [Double] { weights.map { dot($0, shares) } }
    switch model {
    case .none, .uniform:
      let none = [Double](repeating: 0, count: pooled.count)
      return (none, none)
    case .raters:
      let columns = weights.indices.map { k in dot(weights.map { $0[k] }, first) }
      return (weighted(second), columns)
    case .pooled, .krippendorff: return (weighted(pooled), weighted(pooled))
    case .gwet:
      let effects = pooled.map { gwet(weights) * (1 - $0) }
      return (effects, effects)
    }
  }

  /// What raters agree who choose each category alike: the mean weight.
  static func uniform(_ weights: [[Double]]) -> Double {
    weights.joined().reduce(0, +) / Double(weights.count * weights.count)
  }

  /// The factor of Gwet's expectation: the sum of weights over q·(q - 1); of one category it is not defined.
  static func gwet(_ weights: [[Double]]) -> Double {
    weights.joined().reduce(0, +) / Double(weights.count * (weights.count - 1))
  }
}
