// SPDX-License-Identifier: Apache-2.0

import MezonTrials
import Testing

/// Every interval whose outcomes are too many to count holds the truth as often as is stated for its method.
@Suite struct DrawnCoverageTests {
  /// A few draws; `MezonMeasure coverage 10000 1` takes ten thousand of each.
  @Test(arguments: CoverageTrial.all) func itHoldsTheTruthAsOftenAsStated(trial: CoverageTrial) throws {
    let coverage = try trial.coverage(draws: trial.fewDraws, seed: 1)
    #expect(trial.isWithin(coverage, draws: trial.fewDraws), "\(trial.name): \(coverage)")
  }

  @Test func theTableIsWhole() {
    #expect(Set(CoverageTrial.all.map(\.name)).count == CoverageTrial.all.count)
    for trial in CoverageTrial.all {
      #expect(trial.bound.lowerBound > 0.8 && trial.bound.upperBound <= 1, "\(trial.name)")
      // A bound that everything is within says nothing.
      #expect(trial.bound.upperBound - trial.bound.lowerBound < 0.12, "\(trial.name)")
    }
  }
}
