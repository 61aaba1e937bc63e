// SPDX-License-Identifier: Apache-2.0

/// A directly standardised rate: what the rate would be if the population were composed as a standard population is.
///
///     let rate = DirectStandardisation(strata: [.init(events: 12, population: 4_000, standard: 0.6), ...])
///     rate?.rate                             // Σ wᵢ·xᵢ/nᵢ with Σ wᵢ = 1; multiply by 100,000 where that is shown
///     rate?.dobsonInterval(confidence: 0.95)
///
/// Rates and limits are per unit of population. Events are taken for Poisson counts, independent between strata.
package struct DirectStandardisation: Equatable, Sendable {
  /// One stratum: an age band, a sex, a district.
  package struct Stratum: Equatable, Sendable {
    /// The events in the stratum, at least 0; a weighted number need not be whole.
    package let events: Double

    /// The population, or exposure, in which they occurred, above 0.
    package let population: Double

    /// The standard population of the stratum, at least 0, in any unit.
    package let standard: Double

    /// The sum over persons of the square of their events: the variance of the events where persons are independent
    /// but may have several events each. It is the events themselves where each stands alone.
    package let squaredEvents: Double

    /// Makes a stratum of events that are independent of one another.
    package init(events: Double, population: Double, standard: Double) {
      self.init(events: events, population: population, standard: standard, squaredEvents: events)
    }

    /// Makes a stratum of events of which several may be one person's.
    package init(events: Double, population: Double, standard: Double, squaredEvents: Double) {
      self.events = events
      self.population = population
      self.standard = standard
      self.squaredEvents = squaredEvents
    }

    fileprivate var isValid: Bool {
      events >= 0 && events.isFinite && squaredEvents >= 0 && squaredEvents.isFinite && population > 0
        && population.isFinite && standard >= 0 && standard.isFinite
    }
  }

  /// The events below which English public health gives no directly standardised rate: too few to stand for all strata.
  package static let leastEvents = 10.0

  /// All events, of any stratum.
  package let events: Double

  /// The whole population.
  package let population: Double

  /// The standardised rate per unit of population.
  package let rate: Double

  /// The variance of the standardised rate: Σ wᵢ²·vᵢ/nᵢ², with vᵢ the variance of a stratum's events.
  package let variance: Double

  /// The largest weight of one event, max wᵢ/nᵢ: by as much the rate would grow at most for one event more.
  private let largestEventWeight: Double

  /// Standardises; nil where there is no stratum, a stratum's numbers are not in their range, or the standard is 0.
  package init?(strata: [Stratum]) {
    let standard = ExactSum(strata.map(\.standard)).value
    guard standard > 0, standard.isFinite, strata.allSatisfy(\.isValid) else { return nil }
    events = ExactSum(strata.map(\.events)).value
    population = ExactSum(strata.map(\.population)).value
    rate = ExactSum(strata.map { $0.standard / standard * ($0.events / $0.population) }).value
    variance =
      ExactSum(
        strata.map { stratum in
          let weight = stratum.standard / standard / stratum.population
          return weight * weight * stratum.squaredEvents
        }
      ).value
    largestEventWeight = strata.map { $0.standard / standard / $0.population }.max() ?? 0
  }

  /// The rate without standardisation.
  package var crudeRate: Double { events / population }

  /// Dobson's interval: the limits of the Poisson count, stretched to the standard error of the standardised rate.
  ///
  /// Source: A. J. Dobson, K. Kuulasmaa, E. Eberle, J. Scherer, Statistics in Medicine 10 (1991), 457-462: rate +
  /// √(variance/x)·(limit of x - x). See also ``leastEvents``.
  ///
  /// - Parameters:
  ///   - confidence: two-sided, such as 0.95.
  ///   - method: for the count's limits; Byar's unless named.
  /// - Returns: nil where there is no event, or for a confidence not strictly between 0 and 1.
  package func dobsonInterval(confidence: Double, method: PoissonInterval.Method = .byar) -> Interval? {
    guard events > 0, let count = PoissonInterval.interval(method, count: events, confidence: confidence) else {
      return nil
    }
    let stretch = (variance / events).squareRoot()
    return Interval(
      low: rate + stretch * (count.low - events), high: rate + stretch * (count.high - events))
  }

  /// The interval by the gamma distribution, whose coverage does not fall below the confidence for few events.
  ///
  /// Source: M. P. Fay, E. J. Feuer, Statistics in Medicine 16 (1997), 791-801. No event gives the lower limit 0.
  ///
  /// - Returns: nil for a confidence not strictly between 0 and 1.
  package func fayFeuerInterval(confidence: Double) -> Interval? {
    guard let level = ConfidenceLevel(confidence) else { return nil }
    let low = variance > 0 ? GammaDistribution(shape: rate * (rate / variance))?.quantile(level.tail) : nil
    let (nextRate, nextVariance) = (rate + largestEventWeight, variance + largestEventWeight * largestEventWeight)
    let high = GammaDistribution(shape: nextRate * (nextRate / nextVariance))?.quantile(upperTail: level.tail)
    return Interval(
      low: (low ?? 0) * (variance > 0 ? variance / rate : 0), high: (high ?? .nan) * (nextVariance / nextRate))
  }
}
