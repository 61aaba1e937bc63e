// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import Testing

@Suite struct NormalisationTests {
  private static let values: [Double?] = [3, nil, 1, 7, 3, 5]

  private static let all: [Normalisation] = [
    .minMax(low: 0, high: 100), .zScore(mean: 0, deviation: 1), .rank, .borda, .percentileRank, .distanceToMaximum,
    .fractionOfMaximum, .distanceToReference(index: 3, isCapped: true), .distanceToTarget(6, isCapped: true),
    .goalposts(least: 0, greatest: 10, low: 0, high: 1, isCapped: true),
  ]

  @Test func handWorkedScales() {
    func scale(_ form: Normalisation, _ better: Normalisation.Better = .higher) -> [Double?] {
      form.normalised(Self.values, better: better)
    }
    #expect(scale(.minMax(low: 0, high: 60)) == [20, nil, 0, 60, 20, 40])
    #expect(scale(.minMax(low: 0, high: 60), .lower) == [40, nil, 60, 0, 40, 20])
    #expect(scale(.rank) == [2, nil, 1, 5, 2, 4])
    #expect(scale(.rank, .lower) == [3, nil, 5, 1, 3, 2])
    #expect(scale(.borda) == [1, nil, 0, 4, 1, 3])
    #expect(scale(.percentileRank) == [0.25, nil, 0, 1, 0.25, 0.75])
    #expect(scale(.distanceToTarget(5, isCapped: true)) == [0.5, nil, 0, 1, 0.5, 1])
    #expect(scale(.distanceToTarget(5, isCapped: false), .lower) == [2, nil, 3, 0, 2, 1])
    #expect(scale(.distanceToReference(index: 5, isCapped: false)) == [0.5, nil, 0, 1.5, 0.5, 1])
    #expect(scale(.goalposts(least: 2, greatest: 6, low: 0, high: 4, isCapped: true)) == [1, nil, 0, 4, 1, 3])
    #expect(scale(.goalposts(least: 2, greatest: 6, low: 0, high: 4, isCapped: true), .lower) == [3, nil, 4, 0, 3, 1])
    let fractions = Normalisation.fractionOfMaximum
    #expect(fractions.normalised([-2, 0, -4], better: .higher) == [-.infinity, nil, -.infinity])
    #expect(fractions.normalised([2, 0], better: .lower) == [.infinity, nil])
    #expect(fractions.normalised([2, 1], better: .lower) == [2, 1])
  }

