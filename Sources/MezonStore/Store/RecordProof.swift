// SPDX-License-Identifier: Apache-2.0

/// What a third party needs to check, with the algorithms of RFC 9162 alone, that a record is in a store and that the store
/// has only grown since a checkpoint.
package struct RecordProof: Sendable {
  /// The record's place in the tree, from 0.
  package let index: Int
  /// The record's text; its leaf is SHA-256(0x00 || text).
  package let record: [UInt8]
  package let inclusion: [Digest256]
  /// The proof that the tree of an older checkpoint is the beginning of this one; nil where none was given.
  package let consistency: (from: UInt64, path: [Digest256])?
  package let checkpoint: SignedCheckpoint

  /// Proves a record of a store.
  ///
  /// Complexity: O(records).
  /// - Parameter old: an older checkpoint
  /// - Returns: nil where there is no such record, or where the store is shorter than the checkpoint.
  package init?(of index: Int, in store: Store, since old: Checkpoint? = nil) throws(StoreFault) {
    var leaves: [Digest256] = []
    var record: [UInt8]?
    for file in store.commits {
      for table in file.commit.tables {
        leaves += RecordLeaves.digests(try store.readChecked(table.leaves))
        guard record == nil, index >= table.firstLeaf, index < table.firstLeaf + table.rows else { continue }
        let row = index - table.firstLeaf
        let sealed = try store.identities(table).of(row)
        let rows = try store.rows([row], of: try store.reader(table), table)
        record = RecordText(rows, commit: file.commit.number).record(0, sealed: sealed.map(\.digest))
      }
      if index == leaves.count { record = file.body }
      leaves.append(MerkleTree.leaf(file.body))
    }
    guard let record, let inclusion = MerkleTree.inclusionProof(of: index, in: leaves) else { return nil }
    self.index = index
    self.record = record
    self.inclusion = inclusion
    checkpoint = store.head.checkpoint
    guard let old else {
      consistency = nil
      return
    }
    guard let size = Int(exactly: old.size), let path = MerkleTree.consistencyProof(from: size, in: leaves) else {
      return nil
    }
    consistency = (old.size, path)
  }

  /// Canonical JSON.
  package var json: JSON {
    var members: [String: JSON] = [
      "index": .count(index), "record": .string(String(decoding: record, as: UTF8.self)),
      "leaf": .string(MerkleTree.leaf(record).hex), "inclusion": .array(inclusion.map { .string($0.hex) }),
      "checkpoint": .string(checkpoint.text),
    ]
    if let consistency {
      members["consistency"] = .object([
        "from": .integer(Int64(clamping: consistency.from)), "path": .array(consistency.path.map { .string($0.hex) }),
      ])
    }
    return .object(members)
  }
}
