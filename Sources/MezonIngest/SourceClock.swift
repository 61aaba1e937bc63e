// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSyntax

/// How a source's dates and times become days and instants.
struct SourceClock: Sendable {
  /// The programme's zone, whose midnights bound days.
  let programme: TimeZoneRules
  /// The zone in which the file's clocks ran.
  let source: TimeZoneRules
  /// The form of dates and times; nil for ISO 8601.
  let pattern: DatePattern?
  /// Whether cells may be dates by their format, which come in ISO 8601 whatever the form of the texts beside them.
  private let readsDateCells: Bool
  private var cursor: TimeZoneCursor
  private let isSameZone: Bool

  init(
    programme: TimeZoneRules, source: TimeZoneRules? = nil, pattern: DatePattern? = nil, readsDateCells: Bool = false
  ) {
    self.readsDateCells = readsDateCells
    self.programme = programme
    self.source = source ?? programme
    self.pattern = pattern
    cursor = TimeZoneCursor(self.source)
    isSameZone = source.map { $0 == programme } ?? true
  }

  /// The form's name in messages.
  var form: String { pattern?.source ?? "yyyy-MM-dd HH:mm:ss" }

  private func fields(_ text: UnsafeRawBufferPointer) throws(DateFault) -> (DateTimeFields, CalendarDay) {
    let fields: DateTimeFields
    if let pattern {
      if readsDateCells, let known = try? FieldParser.dateTime(text) {
        fields = known
      } else {
        fields = try pattern.parse(text)
      }
    } else {
      fields = try FieldParser.dateTime(text)
    }
    guard let day = fields.day else { throw .malformed }
    return (fields, day)
  }

  /// The instant that a text states, in microseconds since 1970-01-01T00:00Z; a day alone is its midnight.
  mutating func instant(_ text: UnsafeRawBufferPointer) throws(DateFault) -> Int64 {
    if pattern == nil, let clock = FieldParser.plainClock(text) { return cursor.instant(ofClock: clock).microseconds }
    let (fields, day) = try fields(text)
    return instant(fields, day)
  }

  /// Reads the times of a column that are in the plain forms of ISO 8601.
  mutating func readTimes(
    _ column: TextColumn, months: inout MonthMemory, into bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    column.readTimes(of: &cursor, months: &months, into: bits, states)
  }

  private mutating func instant(_ fields: DateTimeFields, _ day: CalendarDay) -> Int64 {
    let local = LocalTime(day: day, microsecondOfDay: fields.microsecondOfDay ?? 0) ?? LocalTime(midnightOf: day)
    if let offset = fields.offsetMinutes {
      return saturatingSum(local.microsecondsSinceEpoch, -Int64(offset) * 60_000_000)
    }
    return cursor.instant(of: local).microseconds
  }

  /// The day that a text states: as written, or where it states an instant of another zone, the programme's local day then.
  mutating func day(_ text: UnsafeRawBufferPointer) throws(DateFault) -> Int32 {
    let (fields, day) = try fields(text)
    guard fields.microsecondOfDay != nil, !isSameZone || fields.offsetMinutes != nil else { return day.daysSinceEpoch }
    return programme.day(of: Instant(microseconds: instant(fields, day))).daysSinceEpoch
  }

  /// The instant of a time in a definition, which is on the programme's clocks.
  func instant(_ literal: TimeLiteral) -> Int64 {
    let local = LocalTime(day: literal.day, microsecondOfDay: literal.microseconds ?? 0)
    return programme.instant(of: local ?? LocalTime(midnightOf: literal.day)).microseconds
  }

  /// The programme's local day of an instant.
  func day(of instant: Int64) -> Int32 { programme.day(of: Instant(microseconds: instant)).daysSinceEpoch }

  /// The first instant of a local day of the programme.
  func midnight(_ day: Int32) -> Int64 {
    programme.instant(of: LocalTime(midnightOf: CalendarDay(daysSinceEpoch: day))).microseconds
  }
}
