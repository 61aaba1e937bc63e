// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The rows of a hand-in as they are looked for in the store: by what they say in some fields, or in all.
struct SoughtRows: Sendable {
  let table: PortableTable
  /// The fields that are compared; nil for all.
  let fields: Set<String>?
  /// The key's fields, or none.
  let key: [String]
  /// The rows in which the whole key is present; nil where all are.
  let complete: Bitmap?
  let hashes: [UInt64]
  let groups: RowGroups
  let text: RecordText

  /// Complexity: O(values of the fields).
  /// - Parameter isPartial: whether rows are looked for in which a part of the key is missing
  init(_ table: PortableTable, key: [String], isPartial: Bool = false, threads: Int) {
    self.table = table
    self.key = key
    fields = key.isEmpty ? nil : Set(key)
    let complete = RowHashes.completeRows(table, key: key)
    let hashes = RowHashes.hashes(of: table, fields: fields, threads: threads)
    let text = RecordText(table, commit: 0, only: fields)
    groups = text.withWriter { writer in
      let comparison = RecordComparison(writer, writer)
      return RowGroups(hashes, rows: isPartial ? nil : complete) { comparison.isSame($0, $1) }
    }
    self.complete = isPartial ? nil : complete
    inOrder = Self.inOrder(hashes, groups, self.complete)
    isIndexed = !isPartial || complete == nil
    self.hashes = hashes
    self.text = text
  }

  /// The field that is compared before the others: a time where there is one, else the first one that is no list; nil for none.
  var probe: String? {
    let plain = table.fields.filter { $0.shape == .plain && fields?.contains($0.name) ?? true }
    return (plain.first { $0.members.first?.kind == .time } ?? plain.first)?.name
  }

  /// Whether an index of keys knows all of the rows.
  let isIndexed: Bool

  /// The rows that are looked for, the first of each group, sorted by the highest bits of their hashes.
  let inOrder: [Int32]

  /// How many bits of a hash rows are sorted by.
  private static let orderBits = 16

  /// Complexity: O(rows).
  private static func inOrder(_ hashes: [UInt64], _ groups: RowGroups, _ complete: Bitmap?) -> [Int32] {
    func isSought(_ row: Int) -> Bool { groups.isFirst(row) && (complete?[row] ?? true) }
    let shift = UInt64(64 - orderBits)
    var starts = [Int32](repeating: 0, count: (1 << orderBits) + 1)
    for row in hashes.indices where isSought(row) { starts[Int(hashes[row] >> shift) + 1] += 1 }
    for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
    var order = [Int32](repeating: 0, count: Int(starts[starts.count - 1]))
    for row in hashes.indices where isSought(row) {
      let bucket = Int(hashes[row] >> shift)
      order[Int(starts[bucket])] = Int32(truncatingIfNeeded: row)
      starts[bucket] += 1
    }
    return order
  }
}
