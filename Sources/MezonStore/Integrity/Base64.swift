// SPDX-License-Identifier: Apache-2.0

/// Base64 with padding (RFC 4648, section 4), strict: a value has one spelling, and every other is refused.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// The text of some bytes. Complexity: O(bytes).
  package static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
      for place in 0..<4 {
        text.append(place <= count ? alphabet[Int(group >> (18 - 6 * UInt32(place)) & 63)] : 0x3D)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text; nil where it is not the one spelling of some bytes. Complexity: O(bytes).
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    let padding = digits.reversed().prefix { $0 == 0x3D }.count
    guard padding <= 2 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    for start in stride(from: 0, to: digits.count, by: 4) {
      let missing = start + 4 == digits.count ? padding : 0
      var group: UInt32 = 0
      for place in 0..<4 {
        let value = place < 4 - missing ? values[Int(digits[start + place])] : 0
        guard value < 64 else { return nil }
        group = group << 6 | UInt32(value)
      }
      // Bits behind the last byte must be 0, or several texts would mean the same.
      if missing == 1, group & 0xFF != 0 { return nil }
      if missing == 2, group & 0xFFFF != 0 { return nil }
      for place in 0..<(3 - missing) { bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * UInt32(place)))) }
    }
    return bytes
  }
}
