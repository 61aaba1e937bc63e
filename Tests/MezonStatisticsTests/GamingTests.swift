// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import MezonTrials
import Testing

@Suite struct FalseDiscoveryTests {
  @Test(arguments: PValueAdjustment.allCases) func adjustingKeepsTheOrder(method: PValueAdjustment) {
    var generator = SplitMix64(seed: 41)
    for count in [0, 1, 2, 7, 50] {
      let pValues = (0..<count).map { _ in generator.nextUnit() * generator.nextUnit() }
      let adjusted = method.adjusted(pValues)
      for (p, a) in zip(pValues, adjusted) { #expect(a >= p && a <= 1) }
      for (p, a) in zip(pValues, adjusted) {
        for (q, b) in zip(pValues, adjusted) where p < q { #expect(a <= b) }
      }
      let order = pValues.indices.shuffled(using: &generator)
      #expect(method.adjusted(order.map { pValues[$0] }) == order.map { adjusted[$0] })
    }
  }

  @Test func leadsAreTheStrongestAndRefusalsAreKept() {
    func evidence(_ p: Double) -> Result<Evidence, GamingRefusal> {
      .success(Evidence(test: .periodEnd, pValue: p, observed: 1, expected: 0, cases: 9))
    }
    let family = [("a", evidence(0.3)), ("b", .failure(.tooFewCases)), ("c", evidence(0.004)), ("d", evidence(0.0001))]
    let leads = Leads(family.map { (key: $0.0, result: $0.1) })
    #expect(leads.leads.map(\.key) == ["d", "c"])
    #expect(leads.tried == 3 && leads.refused.map(\.key) == ["b"])
    #expect(Leads<String>([]).leads.isEmpty)
  }

  /// Of honest populations no more than about the rate may show any lead; `MezonMeasure audit 2000 1` counts the whole number.
  @Test func theHonestAreSeldomSuspected() {
    let populations = 40
    let suspected = (1...populations).count { seed in
      !Leads(HonestPopulation(seed: UInt64(seed), deals: 99).family).leads.isEmpty
    }
    #expect(suspected <= FalseAlarms.most(of: populations), "\(suspected)")
  }
}

@Suite struct GamingRefusalTests {
  private static func refusal(_ result: Result<Evidence, GamingRefusal>?) -> GamingRefusal? {
    guard case .failure(let reason) = result else { return nil }
    return reason
  }

  @Test func digits() {
    #expect(TerminalDigits([]) == nil)
    #expect(Self.refusal(TerminalDigits([Int](0..<49).map { 37 * $0 })?.evidence) == .tooFewCases)
    #expect(Self.refusal(TerminalDigits([Int](0..<80).map { $0 % 12 })?.evidence) == .smallCounts)
    #expect(TerminalDigits([-15, 20, Int.min])?.counts == [1, 0, 0, 0, 0, 1, 0, 0, 1, 0])
    #expect(LeadingDigits([0, .nan]) == nil)
    #expect(LeadingDigits([0.00321, 1_000, 999, -7e30])?.counts == [1, 0, 1, 0, 0, 0, 1, 0, 1])
    let powers = (0..<300).map { pow(2, Double($0)) }
    #expect(LeadingDigits(powers)?.refusal == nil && LeadingDigits(powers)?.conformity == .close)
    #expect(LeadingDigits(Array(powers.prefix(60)))?.refusal == .tooFewCases)
    #expect(LeadingDigits((0..<300).map { 100 + Double($0) / 2 })?.refusal == .withinOneDecade)
    #expect(LeadingDigits((0..<300).map { Double($0 % 13 + 1) })?.refusal == .smallCounts)
  }

  @Test func shares() {
    #expect(PeriodEndShare(inLastDays: 3, total: 2, expectedShare: 0.2) == nil)
    #expect(PeriodEndShare(inLastDays: 1, total: 2, expectedShare: 1) == nil)
    #expect(Self.refusal(PeriodEndShare(inLastDays: 20, total: 24, expectedShare: 0.2)?.evidence) == .tooFewCases)
    #expect(DensityDiscontinuity([1], cutOff: 1, width: 0) == nil)
    let few = DensityDiscontinuity(below: 10, above: 9, beyond: (9, 9))
    #expect(Self.refusal(few?.evidence) == .tooFewCases)
    let steep = DensityDiscontinuity(below: 60, above: 30, beyond: (80, 20))
    #expect(Self.refusal(steep?.evidence) == .steepAtCutOff)
  }

  @Test func curves() {
    let starts = (0..<30).map { Double($0) }
    func heap(_ counts: [Double], _ degree: Int) -> Bunching? {
      Bunching(binStarts: starts, counts: counts, threshold: 15, excluded: [13, 14, 15, 16], degree: degree)
    }
    #expect(heap([1], 2) == nil)
    #expect(heap([Double](repeating: 0, count: 30), 2) == nil)
    #expect(Self.refusal(heap([Double](repeating: 2, count: 30), 2)?.evidence) == .tooFewCases)
    #expect(Self.refusal(heap([Double](repeating: 20, count: 30), 9)?.evidence) == .tooFewCases)
    #expect(
      Self.refusal(heap(starts.map { $0.truncatingRemainder(dividingBy: 2) * 60 }, 2)?.evidence) == .noSmoothCurve)
    #expect(Bunching(binStarts: starts, counts: starts, threshold: 15, excluded: [20], degree: 2) == nil)
  }

  @Test func tables() {
    #expect(StratifiedOdds([]) == nil)
    #expect(StratifiedOdds([.init(1, 0, 0, 0)]) == nil)
    #expect(StratifiedOdds([.init(5, 0, 5, 0)]) == nil)
    #expect(StratifiedOdds([.init(-1, 4, 5, 3)]) == nil)
    let empty = StratifiedOdds([.init(20, 0, 10, 15)])
    #expect(empty?.oddsRatio == .infinity && empty?.interval(confidence: 0.95) == nil && empty?.homogeneity == nil)
    #expect(empty.map { $0.pValue < 0.001 } == true)
    #expect(Self.refusal(StratifiedOdds([.init(2, 3, 3, 2)])?.evidence) == .tooFewCases)
    #expect(Self.refusal(StratifiedOdds([.init(60, 20, 20, 60), .init(20, 60, 60, 20)])?.evidence) == .strataDiffer)
  }

  @Test func outliersChangesAndCounts() {
    #expect(RobustOutliers([]) == nil && RobustOutliers([1, .nan]) == nil)
    #expect(RobustOutliers([4, 4, 4, 9])?.scores == nil)
    #expect(Self.refusal(RobustOutliers([4, 4, 4, 9])?.evidence) == .noVariation)
    #expect(Self.refusal(RobustOutliers([1, 2, 3, 90])?.evidence) == .tooFewCases)
    #expect(ChangePoints([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) == nil)
    #expect(ChangePoints([1, 2, 3]) == nil && ChangePoints([]) == nil)
    #expect(Self.refusal(ChangePoints((0..<19).map { Double($0 % 3) })?.evidence) == .tooFewCases)
    #expect(Dispersion([4]) == nil && Dispersion([0, 0]) == nil && Dispersion([-1, 3]) == nil)
    #expect(Self.refusal(Dispersion([2, 3, 1, 4, 2, 2])?.evidence) == .tooFewCases)
    #expect(PoissonCusum(mean: 0, reference: 1, threshold: 2) == nil)
  }

  @Test func lists() throws {
    #expect(IdenticalLists(units: [[[Int]]](), seed: 1) == nil)
    let alike = try #require(
      IdenticalLists(units: [[[Int]]](repeating: [[Int]](repeating: [1], count: 6), count: 2), seed: 1))
    #expect(Self.refusal(alike.evidence(unit: 0)) == .listsAlike)
    #expect(Self.refusal(alike.evidence(unit: 7)) == .tooFewCases)
    let few = try #require(IdenticalLists(units: [[[1], [2]], [[3], [4], [5], [6], [7]]], seed: 1))
    #expect(Self.refusal(few.evidence(unit: 0)) == .tooFewCases)
  }
}

