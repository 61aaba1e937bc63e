// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How long things last, by Kaplan and Meier, from observations some of which had not ended when they were last seen.
///
/// At each time at which something ended the survival is multiplied by `1 - ended / at risk`; what was last seen running at that
/// very time is still at risk there. The variance is Greenwood's, the band is on the scale of log(-log S).
/// Source: J. P. Klein, M. L. Moeschberger, Survival Analysis (2003), sections 4.2 to 4.5.
package struct SurvivalCurve: Equatable, Sendable {
  /// How long something lasted, or was seen to last.
  package struct Observation: Equatable, Sendable {
    /// At least 0.
    package let time: Double
    /// Whether it ended then; else it was still running when last seen.
    package let isEnded: Bool

    package init(time: Double, isEnded: Bool) {
      self.time = time
      self.isEnded = isEnded
    }
  }

  /// The curve just behind a time at which something ended.
  package struct Step: Equatable, Sendable {
    package let time: Double
    package let atRisk: Int
    package let ended: Int
    package let survival: Double
    /// The sum of `ended / (atRisk (atRisk - ended))` up to here; infinite once none is left.
    package let greenwood: Double
  }

  /// Survival that lies above a bound by less than this counts as having reached it, for products such as 3/4 · 2/3 are not exact.
  package static let tolerance = 1e-9

  /// Ascending by time.
  package let steps: [Step]

  /// The curve of some observations, in any order; those whose time is no number are left out. Complexity: O(n log n).
  package init(_ observations: [Observation]) {
    let sorted = observations.filter { $0.time.isFinite }.sorted { $0.time < $1.time }
    var steps: [Step] = []
    var survival = 1.0
    var greenwood = 0.0
    var start = 0
    while start < sorted.count {
      let time = sorted[start].time
      var end = start
      var ended = 0
      while end < sorted.count, sorted[end].time == time {
        if sorted[end].isEnded { ended += 1 }
        end += 1
      }
      if ended > 0 {
        let atRisk = sorted.count - start
        survival *= Double(atRisk - ended) / Double(atRisk)
        greenwood += Double(ended) / (Double(atRisk) * Double(atRisk - ended))
        steps.append(Step(time: time, atRisk: atRisk, ended: ended, survival: survival, greenwood: greenwood))
      }
      start = end
    }
    self.steps = steps
  }

  /// The first time at which the survival is at most `1 - probability`; nil where it never falls so far.
  ///
  /// - Parameter probability: strictly between 0 and 1, 0.5 for the median; nil results outside.
  package func quantile(_ probability: Double) -> Double? {
    guard probability > 0, probability < 1 else { return nil }
    return steps.first { $0.survival <= 1 - probability + Self.tolerance }?.time
  }

  /// The interval of Brookmeyer and Crowley: from the first time at which the lower limit of the survival is at most
  /// `1 - probability` to the first at which the upper one is; infinite above where that never falls so far.
  ///
  /// - Returns: nil where not even the lower limit falls so far, or an argument is not strictly between 0 and 1.
  package func quantileInterval(_ probability: Double, confidence: Double) -> Interval? {
    guard probability > 0, probability < 1, let level = ConfidenceLevel(confidence) else { return nil }
    let bound = 1 - probability + Self.tolerance
    let bands = steps.map { (time: $0.time, band: $0.band(z: level.z)) }
    guard let low = bands.first(where: { $0.band.low <= bound })?.time else { return nil }
    return Interval(low: low, high: bands.first { $0.band.high <= bound }?.time ?? .infinity)
  }
}

extension SurvivalCurve.Step {
  /// The limits of the survival: `S` to the power of `exp(± z √greenwood / log S)`. Where nothing survives the lower limit is 0
  /// and nothing is known of the upper one.
  fileprivate func band(z: Double) -> Interval {
    guard survival > 0 else { return Interval(low: 0, high: .infinity) }
    let error = z * greenwood.squareRoot() / abs(log(survival))
    return Interval(low: pow(survival, exp(error)), high: pow(survival, exp(-error)))
  }
}
