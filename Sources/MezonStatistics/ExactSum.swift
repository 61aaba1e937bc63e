// SPDX-License-Identifier: Apache-2.0

/// A mergeable sum of Doubles and integers whose value is the exact sum, rounded once to the nearest Double.
///
/// The result depends on the multiset of what was added and on nothing else: not on the order, nor on how the values
/// were split into partial sums, nor on the order in which those were merged.
///
///     var sum = ExactSum()
///     for _ in 0..<10 { sum.add(0.1) }
///     sum.value  // 1.0; a plain loop gives 0.9999999999999999
///
/// **Representation.** A sum starts as one 128-bit integer times a power of two, which is 32 bytes and no allocation,
/// and holds most real columns to the end (a spread of about 74 bits between the largest and the smallest value). When
/// a value does not fit, the sum moves to a two's complement integer of 64-bit limbs that grows at either end.
///
/// **Special values.** A NaN, or infinities of both signs, give NaN; infinities of one sign give that infinity,
/// whatever finite values were added. A finite sum beyond the largest Double rounds to an infinity, but what is added
/// later can bring it back. Zero is always +0, also for a sum of negative zeros or of nothing.
package struct ExactSum: Sendable {
  /// The narrow form's integer; meaningless once `limbs` is in use.
  private var significand: Int128 = 0

  /// The wide form's two's complement integer, least significant limb first; empty while the sum is narrow.
  private var limbs: [UInt64] = []

  /// The power of two of the lowest bit; a multiple of 64 in the wide form.
  private var exponent: Int32 = 0

  /// Which values were added that are not finite.
  private var nonFinite: NonFinite = []

  private struct NonFinite: OptionSet {
    let rawValue: UInt8
    static let nan = NonFinite(rawValue: 1)
    static let positiveInfinity = NonFinite(rawValue: 2)
    static let negativeInfinity = NonFinite(rawValue: 4)
  }

  /// Makes an empty sum, whose value is 0.
  package init() {}

  /// Makes the sum of some values.
  ///
  /// - Complexity: O(values).
  package init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Makes the sum whose exact value is an integer times a power of two.
  ///
  /// - Parameter integer: any but the least, which has no magnitude of 127 bits.
  package init(_ integer: Int128, timesPowerOfTwo exponent: Int) {
    precondition(integer != .min, "an integer of 127 bits")
    significand = integer
    self.exponent = Int32(truncatingIfNeeded: exponent)
  }

  /// Adds a Double, exactly.
  ///
  /// - Complexity: O(1); in the wide form O(limbs) at worst, of which Doubles alone need no more than 36.
  package mutating func add(_ value: Double) {
    guard let (magnitude, place) = value.integerParts else { return note(value) }
    add(magnitude: UInt128(magnitude), place: place, isNegative: value.sign == .minus)
  }

  /// Adds an integer, exactly, also past 2^53.
  ///
  /// - Complexity: as for a Double.
  package mutating func add(_ value: Int64) {
    add(magnitude: UInt128(value.magnitude), place: 0, isNegative: value < 0)
  }

  /// Adds the exact product of two Doubles, which no Double need be able to hold.
  ///
  /// A product that is not finite by IEEE 754 because a factor is not finite (infinity times zero is NaN) is noted as
  /// such; two finite factors never overflow nor underflow here.
  ///
  /// - Complexity: as for a Double, with no more than 70 limbs.
  package mutating func addProduct(_ first: Double, _ second: Double) {
    guard let (firstMagnitude, firstPlace) = first.integerParts,
      let (secondMagnitude, secondPlace) = second.integerParts
    else { return note(first * second) }
    let (high, low) = firstMagnitude.multipliedFullWidth(by: secondMagnitude)
    add(
      magnitude: UInt128(high) << 64 | UInt128(low), place: firstPlace + secondPlace,
      isNegative: (first.sign == .minus) != (second.sign == .minus))
  }

  /// Adds an exact number, or takes it away.
  ///
  /// - Complexity: O(limbs).
  package mutating func add(_ value: DyadicRational, negated: Bool = false) {
    for (index, limb) in value.magnitude.enumerated() {
      add(magnitude: UInt128(limb), place: value.exponent + 64 * index, isNegative: value.isNegative != negated)
    }
  }

  /// Adds everything that was added to another sum.
  ///
  /// - Complexity: O(1) for narrow sums, else O(limbs).
  package mutating func merge(_ other: ExactSum) {
    nonFinite.formUnion(other.nonFinite)
    guard let top = other.limbs.last else {
      add(magnitude: other.significand.magnitude, place: Int(other.exponent), isNegative: other.significand < 0)
      return
    }
    var place = Int(other.exponent)
    for limb in other.limbs.dropLast() {
      add(magnitude: UInt128(limb), place: place, isNegative: false)
      place += 64
    }
    let signedTop = Int64(bitPattern: top)
    add(magnitude: UInt128(signedTop.magnitude), place: place, isNegative: signedTop < 0)
  }

  /// The exact sum rounded to the nearest Double, ties to even; see the type for values that are not finite.
  ///
  /// - Complexity: O(1) for a narrow sum, else O(limbs).
  package var value: Double {
    if let special { return special }
    if limbs.isEmpty {
      return nearestDouble(
        isNegative: significand < 0, significand: significand.magnitude, exponent: Int(exponent), isInexact: false)
    }
    return wideValue.rounded()
  }

  /// The exact sum divided by a count, rounded once to the nearest Double, ties to even.
  ///
  /// - Parameter count: how many values the mean is over; it need not be how many were added (zeros may be left out).
  /// - Returns: nil for a count below 1: the mean of nothing is no number.
  /// - Complexity: O(1) for a narrow sum, else O(limbs).
  package func mean(count: Int) -> Double? {
    guard count > 0 else { return nil }
    if let special { return special }
    guard limbs.isEmpty else { return wideValue.rounded(dividedBy: UInt64(count)) }
    guard significand != 0 else { return 0 }
    // With the top bit set the quotient keeps at least 65 bits, for the count has at most 63.
    let shift = significand.magnitude.leadingZeroBitCount
    let dividend = significand.magnitude << UInt128(shift)
    let divisor = UInt64(count)
    let high = UInt64(truncatingIfNeeded: dividend >> 64).quotientAndRemainder(dividingBy: divisor)
    let low = divisor.dividingFullWidth((high.remainder, UInt64(truncatingIfNeeded: dividend)))
    return nearestDouble(
      isNegative: significand < 0, significand: UInt128(high.quotient) << 64 | UInt128(low.quotient),
      exponent: Int(exponent) - shift, isInexact: low.remainder != 0)
  }

  /// The exact sum, before any rounding; nil where a value was added that is not finite.
  ///
  /// - Complexity: O(limbs).
  package var exact: DyadicRational? { special == nil ? wideValue : nil }

  private var special: Double? {
    if nonFinite.isEmpty { return nil }
    if nonFinite == .positiveInfinity { return .infinity }
    return nonFinite == .negativeInfinity ? -.infinity : .nan
  }

  private mutating func note(_ value: Double) {
    nonFinite.insert(value.isNaN ? .nan : value > 0 ? .positiveInfinity : .negativeInfinity)
  }

  /// Adds ±magnitude·2^place; a magnitude has at most 127 bits.
  private mutating func add(magnitude: UInt128, place: Int, isNegative: Bool) {
    guard magnitude != 0 else { return }
    if !limbs.isEmpty { return addWide(magnitude: magnitude, place: place, isNegative: isNegative) }
    guard significand != 0 else {
      exponent = Int32(truncatingIfNeeded: place)
      significand = isNegative ? -Int128(magnitude) : Int128(magnitude)
      return
    }
    let shift = place - Int(exponent)
    var total = significand
    var addend = Int128(magnitude)
    if shift >= 0 {
      guard shift < magnitude.leadingZeroBitCount else { return widenAndAdd(magnitude, place, isNegative) }
      addend <<= Int128(shift)
    } else {
      guard -shift < significand.magnitude.leadingZeroBitCount else { return widenAndAdd(magnitude, place, isNegative) }
      total <<= Int128(-shift)
    }
    let (sum, overflow) =
      isNegative ? total.subtractingReportingOverflow(addend) : total.addingReportingOverflow(addend)
    // The most negative integer has no magnitude of 127 bits, so it counts as overflow too.
    guard !overflow, sum != .min else { return widenAndAdd(magnitude, place, isNegative) }
    significand = sum
    exponent = Int32(truncatingIfNeeded: min(place, Int(exponent)))
  }
}

