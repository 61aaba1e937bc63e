// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonTables

/// The rows of a table of a workbook, a database or a JSON file, written as text some at a time.
final class TableParts: RowParts {
  private let found: FoundTable
  private let partBytes: Int
  private(set) var warnings: [Diagnostic] = []

  /// - Parameter partBytes: about how many bytes a part has
  init(_ found: FoundTable, partBytes: Int) {
    self.found = found
    self.partBytes = max(1, partBytes)
  }

  /// The table's header and the cells that are asked for, without rows. Complexity: that of reading the rows before the last of these.
  func beginning() throws(ReadingFailure) -> HandedInTable {
    var reading = found.reading
    reading.passesRowsOver = true
    // The names of columns that stand apart from the rows need none of these.
    if !reading.isComplete { _ = try found.readRows { reading.take($0) } }
    reading.finish()
    return HandedInTable(try OpenedTable(found, reading))
  }

  func forEach(_ body: (RowPart) -> Bool) throws(ReadingFailure) -> Bool {
    var reading = found.reading
    var isStopped = false
    let notes = try found.readRows { row in
      let goesOn = reading.take(row)
      guard reading.text.byteCount >= partBytes else { return goesOn }
      isStopped = !body(Self.part(reading.takeText()))
      return goesOn && !isStopped
    }
    warnings = notes.map { IngestRule.note($0, file: found.file) }
    if !isStopped, reading.text.byteCount > 0 { _ = body(Self.part(reading.takeText())) }
    return true
  }

  private static func part(_ text: TableText) -> RowPart { RowPart(bytes: text.bytes, lines: text.lines) }
}
