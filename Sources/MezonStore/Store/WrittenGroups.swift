// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Groups as they were handed in, to be read again before the hand-in is committed.
package struct WrittenGroups: Sendable {
  /// Where a segment of a group's rows stands, and the name by which it is known.
  struct File: Sendable {
    let path: String
    let name: String
    /// What it is sealed by; nil where it is not.
    let seal: GroupSeal?
  }

  let layer: any FileLayer
  /// For each group its file.
  let files: [File]

  /// The number of groups.
  package var count: Int { files.count }

  /// Reads a group, or some of its fields. Complexity: O(values read).
  package func table(_ group: Int, fields: Set<String>? = nil) throws(StoreFault) -> PortableTable {
    let reader = try reader(group)
    do { return try reader.table(fields: fields) } catch { throw damage(group, error) }
  }

  /// Reads some rows of a group, ascending. Complexity: O(values of the pages that hold them).
  package func rows(_ rows: [Int], of group: Int) throws(StoreFault) -> PortableTable {
    let reader = try reader(group)
    do { return try reader.rows(rows) } catch { throw damage(group, error) }
  }

  /// A group as rows of a hand-in are looked for in it.
  func source(_ group: Int, threads: Int) throws(StoreFault) -> StoreMatches.Source {
    let reader = try reader(group)
    return StoreMatches.Source(name: reader.name, rowCount: reader.rowCount, fields: reader.emptyFields) {
      rows, fields throws(StoreFault) in
      do throws(SegmentReader.Fault) {
        guard let rows else { return try reader.table(fields: fields, threads: threads) }
        return try reader.rows(rows, fields: fields)
      } catch { throw damage(group, error) }
    }
  }

  private func reader(_ group: Int) throws(StoreFault) -> SegmentReader {
    var bytes = try withLayer { () throws(LayerFault) in try layer.read(files[group].path) }
    if let seal = files[group].seal {
      guard let opened = seal.opened(bytes) else {
        throw .damaged(file: files[group].name, what: "it is not what was written")
      }
      bytes = opened
    }
    do { return try SegmentReader(bytes) } catch { throw damage(group, error) }
  }

  private func damage(_ group: Int, _ fault: SegmentReader.Fault) -> StoreFault {
    .damaged(file: files[group].name, what: "it does not hold \(fault.expected)")
  }
}
