// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// A table of a snapshot that is read a stretch of rows at a time.
package struct StoreStretches: Sendable {
  private let reader: SegmentReader
  private let part: StoreSnapshot.Part
  private let file: String

  init(_ reader: SegmentReader, _ part: StoreSnapshot.Part) {
    self.reader = reader
    self.part = part
    file = part.entry.segment.name
  }

  /// How many stretches there are.
  package var count: Int { reader.stretchCount }

  /// Whether some fields can be read by stretches: those that are no lists.
  package func canRead(_ fields: Set<String>) -> Bool { reader.canStretch(fields) }

  /// The table without its rows, with the texts behind the codes of some fields.
  package func beginning(
    texts wanted: (_ field: String, _ kind: PortableTable.Kind) -> Bool
  ) throws(StoreFault) -> PortableTable {
    do { return try reader.beginning(texts: wanted) } catch { throw damage(error) }
  }

  /// The rows of a stretch that count, with some fields. Complexity: O(values read).
  package func rows(
    _ number: Int, fields: Set<String>, of beginning: PortableTable
  ) throws(StoreFault) -> PortableTable {
    let table: PortableTable
    do { table = try reader.stretch(number, fields: fields, of: beginning) } catch { throw damage(error) }
    guard let live = part.live else { return table }
    let first = reader.firstRow(ofStretch: number)
    let rows = (0..<table.rowCount).filter { live[first + $0] }
    return rows.count == table.rowCount ? table : table.keeping(rows)
  }

  private func damage(_ fault: SegmentReader.Fault) -> StoreFault {
    .damaged(file: file, what: "it does not hold \(fault.expected)")
  }
}

extension StoreSnapshot {
  /// What reads a part by stretches of rows.
  package func stretches(_ part: Part) throws(StoreFault) -> StoreStretches {
    StoreStretches(try reader(of: part), part)
  }
}
