// SPDX-License-Identifier: Apache-2.0

/// The rows that a commit takes out of account.
enum RowMask {
  private static let magic = Array("MZMASK\u{1}\n".utf8)

  /// The bytes of a mask's file. Complexity: O(n log n), for places that ascend O(n).
  static func bytes(_ places: [RowPlace]) -> [UInt8] {
    let ascend = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
    let sorted = ascend ? places : places.sorted()
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(count: sorted.count)
    IntegerBlock.append(sorted.map { Int64($0.commit) }, to: &writer)
    IntegerBlock.append(sorted.map { Int64($0.table) }, to: &writer)
    IntegerBlock.append(sorted.map { Int64($0.row) }, to: &writer)
    return writer.bytes
  }

  /// The rows of a mask's file; nil where it is none. Complexity: O(rows).
  static func places(_ bytes: StoredBytes, rows: Int) -> [RowPlace]? {
    bytes.withUnsafeBytes { bytes in
      let read = Result { () throws(FormatFault) -> [RowPlace] in
        var reader = try ByteReader(bytes)
        guard try reader.array(magic.count) == magic, try reader.count(atMost: rows) == rows else {
          throw FormatFault("a mask")
        }
        let commits = try IntegerBlock.read(rows, from: &reader)
        let tables = try IntegerBlock.read(rows, from: &reader)
        let places = try IntegerBlock.read(rows, from: &reader)
        guard reader.remaining == 0 else { throw FormatFault("the end") }
        return places.indices.map { RowPlace(commit: Int(commits[$0]), table: Int(tables[$0]), row: Int(places[$0])) }
      }
      return try? read.get()
    }
  }
}
