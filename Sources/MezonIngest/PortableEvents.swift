// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonColumns
package import MezonSemantics

/// Events of a data set as a table that means the same to every programme, with their identifying values apart.
package struct PortableEvents: Sendable {
  /// Identifying values of one person: those of an event itself, or of one child record.
  package struct Identifying: Sendable, Hashable {
    package let row: Int
    /// The field with the child records or the list; empty for the event itself.
    package let field: String
    /// The place in the list, from 0; 0 for the event itself.
    package let child: Int
    /// Names and texts, in the order of the definition.
    package let values: [(name: String, text: String)]

    package static func == (left: Self, right: Self) -> Bool {
      left.row == right.row && left.field == right.field && left.child == right.child
        && left.values.elementsEqual(right.values, by: ==)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(row)
      hasher.combine(field)
      hasher.combine(child)
    }
  }

  package let table: PortableTable
  /// Ascending by row.
  package let identifying: [Identifying]
  /// The first and last local day of the events' own time, in days since 1970-01-01; nil without events.
  package let days: ClosedRange<Int>?

  /// The events of one type. Complexity: O(values).
  package init(_ event: EventID, of dataset: Dataset, programme: Programme) {
    let schema = programme.events[event.index]
    let source = dataset.events[event.index]
    let texts = PortableTexts(dataset: dataset, programme: programme)
    var fields: [PortableTable.Field] = []
    for (index, field) in schema.fields.enumerated() where field.privacy != .identifying {
      fields.append(Self.field(field, source.columns[index], texts))
    }
    let files = UsedCodes(source.files, of: dataset.files.count)
    // A data set's table has as many rows in every column, so that there is a table.
    table =
      PortableTable(
        name: schema.name, fields: fields, rowCount: source.rowCount,
        files: files.used.map { dataset.files[Int($0)] }, fileOfRow: files.codes, lineOfRow: source.lines)
      ?? PortableTable(emptyNamed: schema.name)
    identifying = Self.identifying(schema, source, texts)
    days = Self.days(schema, source, programme)
  }

  private static func field(
    _ field: FieldSchema, _ column: FieldColumn, _ texts: PortableTexts
  ) -> PortableTable.Field {
    switch column {
    case .plain(let plain):
      return PortableTable.Field(name: field.name, texts.member("", field.type, plain).withUsedTexts())
    case .list(let list):
      guard case .records(let members) = field.type else {
        let member = texts.member("", field.type.element, list.children[0]).withUsedTexts()
        return PortableTable.Field(name: field.name, shape: .list, lists: list, members: [member])
      }
      let open = members.indices.filter { members[$0].privacy != .identifying }
      return PortableTable.Field(
        name: field.name, shape: .records, lists: list,
        members: open.map { texts.member(members[$0].name, members[$0].type, list.children[$0]).withUsedTexts() })
    }
  }

  private static func days(_ schema: EventSchema, _ table: EventTable, _ programme: Programme) -> ClosedRange<Int>? {
    guard case .plain(let column) = table.columns[schema.ownTimeField] else { return nil }
    if let days = column.int32s, let first = days.min(), let last = days.max() { return Int(first)...Int(last) }
    guard let times = column.int64s, let first = times.min(), let last = times.max() else { return nil }
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    let start = cursor.day(of: Instant(microseconds: first))
    return Int(start.daysSinceEpoch)...Int(cursor.day(of: Instant(microseconds: last)).daysSinceEpoch)
  }

  private static func identifying(
    _ schema: EventSchema, _ table: EventTable, _ texts: PortableTexts
  ) -> [Identifying] {
    guard schema.fields.contains(where: namesSomebody) else { return [] }
    var found: [Identifying] = []
    for row in 0..<table.rowCount {
      var own: [(name: String, text: String)] = []
      for (index, field) in schema.fields.enumerated() {
        switch table.columns[index] {
        case .plain(let column) where field.privacy == .identifying:
          if let text = texts.text(of: column, row, field.type) { own.append((field.name, text)) }
        case .list(let list): found += identifying(row, field, list, texts)
        case .plain: break
        }
      }
      if !own.isEmpty { found.append(Identifying(row: row, field: "", child: 0, values: own)) }
    }
    return found
  }

  /// Whether a field, or a member of its records, is identifying.
  private static func namesSomebody(_ field: FieldSchema) -> Bool {
    guard case .records(let members) = field.type else { return field.privacy == .identifying }
    return field.privacy == .identifying || members.contains { $0.privacy == .identifying }
  }

  private static func identifying(
    _ row: Int, _ field: FieldSchema, _ list: ListColumn, _ texts: PortableTexts
  ) -> [Identifying] {
    var members: [(place: Int, schema: FieldSchema)] = []
    if case .records(let schemas) = field.type {
      let isWhole = field.privacy == .identifying
      members = schemas.enumerated().filter { isWhole || $0.element.privacy == .identifying }.map { ($0, $1) }
    } else if field.privacy == .identifying {
      members = [(0, FieldSchema(name: field.name, type: field.type.element, isOptional: true, privacy: .identifying))]
    }
    guard !members.isEmpty else { return [] }
    return list.children(of: row).enumerated().compactMap { place, child in
      let values = members.compactMap { member in
        texts.text(of: list.children[member.place], child, member.schema.type).map { (member.schema.name, $0) }
      }
      return values.isEmpty ? nil : Identifying(row: row, field: field.name, child: place, values: values)
    }
  }
}

