// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The place of a missing day in a column of days.
let missingDay = Int32.min

/// What is known of the events of one type before any indicator is asked: their own times and days, which of them are seen as
/// of the day, and in which lineage of the organisation each stands.
final class EventFrame {
  let event: EventID
  let schema: EventSchema
  let table: EventTable
  let ownTimeField: Int
  /// The own times or days.
  private lazy var own = timeColumn(ownTimeField, schema, table)
  /// Whether the own time is an instant rather than a day.
  private(set) lazy var isTimed = if case .time = own { true } else { false }
  /// Microseconds, or the day; 0 where it is missing.
  private(set) lazy var ownTimes = if case .time(let vector) = own { vector.values } else { ownDays.map(Int64.init) }
  /// Own local days; ``missingDay`` where there is none.
  private(set) lazy var ownDays = dayColumn(own, rows: table.rowCount, zone)
  /// 1 for an event whose own day is not after the as-of day.
  private(set) lazy var isSeen: [UInt8] = {
    let (days, last) = (ownDays, asOf.daysSinceEpoch)
    return [UInt8](unsafeUninitializedCapacity: days.count) { seen, filled in
      days.withUnsafeBufferPointer { days in
        for row in days.indices {
          seen.initializeElement(at: row, to: days[row] != missingDay && days[row] <= last ? 1 : 0)
        }
      }
      filled = days.count
    }
  }()
  /// The period in which the rows of a roster are looked at.
  private let view: TermView?
  private let zone: TimeZoneRules
  private let asOf: CalendarDay
  private var dayColumns: [Int: [Int32]] = [:]
  private var lineageColumns: [LineageKey: [Int32]] = [:]
  private var officerColumns: [OfficerKey: OfficerLists] = [:]

  private struct LineageKey: Hashable {
    let unitField: Int
    let dayField: Int
  }

  private struct OfficerKey: Hashable {
    let fields: [Int]
    let dayField: Int
    let areInPost: Bool
  }

  init(
    event: EventID, schema: EventSchema, table: EventTable, zone: TimeZoneRules, asOf: CalendarDay,
    view: TermView? = nil
  ) {
    self.view = view
    self.event = event
    self.schema = schema
    self.table = table
    self.zone = zone
    self.asOf = asOf
    ownTimeField = schema.ownTimeField
  }

  /// The number of events.
  var rowCount: Int { table.rowCount }

  /// The times or days of a field.
  func times(_ field: Int) -> NodeColumn { timeColumn(field, schema, table) }

  /// The local days of a field; ``missingDay`` where there is none. Complexity: O(rows), once.
  func days(_ field: Int) -> [Int32] {
    if field == ownTimeField { return ownDays }
    if let known = dayColumns[field] { return known }
    let made = field == EventSchema.termDay ? termDays() : dayColumn(times(field), rows: rowCount, zone)
    dayColumns[field] = made
    return made
  }

  /// The days on which rows of a roster are looked at; none where events are.
  private func termDays() -> [Int32] {
    view.map { termDays(in: $0) } ?? Array(repeating: missingDay, count: rowCount)
  }

  /// For each event the lineage of its unit on a day, or -1; the day is that of a field, nil for the own one.
  ///
  /// Complexity: O(rows · log changes of a unit), once.
  func lineages(unitField: Int, dayField: Int?, in organisation: OrganisationIndex) -> [Int32] {
    let key = LineageKey(unitField: unitField, dayField: dayField ?? ownTimeField)
    if let known = lineageColumns[key] { return known }
    var made: [Int32]
    if table.columns.indices.contains(unitField), case .plain(let column) = table.columns[unitField],
      let units = column.int32s
    {
      made = organisation.lineages(of: units, on: days(key.dayField))
      if let validity = column.validity { (~validity).forEachSetIndex { made[$0] = -1 } }
    } else {
      made = Array(repeating: -1, count: rowCount)
    }
    lineageColumns[key] = made
    return made
  }

  /// The officers of each event that it belongs to; without a roster all that it names. Complexity: O(rows + officers named), once.
  func officers(fields: [Int], dayField: Int, roster: PostRoster?) -> OfficerLists {
    let key = OfficerKey(fields: fields, dayField: dayField, areInPost: roster != nil)
    if let known = officerColumns[key] { return known }
    let made = OfficerLists(self, fields: fields, days: days(dayField), roster: roster)
    officerColumns[key] = made
    return made
  }
}

/// The officers of each event: each one that is named in a field, once, and only if in post on the day where posts are known.
struct OfficerLists {
  let officers: [Int32]
  /// Where each event's officers begin, and at the end their count.
  let offsets: [Int32]

  /// Lists that are known.
  init(officers: [Int32], offsets: [Int32]) {
    self.officers = officers
    self.offsets = offsets
  }

  fileprivate init(_ frame: EventFrame, fields: [Int], days: [Int32], roster: PostRoster?) {
    let columns = fields.filter { frame.table.columns.indices.contains($0) }.map { frame.table.columns[$0] }
    if columns.count == 1, case .plain(let column) = columns[0], let codes = column.int32s {
      self.init(column, codes, days: days, roster)
      return
    }
    var officers: [Int32] = []
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(frame.rowCount + 1)
    for row in 0..<frame.rowCount {
      let start = officers.count
      func add(_ column: Column, _ place: Int) {
        guard column.isPresent(place), let officer = column.int32s?[place], !officers[start...].contains(officer),
          roster?.holdsPost(officer, on: days[row]) ?? true
        else { return }
        officers.append(officer)
      }
      for column in columns {
        switch column {
        case .plain(let column): add(column, row)
        case .list(let lists):
          guard let child = lists.children.first else { continue }
          for place in lists.children(of: row) { add(child, place) }
        }
      }
      offsets.append(Int32(truncatingIfNeeded: officers.count))
    }
    self.init(officers: officers, offsets: offsets)
  }

  /// The officers of events that name one in one field.
  private init(_ column: Column, _ codes: [Int32], days: [Int32], _ roster: PostRoster?) {
    // Only what is read for each row is taken from the roster, which is large.
    let terms = roster.flatMap { $0.isKnown ? $0.terms : nil }
    let validity = column.validity
    var offsets = [Int32](repeating: 0, count: codes.count + 1)
    let officers = [Int32](unsafeUninitializedCapacity: codes.count) { officers, count in
      codes.withUnsafeBufferPointer { codes in
        days.withUnsafeBufferPointer { days in
          for row in codes.indices {
            officers[count] = codes[row]
            let isOf = (validity?[row] ?? true) && (terms?.holds(codes[row], on: days[row]) ?? true)
            count &+= isOf ? 1 : 0
            offsets[row + 1] = Int32(truncatingIfNeeded: count)
          }
        }
      }
    }
    self.init(officers: officers, offsets: offsets)
  }

  /// The officers of an event.
  @inline(__always)
  func range(of row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }
}

private func timeColumn(_ field: Int, _ schema: EventSchema, _ table: EventTable) -> NodeColumn {
  guard schema.fields.indices.contains(field), table.columns.indices.contains(field),
    case .plain(let column) = table.columns[field]
  else { return .absent }
  return nodeColumn(column, as: schema.fields[field].type)
}

private func dayColumn(_ times: NodeColumn, rows: Int, _ zone: TimeZoneRules) -> [Int32] {
  let days: Vector<Int32>
  switch times {
  case .time(let vector): days = localDays(vector, zone)
  case .day(let vector): days = vector
  default: return Array(repeating: missingDay, count: rows)
  }
  guard !days.presence.isEmpty else { return days.values }
  return zip(days.values, days.presence).map { $1 != 0 ? $0 : missingDay }
}
