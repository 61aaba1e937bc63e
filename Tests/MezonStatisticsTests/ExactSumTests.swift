// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import MezonTestSupport
import Testing

@Suite struct ExactSumTests {
  /// A pair of zeros that forces the wide form and changes no sum.
  private static func widened(_ sum: ExactSum) -> ExactSum {
    var wide = sum
    for value in [0x1p900, 0x1p-900, -0x1p900, -0x1p-900] { wide.add(value) }
    return wide
  }

  @Test func nothingSumsToPositiveZero() {
    #expect(ExactSum().value.bitPattern == 0)
    #expect(ExactSum([-0.0, -0.0]).value.bitPattern == 0)
    #expect(ExactSum([1.5, -1.5]).value.bitPattern == 0)
    #expect(ExactSum() == ExactSum([3, -3]))
  }

  @Test func twoValuesSumAsTheProcessorAddsThem() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let first = generator.finiteDouble()
      let nearby = first * Double.random(in: -4...4, using: &generator)
      for second in [generator.finiteDouble(), nearby.isFinite ? nearby : 1] {
        let expected = first + second == 0 ? 0 : first + second
        let sum = ExactSum([first, second])
        #expect(sum.value.bitPattern == expected.bitPattern, "\(first) + \(second)")
        #expect(Self.widened(sum).value.bitPattern == expected.bitPattern, "\(first) + \(second), wide")
      }
    }
  }

  @Test func aProductAndATermRoundAsFusedMultiplyAdd() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<20_000 {
      let (first, second) = (generator.finiteDouble(), generator.finiteDouble())
      let product = first * second
      let near = product.isFinite ? -product * Double.random(in: 0.999...1.001, using: &generator) : 1
      for term in [generator.finiteDouble(), near, 0] {
        let expected = term.addingProduct(first, second)
        var sum = ExactSum([term])
        sum.addProduct(first, second)
        #expect(sum.value == expected, "\(first) * \(second) + \(term)")
        #expect(Self.widened(sum).value == expected, "\(first) * \(second) + \(term), wide")
      }
    }
  }

  @Test func theMeanOfAHeldValueIsTheProcessorsQuotient() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let value = generator.finiteDouble()
      let count = Int(generator.next() >> UInt64.random(in: 11...63, using: &generator)) + 1
      let expected = value / Double(count) == 0 ? 0 : value / Double(count)
      #expect(try #require(ExactSum([value]).mean(count: count)).bitPattern == expected.bitPattern)
      #expect(try #require(Self.widened(ExactSum([value])).mean(count: count)).bitPattern == expected.bitPattern)
    }
  }

  @Test func aMeanIsRoundedOnceOnly() {
    // 2^53 + 1 is no Double: rounding the sum first would give 2^53 / 3, one unit of rounding lower.
    var sum = ExactSum([0x1p53])
    sum.add(Int64(1))
    #expect(sum.value == 0x1p53)
    #expect(sum.mean(count: 3) == 3_002_399_751_580_331)
    #expect(sum.mean(count: 0) == nil)
    #expect(sum.mean(count: -1) == nil)
  }

  @Test func integersAreAddedExactly() {
    var sum = ExactSum()
    for value in [Int64.max, 1, .min, .min, .max, 1, 77] { sum.add(value) }
    #expect(sum.value == 77)
    #expect(sum == ExactSum([77]))
  }

  @Test func orderAndSplittingChangeNothing() {
    var generator = SeededGenerator(seed: 4)
    for spread in [2, 40, 300, 2_000] {
      let values = (0..<400).map { _ in
        Double(
          sign: Bool.random(using: &generator) ? .plus : .minus,
          exponent: Int.random(in: max(-spread, -1_050)...min(spread / 2, 900), using: &generator),
          significand: Double.random(in: 1..<2, using: &generator))
      }
      let whole = ExactSum(values)
      for _ in 0..<20 {
        let shuffled = values.shuffled(using: &generator)
        var parts = [ExactSum](repeating: ExactSum(), count: Int.random(in: 1...9, using: &generator))
        for value in shuffled { parts[Int.random(in: parts.indices, using: &generator)].add(value) }
        var merged = ExactSum()
        for part in parts { merged.merge(part) }
        #expect(merged == whole)
        #expect(merged.value.bitPattern == whole.value.bitPattern)
        #expect(merged.mean(count: 400) == whole.mean(count: 400))
      }
      var nothing = whole
      for value in values { nothing.add(-value) }
      #expect(nothing == ExactSum())
    }
  }

  @Test func sumsThatDifferByOneBitDiffer() {
    var sum = ExactSum([0x1p1000, 1])
    #expect(sum != ExactSum([0x1p1000]))
    #expect(sum.value == 0x1p1000)
    sum.add(-0x1p1000)
    #expect(sum == ExactSum([1]))
  }

  private static let extremes: [(values: [Double], sum: Double)] = [
    ([Double.nan, 1], Double.nan),
    ([Double.infinity, 1], Double.infinity),
    ([-Double.infinity, -1], -Double.infinity),
    ([Double.infinity, -Double.infinity], Double.nan),
    ([Double.infinity, Double.nan], Double.nan),
    ([greatest, greatest], Double.infinity),
    ([greatest, greatest, -greatest], greatest),
  ]
  private static let greatest = Double.greatestFiniteMagnitude

  @Test(arguments: extremes)
  func valuesThatAreNotFinite(values: [Double], expected: Double) throws {
    for order in [values, values.reversed()] {
      let sum = ExactSum(order)
      #expect(sum.value == expected || (sum.value.isNaN && expected.isNaN))
      #expect(sum == ExactSum(values))
    }
    var merged = ExactSum(values.prefix(1))
    merged.merge(ExactSum(values.dropFirst()))
    #expect(merged == ExactSum(values))
    var products = ExactSum()
    for value in values { products.addProduct(value, 1) }
    #expect(products == ExactSum(values))
  }

  @Test func infinityTimesZeroIsNoNumber() {
    var sum = ExactSum()
    sum.addProduct(.infinity, 0)
    #expect(sum.value.isNaN)
    #expect(sum.exact == nil)
  }

  @Test func aSmallSumIsSmall() {
    #expect(MemoryLayout<ExactSum>.stride <= 32)
  }
}
