// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// What a run looks at of the events of a type: those of some days, and some of their fields.
///
/// Of a stored table the stretches with events of these days are read alone, and of them these fields alone. Where a row of any other
/// stretch might be refused, the table is read as a whole, so that the report is the same.
package struct LookedAt: Sendable {
  private let days: ClosedRange<Int>
  private let fields: Set<String>

  /// - Parameters:
  ///   - from, through: the first and the last local day of the own times of events that are looked at
  ///   - fields: the names of the fields, with the own time
  package init(from first: CalendarDay, through last: CalendarDay, fields: Set<String>) {
    days = Int(first.daysSinceEpoch)...Int(max(first, last).daysSinceEpoch)
    self.fields = fields
  }

  /// Reads what is looked at; false, and nothing is read or said, where the table must be read as a whole.
  func read(
    _ table: StoredTable, of event: EventID, from source: String, into builder: inout DatasetBuilder,
    _ report: inout IngestReport, threads: Int
  ) -> Bool {
    let schema = builder.programme.events[event.index]
    let all = Set(schema.fields.map(\.name))
    // Lists are left alone, and all texts are read, so that every code is the same as in the whole.
    guard let tableDays = table.days, table.canStretch(all), let beginning = table.beginning(all) else { return false }
    var (values, diagnostics) = (builder, report.diagnostics)
    let rows = StoredRows(beginning, event, into: &values, &diagnostics)
    let first = CalendarDay(clampingDaysSinceEpoch: tableDays.lowerBound)
    let last = CalendarDay(clampingDaysSinceEpoch: tableDays.upperBound)
    // The rules of the zone may have changed since the days were told.
    guard rows.takesAll(on: (first - 1)...(last + 1), in: values.values.organisation) else { return false }
    let ownTime = schema.fields[schema.ownTimeField]
    let wanted = rows.fieldsToRead(fields)
    let files = beginning.files.map { values.fileIndex(of: $0) }
    let (known, empty) = (values, EventTableBuilder(schema))
    var log = RejectionLog(source: source, file: beginning.files.joined(separator: ", "))
    let begun = log
    let parts = sideBySide(0..<table.stretchCount, threads: threads) { number -> (EventTableBuilder, RejectionLog) in
      var (part, own) = (empty, begun)
      if let bounds = table.bounds(number, ownTime.name), !days.overlaps(Self.localDays(bounds, ownTime.type)) {
        own.rowsRead += table.rowCount(number)
      } else if let piece = table.stretch(number, wanted, beginning, [:], true) {
        var builder = known
        rows.over(piece).append(to: &part, files: files, &builder, log: &own)
      }
      return (part, own)
    }
    builder = values
    report.diagnostics = diagnostics
    for (part, own) in parts {
      if part.rowCount > 0 { builder.tables[event.index].append(contentsOf: part, codes: [:]) }
      log.append(own)
    }
    log.finish(into: &report)
    return true
  }

  /// The local days on which events with such own times may lie, whatever the time zone.
  static func localDays(_ bounds: ClosedRange<Int64>, _ type: ValueType) -> ClosedRange<Int> {
    guard type == .time else { return Int(bounds.lowerBound)...Int(bounds.upperBound) }
    let day = LocalTime.microsecondsPerDay
    return Int(bounds.lowerBound / day) - 2...Int(bounds.upperBound / day) + 2
  }
}
