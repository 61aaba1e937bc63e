// SPDX-License-Identifier: Apache-2.0

/// A growable sequence of bits in 64-bit words, used to say which rows of a column hold a value.
///
/// Bits past ``count`` in the last word are always 0, so words of equal bitmaps are equal and population counts need no
/// masking. An all-valid column carries no bitmap at all; see ``Column/validity``.
package struct Bitmap: Sendable, Hashable {
  /// The bits, lowest first; `(count + 63) / 64` words.
  package private(set) var words: [UInt64]
  /// The number of bits.
  package private(set) var count: Int

  /// An empty bitmap.
  package init() {
    words = []
    count = 0
  }

  /// A bitmap of `count` equal bits. Complexity: O(count / 64).
  package init(repeating bit: Bool, count: Int) {
    precondition(count >= 0, "a bitmap cannot have a negative count")
    words = Array(repeating: bit ? ~0 : 0, count: (count + 63) >> 6)
    self.count = count
    clearPadding()
  }

  /// A bitmap of so many bits in words, the lowest first; bits behind them must be 0.
  package init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) >> 6, "one word for 64 bits")
    self.words = words
    self.count = count
    clearPadding()
  }

  /// A bitmap of the given bits in order. Complexity: O(bits).
  package init(_ bits: some Sequence<Bool>) {
    self.init()
    for bit in bits { append(bit) }
  }

  /// The bit at `index`, which must lie in `0..<count`.
  package subscript(index: Int) -> Bool {
    get {
      precondition(index >= 0 && index < count, "bitmap index out of range")
      return words[index >> 6] & (1 &<< UInt64(index & 63)) != 0
    }
    set {
      precondition(index >= 0 && index < count, "bitmap index out of range")
      let mask: UInt64 = 1 &<< UInt64(index & 63)
      if newValue { words[index >> 6] |= mask } else { words[index >> 6] &= ~mask }
    }
  }

  /// Adds one bit at the end. Complexity: O(1) amortised.
  package mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 &<< UInt64(count & 63) }
    count += 1
  }

  /// Adds a bit for each byte at the end: 0, or another for 1. Complexity: O(bytes).
  package mutating func append(bytes: [UInt8]) {
    var index = 0
    while index < bytes.count, count & 63 != 0 {
      append(bytes[index] != 0)
      index += 1
    }
    while bytes.count - index >= 64 {
      var word: UInt64 = 0
      for bit in 0..<64 where bytes[index &+ bit] != 0 { word |= 1 &<< UInt64(truncatingIfNeeded: bit) }
      words.append(word)
      count += 64
      index += 64
    }
    while index < bytes.count {
      append(bytes[index] != 0)
      index += 1
    }
  }

  /// Adds a bit for each state at the end: 1 for a cell with a value. Complexity: O(states), eight at a time.
  package mutating func append(presenceIn states: UnsafeBufferPointer<CellState>) {
    let bytes = UnsafeRawBufferPointer(states)
    var index = 0
    while states.count - index >= 64 {
      var word: UInt64 = 0
      for part in 0..<8 {
        // Of a state with a value all bits are 0.
        let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &+ 8 &* part, as: UInt64.self))
        let present = ~(eight | (eight &>> 1)) & 0x0101_0101_0101_0101
        word |= ((present &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(truncatingIfNeeded: 8 &* part)
      }
      append(word: word)
      index += 64
    }
    for state in states[index...] { append(state == .present) }
  }

  /// Adds 64 bits at the end.
  private mutating func append(word: UInt64) {
    let shift = UInt64(truncatingIfNeeded: count & 63)
    if shift == 0 {
      words.append(word)
    } else {
      words[words.count - 1] |= word &<< shift
      words.append(word &>> (64 &- shift))
    }
    count += 64
  }

  /// Adds all bits of `other` at the end. Complexity: O(other.count / 64).
  package mutating func append(contentsOf other: Bitmap) {
    let shift = UInt64(count & 63)
    if shift == 0 {
      words.append(contentsOf: other.words)
    } else {
      for word in other.words {
        words[words.count - 1] |= word &<< shift
        words.append(word &>> (64 - shift))
      }
    }
    count += other.count
    words.removeLast(words.count - ((count + 63) >> 6))
  }

  /// The bits of a range, which must lie within the bitmap. Complexity: O(bits / 64).
  package func bits(_ range: Range<Int>) -> Bitmap {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bitmap index out of range")
    var part = Bitmap()
    let (first, shift) = (range.lowerBound >> 6, UInt64(range.lowerBound & 63))
    part.words = (0..<(range.count + 63) >> 6).map { index in
      let low = words[first + index] &>> shift
      let next = first + index + 1
      return shift == 0 || next >= words.count ? low : low | words[next] &<< (64 - shift)
    }
    part.count = range.count
    part.clearPadding()
    return part
  }

  /// The bits at some indices, each of which is known to lie within the bitmap, in their order. Complexity: O(indices).
  func gathering(known indices: [Int32]) -> Bitmap {
    var part = Bitmap(repeating: false, count: indices.count)
    words.withUnsafeBufferPointer { words in
      indices.withUnsafeBufferPointer { indices in
        part.words.withUnsafeMutableBufferPointer { gathered in
          var first = 0
          for number in gathered.indices {
            var word: UInt64 = 0
            // The last bit comes in at the top and is moved down by those after it.
            let end = min(first &+ 64, indices.count)
            for place in first..<end {
              let index = UInt32(bitPattern: indices[place])
              let bit = words[Int(index &>> 6)] &>> UInt64(truncatingIfNeeded: index & 63)
              word = (word &>> 1) | (bit &<< 63)
            }
            gathered[number] = word &>> UInt64(truncatingIfNeeded: 64 &- (end &- first))
            first = end
          }
        }
      }
    }
    return part
  }

  /// The number of bits that are 1. Complexity: O(count / 64).
  package var populationCount: Int {
    words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Whether every bit is 1; true for an empty bitmap. Complexity: O(count / 64).
  package var isAllSet: Bool { populationCount == count }

  /// Keeps the bits that are also 1 in `other`, which must have the same count. Complexity: O(count / 64).
  package mutating func formIntersection(_ other: Bitmap) {
    precondition(count == other.count, "bitmaps of different counts cannot be combined")
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// Adds the bits that are 1 in `other`, which must have the same count. Complexity: O(count / 64).
  package mutating func formUnion(_ other: Bitmap) {
    precondition(count == other.count, "bitmaps of different counts cannot be combined")
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// Turns every bit round. Complexity: O(count / 64).
  package mutating func invert() {
    for index in words.indices { words[index] = ~words[index] }
    clearPadding()
  }

  /// The bits that are 1 in both; the counts must be equal. Complexity: O(count / 64).
  package static func & (left: Bitmap, right: Bitmap) -> Bitmap {
    var result = left
    result.formIntersection(right)
    return result
  }

  /// The bits that are 1 in either; the counts must be equal. Complexity: O(count / 64).
  package static func | (left: Bitmap, right: Bitmap) -> Bitmap {
    var result = left
    result.formUnion(right)
    return result
  }

  /// Every bit turned round. Complexity: O(count / 64).
  package static prefix func ~ (bitmap: Bitmap) -> Bitmap {
    var result = bitmap
    result.invert()
    return result
  }

  /// Calls `body` with the index of every bit that is 1, in rising order. Complexity: O(count / 64 + bits set).
  @inline(__always)
  package func forEachSetIndex(_ body: (Int) throws -> Void) rethrows {
    for (position, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        try body((position << 6) + rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  private mutating func clearPadding() {
    if count & 63 != 0 { words[words.count - 1] &= (1 &<< UInt64(count & 63)) - 1 }
  }
}
