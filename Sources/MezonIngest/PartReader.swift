// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// Reads parts of a large table, each by itself: several at a time can be read, in any order.
struct PartReader: Sendable {
  let plan: ReadingPlan
  /// The header at least, as the rows of the file have it.
  let table: HandedInTable
  /// Which columns become rows; nil for none. The plan is one for what comes of it.
  let unpivot: UnpivotClause?
  /// Whether bytes that are no UTF-8 may mean that the whole text is in another encoding.
  var mayBeEncoded = false
  let batches = BatchPool()

  /// What a part gave.
  struct Part: Sendable {
    let builder: DatasetBuilder
    let rowCount: Int
    /// Its lines count from the beginning of the part, as those of the rows do, unless the part has those of the file.
    let log: RejectionLog
    /// How many lines it adds to those that stand before what follows.
    let lineCount: Int
    let endedWithinQuotes: Bool
    /// For each mapping what short texts became by what the part began with.
    let memories: [TextMemory]
  }

  /// Reads a part; nil where it must be read in another way.
  /// - Parameters:
  ///   - empty: what it begins with
  ///   - memories: what short texts became by that
  ///   - log: what there is to be said before
  func read(
    _ part: RowPart, _ empty: DatasetBuilder, _ memories: [TextMemory]?, _ log: RejectionLog, keepsPlaces: Bool = true
  ) -> Part? {
    var builder = empty
    var log = log
    do throws(ReadingFailure) {
      let (rows, linesOfTurned) = try rows(of: part)
      var reader = SourceReader(plan, table: rows, remembering: memories, keepsPlaces: keepsPlaces)
      try batches.use { batch throws(ReadingFailure) in try reader.read(into: &builder, log: &log, by: &batch) }
      if mayBeEncoded, reader.hasBrokenText { return nil }
      log.keepRowsOnly()
      return Part(
        builder: builder, rowCount: builder.tables.reduce(0) { $0 + $1.rowCount }, log: log,
        lineCount: part.lines == nil ? linesOfTurned ?? reader.lineCount : 0,
        endedWithinQuotes: reader.endedWithinQuotes,
        memories: reader.memories(builder.values, begunWith: empty.values))
    } catch { return nil }
  }

  /// The rows of a part as the plan has them, and of how many lines they come where columns became rows.
  /// - Parameter linesBefore: how many lines stand before it, where its rows shall know it
  func rows(of part: RowPart, after linesBefore: Int = 0) throws(ReadingFailure) -> (HandedInTable, lines: Int?) {
    let rows = table.part(part, after: linesBefore)
    guard let unpivot else { return (rows, nil) }
    let (turned, lines) = try rows.unpivoted(unpivot)
    return (turned, lines)
  }
}
