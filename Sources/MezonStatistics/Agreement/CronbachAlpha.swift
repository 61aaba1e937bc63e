// SPDX-License-Identifier: Apache-2.0

/// Cronbach's alpha: how far the items of a scale go together, and what each item adds.
///
///     alpha = k/(k - 1) · (1 - Σ variances / variance of the total)
///
/// where the variance of the total is the sum of all covariances. Each covariance is taken over the respondents who
/// answered both items, as R's psych does; without missing answers that is the textbook's formula. Alpha assumes items
/// that measure one thing with the same slope, and grows with their number: it is no proof that a scale has one
/// dimension. Source: L. J. Cronbach, Psychometrika 16 (1951), 297-334.
package struct CronbachAlpha: Equatable, Sendable {
  /// Alpha of the answers as they are; below 0 where items contradict each other.
  package let value: Double
  /// Alpha of the answers brought to one variance; nil where an item does not vary.
  package let standardised: Double?
  /// Guttman's lambda 6, from the squared multiple correlation of each item with the others; nil where the correlations
  /// cannot be inverted.
  package let lambda6: Double?
  /// The mean of the correlations between different items.
  package let meanCorrelation: Double?
  /// The median of the correlations between different items.
  package let medianCorrelation: Double?
  /// The standard error of alpha for normal answers: A. Duhachek, D. Iacobucci, J. Appl. Psychology 89 (2004), 792-808.
  package let standardError: Double
  /// Alpha of the scale without each item; nil of two items, for one makes no scale, and where the rest does not vary.
  package let withoutItem: [Double?]
  /// The correlation of each item with the mean of the others; nil where either does not vary.
  package let itemRestCorrelations: [Double?]
  /// How many respondents answered at least one item.
  package let respondents: Int

  /// The alpha of answers given as respondents by items.
  ///
  /// - Parameter respondents: a row for each, with nil for an item that was not answered; rows that are empty of answers
  ///   are left out.
  /// - Returns: no value for fewer than two items or respondents, rows of different lengths, answers that are not finite,
  ///   a pair of items that fewer than two answered, and a total that does not vary.
  /// - Complexity: O(respondents · items² + items⁴).
  package static func alpha(respondents: [[Double?]]) -> Result<CronbachAlpha, NoAgreement> {
    let rows = respondents.filter { $0.contains { $0 != nil } }
    let items = rows.first?.count ?? 0
    guard rows.allSatisfy({ $0.count == items }) else { return .failure(.notRectangular) }
    guard rows.count >= 2 else { return .failure(.tooFewRespondents) }
    guard items >= 2 else { return .failure(.tooFewItems) }
    guard rows.joined().allSatisfy({ $0?.isFinite ?? true }) else { return .failure(.notANumber) }
    let columns = (0..<items).map { item in rows.map { $0[item] } }
    let covariances = SymmetricMatrix(size: items) { PairMoments(columns[$0], columns[$1])?.covariance ?? .nan }
    guard covariances.rows.joined().allSatisfy({ !$0.isNaN }) else { return .failure(.tooFewRespondents) }
    guard let value = Self.value(covariances) else { return .failure(.noVariance) }
    let correlations = SymmetricMatrix(size: items) { row, column in
      row == column ? 1 : PairMoments(columns[row], columns[column])?.correlation ?? .nan
    }
    let below = correlations.rows.enumerated().flatMap { $1.prefix($0) }
    let vary = below.allSatisfy { !$0.isNaN }
    return .success(
      CronbachAlpha(
        value: value, standardised: vary ? Self.value(correlations) : nil,
        lambda6: vary ? Self.lambda6(correlations) : nil,
        meanCorrelation: vary ? ExactSum(below).mean(count: below.count) : nil,
        medianCorrelation: vary ? SortedSample(below).median : nil,
        standardError: Self.standardError(covariances, respondents: rows.count),
        withoutItem: (0..<items).map { items > 2 ? Self.value(covariances.without($0)) : nil },
        itemRestCorrelations: (0..<items).map { Self.restCorrelation(of: $0, rows) }, respondents: rows.count))
  }

  /// The exact interval for alpha under normal answers of one common covariance.
  ///
  /// Source: L. S. Feldt, D. J. Woodruff, F. A. Salih, Applied Psychological Measurement 11 (1987), 93-103: (1 - α)/(1 - a)
  /// has an F distribution with n - 1 and (n - 1)(k - 1) degrees of freedom.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func interval(confidence: Double) -> Interval? {
    guard confidence > 0, confidence < 1 else { return nil }
    let n = Double(respondents - 1)
    let rest = n * Double(withoutItem.count - 1)
    guard let beta = BetaDistribution(a: n / 2, b: rest / 2) else { return nil }
    let limits = [beta.quantile(upperTail: (1 - confidence) / 2), beta.quantile((1 - confidence) / 2)].map { point in
      // The F quantile of a beta quantile.
      1 - (1 - value) * (rest / n) * (point / (1 - point))
    }
    return Interval(low: limits[0], high: limits[1])
  }

  private static func value(_ matrix: SymmetricMatrix) -> Double? {
    let (total, items) = (matrix.sum, Double(matrix.size))
    guard total > 1e-12 * abs(matrix.trace), matrix.trace > 0 else { return nil }
    return items / (items - 1) * (1 - matrix.trace / total)
  }

  private static func lambda6(_ correlations: SymmetricMatrix) -> Double? {
    guard let diagonal = correlations.inverseDiagonal else { return nil }
    // 1 - the squared multiple correlation of an item is one over its entry in the inverse.
    return 1 - ExactSum(diagonal.map { 1 / $0 }).value / correlations.sum
  }

  private static func standardError(_ covariances: SymmetricMatrix, respondents: Int) -> Double {
    let (k, total, trace) = (Double(covariances.size), covariances.sum, covariances.trace)
    let square = covariances.square
    let spread = total * (square.trace + trace * trace) - 2 * trace * square.sum
    let q = 2 * k * k / ((k - 1) * (k - 1) * total * total * total) * spread
    return (max(0, q) / Double(respondents)).squareRoot()
  }

  private static func restCorrelation(of item: Int, _ rows: [[Double?]]) -> Double? {
    let rest = rows.map { row -> Double? in
      let others = row.enumerated().filter { $0.offset != item }.compactMap(\.element)
      return ExactSum(others).mean(count: others.count)
    }
    return PairMoments(rows.map { $0[item] }, rest)?.correlation
  }
}

