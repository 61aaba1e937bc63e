// SPDX-License-Identifier: Apache-2.0

#if canImport(_Builtin_intrinsics.intel.sse2)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Sixteen bytes that are looked at at once.
///
/// Where the compiler's own module of the processor's instructions is there, the top bits of sixteen bytes come from one of them;
/// elsewhere from two products. The results are the same.
typealias ByteLanes = SIMD16<UInt8>

extension ByteLanes {
  /// All ones in each lane that equals that of another, and 0 in the others.
  @inline(__always)
  func equal(_ other: ByteLanes) -> ByteLanes { unsafeBitCast(self .== other, to: ByteLanes.self) }

  /// All ones in each lane that is less than that of another, and 0 in the others.
  @inline(__always)
  func less(_ other: ByteLanes) -> ByteLanes { unsafeBitCast(self .< other, to: ByteLanes.self) }

  /// Whether any bit of any lane is 1.
  @inline(__always)
  var hasAny: Bool {
    let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  /// In each lane the lesser of both.
  @inline(__always)
  func least(_ other: ByteLanes) -> ByteLanes {
    #if canImport(_Builtin_intrinsics.intel.sse2)
      let least = _mm_min_epu8(
        unsafeBitCast(self, to: SIMD2<Int64>.self), unsafeBitCast(other, to: SIMD2<Int64>.self))
      return unsafeBitCast(least, to: ByteLanes.self)
    #else
      let isLess = less(other)
      return (self & isLess) | (other & ~isLess)
    #endif
  }

  /// 0 where no byte is beyond ASCII, and not 0 where any is.
  @inline(__always)
  var topBits: UInt64 {
    #if canImport(_Builtin_intrinsics.intel.sse2)
      return UInt64(UInt32(bitPattern: _mm_movemask_epi8(unsafeBitCast(self, to: SIMD2<Int64>.self))))
    #else
      let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
      return (halves[0] | halves[1]) & 0x8080_8080_8080_8080
    #endif
  }

  /// A bit for each lane, the first lowest: 1 where the lane is all ones. Each lane must be that or 0.
  @inline(__always)
  var bits: UInt64 {
    #if canImport(_Builtin_intrinsics.intel.sse2)
      return UInt64(UInt32(bitPattern: _mm_movemask_epi8(unsafeBitCast(self, to: SIMD2<Int64>.self))))
    #else
      return bitsByProducts
    #endif
  }

  /// How many lanes were all ones, and not 0, in vectors of which this is the sum; there are at most 15.
  @inline(__always)
  var countOfOnes: Int {
    let counts = ByteLanes.zero &- self
    #if canImport(_Builtin_intrinsics.intel.sse2)
      let sums = _mm_sad_epu8(unsafeBitCast(counts, to: SIMD2<Int64>.self), SIMD2<Int64>.zero)
      return Int(truncatingIfNeeded: sums[0] &+ sums[1])
    #else
      return Int(counts.wrappedSum())
    #endif
  }

  /// The same for each half by a product that brings its bits side by side.
  @inline(__always)
  var bitsByProducts: UInt64 {
    let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let low = ((halves[0] & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) &>> 56
    let high = ((halves[1] & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) &>> 56
    return low | (high &<< 8)
  }
}

/// The bits of 64 bytes by a test of sixteen.
@inline(__always)
func bits(of word: UnsafeRawPointer, _ test: (ByteLanes) -> ByteLanes) -> UInt64 {
  var bits: UInt64 = 0
  for part in 0..<4 {
    let lanes = word.loadUnaligned(fromByteOffset: 16 &* part, as: ByteLanes.self)
    bits |= test(lanes).bits &<< UInt64(truncatingIfNeeded: 16 &* part)
  }
  return bits
}
