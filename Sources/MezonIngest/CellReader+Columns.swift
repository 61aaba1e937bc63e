// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

// Whole columns of a batch.
extension CellReader {
  /// Reads the one cell that each row has in an own column: what is plain or remembered at once, and the others one by one.
  mutating func readColumn(
    _ place: Int, _ mapping: ReadingPlan.Mapping, _ texts: RowTexts, _ values: inout ValueDictionaries,
    _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    guard let column = texts.column(place) else { return cells.clear(isList: false) }
    cells.rewrite(rowCount: texts.rowCount) { bits, states in
      if case .remembered = plainForm {
        return readByMemory(column, place, mapping, texts, &values, bits, states, &faults)
      }
      let seen = readPlain(column, into: bits, states)
      if seen.contains(.unreadable) {
        return readOthers(place, mapping, texts, &values, bits, states, &faults)
      }
      if seen.contains(.missing) { noteMissing(place, mapping, states, &faults) }
      return seen
    }
  }

  /// Reads the cells of texts most of which were met before.
  private mutating func readByMemory(
    _ column: TextColumn, _ place: Int, _ mapping: ReadingPlan.Mapping, _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>, _ faults: inout BatchFaults
  ) -> StatesSeen {
    // It is taken out, for a text that is not in it changes the reader.
    var memory = TextMemory.none
    swap(&memory, &self.memory)
    var scratch: [UInt8] = []
    let seen = column.readTexts(rememberedIn: &memory, into: bits, states) { row in
      let cell = texts.withText(row, .own(place), &scratch) { read($0, &values) }
      if cell.state == .unreadable { note(cell, mapping, [.own(place)], row, &faults) }
      return (cell.bits, cell.state)
    }
    swap(&memory, &self.memory)
    if seen.contains(.missing) { noteMissing(place, mapping, states, &faults) }
    return seen
  }

  /// Reads the cells that are not plain.
  private mutating func readOthers(
    _ place: Int, _ mapping: ReadingPlan.Mapping, _ texts: RowTexts, _ values: inout ValueDictionaries,
    _ bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>,
    _ faults: inout BatchFaults
  ) -> StatesSeen {
    var seen = StatesSeen()
    var scratch: [UInt8] = []
    for row in 0..<texts.rowCount {
      switch states[row] {
      case .present: continue
      case .missing: seen.insert(.missing)
      case .unreadable:
        let cell = texts.withText(row, .own(place), &scratch) { read($0, &values) }
        bits[row] = cell.bits
        states[row] = cell.state
        switch cell.state {
        case .present: continue
        case .missing: seen.insert(.missing)
        case .unreadable:
          seen.insert(.unreadable)
          note(cell, mapping, [.own(place)], row, &faults)
        }
      }
    }
    if seen.contains(.missing) { noteMissing(place, mapping, states, &faults) }
    return seen
  }

  /// Notes the rows without a value, if each must have one.
  private func noteMissing(
    _ place: Int, _ mapping: ReadingPlan.Mapping, _ states: UnsafeMutableBufferPointer<CellState>,
    _ faults: inout BatchFaults
  ) {
    guard mapping.isRequired else { return }
    for (row, state) in states.enumerated() {
      if case .missing = state { note(.missing, mapping, [.own(place)], row, &faults) }
    }
  }

  /// Reads one cell a row, of several columns or of a joined one.
  mutating func readCells(
    _ mapping: ReadingPlan.Mapping, _ columns: [ColumnReference], _ texts: RowTexts,
    _ values: inout ValueDictionaries, _ cells: inout MappingCells, _ faults: inout BatchFaults
  ) {
    guard columns.count == 1, let column = columns.first else {
      return readJoinedCells(mapping, columns, texts, &values, &cells, &faults)
    }
    var scratch: [UInt8] = []
    for row in 0..<texts.rowCount {
      let cell = texts.withText(row, column, &scratch) { read($0, &values) }
      if cell.state != .present { note(cell, mapping, columns, row, &faults) }
      cells.append(cell)
    }
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
