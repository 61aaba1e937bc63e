// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonNaive
import Testing

/// The naive evaluator's own arithmetic against values known from elsewhere.
@Suite("The naive evaluator's arithmetic") struct NaiveStatisticsTests {
  @Test(
    "Sums are exact and rounded once",
    arguments: [
      ([], 0), ([0.1, 0.2, 0.3], 0.6), ([1e16, 1, -1e16], 1), ([1e308, 1e308, -1e308], 1e308),
      ([0x1p-1074, 0x1p-1074], 0x1p-1073), ([-0.1, -0.2], -0.30000000000000004),
      ([9007199254740992, 1, 1e-300], 9007199254740994),
    ] as [([Double], Double)])
  func sums(numbers: [Double], sum: Double) {
    #expect(ExactTotal(numbers).rounded() == sum)
  }

  @Test("Means are divided before they are rounded")
  func means() {
    #expect(ExactTotal([1, 2]).rounded(dividedBy: 2) == 1.5)
    #expect(ExactTotal([0.1, 0.2, 0.3]).rounded(dividedBy: 3) == 0.2)
    #expect(ExactTotal([1, 1, -1]).rounded(dividedBy: 3) == 1.0 / 3)
    // Half of the smallest number is rounded to the even neighbour, 0; three halves of it to two.
    #expect(ExactTotal([0x1p-1074]).rounded(dividedBy: 2) == 0)
    #expect(ExactTotal([0x1p-1074, 0x1p-1074, 0x1p-1074]).rounded(dividedBy: 2) == 0x1p-1073)
  }

  // Expected limits: SciPy 1.17, `binomtest(k, n).proportion_ci` and quantiles of the beta and chi-squared distributions.
  @Test(
    "Intervals of a proportion are those of a trusted library",
    arguments: [
      ("wilson", 2, 10, 0.056682151454375274, 0.5098375284633583), ("wilson", 0, 5, 0, 0.43448246478317476),
      ("clopper_pearson", 2, 10, 0.025210726326833497, 0.5560954623076415),
      ("clopper_pearson", 5, 5, 0.47817624989501856, 1),
      ("clopper_pearson", 37, 40, 0.796135251267101, 0.9842578201489585),
      ("jeffreys", 2, 10, 0.0440594135526308, 0.502774496439993),
      ("jeffreys", 0, 7, 6.768646424383035e-05, 0.29243617366230984),
      ("jeffreys", 37, 40, 0.8131857027623752, 0.9784233255570219),
      ("agresti_coull", 2, 10, 0.04588727048388416, 0.5206324094338494),
    ])
  func proportions(method: String, part: Int, whole: Int, low: Double, high: Double) throws {
    let interval = try #require(NaiveProportion(part, of: whole, confidence: 0.95).interval(method))
    #expect(abs(interval.0 - low) < 1e-11 && abs(interval.1 - high) < 1e-11, "\(interval)")
  }

  @Test(
    "Intervals of a count are those of a trusted library",
    arguments: [
      ("exact", 0, 0, 3.6888794541139354), ("exact", 1, 0.025317807984289897, 5.571643390938898),
      ("exact", 4, 1.089865373626325, 10.241588675403694), ("exact", 40, 28.576586441788965, 54.468646963984064),
      ("byar", 0, 0, 3.6680118321737507), ("byar", 15, 8.389264013214046, 24.741631343239263),
    ])
  func counts(method: String, count: Int, low: Double, high: Double) throws {
    let interval = try #require(NaivePoisson(count, confidence: 0.95).interval(method))
    #expect(abs(interval.0 - low) < 1e-11 && abs(interval.1 - high) < 1e-10, "\(interval)")
  }
}
