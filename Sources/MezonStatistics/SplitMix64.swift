// SPDX-License-Identifier: Apache-2.0

/// A random number generator of 64 bits of state: the same seed gives the same numbers on every machine.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. It is for
/// simulation, never for keys: who sees one number knows the rest.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Makes a generator; the seed belongs in whatever publishes its results.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The next number of the uniform distribution from 0 to 1, without 1, on a grid of 2⁻⁵³.
  package mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from 0 to below a bound above 0, each as likely.
  package mutating func index(below bound: Int) -> Int {
    let range = UInt64(bound)
    // Numbers past the last whole multiple of the bound would make the first ones likelier.
    let limit = UInt64.max - UInt64.max % range
    while true {
      let draw = next()
      if draw < limit { return Int(draw % range) }
    }
  }
}
