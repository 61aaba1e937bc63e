// SPDX-License-Identifier: Apache-2.0

let quote: UInt8 = 0x22
let lineFeed: UInt8 = 0x0A
let carriageReturn: UInt8 = 0x0D

private let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
private let highBits: UInt64 = 0x8080_8080_8080_8080

/// Gathers the high bit of each byte into the low eight bits, the first byte lowest.
@inline(__always)
private func gatherHighBits(_ word: UInt64) -> UInt64 {
  ((word &>> 7) &* 0x0102_0408_1020_4080) &>> 56
}

/// The first stage of reading a block: where the bytes stand that may end a field.
///
/// Delimiters, quotes and all control characters (line ends and NUL among them) are marked; the second stage looks at each
/// and tells what it is. Every comparison is exact, byte by byte within 64-bit words, so a mark never comes from a carry of
/// its neighbour. After the marks stands `count` as a sentinel.
/// - Parameters:
///   - bytes: the block, with at least 8 readable bytes after it
///   - count: the bytes of the block
///   - delimiter: the byte between two fields
///   - marks: room for `count + 8` positions
/// - Returns: the number of marks, and whether any byte is beyond ASCII.
func indexSeparators(
  _ bytes: UnsafeRawPointer, count: Int, delimiter: UInt8, into marks: UnsafeMutablePointer<UInt32>
) -> (marks: Int, hasHighBytes: Bool) {
  let delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
  let quotes = UInt64(quote) &* 0x0101_0101_0101_0101
  var found = 0
  var seen: UInt64 = 0
  var offset = 0
  while offset < count {
    var word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    if count &- offset < 8 {
      let shift = UInt64(truncatingIfNeeded: (count &- offset) &* 8)
      word = (word & ~(~0 &<< shift)) | (spaces &<< shift)
    }
    seen |= word
    let asDelimiter = word ^ delimiters
    let asQuote = word ^ quotes
    let notDelimiter = ((asDelimiter & lowBits) &+ lowBits) | asDelimiter
    let notQuote = ((asQuote & lowBits) &+ lowBits) | asQuote
    let notControl = ((word & lowBits) &+ 0x6060_6060_6060_6060) | word
    var bits = gatherHighBits(~(notDelimiter & notQuote & notControl) & highBits)
    while bits != 0 {
      marks[found] = UInt32(truncatingIfNeeded: offset &+ bits.trailingZeroBitCount)
      found &+= 1
      bits &= bits &- 1
    }
    offset &+= 8
  }
  marks[found] = UInt32(truncatingIfNeeded: count)
  return (found, seen & highBits != 0)
}

/// What stands behind the end of a block, as far as its last word is concerned: bytes that are no separators.
private let spaces: UInt64 = 0x2020_2020_2020_2020
