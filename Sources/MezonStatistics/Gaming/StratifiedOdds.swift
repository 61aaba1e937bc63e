// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Two-by-two tables of several strata, read as one odds ratio: whether cases were moved to a milder category.
///
/// Each table has two groups, as before and after a change or a unit and all others, by two categories, as severe and minor,
/// within one stratum, as a kind of report. Source: N. Mantel, W. Haenszel, J. National Cancer Institute 22 (1959), 719-748;
/// J. Robins, N. Breslow, S. Greenland, Biometrics 42 (1986), 311-323, for the interval; N. E. Breslow, N. E. Day,
/// Statistical Methods in Cancer Research I (1980), section 4.4, for the test of one common ratio.
package struct StratifiedOdds: Equatable, Sendable {
  /// One table: the first group's counts in the two categories, then the second's.
  package struct Table: Equatable, Sendable {
    package let a: Double
    package let b: Double
    package let c: Double
    package let d: Double

    package init(_ a: Double, _ b: Double, _ c: Double, _ d: Double) {
      (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// All counts of the table.
    var total: Double { a + b + c + d }
  }

  /// The odds of the first category in the first group over those in the second, common to all strata: 0 or infinity where
  /// a cell is empty in every stratum.
  package let oddsRatio: Double
  /// The standard error of its logarithm; nil where that does not exist.
  package let logStandardError: Double?
  /// Cochran's, Mantel's and Haenszel's statistic, without continuity correction, with 1 degree of freedom.
  package let chiSquared: Double
  /// The probability of that statistic or more where the odds are the same.
  package let pValue: Double
  /// Breslow's and Day's statistic for one common odds ratio, without Tarone's correction; nil of one stratum.
  package let homogeneity: Double?
  /// The probability of that statistic or more where the strata have one odds ratio.
  package let homogeneityPValue: Double?
  /// All counts in the strata that tell something.
  package let cases: Int
  /// Σ of the variances of the first count, given the margins.
  private let variance: Double

  /// Combines strata; those without a case are left out.
  ///
  /// - Returns: nil for counts that are not numbers of at least 0, no stratum with two cases, and where no stratum has both
  ///   groups and both categories.
  /// - Complexity: O(strata).
  package init?(_ tables: [Table]) {
    guard tables.allSatisfy({ table in [table.a, table.b, table.c, table.d].allSatisfy { $0 >= 0 && $0.isFinite } })
    else {
      return nil
    }
    let tables = tables.filter { $0.total > 1 }
    let r = tables.map { $0.a * $0.d / $0.total }
    let s = tables.map { $0.b * $0.c / $0.total }
    let p = tables.map { ($0.a + $0.d) / $0.total }
    let q = tables.map { ($0.b + $0.c) / $0.total }
    let (sumR, sumS) = (ExactSum(r).value, ExactSum(s).value)
    let excess = ExactSum(tables.map { $0.a - ($0.a + $0.b) * ($0.a + $0.c) / $0.total }).value
    let variance = ExactSum(
      tables.map { table in
        let rows = (table.a + table.b) * (table.c + table.d)
        return rows * ((table.a + table.c) * (table.b + table.d)) / (table.total * table.total * (table.total - 1))
      }
    ).value
    guard variance > 0, sumR + sumS > 0, let chi = ChiSquaredDistribution(degreesOfFreedom: 1) else { return nil }
    let ratio = sumR / sumS
    oddsRatio = ratio
    let mixed = ExactSum(r.indices.map { p[$0] * s[$0] + q[$0] * r[$0] }).value
    let logVariance = dot(p, r) / (2 * sumR * sumR) + mixed / (2 * sumR * sumS) + dot(q, s) / (2 * sumS * sumS)
    let hasLogarithm = sumR > 0 && sumS > 0
    logStandardError = hasLogarithm ? logVariance.squareRoot() : nil
    chiSquared = excess * excess / variance
    pValue = chi.tails(at: chiSquared).upper
    let terms = hasLogarithm ? tables.compactMap { Self.deviation($0, ratio) } : []
    homogeneity = terms.count > 1 ? ExactSum(terms).value : nil
    homogeneityPValue = homogeneity.flatMap { statistic in
      ChiSquaredDistribution(degreesOfFreedom: Double(terms.count - 1))?.tails(at: statistic).upper
    }
    self.variance = variance
    cases = Int(tables.reduce(0) { $0 + $1.total }.rounded())
  }

  /// The interval for the odds ratio; nil for a confidence not strictly between 0 and 1, and without a standard error.
  package func interval(confidence: Double) -> Interval? {
    guard let logStandardError, confidence > 0, confidence < 1 else { return nil }
    let factor = exp(NormalDistribution.quantile(upperTail: (1 - confidence) / 2) * logStandardError)
    return Interval(low: oddsRatio / factor, high: oddsRatio * factor)
  }

  /// The evidence that the odds of the two groups differ.
  ///
  /// - Returns: refused where the variance of the first count is below 5, too little for the normal distribution, and where
  ///   the strata differ among themselves with a p-value below 0.05.
  package var evidence: Result<Evidence, GamingRefusal> {
    guard variance >= 5 else { return .failure(.tooFewCases) }
    if let homogeneityPValue, homogeneityPValue < 0.05 { return .failure(.strataDiffer) }
    return .success(Evidence(test: .downgrading, pValue: pValue, observed: oddsRatio, expected: 1, cases: cases))
  }

  /// (a - E)²/V under a common odds ratio; nil for a stratum with an empty margin, which fits every ratio.
  private static func deviation(_ table: Table, _ ratio: Double) -> Double? {
    let (row, column) = (table.a + table.b, table.a + table.c)
    guard row > 0, column > 0, row < table.total, column < table.total else { return nil }
    // The expectation is the root of (1-ψ)·E² + (ψ·(r+c) + n-r-c)·E - ψ·r·c within the margins.
    let square = 1 - ratio
    let linear = ratio * (row + column) + table.total - row - column
    let constant = -ratio * row * column
    let root = max(0, linear * linear - 4 * square * constant).squareRoot()
    let expected = -2 * constant / (linear + root)
    let inverse =
      1 / expected + 1 / (row - expected) + 1 / (column - expected) + 1 / (table.total - row - column + expected)
    return (table.a - expected) * (table.a - expected) * inverse
  }
}
