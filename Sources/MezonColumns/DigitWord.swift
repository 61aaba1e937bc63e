// SPDX-License-Identifier: Apache-2.0

/// Digits in a word: eight bytes of a text, the first of them lowest.
///
/// The whole of a short number is looked at and computed at once, with no branch for each digit.
enum DigitWord {
  /// Eight digits 0.
  static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Whether all eight bytes are digits: their upper halves are 3, and stay it when 6 is added.
  @inline(__always)
  static func areDigits(_ word: UInt64) -> Bool {
    let above = word &+ 0x0606_0606_0606_0606
    return ((word ^ zeros) | (above ^ zeros)) & 0xF0F0_F0F0_F0F0_F0F0 == 0
  }

  /// The number that eight digits write: pairs, then fours, then all.
  @inline(__always)
  static func value(_ digits: UInt64) -> UInt64 {
    let ones = digits & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = (ones &* 10 &+ (ones &>> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF
  }

  /// The first `count` bytes of a word moved to its end, with digits 0 before them; `count` is 1 to 8.
  @inline(__always)
  static func atEnd(_ word: UInt64, count: Int) -> UInt64 {
    let free = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    return (word &<< free) | (zeros & ((1 &<< free) &- 1))
  }

  /// The lowest byte that equals `byte`, as the number of bytes before it; 8 where there is none.
  @inline(__always)
  static func place(of byte: UInt8, in word: UInt64) -> Int {
    let differences = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    // Above the lowest zero byte a borrow may mark others, which nobody asks about.
    let zero = (differences &- 0x0101_0101_0101_0101) & ~differences & 0x8080_8080_8080_8080
    return zero.trailingZeroBitCount &>> 3
  }
}
