// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
package import MezonSemantics

/// The identifying values of events, made row by row when they are asked for: as codes of a table they need little memory.
package struct IdentifyingValues: Sendable {
  /// A field with child records, or a list, that names somebody.
  private struct Children: Sendable {
    let name: String
    let lists: ListColumn
    let members: [(name: String, member: PortableTable.Member)]
  }

  private var own: [(name: String, member: PortableTable.Member)] = []
  private var children: [Children] = []

  /// - Parameter table: the events with all fields of their type, in its order
  init(_ schema: EventSchema, _ table: PortableTable) {
    for (field, found) in zip(schema.fields, table.fields) {
      let isWhole = field.privacy == .identifying
      guard let lists = found.lists else {
        if isWhole, let member = found.members.first { own.append((field.name, member)) }
        continue
      }
      var members: [(name: String, member: PortableTable.Member)] = []
      if case .records(let schemas) = field.type {
        members = zip(schemas, found.members).filter { isWhole || $0.0.privacy == .identifying }.map { ($0.name, $1) }
      } else if isWhole {
        members = found.members.map { (field.name, $0) }
      }
      if !members.isEmpty { children.append(Children(name: field.name, lists: lists, members: members)) }
    }
  }

  /// Whether events of a type may name somebody.
  package static func names(_ schema: EventSchema) -> Bool {
    schema.fields.contains { field in
      guard case .records(let members) = field.type else { return field.privacy == .identifying }
      return field.privacy == .identifying || members.contains { $0.privacy == .identifying }
    }
  }

  /// Whether no event of the type names anybody.
  package var isEmpty: Bool { own.isEmpty && children.isEmpty }

  /// The values of a row: those of its child records, field by field, and then its own. Complexity: O(values of the row).
  package func values(of row: Int) -> [PortableEvents.Identifying] {
    var found: [PortableEvents.Identifying] = []
    for field in children {
      for (place, child) in field.lists.children(of: row).enumerated() {
        let values = Self.values(field.members, child)
        guard !values.isEmpty else { continue }
        found.append(PortableEvents.Identifying(row: row, field: field.name, child: place, values: values))
      }
    }
    let values = Self.values(own, row)
    if !values.isEmpty { found.append(PortableEvents.Identifying(row: row, field: "", child: 0, values: values)) }
    return found
  }

  private static func values(
    _ members: [(name: String, member: PortableTable.Member)], _ row: Int
  ) -> [(name: String, text: String)] {
    members.compactMap { name, member in text(member, row).map { (name, $0) } }
  }

  /// A value as text; nil where it is missing.
  private static func text(_ member: PortableTable.Member, _ row: Int) -> String? {
    guard member.column.isPresent(row) else { return nil }
    switch member.column.storage {
    case .int32(let values):
      return member.kind.hasDictionary
        ? member.dictionary.text(values[row]) : CalendarDay(daysSinceEpoch: values[row]).description
    case .int64(let values):
      return member.kind == .time ? Instant(microseconds: values[row]).description : String(values[row])
    case .float64(let values): return String(values[row])
    case .bool(let values): return values[row] == 0 ? "no" : "yes"
    }
  }
}
