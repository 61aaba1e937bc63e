// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Reads the rows of one file by its plan, batch after batch.
///
/// Each batch goes through four steps: every mapping reads its cells, column by column; the row rules take what they
/// take, in the order written; rows with a cell that cannot be read are refused; the target takes the others or says why not.
struct SourceReader: Sendable {
  let plan: ReadingPlan
  private let table: HandedInTable
  /// Whether it is kept where events come from.
  private let keepsPlaces: Bool
  private var readers: [CellReader]
  private var cells: [MappingCells]
  private var faults = BatchFaults()
  /// What became of each row of the batch.
  private var isTaken: [Bool] = []
  /// How many lines the text had.
  private(set) var lineCount = 0
  /// Whether the text ended within quotes.
  private(set) var endedWithinQuotes = false
  /// Whether a row had bytes that are no UTF-8.
  private(set) var hasBrokenText = false

  /// - Parameters:
  ///   - memories: for each mapping what short texts became in another part of the file that is coded alike; nil for none
  ///   - keepsPlaces: whether it is kept where events come from
  init(
    _ plan: ReadingPlan, table: HandedInTable, remembering memories: [TextMemory]? = nil, keepsPlaces: Bool = true
  ) {
    self.plan = plan
    self.table = table
    self.keepsPlaces = keepsPlaces
    readers = plan.readers
    if let memories, memories.count == readers.count {
      for index in readers.indices { readers[index].memory = memories[index] }
    }
    cells = Array(repeating: MappingCells(), count: plan.mappings.count)
  }

  /// For each mapping what short texts became by what was known at the beginning: texts that were new since then have codes of their own.
  ///
  /// Complexity: O(mappings), and of those with new texts O(texts remembered).
  func memories(_ values: ValueDictionaries, begunWith known: ValueDictionaries) -> [TextMemory] {
    zip(plan.mappings, readers).map { mapping, reader in
      guard let dictionary = mapping.dictionary else { return reader.memory }
      let count = known.count(in: dictionary)
      return values.count(in: dictionary) == count ? reader.memory : reader.memory.keeping(codesBelow: count)
    }
  }

  /// Reads all rows of the file into the builder.
  /// - Parameter batch: room for rows, which is empty afterwards.
  /// - Throws: what keeps the rest of the file from being read; the command then takes nothing of it.
  mutating func read(
    into builder: inout DatasetBuilder, log: inout RejectionLog, by batch: inout RowBatch
  ) throws(ReadingFailure) {
    defer { batch.clear() }
    var reader = table.reader
    let selection = plan.selection
    try reading(table.fileName) {
      try reader.select(selection.fields, asWritten: selection.readsLast ? [] : [selection.last])
    }
    let file = builder.fileIndex(of: table.file)
    let layout = table.names.joined(separator: "\u{1F}") + "\u{1E}" + String(table.delimiter.rawValue)
    let seen = builder.rowsSeen(by: plan.source, layout: layout)
    var hasRoom = false
    for earlier in table.broken.tables { note(table.broken.rows, of: earlier, &log) }
    while try reading(table.fileName, { try reader.read(into: &batch) }) {
      try builder.checkRoom(for: table.fileName)
      note(batch.refused, of: table, &log)
      log.rowsRead += batch.rowCount
      faults.clear(rowCount: batch.rowCount)
      isTaken = Array(repeating: false, count: batch.rowCount)
      batch.withUnsafeColumns { columns in
        let texts = RowTexts(
          columns, joins: plan.joins.map(\.table), keys: plan.joins.map(\.keys), missingTexts: plan.missingTexts)
        readCells(texts, &builder.values)
        setTotalsAside(texts, batch, &log)
        applyRules(texts, batch, seen: seen, file: file, &builder, &log)
      }
      refuseFaulty(batch, &log)
      let rows = accepted(batch, file: file, &builder, &log)
      if !hasRoom {
        makeRoom(for: rows.count, readThrough: reader.nextRow.byteOffset, in: &builder)
        hasRoom = true
      }
      builder.append(rows, cells: cells, plan: plan, file: file, lines: keepsPlaces ? table.lines(batch) : nil)
    }
    lineCount = reader.nextRow.line - 1
  }

