// SPDX-License-Identifier: Apache-2.0

/// A person's pseudonym in two words, for there may be one a row.
struct PersonCode: Hashable, Comparable, Sendable {
  /// The bytes in their order, the highest first, so that codes ascend as their bytes do.
  private let high: UInt64
  let low: UInt64

  /// A pseudonym; nil for another number of bytes than it has.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == SealedIdentity.codeBytes else { return nil }
    self = Array(bytes).withUnsafeBytes { PersonCode($0, at: 0) }
  }

  /// The pseudonym that stands at a place.
  init(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
  }

  var bytes: [UInt8] {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
  }

  static func < (left: PersonCode, right: PersonCode) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