/// Codes as places among those of them that are used, in the order in which these are met.
struct UsedCodes {
  /// The codes that are used.
  private(set) var used: [Int32] = []
  /// For each row the place of its code; what stood in rows that are passed over is 0.
  let codes: [Int32]

  /// Complexity: O(rows). Where all codes from 0 on are met in their order, the rows are taken as they are.
  /// - Parameter validity: the rows that hold a code; nil for all
  init(_ all: [Int32], of count: Int, validity: Bitmap? = nil) {
    var placeOf = [Int32](repeating: -1, count: count)
    for (row, code) in all.enumerated() where placeOf.indices.contains(Int(code)) && placeOf[Int(code)] < 0 {
      guard validity?[row] ?? true else { continue }
      placeOf[Int(code)] = Int32(truncatingIfNeeded: used.count)
      used.append(code)
    }
    guard used != Array(0..<Int32(used.count)) else {
      codes = all
      return
    }
    codes = all.enumerated().map { row, code in
      (validity?[row] ?? true) && placeOf.indices.contains(Int(code)) ? placeOf[Int(code)] : 0
    }
  }
}

extension PortableTable.Member {
  /// The same values with a dictionary of only the texts that they use, in the order in which they are met.
  func withUsedTexts() -> PortableTable.Member {
    guard kind.hasDictionary, let codes = column.int32s else { return self }
    let used = UsedCodes(codes, of: dictionary.count, validity: column.validity)
    if used.used.count == dictionary.count, used.codes == codes { return self }
    var texts = TextDictionary()
    for code in used.used { _ = dictionary.withBytes(code) { texts.encode($0) } }
    // One bit a value is kept, so that the column is never refused.
    let column = Column(.int32(used.codes), validity: column.validity) ?? column
    return PortableTable.Member(name: name, kind: kind, column: column, dictionary: texts)
  }
}

/// The texts behind the codes of one data set.
private struct PortableTexts {
  private let units: TextDictionary
  private let choices: [TextDictionary]
  private let domains: [TextDictionary]
  private let texts: TextDictionary

  init(dataset: Dataset, programme: Programme) {
    units = TextDictionary(dataset.organisation.codes)
    choices = programme.choices.map { TextDictionary($0.members) }
    domains = dataset.domains
    texts = dataset.texts
  }

  func member(_ name: String, _ type: ValueType, _ column: Column) -> PortableTable.Member {
    let (kind, dictionary) = kind(type)
    return PortableTable.Member(name: name, kind: kind, column: column, dictionary: dictionary)
  }

  private func kind(_ type: ValueType) -> (PortableTable.Kind, TextDictionary) {
    switch type {
    case .time: (.time, TextDictionary())
    case .day: (.day, TextDictionary())
    case .yesNo: (.yesNo, TextDictionary())
    case .number(_, let isWhole): (isWhole ? .whole : .number, TextDictionary())
    case .unit: (.unit, units)
    case .choice(let choice): (.choice, choices[choice.index])
    case .reference(let domain): (.reference, domains[domain.index])
    // Lists and records are taken apart before.
    case .text, .list, .records: (.text, texts)
    }
  }

  /// A value as text; nil where it is missing.
  func text(of column: Column, _ row: Int, _ type: ValueType) -> String? {
    guard column.isPresent(row) else { return nil }
    let (kind, dictionary) = kind(type)
    switch column.storage {
    case .int32(let values):
      return kind.hasDictionary
        ? dictionary.text(values[row]) : CalendarDay(daysSinceEpoch: values[row]).description
    case .int64(let values):
      return kind == .time ? Instant(microseconds: values[row]).description : String(values[row])
    case .float64(let values): return String(values[row])
    case .bool(let values): return values[row] == 0 ? "no" : "yes"
    }
  }
}