@Suite struct GamingPowerTests {
  @Test func eachWayOfGamingLeavesItsTrace() throws {
    var dice = TrialDice(seed: 51)
    let rounded = (0..<150).map { _ in
      dice.unit() < 0.4 ? 10 * Int(20 + 60 * dice.unit()) : Int(200 + 600 * dice.unit())
    }
    #expect(try #require(TerminalDigits(rounded)).evidence.get().pValue < 1e-4)
    #expect(
      try #require(PeriodEndShare(inLastDays: 40, total: 100, expectedShare: 5.0 / 31)).evidence.get().pValue < 1e-6)
    let starts = (0..<48).map { Double($0) }
    let bunched = starts.map { Double(dice.poisson(50)) + ($0 == 23 ? 60 : 0) }
    let heap = try #require(
      Bunching(binStarts: starts, counts: bunched, threshold: 24, excluded: Set(21...26), degree: 4))
    #expect(try heap.evidence.get().pValue < 1e-3 && heap.excess > 30)
    let jump = try #require(DensityDiscontinuity(below: 20, above: 60, beyond: (40, 45)))
    #expect(try jump.evidence.get().pValue < 1e-4)
    let moved = try #require(StratifiedOdds((0..<6).map { .init(Double(60 - $0), 40, Double(30 + $0), 70) }))
    #expect(try moved.evidence.get().pValue < 1e-9 && moved.oddsRatio > 2)
    let regular = try #require(Dispersion([20, 21, 20, 19, 20, 20, 21, 19, 20, 20, 21, 20]))
    #expect(try regular.evidence.get().test == .underdispersion && regular.underPValue < 1e-6)
    let step = (0..<40).map { Double(dice.poisson($0 < 22 ? 20 : 12)) }
    let change = try #require(ChangePoints(step))
    #expect(try change.evidence.get().pValue < 1e-3 && change.best >= 1)
    let interval = try #require(change.intervals(confidence: 0.95).compactMap(\.self).first)
    #expect(interval.contains(22) || abs(interval.lowerBound - 22) <= 2)
  }

  @Test func aCopiedFormStandsOutFromTheOthers() throws {
    var dice = TrialDice(seed: 52)
    var units = (0..<10).map { _ in (0..<12).map { _ in (0..<15).map { _ in dice.unit() < 0.5 ? 1 : 0 } } }
    let form = units[3][0]
    for place in 1..<7 { units[3][place] = form }
    let lists = try #require(IdenticalLists(units: units, seed: 1))
    #expect(lists.pairs[3] >= 21)
    #expect(try lists.evidence(unit: 3).get().pValue == 1 / 2_000)
    #expect(try lists.evidence(unit: 4).get().pValue > 0.05)
    #expect(lists == IdenticalLists(units: units, seed: 1))
  }

  @Test func levelsAreFoundWhereTheyChange() throws {
    let series = (0..<60).map { Double($0 < 20 ? 1 : $0 < 40 ? 5 : 2) + ($0.isMultiple(of: 2) ? 0.2 : -0.2) }
    let change = try #require(ChangePoints(series))
    #expect(change.places[change.best] == [20, 40])
    let turned = try #require(ChangePoints(series.map { 100 - 3 * $0 }))
    #expect(turned.places[turned.best] == [20, 40] && abs(turned.greatestF / change.greatestF - 1) < 1e-9)
  }

  @Test func aCusumCountsUpToItsAlarm() throws {
    let chart = try #require(PoissonCusum(mean: 6, reference: 1, threshold: 2.5))
    for count in [0.0, 1, 6, 17, 300] { #expect(abs(chart.count(score: chart.score(count)) - count) < 1e-9) }
    let sums = chart.sums([6, 6, 20, 0, 20])
    #expect(sums[0] == 0 && sums[2] > 0)
    let least = chart.leastAlarmingCount(after: sums[1])
    #expect(chart.alarms(chart.sums([least.rounded(.up)])) == [true])
    #expect(chart.alarms(chart.sums([least.rounded(.down) - 1])) == [false])
  }
}

