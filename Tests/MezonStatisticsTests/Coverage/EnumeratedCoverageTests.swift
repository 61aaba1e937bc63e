// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

/// Coverage that is summed up exactly: every outcome with its probability, for truths on a grid.
@Suite struct EnumeratedCoverageTests {
  /// The probabilities of 0...trials successes, by the recursion from the mode's neighbours downwards: no package code.
  private static func binomial(_ trials: Int, _ share: Double) -> [Double] {
    var terms = [pow(1 - share, Double(trials))]
    for successes in 0..<trials {
      terms.append(terms[successes] * Double(trials - successes) / Double(successes + 1) * share / (1 - share))
    }
    return terms
  }

  private static func poisson(_ mean: Double, upTo greatest: Int) -> [Double] {
    var terms = [exp(-mean)]
    for count in 1...greatest { terms.append(terms[count - 1] * mean / Double(count)) }
    return terms
  }

  private static let shares = (1..<100).map { Double($0) / 100 }

  /// Source of the ranges: R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table III, and Brown, Cai, DasGupta
  /// (2001), figures 1 to 11: exact and corrected methods over-cover, Wald's under-covers down to nothing, the others
  /// are right on average and dip near 0 and 1.
  @Test(arguments: [
    (ProportionInterval.Method.clopperPearson, CoverageBound.exact(meanUpTo: 0.99)),
    (.wilsonContinuity, CoverageBound(least: 0.90...1, mean: 0.955...0.99)),
    (.wilson, CoverageBound(least: 0.80...0.93, mean: 0.945...0.965)),
    (.agrestiCoull, CoverageBound(least: 0.91...0.95, mean: 0.95...0.975)),
    (.jeffreys, CoverageBound(least: 0.80...0.94, mean: 0.935...0.965)),
    (.jeffreysModified, CoverageBound(least: 0.80...0.94, mean: 0.94...0.97)),
    (.wald, CoverageBound(least: 0...0.6, mean: 0.60...0.92)),
  ])
  func ofAProportion(method: ProportionInterval.Method, bound: CoverageBound) throws {
    for trials in [8, 20, 50] {
      let intervals = try (0...trials).map { successes in
        try #require(
          ProportionInterval.interval(
            method, successes: Double(successes), trials: Double(trials), confidence: 0.95))
      }
      let coverages = Self.shares.map { share in
        zip(Self.binomial(trials, share), intervals).reduce(0) { $0 + ($1.1.contains(share) ? $1.0 : 0) }
      }
      bound.check(coverages, "\(method) of \(trials)")
    }
  }

  @Test(arguments: [
    (PoissonInterval.Method.exact, CoverageBound.exact(meanUpTo: 0.98)),
    (.byar, CoverageBound(least: 0.94...0.96, mean: 0.95...0.98)),
    (.exactBelowTenElseByar, CoverageBound(least: 0.94...0.96, mean: 0.95...0.98)),
    (.score, CoverageBound(least: 0.80...0.94, mean: 0.94...0.96)),
  ])
  func ofACount(method: PoissonInterval.Method, bound: CoverageBound) throws {
    let intervals = try (0...120).map {
      try #require(PoissonInterval.interval(method, count: Double($0), confidence: 0.95))
    }
    let coverages = (1...160).map { step in
      let mean = Double(step) / 4
      return zip(Self.poisson(mean, upTo: 120), intervals).reduce(0) { $0 + ($1.1.contains(mean) ? $1.0 : 0) }
    }
    bound.check(coverages, "\(method)")
  }

  /// Newcombe (1998), 873-890, table III, and Miettinen and Nurminen (1985): about right on average, little below; odds ratios
  /// far from 1, of shares near 0 and 1, are held less often.
  @Test func ofTwoProportions() throws {
    let (first, second) = (10, 15)
    let pairs = try (0...first).flatMap { x in
      try (0...second).map { y in
        try #require(
          TwoProportions(firstSuccesses: x, firstTrials: first, secondSuccesses: y, secondTrials: second))
      }
    }
    let grid = stride(from: 0.05, to: 0.96, by: 0.1).map { $0 }
    typealias Method = (
      name: String, interval: (TwoProportions) -> Interval?, truth: (Double, Double) -> Double, bound: CoverageBound
    )
    let methods: [Method] = [
      ("newcombe", { $0.newcombeDifference(confidence: 0.95) }, -, .init(least: 0.86...0.95, mean: 0.95...0.97)),
      ("score difference", { $0.scoreDifference(confidence: 0.95) }, -, .init(least: 0.90...0.95, mean: 0.945...0.965)),
      ("score ratio", { $0.scoreRatio(confidence: 0.95) }, /, .init(least: 0.90...0.96, mean: 0.945...0.975)),
      (
        "score odds ratio", { $0.scoreOddsRatio(confidence: 0.95) }, { $0 / (1 - $0) / ($1 / (1 - $1)) },
        .init(least: 0.70...0.96, mean: 0.945...0.975)
      ),
    ]
    for method in methods {
      let intervals = try pairs.map { try #require(method.interval($0)) }
      let coverages = grid.flatMap { p in
        grid.map { q in
          let truth = method.truth(p, q)
          let rows = Self.binomial(first, p).flatMap { one in Self.binomial(second, q).map { one * $0 } }
          return zip(rows, intervals).reduce(0) { $0 + ($1.1.contains(truth) ? $1.0 : 0) }
        }
      }
      method.bound.check(coverages, method.name)
    }
  }

  /// Given their sum, one of two counts is binomial: the exact ratio over-covers as Clopper and Pearson do.
  @Test func ofTwoRates() throws {
    let most = 40
    let pairs = try (0...most).flatMap { x in
      try (0...most).map { y in
        try #require(
          TwoRates(
            firstEvents: x, firstExposure: 2, secondEvents: y, secondExposure: 3))
      }
    }
    typealias Method = (name: String, interval: (TwoRates) -> Interval?, bound: CoverageBound)
    let methods: [Method] = [
      ("exact", { $0.exactRatio(confidence: 0.95) }, .exact(meanUpTo: 0.99)),
      ("score", { $0.scoreRatio(confidence: 0.95) }, .init(least: 0.93...0.97, mean: 0.945...0.975)),
      (
        "log", { $0.logRatio(confidence: 0.95) ?? Interval(low: 0, high: .infinity) },
        .init(least: 0.93...0.99, mean: 0.95...0.99)
      ),
    ]
    for method in methods {
      let intervals = try pairs.map { try #require(method.interval($0)) }
      let coverages = [1.0, 2, 4, 7, 12].flatMap { first in
        [1.0, 3, 6, 11].map { second in
          let rows = Self.poisson(first, upTo: most).flatMap { one in
            Self.poisson(second, upTo: most).map { one * $0 }
          }
          let truth = (first / 2) / (second / 3)
          // What lies beyond the greatest count is held against no method.
          return zip(rows, intervals).reduce(1 - rows.reduce(0, +)) { $0 + ($1.1.contains(truth) ? $1.0 : 0) }
        }
      }
      method.bound.check(coverages, method.name)
    }
  }

  /// The bad cases of a finite set, from a sample without replacement: exact for every number of them.
  @Test func ofBadCasesInASample() throws {
    for (population, sample) in [(30, 8), (60, 25)] {
      let ranges = try (0...sample).map { found in
        try #require(AuditSample.bad(population: population, sample: sample, found: found, confidence: 0.95))
      }
      let coverages = (0...population).map { bad in
        (0...sample).reduce(0.0) { sum, found in
          guard found <= bad, sample - found <= population - bad, ranges[found].contains(bad) else { return sum }
          return sum + Self.choose(bad, found) * Self.choose(population - bad, sample - found)
            / Self.choose(population, sample)
        }
      }
      CoverageBound.exact(meanUpTo: 0.995).check(coverages, "\(sample) of \(population)")
    }
  }

  private static func choose(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  /// A funnel's limits leave a unit that is like the target outside about as seldom as they say, from 20 expected events on;
  /// of fewer the exact limits of a count of as many events are too high below.
  @Test(arguments: FunnelLimits.Level.allCases) func ofFunnelLimits(level: FunnelLimits.Level) throws {
    for size in [20.0, 40, 80] {
      let limits = try #require(
        FunnelLimits.curve(.standardisedRatioLog, sizes: [size], target: 1, between: 0, level: level)?.first)
      let inside = Self.poisson(size, upTo: 250).enumerated().reduce(0.0) { sum, term in
        sum + (limits.contains(Double(term.offset) / size) ? term.element : 0)
      }
      #expect(abs(inside - level.rawValue) < 0.025, "\(size): \(inside)")
    }
    let shares = try #require(
      FunnelLimits.curve(.proportion, sizes: [60], target: 0.4, between: 0, level: level)?.first)
    let inside = Self.binomial(60, 0.4).enumerated().reduce(0.0) { sum, term in
      sum + (shares.contains(Double(term.offset) / 60) ? term.element : 0)
    }
    #expect(abs(inside - level.rawValue) < 0.015, "\(inside)")
  }
}
