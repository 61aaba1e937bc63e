// SPDX-License-Identifier: Apache-2.0

/// Bytes that are not what a format says.
struct FormatFault: Error, Sendable {
  /// What was expected, for a message.
  let what: String
  init(_ what: String) { self.what = what }
}

/// Reads what ``ByteWriter`` writes; whatever the bytes are, it reads within them or throws.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var index: Int
  let end: Int

  /// Reads a part of some bytes, or all of them.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>? = nil) throws(FormatFault) {
    let range = range ?? 0..<bytes.count
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw FormatFault("a part beyond the end") }
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end - index }

  mutating func byte() throws(FormatFault) -> UInt8 {
    guard index < end else { throw FormatFault("a byte") }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func varint() throws(FormatFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let byte = try byte()
      if shift == 63, byte > 1 { break }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw FormatFault("a number")
  }

  mutating func zigzag() throws(FormatFault) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number of things, at most `limit`.
  mutating func count(atMost limit: Int) throws(FormatFault) -> Int {
    guard let value = Int(exactly: try varint()), value <= limit else { throw FormatFault("a number within bounds") }
    return value
  }

  /// The place of the next `count` bytes, which are passed over.
  mutating func take(_ count: Int) throws(FormatFault) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw FormatFault("\(count) bytes") }
    defer { index += count }
    return index..<(index + count)
  }

  mutating func fixed32() throws(FormatFault) -> UInt32 {
    let place = try take(4)
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt32.self))
  }

  mutating func fixed64() throws(FormatFault) -> UInt64 {
    let place = try take(8)
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt64.self))
  }

  mutating func text() throws(FormatFault) -> String {
    let place = try take(try count(atMost: remaining))
    guard let text = String(validating: bytes[place], as: UTF8.self) else { throw FormatFault("UTF-8") }
    return text
  }

  mutating func array(_ count: Int) throws(FormatFault) -> [UInt8] { Array(bytes[try take(count)]) }
}
