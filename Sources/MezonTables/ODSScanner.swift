// SPDX-License-Identifier: Apache-2.0

/// Reads the tables of an OpenDocument spreadsheet: their names, or the rows of one of them.
///
/// Source: OpenDocument 1.2 Part 1, 9.1. Rows and cells may stand for many equal ones. Empty ones run to the end of the sheet and
/// cost nothing here; filled ones are handed out each, up to the bounds of a sheet.
final class ODSScanner: XMLHandler {
  private static let drawing = "xmlns:drawing"

  private let wanted: Int?
  private let lastAreaRow: Int
  private let body: (borrowing TableRow) -> Bool
  private(set) var names: [String] = []
  private(set) var notes = TableNotes()
  private(set) var areas: [MergedArea] = []
  private(set) var isFinished = false

  /// How deep the reader is in tables: a chart brings one of its own.
  private var tableDepth = 0
  /// How deep the reader is in comments and drawings.
  private var asides = 0
  private var row = TableRow()
  private var rowNumber = 0
  private var rowRepeats = 1
  private var column = 0
  private var isInCell = false
  private var cell = Cell()
  private var text: [UInt8] = []
  private var paragraphs = 0
  private var isInParagraph = false

  private struct Cell {
    var type: String?
    var value: String?
    var repeats = 1
    var hasFormula = false
    var isFailure = false
  }

  /// A scanner of the rows of a table; without one, of the names of all.
  /// - Parameter lastAreaRow: the last row in which a merged area that is kept begins
  init(
    table: Int? = nil, lastAreaRow: Int = 0, body: @escaping (borrowing TableRow) -> Bool = { _ in false }
  ) {
    wanted = table
    self.lastAreaRow = lastAreaRow
    self.body = body
  }

  private var isWanted: Bool { tableDepth == 1 && asides == 0 && wanted == names.count - 1 }

