// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import MezonTestSupport
import Testing

@Suite struct SampleMomentsTests {
  @Test func tooFewValuesHaveNoVariance() {
    #expect(SampleMoments().mean == nil)
    #expect(SampleMoments().populationVariance == nil)
    #expect(SampleMoments([5]).mean == 5)
    #expect(SampleMoments([5]).variance == nil)
    #expect(SampleMoments([5]).standardDeviation == nil)
    #expect(SampleMoments([5]).populationVariance == 0)
  }

  @Test func wholeNumbersAgreeWithWholeArithmetic() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      let values = (0..<Int.random(in: 2...40, using: &generator)).map { _ in
        Int.random(in: -9_999...9_999, using: &generator)
      }
      let n = values.count
      let deviations = n * values.map { $0 * $0 }.reduce(0, +) - values.reduce(0, +) * values.reduce(0, +)
      let moments = SampleMoments(values.map(Double.init))
      #expect(moments.mean == Double(values.reduce(0, +)) / Double(n))
      #expect(moments.variance == Double(deviations) / Double(n * (n - 1)))
      #expect(moments.populationVariance == Double(deviations) / Double(n * n))
    }
  }

  @Test func aLargeOffsetCostsNoDigits() {
    let moments = SampleMoments([0x1p52 + 1, 0x1p52 + 2, 0x1p52 + 3])
    #expect(moments.variance == 1)
    #expect(SampleMoments([1e200, 3e200]).standardDeviation?.isFinite == false)
    #expect(isClose(SampleMoments([1e150, 3e150]).standardDeviation, 1.4142135623730951e150, relative: 1e-15))
    #expect(SampleMoments([3e-170, 3e-170]).variance == 0)
  }

  @Test func orderAndMergingChangeNothing() {
    var generator = SeededGenerator(seed: 12)
    let values = (0..<300).map { _ in Double.random(in: -1e6...1e6, using: &generator) * 0.01 }
    let whole = SampleMoments(values)
    for _ in 0..<10 {
      let shuffled = values.shuffled(using: &generator)
      var merged = SampleMoments(shuffled.prefix(77))
      merged.merge(SampleMoments(shuffled.dropFirst(77)))
      #expect(merged == whole)
      #expect(merged.variance?.bitPattern == whole.variance?.bitPattern)
    }
  }

  @Test func aValueThatIsNotFiniteSpoilsTheSpread() throws {
    #expect(try #require(SampleMoments([1, .infinity]).variance).isNaN)
    #expect(SampleMoments([1, .infinity]).mean == .infinity)
    #expect(try #require(SampleMoments([1, .nan]).standardDeviation).isNaN)
  }
}
