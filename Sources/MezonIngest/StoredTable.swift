// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonColumns
import MezonSemantics
import Synchronization

/// A table of events in a store, which may be read a stretch of rows at a time.
///
/// What cannot be read is nil; whoever made the table knows why.
package struct StoredTable: Sendable {
  /// How many stretches there are.
  package let stretchCount: Int
  /// Whether some fields can be read by stretches.
  package let canStretch: @Sendable (_ fields: Set<String>) -> Bool
  /// The table without its rows, with the texts behind the codes of some fields.
  package let beginning: @Sendable (_ texts: Set<String>) -> PortableTable?
  /// The rows of a stretch with some fields, and if wanted with the places that they come from.
  package let stretch: Stretch
  /// The first and the last local day of the events, where all rows count and the days are known.
  package var days: ClosedRange<Int>?
  /// How many rows a stretch has.
  package var rowCount: @Sendable (_ number: Int) -> Int = { _ in 0 }
  /// Between which values those of a field in a stretch lie, where all rows have one.
  package var bounds: @Sendable (_ number: Int, _ field: String) -> ClosedRange<Int64>? = { _, _ in nil }
  /// All rows with all fields.
  package let whole: @Sendable () -> PortableTable?

  /// Reads some fields of a stretch, coded as in the beginning, but for fields of which it is said what each code becomes.
  package typealias Stretch =
    @Sendable (
      _ number: Int, _ fields: Set<String>, _ beginning: PortableTable, _ changes: [String: [Int32]], _ places: Bool
    ) -> PortableTable?

  /// Puts a table together from what reads it.
  package init(
    stretchCount: Int, canStretch: @escaping @Sendable (Set<String>) -> Bool,
    beginning: @escaping @Sendable (Set<String>) -> PortableTable?,
    stretch: @escaping Stretch,
    whole: @escaping @Sendable () -> PortableTable?
  ) {
    self.stretchCount = stretchCount
    self.canStretch = canStretch
    self.beginning = beginning
    self.stretch = stretch
    self.whole = whole
  }
}

extension EventDelivery {
  /// Gives the rows of a stored table away, as many stretches at once as there are threads; false, and nothing is given, where the table
  /// must be read as a whole.
  ///
  /// Only the fields are read that the receiver looks at, and those that decide whether a row is refused; and where no row of them can be
  /// refused, stretches whose events lie on other days than it looks at are passed over.
  func give(
    _ table: StoredTable, of event: EventID, from source: String, into builder: inout DatasetBuilder,
    _ report: inout IngestReport
  ) -> Bool {
    guard takes(event), let read = fields(of: event) else { return false }
    let schema = builder.programme.events[event.index]
    let wanted = Set(read.map { schema.fields[$0].name })
    // Codes of choices and units decide whether a row is refused.
    let coded = Set(schema.fields.filter { $0.type.element.isCheckedWhenStored }.map(\.name))
    var choice = StretchChoice(table, schema, on: days(of: event), threads: threads)
    // Where nothing is looked at, other texts are of no use.
    guard var beginning = table.beginning(choice.stretches.isEmpty ? coded : wanted.union(coded)) else { return false }
    var diagnostics = report.diagnostics
    var values = builder
    var rows = StoredRows(beginning, event, into: &values, &diagnostics)
    if let passed = choice.passedDays, !rows.takesAll(on: passed, in: values.values.organisation) {
      choice = StretchChoice(all: table)
      guard let whole = table.beginning(wanted.union(coded)) else { return false }
      (beginning, values, diagnostics) = (whole, builder, report.diagnostics)
      rows = StoredRows(beginning, event, into: &values, &diagnostics)
    }
    let fields = rows.fieldsToRead(wanted)
    guard table.canStretch(fields) else { return false }
    builder = values
    report.diagnostics = diagnostics
    var log = RejectionLog(source: source, file: beginning.files.joined(separator: ", "))
    log.rowsRead += choice.passedRows
    give(choice.stretches, of: table, beginning, rows, fields, event, &builder, &log)
    log.finish(into: &report)
    return true
  }

  /// Gives some stretches of a table away, each with some fields.
  private func give(
    _ stretches: [Int], of table: StoredTable, _ beginning: PortableTable, _ rows: StoredRows, _ fields: Set<String>,
    _ event: EventID, _ builder: inout DatasetBuilder, _ log: inout RejectionLog
  ) {
    let files = beginning.files.map { builder.fileIndex(of: $0) }
    let (known, empty) = (builder, EventTableBuilder(builder.programme.events[event.index]))
    let begun = RejectionLog(source: log.source, file: log.file)
    // Codes become the programme's while they are read.
    let (rows, changes) = rows.changingCodes()
    let logs = Mutex<[Int: RejectionLog]>([:])
    give(event, parts: stretches.count, known.values, files: known.files) { number in
      var part = empty
      // Where events come from is read where the receiver looks at it, and for rows that may be refused.
      guard let piece = table.stretch(stretches[number], fields, beginning, changes, looksAtPlaces) else {
        return part.finish(threads: 1)
      }
      var (builder, own) = (known, begun)
      if rows.over(piece).mayRefuse(builder) {
        guard
          let placed = looksAtPlaces ? piece : table.stretch(stretches[number], fields, beginning, changes, true)
        else { return part.finish(threads: 1) }
        rows.over(placed).append(to: &part, files: files, &builder, log: &own)
      } else {
        own.rowsRead += piece.rowCount
        rows.over(piece).appendAll(to: &part, files: files)
      }
      logs.withLock { [own] in $0[number] = own }
      return part.finish(threads: 1)
    }
    logs.withLock { logs in
      for number in stretches.indices { if let part = logs[number] { log.append(part) } }
    }
  }
}

/// Which stretches of a stored table may have events of some days.
private struct StretchChoice {
  /// The numbers of those that may, ascending.
  private(set) var stretches: [Int]
  /// How many rows the others have.
  private(set) var passedRows = 0
  /// Days among which the events of the others lie; nil where there is no other.
  private(set) var passedDays: ClosedRange<CalendarDay>?

  /// All of a table.
  init(all table: StoredTable) { stretches = Array(0..<table.stretchCount) }

  /// Those with events of some local days, or all where that is nil or some rows no longer count. Complexity: O(pages).
  init(_ table: StoredTable, _ schema: EventSchema, on days: ClosedRange<Int>?, threads: Int) {
    self.init(all: table)
    guard let days, table.days != nil, schema.fields.indices.contains(schema.ownTimeField) else { return }
    let ownTime = schema.fields[schema.ownTimeField]
    let own = sideBySide(0..<table.stretchCount, threads: threads) { number in
      table.bounds(number, ownTime.name).map { LookedAt.localDays($0, ownTime.type) }
    }
    stretches = []
    var passed: ClosedRange<Int>?
    for (number, found) in own.enumerated() {
      guard let found, !found.overlaps(days) else {
        stretches.append(number)
        continue
      }
      passedRows += table.rowCount(number)
      passed = passed.map { min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound) } ?? found
    }
    passedDays = passed.map {
      CalendarDay(clampingDaysSinceEpoch: $0.lowerBound)...CalendarDay(clampingDaysSinceEpoch: $0.upperBound)
    }
  }
}

extension ValueType {
  /// Whether a stored value may be one that the programme no longer takes.
  var isCheckedWhenStored: Bool {
    switch self {
    case .choice, .unit: true
    default: false
    }
  }
}
