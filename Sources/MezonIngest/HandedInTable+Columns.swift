// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSyntax

// Columns as definitions name them.
extension HandedInTable {
  /// The place of a column by its exact name, for a definition that names it.
  func column(_ name: TextLiteral) throws(ReadingFailure) -> Int {
    let wanted = String(decoding: FieldText.trimmedBytes(name.text), as: UTF8.self)
    let places = names.indices.filter { names[$0] == wanted }
    guard let place = places.first else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.noColumn, [name.text, file, shownHeader], at: name.range,
          suggestion: Spelling.nearest(to: wanted, among: names)))
    }
    guard places.count == 1 else {
      throw ReadingFailure(
        Diagnostic(IngestRule.repeatedColumn, [name.text, file, String(places.count)], at: name.range))
    }
    return place
  }

  /// The place of a column by its number, from 1: of all, or of those below a heading.
  func column(_ number: NumberLiteral, under heading: TextLiteral?) throws(ReadingFailure) -> Int {
    var places = Array(names.indices)
    if let heading {
      let wanted = String(decoding: FieldText.trimmedBytes(heading.text), as: UTF8.self)
      places = places.filter { header.headings[$0].contains(wanted) }
      guard !places.isEmpty else {
        throw ReadingFailure(
          Diagnostic(
            IngestRule.noColumn, [heading.text, file, shownHeader], at: heading.range,
            suggestion: Spelling.nearest(to: wanted, among: header.headings.joined().filter { !$0.isEmpty })))
      }
    }
    guard let index = Int(exactly: number.value), places.indices.contains(index - 1) else {
      throw ReadingFailure(
        Diagnostic(IngestRule.noColumnNumber, [number.range.text, file, String(places.count)], at: number.range))
    }
    return places[index - 1]
  }

  /// The header for a message: at most forty names.
  var shownHeader: String {
    let limit = 40
    let shown = names.prefix(limit).map { name in
      name.withBytes { FieldText.excerpt($0) }
    }
    return shown.joined(separator: ", ") + (names.count > limit ? " …" : "")
  }

  /// The same table with a row for each of some columns: the other columns, then what the header says, then the cell. Also how many
  /// lines its rows had.
  func unpivoted(_ clause: UnpivotClause) throws(ReadingFailure) -> (table: HandedInTable, lines: Int) {
    var turned: [Int] = []
    for (first, last) in clause.columns {
      let start = try column(first)
      guard let last else {
        turned.append(start)
        continue
      }
      let end = try column(last)
      turned += Array(min(start, end)...max(start, end))
    }
    let kept = names.indices.filter { !turned.contains($0) }
    for name in [clause.heading, clause.cell] where kept.contains(where: { names[$0] == name.text }) {
      throw ReadingFailure(Diagnostic(IngestRule.repeatedColumn, [name.text, file, "2"], at: name.range))
    }
    var text = TableText()
    var refused: [RefusedRow] = []
    var reader = reader
    var batch = RowBatch()
    var scratch: [UInt8] = []
    while try reading(fileName, { try reader.read(into: &batch) }) {
      refused += batch.refused
      for row in 0..<batch.rowCount {
        let number = line(batch.line(ofRow: row))
        for column in turned {
          text.appendRow(number) { add in
            for place in kept + [-1, column] {
              if place < 0 {
                names[column].withBytes(add)
              } else {
                batch.unescape(batch.field(row: row, column: place), into: &scratch)
                scratch.withUnsafeBytes(add)
              }
            }
          }
        }
      }
    }
    let header = TableHeader(names: kept.map { names[$0] } + [clause.heading.text, clause.cell.text])
    var table = HandedInTable(
      OpenedTable(self, header: header, text: text))
    table.broken = (refused, [self])
    return (table, reader.nextRow.line - 1)
  }
}

/// A cell by its reference, such as D3.
struct CellPlace: Sendable, Hashable {
  /// From 0.
  let column: Int
  /// From 1.
  let row: Int

  /// Nil for what is no reference.
  init?(_ text: String) {
    let letters = text.uppercased().prefix { ("A"..."Z").contains($0) }
    guard (1...3).contains(letters.count), let row = Int(text.dropFirst(letters.count)), (1...1_048_576).contains(row)
    else { return nil }
    column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 0x40 } - 1
    self.row = row
  }
}
