// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics

extension CoverageTrial {
  /// Means, quantiles, terms, standardised rates and scales.
  static let ofSamples = means + quantiles + standardised + others

  private static let means = [
    CoverageTrial("mean of 6, Student, normal values", 0.95...0.95, fewDraws: 2_000) { dice in
      MeanInterval.student(SampleMoments((0..<6).map { _ in 3 + dice.normal() }), confidence: 0.95)?.contains(3)
        ?? false
    },
    // Skewed values break its assumption, and of few it under-covers.
    CoverageTrial("mean of 6, Student, exponential values", 0.85...0.93, fewDraws: 2_000) { dice in
      MeanInterval.student(SampleMoments((0..<6).map { _ in dice.exponential() }), confidence: 0.95)?.contains(1)
        ?? false
    },
  ]

  private static let quantiles = [
    // The ranks of 25 have the coverage 0.9567, whatever the distribution.
    CoverageTrial("median of 25, order statistics", 0.956...0.958, fewDraws: 2_000) { dice in
      SortedSample((0..<25).map { _ in dice.exponential() }).quantileInterval(0.5, confidence: 0.95)?
        .contains(log(2)) ?? false
    },
    CoverageTrial("ninth decile of 80, order statistics", 0.95...0.98) { dice in
      SortedSample((0..<80).map { _ in dice.exponential() }).quantileInterval(0.9, confidence: 0.95)?
        .contains(log(10)) ?? false
    },
    // Ties can only add to it.
    CoverageTrial("median of 25, order statistics, ties", 0.956...1, fewDraws: 2_000) { dice in
      SortedSample((0..<25).map { _ in (4 * dice.unit()).rounded(.down) }).quantileInterval(0.5, confidence: 0.95)
        .map { $0.low <= 2 && $0.high >= 1 } ?? false
    },
    CoverageTrial("median term of 40, Brookmeyer-Crowley, a third censored", 0.93...0.97) { dice in
      let curve = SurvivalCurve(
        (0..<40).map { _ in
          let (term, seen) = (dice.exponential(), 2 * dice.exponential())
          return .init(time: min(term, seen), isEnded: term <= seen)
        })
      return curve.quantileInterval(0.5, confidence: 0.95)?.contains(log(2)) ?? false
    },
  ]

  private static let strata: [(mean: Double, population: Double, standard: Double)] = [
    (3, 900, 0.5), (6, 400, 0.3), (5, 120, 0.2),
  ]

  private static let standardRate = strata.reduce(0.0) { $0 + $1.standard * $1.mean / $1.population }

  private static func drawnRate(_ dice: inout TrialDice) -> DirectStandardisation? {
    DirectStandardisation(
      strata: strata.map {
        .init(events: Double(dice.poisson($0.mean)), population: $0.population, standard: $0.standard)
      })
  }

  private static let standardised = [
    CoverageTrial("directly standardised rate, Fay-Feuer", 0.95...0.985) { dice in
      drawnRate(&dice)?.fayFeuerInterval(confidence: 0.95)?.contains(standardRate) ?? false
    },
    CoverageTrial("directly standardised rate, Dobson", 0.93...0.97) { dice in
      drawnRate(&dice)?.dobsonInterval(confidence: 0.95)?.contains(standardRate) ?? false
    },
    CoverageTrial("indirectly standardised ratio, exact", 0.95...0.985, fewDraws: 2_000) { dice in
      IndirectStandardisation(observed: Double(dice.poisson(9)), expected: 6)?.interval(.exact, confidence: 0.95)?
        .contains(1.5) ?? false
    },
    CoverageTrial("indirectly standardised ratio, Byar", 0.94...0.98, fewDraws: 2_000) { dice in
      IndirectStandardisation(observed: Double(dice.poisson(9)), expected: 6)?.interval(.byar, confidence: 0.95)?
        .contains(1.5) ?? false
    },
  ]

  private static let others = [
    CoverageTrial("common odds ratio of four strata, Robins-Breslow-Greenland", 0.94...0.97) { dice in
      let tables = [0.2, 0.35, 0.5, 0.6].map { share in
        let odds = 2 * share / (1 - share)
        let counts = [odds / (1 + odds), share].map { p in Double((0..<30).count { _ in dice.unit() < p }) }
        return StratifiedOdds.Table(counts[0], 30 - counts[0], counts[1], 30 - counts[1])
      }
      return StratifiedOdds(tables)?.interval(confidence: 0.95)?.contains(2) ?? false
    },
    // Exact where items are normal, of one variance and one correlation: alpha is then 0.8.
    CoverageTrial("Cronbach's alpha of four items, Feldt", 0.95...0.95, fewDraws: 2_000) { dice in
      let answers = (0..<12).map { _ -> [Double?] in
        let level = dice.normal()
        return (0..<4).map { _ in level + dice.normal() }
      }
      return try CronbachAlpha.alpha(respondents: answers).get().interval(confidence: 0.95)?.contains(0.8) ?? false
    },
    // By Bai's limit law, which under-covers somewhat in short series; of the series in which one change is found.
    CoverageTrial("place of a change in 40, Bai", 0.90...0.99) { dice in
      let series = (0..<40).map { dice.normal() + ($0 < 22 ? 0 : 2.5) }
      guard let changes = ChangePoints(series), changes.best == 1 else { return nil }
      return changes.intervals(confidence: 0.95).first.flatMap { $0 }?.contains(22) ?? false
    },
  ]
}
