// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// The events of a hand-in that can be looked at again, group by group in the order in which they were handed in.
///
/// A hand-in that is in memory is one group; the groups of a larger one are read from where they were written.
package protocol EventGroups: Sendable {
  /// What goes wrong when they are read again.
  associatedtype Failure: Error

  /// The number of groups.
  var count: Int { get }
  /// Some plain fields of a group, by name, with the places from which its rows came. Complexity: O(values).
  func table(_ group: Int, fields: Set<String>) throws(Failure) -> PortableTable
  /// Some rows of a group, ascending, with all fields. Complexity: O(values).
  func rows(_ rows: [Int], of group: Int) throws(Failure) -> PortableTable
}

extension PortableTable {
  /// The file and line of a row.
  func place(_ row: Int) -> (file: String, line: Int) { (files[Int(fileOfRow[row])], Int(lineOfRow[row])) }
}

/// The events of a data set as one group.
struct DatasetGroup: EventGroups {
  let events: HandedInEvents

  var count: Int { 1 }

  func table(_ group: Int, fields: Set<String>) throws(Never) -> PortableTable {
    let found = events.schema.fields.enumerated().compactMap { index, field -> PortableTable.Field? in
      guard fields.contains(field.name), case .plain(let column) = events.table.columns[index] else { return nil }
      // Only what is no code of a dictionary is asked for.
      let kind: PortableTable.Kind = column.int64s != nil ? .whole : column.float64s != nil ? .number : .day
      return PortableTable.Field(name: field.name, PortableTable.Member(name: "", kind: kind, column: column))
    }
    return PortableTable(
      name: events.schema.name, fields: found, rowCount: events.rowCount, files: events.dataset.files,
      fileOfRow: events.table.files, lineOfRow: events.table.lines) ?? PortableTable(emptyNamed: events.schema.name)
  }

  func rows(_ rows: [Int], of group: Int) throws(Never) -> PortableTable {
    table(group, fields: []).gathering(rows)
  }
}
