// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

@Suite struct DistributionTests {
  private static let probabilities = [
    1e-300, 1e-100, 1e-20, 1e-9, 0.001, 0.0249, 0.2, 0.3, 0.499999999, 0.5, 0.50000001, 0.6, 0.8, 0.975, 0.999999,
  ]
  private static let shapes = [0.01, 0.1, 0.25, 0.5, 1, 1.5, 3, 10, 75.5, 1e3, 1e5, 1e7]

  private static func agrees(_ tails: TailProbabilities, _ probability: Double, relative: Double = 2e-12) -> Bool {
    isClose(tails.lower, probability, relative: relative) && isClose(tails.upper, 1 - probability, relative: relative)
  }

  /// How far the rounding of a point alone may move a tail: it is up to 37 standard deviations from the mean, each of
  /// them a part 1/√shape of it.
  private static func conditioning(_ shape: Double) -> Double { 2e-12 + 40 * shape.squareRoot() * .ulpOfOne }

  @Test func normalTailsReturnTheProbability() {
    for probability in Self.probabilities {
      #expect(Self.agrees(NormalDistribution.tails(at: NormalDistribution.quantile(probability)), probability))
      #expect(NormalDistribution.quantile(upperTail: probability) == -NormalDistribution.quantile(probability))
    }
  }

  @Test(arguments: shapes)
  func gammaTailsReturnTheProbability(shape: Double) throws {
    let gamma = try #require(GammaDistribution(shape: shape))
    for probability in Self.probabilities {
      let x = gamma.quantile(probability)
      // A point below the smallest normal number has lost digits, or is 0.
      guard x > 1e-300 else { continue }
      #expect(
        Self.agrees(gamma.tails(at: x), probability, relative: Self.conditioning(shape)),
        "shape \(shape), \(probability): \(gamma.tails(at: x))")
      let far = gamma.quantile(upperTail: probability)
      guard far > 1e-300 else { continue }
      #expect(
        isClose(gamma.tails(at: far).upper, probability, relative: Self.conditioning(shape)),
        "shape \(shape), \(probability)")
    }
  }

  @Test(arguments: shapes, shapes)
  func betaTailsReturnTheProbability(a: Double, b: Double) throws {
    let beta = try #require(BetaDistribution(a: a, b: b))
    for probability in Self.probabilities {
      let x = beta.quantile(probability)
      // Close to 1 a point cannot tell probabilities apart; the mirrored shapes test the same digits.
      guard x > 1e-300, x < 0.9 else { continue }
      #expect(
        isClose(beta.tails(at: x).lower, probability, relative: Self.conditioning(max(a, b))),
        "\(a), \(b), \(probability)")
    }
  }

  @Test(arguments: [0.3, 1, 2, 2.5, 30, 1e4, 1e9, 1e10, 1e13, .infinity])
  func studentTailsReturnTheProbability(degreesOfFreedom: Double) throws {
    let student = try #require(StudentTDistribution(degreesOfFreedom: degreesOfFreedom))
    for probability in Self.probabilities where degreesOfFreedom > 1 || probability > 1e-50 {
      let t = student.quantile(probability)
      #expect(Self.agrees(student.tails(at: t), probability), "\(degreesOfFreedom), \(probability): \(t)")
    }
    #expect(student.quantile(0.5) == 0)
    #expect(student.quantile(1) == .infinity)
  }

  @Test func closedFormsAgree() throws {
    // Two degrees of freedom: t = (2p - 1) / √(2p(1-p)); chi-squared -2·ln(1-p). Beta(1, b): 1 - (1-p)^(1/b).
    let student = try #require(StudentTDistribution(degreesOfFreedom: 2))
    let chiSquared = try #require(ChiSquaredDistribution(degreesOfFreedom: 2))
    for step in 1..<1_000 {
      let p = Double(step) / 1_000
      #expect(isClose(student.quantile(p), (p - (1 - p)) / (2 * p * (1 - p)).squareRoot(), relative: 1e-13))
      #expect(isClose(chiSquared.quantile(p), -2 * log1p(-p), relative: 1e-13))
      for b in [0.5, 1, 7, 12_345] {
        let beta = try #require(BetaDistribution(a: 1, b: b))
        #expect(isClose(beta.quantile(p), -expm1(log1p(-p) / b), relative: 1e-13))
      }
    }
  }

  @Test func binomialTailsAreSumsOfProbabilities() throws {
    for (trials, probability) in [(1, 0.5), (7, 0.2), (30, 0.61), (60, 0.01)] {
      let binomial = try #require(BinomialDistribution(trials: trials, probability: probability))
      var term = pow(1 - probability, Double(trials))
      var sum = 0.0
      for successes in 0...trials {
        sum += term
        #expect(abs(binomial.tails(at: successes).lower - sum) < 1e-13)
        term *= Double(trials - successes) / Double(successes + 1) * probability / (1 - probability)
      }
    }
    let certain = try #require(BinomialDistribution(trials: 3, probability: 1))
    #expect(certain.tails(at: 2).lower == 0)
    #expect(certain.tails(at: 3).lower == 1)
    #expect(certain.tails(at: -1).upper == 1)
  }

  @Test func whatIsNoDistributionIsRefused() {
    #expect(GammaDistribution(shape: 0) == nil)
    #expect(GammaDistribution(shape: .nan) == nil)
    #expect(BetaDistribution(a: 1, b: -1) == nil)
    #expect(BetaDistribution(a: .infinity, b: 1) == nil)
    #expect(StudentTDistribution(degreesOfFreedom: 0) == nil)
    #expect(ChiSquaredDistribution(degreesOfFreedom: -2) == nil)
    #expect(BinomialDistribution(trials: -1, probability: 0.5) == nil)
    #expect(BinomialDistribution(trials: 5, probability: 1.5) == nil)
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity])
  func whatIsNoProbabilityHasNoQuantile(probability: Double) throws {
    #expect(NormalDistribution.quantile(probability).isNaN)
    #expect(try #require(GammaDistribution(shape: 2)).quantile(probability).isNaN)
    #expect(try #require(BetaDistribution(a: 2, b: 2)).quantile(upperTail: probability).isNaN)
    #expect(try #require(StudentTDistribution(degreesOfFreedom: 2)).quantile(probability).isNaN)
  }

  @Test func theEndsAreTheEnds() throws {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    let gamma = try #require(GammaDistribution(shape: 3))
    #expect(gamma.quantile(0) == 0)
    #expect(gamma.quantile(1) == .infinity)
    let beta = try #require(BetaDistribution(a: 3, b: 2))
    #expect(beta.quantile(0) == 0)
    #expect(beta.quantile(1) == 1)
    let vast = try #require(GammaDistribution(shape: 1e15))
    #expect(vast.quantile(0.3).isNaN)
  }
}
