// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import Testing

@Suite struct StandardisationTests {
  private static let strata: [DirectStandardisation.Stratum] = [
    .init(events: 12, population: 4_000, standard: 3), .init(events: 40, population: 2_500, standard: 1),
  ]

  @Test func theOwnCompositionGivesTheCrudeRate() throws {
    let own = try #require(
      DirectStandardisation(
        strata: Self.strata.map { .init(events: $0.events, population: $0.population, standard: $0.population) }))
    #expect(isClose(own.rate, own.crudeRate, relative: 1e-15))
    let dobson = try #require(own.dobsonInterval(confidence: 0.95))
    let byar = try #require(PoissonInterval.byar(count: 52, confidence: 0.95))
    #expect(isClose(dobson.low, byar.low / 6_500, relative: 1e-12))
    #expect(isClose(dobson.high, byar.high / 6_500, relative: 1e-12))
  }

  @Test func theScaleOfTheStandardDoesNotMatter() throws {
    let one = try #require(DirectStandardisation(strata: Self.strata))
    let other = try #require(
      DirectStandardisation(
        strata: Self.strata.reversed().map {
          .init(events: $0.events, population: $0.population, standard: $0.standard * 250)
        }))
    #expect(isClose(other.rate, one.rate, relative: 1e-15))
    #expect(isClose(other.variance, one.variance, relative: 1e-14))
    let (first, second) = (one.fayFeuerInterval(confidence: 0.9), other.fayFeuerInterval(confidence: 0.9))
    #expect(isClose(first?.high, try #require(second).high, relative: 1e-12))
  }

  @Test func severalEventsOfAPersonWidenTheInterval() throws {
    let several = try #require(
      DirectStandardisation(
        strata: Self.strata.map {
          .init(events: $0.events, population: $0.population, standard: $0.standard, squaredEvents: 2 * $0.events)
        }))
    let single = try #require(DirectStandardisation(strata: Self.strata))
    #expect(isClose(several.variance, 2 * single.variance, relative: 1e-15))
    let (wide, narrow) = (several.dobsonInterval(confidence: 0.95), single.dobsonInterval(confidence: 0.95))
    #expect(try #require(wide).high > (try #require(narrow)).high)
  }

  @Test func withoutEventsTheLowerLimitIsZero() throws {
    let none = try #require(DirectStandardisation(strata: [.init(events: 0, population: 100, standard: 1)]))
    #expect(none.dobsonInterval(confidence: 0.95) == nil)
    let gamma = try #require(none.fayFeuerInterval(confidence: 0.95))
    let exact = try #require(PoissonInterval.exact(count: 0, confidence: 0.95))
    #expect(gamma.low == 0)
    #expect(isClose(gamma.high, exact.high / 100, relative: 1e-12))
  }

  @Test func whatIsNoStratumIsRefused() {
    #expect(DirectStandardisation(strata: []) == nil)
    #expect(DirectStandardisation(strata: [.init(events: 1, population: 0, standard: 1)]) == nil)
    #expect(DirectStandardisation(strata: [.init(events: -1, population: 9, standard: 1)]) == nil)
    #expect(DirectStandardisation(strata: [.init(events: 1, population: 9, standard: 0)]) == nil)
    #expect(IndirectStandardisation(observed: 1, strata: []) == nil)
    #expect(IndirectStandardisation(observed: 1, strata: [.init(population: -1, referenceRate: 1)]) == nil)
    #expect(IndirectStandardisation(observed: 1, expected: 0) == nil)
  }

  @Test func theUnitLikeItsReferenceIsInsideTheFunnel() throws {
    let like = try #require(
      IndirectStandardisation(observed: 30, strata: [.init(population: 300, referenceRate: 0.1)]))
    #expect(isClose(like.ratio, 1, relative: 1e-15))
    #expect(FunnelCurve.place(ofEvents: 30, expected: like.expected, confidence: 0.95) == .inside)
    #expect(FunnelCurve.place(ofEvents: 60, expected: 30, confidence: 0.998) == .above)
    #expect(FunnelCurve.place(ofEvents: 5, expected: 30, confidence: 0.998) == .below)
    #expect(FunnelCurve.place(ofShare: 0.5, population: 10, average: 0.4, confidence: 0.95) == .inside)
    #expect(FunnelCurve.place(ofShare: 1.5, population: 10, average: 0.4, confidence: 0.95) == nil)
    let curve = try #require(FunnelCurve.proportion(average: 0.01, population: 10, confidence: 0.95))
    #expect(curve.low == 0)
  }

  @Test func bandsShareUnitsOutEvenlyAndKeepTiesTogether() {
    for bands in 1...10 {
      for count in bands...60 {
        let sizes = (1...count).reduce(into: [Int: Int]()) { sizes, rank in
          sizes[QuantileBand.band(ofRank: rank, count: count, bands: bands) ?? 0, default: 0] += 1
        }
        #expect(Set(sizes.keys) == Set(1...bands), "\(bands) of \(count)")
        let spread = (sizes.values.max() ?? 0) - (sizes.values.min() ?? 0)
        #expect(spread <= 1, "\(bands) of \(count): \(sizes)")
      }
    }
    #expect(QuantileBand.ranks(of: [5, nil, 7, 5, 1], isDescending: true) == [2, nil, 1, 2, 4])
    #expect(QuantileBand.ranks(of: [5, nil, 7, 5, 1], isDescending: false) == [2, nil, 4, 2, 1])
    #expect(QuantileBand.band(ofRank: 1, count: 3, bands: 4) == nil)
    #expect(QuantileBand.band(ofRank: 4, count: 3, bands: 2) == nil)
  }

  @Test func pValuesAndIntervalsTellTheSame() throws {
    // Enumerated: the sum of all probabilities that are no greater than the count's own.
    for total in 0...25 {
      let binomial = try #require(BinomialDistribution(trials: total, probability: 0.3))
      let probabilities = (0...total).map { binomial.probability(of: $0) }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-13)
      for count in 0...total {
        let sum = probabilities.filter { $0 <= probabilities[count] * (1 + 1e-7) }.reduce(0, +)
        let both = try #require(binomial.twoSidedProbability(at: count))
        #expect(abs(both - min(1, sum)) < 1e-12, "\(count) of \(total)")
      }
    }
    let equal = try #require(TwoRates(firstEvents: 7, firstExposure: 3, secondEvents: 7, secondExposure: 3))
    #expect(equal.exactPValue == 1)
    #expect(equal.logPValue == 1)
  }

  @Test func aMeanOfEqualValuesIsAPoint() throws {
    let moments = SampleMoments([4, 4, 4])
    #expect(MeanInterval.student(moments, confidence: 0.95) == Interval(low: 4, high: 4))
    #expect(MeanInterval.student(SampleMoments([4]), confidence: 0.95) == nil)
    #expect(Autocorrelation.lagOne([4, 4, 4]) == nil)
    #expect(isClose(Autocorrelation.lagOne([1, -1, 1, -1]), -0.75, relative: 1e-15))
  }
}
