// SPDX-License-Identifier: Apache-2.0

/// The position of the first byte in `start..<end` that does not begin or continue a well-formed character, or `end`.
///
/// Well-formed is what the Unicode Standard, table 3-7, allows: no overlong forms, no surrogates, nothing above U+10FFFF. An
/// ill-formed or truncated sequence is reported at its first byte. Complexity: O(bytes), eight at a time in ASCII.
func firstInvalidUTF8(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
  var index = start
  while index < end {
    if end &- index >= 8 {
      let word = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 == 0 {
        index &+= 8
        continue
      }
    }
    let lead = bytes[index]
    if lead < 0x80 {
      index &+= 1
      continue
    }
    let length = sequenceLength(lead)
    guard length > 0, end &- index >= length else { return index }
    let second = bytes[index &+ 1]
    guard second >= lowestSecond(lead), second <= highestSecond(lead) else { return index }
    if length > 2 {
      guard bytes[index &+ 2] & 0xC0 == 0x80, length == 3 || bytes[index &+ 3] & 0xC0 == 0x80 else { return index }
    }
    index &+= length
  }
  return end
}

/// The number of bytes of the character that `lead` begins, or 0 when it begins none.
@inline(__always)
func sequenceLength(_ lead: UInt8) -> Int {
  switch lead {
  case 0xC2...0xDF: 2
  case 0xE0...0xEF: 3
  case 0xF0...0xF4: 4
  default: 0
  }
}

/// The lowest second byte that may follow `lead`.
@inline(__always)
func lowestSecond(_ lead: UInt8) -> UInt8 {
  lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
}

/// The highest second byte that may follow `lead`.
@inline(__always)
func highestSecond(_ lead: UInt8) -> UInt8 {
  lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
}
