// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

// Whole columns of a batch.
extension CellReader {
  /// Reads one cell a row.
  mutating func readCells(
    _ mapping: ReadingPlan.Mapping, _ columns: [ColumnReference], _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    guard columns.count == 1, let column = columns.first else {
      return readJoinedCells(mapping, columns, texts, &values, &cells, &faults)
    }
    guard case .own(let place) = column else {
      var scratch: [UInt8] = []
      for row in 0..<texts.rowCount {
        let cell = texts.withText(row, column, &scratch) { read($0, &values) }
        if cell.state != .present { note(cell, mapping, columns, row, &faults) }
        cells.append(cell)
      }
      return
    }
    switch path {
    case .direct:
      if case .time = options.type {
        fill(&cells, mapping, place, texts, &faults) { reader, text in
          reader.isMissing(text) ? .missing : reader.parseTime(text)
        }
      } else {
        fill(&cells, mapping, place, texts, &faults) { reader, text in
          reader.isMissing(text) ? .missing : reader.parse(text, &values)
        }
      }
    case .encoded(let dictionary):
      fillByMemory(&cells, mapping, place, texts, &faults) { reader, text in
        reader.encoded(text, in: dictionary, &values)
      }
    case .remembered:
      fillByMemory(&cells, mapping, place, texts, &faults) { reader, text in reader.remembered(text, &values) }
    }
  }

  /// Adds the cell of each row that `read` makes of its text.
  @inline(__always)
  private mutating func fill(
    _ cells: inout MappingCells, _ mapping: ReadingPlan.Mapping, _ place: Int, _ texts: RowTexts,
    _ faults: inout BatchFaults, _ read: (inout CellReader, UnsafeRawBufferPointer) -> Cell
  ) {
    cells.appendRows(texts.rowCount) { bits, states in
      texts.forEachText(in: place) { row, text in
        let cell = read(&self, text)
        bits[row] = cell.bits
        states[row] = cell.state
        if cell.state == .unreadable || (cell.state == .missing && mapping.isRequired) {
          note(cell, mapping, [.own(place)], row, &faults)
        }
      }
    }
  }

  /// The same, where most texts were seen before.
  @inline(__always)
  private mutating func fillByMemory(
    _ cells: inout MappingCells, _ mapping: ReadingPlan.Mapping, _ place: Int, _ texts: RowTexts,
    _ faults: inout BatchFaults, _ read: (inout CellReader, UnsafeRawBufferPointer) -> Cell
  ) {
    // It is taken out, for a text that is not in it changes the reader.
    var memory = ShortTextCells.none
    swap(&memory, &shortTexts)
    fill(&cells, mapping, place, texts, &faults) { reader, text in memory.cell(text) { read(&reader, $0) } }
    swap(&memory, &shortTexts)
  }

  private mutating func readJoinedCells(
    _ mapping: ReadingPlan.Mapping, _ columns: [ColumnReference], _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    var scratch: [UInt8] = []
    var joined: [UInt8] = []
    for row in 0..<texts.rowCount {
      let cell = texts.withText(row, columns, &scratch, &joined) { read($0, &values) }
      if cell.state != .present { note(cell, mapping, columns, row, &faults) }
      cells.append(cell)
    }
  }

  /// Reads the same text for each row.
  mutating func readFixed(
    _ text: [UInt8], _ mapping: ReadingPlan.Mapping, rowCount: Int, _ values: inout ValueDictionaries,
    _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    for row in 0..<rowCount {
      let cell = text.withUnsafeBytes { read($0, &values) }
      if cell.state != .present, !mapping.isList { note(cell, mapping, [], row, &faults) }
      cells.append(cell)
      if mapping.isList { cells.endRow(.present) }
    }
  }

  /// Notes why a cell refuses its row, if it does.
  private func note(
    _ cell: Cell, _ mapping: ReadingPlan.Mapping, _ columns: [ColumnReference], _ row: Int, _ faults: inout BatchFaults
  ) {
    var place: Int?
    if case .own(let column)? = columns.first { place = column }
    switch cell.state {
    case .present: break
    case .missing:
      if mapping.isRequired { faults.note(row, FieldFault(IngestRule.missingValue, [mapping.name]), column: place) }
    case .unreadable:
      if let fault { faults.note(row, fault, column: place) }
    }
  }

  /// Reads a list a row: the parts of a cell between separators, or the cell as the one element.
  ///
  /// A plain list leaves out parts that hold nothing. Among child records such a part is a record without this member.
  mutating func readLists(
    _ mapping: ReadingPlan.Mapping, _ columns: [ColumnReference], _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    var scratch: [UInt8] = []
    var joined: [UInt8] = []
    for row in 0..<texts.rowCount {
      let isMissing = texts.withText(row, columns, &scratch, &joined) { raw in
        let text = FieldText.trimmed(raw)
        if text.isEmpty || FieldText.isOne(of: options.missingTexts, text) { return true }
        // The cell is cut before blanks are taken off, for a separator may end with one.
        FieldText.forEachPart(of: raw, separator: mapping.separator ?? []) { part in
          let cell = read(part, &values)
          if mapping.member == nil, cell.state == .missing { return }
          if cell.state != .present { note(cell, mapping, columns, row, &faults) }
          cells.append(cell)
        }
        return false
      }
      cells.endRow(isMissing ? .missing : .present)
    }
  }

  /// Reads the longest runs of digits in a column, each value once: all of them for a list, the only one for a plain field.
  mutating func readDigitRuns(
    _ mapping: ReadingPlan.Mapping, _ column: ColumnReference, least: Int, most: Int, _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    var scratch: [UInt8] = []
    var found: [Cell] = []
    for row in 0..<texts.rowCount {
      found.removeAll(keepingCapacity: true)
      texts.withText(row, column, &scratch) { raw in
        FieldText.forEachDigitRun(in: raw, least: least, most: most) { run in
          let cell = read(run, &values)
          if cell.state == .unreadable { note(cell, mapping, [column], row, &faults) }
          if cell.state != .missing, !found.contains(cell) { found.append(cell) }
        }
      }
      if mapping.isList {
        for cell in found { cells.append(cell) }
        cells.endRow(found.isEmpty ? .missing : .present)
        continue
      }
      if found.count > 1 {
        let text = texts.excerpt(row, column)
        var place: Int?
        if case .own(let own) = column { place = own }
        faults.note(row, FieldFault(IngestRule.severalValues, [mapping.name, text]), column: place)
        cells.append(.unreadable)
      } else {
        let cell = found.first ?? .missing
        if cell.state != .present { note(cell, mapping, [column], row, &faults) }
        cells.append(cell)
      }
    }
  }
}