extension ExactSum {
  private mutating func widenAndAdd(_ magnitude: UInt128, _ place: Int, _ isNegative: Bool) {
    let (narrow, narrowPlace) = (significand, Int(exponent))
    limbs = [0]
    exponent = Int32(truncatingIfNeeded: (narrowPlace >> 6) << 6)
    significand = 0
    addWide(magnitude: narrow.magnitude, place: narrowPlace, isNegative: narrow < 0)
    addWide(magnitude: magnitude, place: place, isNegative: isNegative)
  }

  private mutating func addWide(magnitude: UInt128, place: Int, isNegative: Bool) {
    let bit = UInt128(place & 63)
    let low = magnitude << bit
    let high = bit == 0 ? 0 : UInt64(truncatingIfNeeded: magnitude >> (128 - bit))
    let parts = (UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: low >> 64), high)
    var index = reserve(limb: place >> 6, count: high != 0 ? 3 : parts.1 != 0 ? 2 : 1)
    let wasNegative = isTopBitSet
    var carry = false
    carry = combine(parts.0, at: index, carry: carry, isNegative: isNegative)
    if parts.1 != 0 || high != 0 { carry = combine(parts.1, at: index + 1, carry: carry, isNegative: isNegative) }
    if high != 0 { carry = combine(high, at: index + 2, carry: carry, isNegative: isNegative) }
    index += high != 0 ? 3 : parts.1 != 0 ? 2 : 1
    while carry, index < limbs.count {
      carry = combine(0, at: index, carry: carry, isNegative: isNegative)
      index += 1
    }
    // The addend counts as positive in these limbs, so the sign bit can be wrong only on the addend's own side.
    if wasNegative == isNegative, isTopBitSet != wasNegative { limbs.append(wasNegative ? .max : 0) }
  }

  private var isTopBitSet: Bool { (limbs.last ?? 0) >> 63 == 1 }

  /// Adds a word and a carry to a limb, or takes them away, and returns the carry out.
  private mutating func combine(_ word: UInt64, at index: Int, carry: Bool, isNegative: Bool) -> Bool {
    let carryIn: UInt64 = carry ? 1 : 0
    if isNegative {
      let (partial, first) = limbs[index].subtractingReportingOverflow(word)
      let (result, second) = partial.subtractingReportingOverflow(carryIn)
      limbs[index] = result
      return first || second
    }
    let (partial, first) = limbs[index].addingReportingOverflow(word)
    let (result, second) = partial.addingReportingOverflow(carryIn)
    limbs[index] = result
    return first || second
  }

  /// Grows the limbs to hold `count` words from the limb numbered `limb` (of weight 2^(64·limb)) with one above them.
  ///
  /// - Returns: the index of that limb.
  private mutating func reserve(limb: Int, count: Int) -> Int {
    let lowest = Int(exponent) >> 6
    if limb < lowest {
      limbs.insert(contentsOf: repeatElement(0, count: lowest - limb), at: 0)
      exponent = Int32(truncatingIfNeeded: limb << 6)
    }
    let index = limb - Int(exponent) >> 6
    let missing = index + count + 1 - limbs.count
    if missing > 0 { limbs.append(contentsOf: repeatElement(isTopBitSet ? .max : 0, count: missing)) }
    return index
  }

  /// The finite part, in either form.
  private var wideValue: DyadicRational {
    if limbs.isEmpty {
      let magnitude = significand.magnitude
      return DyadicRational(
        isNegative: significand < 0,
        limbs: [UInt64(truncatingIfNeeded: magnitude), UInt64(truncatingIfNeeded: magnitude >> 64)],
        exponent: Int(exponent))
    }
    guard isTopBitSet else { return DyadicRational(isNegative: false, limbs: limbs, exponent: Int(exponent)) }
    var negated = limbs
    var carry = true
    for index in negated.indices {
      (negated[index], carry) = (~negated[index]).addingReportingOverflow(carry ? 1 : 0)
    }
    return DyadicRational(isNegative: true, limbs: negated, exponent: Int(exponent))
  }
}

extension ExactSum: Equatable {
  /// Whether two sums are exactly equal, before rounding and whatever their form.
  ///
  /// Sums whose value is not finite are equal where their values are the same, NaN included, for nothing that is added
  /// later could tell them apart.
  package static func == (first: ExactSum, second: ExactSum) -> Bool {
    switch (first.special, second.special) {
    case (nil, nil): first.wideValue == second.wideValue
    case (let one?, let other?): one == other || (one.isNaN && other.isNaN)
    default: false
    }
  }
}

extension Double {
  /// The magnitude as an integer times a power of two: value = ±magnitude·2^place; nil where the value is not finite.
  package var integerParts: (magnitude: UInt64, place: Int)? {
    guard isFinite else { return nil }
    let biased = Int(exponentBitPattern)
    return biased == 0
      ? (significandBitPattern, -1074) : (significandBitPattern | 1 << 52, biased - 1075)
  }
}
