// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

/// Coverage over 10,000 seeded draws: of 0.95 these are off by 0.0076 once in two thousand times.
@Suite struct DrawnCoverageTests {
  private static let error = 0.0076

  private static func isNear(_ coverage: Double, _ range: ClosedRange<Double>) -> Bool {
    (range.lowerBound - error...range.upperBound + error).contains(coverage)
  }

  @Test func ofAMean() {
    let normal = CoverageDraws.coverage(seed: 1) { dice in
      MeanInterval.student(SampleMoments((0..<6).map { _ in 3 + dice.normal() }), confidence: 0.95)?.contains(3)
        ?? false
    }
    #expect(Self.isNear(normal, 0.95...0.95), "\(normal)")
    // Skewed values break its assumption, and of few it under-covers.
    let skewed = CoverageDraws.coverage(seed: 2) { dice in
      MeanInterval.student(SampleMoments((0..<6).map { _ in dice.exponential() }), confidence: 0.95)?.contains(1)
        ?? false
    }
    #expect((0.85...0.93).contains(skewed), "\(skewed)")
  }

  @Test func ofAQuantile() throws {
    let ranks = try #require(QuantileInterval(count: 25, probability: 0.5, confidence: 0.95))
    let smooth = CoverageDraws.coverage(seed: 3) { dice in
      let sample = SortedSample((0..<25).map { _ in dice.exponential() })
      return sample.quantileInterval(0.5, confidence: 0.95)?.contains(log(2)) ?? false
    }
    #expect(Self.isNear(smooth, ranks.coverage...ranks.coverage), "\(smooth) of \(ranks.coverage)")
    // Ties can only add to it.
    let tied = CoverageDraws.coverage(seed: 4) { dice in
      let sample = SortedSample((0..<25).map { _ in (4 * dice.unit()).rounded(.down) })
      return sample.quantileInterval(0.5, confidence: 0.95).map { $0.low <= 2 && $0.high >= 1 } ?? false
    }
    #expect(tied >= ranks.coverage - Self.error, "\(tied)")
  }

  /// Brookmeyer and Crowley's, with a third of the terms censored.
  @Test func ofAMedianTerm() {
    let coverage = CoverageDraws.coverage(seed: 5) { dice in
      let curve = SurvivalCurve(
        (0..<40).map { _ in
          let (term, seen) = (dice.exponential(), 2 * dice.exponential())
          return .init(time: min(term, seen), isEnded: term <= seen)
        })
      return curve.quantileInterval(0.5, confidence: 0.95)?.contains(log(2)) ?? false
    }
    #expect((0.93...0.97).contains(coverage), "\(coverage)")
  }

  /// Fay and Feuer's gamma interval over-covers, Dobson's is about right from some ten events on.
  @Test func ofStandardisedRates() {
    let strata: [(mean: Double, population: Double, standard: Double)] = [(3, 900, 0.5), (6, 400, 0.3), (5, 120, 0.2)]
    let truth = strata.reduce(0.0) { $0 + $1.standard * $1.mean / $1.population }
    func rate(_ dice: inout CoverageDraws) -> DirectStandardisation? {
      DirectStandardisation(
        strata: strata.map {
          .init(events: Double(dice.poisson($0.mean)), population: $0.population, standard: $0.standard)
        })
    }
    let gamma = CoverageDraws.coverage(seed: 6) {
      rate(&$0)?.fayFeuerInterval(confidence: 0.95)?.contains(truth) ?? false
    }
    #expect(gamma >= 0.95 - Self.error, "\(gamma)")
    let dobson = CoverageDraws.coverage(seed: 7) {
      rate(&$0)?.dobsonInterval(confidence: 0.95)?.contains(truth) ?? false
    }
    #expect((0.92...0.97).contains(dobson) && dobson <= gamma, "\(dobson)")
    let indirect = CoverageDraws.coverage(seed: 8) { dice in
      IndirectStandardisation(observed: Double(dice.poisson(9)), expected: 6)?.interval(.exact, confidence: 0.95)?
        .contains(1.5) ?? false
    }
    #expect(indirect >= 0.95 - Self.error, "\(indirect)")
  }

  /// Robins, Breslow and Greenland's, with one odds ratio in four strata.
  @Test func ofACommonOddsRatio() {
    let coverage = CoverageDraws.coverage(seed: 9) { dice in
      let tables = [0.2, 0.35, 0.5, 0.6].map { share in
        let odds = 2 * share / (1 - share)
        let counts = [odds / (1 + odds), share].map { p in Double((0..<30).count { _ in dice.unit() < p }) }
        return StratifiedOdds.Table(counts[0], 30 - counts[0], counts[1], 30 - counts[1])
      }
      return StratifiedOdds(tables)?.interval(confidence: 0.95)?.contains(2) ?? false
    }
    #expect((0.94...0.97).contains(coverage), "\(coverage)")
  }

  /// Feldt's interval for alpha is exact where items are normal, of one variance and one correlation.
  @Test func ofCronbachsAlpha() throws {
    let (items, shared) = (4.0, 1.0)
    let truth = items / (items - 1) * (1 - items * (shared + 1) / (items * items * shared + items))
    let coverage = try CoverageDraws.coverage(seed: 10) { dice in
      let answers = (0..<12).map { _ -> [Double?] in
        let level = dice.normal()
        return (0..<4).map { _ in level + dice.normal() }
      }
      return try CronbachAlpha.alpha(respondents: answers).get().interval(confidence: 0.95)?.contains(truth) ?? false
    }
    #expect(Self.isNear(coverage, 0.95...0.95), "\(coverage)")
  }

  /// The place of one change, by Bai's limit law, which under-covers somewhat in short series.
  @Test func ofAChangePoint() {
    var found = 0
    let coverage = CoverageDraws.coverage(seed: 11, draws: 500) { dice in
      let series = (0..<40).map { dice.normal() + ($0 < 22 ? 0 : 2.5) }
      guard let changes = ChangePoints(series), changes.best == 1 else { return false }
      found += 1
      return changes.intervals(confidence: 0.95).first.flatMap { $0 }?.contains(22) ?? false
    }
    let given = coverage * 500 / Double(max(1, found))
    #expect(found > 400 && (0.88...1).contains(given), "\(given) of \(found)")
  }
}
