// SPDX-License-Identifier: Apache-2.0

import MezonColumns

extension Store {
  /// All rows of a table, or some of their fields.
  func wholeTable(
    _ entry: Commit.Table, fields: Set<String>? = nil, threads: Int = 1
  ) throws(StoreFault) -> PortableTable {
    let reader = try reader(entry)
    do { return try reader.table(fields: fields, threads: threads) } catch { throw Self.damage(entry.segment, error) }
  }

  /// The directory of a table's segment.
  func reader(_ entry: Commit.Table) throws(StoreFault) -> SegmentReader {
    let bytes = try read(entry.segment)
    let reader: SegmentReader
    do { reader = try SegmentReader(bytes) } catch { throw Self.damage(entry.segment, error) }
    guard reader.name == entry.name, reader.rowCount == entry.rows else {
      throw .damaged(file: entry.segment.name, what: "it is another table's segment")
    }
    return reader
  }

  /// Some rows of a table, ascending, or some of their fields.
  func rows(
    _ rows: [Int], of reader: SegmentReader, _ entry: Commit.Table, fields: Set<String>? = nil
  ) throws(StoreFault) -> PortableTable {
    do { return try reader.rows(rows, fields: fields) } catch { throw Self.damage(entry.segment, error) }
  }

  private static func damage(_ file: FileEntry, _ fault: SegmentReader.Fault) -> StoreFault {
    .damaged(file: file.name, what: "it does not hold \(fault.expected)")
  }

  /// What finds a table's rows by their key; nil where there is none.
  func index(_ entry: Commit.Table) throws(StoreFault) -> RowIndex? {
    guard let file = entry.index else { return nil }
    let bytes = try read(file)
    do { return try RowIndex(bytes, rows: entry.rows) } catch {
      throw .damaged(file: file.name, what: "it does not hold \(error.what)")
    }
  }

  /// The sealed identities of a table. Complexity: O(identities).
  func identities(_ entry: Commit.Table) throws(StoreFault) -> SealedIdentities {
    guard let file = entry.identities else { return SealedIdentities() }
    guard let identities = SealedIdentities(try read(file), rows: entry.rows) else {
      throw .damaged(file: file.name, what: "it does not hold identities")
    }
    return identities
  }
}
