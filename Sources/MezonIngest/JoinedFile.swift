// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonTables

/// A file that a source joins, opened: its header, and its rows as often as they are wanted. A large one is read part by part.
struct JoinedFile {
  /// The header; of a file that is held the rows too.
  let table: HandedInTable
  /// The rows of a large file; nil for one that is held.
  private let parts: (any RowParts)?

  /// About how many bytes a part has.
  private static let partBytes = 4 << 20

  private let file: OpenFile
  private let layout: TableLayout

  /// Opens a file.
  /// - Parameter isHeld: whether all of it is held
  init(_ file: OpenFile, layout: TableLayout, isHeld: Bool = false) throws(ReadingFailure) {
    self.file = file
    self.layout = layout
    guard !isHeld, !(file.content is HeldContent), let (table, parts) = try Self.opened(file, layout: layout) else {
      let held = try file.held()
      table = try HandedInTable(file: held.file, bytes: held.bytes, layout: layout)
      parts = nil
      return
    }
    self.table = table
    self.parts = parts
  }

  /// The same file with all of it held.
  func held() throws(ReadingFailure) -> JoinedFile { try JoinedFile(file, layout: layout, isHeld: true) }

  /// Opens a large file; nil where it must be held.
  private static func opened(
    _ file: OpenFile, layout: TableLayout
  ) throws(ReadingFailure) -> (HandedInTable, any RowParts)? {
    if let found = try FoundTable(file: file.file, content: file.content, layout: layout) {
      let parts = TableParts(found, partBytes: partBytes)
      return (try parts.beginning(), parts)
    }
    guard let text = try LargeText(file, layout: layout, partBytes: partBytes) else { return nil }
    return (text.table, text.parts)
  }

  /// What is to be said about the file as a whole once its rows were read, beside what its header's table says.
  var warnings: [Diagnostic] { parts?.warnings ?? [] }

  /// Calls `body` with the rows, some at a time. Complexity: O(bytes).
  /// - Parameter log: takes what `body` logs of rows of the table that it is given
  /// - Returns: false where the file must be held to be read
  func forEachBatch(
    _ selection: SelectedColumns, _ log: inout RejectionLog,
    _ body: (_ batch: RowBatch, _ rows: HandedInTable, _ log: inout RejectionLog) -> Void
  ) throws(ReadingFailure) -> Bool {
    var batch = RowBatch()
    guard let parts else {
      _ = try Self.read(table, selection, &batch) { body($0, table, &log) }
      return true
    }
    let begun = RejectionLog(source: log.source, joinedAs: log.joinedAs, file: log.file)
    var linesBefore = table.lines == nil ? table.reader.nextRow.line + table.linesBefore - 1 : 0
    var failure: ReadingFailure?
    let isParted = try parts.forEach { part in
      let rows = table.part(part, after: linesBefore)
      var own = begun
      do throws(ReadingFailure) {
        let lines = try Self.read(rows, selection, &batch) { body($0, rows, &own) }
        if part.lines == nil { linesBefore += lines }
      } catch {
        failure = error
        return false
      }
      own.keepRowsOnly()
      log.append(own)
      return true
    }
    if let failure { throw failure }
    return isParted
  }

  /// Reads rows, and returns how many lines they had.
  private static func read(
    _ rows: HandedInTable, _ selection: SelectedColumns, _ batch: inout RowBatch, _ body: (RowBatch) -> Void
  ) throws(ReadingFailure) -> Int {
    var reader = rows.reader
    try reading(rows.fileName) { try reader.select(selection.fields) }
    while try reading(rows.fileName, { try reader.read(into: &batch) }) { body(batch) }
    return reader.nextRow.line - 1
  }
}
