// SPDX-License-Identifier: Apache-2.0

/// Ratings of units by several raters, of whom any may have left out any unit.
package struct RatingTable: Equatable, Sendable {
  /// The categories, ascending: those that occur, unless they were declared.
  package let categories: [Double]
  /// For each unit, how many raters chose each category; units without any rating are left out.
  package let counts: [[Double]]
  /// For each rater, how many units got each category; nil where only counts are known.
  private let byRater: [[Double]]?
  /// For each unit, the place of each rater's category.
  private let places: [[Int?]]

  /// Makes a table of units by raters.
  ///
  /// - Parameters:
  ///   - units: for each unit a rating of each rater, nil where there is none; all rows of one length.
  ///   - categories: the categories that raters could choose; nil for those that occur. Other ratings are refused.
  package static func table(units: [[Double?]], categories: [Double]? = nil) -> Result<RatingTable, NoAgreement> {
    let raters = units.first?.count ?? 0
    guard units.allSatisfy({ $0.count == raters }) else { return .failure(.notRectangular) }
    let ratings = units.joined().compactMap(\.self)
    guard ratings.allSatisfy(\.isFinite) else { return .failure(.notANumber) }
    let categories = Set(categories ?? ratings).sorted()
    let places = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    guard ratings.allSatisfy({ places[$0] != nil }) else { return .failure(.notANumber) }
    let rated = units.map { $0.map { $0.flatMap { places[$0] } } }.filter { $0.contains { $0 != nil } }
    func tally(_ chosen: some Sequence<Int?>) -> [Double] {
      var counts = [Double](repeating: 0, count: categories.count)
      for place in chosen.lazy.compactMap(\.self) { counts[place] += 1 }
      return counts
    }
    return .success(
      RatingTable(
        categories: categories, counts: rated.map { tally($0) },
        byRater: (0..<raters).map { rater in tally(rated.map { $0[rater] }) }, places: rated))
  }

  /// Makes a table of which only the counts of raters are known, for each unit over declared categories.
  ///
  /// Cohen's and Conger's model needs to know who rated, and has no value here.
  package static func table(counts: [[Double]]) -> Result<RatingTable, NoAgreement> {
    let size = counts.first?.count ?? 0
    guard counts.allSatisfy({ $0.count == size }) else { return .failure(.notRectangular) }
    guard counts.joined().allSatisfy(\.isFinite) else { return .failure(.notANumber) }
    guard counts.joined().allSatisfy({ $0 >= 0 }) else { return .failure(.negativeCount) }
    let rated = counts.filter { $0.contains { $0 > 0 } }
    return .success(
      RatingTable(categories: (0..<size).map { Double($0 + 1) }, counts: rated, byRater: nil, places: []))
  }

  /// Fleiss's kappa, Gwet's AC1 or AC2, or another coefficient of several raters, by means over the units.
  ///
  /// Units with one rating count for the shares of the categories, and not for the observed agreement; Krippendorff's
  /// leaves them out of both. Source, also of the standard errors: K. L. Gwet, Handbook of Inter-Rater Reliability (2014),
  /// chapters 2, 3 and 5; Fleiss's kappa with no rating missing is that of Psychological Bulletin 76 (1971), 378-382.
  ///
  /// - Returns: no value where no unit has two ratings, or where chance alone gives full agreement.
  /// - Complexity: O(units · categories², and · raters for ``AgreementCoefficient/ChanceModel/raters``).
  package func coefficient(
    _ model: AgreementCoefficient.ChanceModel, weights form: AgreementWeights = .identity
  ) -> Result<AgreementCoefficient, NoAgreement> {
    let weights = form.matrix(categories: categories)
    if model == .krippendorff { return krippendorff(weights) }
    let ratings = counts.map { $0.reduce(0, +) }
    let pairable = ratings.count { $0 >= 2 }
    guard pairable > 0 else { return .failure(.noUnitRatedTwice) }
    let agreement = zip(counts, ratings).map { unit, m in m >= 2 ? Self.pairs(unit, weights) / (m * (m - 1)) : 0 }
    let observed = agreement.reduce(0, +) / Double(pairable)
    guard let chance = chance(model, weights, ratings) else { return .failure(.oneCategory) }
    guard chance.expected < 1 - 1e-14 else { return .failure(.oneCategory) }
    let rest = 1 - chance.expected
    let value = (observed - chance.expected) / rest
    let (n, share) = (Double(counts.count), Double(counts.count) / Double(pairable))
    let squares = counts.indices.reduce(0) { sum, unit in
      let own = ratings[unit] >= 2 ? share * (agreement[unit] - chance.expected) / rest : 0
      let deviation = own - 2 * (1 - value) * (chance.perUnit[unit] - chance.expected) / rest - value
      return sum + deviation * deviation
    }
    return .success(
      AgreementCoefficient(
        value: value, observed: observed, expected: chance.expected,
        standardError: n > 1 ? (squares / (n * (n - 1))).squareRoot() : nil, units: counts.count,
        categoriesUsed: categoriesUsed))
  }

  private var categoriesUsed: Int { categories.indices.count { k in counts.contains { $0[k] > 0 } } }

  /// Σ_k n_k·(Σ_l w_kl·n_l - 1): the weights of the ordered pairs of ratings of a unit.
  private static func pairs(_ unit: [Double], _ weights: [[Double]]) -> Double {
    zip(unit, weights).reduce(0) { $0 + $1.0 * (dot($1.1, unit) - 1) }
  }

  /// What chance gives, and what each unit adds to it; nil where it is not defined.
  private func chance(
    _ model: AgreementCoefficient.ChanceModel, _ weights: [[Double]], _ ratings: [Double]
  ) -> (expected: Double, perUnit: [Double])? {
    let shares = categories.indices.map { k in
      zip(counts, ratings).reduce(0) { $0 + $1.0[k] / $1.1 } / Double(counts.count)
    }
    func perUnit(_ effects: [Double]) -> [Double] { zip(counts, ratings).map { dot($0, effects) / $1 } }
    switch model {
    case .none: return (0, [Double](repeating: 0, count: counts.count))
    case .uniform:
      let expected = TwoRaterTable.uniform(weights)
      return (expected, [Double](repeating: expected, count: counts.count))
    case .gwet:
      guard categories.count > 1 else { return nil }
      let factor = TwoRaterTable.gwet(weights)
      return (factor * shares.reduce(0) { $0 + $1 * (1 - $1) }, perUnit(shares.map { factor * (1 - $0) }))
    case .pooled, .krippendorff:
      return (bilinear(weights, shares, shares), perUnit(weights.map { dot($0, shares) }))
    case .raters: return raterChance(weights)
    }
  }

  /// Conger's expectation: the mean over pairs of raters of what their own shares give.
  private func raterChance(_ weights: [[Double]]) -> (expected: Double, perUnit: [Double])? {
    // A rater who rated nothing has no shares, and is no rater.
    guard let raters = byRater?.enumerated().filter({ $1.contains { $0 > 0 } }), raters.count > 1 else { return nil }
    let n = Double(counts.count)
    let totals = raters.map { $0.element.reduce(0, +) }
    let shares = zip(raters, totals).map { rater, total in rater.element.map { $0 / total } }
    let sums = categories.indices.map { k in shares.reduce(0) { $0 + $1[k] } }
    let pairs = Double(raters.count * (raters.count - 1))
    let own = shares.reduce(0) { $0 + bilinear(weights, $1, $1) }
    let expected = (bilinear(weights, sums, sums) - own) / pairs
    // What the choices of each rater add: the shares of all others, weighted.
    let effects = shares.map { share in weights.map { row in dot(row, zip(sums, share).map { $0 - $1 }) } }
    let means = zip(effects, shares).map { dot($0, $1) }
    let perUnit = places.map { unit in
      raters.indices.reduce(0.0) { sum, rater in
        let weight = n / totals[rater]
        let chosen = unit[raters[rater].offset].map { weight * (effects[rater][$0] - means[rater]) } ?? 0
        return sum + chosen + means[rater]
      } / pairs
    }
    return (expected, perUnit)
  }

  /// Krippendorff's form, in which a unit counts by its ratings.
  private func krippendorff(_ weights: [[Double]]) -> Result<AgreementCoefficient, NoAgreement> {
    let paired = counts.filter { $0.reduce(0, +) >= 2 }
    guard !paired.isEmpty else { return .failure(.noUnitRatedTwice) }
    let ratings = paired.map { $0.reduce(0, +) }
    let n = Double(paired.count)
    let mean = ratings.reduce(0, +) / n
    let shares = categories.indices.map { k in paired.reduce(0) { $0 + $1[k] } / (n * mean) }
    let agreement = zip(paired, ratings).map { Self.pairs($0, weights) / (mean * ($1 - 1)) }
    let plain = agreement.reduce(0, +) / n
    let correction = 1 / (n * mean)
    let observed = (1 - correction) * plain + correction
    let expected = bilinear(weights, shares, shares)
    guard expected < 1 - 1e-14 else { return .failure(.oneCategory) }
    let rest = 1 - expected
    let forError = (plain - expected) / rest
    let effects = weights.map { dot($0, shares) }
    let squares = paired.indices.reduce(0) { sum, unit in
      let excess = (ratings[unit] - mean) / mean
      let own = (agreement[unit] - observed * excess - expected) / rest
      let byChance = dot(paired[unit], effects) / mean - expected * excess
      let deviation = own - 2 * (1 - forError) * (byChance - expected) / rest - forError
      return sum + deviation * deviation
    }
    return .success(
      AgreementCoefficient(
        value: (observed - expected) / rest, observed: observed, expected: expected,
        standardError: n > 1 ? (squares / (n * (n - 1))).squareRoot() : nil, units: paired.count,
        categoriesUsed: shares.count { $0 > 0 }))
  }
}
