// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same on every machine, and for every row of a log on their own.
///
/// SplitMix64 [G. L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014]. A row's
/// numbers depend on the seed, the stream and the row's index only, so any row can be made again without those before it.
struct SampleRandom: Sendable {
  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// The numbers of one row of one stream.
  @inline(__always)
  init(seed: UInt64, stream: UInt64, index: Int) {
    let place = UInt64(truncatingIfNeeded: index) &* 0xD1B5_4A32_D192_ED03
    state = Self.mixed(Self.mixed(seed &+ Self.golden &* (stream &+ 1)) ^ place)
  }

  /// The next number.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.golden
    return Self.mixed(state)
  }

  /// A number from 0 up to below `bound`, which lies between 1 and 2^31.
  ///
  /// The high half of a 64-bit product: the bias is below `bound` / 2^32.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
  }

  /// True in so many of a thousand cases.
  @inline(__always)
  mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  /// The index of a weight, drawn in proportion to the weights.
  @inline(__always)
  mutating func pick(_ weights: [Int], total: Int) -> Int {
    var rest = below(total)
    for index in weights.indices {
      rest -= weights[index]
      if rest < 0 { return index }
    }
    return 0
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
