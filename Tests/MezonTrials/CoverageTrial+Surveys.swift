// SPDX-License-Identifier: Apache-2.0

package import MezonStatistics

extension CoverageTrial {
  /// Estimates by the design of a survey whose clusters hang together.
  static let ofSurveys = estimates + shares + weighted + replicated + changes

  private static func trial(
    _ name: String, _ bound: ClosedRange<Double>, truth: Double,
    _ estimate: @escaping @Sendable (SurveyDesign, SurveyWave) throws -> SurveyEstimate
  ) -> CoverageTrial {
    CoverageTrial("survey: \(name)", bound, fewDraws: 300) { dice in
      let wave = SurveyWave(&dice)
      return try estimate(try wave.design(), wave).interval(confidence: 0.95)?.contains(truth) ?? false
    }
  }

  private static let estimates = [
    trial("mean, Wald", 0.935...0.955, truth: 0) { try $0.mean(of: $1.values) },
    trial("total, Wald", 0.935...0.955, truth: 0) { try $0.total(of: $1.values) },
    trial("ratio, Wald", 0.93...0.955, truth: 1.5) { try $0.ratio(of: $1.minutes, to: $1.visits) },
    // Fewer respondents of most clusters, so somewhat less.
    trial("mean of a domain, Wald", 0.93...0.955, truth: 0.8) { design, wave in
      try design.mean(of: wave.shifted, in: wave.groups.indices.filter { wave.groups[$0] == 1 })
    },
    CoverageTrial("survey: median, Woodruff", 0.925...0.97, fewDraws: 300) { dice in
      let wave = SurveyWave(&dice)
      let median = try wave.design().quantile(0.5, of: wave.values)
      return (median.low ?? -.infinity) <= 0 && (median.high ?? .infinity) >= 0
    },
    // Drawn without replacement from a finite population, whose mean is meant.
    CoverageTrial("survey: mean of a finite population, Wald", 0.93...0.955, fewDraws: 300) { dice in
      let means = (0..<60).map { _ in dice.normal() }
      var urn = Array(means.indices)
      let drawn = (0..<24).map { _ in urn.remove(at: dice.below(urn.count)) }
      let design = try SurveyDesign(
        weights: drawn.map { _ in 60.0 / 24 },
        stages: [.init(clusters: drawn, populations: drawn.map { _ in 60 })])
      let truth = means.reduce(0, +) / 60
      return try design.mean(of: drawn.map { means[$0] }).interval(confidence: 0.95)?.contains(truth) ?? false
    },
  ]

  /// Of a share of 6 %: exact ones over-cover, Wald's under-covers.
  private static let shares: [CoverageTrial] = {
    let cut = 1.25.squareRoot() * NormalDistribution.quantile(upperTail: 0.06)
    let bounds: [(SurveyShare.Method, ClosedRange<Double>)] = [
      (.kornGraubard, 0.95...0.99), (.beta, 0.95...0.99), (.logit, 0.93...0.97), (.xlogit, 0.93...0.97),
      (.wilson, 0.93...0.97), (.asin, 0.92...0.96), (.likelihood, 0.92...0.96), (.wald, 0.84...0.925),
    ]
    return bounds.map { method, bound in
      CoverageTrial("survey: share of 6 %, \(method)", bound, fewDraws: 300) { dice in
        let wave = SurveyWave(&dice)
        let isIn = wave.values.map { $0 > cut }
        return try wave.design().interval(method, ofShare: isIn, confidence: 0.95)?.contains(0.06) ?? false
      }
    }
  }()

  private static let weighted = [
    trial("post-stratified mean, Wald", 0.93...0.955, truth: 0.32) { design, wave in
      try design.postStratified(by: wave.groups, totals: [6_000, 4_000]).mean(of: wave.shifted)
    },
    trial("raked mean, Wald", 0.93...0.955, truth: 0.32) { design, wave in
      try design.raked(to: [(wave.groups, [6_000, 4_000]), (wave.halves, [5_000, 5_000])]).mean(of: wave.shifted)
    },
  ]