extension SymmetricMatrix {
  /// The matrix without one row and column.
  fileprivate func without(_ index: Int) -> SymmetricMatrix {
    let kept = rows.indices.filter { $0 != index }
    return SymmetricMatrix(size: kept.count) { rows[kept[$0]][kept[$1]] }
  }
}

/// The covariance and correlation of the pairs in which neither value is missing.
struct PairMoments {
  let covariance: Double
  /// Nil where either does not vary.
  let correlation: Double?

  /// Nil for fewer than two complete pairs.
  init?(_ first: [Double?], _ second: [Double?]) {
    let pairs = zip(first, second).compactMap { x, y in x.flatMap { x in y.map { (x: x, y: $0) } } }
    let (x, y) = (SampleMoments(pairs.map(\.x)), SampleMoments(pairs.map(\.y)))
    guard let meanX = x.mean, let meanY = y.mean, let spreadX = x.standardDeviation, let spreadY = y.standardDeviation
    else { return nil }
    var products = ExactSum()
    for pair in pairs { products.add((pair.x - meanX) * (pair.y - meanY)) }
    covariance = products.value / Double(pairs.count - 1)
    correlation = spreadX > 0 && spreadY > 0 ? min(max(covariance / spreadX / spreadY, -1), 1) : nil
  }
}
