// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Seals what is written for the time of a hand-in alone, under a key that is in memory and nowhere else: whatever a crash leaves of it
/// nobody can read.
///
/// Each part of a file is sealed by itself, with its number, and stands behind its length in four bytes.
struct GroupSeal: Sendable {
  private let key = SymmetricKey(size: .bits256)

  private static func number(_ place: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(place).littleEndian) { Array($0) }
  }

  /// The parts of a file, sealed. Complexity: O(bytes).
  func sealed(_ parts: [[UInt8]]) throws(StoreFault) -> [[UInt8]] {
    var sealed: [[UInt8]] = []
    for (place, part) in parts.enumerated() {
      guard let box = try? ChaChaPoly.seal(part, using: key, authenticating: Self.number(place)) else {
        throw .cipherRefuses
      }
      let bytes = Array(box.combined)
      sealed.append(withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).littleEndian) { Array($0) } + bytes)
    }
    return sealed
  }

  /// What was sealed; nil where it is not that. Complexity: O(bytes).
  func opened(_ file: StoredBytes) -> StoredBytes? {
    file.withUnsafeBytes { bytes in
      guard var reader = try? ByteReader(bytes) else { return nil }
      var plain: [UInt8] = []
      plain.reserveCapacity(bytes.count)
      var place = 0
      while reader.remaining > 0 {
        guard let length = try? reader.fixed32(), let range = try? reader.take(Int(length)),
          let box = try? ChaChaPoly.SealedBox(combined: UnsafeRawBufferPointer(rebasing: bytes[range])),
          let part = try? ChaChaPoly.open(box, using: key, authenticating: Self.number(place))
        else { return nil }
        plain += part
        place += 1
      }
      return StoredBytes(plain)
    }
  }
}
