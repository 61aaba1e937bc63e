// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import MezonTestSupport
import Testing

@Suite struct ProportionIntervalTests {
  @Test(arguments: ProportionInterval.Method.allCases)
  func whatIsNoProportionHasNoInterval(method: ProportionInterval.Method) {
    for (successes, trials) in [(0.0, 0.0), (-1, 5), (6, 5), (1, -5), (.nan, 5), (1, .nan), (1, .infinity)] {
      #expect(ProportionInterval.interval(method, successes: successes, trials: trials, confidence: 0.95) == nil)
    }
    for confidence in [0, 1, -0.5, 95, .nan] {
      #expect(ProportionInterval.interval(method, successes: 1, trials: 5, confidence: confidence) == nil)
    }
  }

  @Test(arguments: ProportionInterval.Method.allCases)
  func limitsLieAboutTheShareAndMirrorEachOther(method: ProportionInterval.Method) throws {
    for trials in [1, 2, 3, 10, 57, 1_000] {
      for successes in Set([0, 1, trials / 3, trials / 2, trials - 1, trials]) {
        let (x, n) = (Double(successes), Double(trials))
        let interval = try #require(ProportionInterval.interval(method, successes: x, trials: n, confidence: 0.95))
        #expect(interval.low >= 0 && interval.low <= interval.high && interval.high <= 1)
        if method != .jeffreys { #expect(interval.contains(x / n)) }
        let mirrored = try #require(ProportionInterval.interval(method, successes: n - x, trials: n, confidence: 0.95))
        #expect(abs(interval.low - (1 - mirrored.high)) < 1e-13)
        let wider = try #require(ProportionInterval.interval(method, successes: x, trials: n, confidence: 0.99))
        #expect(wider.low <= interval.low && wider.high >= interval.high)
      }
    }
  }

  @Test func theEndsAreExact() {
    for trials in [1, 7, 100, 123_457] {
      for confidence in [0.9, 0.95, 0.998] {
        #expect(ProportionInterval.wilson(successes: 0, trials: trials, confidence: confidence)?.low == 0)
        #expect(ProportionInterval.wilson(successes: trials, trials: trials, confidence: confidence)?.high == 1)
        #expect(ProportionInterval.clopperPearson(successes: 0, trials: trials, confidence: confidence)?.low == 0)
        #expect(ProportionInterval.clopperPearson(successes: trials, trials: trials, confidence: confidence)?.high == 1)
      }
    }
  }

  @Test func exactLimitsLeaveTheirTail() throws {
    for (successes, trials) in [(1, 9), (4, 30), (700, 1_000), (29, 30)] {
      let interval = try #require(
        ProportionInterval.clopperPearson(successes: successes, trials: trials, confidence: 0.9))
      let atLow = try #require(BinomialDistribution(trials: trials, probability: interval.low))
      let atHigh = try #require(BinomialDistribution(trials: trials, probability: interval.high))
      #expect(isClose(atLow.tails(at: successes - 1).upper, 0.05, relative: 1e-11))
      #expect(isClose(atHigh.tails(at: successes).lower, 0.05, relative: 1e-11))
    }
  }

  @Test func textbookFormulasAgree() throws {
    let z = 1.959963984540054
    for (successes, trials) in [(3, 10), (0, 10), (10, 10), (55, 130)] {
      let n = Double(trials)
      let share = Double(successes) / n
      let wald = try #require(ProportionInterval.wald(successes: successes, trials: trials, confidence: 0.95))
      #expect(isClose(wald.low, max(0, share - z * (share * (1 - share) / n).squareRoot()), relative: 1e-13))
      let centre = (Double(successes) + z * z / 2) / (n + z * z)
      let margin = z * (centre * (1 - centre) / (n + z * z)).squareRoot()
      let shrunk = try #require(ProportionInterval.agrestiCoull(successes: successes, trials: trials, confidence: 0.95))
      #expect(isClose(shrunk.low, max(0, centre - margin), relative: 1e-12))
      #expect(isClose(shrunk.high, min(1, centre + margin), relative: 1e-12))
    }
  }
}

