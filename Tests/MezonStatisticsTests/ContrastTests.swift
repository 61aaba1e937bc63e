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

  @Test func aDifferenceOfTwoEstimatesTakesTheLimitsThatCount() throws {
    let (one, other) = (Interval(low: 2, high: 7), Interval(low: -1, high: 5))
    // Below 4 by 2, above 1 by 4; above 4 by 3, below 1 by 2.
    let found = try #require(one.difference(about: 4, less: other, about: 1))
    #expect(found.low == 3 - 20.0.squareRoot() && found.high == 3 + 13.0.squareRoot())
    let turned = try #require(other.difference(about: 1, less: one, about: 4))
    #expect(turned.low == -found.high && turned.high == -found.low)
    // An estimate without chance changes nothing.
    let certain = Interval(low: 1, high: 1)
    #expect(one.difference(about: 4, less: certain, about: 1) == Interval(low: 1, high: 6))
    #expect(one.difference(about: 8, less: other, about: 1) == nil)
    #expect(one.difference(about: 4, less: other, about: .nan) == nil)
    // Newcombe's interval is that of two shares by Wilson.
    let pair = try #require(TwoProportions(firstSuccesses: 3, firstTrials: 10, secondSuccesses: 9, secondTrials: 17))
    let first = ProportionInterval.interval(.wilson, successes: 3, trials: 10, confidence: 0.95)
    let second = try #require(ProportionInterval.interval(.wilson, successes: 9, trials: 17, confidence: 0.95))
    let newcombe = try #require(pair.newcombeDifference(confidence: 0.95))
    let made = try #require(first?.difference(about: 0.3, less: second, about: 9.0 / 17))
    #expect(abs(made.low - newcombe.low) < 1e-15 && abs(made.high - newcombe.high) < 1e-15)
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
