// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The hashes of the tree of RFC 9162, section 2.1: a leaf is SHA-256(0x00 || record), a node SHA-256(0x01 || left || right).
package enum MerkleTree {
  /// The root of the tree without leaves: SHA-256 of nothing.
  package static let emptyRoot = Digest256(of: [])

  /// What stands before a record.
  static let leafMark: UInt8 = 0
  /// What stands before the two hashes of a node.
  static let nodeMark: UInt8 = 1

  /// The hash of a leaf. Complexity: O(bytes).
  package static func leaf(_ record: [UInt8]) -> Digest256 {
    record.withUnsafeBytes { leaf($0) }
  }

  /// The hash of a leaf. Complexity: O(bytes).
  package static func leaf(_ record: UnsafeRawBufferPointer) -> Digest256 {
    var hash = SHA256()
    withUnsafeBytes(of: 0 as UInt8) { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: record)
    return Digest256(finished: hash)
  }

  /// The hash of a node above two others.
  package static func node(_ left: Digest256, _ right: Digest256) -> Digest256 {
    var hash = SHA256()
    withUnsafeBytes(of: 1 as UInt8) { hash.update(bufferPointer: $0) }
    left.withUnsafeBytes { hash.update(bufferPointer: $0) }
    right.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Digest256(finished: hash)
  }

  /// The root over some leaves. Complexity: O(leaves).
  package static func root(_ leaves: some Sequence<Digest256>) -> Digest256 {
    var accumulator = MerkleAccumulator()
    for leaf in leaves { accumulator.append(leaf) }
    return accumulator.root
  }

  /// The path that proves that a leaf stands at an index of the tree over all leaves (RFC 9162, 2.1.3.1).
  ///
  /// nil where there is no such leaf. Complexity: O(leaves).
  package static func inclusionProof(of index: Int, in leaves: [Digest256]) -> [Digest256]? {
    guard leaves.indices.contains(index) else { return nil }
    return path(index, leaves[...])
  }

  private static func path(_ index: Int, _ leaves: ArraySlice<Digest256>) -> [Digest256] {
    guard leaves.count > 1 else { return [] }
    let split = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
    return index < split
      ? path(index, leaves[..<split]) + [root(leaves[split...])]
      : path(index, leaves[split...]) + [root(leaves[..<split])]
  }

  /// The path that proves that the tree over the first `old` leaves is the beginning of the tree over all (RFC 9162, 2.1.4.1).
  ///
  /// nil where `old` is not in `1...leaves.count`. Complexity: O(leaves).
  package static func consistencyProof(from old: Int, in leaves: [Digest256]) -> [Digest256]? {
    guard old >= 1, old <= leaves.count else { return nil }
    return subproof(old, leaves[...], isWhole: true)
  }

  private static func subproof(_ old: Int, _ leaves: ArraySlice<Digest256>, isWhole: Bool) -> [Digest256] {
    if old == leaves.count { return isWhole ? [] : [root(leaves)] }
    let half = largestPowerOfTwo(below: leaves.count)
    let split = leaves.startIndex + half
    return old <= half
      ? subproof(old, leaves[..<split], isWhole: isWhole) + [root(leaves[split...])]
      : subproof(old - half, leaves[split...], isWhole: false) + [root(leaves[..<split])]
  }

  /// The largest power of two that is smaller than a number of at least 2.
  private static func largestPowerOfTwo(below count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// Whether a path proves that a leaf stands at an index of the tree with a size and root (RFC 9162, 2.1.3.2).
  package static func isIncluded(
    _ leaf: Digest256, at index: UInt64, ofSize size: UInt64, root: Digest256, proof: [Digest256]
  ) -> Bool {
    guard index < size else { return false }
    var place = index
    var last = size - 1
    var value = leaf
    for step in proof {
      if last == 0 { return false }
      if place & 1 == 1 || place == last {
        value = node(step, value)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        value = node(value, step)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 && value == root
  }

  /// Whether a path proves that a tree is the beginning of another (RFC 9162, 2.1.4.2).
  ///
  /// Trees of the same size must have the same root and need no path; nothing is proved of the empty tree.
  package static func isConsistent(
    _ old: UInt64, _ oldRoot: Digest256, with new: UInt64, _ newRoot: Digest256, proof: [Digest256]
  ) -> Bool {
    guard old > 0, old <= new else { return false }
    if old == new { return proof.isEmpty && oldRoot == newRoot }
    // A tree that is perfect is a node of the larger one, so its root is not repeated in the path.
    var path = old & (old - 1) == 0 ? [oldRoot] + proof : proof
    guard !path.isEmpty else { return false }
    var place = old - 1
    var last = new - 1
    while place & 1 == 1 {
      place >>= 1
      last >>= 1
    }
    var oldValue = path.removeFirst()
    var newValue = oldValue
    for step in path {
      if last == 0 { return false }
      if place & 1 == 1 || place == last {
        oldValue = node(step, oldValue)
        newValue = node(step, newValue)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        newValue = node(newValue, step)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 && oldValue == oldRoot && newValue == newRoot
  }
}
