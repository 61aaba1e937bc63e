// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import Testing

/// Kaplan and Meier's estimate against a textbook's figures, and its edges.
@Suite("Survival of terms") struct SurvivalCurveTests {
  private func curve(_ ended: [Double], _ running: [Double]) -> SurvivalCurve {
    SurvivalCurve(
      ended.map { SurvivalCurve.Observation(time: $0, isEnded: true) }
        + running.map { SurvivalCurve.Observation(time: $0, isEnded: false) })
  }

  /// Remission of leukaemia under 6-mercaptopurine, weeks (Freireich and others, 1963), the textbook's example.
  @Test("The textbook's remissions")
  func remissions() throws {
    let made = curve([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    let survivals = [18.0 / 21, 0.806722689, 0.752941176, 0.690196078, 0.627450980, 0.537815126, 0.448179272]
    #expect(made.steps.map(\.time) == [6, 7, 10, 13, 16, 22, 23])
    for (step, expected) in zip(made.steps, survivals) { #expect(abs(step.survival - expected) < 1e-9) }
    #expect(made.quantile(0.5) == 23)
    let interval = try #require(made.quantileInterval(0.5, confidence: 0.95))
    #expect(interval.low == 13 && interval.high == .infinity)
  }

  @Test("Without censoring the median is the middle observation")
  func allEnded() {
    #expect(curve([5, 1, 3], []).quantile(0.5) == 3)
    // 3/4 · 2/3 is one half.
    #expect(curve([1, 2, 3, 4], []).quantile(0.5) == 2)
  }

  @Test("Where more than half still run there is no median")
  func notReached() {
    #expect(curve([1], [2, 3]).quantile(0.5) == nil)
    #expect(curve([], [2, 3]).steps.isEmpty)
    #expect(curve([], []).quantileInterval(0.5, confidence: 0.95) == nil)
    #expect(curve([1], []).quantile(0) == nil && curve([1], []).quantileInterval(0.5, confidence: 1) == nil)
  }

  @Test("What is last seen running when another ends was at risk there")
  func ties() {
    #expect(curve([2], [2]).quantile(0.5) == 2)
    #expect(curve([2], [1]).quantile(0.5) == 2)
    #expect(curve([2, .nan], [2, 3]).steps.first?.survival == 2.0 / 3)
  }
}
