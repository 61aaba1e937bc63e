// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// How RFC 8785 writes texts and numbers.
package enum JSONText {
  /// Whether a name comes before another: by UTF-16 units (RFC 8785, 3.2.3).
  package static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf16.lexicographicallyPrecedes(right.utf16)
  }

  /// Adds a text in quotes (3.2.2.2).
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &bytes) }
  }

  /// Adds UTF-8 text in quotes (3.2.2.2).
  package static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x00..<0x20:
        bytes += "\\u00".utf8
        bytes += Hex.text(CollectionOfOne(byte)).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  /// Adds a finite number as ECMAScript's Number::toString does (3.2.2.3).
  package static func append(_ value: Double, to bytes: inout [UInt8]) {
    guard value != 0 else { return bytes.append(0x30) }
    if value < 0 { bytes.append(0x2D) }
    let (digits, exponent) = NumberFormat.shortestDigits(value.magnitude)
    let count = digits.count
    // The value is 0.digits x 10^point.
    let point = exponent + 1
    if count <= point, point <= 21 {
      bytes += digits
      bytes += repeatElement(0x30, count: point - count)
    } else if 0 < point, point <= 21 {
      bytes += digits[..<point]
      bytes.append(0x2E)
      bytes += digits[point...]
    } else if -6 < point, point <= 0 {
      bytes += "0.".utf8
      bytes += repeatElement(0x30, count: -point)
      bytes += digits
    } else {
      bytes.append(digits[0])
      if count > 1 {
        bytes.append(0x2E)
        bytes += digits[1...]
      }
      bytes.append(0x65)
      bytes.append(exponent < 0 ? 0x2D : 0x2B)
      bytes += String(exponent.magnitude).utf8
    }
  }
}
