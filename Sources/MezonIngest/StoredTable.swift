// SPDX-License-Identifier: Apache-2.0

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
  /// The rows of a stretch with some fields, coded as in the beginning, and if wanted with the places that they come from.
  package let stretch: Stretch
  /// The first and the last local day of the events, where all rows count and the days are known.
  package var days: ClosedRange<Int>?
  /// How many rows a stretch has.
  package var rowCount: @Sendable (_ number: Int) -> Int = { _ in 0 }
  /// The least and the greatest value of a field in a stretch, where all rows have one.
  package var bounds: @Sendable (_ number: Int, _ field: String) -> ClosedRange<Int64>? = { _, _ in nil }
  /// All rows with all fields.
  package let whole: @Sendable () -> PortableTable?

  /// Reads some fields of a stretch.
  package typealias Stretch =
    @Sendable (
      _ number: Int, _ fields: Set<String>, _ beginning: PortableTable, _ places: Bool
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
  /// Only the fields are read that the receiver looks at, and those that decide whether a row is refused.
  func give(
    _ table: StoredTable, of event: EventID, from source: String, into builder: inout DatasetBuilder,
    _ report: inout IngestReport
  ) -> Bool {
    guard takes(event), let read = fields(of: event) else { return false }
    let schema = builder.programme.events[event.index]
    let wanted = Set(read.map { schema.fields[$0].name })
    // Codes of choices and units decide whether a row is refused.
    let coded = schema.fields.filter { $0.type.element.isCheckedWhenStored }.map(\.name)
    guard let beginning = table.beginning(wanted.union(coded)) else { return false }
    var diagnostics = report.diagnostics
    var values = builder
    let rows = StoredRows(beginning, event, into: &values, &diagnostics)
    let fields = rows.fieldsToRead(wanted)
    guard table.canStretch(fields) else { return false }
    builder = values
    report.diagnostics = diagnostics
    let files = beginning.files.map { builder.fileIndex(of: $0) }
    let (known, empty) = (builder, EventTableBuilder(schema))
    var log = RejectionLog(source: source, file: beginning.files.joined(separator: ", "))
    let begun = log
    let logs = Mutex<[Int: RejectionLog]>([:])
    give(event, parts: table.stretchCount, known.values, files: known.files) { number in
      var part = empty
      // A receiver does not look at where events come from, and a report at that of refused rows only.
      guard let piece = table.stretch(number, fields, beginning, false) else { return part.finish(threads: 1) }
      var (builder, own) = (known, begun)
      if rows.over(piece).mayRefuse(builder) {
        guard let placed = table.stretch(number, fields, beginning, true) else { return part.finish(threads: 1) }
        rows.over(placed).append(to: &part, files: files, &builder, log: &own)
      } else {
        own.rowsRead += piece.rowCount
        rows.over(piece).appendAll(to: &part, files: files)
      }
      logs.withLock { [own] in $0[number] = own }
      return part.finish(threads: 1)
    }
    logs.withLock { logs in
      for number in 0..<table.stretchCount { if let part = logs[number] { log.append(part) } }
    }
    log.finish(into: &report)
    return true
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
