// SPDX-License-Identifier: Apache-2.0

/// Rates of units drawn towards the rate of all, the more the smaller the unit: empirical Bayes by moments.
///
/// Source: R. J. Marshall, Applied Statistics 40 (1991), 283-294, for counts; M. Martuzzi, P. Elliott, Statistics in
/// Medicine 15 (1996), 1867-1873, for proportions. No distribution of the true rates is assumed beyond its mean and
/// variance. A unit's estimate says less about it than its figure does and errs less over all units.
package struct EmpiricalBayes: Equatable, Sendable {
  /// How counts arise.
  package enum Family: String, CaseIterable, Sendable {
    /// Events over an exposure or an expected number.
    case poisson
    /// Units of a population.
    case binomial
  }

  /// For each unit its own rate.
  package let raw: [Double]
  /// For each unit its estimate.
  package let estimates: [Double]
  /// The rate of all units together.
  package let mean: Double
  /// For counts the variance of the true rates, 0 where the figures vary no more than chance; for proportions the weighted
  /// variance of the figures, chance and truth together.
  package let variance: Double

  /// The estimates of units.
  ///
  /// - Parameters:
  ///   - events: for each unit, at least 0.
  ///   - exposures: for each unit, above 0.
  ///   - family: how counts arise.
  /// - Returns: nil for lists of different lengths, no unit, numbers outside those limits, and proportions above 1.
  /// - Complexity: O(units).
  package init?(events: [Double], exposures: [Double], family: Family) {
    guard events.count == exposures.count, !events.isEmpty, events.allSatisfy({ $0 >= 0 && $0.isFinite }),
      exposures.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    let (total, population) = (ExactSum(events).value, ExactSum(exposures).value)
    let rates = zip(events, exposures).map { $0 / $1 }
    let mean = total / population
    let spread = ExactSum(zip(rates, exposures).map { $1 * ($0 - mean) * ($0 - mean) }).value / population
    let size = population / Double(events.count)
    switch family {
    case .poisson:
      let between = max(0, spread - mean / size)
      variance = between
      estimates = zip(rates, exposures).map { rate, exposure in
        let total = between + mean / exposure
        return total > 0 ? mean + between * (rate - mean) / total : mean
      }
    case .binomial:
      guard mean <= 1, rates.allSatisfy({ $0 <= 1 }) else { return nil }
      let chance = mean * (1 - mean)
      variance = spread
      estimates = zip(rates, exposures).map { rate, n in
        let denominator = (n - 1) * spread + (size - n) / size * chance
        let weight = denominator > 0 ? (n * spread - n / size * chance) / denominator : 0
        // Less variance than chance alone would give leaves nothing between units.
        return mean + min(max(weight, 0), 1) * (rate - mean)
      }
    }
    raw = rates
    self.mean = mean
  }
}
