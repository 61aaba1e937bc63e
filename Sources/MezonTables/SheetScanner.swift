// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of one sheet of a workbook, one after the other.
///
/// A cell stands where its reference says; without one, right of the cell before. What the sheet declares of its extent is not
/// looked at. A cell whose reference fits no sheet or goes backwards is left out and noted.
final class SheetScanner: XMLHandler {
  /// The longest text of a cell, as elsewhere in what is handed in.
  static let textLimit = 1 << 20

  /// What a cell says its value is.
  private enum Nature {
    case number, shared, inline, formulaText, truth, failure, date

    init(_ written: UnsafeBufferPointer<UInt8>?) {
      switch written.map({ String(decoding: $0, as: UTF8.self) }) {
      case "s": self = .shared
      case "inlineStr": self = .inline
      case "str": self = .formulaText
      case "b": self = .truth
      case "e": self = .failure
      case "d": self = .date
      default: self = .number
      }
    }
  }

  private let part: String
  private let sheet: String
  private let texts: SharedTexts
  private let formats: CellFormats
  private let from1904: Bool
  private let body: (borrowing TableRow) -> Bool
  private(set) var notes = TableNotes()
  private(set) var isFinished = false

  private var row = TableRow()
  private var rowNumber = 0
  private var isInRow = false
  private var column = -1
  private var nature = Nature.number
  private var style: Int?
  private var hasFormula = false
  private var isInCell = false
  private var isGathering = false
  private var phonetic = 0
  private var value: [UInt8] = []

  init(
    part: String, sheet: String, texts: SharedTexts, formats: CellFormats, from1904: Bool,
    body: @escaping (borrowing TableRow) -> Bool
  ) {
    self.part = part
    self.sheet = sheet
    self.texts = texts
    self.formats = formats
    self.from1904 = from1904
    self.body = body
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableFault) {
    guard !isFinished else { return }
    switch name {
    case "row": try startRow(attributes)
    case "c" where isInRow: startCell(attributes)
    case "v" where isInCell: isGathering = true
    case "t" where isInCell && nature == .inline: isGathering = phonetic == 0
    case "rPh": phonetic += 1
    case "f" where isInCell: hasFormula = true
    default: break
    }
  }

  func end(_ name: XMLName) throws(TableFault) {
    guard !isFinished else { return }
    switch name {
    case "v", "t": isGathering = false
    case "rPh": phonetic -= 1
    case "c" where isInCell:
      try endCell()
      isInCell = false
    case "row" where isInRow:
      isInRow = false
      if !row.cells.isEmpty, !body(row) { isFinished = true }
    default: break
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) throws(TableFault) {
    guard isGathering else { return }
    guard value.count + bytes.count <= Self.textLimit else {
      throw TableFault(.textTooLong(part: part, limit: Self.textLimit))
    }
    value.append(contentsOf: bytes)
  }

  private func startRow(_ attributes: XMLAttributes) throws(TableFault) {
    let number = attributes.bytes("r").map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 } ?? (rowNumber + 1)
    guard number > rowNumber, number <= CellReference.rowLimit else {
      throw TableFault(.disorder(part: sheet, row: rowNumber + 1))
    }
    rowNumber = number
    row.clear(number: number)
    column = -1
    isInRow = true
  }

  private func startCell(_ attributes: XMLAttributes) {
    var place = column + 1
    if let reference = attributes.bytes("r") {
      guard let parsed = CellReference.parse(reference), parsed.row == rowNumber, parsed.column > column else {
        notes.add(
          .badReference, table: sheet, row: rowNumber, place: String(decoding: reference.prefix(40), as: UTF8.self))
        return
      }
      place = parsed.column
    } else if place >= CellReference.columnLimit {
      notes.add(.badReference, table: sheet, row: rowNumber, place: CellReference.letters(place))
      return
    }
    column = place
    nature = Nature(attributes.bytes("t"))
    style = attributes.number("s")
    value.removeAll(keepingCapacity: true)
    hasFormula = false
    isInCell = true
  }

  private var place: String { CellReference.letters(column) + String(rowNumber) }

  private func endCell() throws(TableFault) {
    if hasFormula {
      notes.add(value.isEmpty ? .formulaWithoutValue : .formula, table: sheet, row: rowNumber, place: place)
    }
    guard !value.isEmpty else { return }
    switch nature {
    case .shared:
      guard let number = Int(String(decoding: value, as: UTF8.self)), let text = texts.bytes(number) else {
        notes.add(.badReference, table: sheet, row: rowNumber, place: place)
        return
      }
      guard text.count <= Self.textLimit else {
        throw TableFault(.textTooLong(part: part, limit: Self.textLimit))
      }
      row.append(column: column, .text, text)
    case .inline, .formulaText: row.append(column: column, .text, EscapedText.decoded(value[...]) ?? value)
    case .truth: row.append(column: column, .truth, value == [0x31] ? "true" : "false")
    case .failure:
      notes.add(.failedFormula, table: sheet, row: rowNumber, place: place)
      row.append(column: column, .failure, value)
    case .date: row.append(column: column, .time, value)
    case .number: appendNumber()
    }
    try row.checkLength(of: sheet)
  }

  private func appendNumber() {
    // Whole numbers without a date's format, the most frequent cells, go through as they stand.
    let shown = formats.shown(style: style)
    if shown == .number, value.count < 16, value.allSatisfy({ 0x30...0x39 ~= $0 }),
      value.first != 0x30 || value.count == 1
    {
      row.append(column: column, .number, value)
      return
    }
    guard let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite else {
      row.append(column: column, .text, value)
      return
    }
    if shown != .number, let text = SerialDate.text(number, shown, from1904: from1904) {
      row.append(column: column, .time, text)
    } else {
      row.append(column: column, .number, NumberText.text(number))
    }
  }
}

/// Finds the merged areas of a sheet, which stand behind its rows.
final class MergeScanner: XMLHandler {
  private let lastRow: Int
  private(set) var areas: [MergedArea] = []
  let isFinished = false

  /// - Parameter lastRow: the last row in which an area that is looked for begins
  init(lastRow: Int) { self.lastRow = lastRow }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if case "mergeCell" = name, let area = attributes.text("ref").flatMap({ CellReference.area($0) }),
      area.rows.lowerBound <= lastRow
    {
      areas.append(area)
    }
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
}
