// SPDX-License-Identifier: Apache-2.0

package import Crypto

/// A SHA-256 value: 32 bytes.
package struct Digest256: Hashable, Sendable {
  /// The bytes in four words, as they lie in memory: a value needs no memory of its own, for there may be one a record.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// A value of 32 bytes; nil for another number of them.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self = Array(bytes).withUnsafeBytes { Digest256(loaded: $0) }
  }

  /// The digest of some bytes. Complexity: O(bytes).
  package init(of bytes: [UInt8]) {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(finished: hash)
  }

  /// The digest of some bytes. Complexity: O(bytes).
  init(of bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    self.init(finished: hash)
  }

  /// The digest that a hash ends with.
  package init(finished hash: SHA256) {
    self = hash.finalize().withUnsafeBytes { Digest256(loaded: $0) }
  }

  /// The value of 32 bytes.
  init(loading bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == 32, "a digest has 32 bytes")
    self.init(loaded: bytes)
  }

  private init(loaded bytes: UnsafeRawBufferPointer) {
    words = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    )
  }

  /// The 32 bytes.
  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Calls `body` with the 32 bytes.
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: words, body)
  }

  /// In 64 hexadecimal digits.
  package var hex: String { Hex.text(bytes) }

  package static func == (left: Digest256, right: Digest256) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
