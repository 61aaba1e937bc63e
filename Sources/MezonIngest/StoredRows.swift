// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
package import MezonDiagnostics
import MezonSemantics

/// Reads a table of a store into the columns of a programme, which may have changed since the table was handed in.
///
/// A field that the table lacks is missing, as are identifying ones. A row with a code that the programme no longer knows, or
/// whose unit did not exist on its day, is refused.
struct StoredRows {
  /// One column of the table as cells of the programme's type.
  struct Member {
    let type: ValueType
    let column: Column
    /// For each code of the table's dictionary the programme's code; nil where it has none.
    let codes: [Int32?]
    /// What each code becomes, one that the programme does not know 0; empty where all stay as they are.
    let recoded: [Int32]
    /// Whether the programme does not know some code.
    let hasUnknown: Bool

    init(type: ValueType, column: Column, codes: [Int32?]) {
      let table = codes.map { $0 ?? 0 }
      let stays = table.indices.allSatisfy { Int(table[$0]) == $0 }
      self.init(
        type: type, column: column, codes: codes, recoded: stays ? [] : table, hasUnknown: codes.contains(nil))
    }

    private init(type: ValueType, column: Column, codes: [Int32?], recoded: [Int32], hasUnknown: Bool) {
      self.type = type
      self.column = column
      self.codes = codes
      self.recoded = recoded
      self.hasUnknown = hasUnknown
    }

    /// The same of other rows.
    func over(_ column: Column) -> Member {
      Member(type: type, column: column, codes: codes, recoded: recoded, hasUnknown: hasUnknown)
    }

    /// What each code becomes where the programme knows all and some change, and the same member where they have changed.
    var changing: (changed: Member, codes: [Int32])? {
      guard !recoded.isEmpty, !hasUnknown else { return nil }
      let count = 1 + Int(recoded.max() ?? 0)
      return (Member(type: type, column: column, codes: (0..<count).map { Int32($0) }), recoded)
    }

    /// The cell of a row; unreadable where the programme has no such code.
    func cell(_ row: Int) -> Cell {
      guard column.isPresent(row) else { return .missing }
      switch column.storage {
      case .int64(let values):
        if case .number(_, isWhole: false) = type { return Cell(Double(values[row])) }
        return Cell(values[row])
      case .int32(let values):
        if case .day = type { return Cell(values[row]) }
        return codes[Int(values[row])].map { Cell($0) } ?? .unreadable
      case .float64(let values): return Cell(values[row])
      case .bool(let values): return Cell(values[row] != 0)
      }
    }

    /// The whole column as the programme stores it; a code that it does not know is 0. Complexity: O(1) where nothing changes.
    var converted: Column {
      let storage: Column.Storage
      switch column.storage {
      case .int64(let values):
        guard case .number(_, isWhole: false) = type else { return column }
        storage = .float64(values.map { Double($0) })
      case .int32(let values):
        if case .day = type { return column }
        guard !recoded.isEmpty else { return column }
        let most = UInt32(truncatingIfNeeded: recoded.count - 1)
        var coded = recoded.withUnsafeBufferPointer { table in
          // Codes were looked at when they were read.
          values.map { table[Int(min(UInt32(bitPattern: $0), most))] }
        }
        // A missing row holds a 0, which is no code.
        if let validity = column.validity { (~validity).forEachSetIndex { coded[$0] = 0 } }
        storage = .int32(coded)
      case .float64, .bool: return column
      }
      // A value a row is kept, so that the column is never refused.
      return Column(storage, validity: column.validity) ?? column
    }
  }

  struct Field: Sendable {
    let schema: FieldSchema
    let stored: PortableTable.Field?
    /// For each member of the programme's field its column; one for what is no record.
    let members: [Member?]
  }

  private let event: EventID
  let table: PortableTable
  private(set) var fields: [Field] = []
  let schema: EventSchema

