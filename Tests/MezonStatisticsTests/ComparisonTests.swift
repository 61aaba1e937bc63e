// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

@Suite struct XmRChartTests {
  @Test func aStepIsAShift() throws {
    let values = [5, 6, 5, 6, 5, 6, 5, 6, 7, 8, 7, 8, 7, 8, 7, 8].map(Double.init)
    let chart = try #require(XmRChart(values, screensOutliers: false))
    #expect(chart.signals.prefix(8).allSatisfy { $0 == .shiftBelow })
    #expect(chart.signals.suffix(8).allSatisfy { $0 == .shiftAbove })
    #expect(chart.meanings(.up).first == .concern && chart.meanings(.down).first == .improvement)
    #expect(chart.meanings(.neither).first == .neutralLow && chart.meanings(.neither).last == .neutralHigh)
  }

  @Test func turningTheValuesRoundTurnsTheSignalsRound() throws {
    let opposite: [XmRChart.Signal: XmRChart.Signal] = [
      .aboveLimit: .belowLimit, .belowLimit: .aboveLimit, .rising: .falling, .falling: .rising,
      .twoInThreeAbove: .twoInThreeBelow, .twoInThreeBelow: .twoInThreeAbove, .shiftAbove: .shiftBelow,
      .shiftBelow: .shiftAbove, .none: .none,
    ]
    var generator = SplitMix64(seed: 21)
    for _ in 0..<100 {
      let values = (0..<40).map { _ in
        generator.nextUnit() + generator.nextUnit() * (generator.nextUnit() < 0.1 ? 3 : 1)
      }
      let chart = try #require(XmRChart(values))
      let turned = try #require(XmRChart(values.map { -$0 }))
      #expect(turned.signals == chart.signals.map { opposite[$0] })
    }
  }

  @Test func aProcessWithoutChangeSeldomSignals() throws {
    var generator = SplitMix64(seed: 22)
    var outside = 0
    for _ in 0..<200 {
      let values = (0..<50).map { _ in NormalDistribution.quantile(0.5 / 0x1p53 + generator.nextUnit()) }
      outside += try #require(XmRChart(values)).isOutside.count { $0 }
    }
    // Beyond three standard deviations of a normal process: 27 in 10,000, and some more as the limits are estimated.
    #expect(outside > 10 && outside < 100)
  }

  @Test func whatHasNoLimits() throws {
    #expect(XmRChart([]) == nil)
    #expect(XmRChart([1, .nan]) == nil)
    #expect(XmRChart([1, 2], baseline: 0) == nil)
    #expect(try #require(XmRChart([4])).limits == nil)
    // Every moving range is 0, and none is below 3.267 times 0.
    #expect(try #require(XmRChart([4, 4, 4])).limits == nil)
    #expect(try #require(XmRChart([4, 4, 4], screensOutliers: false)).limits == Interval(low: 4, high: 4))
  }
}

@Suite struct ShewhartChartTests {
  @Test func whatIsNoChart() {
    #expect(ShewhartChart([], sizes: [], kind: .eventCounts) == nil)
    #expect(ShewhartChart([1], sizes: [1, 2], kind: .eventCounts) == nil)
    #expect(ShewhartChart([1.5], sizes: [2], kind: .shares) == nil)
    #expect(ShewhartChart([1], sizes: [1], kind: .ranges) == nil)
    #expect(ShewhartChart([1], sizes: [1], kind: .individuals) == nil)
  }

  @Test func runsEndOnOneSide() throws {
    let chart = try #require(
      ShewhartChart([1, 1, 1, 9, 1, 1, 1, 1, 9, 9], sizes: [Double](repeating: 1, count: 10), kind: .eventCounts))
    #expect(chart.runs(of: 4) == [7] && chart.runs(of: 3) == [2, 6, 7])
  }
}

