// SPDX-License-Identifier: Apache-2.0

/// Writes the parts of a binary file; numbers are little-endian or of variable length (LEB128).
struct ByteWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  /// Adds a number in groups of seven bits, lowest first.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(count value: Int) { append(varint: UInt64(value)) }

  /// Adds a number with a sign so that small magnitudes are short.
  mutating func append(zigzag value: Int64) {
    append(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func append(_ value: UInt8) { bytes.append(value) }

  mutating func append(fixed value: UInt32) {
    for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(place)))) }
  }

  mutating func append(fixed value: UInt64) {
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place)))) }
  }

  /// Adds `count` numbers of `width` bits each, lowest bits first; each must fit. Complexity: O(count).
  @inline(__always)
  mutating func append(packed count: Int, width: Int, _ value: (Int) -> UInt64) {
    guard width > 0, count > 0 else { return }
    let start = bytes.count
    let length = BitPacking.byteCount(count, width: width)
    bytes.append(contentsOf: repeatElement(0, count: length))
    bytes.withUnsafeMutableBytes { all in
      BitPacking.pack(count, width: width, to: UnsafeMutableRawBufferPointer(rebasing: all[start...]), value)
    }
  }

  /// How many bytes a number takes in groups of seven bits.
  static func varintCount(_ value: UInt64) -> Int { max(1, (BitPacking.width(value) + 6) / 7) }

  /// How many bytes a number with a sign takes.
  static func zigzagCount(_ value: Int64) -> Int { varintCount(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

  mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Adds a text behind its length.
  mutating func append(text: String) {
    append(count: text.utf8.count)
    append(text.utf8)
  }
}