@Suite struct PoissonIntervalTests {
  @Test(arguments: PoissonInterval.Method.allCases)
  func limitsLieAboutTheCount(method: PoissonInterval.Method) throws {
    for count in [0.0, 0.4, 1, 2, 9, 10, 333, 1e6] {
      let interval = try #require(PoissonInterval.interval(method, count: count, confidence: 0.95))
      #expect(interval.low >= 0)
      #expect(interval.contains(count))
      let wider = try #require(PoissonInterval.interval(method, count: count, confidence: 0.99))
      #expect(wider.low <= interval.low && wider.high >= interval.high)
    }
    for count in [-1.0, .nan, .infinity] {
      #expect(PoissonInterval.interval(method, count: count, confidence: 0.95) == nil)
    }
    #expect(PoissonInterval.interval(method, count: 3, confidence: 1) == nil)
  }

  @Test func noEventHasAClosedForm() {
    #expect(isClose(PoissonInterval.exact(count: 0, confidence: 0.95)?.high, -log(0.025), relative: 1e-14))
    #expect(PoissonInterval.exact(count: 0, confidence: 0.95)?.low == 0)
    #expect(PoissonInterval.byar(count: 0, confidence: 0.95)?.low == 0)
    #expect(PoissonInterval.score(count: 0, confidence: 0.95)?.low == 0)
  }

  @Test func aRateScalesTheCount() throws {
    let count = try #require(PoissonInterval.exact(count: 5, confidence: 0.95))
    #expect(count.scaled(by: 1_000 / 250) == Interval(low: count.low * 4, high: count.high * 4))
  }
}

@Suite struct QuantileIntervalTests {
  @Test func tableOfTheMedianAgrees() throws {
    // Ranks that tables of the sign test give for a median at 95 %.
    for (count, lower, upper) in [(6, 1, 6), (9, 2, 8), (10, 2, 9), (20, 6, 15), (30, 10, 21), (50, 18, 33)] {
      let ranks = try #require(QuantileInterval(count: count, probability: 0.5, confidence: 0.95))
      #expect(ranks.lowerRank == lower && ranks.upperRank == upper)
    }
    let tooFew = try #require(QuantileInterval(count: 5, probability: 0.5, confidence: 0.95))
    #expect(tooFew.lowerRank == nil && tooFew.upperRank == nil && tooFew.coverage == 1)
    // Both tails of five halves are exactly 1/32.
    let tie = try #require(QuantileInterval(count: 5, probability: 0.5, confidence: 0.9375))
    #expect(tie.lowerRank == 1 && tie.upperRank == 5 && tie.coverage == 0.9375)
  }

  @Test func ranksAreTheClosestThatAreSafe() throws {
    for count in 1...60 {
      for (probability, confidence) in [(0.5, 0.95), (0.9, 0.9), (0.25, 0.99), (0.03, 0.8)] {
        let ranks = try #require(QuantileInterval(count: count, probability: probability, confidence: confidence))
        var below = [pow(1 - probability, Double(count))]
        for successes in 0..<count {
          let odds = probability / (1 - probability)
          below.append(below[successes] * Double(count - successes) / Double(successes + 1) * odds)
        }
        let lower = ranks.lowerRank ?? 0
        let upper = ranks.upperRank ?? count + 1
        let tail = (1 - confidence) / 2
        #expect(below.prefix(lower).reduce(0, +) <= tail + 1e-12)
        #expect(below.prefix(lower + 1).reduce(0, +) > tail - 1e-12)
        #expect(below.dropFirst(upper).reduce(0, +) <= tail + 1e-12)
        #expect(below.dropFirst(upper - 1).reduce(0, +) > tail - 1e-12)
        #expect(abs(ranks.coverage - below[lower..<upper].reduce(0, +)) < 1e-12)
        #expect(ranks.coverage >= confidence - 1e-12)
      }
    }
  }

  @Test func aSampleReadsItsLimits() {
    let sample = SortedSample((1...10).reversed().map { Double($0) * 10 })
    #expect(sample.quantileInterval(0.5, confidence: 0.95) == Interval(low: 20, high: 90))
    #expect(sample.quantileInterval(0.9, confidence: 0.95)?.high == .infinity)
    #expect(sample.quantileInterval(1, confidence: 0.95) == nil)
    #expect(sample.quantileInterval(0.5, confidence: 0) == nil)
    #expect(SortedSample([]).quantileInterval(0.5, confidence: 0.95) == nil)
    #expect(SortedSample([1, .nan]).quantileInterval(0.5, confidence: 0.95) == nil)
  }
}
