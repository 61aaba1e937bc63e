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
  private struct Member {
    let type: ValueType
    let column: Column
    /// For each code of the table's dictionary the programme's code; nil where it has none.
    let codes: [Int32?]
    /// What each code becomes, one that the programme does not know 0; empty where all stay as they are.
    let recoded: [Int32]

    init(type: ValueType, column: Column, codes: [Int32?]) {
      let table = codes.map { $0 ?? 0 }
      let stays = table.indices.allSatisfy { Int(table[$0]) == $0 }
      self.init(type: type, column: column, codes: codes, recoded: stays ? [] : table)
    }

    private init(type: ValueType, column: Column, codes: [Int32?], recoded: [Int32]) {
      self.type = type
      self.column = column
      self.codes = codes
      self.recoded = recoded
    }

    /// The same of other rows.
    func over(_ column: Column) -> Member { Member(type: type, column: column, codes: codes, recoded: recoded) }

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

  private struct Field: Sendable {
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

  /// Whether some row may be refused. Complexity: O(rows · fields with codes that may).
  func mayRefuse(_ builder: DatasetBuilder) -> Bool { suspects(builder).populationCount > 0 }

  /// Rows that may be refused: with a code that has become unknown, without a time, or of a unit that has not existed on all days.
  private func suspects(_ builder: DatasetBuilder) -> Bitmap {
    var suspects = Bitmap(repeating: false, count: table.rowCount)
    guard let time = fields[schema.ownTimeField].members[0], let days = days(builder.zone) else { return ~suspects }
    if let validity = time.column.validity { suspects.formUnion(~validity) }
    let organisation = builder.values.organisation
    for field in fields {
      let isUnit = field.schema.type.element == .unit
      for member in field.members {
        guard let member, !member.codes.isEmpty, let codes = member.column.int32s else { continue }
        let isSuspect = member.codes.map { code in
          code.map { isUnit && !organisation.exists($0, throughout: days) } ?? true
        }
        guard isSuspect.contains(true) else { continue }
        if let lists = field.stored?.lists {
          for row in 0..<table.rowCount where lists.children(of: row).contains(where: { isSuspect[Int(codes[$0])] }) {
            suspects[row] = true
          }
        } else {
          for row in codes.indices where isSuspect[Int(codes[row])] && member.column.isPresent(row) {
            suspects[row] = true
          }
        }
      }
    }
    return suspects
  }

  /// Days among which those of all the table's events are; nil without any.
  private func days(_ zone: TimeZoneRules) -> ClosedRange<CalendarDay>? {
    guard let time = fields[schema.ownTimeField].members[0] else { return nil }
    switch time.column.storage {
    case .int64(let times):
      guard let (least, greatest) = bounds(of: times, time.column.validity) else { return nil }
      // Clocks that are set back over midnight bring a later instant to the day before, and never further.
      let first = zone.day(of: Instant(microseconds: least)) - 1
      return first...max(first, zone.day(of: Instant(microseconds: greatest)) + 1)
    case .int32(let days):
      guard let (first, last) = bounds(of: days, time.column.validity) else { return nil }
      return CalendarDay(daysSinceEpoch: first)...CalendarDay(daysSinceEpoch: last)
    default: return nil
    }
  }

  /// The least and greatest of the values that are present. Complexity: O(rows).
  private func bounds<Value: FixedWidthInteger>(of values: [Value], _ validity: Bitmap?) -> (Value, Value)? {
    var (least, greatest) = (Value.max, Value.min)
    func add(_ value: Value) { (least, greatest) = (min(least, value), max(greatest, value)) }
    if let validity { validity.forEachSetIndex { add(values[$0]) } } else { for value in values { add(value) } }
    return least <= greatest ? (least, greatest) : nil
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

extension Organisation {
  /// Whether a unit existed on every one of some days. Complexity: O(changes of the unit).
  fileprivate func exists(_ unit: Int32, throughout days: ClosedRange<CalendarDay>) -> Bool {
    guard lineages.indices.contains(Int(unit)) else { return false }
    if lineages[Int(unit)].count == 1 {
      return lineages[Int(unit)][0].from <= days.lowerBound && lineages[Int(unit)][0].until >= days.upperBound
    }
    var next = days.lowerBound
    for lineage in lineages[Int(unit)].sorted(by: { $0.from < $1.from }) where lineage.from <= next {
      if lineage.until >= days.upperBound { return true }
      next = max(next, lineage.until + 1)
    }
    return false
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
