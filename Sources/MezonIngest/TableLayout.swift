// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSyntax

/// How the table stands in its file, as a source or a join says.
struct TableLayout: Sendable {
  var delimiter: DelimitedFormat.Delimiter?
  var encoding: TextLiteral?
  var sheet: String?
  /// Where the sheet is named; the file where nothing names it.
  var sheetRange: SourceRange?
  /// The rows that name the columns, from 1.
  var header = 1...1
  /// Cells that are asked for by their place.
  var cells: [TextLiteral] = []

  init() {}

  /// Where a message about the sheet belongs.
  func sheetPlace(in file: String) -> DiagnosticPlace { sheetRange.map { .definition($0) } ?? .file(file) }

  /// The layout of a source's own file.
  init(_ declaration: SourceDeclaration) throws(ReadingFailure) {
    if let written = declaration.delimiter {
      let bytes = Array(written.text.utf8)
      guard bytes.count == 1, let known = DelimitedFormat.Delimiter(rawValue: bytes[0]) else {
        throw ReadingFailure(Diagnostic(IngestRule.badDelimiter, [written.text], at: written.range))
      }
      delimiter = known
    }
    encoding = declaration.encoding
    sheet = declaration.sheet?.text
    sheetRange = declaration.sheet?.range
    let first = max(1, Int(declaration.headerRow?.value ?? 1))
    header = first...max(first, Int(declaration.lastHeaderRow?.value ?? 0))
    cells = declaration.fields.compactMap { field in
      if case .cell(let place) = field.origin { place } else { nil }
    }
  }
}

/// The names of the columns of a table, put together from the rows of its header.
struct TableHeader: Sendable {
  /// One name a column, without blanks around it; levels are parted by ` / `.
  let names: [String]
  /// The headings above each column, the uppermost first.
  let headings: [[String]]

  /// A header of one row.
  init(names: [String]) {
    self.names = names
    headings = names.map { [$0] }
  }

  /// A header of several rows.
  /// - Parameters:
  ///   - rows: the texts of each row; a shorter row ends with empty texts
  ///   - spread: the same with the texts of merged cells in each of their places; nil where the format has no merged cells,
  ///     and an empty text takes the one on its left, but in the last row
  init(rows: [[String]], spread: [[String]]?) {
    let width = rows.map(\.count).max() ?? 0
    var levels = (spread ?? rows).map { row in
      (0..<width).map {
        row.indices.contains($0) ? String(decoding: FieldText.trimmedBytes(row[$0]), as: UTF8.self) : ""
      }
    }
    if spread == nil {
      for level in levels.indices.dropLast() {
        for column in levels[level].indices.dropFirst() where levels[level][column].isEmpty {
          levels[level][column] = levels[level][column - 1]
        }
      }
    }
    headings = (0..<width).map { column in levels.map { $0[column] } }
    guard rows.count > 1 else {
      names = (0..<width).map { column in
        rows[0].indices.contains(column) ? String(decoding: FieldText.trimmedBytes(rows[0][column]), as: UTF8.self) : ""
      }
      return
    }
    names = headings.map { levels in
      var parts: [String] = []
      for level in levels where !level.isEmpty && parts.last != level { parts.append(level) }
      return parts.joined(separator: " / ")
    }
  }
}

/// Which row of its file each line of a table's text comes from.
struct SourceLines: Sendable {
  private var firstLines: [Int32] = []
  private var rows: [Int32] = []

  /// Says that the lines from one on, up to the next said, are of a row.
  mutating func append(line: Int, row: Int) {
    firstLines.append(Int32(clamping: line))
    rows.append(Int32(clamping: row))
  }

  /// The row of a line. Complexity: O(log rows).
  func row(ofLine line: Int) -> Int {
    var (low, high) = (0, firstLines.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(firstLines[middle]) <= line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? line : Int(rows[low - 1])
  }
}

/// Writes the rows of a table as delimited text, and keeps which line is of which row.
struct TableText: Sendable {
  private var writer = DelimitedWriter()
  private(set) var lines = SourceLines()
  private var line = 1

  var bytes: [UInt8] { writer.bytes }
  var byteCount: Int { writer.bytes.count }

  /// Adds a row of texts; an empty text is an empty cell.
  mutating func append(_ cells: some Sequence<String>, row: Int) {
    lines.append(line: line, row: row)
    for cell in cells {
      writer.append(cell)
      line += Self.lineBreaks(cell.utf8)
    }
    writer.endRow()
    line += 1
  }

  /// Adds the row that `body` writes cell by cell through `add`.
  mutating func appendRow(_ row: Int, _ body: (_ add: (UnsafeRawBufferPointer) -> Void) -> Void) {
    lines.append(line: line, row: row)
    body { text in
      writer.append(text)
      line += Self.lineBreaks(text)
    }
    writer.endRow()
    line += 1
  }

  private static func lineBreaks(_ text: some Sequence<UInt8>) -> Int {
    var (count, isAfterReturn) = (0, false)
    for byte in text {
      if byte == 0x0D || (byte == 0x0A && !isAfterReturn) { count += 1 }
      isAfterReturn = byte == 0x0D
    }
    return count
  }
}
