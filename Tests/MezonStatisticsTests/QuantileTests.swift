// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import MezonTestSupport
import Testing

@Suite struct QuantileTests {
  @Test func nothingHasNoQuantile() {
    #expect(ValueDistribution().quantile(0.5) == nil)
    #expect(ValueDistribution([1, 2]).quantile(1.5) == nil)
    #expect(ValueDistribution([1, 2]).quantile(-0.1) == nil)
    #expect(ValueDistribution([1, 2]).quantile(.nan) == nil)
  }

  @Test(arguments: QuantileType.allCases)
  func theEndsAreTheLeastAndTheGreatest(type: QuantileType) {
    var generator = SeededGenerator(seed: 21)
    for count in 1...40 {
      let sample = SortedSample((0..<count).map { _ in Double.random(in: -5...5, using: &generator) })
      #expect(sample.quantile(0, type: type) == sample.values.first)
      #expect(sample.quantile(1, type: type) == sample.values.last)
    }
  }

  @Test(arguments: QuantileType.allCases)
  func quantilesNeverFall(type: QuantileType) {
    var generator = SeededGenerator(seed: 22)
    let sample = SortedSample((0..<37).map { _ in Double.random(in: -5...5, using: &generator) })
    var last = -Double.infinity
    for step in 0...1_000 {
      let quantile = sample.quantile(Double(step) / 1_000, type: type) ?? .nan
      #expect(quantile >= last)
      last = quantile
    }
  }

  /// Types 1 to 3 by counting observations, in whole numbers of hundredths.
  @Test func observationsArePickedAsByCounting() {
    for count in 1...130 {
      let sample = SortedSample((1...count).map(Double.init))
      for hundredths in 1...100 {
        let product = count * hundredths
        let first = max(1, (product + 99) / 100)
        let probability = Double(hundredths) / 100
        #expect(sample.quantile(probability, type: .inverseDistribution) == Double(first))
        let middle = product.isMultiple(of: 100) && first < count ? Double(first) + 0.5 : Double(first)
        #expect(sample.quantile(probability, type: .averagedInverseDistribution) == middle)
        var nearest = (product + 50) / 100
        if (product + 50).isMultiple(of: 100), !nearest.isMultiple(of: 2) { nearest -= 1 }
        // At a tie n·p = k + 1/2 the even one of k and k + 1 is meant.
        #expect(sample.quantile(probability, type: .nearestEven) == Double(min(max(nearest, 1), count)))
      }
    }
  }

  @Test func orderAndMergingChangeNoBit() {
    let values = [3, -0.0, 0.0, 7.25, -1, 0.0, -0.0, 12]
    let whole = ValueDistribution(values)
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<20 {
      let shuffled = values.shuffled(using: &generator)
      var merged = ValueDistribution(shuffled.prefix(3))
      merged.merge(ValueDistribution(shuffled.dropFirst(3)))
      #expect(merged == whole)
      for type in QuantileType.allCases {
        #expect(merged.quantile(0.3, type: type)?.bitPattern == whole.quantile(0.3, type: type)?.bitPattern)
      }
    }
    #expect(whole != ValueDistribution([1]))
  }

  @Test func extremesDoNotOverflow() throws {
    let huge = ValueDistribution([-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    #expect(huge.quantile(0.5) == 0)
    #expect(ValueDistribution([1, .infinity, .infinity]).quantile(0.9) == .infinity)
    #expect(try #require(ValueDistribution([1, .nan]).quantile(0.5)).isNaN)
  }
}
