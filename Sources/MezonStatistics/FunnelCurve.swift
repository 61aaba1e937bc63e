// SPDX-License-Identifier: Apache-2.0

/// The limits of a funnel plot: how far from the common value a unit of a given size is by chance alone.
///
/// Sources: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202; Office for Health Improvement and
/// Disparities, Fingertips technical guidance. The two limits usual in public health have confidences of 0.95 and 0.998,
/// of which chance passes either side in 25 and 1 of a thousand units.
package enum FunnelCurve {
  /// Where a unit lies.
  package enum Place: Equatable, Sendable {
    /// Between the limits.
    case inside
    /// Below the lower limit.
    case below
    /// Above the upper limit.
    case above
  }

  /// The limits for the share of a unit: a ± z·√(a·(1-a)/n), cut off at 0 and 1.
  ///
  /// - Parameters:
  ///   - average: the share of all units together, from 0 to 1.
  ///   - population: the unit's size, above 0.
  ///   - confidence: two-sided, such as 0.95.
  /// - Returns: nil for what is not in its range.
  package static func proportion(average: Double, population: Double, confidence: Double) -> Interval? {
    guard (0...1).contains(average), population > 0, population.isFinite, let level = ConfidenceLevel(confidence) else {
      return nil
    }
    let margin = level.z * (average * (1 - average) / population).squareRoot()
    return Interval(low: max(0, average - margin), high: min(1, average + margin))
  }

  /// The expected events between which a unit of so many observed events lies inside: the exact limits of a Poisson
  /// count, the lower curve of the funnel being at the upper number.
  ///
  /// - Parameters:
  ///   - observed: the unit's events.
  ///   - confidence: two-sided, such as 0.95.
  /// - Returns: nil for events below 0 or a confidence not strictly between 0 and 1.
  package static func expectedEvents(observed: Double, confidence: Double) -> Interval? {
    PoissonInterval.interval(.exact, count: observed, confidence: confidence)
  }

  /// Where the share of a unit lies.
  ///
  /// - Returns: nil for what is not in its range.
  package static func place(
    ofShare share: Double, population: Double, average: Double, confidence: Double
  ) -> Place? {
    guard (0...1).contains(share) else { return nil }
    return proportion(average: average, population: population, confidence: confidence).map { place(of: share, in: $0) }
  }

  /// Where a ratio of observed to expected events lies from 1, by the exact limits below 10 events and Byar's from 10 on.
  ///
  /// A rate is such a ratio: its events with those that its population has at the common rate.
  ///
  /// - Returns: nil for what is not in its range.
  package static func place(ofEvents observed: Double, expected: Double, confidence: Double) -> Place? {
    guard let ratio = IndirectStandardisation(observed: observed, expected: expected),
      let limits = ratio.interval(.exactBelowTenElseByar, confidence: confidence)
    else { return nil }
    // The unit is above where even its lower limit is.
    return limits.low > 1 ? .above : (limits.high < 1 ? .below : .inside)
  }

  private static func place(of value: Double, in limits: Interval) -> Place {
    value < limits.low ? .below : (value > limits.high ? .above : .inside)
  }
}
