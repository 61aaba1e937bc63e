// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics
import MezonSemantics

/// Reads a table of a store into the columns of a programme, which may have changed since the table was handed in.
///
/// A field that the table lacks is missing, as are identifying ones. A row with a code that the programme no longer knows, or
/// whose unit did not exist on its day, is refused.
struct StoredRows {
  /// One column of the table as cells of the programme's type.
  private struct Member {
    let type: ValueType
    let column: Column
    /// For each code of the table's dictionary the programme's code; nil where it has none.
    let codes: [Int32?]

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
  }

  private struct Field {
    let schema: FieldSchema
    let stored: PortableTable.Field?
    /// For each member of the programme's field its column; one for what is no record.
    let members: [Member?]
  }

  private let event: EventID
  private let table: PortableTable
  private var fields: [Field] = []
  private let schema: EventSchema

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

  // MARK: rows

  /// Adds the rows that the programme takes.
  func read(into builder: inout DatasetBuilder, log: inout RejectionLog) {
    var taken: [Int] = []
    taken.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      log.rowsRead += 1
      if let fault = fault(of: row, &builder) {
        log.refuse(fault, stored: Int(table.lineOfRow[row]), file: table.files[Int(table.fileOfRow[row])])
      } else {
        taken.append(row)
      }
    }
    let files = table.files.map { builder.fileIndex(of: $0) }
    for (index, field) in fields.enumerated() { append(field, taken, to: &builder.tables[event.index].fields[index]) }
    for row in taken {
      builder.tables[event.index].endRow(RowPlace(file: files[Int(table.fileOfRow[row])], line: table.lineOfRow[row]))
    }
  }

  private func fault(of row: Int, _ builder: inout DatasetBuilder) -> FieldFault? {
    for field in fields {
      for member in field.members {
        guard let member else { continue }
        for place in field.stored?.lists.map({ $0.children(of: row) }) ?? row..<(row + 1) {
          if member.cell(place).state == .unreadable { return unknown(field, member, place) }
        }
      }
    }
    guard let time = fields[schema.ownTimeField].members[0], time.column.isPresent(row),
      let day = builder.day(of: time.cell(row), isInstant: time.type == .time)
    else { return FieldFault(IngestRule.missingValue, [schema.fields[schema.ownTimeField].name]) }
    for field in fields where field.schema.type.element == .unit {
      guard let member = field.members[0] else { continue }
      for place in field.stored?.lists.map({ $0.children(of: row) }) ?? row..<(row + 1) {
        let cell = member.cell(place)
        guard cell.state == .present, let unit = Int32(exactly: cell.bits) else { continue }
        if !builder.values.organisation.exists(unit, from: day, until: day) {
          return FieldFault(
            IngestRule.unitNotThen,
            [field.schema.name, builder.values.organisation.codes[Int(unit)], day.description])
        }
      }
    }
    return nil
  }

  /// Why a code is no value of a field any more.
  private func unknown(_ field: Field, _ member: Member, _ place: Int) -> FieldFault {
    let stored = field.stored?.members.first { $0.column == member.column }
    let code = stored?.column.value(place, as: Int32.self) ?? 0
    let text = stored.map { Int(code) < $0.dictionary.count ? $0.dictionary.text(code) : "" } ?? ""
    if case .unit = member.type { return FieldFault(IngestRule.unknownUnit, [field.schema.name, text]) }
    return FieldFault(IngestRule.unknownCode, [field.schema.name, text])
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
