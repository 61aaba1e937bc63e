// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSyntax
import MezonTables

/// What keeps a source from being read at all.
struct ReadingFailure: Error {
  let diagnostic: Diagnostic
  init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

/// A table that was handed in, opened as delimited text: its header is read, its rows are not.
///
/// A text in UTF-8 is read as it stands. A text in another encoding is turned into UTF-8 first; a table of a workbook, a database or a
/// JSON file is written as text, with a record of which line is of which row.
struct HandedInTable: Sendable {
  /// The file's name, with the table's where the file has several.
  let file: String
  /// The file's name alone.
  let fileName: String
  private(set) var bytes: [UInt8]
  let delimiter: DelimitedFormat.Delimiter
  let header: TableHeader
  /// Where the header's line begins in the text, and how many lines stand before it.
  private(set) var bytesBefore: Int
  private(set) var linesBefore: Int
  /// Where the lines come from; nil for a text, whose lines are its own.
  private(set) var lines: SourceLines?
  /// Texts of cells that the layout asked for, by their reference.
  let cells: [String: String]
  /// What is to be said about the file as a whole.
  var warnings: [Diagnostic] = []
  /// Rows that were refused before this text was made, with the table in which they stand.
  var broken: (rows: [RefusedRow], tables: [HandedInTable]) = ([], [])
  var reader: DelimitedReader

  /// The names of the columns without blanks around them.
  var names: [String] { header.names }

  /// Opens a file.
  init(file: String, bytes: [UInt8], layout: TableLayout = TableLayout()) throws(ReadingFailure) {
    if let opened = try OpenedTable(file: file, bytes: bytes, layout: layout) {
      self.init(opened)
      return
    }
    let text = try DecodedText(file: file, bytes: bytes, encoding: layout.encoding)
    try self.init(file: file, text: text.bytes, layout: layout)
    warnings = text.warnings
  }

  /// Opens a text: without a delimiter the one that stands most often in the header is taken.
  init(file: String, text bytes: [UInt8], layout: TableLayout) throws(ReadingFailure) {
    let first = layout.header.lowerBound
    guard let start = Self.start(ofLine: first, in: bytes) else {
      throw ReadingFailure(Diagnostic(IngestRule.noHeaderLine, [file, String(first)], at: .file(file)))
    }
    let content = start == 0 ? bytes : Array(bytes[start...])
    delimiter = layout.delimiter ?? Self.delimiter(ofHeader: content)
    cells = Self.cells(layout.cells, in: bytes, delimiter: delimiter)
    self.file = file
    fileName = file
    self.bytes = bytes
    lines = nil
    var (reader, names) = try Self.open(content, file: file, delimiter: delimiter, line: first)
    guard layout.header.count > 1 else {
      header = TableHeader(names: names.map { String(decoding: FieldText.trimmedBytes($0), as: UTF8.self) })
      bytesBefore = start
      linesBefore = first - 1
      self.reader = reader
      return
    }
    var rows = [names]
    for line in layout.header.dropFirst() {
      guard let place = Self.start(ofLine: line, in: bytes) else {
        throw ReadingFailure(Diagnostic(IngestRule.noHeaderLine, [file, String(line)], at: .file(file)))
      }
      (_, names) = try Self.open(Array(bytes[place...]), file: file, delimiter: delimiter, line: line)
      rows.append(names)
    }
    header = TableHeader(rows: rows, spread: nil)
    linesBefore = layout.header.upperBound
    bytesBefore = Self.start(ofLine: linesBefore + 1, in: bytes) ?? bytes.count
    self.reader = Self.reader(of: Array(bytes[bytesBefore...]), delimiter, columns: header.names.count)
  }

  /// A reader of rows that stand behind the beginning of a file, or that were written as text: a mark is a part of its cell.
  private static func reader(
    of rows: [UInt8], _ delimiter: DelimitedFormat.Delimiter, columns: Int
  ) -> DelimitedReader {
    var format = DelimitedFormat(delimiter: delimiter, fields: .unnamed(count: columns))
    format.passesMark = false
    return DelimitedReader(source: ArrayByteSource(rows), format: format)
  }

  /// A table that was written as text.
  init(_ opened: OpenedTable) {
    file = opened.file
    fileName = opened.fileName
    bytes = opened.text.bytes
    delimiter = .comma
    header = opened.header
    bytesBefore = 0
    linesBefore = 0
    lines = opened.text.lines
    cells = opened.cells
    warnings = opened.warnings
    reader = Self.reader(of: bytes, .comma, columns: header.names.count)
  }