@Suite struct FunnelTests {
  @Test(arguments: FunnelPlot.Measure.allCases)
  func noOrderMattersAndPureChanceLeavesNothing(measure: FunnelPlot.Measure) throws {
    let denominators = (1...40).map { Double(20 * $0) }
    let even = denominators.map { measure == .standardisedRatioLog || measure == .standardisedRatioRoot ? $0 : $0 / 4 }
    let plot = try #require(
      FunnelPlot(numerators: even, denominators: denominators, measure: measure, trimming: .winsorisation(0.1)))
    #expect(plot.between == 0 && plot.units.allSatisfy { $0.adjusted == $0.z && $0.reliability == 0 })
    let uneven = even.enumerated().map { $0.isMultiple(of: 2) ? ($1 * 0.7).rounded() : ($1 * 1.3).rounded() }
    let wide = try #require(
      FunnelPlot(numerators: uneven, denominators: denominators, measure: measure, trimming: .truncation(0.1)))
    #expect(wide.between > 0 && wide.used < 40)
    let turned = try #require(
      FunnelPlot(
        numerators: uneven.reversed(), denominators: denominators.reversed(), measure: measure,
        trimming: .truncation(0.1)))
    #expect(turned.units.reversed() == wide.units)
  }

  @Test func whatIsNoFunnel() {
    func plot(_ x: [Double], _ n: [Double], _ measure: FunnelPlot.Measure = .proportion) -> FunnelPlot? {
      FunnelPlot(numerators: x, denominators: n, measure: measure, trimming: .none)
    }
    #expect(plot([], []) == nil && plot([1], [0]) == nil && plot([2], [1]) == nil && plot([-1], [1]) == nil)
    #expect(plot([0, 3], [2, 2], .standardisedRatioLog) == nil)
    #expect(plot([0, 3], [2, 2], .standardisedRatioRoot) != nil)
    #expect(FunnelPlot(numerators: [1], denominators: [2], measure: .proportion, trimming: .truncation(0.5)) == nil)
  }

  @Test(arguments: FunnelPlot.Measure.allCases)
  func limitsNarrowWithSizeAndWidenWithTheLevel(measure: FunnelPlot.Measure) throws {
    let sizes = (1...60).map { Double(10 * $0) }
    let target = measure == .proportion ? 0.3 : 1
    for between in [0, 0.01] {
      func curve(_ level: FunnelLimits.Level) throws -> [Interval] {
        try #require(FunnelLimits.curve(measure, sizes: sizes, target: target, between: between, level: level))
      }
      let (warning, alarm) = (try curve(.ninetyFive), try curve(.ninetyNinePointEight))
      for (inner, outer) in zip(warning, alarm) {
        #expect(outer.low <= inner.low && inner.low < target && target < inner.high && inner.high <= outer.high)
      }
      for (small, large) in zip(warning, warning.dropFirst()) {
        #expect(large.high - large.low < small.high - small.low)
      }
    }
    #expect(FunnelLimits.curve(measure, sizes: [2, 1], target: target, between: 0, level: .ninetyFive) == nil)
  }
}

@Suite struct ReliabilityTests {
  @Test func theBivariateNormalMeetsWhatIsKnown() {
    // At the medians the probability is 1/4 + asin(r)/2π.
    for correlation in [-0.999, -0.7, -0.1, 0, 0.3, 0.5, 0.9, 0.99999] {
      let known = 0.25 + asin(correlation) / (2 * Double.pi)
      #expect(abs(BivariateNormal.upperProbability(0, 0, correlation: correlation) - known) < 1e-14)
    }
    for (h, k) in [(0.3, 1.7), (-2, 0.5), (1.2816, 1.2816), (-1, -3)] {
      let (first, second) = (NormalDistribution.tails(at: h), NormalDistribution.tails(at: k))
      func upper(_ h: Double, _ k: Double, _ r: Double) -> Double {
        BivariateNormal.upperProbability(h, k, correlation: r)
      }
      #expect(abs(upper(h, k, 0) - first.upper * second.upper) < 1e-16)
      #expect(upper(h, k, 1) == min(first.upper, second.upper))
      #expect(abs(upper(h, k, 1 - 1e-12) - min(first.upper, second.upper)) < 1e-6)
      for r in [-0.95, -0.4, 0.2, 0.8, 0.995] {
        #expect(abs(upper(h, k, r) - upper(k, h, r)) < 1e-15)
        // What is above h is above k or not: the second's sign turned round.
        #expect(abs(upper(h, k, r) + upper(h, -k, -r) - first.upper) < 1e-14)
      }
    }
    #expect(BivariateNormal.upperProbability(0, .infinity, correlation: 0.5) == 0)
    #expect(BivariateNormal.upperProbability(0, 0, correlation: 1.5).isNaN)
  }

  @Test func reliabilityHasItsLimits() throws {
    #expect(Reliability.ofUnit(between: 0, standardError: 0) == nil)
    #expect(Reliability.ofUnit(between: 0, standardError: 1) == 0)
    #expect(Reliability.ofUnit(between: 3, standardError: 1) == 0.75)
    #expect(Reliability.misclassification(reliability: 0.5, flagShare: 0) == nil)
    let perfect = try #require(Reliability.misclassification(reliability: 1, flagShare: 0.1))
    #expect(abs(perfect.total) < 1e-15)
    let none = try #require(Reliability.misclassification(reliability: 0, flagShare: 0.1))
    #expect(abs(none.falseDiscovery - 0.9) < 1e-14)
    // The rule of thumb: half reliable, and most of the worst tenth are flagged wrongly.
    #expect(try #require(Reliability.misclassification(reliability: 0.5, flagShare: 0.1)).falseDiscovery > 0.5)
  }

  @Test(arguments: EmpiricalBayes.Family.allCases)
  func estimatesLieBetweenTheUnitAndAll(family: EmpiricalBayes.Family) throws {
    var generator = SplitMix64(seed: 30)
    for _ in 0..<50 {
      let exposures = (0..<20).map { _ in (1 + 500 * generator.nextUnit()).rounded() }
      let events = exposures.map { ($0 * generator.nextUnit() * 0.4).rounded() }
      let shrunk = try #require(EmpiricalBayes(events: events, exposures: exposures, family: family))
      for (raw, estimate) in zip(shrunk.raw, shrunk.estimates) {
        #expect(estimate >= min(raw, shrunk.mean) - 1e-15 && estimate <= max(raw, shrunk.mean) + 1e-15)
      }
    }
    #expect(EmpiricalBayes(events: [], exposures: [], family: family) == nil)
    #expect(EmpiricalBayes(events: [1], exposures: [0], family: family) == nil)
    let none = try #require(EmpiricalBayes(events: [0, 0], exposures: [5, 9], family: family))
    #expect(none.estimates == [0, 0])
  }
}
