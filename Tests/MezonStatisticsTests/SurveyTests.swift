// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import MezonTestSupport
import Testing

@Suite struct SurveyTests {
  /// Three strata of four clusters, each of two to five respondents, drawn from a seed.
  private struct Sample {
    var weights: [Double] = []
    var clusters: [Int] = []
    var strata: [Int] = []
    var values: [Double] = []
    var isIn: [Bool] = []

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      for cluster in 0..<12 {
        let level = Double.random(in: 0...10, using: &generator)
        for _ in 0..<Int.random(in: 2...5, using: &generator) {
          weights.append(Double.random(in: 1...40, using: &generator))
          clusters.append(cluster)
          strata.append(cluster / 4)
          values.append(level + Double.random(in: 0...5, using: &generator))
          isIn.append(Double.random(in: 0...15, using: &generator) < values[values.count - 1])
        }
      }
    }

    var stage: SurveyDesign.Stage { .init(clusters: clusters, strata: strata) }

    func design() throws -> SurveyDesign { try SurveyDesign(weights: weights, stages: [stage]) }

    func reordered(by order: [Int]) -> Sample {
      var copy = self
      copy.weights = order.map { weights[$0] }
      copy.clusters = order.map { clusters[$0] }
      copy.strata = order.map { strata[$0] }
      copy.values = order.map { values[$0] }
      copy.isIn = order.map { isIn[$0] }
      return copy
    }
  }

  private static func agree(_ first: SurveyEstimate, _ second: SurveyEstimate) -> Bool {
    isClose(first.value, second.value, relative: 1e-12) && isClose(first.variance, second.variance, relative: 1e-11)
      && first.degreesOfFreedom == second.degreesOfFreedom && first.respondents == second.respondents
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func theOrderOfRowsDoesNotMatter(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 100)
    let order = Array(sample.values.indices).shuffled(using: &generator)
    let other = sample.reordered(by: order)
    #expect(Self.agree(try sample.design().mean(of: sample.values), try other.design().mean(of: other.values)))
    let domain = sample.values.indices.filter { sample.values[$0] > 5 }
    let otherDomain = other.values.indices.filter { other.values[$0] > 5 }
    #expect(
      Self.agree(
        try sample.design().share(of: sample.isIn, in: domain).estimate,
        try other.design().share(of: other.isIn, in: otherDomain).estimate))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func theScaleOfWeightsMattersToTotalsOnly(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    var heavier = sample
    heavier.weights = sample.weights.map { $0 * 1_000 }
    let (one, thousand) = (try sample.design(), try heavier.design())
    #expect(Self.agree(try one.mean(of: sample.values), try thousand.mean(of: sample.values)))
    let (total, larger) = (try one.total(of: sample.values), try thousand.total(of: sample.values))
    #expect(isClose(larger.value, total.value * 1_000, relative: 1e-12))
    #expect(isClose(larger.standardError, total.standardError * 1_000, relative: 1e-11))
    for method in SurveyShare.Method.allCases {
      let first = try one.interval(method, ofShare: sample.isIn, confidence: 0.9)
      let second = try thousand.interval(method, ofShare: sample.isIn, confidence: 0.9)
      #expect((first == nil) == (second == nil), "\(method)")
      guard let first, let second else { continue }
      #expect(isClose(first.low, second.low, relative: 1e-7), "\(method)")
      #expect(isClose(first.high, second.high, relative: 1e-7), "\(method)")
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func theComplementMirrorsItsIntervals(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    let design = try sample.design()
    let not = sample.isIn.map { !$0 }
    for method in SurveyShare.Method.allCases {
      let one = try design.interval(method, ofShare: sample.isIn, confidence: 0.95)
      let other = try design.interval(method, ofShare: not, confidence: 0.95)
      guard let one, let other else { continue }
      #expect(abs(one.low + other.high - 1) < 1e-4 && abs(one.high + other.low - 1) < 1e-4, "\(method)")
      #expect(one.low < one.high)
    }
  }

  @Test func equalProbabilitiesGiveTheTextbooksFormulas() throws {
    let values: [Double] = [3, 7, 8, 12, 20, 21]
    let rows = Array(values.indices)
    let weights = [Double](repeating: 10, count: 6)
    let infinite = try SurveyDesign(weights: weights, stages: [.init(clusters: rows)])
    let moments = SampleMoments(values)
    let mean = try infinite.mean(of: values)
    #expect(isClose(mean.value, try #require(moments.mean), relative: 1e-15))
    #expect(isClose(mean.variance, try #require(moments.variance) / 6, relative: 1e-14))
    #expect(mean.degreesOfFreedom == 5)
    #expect(isClose(mean.designEffect(withReplacement: true), 1, relative: 1e-14))
    let finite = try SurveyDesign(
      weights: weights,
      stages: [.init(clusters: rows, populations: [Double](repeating: 60, count: 6))])
    #expect(isClose(try finite.mean(of: values).variance, mean.variance * 0.9, relative: 1e-14))
    #expect(isClose(try finite.mean(of: values).designEffect(withReplacement: false), 1, relative: 1e-14))
    let census = try SurveyDesign(
      weights: [Double](repeating: 1, count: 6),
      stages: [.init(clusters: rows, populations: [Double](repeating: 6, count: 6))])
    #expect(try census.mean(of: values).variance == 0)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func aDomainIsNotASampleOfItsOwn(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    let design = try sample.design()
    // By hand: the mean of a domain is the ratio of two totals over all rows, with 0 outside.
    let domain = sample.values.indices.filter { sample.clusters[$0] % 3 != 1 && sample.values[$0] > 4 }
    let isMember = sample.values.indices.map { domain.contains($0) ? 1.0 : 0 }
    let masked = sample.values.indices.map { isMember[$0] * sample.values[$0] }
    let ratio = try design.ratio(of: masked, to: isMember)
    let mean = try design.mean(of: sample.values, in: domain)
    #expect(isClose(mean.value, ratio.value, relative: 1e-12))
    #expect(isClose(mean.variance, ratio.variance, relative: 1e-11))
    #expect(mean.degreesOfFreedom <= ratio.degreesOfFreedom)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func theJackknifeOfATotalIsItsLinearisation(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    let design = try sample.design()
    let total = try design.total(of: sample.values)
    let jackknife = try design.jackknife()
    let variance = jackknife.variance { weights in
      zip(weights, sample.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(isClose(variance, total.variance, relative: 1e-9))
    #expect(jackknife.degreesOfFreedom == 9)
    let bootstrap = try design.bootstrap(replicates: 2_000, seed: seed)
    let spread = bootstrap.variance { weights in
      zip(weights, sample.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(abs(spread / total.variance - 1) < 0.15)
    #expect(try design.bootstrap(replicates: 3, seed: seed).replicates == Array(bootstrap.replicates.prefix(3)))
  }

  @Test func fittedWeightsAddUpToTheMargins() throws {
    let sample = Sample(seed: 5)
    let design = try sample.design()
    let first = sample.values.map { $0 > 7 ? 1 : 0 }
    let second = sample.isIn.map { $0 ? 1 : 0 }
    func sums(_ weights: [Double], _ groups: [Int]) -> [Double] {
      var sums = [0.0, 0.0]
      for (row, group) in groups.enumerated() { sums[group] += weights[row] }
      return sums
    }
    let post = try design.postStratified(by: first, totals: [300, 700])
    #expect(zip(sums(post.weights, first), [300, 700]).allSatisfy { isClose($0, $1, relative: 1e-12) })
    let raked = try design.raked(to: [(first, [300, 700]), (second, [450, 550])])
    #expect(zip(sums(raked.weights, first), [300, 700]).allSatisfy { isClose($0, $1, relative: 1e-9) })
    #expect(zip(sums(raked.weights, second), [450, 550]).allSatisfy { isClose($0, $1, relative: 1e-9) })
    // What the groups fix no longer varies.
    let share = try post.share(of: first.map { $0 == 1 })
    #expect(isClose(share.estimate.value, 0.7, relative: 1e-12))
    #expect(share.estimate.standardError < 1e-12)
    #expect(throws: SurveyFault.invalidMargin(group: 1)) { try design.postStratified(by: first, totals: [300]) }
    #expect(throws: SurveyFault.notConverged) {
      try design.raked(to: [(first, [300, 700]), (first, [500, 500])], rounds: 50)
    }
  }

  @Test func wavesThatShareClustersVaryTogether() throws {
    let sample = Sample(seed: 7)
    let count = sample.values.count
    // The second wave asks the same respondents, who have all moved by the same amount.
    let stacked = try SurveyDesign(
      weights: sample.weights + sample.weights,
      stages: [.init(clusters: sample.clusters + sample.clusters, strata: sample.strata + sample.strata)])
    let values = sample.values + sample.values.map { $0 + 2 }
    let earlier = try stacked.meanForm(of: values, in: Array(0..<count))
    let later = try stacked.meanForm(of: values, in: Array(count..<(2 * count)))
    let change = try stacked.change(from: earlier, to: later)
    #expect(isClose(change.value, 2, relative: 1e-12))
    #expect(change.standardError < 1e-12)
    let covariance = try stacked.covariance(of: earlier, later)
    #expect(isClose(covariance, try stacked.variance(of: earlier), relative: 1e-9))
    let first = try sample.design().mean(of: sample.values)
    let independent = SurveyEstimate.independentChange(from: first, to: first)
    #expect(isClose(independent.variance, 2 * first.variance, relative: 1e-15))
    #expect(independent.degreesOfFreedom == 18)
  }

  @Test func aLonelyClusterIsAnErrorUnlessARemedyIsNamed() throws {
    let stage = SurveyDesign.Stage(clusters: [1, 2, 3], strata: [7, 7, 9])
    let values = [1.0, 2, 6]
    let design = try SurveyDesign(weights: [1, 1, 1], stages: [stage])
    #expect(throws: SurveyFault.lonelyCluster(stage: 1, stratum: 9, row: 2)) { try design.mean(of: values) }
    for remedy in LonelyClusterRemedy.allCases where remedy != .fail {
      let mended = try SurveyDesign(weights: [1, 1, 1], stages: [stage], remedy: remedy)
      let estimate = try mended.mean(of: values)
      // Stratum 7 adds 2·2·(1/2)²/9 = 1/9; the lonely one nothing, (3/3)² or as much again.
      let expected = remedy == .adjust ? 1.0 / 9 + 1 : (remedy == .average ? 2.0 / 9 : 1.0 / 9)
      #expect(isClose(estimate.variance, expected, relative: 1e-14), "\(remedy)")
    }
    let whole = try SurveyDesign(
      weights: [1, 1, 1], stages: [.init(clusters: [1, 2, 3], strata: [7, 7, 9], populations: [2, 2, 1])])
    #expect(try whole.mean(of: values).variance == 0)
  }

  @Test func whatIsNoDesignIsRefused() {
    let stage = SurveyDesign.Stage(clusters: [1, 2])
    #expect(throws: SurveyFault.isEmpty) { try SurveyDesign(weights: [], stages: [stage]) }
    #expect(throws: SurveyFault.isEmpty) { try SurveyDesign(weights: [1, 2], stages: []) }
    #expect(throws: SurveyFault.lengthsDiffer) { try SurveyDesign(weights: [1], stages: [stage]) }
    #expect(throws: SurveyFault.invalidWeight(row: 1)) { try SurveyDesign(weights: [1, -2], stages: [stage]) }
    #expect(throws: SurveyFault.invalidPopulation(stage: 1, row: 0)) {
      try SurveyDesign(weights: [1, 1], stages: [.init(clusters: [1, 2], populations: [1, 1])])
    }
    #expect(throws: SurveyFault.invalidPopulation(stage: 1, row: 1)) {
      try SurveyDesign(weights: [1, 1], stages: [.init(clusters: [1, 2], populations: [9, 8])])
    }
  }

  @Test func whatHasNobodyHasNoEstimate() throws {
    let design = try SurveyDesign(weights: [1, 0], stages: [.init(clusters: [1, 2])])
    #expect(throws: SurveyFault.nothingToEstimate) { try design.mean(of: [1, 2], in: []) }
    #expect(throws: SurveyFault.nothingToEstimate) { try design.share(of: [true, true], in: [1]) }
    #expect(throws: SurveyFault.nothingToEstimate) { try design.ratio(of: [1, 2], to: [0, 3], in: [0]) }
    #expect(throws: SurveyFault.lengthsDiffer) { try design.mean(of: [1]) }
    #expect(try design.total(of: [1, 2], in: []).value == 0)
  }

  @Test func sharesOfNoneAndAllHaveTheIntervalOfTheirRespondents() throws {
    let sample = Sample(seed: 3)
    let design = try sample.design()
    let none = [Bool](repeating: false, count: sample.values.count)
    let share = try design.share(of: none)
    let exact = ProportionInterval.clopperPearson(successes: 0, trials: none.count, confidence: 0.95)
    #expect(share.kornGraubard(confidence: 0.95) == exact)
    #expect(try design.share(of: none.map { !$0 }).estimate.value == 1)
    for method in [SurveyShare.Method.xlogit, .asin, .beta, .wilson, .likelihood] {
      #expect(try design.interval(method, ofShare: none, confidence: 0.95) == nil, "\(method)")
    }
    #expect(PresentationStandard(share).reasons.contains(.noneOrAll))
  }

  @Test func clustersThatDoNotDifferTellAsMuchAsTheirRespondents() throws {
    let design = try SurveyDesign(weights: [1, 1, 1, 1], stages: [.init(clusters: [1, 1, 2, 2])])
    let share = try design.share(of: [true, false, true, false])
    #expect(share.estimate.variance == 0)
    let exact = ProportionInterval.clopperPearson(successes: 2, trials: 4, confidence: 0.95)
    #expect(share.kornGraubard(confidence: 0.95) == exact)
    // With one cluster in the domain there are no degrees of freedom.
    #expect(try design.share(of: [true, false, true, false], in: [0, 1]).kornGraubard(confidence: 0.95) == nil)
  }

  @Test func weightedQuantilesWithEqualWeightsAreHyndmanAndFans() throws {
    var generator = SeededGenerator(seed: 8)
    let values = (0..<37).map { _ in Double.random(in: 0...100, using: &generator) }
    let weighted = WeightedSample(values: values, weights: [Double](repeating: 4, count: 37))
    let plain = ValueDistribution(values).sorted()
    let types: [(WeightedQuantileRule, Int)] = [
      (.hf1, 1), (.hf2, 2), (.hf4, 4), (.hf5, 5), (.hf6, 6), (.hf7, 7), (.hf8, 8), (.hf9, 9),
    ]
    for (rule, number) in types {
      let type = try #require(QuantileType(rawValue: number))
      for step in 3...97 {
        let probability = (Double(step) + 0.37) / 100
        let expected = try #require(plain.quantile(probability, type: type))
        let quantile = weighted.quantile(probability, rule: rule)
        #expect(isClose(quantile, expected, relative: 1e-12), "\(rule) \(probability)")
      }
    }
    #expect(weighted.quantile(0, rule: .math) == values.min())
    #expect(weighted.quantile(1, rule: .math) == values.max())
    #expect(weighted.quantile(1.5) == nil)
    #expect(WeightedSample(values: [], weights: []).quantile(0.5) == nil)
  }
}
