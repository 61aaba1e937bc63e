// SPDX-License-Identifier: Apache-2.0

/// Leaves that stand one behind the other in a tree, of which most are summed up: what is to be added once the leaves before them are known.
struct LeafStretch: Sendable {
  /// The level of the perfect trees that threads work out by themselves: of 4,096 leaves each.
  fileprivate static let level = 12

  /// The place of the first leaf in the tree, from 0.
  let start: UInt64
  /// Leaves up to where a perfect tree begins.
  fileprivate let before: [Digest256]
  /// The roots of the perfect trees behind them.
  fileprivate let roots: [Digest256]
  /// The leaves that are left.
  fileprivate let after: [Digest256]

  /// Leaves' hashes, 32 bytes each, one behind the other. Complexity: O(leaves).
  init(_ leaves: [UInt8], at start: UInt64, threads: Int) {
    self.start = start
    let total = leaves.count / RecordLeaves.hashBytes
    let size = 1 << Self.level
    let ahead = min(total, Int(truncatingIfNeeded: (UInt64(size) - start % UInt64(size)) % UInt64(size)))
    let trees = (total - ahead) / size
    before = Self.digests(leaves, 0..<ahead)
    roots = sideBySide(0..<trees, threads: threads) { tree in
      let first = ahead + tree * size
      return leaves.withUnsafeBytes { bytes in
        Self.root(UnsafeRawBufferPointer(rebasing: bytes[(first * 32)..<((first + size) * 32)]))
      }
    }
    after = Self.digests(leaves, (ahead + trees * size)..<total)
  }

  private static func digests(_ leaves: [UInt8], _ range: Range<Int>) -> [Digest256] {
    leaves.withUnsafeBytes { bytes in
      range.map { Digest256(loading: UnsafeRawBufferPointer(rebasing: bytes[($0 * 32)..<(($0 + 1) * 32)])) }
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
          ShortHash.write(
            of: UnsafeRawBufferPointer(rebasing: nodes[(pair * 64)..<(pair * 64 + 65)]),
            to: UnsafeMutableRawBufferPointer(rebasing: nodes[(1 + pair * 32)..<(33 + pair * 32)]))
        }
        count /= 2
      }
      return Digest256(loading: UnsafeRawBufferPointer(rebasing: nodes[1..<33]))
    }
  }
}

extension MerkleAccumulator {
  /// Adds leaves' hashes, 32 bytes each, one behind the other. Complexity: O(leaves).
  mutating func append(_ leaves: [UInt8], threads: Int) {
    append(LeafStretch(leaves, at: count, threads: threads))
  }

  /// Adds leaves that were summed up; the tree must end where they begin. Complexity: O(leaves / 4,096).
  mutating func append(_ stretch: LeafStretch) {
    precondition(count == stretch.start, "leaves stand where they were summed up to stand")
    for leaf in stretch.before { append(leaf) }
    for root in stretch.roots { append(root, level: LeafStretch.level) }
    for leaf in stretch.after { append(leaf) }
  }
}