  /// Prepares a table for an event type, and says what of it no longer fits.
  init(
    _ table: PortableTable, _ event: EventID, into builder: inout DatasetBuilder, _ diagnostics: inout [Diagnostic]
  ) {
    self.event = event
    self.table = table
    schema = builder.programme.events[event.index]
    for field in schema.fields {
      var stored = table.field(field.name)
      let shape: PortableTable.Shape =
        if case .records = field.type { .records } else { field.type.isList ? .list : .plain }
      if let found = stored, found.shape != shape {
        diagnostics.append(Diagnostic(IngestRule.storedKindDiffers, [table.name, field.name], at: .none))
        stored = nil
      }
      var members: [Member?] = []
      if case .records(let schemas) = field.type {
        for member in schemas {
          let column = stored?.members.first { $0.name == member.name }
          members.append(Self.member(column, member, table.name, &builder, &diagnostics))
        }
      } else {
        let single = FieldSchema(
          name: field.name, type: field.type.element, isOptional: field.isOptional, privacy: field.privacy)
        members = [Self.member(stored?.members.first, single, table.name, &builder, &diagnostics)]
      }
      fields.append(Field(schema: field, stored: stored, members: members))
    }
  }

  private static func member(
    _ stored: PortableTable.Member?, _ field: FieldSchema, _ table: String, _ builder: inout DatasetBuilder,
    _ diagnostics: inout [Diagnostic]
  ) -> Member? {
    guard let stored, field.privacy != .identifying else { return nil }
    guard fits(stored.kind, field.type) else {
      diagnostics.append(Diagnostic(IngestRule.storedKindDiffers, [table, field.name], at: .none))
      return nil
    }
    return Member(type: field.type, column: stored.column, codes: codes(stored, field.type, &builder))
  }

  private static func fits(_ kind: PortableTable.Kind, _ type: ValueType) -> Bool {
    switch type {
    case .time: kind == .time
    case .day: kind == .day
    case .yesNo: kind == .yesNo
    case .number(_, let isWhole): kind == .whole || (!isWhole && kind == .number)
    case .unit: kind == .unit
    // A choice may become a reference domain or a text, and the other way round: their codes are texts all the same.
    case .choice, .reference, .text: kind == .choice || kind == .reference || kind == .text
    case .list, .records: false
    }
  }

  private static func codes(
    _ stored: PortableTable.Member, _ type: ValueType, _ builder: inout DatasetBuilder
  ) -> [Int32?] {
    var codes: [Int32?] = []
    for code in 0..<Int32(stored.dictionary.count) {
      switch type {
      case .unit: codes.append(builder.values.organisation.index(of: stored.dictionary.text(code)))
      case .choice(let choice):
        let members = builder.programme.choices[choice.index].members
        codes.append(members.firstIndex(of: stored.dictionary.text(code)).map { Int32($0) })
      case .reference(let domain):
        codes.append(stored.dictionary.withBytes(code) { builder.values.encode($0, in: .domain(domain.index)) })
      default: codes.append(stored.dictionary.withBytes(code) { builder.values.encode($0, in: .texts) })
      }
    }
    return codes
  }

  private init(_ other: StoredRows, _ table: PortableTable, _ fields: [Field]) {
    event = other.event
    schema = other.schema
    self.table = table
    self.fields = fields
  }

  /// The same for other rows of the same table, with the same codes and no lists; fields that these lack are missing.
  func over(_ piece: PortableTable) -> StoredRows {
    let fields = fields.map { field in
      let stored = field.stored.flatMap { piece.field($0.name) }
      guard let column = stored?.members.first?.column else {
        return Field(schema: field.schema, stored: nil, members: field.members.map { _ in nil })
      }
      return Field(
        schema: field.schema, stored: stored,
        members: field.members.map { $0?.over(column) })
    }
    return StoredRows(self, piece, fields)
  }

  /// What the codes of plain fields become where the programme knows all of them, and the same for rows whose codes have become these.
  func changingCodes() -> (rows: StoredRows, changes: [String: [Int32]]) {
    var changes: [String: [Int32]] = [:]
    let fields = fields.map { field in
      guard field.stored?.lists == nil, let (changed, codes) = field.members.first??.changing else { return field }
      changes[field.schema.name] = codes
      return Field(schema: field.schema, stored: field.stored, members: [changed])
    }
    return (StoredRows(self, table, fields), changes)
  }

