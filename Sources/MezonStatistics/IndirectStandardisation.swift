// SPDX-License-Identifier: Apache-2.0

/// An indirectly standardised ratio: observed events by those expected at the rates of a reference population.
///
///     let ratio = IndirectStandardisation(observed: 91, strata: [.init(population: 636, referenceRate: 0.204), ...])
///     ratio?.ratio                          // times the reference's crude rate it is the standardised rate
///     ratio?.interval(.exactBelowTenElseByar, confidence: 0.95)
///
/// Source: N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II (1987), section 2.3. Ratios of different
/// units each have their own composition: they compare with the reference, and not well with one another.
package struct IndirectStandardisation: Equatable, Sendable {
  /// One stratum: an age band, a sex, a district.
  package struct Stratum: Equatable, Sendable {
    /// The population, or exposure, of the unit, at least 0.
    package let population: Double

    /// The events by population in the reference, at least 0.
    package let referenceRate: Double

    /// Makes a stratum.
    package init(population: Double, referenceRate: Double) {
      self.population = population
      self.referenceRate = referenceRate
    }

    fileprivate var isValid: Bool {
      population >= 0 && population.isFinite && referenceRate >= 0 && referenceRate.isFinite
    }
  }

  /// The events that there were.
  package let observed: Double

  /// The events that there would be at the reference's rates, above 0.
  package let expected: Double

  /// Makes a ratio of known counts; nil for observed events below 0 or expected ones not above it.
  package init?(observed: Double, expected: Double) {
    guard observed >= 0, observed.isFinite, expected > 0, expected.isFinite else { return nil }
    self.observed = observed
    self.expected = expected
  }

  /// Makes a ratio from the composition of a unit; nil where a number is not in its range, or nothing is expected.
  package init?(observed: Double, strata: [Stratum]) {
    guard strata.allSatisfy(\.isValid) else { return nil }
    var expected = ExactSum()
    for stratum in strata { expected.addProduct(stratum.population, stratum.referenceRate) }
    self.init(observed: observed, expected: expected.value)
  }

  /// Observed by expected events.
  package var ratio: Double { observed / expected }

  /// The limits of the observed count by the expected events, which are taken for known.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func interval(_ method: PoissonInterval.Method, confidence: Double) -> Interval? {
    PoissonInterval.interval(method, count: observed, confidence: confidence).map {
      Interval(low: $0.low / expected, high: $0.high / expected)
    }
  }
}