  private static let replicated = [
    trial("mean, jackknife by strata", 0.935...0.96, truth: 0) { design, wave in
      estimate(try design.mean(of: wave.values), wave.values, try design.jackknife())
    },
    // One stratum: JK1.
    trial("mean, jackknife without strata", 0.935...0.96, truth: 0) { _, wave in
      let design = try SurveyDesign(weights: wave.weights.map { _ in 1 }, stages: [.init(clusters: wave.clusters)])
      return estimate(try design.mean(of: wave.values), wave.values, try design.jackknife())
    },
    trial("mean, 100 bootstraps", 0.925...0.955, truth: 0) { design, wave in
      estimate(try design.mean(of: wave.values), wave.values, try design.bootstrap(replicates: 100, seed: 9))
    },
  ]

  private static func estimate(
    _ estimate: SurveyEstimate, _ values: [Double], _ replicates: ReplicateWeights
  ) -> SurveyEstimate {
    let variance = replicates.variance { weights in
      var (upper, lower) = (0.0, 0.0)
      for (weight, value) in zip(weights, values) {
        upper += weight * value
        lower += weight
      }
      return upper / lower
    }
    return SurveyEstimate(
      value: estimate.value, variance: variance, degreesOfFreedom: estimate.degreesOfFreedom,
      respondents: estimate.respondents, weight: estimate.weight)
  }

  private static let changes = [
    CoverageTrial("survey: change between independent waves, Wald", 0.935...0.96, fewDraws: 300) { dice in
      let (earlier, later) = (SurveyWave(&dice), SurveyWave(&dice))
      let change = SurveyEstimate.independentChange(
        from: try earlier.design().mean(of: earlier.values), to: try later.design().mean(of: later.values))
      return change.interval(confidence: 0.95)?.contains(0) ?? false
    },
    // The same clusters again: both waves in one design, which has their covariance.
    CoverageTrial("survey: change between overlapping waves, Wald", 0.93...0.955, fewDraws: 300) { dice in
      let earlier = SurveyWave(&dice)
      let later = SurveyWave(&dice, again: earlier)
      let design = try SurveyDesign(
        weights: earlier.weights + later.weights,
        stages: [.init(clusters: earlier.clusters + later.clusters, strata: earlier.strata + later.strata)])
      let values = earlier.values + later.values
      let (first, second) = (0..<earlier.values.count, earlier.values.count..<values.count)
      let change = try design.change(
        from: design.meanForm(of: values, in: Array(first)), to: design.meanForm(of: values, in: Array(second)))
      return change.interval(confidence: 0.95)?.contains(0.3) ?? false
    },
  ]
}

/// Twelve clusters a stratum, two strata, six respondents a cluster, whose answers hang together.
package struct SurveyWave: Sendable {
  package var weights: [Double] = []
  package var clusters: [Int] = []
  package var strata: [Int] = []
  /// Normal about 0 with variance 1.25.
  package var values: [Double] = []
  /// 1 for four of ten, else 0; and a half of all.
  private(set) var groups: [Int] = []
  private(set) var halves: [Int] = []
  /// Visits, and minutes that are 1.5 times as many but for chance.
  private(set) var visits: [Double] = []
  private(set) var minutes: [Double] = []
  private var levels: [Double] = []

  /// The values, greater by 0.8 in the group of four of ten.
  var shifted: [Double] { zip(values, groups).map { $0 + 0.8 * Double($1) } }

  package init(_ dice: inout TrialDice) {
    for cluster in 0..<24 { add(cluster, level: 0.5 * dice.normal(), shift: 0, &dice) }
  }

  /// The same clusters asked again, when all values are greater by 0.3.
  init(_ dice: inout TrialDice, again earlier: SurveyWave) {
    for (cluster, level) in earlier.levels.enumerated() { add(cluster, level: level, shift: 0.3, &dice) }
  }

  private mutating func add(_ cluster: Int, level: Double, shift: Double, _ dice: inout TrialDice) {
    levels.append(level)
    for _ in 0..<6 {
      weights.append(cluster < 12 ? 3 : 1)
      clusters.append(cluster)
      strata.append(cluster / 12)
      values.append(level + dice.normal() + shift)
      groups.append(dice.unit() < 0.4 ? 1 : 0)
      halves.append(dice.unit() < 0.5 ? 1 : 0)
      visits.append(1 + dice.exponential())
      minutes.append(1.5 * (visits.last ?? 0) + level + dice.normal())
    }
  }

  package func design() throws -> SurveyDesign {
    try SurveyDesign(weights: weights, stages: [.init(clusters: clusters, strata: strata)])
  }
}
