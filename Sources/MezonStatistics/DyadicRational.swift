// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An exact number of the form ±m·2^e, with m an odd integer of any length: what a finite sum of Doubles is.
///
/// It is the finished form of an ``ExactSum``: two sums are equal exactly where their dyadic rationals are. It knows
/// only what finishing needs - products and one correctly rounded division - and leaves adding to ``ExactSum``.
package struct DyadicRational: Equatable, Sendable {
  /// Whether the number is below zero; never true of zero.
  package let isNegative: Bool

  /// The limbs of the odd integer m, least significant first, without a zero limb at the top; empty for zero.
  package let magnitude: [UInt64]

  /// The power of two that m is multiplied by; 0 for zero.
  package let exponent: Int

  /// The number zero.
  package static let zero = DyadicRational(isNegative: false, limbs: [], exponent: 0)

  /// Makes ±limbs·2^exponent and brings it to its one canonical form.
  ///
  /// - Parameters:
  ///   - isNegative: whether the number is below zero; ignored where all limbs are zero.
  ///   - limbs: an unsigned integer, least significant limb first.
  ///   - exponent: the power of two that the integer is multiplied by.
  /// - Complexity: O(limbs).
  package init(isNegative: Bool, limbs: some RandomAccessCollection<UInt64>, exponent: Int) {
    guard let lowest = limbs.firstIndex(where: { $0 != 0 }), let highest = limbs.lastIndex(where: { $0 != 0 }) else {
      (self.isNegative, self.magnitude, self.exponent) = (false, [], 0)
      return
    }
    let significant = limbs[lowest...highest]
    let shift = UInt64(limbs[lowest].trailingZeroBitCount)
    var magnitude: [UInt64] = []
    magnitude.reserveCapacity(significant.count)
    var pending: UInt64?
    for limb in significant {
      if let low = pending { magnitude.append(low >> shift | (shift == 0 ? 0 : limb << (64 - shift))) }
      pending = limb
    }
    if let top = pending, top >> shift != 0 { magnitude.append(top >> shift) }
    self.isNegative = isNegative
    self.magnitude = magnitude
    self.exponent = exponent + 64 * limbs.distance(from: limbs.startIndex, to: lowest) + Int(shift)
  }

  /// The exact product with a whole number.
  ///
  /// - Complexity: O(limbs).
  package func multiplied(by factor: UInt64) -> DyadicRational {
    var product: [UInt64] = []
    product.reserveCapacity(magnitude.count + 1)
    var carry: UInt64 = 0
    for limb in magnitude {
      let wide = UInt128(limb) * UInt128(factor) + UInt128(carry)
      product.append(UInt64(truncatingIfNeeded: wide))
      carry = UInt64(truncatingIfNeeded: wide >> 64)
    }
    product.append(carry)
    return DyadicRational(isNegative: isNegative, limbs: product, exponent: exponent)
  }

  /// The exact square.
  ///
  /// - Complexity: O(limbs²), at most about 70 limbs for sums of Doubles and their products.
  package func squared() -> DyadicRational {
    var product = [UInt64](repeating: 0, count: 2 * magnitude.count)
    for (offset, factor) in magnitude.enumerated() {
      var carry: UInt64 = 0
      for (index, limb) in magnitude.enumerated() {
        // The largest value, (2^64-1)² + 2·(2^64-1), is 2^128-1: it cannot overflow.
        let wide = UInt128(limb) * UInt128(factor) + UInt128(product[offset + index]) + UInt128(carry)
        product[offset + index] = UInt64(truncatingIfNeeded: wide)
        carry = UInt64(truncatingIfNeeded: wide >> 64)
      }
      product[offset + magnitude.count] = carry
    }
    return DyadicRational(isNegative: false, limbs: product, exponent: 2 * exponent)
  }

  /// The Double nearest to this number divided by the product of `divisors`, rounded once, ties to even.
  ///
  /// Zero gives +0; a quotient past the largest Double gives an infinity, as IEEE 754 rounding does.
  ///
  /// - Parameter divisors: positive whole numbers; none for the number itself. A zero among them gives NaN.
  /// - Complexity: O(limbs · divisors).
  package func rounded(dividedBy divisors: UInt64...) -> Double {
    guard !divisors.contains(0) else { return .nan }
    guard !magnitude.isEmpty else { return 0 }
    // Two spare limbs for each divisor leave at least 64 quotient bits: more than a Double's 53 and a rounding bit.
    let spare = 2 * divisors.count
    var quotient = [UInt64](repeating: 0, count: spare) + magnitude
    var isInexact = false
    for divisor in divisors where divisor > 1 {
      var remainder: UInt64 = 0
      for index in quotient.indices.reversed() {
        (quotient[index], remainder) = divisor.dividingFullWidth((remainder, quotient[index]))
      }
      // floor(floor(x / a) / b) = floor(x / ab), so any remainder along the way only marks the result as inexact.
      isInexact = isInexact || remainder != 0
    }
    let highest = quotient.lastIndex { $0 != 0 } ?? 0
    let lowest = max(0, highest - 1)
    let top = UInt128(quotient[highest]) << (highest > lowest ? 64 : 0) | UInt128(quotient[lowest])
    // A top limb of few bits leaves the pair with as few as 65 significant bits, which is enough.
    isInexact = isInexact || quotient[..<lowest].contains { $0 != 0 }
    return nearestDouble(
      isNegative: isNegative, significand: top, exponent: exponent + 64 * (lowest - spare), isInexact: isInexact)
  }
}

/// The Double nearest to ±(significand + f)·2^exponent, ties to even, where f is 0, or a fraction in (0, 1) if inexact.
///
/// - Parameters:
///   - isNegative: the sign of a result that is not zero; a zero, and what is too small for a Double, gives +0.
///   - significand: the leading bits; where inexact, at least 55 of them must be significant.
///   - exponent: the power of two of the significand's lowest bit.
///   - isInexact: whether bits below the significand were cut off that were not all zero.
func nearestDouble(isNegative: Bool, significand: UInt128, exponent: Int, isInexact: Bool) -> Double {
  guard significand != 0 else { return 0 }
  let bitWidth = 128 - significand.leadingZeroBitCount
  guard exponent + bitWidth <= 1024 else { return isNegative ? -.infinity : .infinity }
  // The place of the result's last bit: 53 bits below the top, but never below the smallest subnormal.
  let lastPlace = max(exponent + bitWidth - 53, -1074)
  let shift = lastPlace - exponent
  var kept = significand
  if shift > 128 {
    kept = 0
  } else if shift > 0 {
    kept = shift == 128 ? 0 : significand >> UInt128(shift)
    let half = UInt128(1) << UInt128(shift - 1)
    let rest = shift == 128 ? significand : significand & ((half << 1) &- 1)
    if rest > half || (rest == half && (isInexact || kept & 1 == 1)) { kept += 1 }
  }
  guard kept != 0 else { return 0 }
  let unit = shift > 0 ? lastPlace : exponent
  // At most 53 significant bits (or a power of two) stand in `kept`, so neither step below rounds.
  let magnitude = scalbn(Double(UInt64(truncatingIfNeeded: kept)), Int32(truncatingIfNeeded: unit))
  return isNegative ? -magnitude : magnitude
}
