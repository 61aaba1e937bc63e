// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The leaves of a table's rows: the hash of each row's record, 32 bytes one behind the other, as they stand in their file.
enum RecordLeaves {
  /// How many bytes a hash has.
  static let hashBytes = 32
  /// How many rows a thread takes at a time.
  private static let stretchRows = 1 << 13

  /// The hash of each row's record. Complexity: O(bytes of the records).
  static func hashes(
    of table: PortableTable, commit: Int, identities: SealedIdentities, threads: Int = 1
  ) -> [UInt8] {
    let text = RecordText(table, commit: commit)
    return [UInt8](count: table.rowCount * hashBytes, stretch: stretchRows * hashBytes, threads: threads) {
      range, hashes in
      let rows = (range.lowerBound / hashBytes)..<(range.upperBound / hashBytes)
      text.withWriter { writer in write(rows, writer, identities, to: UnsafeMutableRawBufferPointer(hashes)) }
    }
  }

  private static func write(
    _ rows: Range<Int>, _ writer: RecordWriter, _ identities: SealedIdentities, to hashes: UnsafeMutableRawBufferPointer
  ) {
    var record = RecordBuffer()
    record.append(MerkleTree.leafMark)
    RecordText.head.withUnsafeBytes { record.append($0) }
    let head = record.count
    var values = RecordRows(writer, upTo: rows.upperBound)
    var next = identities.firstIndex(of: rows.lowerBound)
    for row in rows {
      var sealed: [Digest256] = []
      while next < identities.count, identities.rows[next] == row {
        sealed.append(identities.digest(next))
        next += 1
      }
      record.truncate(to: head)
      values.writeFields(row, to: &record)
      writer.write(endOf: row, sealed: sealed, to: &record)
      let place = (row - rows.lowerBound) * hashBytes
      ShortHash.write(
        of: record.bytes, to: UnsafeMutableRawBufferPointer(rebasing: hashes[place..<(place + hashBytes)]))
    }
  }

  /// The hashes in a file of whole ones.
  static func digests(_ stored: StoredBytes) -> [Digest256] {
    stored.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - hashBytes + 1, by: hashBytes).compactMap {
        Digest256(bytes[$0..<($0 + hashBytes)])
      }
    }
  }
}
