// SPDX-License-Identifier: Apache-2.0

/// The position of the first byte in `start..<end` that does not begin or continue a well-formed character, or `end`.
///
/// Well-formed is what the Unicode Standard, table 3-7, allows: no overlong forms, no surrogates, nothing above U+10FFFF. An
/// ill-formed or truncated sequence is reported at its first byte. Complexity: O(bytes), sixteen at a time where they are of the alphabets
/// below U+0800 and of most others.
func firstInvalidUTF8(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
  // The first three bytes have none before them that a character may have begun with.
  var index = firstInvalidUTF8(bytes, from: start, past: min(end, start &+ 3), to: end)
  if index.isInvalid { return index.place }
  while end &- index.place >= 16 {
    if isWellFormed(UnsafeRawPointer(bytes), at: index.place) {
      index.place &+= 16
    } else {
      let character = startOfCharacter(before: index.place, in: bytes, from: start)
      index = firstInvalidUTF8(bytes, from: character, past: index.place &+ 16, to: end)
      if index.isInvalid { return index.place }
    }
  }
  return firstInvalidUTF8(
    bytes, from: startOfCharacter(before: index.place, in: bytes, from: start), past: end, to: end
  ).place
}

/// Whether sixteen bytes are surely well-formed, after well-formed ones of which the last character may go on in them; the two bytes before are
/// read.
@inline(__always)
func isWellFormed(_ bytes: UnsafeRawPointer, at index: Int) -> Bool {
  let halves = bytes.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
  let before = bytes.load(fromByteOffset: index &- 1, as: UInt8.self)
  if (halves[0] | halves[1]) & 0x8080_8080_8080_8080 == 0, before < 0x80 { return true }
  return !doubtsOfForm(bytes, at: index).hasAny
}

/// Where sixteen bytes may not be well-formed, after well-formed ones of which the last character may go on in them: 0 in each lane of which
/// that is sure. The two bytes before are read.
@inline(__always)
func doubtsOfForm(_ bytes: UnsafeRawPointer, at index: Int) -> ByteLanes {
  let here = bytes.loadUnaligned(fromByteOffset: index, as: ByteLanes.self)
  let first = bytes.loadUnaligned(fromByteOffset: index &- 1, as: ByteLanes.self)
  let second = bytes.loadUnaligned(fromByteOffset: index &- 2, as: ByteLanes.self)
  func lanes(_ byte: UInt8) -> ByteLanes { ByteLanes(repeating: byte) }
  let mustNotContinue = first.less(lanes(0xC2)) & second.less(lanes(0xE0))
  let continues = (here & lanes(0xC0)).equal(lanes(0x80))
  // Never allowed, or allowed with some second bytes only, or beginning four bytes: such are looked at one by one.
  let isUsual = here.less(lanes(0xF0))
  let isRare = (here & lanes(0xFE)).equal(lanes(0xC0)) | here.equal(lanes(0xE0)) | here.equal(lanes(0xED))
  return ~(mustNotContinue ^ continues) | ~isUsual | isRare
}

/// Where the character begins that a well-formed text before `index` ends with, complete or not; `index` after an ASCII one.
private func startOfCharacter(before index: Int, in bytes: UnsafePointer<UInt8>, from start: Int) -> Int {
  var place = index
  while place > start, bytes[place &- 1] >= 0x80 {
    place &-= 1
    if bytes[place] >= 0xC0 { break }
  }
  return place
}

/// Looks at characters one by one until one ends at `limit` or beyond it.
/// - Returns: where it ends; or the first byte that is not well-formed, or `end`
private func firstInvalidUTF8(
  _ bytes: UnsafePointer<UInt8>, from start: Int, past limit: Int, to end: Int
) -> (place: Int, isInvalid: Bool) {
  var index = start
  while index < limit {
    let lead = bytes[index]
    if lead < 0x80 {
      index &+= 1
      continue
    }
    let length = sequenceLength(lead)
    guard length > 0, end &- index >= length else { return (index, true) }
    let second = bytes[index &+ 1]
    guard second >= lowestSecond(lead), second <= highestSecond(lead) else { return (index, true) }
    if length > 2 {
      guard bytes[index &+ 2] & 0xC0 == 0x80, length == 3 || bytes[index &+ 3] & 0xC0 == 0x80 else {
        return (index, true)
      }
    }
    index &+= length
  }
  return (index, false)
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
