// SPDX-License-Identifier: Apache-2.0

/// Mixes two words into one by a full 128-bit product.
@inline(__always)
private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

/// A hash of bytes for in-memory tables; it must never reach an output. Complexity: O(bytes).
///
/// It reads eight bytes at a time and folds them by 128-bit products.
@inline(__always)
func hashBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  var index = 0
  let count = bytes.count
  while count - index >= 8 {
    hash = fold(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
    index &+= 8
  }
  var tail: UInt64 = 0
  var shift: UInt64 = 0
  while index < count {
    tail |= UInt64(bytes[index]) &<< shift
    shift &+= 8
    index &+= 1
  }
  return fold(hash ^ tail ^ (UInt64(truncatingIfNeeded: count) &<< 56), 0xA076_1D64_78BD_642F)
}

/// Whether two runs of the same number of bytes are equal. Complexity: O(bytes), eight at a time.
@inline(__always)
package func hasEqualBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  var index = 0
  while left.count - index >= 8 {
    let leftWord = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    guard leftWord == right.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
    index &+= 8
  }
  while index < left.count {
    guard left[index] == right[index] else { return false }
    index &+= 1
  }
  return true
}
