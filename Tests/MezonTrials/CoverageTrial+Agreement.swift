// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

extension CoverageTrial {
  /// Agreement of raters: large-sample intervals, about right with sixty units, and known to under-cover with few units or where
  /// nearly everything is of one category.
  static let ofAgreement = enoughUnits + twoRaters + hardCases

  private static let enoughUnits = AgreementCoefficient.ChanceModel.allCases.flatMap { model in
    [AgreementWeights.identity, .linear].map { form in
      CoverageTrial("agreement, \(model) \(form), 60 units, 3 raters", 0.925...0.965, fewDraws: 300) { dice in
        try RatersWorld.even.holds(model, form, units: 60, raters: 3, &dice)
      }
    }
  }

  /// Fleiss, Cohen and Everitt's standard error, with the quantile of Student's t.
  private static let twoRaters = [AgreementWeights.identity, .quadratic].map { form in
    let world = RatersWorld.even
    let truth = world.truth(.raters, form)
    let weights = form.matrix(count: world.shares.count)
    return CoverageTrial("agreement of two raters, Cohen \(form), 60 units", 0.925...0.965, fewDraws: 500) { dice in
      var counts = [[Double]](repeating: [0, 0, 0], count: 3)
      for pair in world.ratings(units: 60, raters: 2, &dice) {
        counts[Int(pair[0] ?? 1) - 1][Int(pair[1] ?? 1) - 1] += 1
      }
      let table = try TwoRaterTable.table(counts: counts).get()
      return (try? table.coefficient(.raters, weights: weights).get())?.interval(confidence: 0.95)?.contains(truth)
        ?? false
    }
  }

  /// What the method cannot do, so that nobody takes it for exact.
  private static let hardCases = [AgreementCoefficient.ChanceModel.pooled, .raters, .gwet].flatMap { model in
    [
      CoverageTrial("agreement, \(model), 15 units", 0.88...0.965, fewDraws: 500) { dice in
        try RatersWorld.even.holds(model, .identity, units: 15, raters: 3, &dice)
      },
      CoverageTrial("agreement, \(model), one category nearly always", 0.85...0.965, fewDraws: 300) { dice in
        try RatersWorld.skewed.holds(model, .identity, units: 60, raters: 3, &dice)
      },
    ]
  }
}

/// Raters who see a hidden category and name it, or another.
struct RatersWorld: Sendable {
  /// How common each hidden category is.
  let shares: [Double]
  /// With which probability a rater names it; else one of the others at random.
  let hit: Double

  static let even = RatersWorld(shares: [0.4, 0.35, 0.25], hit: 0.8)
  static let skewed = RatersWorld(shares: [0.9, 0.06, 0.04], hit: 0.8)

  private func chance(of named: Int, in hidden: Int) -> Double {
    named == hidden ? hit : (1 - hit) / Double(shares.count - 1)
  }

  /// How often two raters name k and l.
  private var pairs: [[Double]] {
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

  /// Whether the interval of one draw holds the truth; without a coefficient it does not.
  func holds(
    _ model: AgreementCoefficient.ChanceModel, _ form: AgreementWeights, units: Int, raters: Int,
    _ dice: inout TrialDice
  ) throws -> Bool {
    let categories = shares.indices.map { Double($0 + 1) }
    let table = try RatingTable.table(
      units: ratings(units: units, raters: raters, &dice), categories: categories
    ).get()
    let found = try? table.coefficient(model, weights: form).get()
    return found?.interval(confidence: 0.95)?.contains(truth(model, form)) ?? false
  }

  func ratings(units: Int, raters: Int, _ dice: inout TrialDice) -> [[Double?]] {
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
