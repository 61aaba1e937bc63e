// SPDX-License-Identifier: Apache-2.0

// Writing the digits of numbers straight into memory, from the last one on, for there are millions of them.
extension NumberFormat {
  /// Writes an integer in decimal digits.
  ///
  /// - Parameter room: memory with at least ``roomOfNumber`` bytes from the place on
  /// - Returns: the place behind the number
  static func write(_ value: Int64, to room: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    var first = place
    if value < 0 {
      room[first] = minus
      first &+= 1
    }
    let end = first &+ digitCount(value.magnitude)
    writeDigits(value.magnitude, to: room, endingAt: end)
    return end
  }

  /// Writes a number whose magnitude is at least 1e-4 and below 2^53 and that is not integral.
  static func writeUsual(_ value: Double, to room: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    var first = place
    if value < 0 {
      room[first] = minus
      first &+= 1
    }
    let decimal = ShortestDecimal(value.magnitude)
    let count = digitCount(decimal.digits)
    if count > decimal.places {
      // All digits one place further on, and those before the point back again.
      let end = first &+ count &+ 1
      writeDigits(decimal.digits, to: room, endingAt: end)
      let whole = count &- decimal.places
      for offset in 0..<whole { room[first &+ offset] = room[first &+ offset &+ 1] }
      room[first &+ whole] = 0x2E
      return end
    }
    let end = first &+ 2 &+ decimal.places
    room[first] = 0x30
    room[first &+ 1] = 0x2E
    for zero in first &+ 2..<end &- count { room[zero] = 0x30 }
    writeDigits(decimal.digits, to: room, endingAt: end)
    return end
  }

  /// Writes the digits of an integer before a place.
  @inline(__always)
  private static func writeDigits(
    _ value: UInt64, to room: UnsafeMutableBufferPointer<UInt8>, endingAt end: Int
  ) {
    var (rest, place) = (value, end)
    while rest >= 100_000_000 {
      let (quotient, eight) = rest.quotientAndRemainder(dividingBy: 100_000_000)
      place &-= 8
      UnsafeMutableRawBufferPointer(room).storeBytes(of: digits(ofEight: eight), toByteOffset: place, as: UInt64.self)
      rest = quotient
    }
    while rest >= 10 {
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      writePair(pair, to: room, at: place &- 2)
      if quotient == 0 { return }
      place &-= 2
      rest = quotient
    }
    room[place &- 1] = UInt8(truncatingIfNeeded: 0x30 &+ rest)
  }

  /// The digits of a number below 100,000,000 as they stand in memory, eight with zeros before them: it is split into halves, these into
  /// pairs and these into digits, side by side in one word.
  @inline(__always)
  private static func digits(ofEight number: UInt64) -> UInt64 {
    let upper = number / 10_000
    let halves = upper | (number &- 10_000 &* upper) << 32
    // A hundredth is 10,486 / 2^20 and a tenth 103 / 1,024, both rounded down, for numbers of so few digits.
    let hundreds = ((halves &* 10_486) >> 20) & 0x0000_007F_0000_007F
    let pairs = hundreds | (halves &- 100 &* hundreds) << 16
    let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
    let digits = tens | (pairs &- 10 &* tens) << 8
    return (digits | 0x3030_3030_3030_3030).littleEndian
  }

  /// Writes a number below 100 as two digits.
  @inline(__always)
  private static func writePair(_ pair: UInt64, to room: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
    // A tenth is 103 / 1,024, rounded down.
    let tens = (pair &* 103) &>> 10
    room[place] = UInt8(truncatingIfNeeded: 0x30 &+ tens)
    room[place &+ 1] = UInt8(truncatingIfNeeded: 0x30 &+ pair &- 10 &* tens)
  }

  /// How many digits an integer has.
  @inline(__always)
  private static func digitCount(_ value: UInt64) -> Int {
    // 1,233 / 4,096 is the binary logarithm's share of the decimal one, near enough for 64 bits.
    let bits = 64 &- value.leadingZeroBitCount
    let least = (bits &* 1233) &>> 12
    return least &+ (value >= powersOfTen[least] || value == 0 ? 1 : 0)
  }

  private static let powersOfTen: InlineArray<20, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
