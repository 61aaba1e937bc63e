// SPDX-License-Identifier: Apache-2.0

/// The shortest decimal number that reads back as the same binary64 value, for values of everyday size that are not integral.
///
/// A value is `m / 2^s` with 53 bits in `m` and 1 to 66 in `s`. Times the power of ten `10^d` that makes the distance to the next value 1 to
/// 10, it is `m · 5^d / 2^(s-d)`, for which 100 bits are enough: so all is exact, without tables of long powers, and what is behind the point has few bits. Among the integers around
/// it, a multiple of ten that still reads back is shorter than all others; else the nearest one is the shortest, and an even one of two
/// that are as near. It is what Raffaello Giulietti's "The Schubfach way to render doubles" (2020) comes to where powers of ten are exact.
///
///     ShortestDecimal(0.25)  // 25 with 2 places
struct ShortestDecimal {
  /// The digits, without zeros at the end.
  private(set) var digits: UInt64
  /// How many of the digits, and zeros before them, stand behind the point.
  private(set) var places: Int

  /// The powers of 5 up to the 20th.
  private static let fives: InlineArray<21, UInt64> = [
    1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625, 1_220_703_125,
    6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625, 19_073_486_328_125,
    95_367_431_640_625,
  ]

  /// - Parameter value: a magnitude from 1e-4 up to, not including, 2^53, that is not integral.
  init(_ value: Double) {
    let bits = value.bitPattern
    let fraction = bits & (1 << 52 - 1)
    let significand = fraction | 1 << 52
    let shift = 1075 - Int(bits >> 52)
    // One more than the integral part of the shift's share of the binary logarithm of 10: 315,653 / 2^20 is near enough up to 66.
    let power = (shift &* 315_653) >> 20 &+ 1
    let five = Self.fives[power]
    let product = significand.multipliedFullWidth(by: five)
    // At most 46 bits stand behind the point.
    let bitsBehind = UInt64(truncatingIfNeeded: shift &- power)
    let whole = product.high << (64 &- bitsBehind) | product.low >> bitsBehind
    // What follows is in units of a quarter of the last of these bits: what is above the integer below, and how far a number may be from
    // the value. Downwards it is half of that where the value is a power of two, for its lower neighbour is half as far off. A number in
    // the middle between two values is read as the even one.
    let rest = (product.low & (1 << bitsBehind &- 1)) << 2
    let one = 1 << (bitsBehind &+ 2) as UInt64
    let highest = 2 &* five &- significand & 1
    let lowest = fraction == 0 ? five : highest
    let digit = whole % 10
    places = power
    if digit &* one &+ rest <= lowest {
      digits = whole &- digit
    } else if (10 &- digit) &* one &- rest <= highest {
      digits = whole &- digit &+ 10
    } else {
      let isLowerNear = 2 &* rest < one || 2 &* rest == one && whole & 1 == 0
      let isUpperIn = one &- rest <= highest
      digits = rest <= lowest && (isLowerNear || !isUpperIn) ? whole : whole &+ 1
      return
    }
    removeZeros()
  }

  private mutating func removeZeros() {
    while digits % 100_000_000 == 0 {
      digits /= 100_000_000
      places -= 8
    }
    while digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
  }
}