@Suite struct AuditSampleTests {
  @Test func limitsMeetTheWholeAndTheBinomial() throws {
    for found in [0, 3, 50] {
      #expect(AuditSample.bad(population: 50, sample: 50, found: found, confidence: 0.95) == found...found)
    }
    let limits = try #require(AuditSample.bad(population: 1_000_000, sample: 200, found: 9, confidence: 0.95))
    let binomial = try #require(ProportionInterval.clopperPearson(successes: 9, trials: 200, confidence: 0.95))
    #expect(abs(Double(limits.lowerBound) / 1e6 - binomial.low) < 1e-4)
    #expect(abs(Double(limits.upperBound) / 1e6 - binomial.high) < 1e-4)
    #expect(AuditSample.bad(population: 5, sample: 6, found: 1, confidence: 0.95) == nil)
    #expect(AuditSample.bad(population: 5, sample: 2, found: 3, confidence: 0.95) == nil)
  }

  @Test func sizesHaveTheirLimits() throws {
    #expect(AuditSample.size(population: 0, margin: 0.1, confidence: 0.95) == nil)
    #expect(try #require(AuditSample.size(population: 3, margin: 0.001, confidence: 0.99)).size == 3)
    #expect(AuditSample.discovery(population: 10, tolerable: 0, confidence: 0.95) == nil)
    let all = try #require(AuditSample.discovery(population: 10, tolerable: 10, confidence: 0.95))
    #expect(all.size == 1 && all.missing == 0)
    for tolerable in 1...20 {
      let plan = try #require(AuditSample.discovery(population: 100, tolerable: tolerable, confidence: 0.9))
      #expect(plan.missing <= 0.1)
    }
  }
}