  /// Makes room for the events that the text is likely to give, a little more rather than less, by those of its first bytes.
  private func makeRoom(for rows: Int, readThrough offset: Int, in builder: inout DatasetBuilder) {
    guard case .event(let event) = plan.target, offset > 0 else { return }
    builder.reserve(event, rows: Int(1.02 * Double(rows) * Double(table.bytes.count) / Double(offset)) + rows)
  }

  // MARK: cells

  private mutating func readCells(_ texts: RowTexts, _ values: inout ValueDictionaries) {
    for row in 0..<(plan.joins.isEmpty ? 0 : texts.rowCount) {
      guard let join = texts.ambiguousJoin(row) else { continue }
      let joined = plan.joins[join]
      faults.note(
        row,
        FieldFault(
          IngestRule.ambiguousKey, [joined.name, texts.excerpt(row, joined.keys.map { .own($0) }), joined.table.file]),
        column: joined.keys.first)
    }
    for index in plan.mappings.indices {
      let mapping = plan.mappings[index]
      if case .columns(let columns) = mapping.origin, columns.count == 1, case .own(let place) = columns[0],
        !mapping.isList
      {
        readers[index].readColumn(place, mapping, texts, &values, &cells[index], &faults)
        continue
      }
      cells[index].clear(isList: mapping.isList)
      switch mapping.origin {
      case .columns(let columns):
        if mapping.isList {
          readers[index].readLists(mapping, columns, texts, &values, &cells[index], &faults)
        } else {
          readers[index].readCells(mapping, columns, texts, &values, &cells[index], &faults)
        }
      case .digitRuns(let least, let most, let column):
        readers[index].readDigitRuns(
          mapping, column, least: least, most: most, texts, &values, &cells[index], &faults)
      case .fixed(let text):
        readers[index].readFixed(text, mapping, rowCount: texts.rowCount, &values, &cells[index], &faults)
      case .constant(let cell):
        guard mapping.isList else {
          cells[index].append(cell, count: texts.rowCount)
          continue
        }
        for _ in 0..<texts.rowCount {
          cells[index].append(cell)
          cells[index].endRow(.present)
        }
      case .computed(let expression): compute(expression, mapping: index, texts, &values)
      }
    }
    for field in plan.fields.indices where !plan.mappingsOfMembers[field].isEmpty { align(field, texts.rowCount) }
  }

  private func evaluator(_ texts: RowTexts, _ values: ValueDictionaries) -> RowEvaluator {
    RowEvaluator(
      texts: texts, cells: cells, types: plan.mappings.map(\.type), dictionaries: plan.mappings.map(\.dictionary),
      values: values, clock: plan.clock)
  }

  private mutating func compute(
    _ expression: RowExpression, mapping index: Int, _ texts: RowTexts, _ values: inout ValueDictionaries
  ) {
    let mapping = plan.mappings[index]
    var results: [RowValue] = []
    var written: [[UInt8]?] = []
    do {
      var evaluator = evaluator(texts, values)
      for row in 0..<texts.rowCount {
        evaluator.row = row
        let value = evaluator.value(expression)
        results.append(value)
        if case .text(let place) = value {
          written.append(evaluator.withText(place) { $0.map { Array($0) } })
        } else {
          written.append(nil)
        }
      }
    }
    for (row, value) in results.enumerated() {
      let cell = cell(value, text: written[row], mapping: mapping, row: row, &values)
      if cell.state == .missing, mapping.isRequired {
        faults.note(row, FieldFault(IngestRule.missingValue, [mapping.name]), column: nil)
      }
      cells[index].append(cell)
    }
  }

