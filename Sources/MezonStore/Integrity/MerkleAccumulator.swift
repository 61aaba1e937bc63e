// SPDX-License-Identifier: Apache-2.0

/// The root of a growing tree, in memory that grows with the logarithm of the leaves.
package struct MerkleAccumulator: Sendable {
  /// Roots of perfect trees, larger ones first: one for each bit that is 1 in the number of leaves.
  package private(set) var peaks: [Digest256] = []
  /// The number of leaves.
  package private(set) var count: UInt64 = 0

  /// The tree without leaves.
  package init() {}

  /// A tree of which only the roots of the perfect trees are known, one for each bit that is 1 in the number of leaves.
  package init(peaks: [Digest256], count: UInt64) {
    precondition(peaks.count == count.nonzeroBitCount, "a tree has a root for each bit of its size")
    self.peaks = peaks
    self.count = count
  }

  /// Adds a leaf's hash. Complexity: O(1) amortised.
  package mutating func append(_ leaf: Digest256) { append(leaf, level: 0) }

  /// Adds the root of a perfect tree over 2^level leaves; the leaves before must be a multiple of as many.
  mutating func append(_ root: Digest256, level: Int) {
    precondition(
      count & ((1 << UInt64(level)) - 1) == 0, "a perfect tree begins where its size divides the leaves before")
    var value = root
    var size = count >> UInt64(level)
    while size & 1 == 1, let left = peaks.popLast() {
      value = MerkleTree.node(left, value)
      size >>= 1
    }
    peaks.append(value)
    count += 1 << UInt64(level)
  }

  /// The root over all leaves so far. Complexity: O(log leaves).
  package var root: Digest256 {
    guard var value = peaks.last else { return MerkleTree.emptyRoot }
    for peak in peaks.dropLast().reversed() { value = MerkleTree.node(peak, value) }
    return value
  }
}
