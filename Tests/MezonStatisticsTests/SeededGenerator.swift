// SPDX-License-Identifier: Apache-2.0

/// A seeded generator (SplitMix64), so that a failing sample can be drawn again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Any finite Double, all exponents alike: subnormals and numbers near overflow are as likely as others.
  mutating func finiteDouble() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }
}

/// Whether a result is within a relative tolerance of the reference, or within it absolutely near 0.
func isClose(_ result: Double?, _ expected: Double, relative: Double = 1e-9) -> Bool {
  guard let result else { return false }
  return result == expected || abs(result - expected) <= relative * abs(expected)
}
