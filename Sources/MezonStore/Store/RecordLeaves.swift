// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The leaves of a table's rows.
enum RecordLeaves {
  /// The hash of each row's record. Complexity: O(bytes of the records).
  static func hashes(of table: PortableTable, commit: Int, identities: [SealedIdentity]) -> [Digest256] {
    let text = RecordText(table, commit: commit)
    var record: [UInt8] = []
    var next = 0
    return (0..<table.rowCount).map { row in
      var sealed: [Digest256] = []
      while next < identities.count, identities[next].row == row {
        sealed.append(identities[next].digest)
        next += 1
      }
      text.write(row, sealed: sealed, to: &record)
      return MerkleTree.leaf(record)
    }
  }

  /// Hashes one behind the other, 32 bytes each.
  static func bytes(_ hashes: [Digest256]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 * hashes.count)
    for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// The hashes in a file of whole ones.
  static func hashes(_ stored: StoredBytes) -> [Digest256] {
    stored.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 31, by: 32).compactMap { Digest256(bytes[$0..<($0 + 32)]) }
    }
  }
}
