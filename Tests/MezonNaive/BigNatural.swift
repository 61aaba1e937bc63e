// SPDX-License-Identifier: Apache-2.0

/// A whole number from 0 of any size, in digits of 32 bits, the lowest first; just enough arithmetic for exact sums.
struct BigNatural: Equatable {
  private(set) var digits: [UInt32]

  init(_ value: UInt64) {
    digits = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    trim()
  }

  private init(digits: [UInt32]) {
    self.digits = digits
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
  }

  var isZero: Bool { digits.isEmpty }

  /// How many bits the number has; 0 for zero.
  var bitWidth: Int {
    guard let top = digits.last else { return 0 }
    return 32 * digits.count - top.leadingZeroBitCount
  }

  private func digit(_ index: Int) -> UInt64 { index < digits.count ? UInt64(digits[index]) : 0 }

  static func + (left: BigNatural, right: BigNatural) -> BigNatural {
    var sum: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0...max(left.digits.count, right.digits.count) {
      let total = left.digit(index) + right.digit(index) + carry
      sum.append(UInt32(truncatingIfNeeded: total))
      carry = total >> 32
    }
    return BigNatural(digits: sum)
  }

  /// The difference; the right side is not the greater one.
  static func - (left: BigNatural, right: BigNatural) -> BigNatural {
    var difference: [UInt32] = []
    var borrow: UInt64 = 0
    for index in left.digits.indices {
      let total = (1 << 32) + left.digit(index) - right.digit(index) - borrow
      difference.append(UInt32(truncatingIfNeeded: total))
      borrow = total >> 32 == 0 ? 1 : 0
    }
    return BigNatural(digits: difference)
  }

  static func < (left: BigNatural, right: BigNatural) -> Bool {
    guard left.digits.count == right.digits.count else { return left.digits.count < right.digits.count }
    return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
  }

  /// The number times a power of two.
  static func << (number: BigNatural, bits: Int) -> BigNatural {
    var shifted = [UInt32](repeating: 0, count: bits / 32)
    var carry: UInt64 = 0
    for digit in number.digits {
      let moved = UInt64(digit) << UInt64(bits % 32) | carry
      shifted.append(UInt32(truncatingIfNeeded: moved))
      carry = moved >> 32
    }
    shifted.append(UInt32(carry))
    return BigNatural(digits: shifted)
  }

  /// Quotient and remainder by a small number other than 0, as taught at school.
  func divided(by divisor: UInt32) -> (quotient: BigNatural, remainder: UInt32) {
    var quotient = digits
    var remainder: UInt64 = 0
    for index in digits.indices.reversed() {
      let dividend = remainder << 32 | UInt64(digits[index])
      quotient[index] = UInt32(dividend / UInt64(divisor))
      remainder = dividend % UInt64(divisor)
    }
    return (BigNatural(digits: quotient), UInt32(remainder))
  }

  /// A bit, the lowest being 0.
  func bit(_ index: Int) -> Bool { digit(index / 32) >> UInt64(index % 32) & 1 == 1 }
}