  func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableFault) {
    guard !isFinished else { return }
    switch name {
    case "annotation", "shapes",
      _ where name.isOf(Self.drawing):
      asides += 1
    case "table" where asides == 0:
      tableDepth += 1
      if tableDepth == 1 {
        names.append(attributes.text("name") ?? "")
        rowNumber = 0
      }
    case "table-row" where isWanted:
      rowRepeats = max(1, attributes.number("number-rows-repeated") ?? 1)
      column = 0
      row.clear(number: rowNumber + 1)
    case "table-cell" where isWanted: startCell(attributes, isCovered: false)
    case "covered-table-cell" where isWanted: startCell(attributes, isCovered: true)
    case "p" where isInCell && asides == 0:
      if paragraphs > 0 { try append([0x0A]) }
      paragraphs += 1
      isInParagraph = true
    case "s" where isInParagraph && asides == 0:
      let count = min(max(1, attributes.number("c") ?? 1), SheetScanner.textLimit)
      try append(Array(repeating: 0x20, count: count))
    case "tab" where isInParagraph && asides == 0: try append([0x09])
    case "line-break" where isInParagraph && asides == 0: try append([0x0A])
    default: break
    }
  }

  func end(_ name: XMLName) throws(TableFault) {
    guard !isFinished else { return }
    switch name {
    case "annotation", "shapes",
      _ where name.isOf(Self.drawing):
      asides -= 1
    case "p" where asides == 0: isInParagraph = false
    case "table-cell" where isInCell && asides == 0, "covered-table-cell" where isInCell && asides == 0: try endCell()
    case "table-row" where isWanted: endRow()
    case "table" where asides == 0: tableDepth -= 1
    default: break
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) throws(TableFault) {
    if isInParagraph, asides == 0 { try append(bytes) }
  }

  private func append(_ bytes: some Collection<UInt8>) throws(TableFault) {
    guard text.count + bytes.count <= SheetScanner.textLimit else {
      throw TableFault(.textTooLong(part: ODSFile.content, limit: SheetScanner.textLimit))
    }
    text.append(contentsOf: bytes)
  }

  private func startCell(_ attributes: XMLAttributes, isCovered: Bool) {
    cell = Cell()
    cell.repeats = max(1, attributes.number("number-columns-repeated") ?? 1)
    if !isCovered {
      // A cell that failed says so in the producer's own namespace beside the type of the format.
      cell.isFailure = attributes.text("value-type", in: "calcext") == "error"
      cell.type = attributes.text("value-type", in: "office:1.0")
      cell.value =
        attributes.text("value", in: "office:1.0") ?? attributes.text("date-value") ?? attributes.text("time-value")
        ?? attributes.text("boolean-value") ?? attributes.text("string-value")
      cell.hasFormula = attributes.bytes("formula") != nil
      let across = min(max(1, attributes.number("number-columns-spanned") ?? 1), CellReference.columnLimit)
      let down = min(max(1, attributes.number("number-rows-spanned") ?? 1), CellReference.rowLimit)
      if across > 1 || down > 1, rowNumber < lastAreaRow {
        areas.append(
          MergedArea(rows: (rowNumber + 1)...(rowNumber + down), columns: column...(column + across - 1)))
      }
    }
    text.removeAll(keepingCapacity: true)
    paragraphs = 0
    isInParagraph = false
    isInCell = true
  }

  private func endCell() throws(TableFault) {
    isInCell = false
    defer { column = min(column + cell.repeats, CellReference.columnLimit) }
    guard column < CellReference.columnLimit else { return }
    let before = row.cells.count
    switch cell.type {
    case _ where cell.isFailure:
      note(.failedFormula)
      row.append(column: column, .failure, text)
    case "float", "percentage", "currency":
      let value = cell.value.flatMap { Double($0) }
      row.append(column: column, .number, value.map { NumberText.text($0) } ?? cell.value ?? "")
    case "date": row.append(column: column, .time, cell.value ?? "")
    case "time": row.append(column: column, .time, cell.value.map { Self.clock($0) ?? $0 } ?? "")
    case "boolean": row.append(column: column, .truth, cell.value ?? "")
    default: row.append(column: column, .text, cell.value.map { Array($0.utf8) } ?? text)
    }
    let isFilled = row.cells.count > before
    if cell.hasFormula { note(isFilled ? .formula : .formulaWithoutValue) }
    if isFilled { row.repeatLast(min(cell.repeats, CellReference.columnLimit - column) - 1) }
    try row.checkLength(of: names.last ?? "")
  }

  private func note(_ kind: TableNote.Kind) {
    let place = CellReference.letters(column) + String(rowNumber + 1)
    notes.add(kind, table: names.last ?? "", row: rowNumber + 1, place: place)
  }

  private func endRow() {
    defer { rowNumber = min(rowNumber + rowRepeats, CellReference.rowLimit) }
    guard !row.cells.isEmpty else { return }
    for step in 0..<min(rowRepeats, CellReference.rowLimit - rowNumber) {
      row.number = rowNumber + 1 + step
      if !body(row) {
        isFinished = true
        return
      }
    }
  }

  /// `PT09H30M00S` as `09:30:00`; nil for lengths of a day and more, which are no time of day.
  private static func clock(_ duration: String) -> String? {
    guard duration.hasPrefix("PT") else { return nil }
    var (seconds, number) = (0.0, "")
    for character in duration.dropFirst(2) {
      let unit: Double? =
        switch character {
        case "H": 3600
        case "M": 60
        case "S": 1
        default: nil
        }
      guard let unit else {
        number.append(character == "," ? "." : character)
        continue
      }
      guard let value = Double(number) else { return nil }
      seconds += value * unit
      number = ""
    }
    guard number.isEmpty, seconds >= 0, seconds < 86_400 else { return nil }
    return SerialDate.time(Int((seconds * 1000).rounded()))
  }
}
