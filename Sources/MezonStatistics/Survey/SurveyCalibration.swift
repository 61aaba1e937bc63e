// SPDX-License-Identifier: Apache-2.0

/// An adjustment of weights to known totals of a population, as variances need it.
///
/// What the groups explain of a variable no longer varies between samples: the influences are replaced by their
/// distances from the groups' means. Source: C.-E. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling
/// (1992), sections 7.6 and 7.7.
enum SurveyCalibration: Sendable {
  /// One set of groups, with the weights before and after.
  case postStratification(groups: [Int], before: [Double], after: [Double])
  /// Several sets of groups, fitted in turn, with the weights that each left behind in the last round.
  case raking(margins: [(groups: [Int], after: [Double])])

  /// How often the means of all margins are taken off in turn; ten rounds leave nothing that matters.
  private static let rounds = 10

  /// The influences of all rows, less what the groups explain.
  func residuals(of influences: [Double]) -> [Double] {
    var residuals = influences
    switch self {
    case .postStratification(let groups, let before, let after):
      Self.removeMeans(from: &residuals, groups: groups, weights: after) { before[$0] }
    case .raking(let margins):
      for _ in 0..<Self.rounds {
        for margin in margins {
          Self.removeMeans(from: &residuals, groups: margin.groups, weights: margin.after) { _ in 1 }
        }
      }
    }
    return residuals
  }

  /// Takes from each influence its weight times the mean, in its group, of influences by weight.
  private static func removeMeans(
    from influences: inout [Double], groups: [Int], weights: [Double], share: (Int) -> Double
  ) {
    let count = (groups.max() ?? -1) + 1
    var sums = [Double](repeating: 0, count: count)
    var shares = [Double](repeating: 0, count: count)
    for row in influences.indices where weights[row] > 0 {
      sums[groups[row]] += influences[row] / weights[row] * share(row)
      shares[groups[row]] += share(row)
    }
    for row in influences.indices where weights[row] > 0 {
      influences[row] -= weights[row] * (sums[groups[row]] / shares[groups[row]])
    }
  }
}

extension SurveyDesign {
  /// The influences of all respondents less what the calibrations explain.
  package func residuals(of form: SurveyLinearForm) -> [Double] {
    var influences = [Double](repeating: 0, count: count)
    for (position, row) in form.rows.enumerated() { influences[row] = form.influences[position] }
    for calibration in calibrations { influences = calibration.residuals(of: influences) }
    return influences
  }

  /// The design with weights that add up to the known size of each group.
  ///
  /// - Parameters:
  ///   - groups: the group of each respondent, numbered from 0.
  ///   - totals: the size of each group in the population, above 0 where it has respondents.
  /// - Throws: ``SurveyFault`` where lists differ in length, or a group with respondents has no total or no weight.
  package func postStratified(by groups: [Int], totals: [Double]) throws(SurveyFault) -> SurveyDesign {
    let adjusted = try fitted(weights, to: totals, of: groups)
    return with(
      weights: adjusted, calibration: .postStratification(groups: groups, before: weights, after: adjusted))
  }

  /// The design with weights that add up to the known sizes of the groups of several classifications at once.
  ///
  /// Source: W. E. Deming, F. F. Stephan, Annals of Mathematical Statistics 11 (1940), 427-444: each margin is fitted in
  /// turn until all hold at once.
  ///
  /// - Parameters:
  ///   - margins: the group of each respondent, numbered from 0, with the groups' sizes.
  ///   - tolerance: the largest distance from a size that is left, as a part of the size of all groups of its margin.
  ///   - rounds: how many rounds are tried.
  /// - Throws: ``SurveyFault/notConverged`` where the rounds are not enough; otherwise as post-stratification.
  package func raked(
    to margins: [(groups: [Int], totals: [Double])], tolerance: Double = 1e-12, rounds: Int = 1_000
  ) throws(SurveyFault) -> SurveyDesign {
    guard !margins.isEmpty else { throw .isEmpty }
    var current = weights
    for _ in 0..<rounds {
      var fitted: [(groups: [Int], after: [Double])] = []
      for margin in margins {
        current = try self.fitted(current, to: margin.totals, of: margin.groups)
        fitted.append((margin.groups, current))
      }
      if margins.allSatisfy({ Self.holds($0, weights: current, tolerance: tolerance) }) {
        return with(weights: current, calibration: .raking(margins: fitted))
      }
    }
    throw .notConverged
  }

  /// Whether weights add up to the sizes of a margin's groups.
  private static func holds(
    _ margin: (groups: [Int], totals: [Double]), weights: [Double], tolerance: Double
  ) -> Bool {
    var sums = [Double](repeating: 0, count: margin.totals.count)
    for (row, group) in margin.groups.enumerated() { sums[group] += weights[row] }
    let allowed = tolerance * margin.totals.reduce(0, +)
    return zip(sums, margin.totals).allSatisfy { abs($0 - $1) <= allowed }
  }

  /// Weights multiplied in each group so that they add up to its total.
  private func fitted(
    _ weights: [Double], to totals: [Double], of groups: [Int]
  ) throws(SurveyFault) -> [Double] {
    guard groups.count == count else { throw .lengthsDiffer }
    var sums = [Double](repeating: 0, count: totals.count)
    for (row, group) in groups.enumerated() {
      guard totals.indices.contains(group), totals[group] > 0, totals[group].isFinite else {
        throw .invalidMargin(group: group)
      }
      sums[group] += weights[row]
    }
    if let empty = sums.indices.first(where: { totals[$0] > 0 && !(sums[$0] > 0) }) {
      throw .invalidMargin(group: empty)
    }
    return weights.indices.map { weights[$0] * (totals[groups[$0]] / sums[groups[$0]]) }
  }

  private func with(weights: [Double], calibration: SurveyCalibration) -> SurveyDesign {
    SurveyDesign(
      weights: weights, remedy: remedy, remedyCoversDomains: remedyCoversDomains, levels: levels,
      calibrations: calibrations + [calibration])
  }
}
