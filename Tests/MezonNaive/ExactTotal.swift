// SPDX-License-Identifier: Apache-2.0

/// The exact sum of finite numbers, as two whole multiples of the smallest positive number: what was added and what was
/// taken away.
package struct ExactTotal {
  private var added = BigNatural(0)
  private var taken = BigNatural(0)

  /// The sum of some numbers.
  package init(_ numbers: [Double]) {
    for number in numbers {
      let exponent = Int(number.bitPattern >> 52 & 0x7ff)
      let fraction = number.bitPattern & (1 << 52 - 1)
      // A number is `mantissa` times 2^(shift - 1074).
      let mantissa = exponent == 0 ? fraction : fraction | 1 << 52
      let multiple = BigNatural(mantissa) << max(exponent - 1, 0)
      if number < 0 { taken = taken + multiple } else { added = added + multiple }
    }
  }

  /// The sum divided by a number from 1, rounded once, to the nearest and from the middle to the even one.
  package func rounded(dividedBy count: Int = 1) -> Double {
    let isNegative = added < taken
    let magnitude = isNegative ? taken - added : added - taken
    let (quotient, remainder) = magnitude.divided(by: UInt32(clamping: max(count, 1)))
    let dropped = max(quotient.bitWidth - 53, 0)
    var kept: UInt64 = 0
    for bit in (0..<53).reversed() { kept = kept << 1 | (quotient.bit(dropped + bit) ? 1 : 0) }
    if roundsUp(quotient, remainder, UInt64(max(count, 1)), dropped, isOdd: kept % 2 == 1) { kept += 1 }
    let value = Double(sign: .plus, exponent: dropped - 1074, significand: Double(kept))
    return isNegative && value != 0 ? -value : value
  }

  /// Whether what lies below the kept bits is more than half of the last one, or half of an odd one.
  private func roundsUp(
    _ quotient: BigNatural, _ remainder: UInt32, _ divisor: UInt64, _ dropped: Int, isOdd: Bool
  ) -> Bool {
    guard dropped > 0 else {
      let twice = 2 * UInt64(remainder)
      return twice > divisor || (twice == divisor && isOdd)
    }
    guard quotient.bit(dropped - 1) else { return false }
    return isOdd || remainder > 0 || (0..<(dropped - 1)).contains { quotient.bit($0) }
  }
}
