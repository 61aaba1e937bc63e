// SPDX-License-Identifier: Apache-2.0

/// The one way in which numbers are written to files for programs.
package enum NumberFormat {
  /// Adds an integer in decimal digits.
  package static func append(_ value: Int64, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: roomOfNumber) { room in
      let count = write(value, to: room, at: 0)
      bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: room[..<count]))
    }
  }

  /// Adds the shortest decimal number that reads back as the same binary64 value, which must be finite.
  ///
  /// From 1e-5 up to, not including, 1e16 it is written without exponent, an integral value without a point: `45`, `0.25`,
  /// `0.00001`. Outside, as digits with a point after the first and an exponent without plus sign or padding: `1e16`, `2.5e-7`.
  /// Negative zero is written as `0`.
  package static func append(finite value: Double, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: roomOfNumber) { room in
      let count = write(finite: value, to: room, at: 0)
      bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: room[..<count]))
    }
  }

  /// How many bytes a number needs at most.
  static let roomOfNumber = 32

  /// Writes a number as ``append(finite:to:)`` adds it.
  ///
  /// - Parameter room: memory with at least ``roomOfNumber`` bytes from the place on
  /// - Returns: the place behind the number
  @inline(__always)
  static func write(finite value: Double, to room: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    if value.magnitude < 0x1p53 {
      let integral = Int64(value)
      if Double(integral) == value { return write(integral, to: room, at: place) }
      if value.magnitude >= 1e-4 { return writeUsual(value, to: room, at: place) }
    }
    let bytes = unusual(value)
    precondition(bytes.count <= roomOfNumber)
    for (offset, byte) in bytes.enumerated() { room[place &+ offset] = byte }
    return place &+ bytes.count
  }

  /// The form of a number that is very great or very small.
  private static func unusual(_ value: Double) -> [UInt8] {
    var bytes: [UInt8] = value < 0 ? [minus] : []
    let (digits, exponent) = shortestDigits(value.magnitude)
    if exponent >= -5, exponent < 16 {
      appendPlain(digits, exponent: exponent, to: &bytes)
    } else {
      bytes.append(digits[0])
      if digits.count > 1 {
        bytes.append(0x2E)
        bytes.append(contentsOf: digits[1...])
      }
      bytes.append(0x65)
      append(Int64(exponent), to: &bytes)
    }
    return bytes
  }

  private static func appendPlain(_ digits: [UInt8], exponent: Int, to bytes: inout [UInt8]) {
    if exponent < 0 {
      bytes.append(0x30)
      bytes.append(0x2E)
      bytes.append(contentsOf: repeatElement(0x30, count: -exponent - 1))
      bytes.append(contentsOf: digits)
      return
    }
    let whole = exponent + 1
    bytes.append(contentsOf: digits.prefix(whole))
    if digits.count <= whole {
      bytes.append(contentsOf: repeatElement(0x30, count: whole - digits.count))
    } else {
      bytes.append(0x2E)
      bytes.append(contentsOf: digits[whole...])
    }
  }

  /// The digits of the shortest decimal number that reads back as a finite value above 0, without zeros at its ends, and the
  /// power of ten of the first of them: for 0.25 the digits `25` and the power -1.
  package static func shortestDigits(_ value: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var pointPlace: Int?
    var power = 0
    var text = value.description[...]
    if let mark = text.firstIndex(of: "e") {
      power = Int(text[text.index(after: mark)...]) ?? 0
      text = text[..<mark]
    }
    for byte in text.utf8 {
      if byte == 0x2E { pointPlace = digits.count } else { digits.append(byte) }
    }
    let whole = pointPlace ?? digits.count
    let leadingZeros = digits.prefix { $0 == 0x30 }.count
    digits.removeFirst(leadingZeros)
    while digits.last == 0x30 { digits.removeLast() }
    return (digits, power + whole - leadingZeros - 1)
  }
}