  private static func open(
    _ content: [UInt8], file: String, delimiter: DelimitedFormat.Delimiter, line: Int
  ) throws(ReadingFailure) -> (DelimitedReader, [String]) {
    var format = DelimitedFormat(delimiter: delimiter)
    // A small file needs no large block.
    format.blockBytes = min(format.blockBytes, content.count + 16)
    var reader = DelimitedReader(source: ArrayByteSource(content), format: format)
    switch try reading(file, { try reader.readHeader() }) {
    case .absent: throw ReadingFailure(Diagnostic(IngestRule.emptyFile, [file], at: .file(file)))
    case .refused(let row):
      let broken = IngestRule.broken(by: row.fault)
      let reason = broken.rule.message.filled(broken.arguments, in: .english)
      let place = DiagnosticPlace.row(file: file, line: row.fault.line + line - 1, column: nil)
      throw ReadingFailure(Diagnostic(IngestRule.unreadableHeader, [reason], at: place))
    case .names(let names): return (reader, names)
    }
  }

  /// Where a line begins; nil when there are fewer. Complexity: O(bytes before).
  private static func start(ofLine line: Int, in bytes: [UInt8]) -> Int? {
    var current = 1
    var index = 0
    while current < line {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) { current += 1 }
    }
    return index < bytes.count || index == 0 ? index : nil
  }

  /// The texts of cells of a text: the line is the row, its cells are the columns.
  private static func cells(
    _ wanted: [TextLiteral], in bytes: [UInt8], delimiter: DelimitedFormat.Delimiter
  ) -> [String: String] {
    var texts: [String: String] = [:]
    for cell in wanted {
      guard let place = CellPlace(cell.text), let start = start(ofLine: place.row, in: bytes),
        let (_, names) = try? open(Array(bytes[start...]), file: "", delimiter: delimiter, line: place.row),
        names.indices.contains(place.column)
      else { continue }
      texts[cell.text] = names[place.column]
    }
    return texts
  }

  /// The delimiter that stands most often outside quotes in the first line that is not blank; the comma if none does.
  private static func delimiter(ofHeader bytes: [UInt8]) -> DelimitedFormat.Delimiter {
    var counts = [Int](repeating: 0, count: DelimitedFormat.Delimiter.allCases.count)
    var isQuoted = false
    var hasContent = false
    for byte in bytes.prefix(1 << 16) {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if hasContent { break }
        continue
      }
      hasContent = true
      for (place, delimiter) in DelimitedFormat.Delimiter.allCases.enumerated() where byte == delimiter.rawValue {
        counts[place] += 1
      }
    }
    var best = 0
    for place in counts.indices where counts[place] > counts[best] { best = place }
    return DelimitedFormat.Delimiter.allCases[best]
  }

  /// The row of the file, from 1, on which a line of the text stands, as the reader counts lines.
  func line(_ line: Int) -> Int { lines?.row(ofLine: line) ?? line + linesBefore }

  /// The rows of the file on which the rows of a batch begin. Complexity: O(rows).
  func lines(_ batch: RowBatch) -> [Int32] {
    guard lines == nil else { return (0..<batch.rowCount).map { Int32(clamping: line(batch.line(ofRow: $0))) } }
    return batch.lineNumbers(after: linesBefore)
  }
}

extension HandedInTable {
  /// Opens a text in UTF-8 by its beginning; nil where that is not enough, or where it may be in another encoding.
  /// - Parameter beginning: the beginning, which may be cut anywhere
  init?(file: String, cut beginning: [UInt8], layout: TableLayout) {
    guard let end = beginning.lastIndex(of: 0x0A) else { return nil }
    let beginning = Array(beginning[...end])
    let isStated = layout.encoding.map { TextEncoding(stated: $0.text).isUTF8 }
    guard layout.cells.isEmpty, layout.sheet == nil, isStated ?? TextEncoding.detect(beginning).isUTF8,
      // What is wrong with the beginning may be mended by what follows, or is said when the file is read in another way.
      let table = try? HandedInTable(file: file, text: beginning, layout: layout),
      // A header that ends with the beginning may go on behind it.
      table.bytesBefore + table.reader.nextRow.byteOffset < beginning.count
    else { return nil }
    self = table
  }

  /// The same table with only some of its rows.
  /// - Parameter linesBefore: how many lines stand before them, where these are the text's own and that shall be known
  func part(_ rows: RowPart, after linesBefore: Int = 0) -> HandedInTable {
    var part = self
    part.bytes = rows.bytes
    part.lines = rows.lines
    (part.bytesBefore, part.linesBefore) = (0, rows.lines == nil ? linesBefore : 0)
    part.reader = Self.reader(of: rows.bytes, delimiter, columns: names.count)
    return part
  }
}

extension String {
  /// Calls `body` with the text's bytes.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}

/// Calls a reader; what the medium of its bytes throws becomes a failure of the file, so that half a file is never taken for a whole one.
func reading<Value>(_ file: String, _ body: () throws -> Value) throws(ReadingFailure) -> Value {
  do { return try body() } catch {
    throw ReadingFailure(Diagnostic(IngestRule.damagedFile, [file, "\(error)"], at: .file(file)))
  }
}
