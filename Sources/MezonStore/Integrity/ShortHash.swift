// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// SHA-256 of short texts, of which a store has two for each record: its leaf, and a node above.
///
/// A hash of swift-crypto is an object that is asked for and given back each time, which takes longer than to hash such a text. Of what is long, and
/// of everything that is secret, that library makes the hashes.
enum ShortHash {
  /// How many bytes a hash has.
  static let byteCount = 32

  /// Writes the hash of some bytes to the first bytes of a target, which may be among those that are hashed. Complexity: O(bytes).
  @inline(__always)
  static func write(of bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) {
    precondition(target.count >= byteCount, "a hash has thirty-two bytes")
    var context = SHA256_CTX()
    // They fail on no input.
    SHA256_Init(&context)
    SHA256_Update(&context, bytes.baseAddress, bytes.count)
    SHA256_Final(target.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
  }
}
