// SPDX-License-Identifier: Apache-2.0

/// Numbers of a fixed number of bits, one behind the other, lowest bits first.
enum BitPacking {
  /// How many bits a value needs, 0 for 0.
  static func width(_ value: UInt64) -> Int { UInt64.bitWidth - value.leadingZeroBitCount }

  /// How many bytes so many values take.
  static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

  /// Writes values, each of which must fit the width, into ``byteCount(_:width:)`` bytes. Complexity: O(count).
  @inline(__always)
  static func pack(_ count: Int, width: Int, to bytes: UnsafeMutableRawBufferPointer, _ value: (Int) -> UInt64) {
    var pending: UInt64 = 0
    var filled = 0
    var place = 0
    for index in 0..<count {
      let value = value(index)
      pending |= value << UInt64(filled)
      if filled + width >= 64 {
        bytes.storeBytes(of: pending.littleEndian, toByteOffset: place, as: UInt64.self)
        place += 8
        let used = 64 - filled
        pending = used == 64 ? 0 : value >> UInt64(used)
        filled = filled + width - 64
      } else {
        filled += width
      }
    }
    while filled > 0 {
      bytes[place] = UInt8(truncatingIfNeeded: pending)
      place += 1
      pending >>= 8
      filled -= 8
    }
  }

  /// Reads values of at most eight bits, eight at a time as far as whole words lie ahead, and returns how many were read.
  ///
  /// The bytes must hold ``byteCount(_:width:)`` of them. Complexity: O(values).
  @inline(__always)
  static func unpackEights<Value>(
    _ bytes: UnsafeRawBufferPointer, width: Int, into values: UnsafeMutableBufferPointer<Value>,
    _ value: (UInt64) -> Value
  ) -> Int {
    guard width > 0, width <= 8, bytes.count >= 8 else { return 0 }
    let mask: UInt64 = (1 << UInt64(width)) - 1
    // Eight values take as many bytes as each has bits.
    let steps = min(values.count / 8, (bytes.count - 8) / width + 1)
    for step in 0..<steps {
      var word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: step &* width, as: UInt64.self))
      for place in 0..<8 {
        values[step &* 8 &+ place] = value(word & mask)
        word &>>= UInt64(truncatingIfNeeded: width)
      }
    }
    return 8 * steps
  }

  /// Reads values: `values[i] = base + scale * packed[i]`, wrapping. The bytes must hold ``byteCount(_:width:)`` of them.
  /// Complexity: O(values).
  @inline(__always)
  static func unpack<Value: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, width: Int, base: Int64, scale: UInt64,
    into values: UnsafeMutableBufferPointer<Value>
  ) {
    guard width > 0 else { return values.update(repeating: Value(truncatingIfNeeded: base)) }
    let mask: UInt64 = width == 64 ? ~0 : (1 << UInt64(width)) - 1
    let lowBase = UInt64(bitPattern: base)
    var index = unpackEights(bytes, width: width, into: values) { Value(truncatingIfNeeded: lowBase &+ $0 &* scale) }
    var bit = index * width
    // Up to 57 bits a value lies within eight bytes.
    if width <= 57, bytes.count >= 8 {
      let whole = min(values.count, ((bytes.count - 8) * 8 + 7) / width + 1)
      while index < whole {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self))
        values[index] = Value(
          truncatingIfNeeded: lowBase &+ ((word &>> UInt64(truncatingIfNeeded: bit & 7)) & mask) &* scale)
        bit &+= width
        index &+= 1
      }
    }
    // While nine bytes lie ahead a value is two loads at most.
    while index < values.count, bit >> 3 + 9 <= bytes.count {
      let place = bit >> 3
      let shift = UInt64(bit & 7)
      var word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) >> shift
      if shift > 0 { word |= UInt64(bytes[place + 8]) << (64 - shift) }
      values[index] = Value(truncatingIfNeeded: lowBase &+ (word & mask) &* scale)
      bit += width
      index += 1
    }
    while index < values.count {
      var word: UInt64 = 0
      for place in 0..<width where bytes[(bit + place) >> 3] >> UInt8((bit + place) & 7) & 1 == 1 {
        word |= 1 << UInt64(place)
      }
      values[index] = Value(truncatingIfNeeded: lowBase &+ word &* scale)
      bit += width
      index += 1
    }
  }
}