  @Test(arguments: all) func aScaleKeepsTheOrderAndLeavesGapsOut(form: Normalisation) {
    let scaled = form.normalised(Self.values, better: .higher)
    let without = form.normalised(Self.values.filter { $0 != nil }, better: .higher)
    if case .distanceToReference = form {} else { #expect(scaled.filter { $0 != nil } == without) }
    #expect(scaled[1] == nil)
    for (first, one) in zip(Self.values, scaled) {
      for (second, other) in zip(Self.values, scaled) {
        guard let first, let second, let one, let other, first < second else { continue }
        #expect(one <= other)
      }
    }
  }

  @Test(arguments: all) func equalValuesHaveNoScaleOfTheirOwn(form: Normalisation) {
    let scaled = form.normalised([4, 4, nil], better: .higher)
    switch form {
    case .rank, .borda, .percentileRank, .fractionOfMaximum, .distanceToTarget, .goalposts: #expect(scaled[0] != nil)
    default: #expect(scaled == [nil, nil, nil])
    }
    #expect(form.normalised([], better: .lower) == [])
    #expect(form.normalised([nil, .nan], better: .lower) == [nil, nil])
  }
}

@Suite struct IndexAggregationTests {
  @Test func theMeansAreInTheirOrder() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let values = (0..<5).map { _ in Double?(0.1 + generator.nextUnit()) }
      let weights = (0..<5).map { _ in generator.nextUnit() }
      let means = try [IndexAggregation.harmonic, .geometric, .arithmetic].map {
        try $0.aggregate(values, weights: weights).get()
      }
      #expect(means[0] <= means[1] + 1e-12 && means[1] <= means[2] + 1e-12)
      let doubled = try IndexAggregation.geometric.aggregate(values, weights: weights.map { 2 * $0 }).get()
      #expect(abs(doubled - means[1]) < 1e-12)
    }
  }

  @Test func whatHasNoAggregate() {
    let mean = IndexAggregation.arithmetic
    #expect(mean.aggregate([nil, nil], weights: [1, 1]) == .failure(.nothingKnown))
    #expect(mean.aggregate([1, nil], weights: [1, 1]) == .failure(.tooMuchMissing))
    #expect(mean.aggregate([1, nil], weights: [1, 1], missing: .skip(atLeast: 0.5)) == .success(1))
    #expect(mean.aggregate([1, nil], weights: [1, 1], missing: .skip(atLeast: 0.6)) == .failure(.tooMuchMissing))
    #expect(mean.aggregate([1, 2], weights: [0, 0]) == .failure(.noWeights))
    #expect(mean.aggregate([1, 2], weights: [1]) == .failure(.noWeights))
    #expect(mean.aggregate([1, 2], weights: [1, -1]) == .failure(.noWeights))
    #expect(mean.aggregate([1, .infinity], weights: [1, 1]) == .failure(.notANumber))
    for form in [IndexAggregation.geometric, .harmonic] {
      #expect(form.aggregate([1, 0], weights: [1, 1]) == .failure(.notPositive))
      #expect(form.aggregate([1, 0], weights: [1, 0]) == .success(1))
    }
  }

  @Test func equalValuesShareTheBestPlace() {
    #expect(ranks([3, nil, 5, 3, 1]) == [2, nil, 1, 2, 4])
  }

  @Test func aTreeWithAFault() {
    func tree(_ nodes: [(String, String?, Double)]) -> Result<IndexTree, IndexTree.Fault> {
      IndexTree.tree(nodes.map { .init(name: $0.0, parent: $0.1, weight: $0.2) })
    }
    #expect(tree([("a", "i", 1), ("a", "i", 1), ("i", nil, 1)]) == .failure(.duplicate("a")))
    #expect(tree([("a", "x", 1), ("i", nil, 1)]) == .failure(.unknownParent("x")))
    #expect(tree([("a", nil, 1), ("i", nil, 1)]) == .failure(.notOneIndex))
    #expect(tree([("a", "b", 1), ("b", "a", 1), ("i", nil, 1)]) == .failure(.cycle("a")))
    #expect(tree([("a", "i", -1), ("i", nil, 1)]) == .failure(.weight("a")))
  }
}

@Suite struct RankSensitivityTests {
  private static let names = ["a", "b", "c", "d"]

  private static func index() throws -> IndexTree {
    let leaves = names.map { IndexTree.Node(name: $0, parent: $0 < "c" ? "x" : "y", weight: 1) }
    let groups = ["x", "y"].map { IndexTree.Node(name: $0, parent: "index", weight: 1) }
    return try IndexTree.tree([IndexTree.Node(name: "index", parent: nil, weight: 1)] + leaves + groups).get()
  }

