// SPDX-License-Identifier: Apache-2.0

import Foundation
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

private struct CertifiedDatasets: Decodable {
  struct Dataset: Decodable {
    let name: String
    let data: [String]
    let mean: String
    let standardDeviation: String
    /// The mean and the standard deviation of the data as written, to more digits than are certified.
    let recomputed: [String]

    enum CodingKeys: String, CodingKey {
      case name, data
      case mean = "certified_mean"
      case standardDeviation = "certified_sd"
      case recomputed = "recomputed_60_digits"
    }
  }
  let datasets: [Dataset]
}

@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct CertifiedMomentsTests {
  @Test func meansAndDeviationsHaveTheCertifiedDigits() throws {
    let url = try SharedData.url("oracles/numeric/nist_strd_univariate.json")
    let datasets = try JSONDecoder().decode(CertifiedDatasets.self, from: Data(contentsOf: url)).datasets
    #expect(datasets.count >= 5)
    for dataset in datasets {
      let values = try dataset.data.map { try #require(Double($0)) }
      let moments = SampleMoments(values)
      // The mean of decimals taken to the nearest Double is the nearest Double to their mean, or next to it.
      #expect(isClose(moments.mean, try #require(Double(dataset.mean)), relative: 2.3e-16), "\(dataset.name)")
      // The deviation inherits the error of taking decimals to Doubles, at most half a unit of rounding of a value.
      let expected = try #require(Double(dataset.standardDeviation))
      let conversion = (values.map(\.ulp).max() ?? 0) / expected
      #expect(
        isClose(moments.standardDeviation, expected, relative: max(5e-15, conversion)),
        "\(dataset.name): \(String(describing: moments.standardDeviation))")
    }
  }
}
