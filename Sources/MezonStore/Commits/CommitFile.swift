// SPDX-License-Identifier: Apache-2.0

/// The file of a commit: the commit's text on one line, an empty line, and the signed checkpoint of the tree with it.
package struct CommitFile: Sendable {
  package let commit: Commit
  /// The commit's text as it stands in the file: what its leaf is the hash of.
  package let body: [UInt8]
  package let checkpoint: SignedCheckpoint
  /// SHA-256 of the whole file, by which the next commit names it.
  package let digest: Digest256

  /// Signs a commit; nil where a key refuses.
  init?(_ commit: Commit, signedBy keys: [(name: String, key: SigningKey)]) {
    guard let body = commit.json.canonical() else { return nil }
    var accumulator = MerkleAccumulator(peaks: commit.peaks, count: UInt64(commit.treeSize))
    accumulator.append(MerkleTree.leaf(body))
    let head = Checkpoint(origin: commit.origin, size: accumulator.count, root: accumulator.root)
    guard let checkpoint = SignedCheckpoint(head, signedBy: keys) else { return nil }
    self.commit = commit
    self.body = body
    self.checkpoint = checkpoint
    digest = Digest256(of: Self.bytes(body, checkpoint))
  }

  /// Reads a commit's file; nil where it is not one or its checkpoint is not that of its tree. Signatures are not checked.
  package init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: 0x0A), end + 2 < bytes.count, bytes[end + 1] == 0x0A,
      let json = JSON(Array(bytes[..<end])), let commit = Commit(json), commit.json.canonical() == Array(bytes[..<end]),
      let text = String(validating: bytes[(end + 2)...], as: UTF8.self), let checkpoint = SignedCheckpoint(text)
    else { return nil }
    guard commit.peaks.count == commit.treeSize.nonzeroBitCount else { return nil }
    self.commit = commit
    self.checkpoint = checkpoint
    body = Array(bytes[..<end])
    digest = Digest256(of: bytes)
    let tree = tree
    guard checkpoint.checkpoint == Checkpoint(origin: commit.origin, size: tree.count, root: tree.root) else {
      return nil
    }
  }

  /// The tree with the commit's own leaf.
  var tree: MerkleAccumulator {
    var accumulator = MerkleAccumulator(peaks: commit.peaks, count: UInt64(commit.treeSize))
    accumulator.append(MerkleTree.leaf(body))
    return accumulator
  }

  /// The file's content.
  package var bytes: [UInt8] { Self.bytes(body, checkpoint) }

  private static func bytes(_ body: [UInt8], _ checkpoint: SignedCheckpoint) -> [UInt8] {
    body + [0x0A, 0x0A] + Array(checkpoint.text.utf8)
  }
}
