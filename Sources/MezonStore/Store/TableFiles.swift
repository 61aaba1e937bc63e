// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// What stands in the files of one table of a commit: its rows column by column, the hash of each row's record, and what finds rows.
struct TableFiles: Sendable {
  /// The parts of the segment, one behind the other.
  let segment: [[UInt8]]
  /// The hash of each row's record, 32 bytes a row.
  let leaves: [UInt8]
  /// Of events alone.
  let index: [UInt8]?
  /// The parts of the file of sealed identities; none where nobody is named.
  let identities: [[UInt8]]

  /// Complexity: O(values log values).
  /// - Parameters:
  ///   - key: the fields that tell events apart
  ///   - hashes: of each row's key, or without a key of its whole content; nil where the rows are no events
  init(
    _ table: PortableTable, key: [String], hashes: [UInt64]?, commit: Int,
    identities: SealedIdentities = SealedIdentities(), threads: Int
  ) {
    leaves = RecordLeaves.hashes(of: table, commit: commit, identities: identities, threads: threads)
    segment = SegmentWriter.parts(of: table, threads: threads)
    self.identities = identities.isEmpty ? [] : identities.parts
    index = hashes.map { RowIndex.bytes(of: $0, rows: RowHashes.completeRows(table, key: key)) }
  }

  /// Of rows that are in no commit what can be read again. Complexity: O(values log values).
  init(tried table: PortableTable, identities: SealedIdentities, threads: Int) {
    leaves = []
    segment = SegmentWriter.parts(of: table, threads: threads)
    self.identities = identities.isEmpty ? [] : identities.parts
    index = nil
  }
}
