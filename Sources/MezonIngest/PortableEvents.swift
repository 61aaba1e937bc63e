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

  /// What is stored of them in columns: everything but identifying values.
  package let table: PortableTable
  /// With all their fields, as they are looked at while they are handed in.
  package let all: PortableTable
  /// Their identifying values, row by row.
  package let identities: IdentifyingValues
  /// The first and last local day of the events' own time, in days since 1970-01-01; nil without events.
  package let days: ClosedRange<Int>?

  /// The events of one type. Complexity: O(values).
  package init(_ event: EventID, of dataset: Dataset, programme: Programme) {
    let schema = programme.events[event.index]
    let source = dataset.events[event.index]
    let texts = PortableTexts(dataset: dataset, programme: programme)
    let fields = zip(schema.fields, source.columns).map { Self.field($0, $1, texts) }
    let files = UsedCodes(source.files, of: dataset.files.count)
    func table(_ fields: [PortableTable.Field]) -> PortableTable {
      // A data set's table has as many rows in every column, so that there is a table.
      PortableTable(
        name: schema.name, fields: fields, rowCount: source.rowCount,
        files: files.used.map { dataset.files[Int($0)] }, fileOfRow: files.codes, lineOfRow: source.lines)
        ?? PortableTable(emptyNamed: schema.name)
    }
    all = table(fields)
    identities = IdentifyingValues(schema, all)
    self.table =
      identities.isEmpty ? all : table(zip(schema.fields, fields).compactMap { Self.withoutIdentifying($0, $1) })
    days = Self.days(schema, source, programme)
  }

  /// All identifying values, ascending by row. Complexity: O(values).
  package var identifying: [Identifying] {
    identities.isEmpty ? [] : (0..<all.rowCount).flatMap { identities.values(of: $0) }
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
      return PortableTable.Field(
        name: field.name, shape: .records, lists: list,
        members: zip(members, list.children).map { texts.member($0.name, $0.type, $1).withUsedTexts() })
    }
  }

  /// What of a field is stored in columns; nil where nothing is.
  private static func withoutIdentifying(_ schema: FieldSchema, _ field: PortableTable.Field) -> PortableTable.Field? {
    guard schema.privacy != .identifying else { return nil }
    guard case .records(let members) = schema.type, let lists = field.lists else { return field }
    return PortableTable.Field(
      name: field.name, shape: field.shape, lists: lists,
      members: zip(members, field.members).filter { $0.0.privacy != .identifying }.map(\.1))
  }

  private static func days(_ schema: EventSchema, _ table: EventTable, _ programme: Programme) -> ClosedRange<Int>? {
    guard case .plain(let column) = table.columns[schema.ownTimeField] else { return nil }
    if let days = column.int32s, let first = days.min(), let last = days.max() { return Int(first)...Int(last) }
    guard let times = column.int64s, let first = times.min(), let last = times.max() else { return nil }
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    let start = cursor.day(of: Instant(microseconds: first))
    return Int(start.daysSinceEpoch)...Int(cursor.day(of: Instant(microseconds: last)).daysSinceEpoch)
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
}
