// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Seals what is written for the time of a hand-in alone, under a key that is in memory and nowhere else: whatever a crash leaves of it
/// nobody can read.
struct GroupSeal: Sendable {
  private let key = SymmetricKey(size: .bits256)

  /// The bytes of a file of some parts, sealed. Complexity: O(bytes).
  func sealed(_ parts: [[UInt8]]) -> [UInt8] {
    let plain = Array(parts.joined())
    // What is sealed is far shorter than the cipher's limit, so that this cannot fail.
    return (try? ChaChaPoly.seal(plain, using: key)).map { Array($0.combined) } ?? []
  }

  /// What was sealed; nil where it is not that. Complexity: O(bytes).
  func opened(_ file: StoredBytes) -> StoredBytes? {
    file.withUnsafeBytes { bytes in
      guard let box = try? ChaChaPoly.SealedBox(combined: bytes), let plain = try? ChaChaPoly.open(box, using: key)
      else { return nil }
      return StoredBytes(Array(plain))
    }
  }
}