  /// The fields without which it cannot be told which rows the programme takes, and some others.
  func fieldsToRead(_ wanted: Set<String>) -> Set<String> {
    var names: Set<String> = []
    for (index, field) in fields.enumerated() {
      guard field.stored != nil else { continue }
      let isDecisive = field.members.contains { member in
        guard let member, member.type.isCheckedWhenStored else { return false }
        return field.schema.type.isList || member.type == .unit || member.codes.contains(nil)
      }
      if isDecisive || index == schema.ownTimeField || wanted.contains(field.schema.name) {
        names.insert(field.schema.name)
      }
    }
    return names
  }

  /// Whether no row is refused whose own time is known, if events lie on no other days: every code is one of the programme's, and every
  /// unit existed on all of the days. Complexity: O(codes).
  func takesAll(on days: ClosedRange<CalendarDay>, in organisation: Organisation) -> Bool {
    fields[schema.ownTimeField].members[0] != nil
      && fields.allSatisfy { field in
        let isUnit = field.schema.type.element == .unit
        return field.members.allSatisfy { member in
          member?.codes.allSatisfy { code in
            code.map { !isUnit || organisation.exists($0, throughout: days) } ?? false
          } ?? true
        }
      }
  }

  // MARK: rows

  /// Adds the rows that the programme takes.
  func read(into builder: inout DatasetBuilder, log: inout RejectionLog) {
    let files = table.files.map { builder.fileIndex(of: $0) }
    var own = builder.tables[event.index]
    builder.tables[event.index] = EventTableBuilder(schema)
    append(to: &own, files: files, &builder, log: &log)
    builder.tables[event.index] = own
  }

  /// Adds the rows that the programme takes to a table.
  func append(
    to target: inout EventTableBuilder, files: [Int32], _ builder: inout DatasetBuilder, log: inout RejectionLog
  ) {
    log.rowsRead += table.rowCount
    var refused: [Int] = []
    suspects(builder).forEachSetIndex { row in
      guard let fault = fault(of: row, &builder) else { return }
      log.refuse(fault, stored: Int(table.lineOfRow[row]), file: table.files[Int(table.fileOfRow[row])])
      refused.append(row)
    }
    guard !refused.isEmpty else { return appendAll(to: &target, files: files) }
    appendRows(without: refused, files, to: &target)
  }

  /// Adds all rows, of which none is refused.
  func appendAll(to target: inout EventTableBuilder, files: [Int32]) {
    for (index, field) in fields.enumerated() {
      target.fields[index].append(
        whole: field.members.map { $0?.converted }, lists: field.stored?.lists, count: table.rowCount)
    }
    guard table.fileOfRow.count == table.rowCount else { return target.endRows(table.rowCount) }
    let filesOfRows = files == [0] ? table.fileOfRow : table.fileOfRow.map { files[Int($0)] }
    target.endRows(files: filesOfRows, lines: table.lineOfRow)
  }

  private func appendRows(without refused: [Int], _ files: [Int32], to target: inout EventTableBuilder) {
    var isTaken = Bitmap(repeating: true, count: table.rowCount)
    for row in refused { isTaken[row] = false }
    var taken: [Int] = []
    taken.reserveCapacity(table.rowCount - refused.count)
    isTaken.forEachSetIndex { taken.append($0) }
    for (index, field) in fields.enumerated() { append(field, taken, to: &target.fields[index]) }
    for row in taken {
      target.endRow(RowPlace(file: files[Int(table.fileOfRow[row])], line: table.lineOfRow[row]))
    }
  }

  private func append(_ field: Field, _ rows: [Int], to builder: inout FieldBuilder) {
    guard field.schema.type.isList else {
      for row in rows { builder.append(field.members[0]?.cell(row) ?? .missing) }
      return
    }
    for row in rows {
      guard let lists = field.stored?.lists, lists.isPresent(row) else {
        // A list that may not be missing is an empty one.
        builder.append(records: field.schema.isOptional ? nil : [])
        continue
      }
      builder.append(
        records: lists.children(of: row).map { child in field.members.map { $0?.cell(child) ?? .missing } })
    }
  }
}

extension IngestRule {
  package static let storedKindDiffers = DiagnosticRule(
    "MZ3040", .warning,
    Wording(
      "{0}: the store holds values of another kind for {1}; they are taken for missing",
      "{0}: в хранилище значения поля {1} другого вида; они считаются отсутствующими"),
    remedy: Wording(
      "give the field its old type, or a new name and hand it in again",
      "верните полю прежний тип или дайте новое имя и сдайте заново"))
}
