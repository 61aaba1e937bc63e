// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonTables

/// How the table of a file seems to be laid out: by its first rows.
///
/// The header is the first row that is about as wide as the table, holds no number, and has rows below it. A row below it that merely
/// numbers the columns (А, Б, 1, 2, 3 ...), as state forms have, belongs to the header, and so does a second row of texts below
/// headings that span columns.
struct SuggestedLayout: Sendable {
  /// How many rows are looked at.
  static let sampleRows = 60

  var sheet: String?
  var sheets: [String] = []
  var delimiter: DelimitedFormat.Delimiter?
  var header = 1...1

  /// The layout of a file of tables.
  init(_ file: any TableFile, sheet wanted: String?) throws(TableFault) {
    sheets = file.tables.map(\.name)
    let place =
      wanted.flatMap { sheets.firstIndex(of: $0) } ?? file.tables.firstIndex { !$0.isHidden } ?? 0
    guard sheets.indices.contains(place) else { return }
    if sheets.count > 1 { sheet = sheets[place] }
    if file.tables[place].columns != nil { return }
    var rows: [(number: Int, cells: [SampleCell])] = []
    _ = try file.readRows(of: place) { row in
      let cells = row.cells.map { SampleCell(column: $0.column, isText: $0.kind == .text, text: row.text(of: $0)) }
      rows.append((row.number, cells))
      return rows.count < Self.sampleRows
    }
    let areas = try file.mergedAreas(of: place)
    header = Self.header(of: rows) { row in areas.contains { $0.rows.contains(row) && $0.columns.count > 1 } }
  }

  /// The layout of a text in UTF-8.
  init(text bytes: [UInt8]) {
    let lines = Self.lines(bytes)
    var best = (score: 0, delimiter: DelimitedFormat.Delimiter.comma, rows: [[String]]())
    for delimiter in DelimitedFormat.Delimiter.allCases {
      let rows = lines.map { Self.cells(of: $0, delimiter: delimiter.rawValue) }
      let widths = Dictionary(grouping: rows.map(\.count).filter { $0 > 1 }) { $0 }.mapValues(\.count)
      // As many lines as possible of one width, and as wide as possible.
      let score = widths.map { $0.key * $0.value * $0.value }.max() ?? 0
      if score > best.score { best = (score, delimiter, rows) }
    }
    guard best.score > 0 else { return }
    delimiter = best.delimiter
    let rows = best.rows.enumerated().map { line, texts in
      (
        number: line + 1,
        cells: texts.enumerated().compactMap { column, text in
          text.isEmpty ? nil : SampleCell(column: column, isText: !Self.isNumber(text), text: text)
        }
      )
    }
    header = Self.header(of: rows) { row in
      // In a text a heading that spans columns has empty cells behind it.
      guard rows.indices.contains(row - 1) else { return false }
      let filled = rows[row - 1].cells.map(\.column)
      return zip(filled, filled.dropFirst()).contains { $1 > $0 + 1 }
    }
  }

  struct SampleCell: Sendable {
    let column: Int
    let isText: Bool
    let text: String
  }

  private static func header(
    of rows: [(number: Int, cells: [SampleCell])], hasSpans: (Int) -> Bool
  ) -> ClosedRange<Int> {
    let widths = rows.map { ($0.cells.last?.column ?? -1) + 1 }.sorted()
    guard let typical = widths.isEmpty ? nil : widths[widths.count / 2] else { return 1...1 }
    let first = rows.firstIndex { row in
      let width = (row.cells.last?.column ?? -1) + 1
      return width * 5 >= typical * 4 && row.cells.count >= min(2, typical) && row.cells.allSatisfy(\.isText)
    }
    guard let first else { return 1...1 }
    let number = rows[first].number
    guard first + 1 < rows.count, rows[first + 1].number == number + 1 else { return number...number }
    let below = rows[first + 1].cells
    let isNumbering = below.count > 1 && numbers(below.map(\.text))
    let isSecondLevel = hasSpans(number) && below.allSatisfy(\.isText) && first + 2 < rows.count
    return isNumbering || isSecondLevel ? number...(number + 1) : number...number
  }

  /// Whether texts are letters and then 1, 2, 3 ...
  private static func numbers(_ texts: [String]) -> Bool {
    let rest = texts.drop { $0.count == 1 && $0.unicodeScalars.allSatisfy { $0.properties.isAlphabetic } }
    return !rest.isEmpty && rest.enumerated().allSatisfy { Int($1) == $0 + 1 }
  }

  /// The first lines of a text; line ends within quotes do not end one.
  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in bytes.prefix(256 << 10) {
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted {
        if lines.count == sampleRows { return lines }
        lines.append([])
      } else if byte != 0x0D {
        lines[lines.count - 1].append(byte)
      }
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func cells(of line: [UInt8], delimiter: UInt8) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in line {
      if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    return cells.map { String(decoding: FieldText.trimmedBytes(String(decoding: $0, as: UTF8.self)), as: UTF8.self) }
  }

  private static func isNumber(_ text: String) -> Bool {
    Double(text.replacing(",", with: ".").replacing("\u{A0}", with: "")) != nil
  }
}
