// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import MezonTrials
import Testing

/// What no interval may depend on.
@Suite struct InvarianceTests {
  /// A respondent of weight 2 is two of weight 1 in the same cluster, to every interval but those that count heads.
  @Test func aWeightOfTwoIsTwoRespondents() throws {
    var dice = TrialDice(seed: 24)
    for _ in 0..<20 {
      let wave = SurveyWave(&dice)
      var split = wave
      for row in wave.values.indices where row.isMultiple(of: 3) {
        split.weights[row] = wave.weights[row] / 2
        split.weights.append(wave.weights[row] / 2)
        split.clusters.append(wave.clusters[row])
        split.strata.append(wave.strata[row])
        split.values.append(wave.values[row])
      }
      let one = try #require(try wave.design().mean(of: wave.values).interval(confidence: 0.95))
      let other = try #require(try split.design().mean(of: split.values).interval(confidence: 0.95))
      #expect(abs(one.low - other.low) < 1e-12 && abs(one.high - other.high) < 1e-12)
      for method in [SurveyShare.Method.wald, .xlogit, .logit, .asin, .wilson] {
        let one = try wave.design().interval(method, ofShare: wave.values.map { $0 > 0 }, confidence: 0.95)
        let other = try split.design().interval(method, ofShare: split.values.map { $0 > 0 }, confidence: 0.95)
        let (first, second) = (try #require(one), try #require(other))
        #expect(abs(first.low - second.low) < 1e-8 && abs(first.high - second.high) < 1e-8, "\(method)")
      }
    }
  }

  /// Intervals of unweighted samples do not depend on the order of what they are made from.
  @Test func theOrderDoesNotMatter() throws {
    var dice = TrialDice(seed: 25)
    let values = (0..<31).map { _ in dice.exponential() }
    let turned = Array(values.reversed())
    #expect(
      MeanInterval.student(SampleMoments(values), confidence: 0.9)
        == MeanInterval.student(SampleMoments(turned), confidence: 0.9))
    #expect(
      SortedSample(values).quantileInterval(0.3, confidence: 0.9)
        == SortedSample(turned).quantileInterval(0.3, confidence: 0.9))
    let terms = values.map { SurvivalCurve.Observation(time: $0, isEnded: $0 < 1.5) }
    #expect(
      SurvivalCurve(terms).quantileInterval(0.5, confidence: 0.9)
        == SurvivalCurve(terms.reversed()).quantileInterval(0.5, confidence: 0.9))
    let strata = (1...9).map { step in
      DirectStandardisation.Stratum(
        events: Double(step % 4), population: 100 * Double(step), standard: Double(10 - step))
    }
    let (one, other) = (DirectStandardisation(strata: strata), DirectStandardisation(strata: strata.reversed()))
    #expect(one?.fayFeuerInterval(confidence: 0.9) == other?.fayFeuerInterval(confidence: 0.9))
    #expect(one?.dobsonInterval(confidence: 0.9) == other?.dobsonInterval(confidence: 0.9))
  }
}