  /// The cell of a computed value in the mapping's type.
  private mutating func cell(
    _ value: RowValue, text: [UInt8]?, mapping: ReadingPlan.Mapping, row: Int, _ values: inout ValueDictionaries
  ) -> Cell {
    switch (value, mapping.type) {
    case (.number(let number), .number(_, let isWhole)):
      guard isWhole else { return Cell(number) }
      if let whole = Int64(exactly: number) {
        if mapping.levels.isEmpty || mapping.levels.contains(whole) { return Cell(whole) }
        let known = mapping.levels.map { String($0) }.joined(separator: ", ")
        faults.note(row, FieldFault(IngestRule.notAMember, [mapping.name, String(whole), known]), column: nil)
        return .unreadable
      }
      faults.note(row, FieldFault(IngestRule.notWhole, [mapping.name, "\(number)"]), column: nil)
      return .unreadable
    case (.instant(let instant), .time): return Cell(instant)
    case (.instant(let instant), .day): return Cell(plan.clock.day(of: instant))
    case (.day(let day), .day): return Cell(day)
    case (.day(let day), .time): return Cell(plan.clock.midnight(day))
    case (.truth(let truth), .yesNo): return Cell(truth)
    case (.member(let member), .choice): return Cell(member)
    case (.text(.unit(let unit)), .unit): return Cell(unit)
    case (.text, .text), (.text, .reference):
      guard let text, !text.isEmpty else { return .missing }
      return text.withUnsafeBytes { Cell(values.encode($0, in: mapping.dictionary ?? .texts)) }
    case (.text, .unit):
      guard let text, !text.isEmpty else { return .missing }
      let code = String(decoding: text, as: UTF8.self)
      if let unit = values.organisation.index(of: code) { return Cell(unit) }
      faults.note(row, FieldFault(IngestRule.unknownUnit, [mapping.name, code]), column: nil)
      return .unreadable
    case (.missing, _): return .missing
    default: return .unreadable
    }
  }

  /// Refuses rows whose members of child records disagree in number, and those with records that lack a member.
  private mutating func align(_ field: Int, _ rowCount: Int) {
    let mapped = plan.mappingsOfMembers[field].compactMap { $0 }
    for row in 0..<rowCount {
      var first: (mapping: Int, count: Int)?
      for mapping in mapped where cells[mapping].rowStates[row] == .present {
        let count = cells[mapping].elements(of: row).count
        guard let known = first else {
          first = (mapping, count)
          continue
        }
        guard known.count != count else { continue }
        let names = (plan.mappings[known.mapping].name, plan.mappings[mapping].name)
        faults.note(
          row,
          FieldFault(
            IngestRule.unequalLists, [plan.fields[field].name, names.0, String(known.count), names.1, String(count)]),
          column: nil)
      }
      guard let first, first.count > 0 else { continue }
      for mapping in mapped where plan.mappings[mapping].isRequired && cells[mapping].rowStates[row] == .missing {
        faults.note(row, FieldFault(IngestRule.missingValue, [plan.mappings[mapping].name]), column: nil)
      }
    }
  }

  // MARK: rows

  /// Notes rows that are no rows of the table; one that begins with a word for a total, as lines below a table do, is set aside.
  private mutating func note(_ refused: [RefusedRow], of table: HandedInTable, _ log: inout RejectionLog) {
    for row in refused {
      if row.fault.kind == .unclosedQuote { endedWithinQuotes = true }
      hasBrokenText = hasBrokenText || !isUTF8(row, of: table)
      let range = row.byteOffset..<(row.byteOffset + row.byteCount)
      switch row.fault.kind {
      case .tooFewFields, .tooManyFields:
        let text = table.rawBytes(range.shifted(by: table.bytesBefore)).drop { byte in
          [table.delimiter.rawValue, 0x20, 0x22].contains(byte)
        }
        if let total = Array(text).withUnsafeBytes({ FieldText.leadingWord(of: plan.totals.texts, $0) }) {
          log.rowsRead += 1
          log.setAsideTotal(total, line: row.line, bytes: range, of: table)
          continue
        }
      default: break
      }
      log.note([row], of: table)
    }
  }

  /// Whether the bytes of a refused row are UTF-8, whatever it was refused for.
  private func isUTF8(_ row: RefusedRow, of table: HandedInTable) -> Bool {
    if row.fault.kind == .invalidUTF8 { return false }
    let start = row.byteOffset + table.bytesBefore
    return (try? UTF8Span(validating: table.rawBytes(start..<(start + row.byteCount)).span)) != nil
  }

  /// Sets rows aside that begin with a word for a total.
  private mutating func setTotalsAside(_ texts: RowTexts, _ batch: RowBatch, _ log: inout RejectionLog) {
    guard !plan.totals.texts.isEmpty else { return }
    var scratch: [UInt8] = []
    for row in 0..<texts.rowCount {
      for column in plan.totals.columns {
        let word = texts.withText(row, column, &scratch) { raw -> (isEmpty: Bool, total: String?) in
          let text = FieldText.trimmed(raw)
          return (text.isEmpty, FieldText.leadingWord(of: plan.totals.texts, text))
        }
        if word.isEmpty { continue }
        if let total = word.total {
          isTaken[row] = true
          log.setAsideTotal(total, line: batch.line(ofRow: row), bytes: bytes(of: row, batch), of: table)
        }
        break
      }
    }
  }

