// SPDX-License-Identifier: Apache-2.0

import Crypto

extension MerkleAccumulator {
  /// The level of the perfect trees that threads work out by themselves: of 4,096 leaves each.
  private static let level = 12

  /// Adds leaves' hashes, 32 bytes each, one behind the other. Complexity: O(leaves).
  mutating func append(_ leaves: [UInt8], threads: Int) {
    let total = leaves.count / RecordLeaves.hashBytes
    leaves.withUnsafeBytes { bytes in
      func leaf(_ index: Int) -> Digest256 {
        Digest256(loading: UnsafeRawBufferPointer(rebasing: bytes[(index * 32)..<((index + 1) * 32)]))
      }
      // Up to where a perfect tree begins, one by one.
      let size = 1 << Self.level
      let ahead = min(total, Int(truncatingIfNeeded: (UInt64(size) - count % UInt64(size)) % UInt64(size)))
      for index in 0..<ahead { append(leaf(index)) }
      let trees = (total - ahead) / size
      let roots = sideBySide(0..<trees, threads: threads) { [leaves] tree in
        let first = ahead + tree * size
        return leaves.withUnsafeBytes { bytes in
          Self.root(UnsafeRawBufferPointer(rebasing: bytes[(first * 32)..<((first + size) * 32)]))
        }
      }
      for root in roots { append(root, level: Self.level) }
      for index in (ahead + trees * size)..<total { append(leaf(index)) }
    }
  }

  /// The root of a perfect tree over leaves' hashes, whose number must be a power of two.
  private static func root(_ leaves: UnsafeRawBufferPointer) -> Digest256 {
    withUnsafeTemporaryAllocation(byteCount: leaves.count + 1, alignment: 16) { nodes in
      // A node's mark stands before each pair in turn, where the byte is no longer needed.
      UnsafeMutableRawBufferPointer(rebasing: nodes[1...]).copyMemory(from: leaves)
      var count = leaves.count / 32
      while count > 1 {
        for pair in 0..<(count / 2) {
          nodes[pair * 64] = MerkleTree.nodeMark
          var hash = SHA256()
          hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: nodes[(pair * 64)..<(pair * 64 + 65)]))
          Digest256(finished: hash).withUnsafeBytes {
            UnsafeMutableRawBufferPointer(rebasing: nodes[(1 + pair * 32)..<(33 + pair * 32)]).copyMemory(from: $0)
          }
        }
        count /= 2
      }
      return Digest256(loading: UnsafeRawBufferPointer(rebasing: nodes[1..<33]))
    }
  }
}
