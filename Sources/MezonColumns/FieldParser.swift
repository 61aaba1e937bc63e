// SPDX-License-Identifier: Apache-2.0

/// Reads values from the bytes of a field, strictly: the whole field is the value, or there is a fault.
///
/// Blanks around a value are not skipped; a caller whose file has them calls ``trimmed(_:)`` first. What a value means
/// (a zone, a unit) is not known here.
package enum FieldParser {
  /// Why a field is no number.
  package enum NumberFault: UInt8, Error, Sendable {
    /// The field has no bytes.
    case empty
    /// The field is not written as a number.
    case malformed
    /// The number does not fit its type.
    case outOfRange
  }

  /// The field without spaces and tabs around it. Complexity: O(blanks).
  package static func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = field.count
    while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
    while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: field[start..<end])
  }

  /// An integer: an optional sign, then digits. Leading zeros are allowed. Complexity: O(bytes).
  package static func integer(_ field: UnsafeRawBufferPointer) throws(NumberFault) -> Int64 {
    guard !field.isEmpty else { throw .empty }
    let first = field[0]
    var index = first == minus || first == plus ? 1 : 0
    guard index < field.count else { throw .malformed }
    // The negative range is the larger one, so the value is gathered as a negative number.
    var value: Int64 = 0
    var overflows = false
    while index < field.count {
      let digit = field[index] &- 0x30
      guard digit < 10 else { throw .malformed }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.subtractingReportingOverflow(Int64(digit))
      overflows = overflows || overflow || carried
      value = sum
      index &+= 1
    }
    if overflows || (first != minus && value == .min) { throw .outOfRange }
    return first == minus ? value : -value
  }

  /// A decimal number, correctly rounded to binary64: an optional sign, digits with at most one separator among or around them,
  /// an optional exponent. Complexity: O(bytes).
  ///
  /// Up to 2^53 as digits and powers of ten up to 22 are exact in binary64, so one product or quotient rounds once and
  /// correctly [W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990]; other numbers go to the standard
  /// library's exact conversion. A number too large is out of range; one too small is 0. Words such as `nan` are malformed,
  /// and so is a number of more than 1,024 bytes.
  package static func decimal(
    _ field: UnsafeRawBufferPointer, separator: UInt8 = 0x2E
  ) throws(NumberFault) -> Double {
    guard !field.isEmpty else { throw .empty }
    guard let parts = DecimalParts(field, separator: separator) else { throw .malformed }
    if !parts.isTruncated, parts.mantissa <= 1 << 53, parts.exponent >= -22, parts.exponent <= 22 {
      let magnitude = Double(parts.mantissa)
      let scaled =
        parts.exponent < 0 ? magnitude / powersOfTen[-parts.exponent] : magnitude * powersOfTen[parts.exponent]
      return parts.isNegative ? -scaled : scaled
    }
    if parts.mantissa == 0 { return parts.isNegative ? -0.0 : 0 }
    guard field.count <= 1_024 else { throw .malformed }
    let point: UInt8 = 0x2E
    let digits = field.map { $0 == separator ? point : $0 }
    guard let value = Double(String(decoding: digits, as: UTF8.self)) else { throw .malformed }
    guard value.isFinite else { throw .outOfRange }
    return value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21,
    1e22,
  ]
}

let minus: UInt8 = 0x2D
let plus: UInt8 = 0x2B

/// A decimal number taken apart: `mantissa * 10^exponent`.
private struct DecimalParts {
  var isNegative = false
  var mantissa: UInt64 = 0
  var exponent = 0
  /// Whether digits were left out of the mantissa because it was full.
  var isTruncated = false

  init?(_ field: UnsafeRawBufferPointer, separator: UInt8) {
    var index = 0
    let count = field.count
    if field[0] == minus || field[0] == plus {
      isNegative = field[0] == minus
      index = 1
    }
    var digits = 0
    var hasSeparator = false
    while index < count {
      let byte = field[index]
      let digit = byte &- 0x30
      if digit < 10 {
        digits &+= 1
        take(digit, isFraction: hasSeparator)
      } else if byte == separator, !hasSeparator {
        hasSeparator = true
      } else {
        break
      }
      index &+= 1
    }
    guard digits > 0 else { return nil }
    if index < count {
      guard field[index] | 0x20 == 0x65, takeExponent(field, from: index + 1) else { return nil }
    }
  }

  @inline(__always)
  private mutating func take(_ digit: UInt8, isFraction: Bool) {
    if mantissa < 1 << 59 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      if isFraction { exponent &-= 1 }
    } else {
      isTruncated = isTruncated || digit != 0
      if !isFraction { exponent &+= 1 }
    }
  }

  private mutating func takeExponent(_ field: UnsafeRawBufferPointer, from start: Int) -> Bool {
    var index = start
    guard index < field.count else { return false }
    let isNegative = field[index] == minus
    if field[index] == minus || field[index] == plus { index += 1 }
    guard index < field.count else { return false }
    var power = 0
    while index < field.count {
      let digit = field[index] &- 0x30
      guard digit < 10 else { return false }
      // Far beyond what any double needs, and far from overflow.
      power = min(power * 10 + Int(digit), 1_000_000)
      index += 1
    }
    exponent += isNegative ? -power : power
    return true
  }
}