  private static func indicators(units: Int, seed: UInt64) -> [String: [Double?]] {
    var generator = SplitMix64(seed: seed)
    return Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, (0..<units).map { _ in generator.nextUnit() < 0.1 ? nil : generator.nextUnit() - 0.02 })
      })
  }

  @Test(arguments: [IndexAggregation.arithmetic, .geometric, .harmonic])
  func nominalPlacesAreThoseOfTheIndex(aggregation: IndexAggregation) throws {
    let tree = try Self.index()
    for (seed, rule) in zip(1..., [IndexAggregation.MissingRule.refuse, .skip(atLeast: 0), .skip(atLeast: 0.6)]) {
      let indicators = Self.indicators(units: 30, seed: UInt64(seed))
      let values = tree.values(indicators: indicators, units: 30, aggregation: aggregation, missing: rule)
      let sensitivity = try #require(
        RankSensitivity.ofWeights(
          tree, indicators: indicators, units: 30, aggregation: aggregation, missing: rule, spread: 0.3, draws: 200,
          seed: 5))
      #expect(sensitivity.units.map { $0?.nominal } == ranks((values["index"] ?? []).map { try? $0.get() }))
      for places in sensitivity.units.compactMap(\.self) {
        #expect(places.best <= places.low && places.low <= places.median)
        #expect(places.median <= places.high && places.high <= places.worst)
        #expect(places.mean >= Double(places.best) && places.mean <= Double(places.worst))
      }
    }
  }

  @Test func fixedWeightsMoveNoPlaceAndASeedRepeatsItself() throws {
    let tree = try Self.index()
    let indicators = Self.indicators(units: 12, seed: 4)
    func sensitivity(_ spread: Double, _ seed: UInt64) -> RankSensitivity? {
      RankSensitivity.ofWeights(
        tree, indicators: indicators, units: 12, aggregation: .arithmetic, missing: .skip(atLeast: 0), spread: spread,
        draws: 100, seed: seed)
    }
    let still = try #require(sensitivity(0, 1))
    #expect(still.meanShift == 0 && still.units.allSatisfy { $0?.best == $0?.worst })
    #expect(sensitivity(0.5, 1) == sensitivity(0.5, 1) && sensitivity(0.5, 1) != sensitivity(0.5, 2))
    #expect(sensitivity(1.5, 1) == nil && sensitivity(.nan, 1) == nil)
  }
}

@Suite struct SobolIndicesTests {
  @Test func anAdditiveModelIsSharedOut() throws {
    // The variances of a sum of uniform inputs with factors 1, 2 and 0 are as 1 to 4 to 0.
    let design = SobolIndices.design(inputs: 3, base: 4_000, seed: 11)
    let indices = try #require(SobolIndices.indices(results: design.map { $0[0] + 2 * $0[1] }, inputs: 3))
    for (index, expected) in zip(indices.total, [0.2, 0.8, 0]) { #expect(abs(index - expected) < 0.02) }
    for (index, expected) in zip(indices.firstOrder, [0.2, 0.8, 0]) { #expect(abs(index - expected) < 0.04) }
    #expect(SobolIndices.indices(results: design.map { _ in 1 }, inputs: 3) == nil)
    #expect(SobolIndices.indices(results: [1, 2, 3], inputs: 3) == nil)
  }
}

@Suite struct OutlierTreatmentTests {
  @Test func aCleanSampleIsLeftAlone() {
    let values: [Double?] = [1, 2, nil, 3, 4, 5]
    #expect(OutlierTreatment().treated(values).step == .none)
    #expect(OutlierTreatment().treated([nil, 2, 2]).values == [nil, 2, 2])
  }

  @Test func oneOutlierComesDownToTheNext() {
    let values = (1...20).map { Double?(Double($0)) } + [1_000, nil]
    let outcome = OutlierTreatment().treated(values)
    #expect(outcome.step == .winsorised(1) && outcome.isInOrder)
    #expect(outcome.values.last == .some(nil) && outcome.values[20] == 20)
    let turned = OutlierTreatment().treated(values.map { $0.map { -$0 } })
    #expect(turned.values == outcome.values.map { $0.map { -$0 } })
  }

  @Test func manyOutliersCallForALogarithm() {
    let usual = (0..<52).map { Double?(1 + Double($0) / 100) }
    let values: [Double?] = usual + [20, 60, 200, 700, 2e3, 6e3, 2e4, 7e4]
    #expect(OutlierTreatment().treated(values).step == .logarithm)
  }
}