  private mutating func applyRules(
    _ texts: RowTexts, _ batch: RowBatch, seen: Int, file: Int32, _ builder: inout DatasetBuilder,
    _ log: inout RejectionLog
  ) {
    guard !plan.rules.isEmpty else { return }
    let hasDuplicates = plan.setsDuplicatesAside
    var earlier: [RowPlace?] = []
    if hasDuplicates {
      for row in 0..<batch.rowCount {
        let place = RowPlace(file: file, line: Int32(clamping: table.line(batch.line(ofRow: row))))
        earlier.append(
          builder.earlierRow(seen, like: table.rawBytes(bytes(of: row, batch).shifted(by: table.bytesBefore)), place))
      }
    }
    var evaluator = evaluator(texts, builder.values)
    for row in 0..<batch.rowCount where !isTaken[row] {
      evaluator.row = row
      for rule in plan.rules {
        if let condition = rule.condition {
          guard evaluator.holds(condition) == true else { continue }
          reject(row, of: batch, by: rule, &log)
        } else {
          guard let place = earlier[row] else { continue }
          log.setAsideDuplicate(
            [rule.reason, builder.files[Int(place.file)], String(place.line)], line: batch.line(ofRow: row),
            bytes: bytes(of: row, batch), of: table)
          isTaken[row] = true
        }
        break
      }
    }
  }

  private mutating func reject(
    _ row: Int, of batch: RowBatch, by rule: ReadingPlan.Rule, _ log: inout RejectionLog
  ) {
    isTaken[row] = true
    log.reject(
      rule.effect == .refuse ? .refused : .setAside, because: rule.reason, line: batch.line(ofRow: row),
      bytes: bytes(of: row, batch), of: table)
  }

  /// The offsets between which a row stands, without its line end.
  private func bytes(of row: Int, _ batch: RowBatch) -> Range<Int> {
    batch.byteOffset(ofRow: row)..<batch.byteRange(row: row, column: plan.selection.last).upperBound
  }

  private mutating func refuseFaulty(_ batch: RowBatch, _ log: inout RejectionLog) {
    for row in faults.rows where !isTaken[row] {
      guard let (fault, column) = faults.first(of: row) else { continue }
      refuse(row, fault, column: column, batch, &log)
    }
  }

  private mutating func refuse(
    _ row: Int, _ fault: FieldFault, column: Int?, _ batch: RowBatch, _ log: inout RejectionLog
  ) {
    isTaken[row] = true
    var line = batch.line(ofRow: row)
    var character: Int?
    if let column {
      let place = batch.place(row: row, column: column)
      character = table.characterColumn(
        line: place.line, byteColumn: place.byteColumn, rowStart: batch.byteOffset(ofRow: row) + table.bytesBefore,
        rowLine: line)
      line = place.line
    }
    log.refuse(fault, line: line, column: character, bytes: bytes(of: row, batch), of: table)
  }

  /// The rows that are left, after the target has looked at them.
  private mutating func accepted(
    _ batch: RowBatch, file: Int32, _ builder: inout DatasetBuilder, _ log: inout RejectionLog
  ) -> TakenRows {
    if !builder.looksAtRows(cells, plan) {
      return isTaken.contains(true) ? .some(isTaken.indices.filter { !isTaken[$0] }) : .all(batch.rowCount)
    }
    var rows: [Int] = []
    rows.reserveCapacity(batch.rowCount)
    for row in 0..<batch.rowCount where !isTaken[row] {
      let place = RowPlace(file: file, line: Int32(clamping: table.line(batch.line(ofRow: row))))
      if let fault = builder.fault(of: row, cells: cells, plan: plan, place: place) {
        let mapping = plan.mappings.first { $0.name == fault.arguments.first }
        var column: Int?
        if case .columns(let columns)? = mapping?.origin, case .own(let place)? = columns.first { column = place }
        refuse(row, fault, column: column, batch, &log)
      } else {
        rows.append(row)
      }
    }
    return .some(rows)
  }
}

/// A row of a file.
struct RowPlace: Sendable, Hashable {
  let file: Int32
  let line: Int32
}
