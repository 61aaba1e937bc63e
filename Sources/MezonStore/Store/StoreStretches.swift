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
  ///
  /// - Parameters:
  ///   - changes: for fields with texts what their codes become, one for each text of the beginning
  ///   - places: whether it is wanted where rows come from; else the table does not tell
  package func rows(
    _ number: Int, fields: Set<String>, of beginning: PortableTable, changing changes: [String: [Int32]] = [:],
    places: Bool = true
  ) throws(StoreFault) -> PortableTable {
    let table: PortableTable
    do {
      table = try reader.stretch(number, fields: fields, of: beginning, changing: changes, places: places)
    } catch { throw damage(error) }
    guard let live = part.live else { return table }
    let first = reader.firstRow(ofStretch: number)
    let rows = (0..<table.rowCount).filter { live[first + $0] }
    return rows.count == table.rowCount ? table : table.keeping(rows)
  }

  /// The least and the greatest value of a field of times or days in a stretch; nil for other fields, and where some row has none.
  package func bounds(_ number: Int, field: String) throws(StoreFault) -> ClosedRange<Int64>? {
    do { return try reader.bounds(ofStretch: number, field: field) } catch { throw damage(error) }
  }

  /// How many rows a stretch has, whether they count or not.
  package func rowCount(_ number: Int) -> Int { reader.rowCount(ofStretch: number) }

  /// The first and the last local day of the events, where all rows count and the days are known.
  package var days: ClosedRange<Int>? { part.live == nil ? part.entry.days : nil }

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
