// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import Testing

@Suite struct ContrastTests {
  @Test func whatIsNoPairIsRefused() {
    #expect(TwoProportions(firstSuccesses: 1, firstTrials: 0, secondSuccesses: 1, secondTrials: 2) == nil)
    #expect(TwoProportions(firstSuccesses: 3, firstTrials: 2, secondSuccesses: 1, secondTrials: 2) == nil)
    #expect(TwoProportions(firstSuccesses: 1, firstTrials: 2, secondSuccesses: -1, secondTrials: 2) == nil)
    #expect(TwoRates(firstEvents: -1, firstExposure: 1, secondEvents: 1, secondExposure: 1) == nil)
    #expect(TwoRates(firstEvents: 1, firstExposure: 0, secondEvents: 1, secondExposure: 1) == nil)
    #expect(TwoRates(firstEvents: 1, firstExposure: 1, secondEvents: 1, secondExposure: .nan) == nil)
  }

  @Test(arguments: [0.0, 1, 95, .nan])
  func whatIsNoConfidenceHasNoInterval(confidence: Double) throws {
    let shares = try #require(
      TwoProportions(firstSuccesses: 1, firstTrials: 3, secondSuccesses: 2, secondTrials: 4))
    #expect(shares.newcombeDifference(confidence: confidence) == nil)
    #expect(shares.scoreDifference(confidence: confidence) == nil)
    #expect(shares.scoreRatio(confidence: confidence) == nil)
    #expect(shares.scoreOddsRatio(confidence: confidence) == nil)
    let rates = try #require(TwoRates(firstEvents: 1, firstExposure: 3, secondEvents: 2, secondExposure: 4))
    #expect(rates.exactRatio(confidence: confidence) == nil)
    #expect(rates.scoreRatio(confidence: confidence) == nil)
    #expect(rates.logRatio(confidence: confidence) == nil)
  }

  @Test func exchangingTheGroupsMirrorsTheIntervals() throws {
    for (x1, n1, x2, n2) in [(3, 10, 9, 17), (0, 8, 5, 9), (8, 8, 5, 9), (0, 8, 0, 9), (8, 8, 9, 9), (40, 90, 1, 3)] {
      let pair = try #require(
        TwoProportions(firstSuccesses: x1, firstTrials: n1, secondSuccesses: x2, secondTrials: n2))
      let swapped = try #require(
        TwoProportions(firstSuccesses: x2, firstTrials: n2, secondSuccesses: x1, secondTrials: n1))
      for interval in [TwoProportions.newcombeDifference, TwoProportions.scoreDifference] {
        let (one, other) = (try #require(interval(pair)(0.95)), try #require(interval(swapped)(0.95)))
        #expect(abs(one.low + other.high) < 1e-12 && abs(one.high + other.low) < 1e-12)
        #expect(one.contains(pair.difference) && one.low >= -1 && one.high <= 1)
      }
      for interval in [TwoProportions.scoreRatio, TwoProportions.scoreOddsRatio] {
        let (one, other) = (try #require(interval(pair)(0.95)), try #require(interval(swapped)(0.95)))
        #expect(isClose(one.low, 1 / other.high, relative: 1e-10), "\(pair)")
        #expect(isClose(one.high, 1 / other.low, relative: 1e-10), "\(pair)")
      }
    }
  }

  @Test func ratesWithoutEventsSayNothing() throws {
    let none = try #require(TwoRates(firstEvents: 0, firstExposure: 3, secondEvents: 0, secondExposure: 4))
    #expect(none.ratio == nil)
    #expect(none.exactRatio(confidence: 0.95) == Interval(low: 0, high: .infinity))
    #expect(none.scoreRatio(confidence: 0.95) == Interval(low: 0, high: .infinity))
    #expect(none.logRatio(confidence: 0.95) == nil)
  }
}
