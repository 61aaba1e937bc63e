// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics
import Testing

/// Coverage of the intervals of agreement over seeded draws: large-sample intervals, about right with fifty units and a common
/// category, and known to under-cover with few units or where nearly everything is of one category.
@Suite struct AgreementCoverageTests {
  /// Raters who see a hidden category and name it, or another.
  private struct World {
    /// How common each hidden category is.
    let shares: [Double]
    /// With which probability a rater names it; else one of the others at random.
    let hit: Double

    func chance(of named: Int, in hidden: Int) -> Double {
      named == hidden ? hit : (1 - hit) / Double(shares.count - 1)
    }

    /// How often two raters name k and l.
    var pairs: [[Double]] {
      shares.indices.map { k in
        shares.indices.map { l in
          shares.indices.reduce(0) { $0 + shares[$1] * chance(of: k, in: $1) * chance(of: l, in: $1) }
        }
      }
    }

    /// The coefficient of all units that there could be; all raters are alike, so that one truth serves any number of them.
    func truth(_ model: AgreementCoefficient.ChanceModel, _ form: AgreementWeights) -> Double {
      let (weights, pairs) = (form.matrix(count: shares.count), pairs)
      let named = pairs.map { $0.reduce(0, +) }
      let q = Double(shares.count)
      var (observed, pooled, sum) = (0.0, 0.0, 0.0)
      for k in shares.indices {
        for l in shares.indices {
          observed += weights[k][l] * pairs[k][l]
          pooled += weights[k][l] * named[k] * named[l]
          sum += weights[k][l]
        }
      }
      let expected: Double =
        switch model {
        case .none: 0
        case .uniform: sum / (q * q)
        case .gwet: sum / (q * (q - 1)) * named.reduce(0) { $0 + $1 * (1 - $1) }
        case .raters, .pooled, .krippendorff: pooled
        }
      return (observed - expected) / (1 - expected)
    }

    func ratings(units: Int, raters: Int, _ dice: inout CoverageDraws) -> [[Double?]] {
      (0..<units).map { _ in
        let hidden = Self.pick(shares, dice.unit())
        return (0..<raters).map { _ in
          Double(Self.pick(shares.indices.map { chance(of: $0, in: hidden) }, dice.unit()) + 1)
        }
      }
    }

    private static func pick(_ shares: [Double], _ number: Double) -> Int {
      var rest = number
      for (place, share) in shares.enumerated() {
        rest -= share
        if rest < 0 { return place }
      }
      return shares.count - 1
    }
  }

  private static let draws = 500
  private static let even = World(shares: [0.4, 0.35, 0.25], hit: 0.8)
  private static let skewed = World(shares: [0.9, 0.06, 0.04], hit: 0.8)

  private func coverage(
    _ world: World, _ model: AgreementCoefficient.ChanceModel, _ form: AgreementWeights = .identity, units: Int,
    raters: Int, seed: UInt64
  ) throws -> Double {
    let truth = world.truth(model, form)
    let categories = world.shares.indices.map { Double($0 + 1) }
    return try CoverageDraws.coverage(seed: seed, draws: Self.draws) { dice in
      let table = try RatingTable.table(
        units: world.ratings(units: units, raters: raters, &dice), categories: categories
      ).get()
      return (try? table.coefficient(model, weights: form).get())?.interval(confidence: 0.95)?.contains(truth) ?? false
    }
  }

  /// Of 500 draws a coverage of 0.95 is off by 0.032 once in a thousand times.
  @Test(
    "With three raters and sixty units every coefficient is right to two points",
    arguments: AgreementCoefficient.ChanceModel.allCases)
  func enoughUnits(_ model: AgreementCoefficient.ChanceModel) throws {
    let place = UInt64(AgreementCoefficient.ChanceModel.allCases.firstIndex(of: model) ?? 0)
    for (number, form) in [AgreementWeights.identity, .linear].enumerated() {
      let seed = 100 + 10 * place + UInt64(number)
      let found = try coverage(Self.even, model, form, units: 60, raters: 3, seed: seed)
      #expect((0.90...0.982).contains(found), "\(model) \(form): \(found)")
    }
  }

  /// Fleiss, Cohen and Everitt's standard error, with the quantile of Student's t.
  @Test func ofTwoRaters() throws {
    let world = Self.even
    for (number, form) in [AgreementWeights.identity, .quadratic].enumerated() {
      let truth = world.truth(.raters, form)
      let weights = form.matrix(count: world.shares.count)
      let found = try CoverageDraws.coverage(seed: 200 + UInt64(number), draws: Self.draws) { dice in
        var counts = [[Double]](repeating: [0, 0, 0], count: 3)
        for pair in world.ratings(units: 60, raters: 2, &dice) {
          counts[Int(pair[0] ?? 1) - 1][Int(pair[1] ?? 1) - 1] += 1
        }
        let table = try TwoRaterTable.table(counts: counts).get()
        return (try? table.coefficient(.raters, weights: weights).get())?.interval(confidence: 0.95)?.contains(truth)
          ?? false
      }
      #expect((0.90...0.982).contains(found), "\(form): \(found)")
    }
  }

  /// What the method cannot do, so that nobody takes it for exact.
  @Test("With fifteen units, or one category nearly always, they may under-cover, by a bounded amount")
  func fewUnits() throws {
    for (number, model) in [AgreementCoefficient.ChanceModel.pooled, .raters, .gwet].enumerated() {
      let few = try coverage(Self.even, model, units: 15, raters: 3, seed: 300 + UInt64(number))
      #expect((0.87...0.98).contains(few), "\(model): \(few)")
      let skewed = try coverage(Self.skewed, model, units: 60, raters: 3, seed: 310 + UInt64(number))
      #expect((0.82...0.98).contains(skewed), "\(model): \(skewed)")
    }
  }
}
