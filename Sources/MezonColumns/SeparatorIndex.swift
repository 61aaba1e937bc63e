// SPDX-License-Identifier: Apache-2.0

let quote: UInt8 = 0x22
let lineFeed: UInt8 = 0x0A
let carriageReturn: UInt8 = 0x0D

/// The first stage of reading a block: where the bytes stand that may end a field.
///
/// Delimiters, quotes and all control characters (line ends and NUL among them) are marked; the second stage looks at each
/// and tells what it is. Sixteen bytes are compared at a time, and of the marks of 64 the first twelve are written
/// without asking whether there are so many, and then eight at a time, for a wrongly guessed branch costs more than writes that
/// nobody needs. After the marks stands `count` as a sentinel.
/// - Parameters:
///   - bytes: the block, with at least ``blockPadding`` readable bytes after it
///   - count: the bytes of the block
///   - delimiter: the byte between two fields
///   - marks: room for `count + blockPadding` positions
/// - Returns: the number of marks, and whether any byte is beyond ASCII.
func indexSeparators(
  _ bytes: UnsafeRawPointer, count: Int, delimiter: UInt8, into marks: UnsafeMutablePointer<UInt32>
) -> (marks: Int, hasHighBytes: Bool) {
  let delimiters = ByteLanes(repeating: delimiter)
  let quotes = ByteLanes(repeating: quote)
  let firstPrintable = ByteLanes(repeating: 0x20)
  var seen = ByteLanes(repeating: 0)
  var found = 0
  var offset = 0
  while offset < count {
    var bits: UInt64 = 0
    var part = 0
    while part < 64 {
      let lanes = bytes.loadUnaligned(fromByteOffset: offset &+ part, as: ByteLanes.self)
      seen |= lanes
      let marked = lanes.equal(delimiters) | lanes.equal(quotes) | lanes.less(firstPrintable)
      bits |= marked.bits &<< UInt64(truncatingIfNeeded: part)
      part &+= 16
    }
    if count &- offset < 64 { bits &= ~(~0 &<< UInt64(truncatingIfNeeded: count &- offset)) }
    var next = found
    found &+= bits.nonzeroBitCount
    for _ in 0..<usualMarks {
      marks[next] = UInt32(truncatingIfNeeded: offset &+ bits.trailingZeroBitCount)
      bits &= bits &- 1
      next &+= 1
    }
    while next < found {
      for _ in 0..<8 {
        marks[next] = UInt32(truncatingIfNeeded: offset &+ bits.trailingZeroBitCount)
        bits &= bits &- 1
        next &+= 1
      }
    }
    offset &+= 64
  }
  marks[found] = UInt32(truncatingIfNeeded: count)
  return (found, seen.max() >= 0x80)
}

/// How many marks 64 bytes of nearly every log have at most.
private let usualMarks = 12

/// The bytes that must be readable after a block, and the marks that may be written after the last.
let blockPadding = 64
