// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics

/// A second file whose rows are looked up by a key: the wanted columns as texts, and which row has which key.
struct JoinedTable: Sendable {
  /// The row of a key, or why there is none.
  enum Match {
    static let none: Int32 = -1
    static let ambiguous: Int32 = -2
  }

  let file: String
  private var keys = TextDictionary()
  /// For each key its row, or ``Match/ambiguous``.
  private var rowOfKey: [Int32] = []
  private var texts: [TextDictionary]
  private var codes: [[Int32]]
  private var rowCount = 0

  /// Reads a file, and once more where rows of it cannot be used; nil where it must be held to be read.
  /// - Parameters:
  ///   - keyColumns: the places of the key in the header
  ///   - columns: the places of the wanted columns
  ///   - file: the opened file
  ///   - report: takes the rows that cannot be used: without a key, with a repeated one, broken
  /// - Throws: what keeps the rest of the file from being read
  init?(
    keyColumns: [Int], columns: [Int], of joined: JoinedFile, report: inout RejectionLog
  ) throws(ReadingFailure) {
    let table = joined.table
    file = table.file
    texts = Array(repeating: TextDictionary(), count: columns.count)
    codes = Array(repeating: [], count: columns.count)
    var selection = SelectedColumns(columnCount: table.names.count)
    let keys = keyColumns.map { selection.place(of: $0) }
    let places = columns.map { selection.place(of: $0) }
    var isUsable = true
    var log = report
    let isRead = try joined.forEachBatch(selection, &log) { batch, rows, log in
      log.note(refusedBy: batch, of: rows)
      log.rowsRead += batch.rowCount
      isUsable = takeRows(of: batch, keys: keys, places: places) && isUsable
    }
    guard isRead else { return nil }
    let keyName = keyColumns.map { table.names[$0] }.joined(separator: ", ")
    if !isUsable {
      _ = try joined.forEachBatch(selection, &log) { batch, rows, log in
        rejectUnusable(batch, keys: keys, named: keyName, last: selection.last, of: rows, &log)
      }
    }
    report = log
  }

  /// Takes the rows of a batch; false where some have no key, or one that stood before.
  private mutating func takeRows(of batch: RowBatch, keys places: [Int], places wanted: [Int]) -> Bool {
    var scratch: [UInt8] = []
    var key: [UInt8] = []
    var isUsable = true
    for row in 0..<batch.rowCount {
      Self.key(of: row, in: batch, places, into: &key, &scratch)
      let code: Int32 = key.withUnsafeBytes { Self.isWhole($0) ? keys.encode($0) : -1 }
      if Int(code) == rowOfKey.count {
        rowOfKey.append(Int32(truncatingIfNeeded: rowCount))
      } else {
        isUsable = false
        if code >= 0 { rowOfKey[Int(code)] = Match.ambiguous }
      }
      for (index, place) in wanted.enumerated() {
        batch.unescape(batch.field(row: row, column: place), into: &scratch)
        codes[index].append(scratch.withUnsafeBytes { texts[index].encode($0) })
      }
      rowCount += 1
    }
    return isUsable
  }

  /// The key of a row.
  private static func key(
    of row: Int, in batch: RowBatch, _ places: [Int], into key: inout [UInt8], _ scratch: inout [UInt8]
  ) {
    key.removeAll(keepingCapacity: true)
    for place in places {
      batch.unescape(batch.field(row: row, column: place), into: &scratch)
      scratch.withUnsafeBytes { append($0, toKey: &key) }
    }
  }

  private func rejectUnusable(
    _ batch: RowBatch, keys places: [Int], named keyName: String, last: Int, of table: HandedInTable,
    _ report: inout RejectionLog
  ) {
    var scratch: [UInt8] = []
    var key: [UInt8] = []
    for row in 0..<batch.rowCount {
      Self.key(of: row, in: batch, places, into: &key, &scratch)
      let code = key.withUnsafeBytes { Self.isWhole($0) ? keys.code(of: $0) : nil }
      let fault: FieldFault
      if let code {
        guard rowOfKey[Int(code)] == Match.ambiguous else { continue }
        fault = FieldFault(IngestRule.repeatedKey, [keyName, keys.withBytes(code) { FieldText.excerpt($0) }])
      } else {
        fault = FieldFault(IngestRule.missingValue, [keyName])
      }
      report.refuse(
        fault, line: batch.line(ofRow: row), column: nil,
        bytes: batch.byteOffset(ofRow: row)..<batch.byteRange(row: row, column: last).upperBound, of: table)
    }
  }

  /// What stands between the parts of a key of several columns.
  private static let keySeparator: UInt8 = 0x1F

  /// Adds the text of a column to a key.
  static func append(_ text: UnsafeRawBufferPointer, toKey key: inout [UInt8]) {
    if !key.isEmpty { key.append(keySeparator) }
    let trimmed = FieldText.trimmed(text)
    // A part without a text leaves its mark, so that no other key looks like this one.
    if trimmed.isEmpty { key.append(keySeparator) } else { key.append(contentsOf: trimmed) }
  }

  /// Whether a key has a text in each of its parts.
  private static func isWhole(_ key: UnsafeRawBufferPointer) -> Bool {
    guard let first = key.first, let last = key.last, first != keySeparator, last != keySeparator else { return false }
    return !zip(key, key.dropFirst()).contains { $0 == keySeparator && $1 == keySeparator }
  }

  /// The row that has a key, or one of ``Match``.
  @inline(__always)
  func row(ofKey key: UnsafeRawBufferPointer) -> Int32 {
    let text = FieldText.trimmed(key)
    guard !text.isEmpty, Self.isWhole(text), let code = keys.code(of: text) else { return Match.none }
    return rowOfKey[Int(code)]
  }

  /// Calls `body` with the text of a wanted column in a row; with an empty text where there is no such row.
  @inline(__always)
  func withText<Result>(
    row: Int32, column: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    guard row >= 0, codes.indices.contains(column), codes[column].indices.contains(Int(row)) else {
      return body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    return texts[column].withBytes(codes[column][Int(row)], body)
  }
}

/// Which columns of a file are asked of the reader: each once, and always the last, whose end is that of the row.
struct SelectedColumns: Sendable {
  private let columnCount: Int
  /// Places in the header, in the order in which they were asked for.
  private(set) var fields: [Int]

  init(columnCount: Int) {
    self.columnCount = columnCount
    fields = columnCount > 0 ? [columnCount - 1] : []
  }

  /// The place among the selected columns of the header's last one.
  var last: Int { 0 }
  /// Whether its texts are read, and not only where rows end.
  private(set) var readsLast = false

  /// The place among the selected columns of a column of the header, selected when it is new.
  mutating func place(of column: Int) -> Int {
    if column == columnCount - 1 { readsLast = true }
    if let known = fields.firstIndex(of: column) { return known }
    fields.append(column)
    return fields.count - 1
  }
}
